"""The place that a name in a list stands for, or none where that is doubtful.

A list tells a country, often the first-level division, and no text around the name.  So a name as the index has it
counts wherever one place alone, or one far larger than the others, bears it; another spelling counts only inside the
division that the list gives, or where the whole country has one such name.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from incidents.geocoding.build import PRIMARY
from incidents.geocoding.choosing import (
    LABEL_M,
    Answer,
    Scope,
    chosen,
    fitting,
    likeliest,
    settled,
    together,
    weight,
)
from incidents.geocoding.labels import Labels
from incidents.geocoding.lookup import Near, PlaceRows, Row
from incidents.geocoding.queries import Layers, Named, Query, counted_to, read_query

BORDER_KM = 6.0
"""A place this near to a settlement of the division that was told may be said to lie in it."""
RESPELLED = 0.5
"""How far another transliteration is taken to be where no division is told, so that short names hardly count."""
SEAT = 0.75
"""How much less sure a district is that is only known by its seat: only one seat of the name is sure enough."""
_CACHED = 1024
_KM_PER_DEGREE = 111.2


class Finder:
    """Finds the places of names in an index."""

    def __init__(self, rows: PlaceRows, labels: Labels) -> None:
        self._rows = rows
        self._labels = labels
        self.find = lru_cache(maxsize=_CACHED)(self._find)
        self.scope = lru_cache(maxsize=_CACHED)(self._scope)

    def _find(self, text: str, country: str | None = None, admin1: str | None = None) -> Answer:
        """The place of a query (see `queries`), in a country (ISO alpha-2) and a first-level division (its name)."""
        query = read_query(text)
        if country and not country.isascii():
            # No code, and perhaps halves of letters, which no index can be asked for.
            return Answer(None, 0.0, "the country must be a code of two letters, such as SY")
        if not query.names:
            return Answer(None, 0.0, "there is no name in it")
        scope = self.scope(country, admin1)
        if query.is_plain and country and not admin1:
            # Most lines of most lists: the short way to the same answer.
            key = query.names[0][0].key
            rows = self._rows.named(key, scope.country)
            if {r.kind for r in rows} == {"settlement"}:
                return settled(chosen(rows, key, "", scope))
        answer = self._labelled(self._asked(query, scope))
        if answer.row is None and not answer.candidates:
            for other in counted_to().get((country or "").upper(), ()):
                elsewhere = self._labelled(self._asked(query, self.scope(other, admin1)))
                if elsewhere.row:
                    return elsewhere._replace(reason=f"{elsewhere.reason}; in {other} today")
        return answer

    def _labelled(self, answer: Answer) -> Answer:
        if answer.row is None or answer.row.kind != "admin":
            return answer
        label = self._labels(answer.row.place())
        return answer._replace(**label._asdict()) if label else answer

    def _asked(self, query: Query, scope: Scope) -> Answer:
        names = query.names[:1] if query.shape == "line" else query.names
        answers = [self._named(layers, scope, query) for layers in names]
        if len(answers) == 1 and query.shape != "near" and answers[0].is_given:
            return answers[0]
        if query.shape in ("line", "part") and not any(a.row for a in answers):
            return self._without_point(query, scope)
        every = names
        if not any(a.is_given for a in answers):
            answers += [self._named(layers, scope, query) for layers in query.aliases]
            every = (*names, *query.aliases)
        if not any(a.is_given for a in answers) and query.shape == "place":
            unmet = [layers for layers, met in zip(every, answers, strict=True) if not met.candidates]
            answers += [self._respelled(layers, scope) for layers in unmet]
            if not any(a.is_given for a in answers):
                districts = [layers[-1] for layers in unmet if layers[-1].kind == "district"]
                answers += [self._seat(name, scope) for name in districts]
        found = together(answers)
        if query.shape == "near" and found.row:
            return Answer(None, 0.0, f"near {found.row.name}, it does not say where", found.candidates)
        return found

    def candidates(
        self, text: str, country: str | None = None, admin1: str | None = None
    ) -> list[tuple[float, Row]]:
        """(weight, place) of all places that bear the name, the weightiest first."""
        query, scope = read_query(text), self.scope(country, admin1)
        rows = {
            row.number: (weight(row), row)
            for layers in (*query.names, *query.aliases)
            for name in layers
            for row in fitting(name.kind, self._rows.named(name.key, scope.country))
            if scope.holds(row)
        }
        return sorted(rows.values(), key=lambda item: (-item[0], item[1].ref))

    def _scope(self, country: str | None, admin1: str | None) -> Scope:
        if not country:
            return Scope(None)
        country = country.upper()
        names = read_query(admin1).names if admin1 else ()
        for name in (n for layers in names for n in layers):
            areas = [r for r in self._rows.named(name.key, country) if r.precision == "governorate"]
            if areas:
                return Scope(country, frozenset(r.admin1 or r.name for r in areas))
        for layers in names:
            near = self._rows.divisions(country).like(layers[-1].key, 1.0)
            like = [n for n in near if n.row.precision == "governorate"]
            if like and not any(n.distance < like[0].distance + 0.5 for n in like[1:]):
                return Scope(country, frozenset((like[0].row.admin1 or like[0].row.name,)))
        return Scope(country)

    def _named(self, layers: Layers, scope: Scope, query: Query) -> Answer:
        """The place that bears the name as it is written, with the words for its kind or without."""
        doubtful = Answer(None, 0.0, "not known")
        # The whole query may itself be a name ("Mexico City"): of the kind that its words say, or a place's own.
        whole = Named(layers[0].key, layers[-1].kind)
        for name in (whole, *layers[1:], *(layers[:1] if whole.kind else ())):
            met = self._rows.named(name.key, scope.country)
            everywhere = fitting(name.kind, met)
            if name is whole and not everywhere:
                everywhere = fitting("", [r for r in met if r.role == PRIMARY])
            rows = [r for r in everywhere if scope.holds(r)]
            sure = 1.0
            if not rows and everywhere:
                sure = 0.85
                redrawn = name.kind == "district" and len(everywhere) == 1
                rows = everywhere if redrawn else [r for r in everywhere if self._on_the_border(r, scope)]
            if rows := list(self._inside(rows, query.parents, scope)):
                answer = chosen(rows, name.key, name.kind, scope)
                if sure < 1:
                    answer = answer._replace(confidence=round(answer.confidence * sure, 2))
                if answer.is_given:
                    return answer
                doubtful = answer
        return doubtful

    def _inside(self, rows: Sequence[Row], parents: Sequence[str], scope: Scope) -> Sequence[Row]:
        """Those in the larger place that the query names, where that is known and any is; else all."""
        if scope.country is None:
            return self._addressed(rows, parents)
        for parent in parents if len(rows) > 1 else ():
            inner = [r for r in rows if self.scope(scope.country, parent).divisions & {r.admin1 or ""}]
            if inner:
                return inner
        return rows

    def _addressed(self, rows: Sequence[Row], parents: Sequence[str]) -> Sequence[Row]:
        """Those that lie in the states and countries that the query names ("Paris, Texas"); none where none does."""
        for parent in parents:
            areas = [r for r in self._rows.named(parent, None) if r.precision in ("country", "governorate")]
            if areas:
                rows = [r for r in rows if any(_lies_in(r, area) for area in areas)]
        return rows

    def _on_the_border(self, row: Row, scope: Scope) -> bool:
        if row.lat is None or row.lon is None or scope.country is None or row.kind != "settlement":
            return False
        degrees = BORDER_KM / _KM_PER_DEGREE
        return any(self._rows.settled(scope.country, d, row.lat, row.lon, degrees) for d in scope.divisions)

    def _respelled(self, layers: Layers, scope: Scope) -> Answer:
        """The one place whose name is another spelling of it."""
        name = layers[-1]
        if scope.country is None:
            return Answer(None, 0.0, "not known")
        if name.kind in ("district", "admin1", "countryside"):
            every = self._rows.divisions(scope.country).like(name.key, 1.2)
            near = [n for n in every if scope.holds(n.row)]
        elif scope.divisions:
            names = [self._rows.division_names(scope.country, division) for division in scope.divisions]
            near = [n for group in names for n in group.like(name.key, 2.0)]
        else:
            near = [Near(r, RESPELLED) for r in self._rows.respelled(name.key, scope.country)]
        near = [n for n in near if fitting(name.kind, [n.row])]
        return likeliest(name, near, scope)

    def _seat(self, name: Named, scope: Scope) -> Answer:
        """A district that the index lacks, by the town of its name: its label stands there."""
        found = self._named((Named(name.key, "settlement"),), scope, Query("place", ()))
        if found.row is None:
            return found
        return found._replace(
            row=found.row._replace(kind="admin", precision="district"),
            confidence=round(found.confidence * SEAT, 2),
            reason=f"{found.reason}, the seat of its district",
            uncertainty_m=LABEL_M["district"],
        )

    def _without_point(self, query: Query, scope: Scope) -> Answer:
        """A part of an area, or what joins two places: no place of the index; what it lies in or joins is shown."""
        line = query.shape == "line"
        what = "a line between places" if line else "a part of an area"
        around = [
            self._named(layers, scope, query) for layers in (query.names[1:] if line else query.aliases)
        ]
        rows = [row for answer in around for row in (answer.candidates[:1] if line else answer.candidates)]
        return Answer(None, 0.0, f"{what}, which has no point", tuple(rows))


def _lies_in(row: Row, area: Row) -> bool:
    """Does a place lie in a country or first-level division, as far as the index tells?"""
    whole = area.precision == "country" or not row.admin1
    return row.country == area.country and (whole or row.admin1 == (area.admin1 or area.name))
