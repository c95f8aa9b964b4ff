"""The place that a name in a list stands for, or none where that is doubtful.

A list tells a country, often the first-level division, and no text around the name.  So a name as the index has it
counts wherever one place alone, or one far larger than the others, bears it; another spelling counts only inside the
division that the list gives, or where the whole country has one such name.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from incidents.geocoding.build import ARABIC_SCRIPT, BOUND, PRIMARY
from incidents.geocoding.labels import Labels
from incidents.geocoding.lookup import Near, PlaceRows, Row
from incidents.geocoding.names import fold
from incidents.geocoding.queries import Kind, Layers, Named, Query, counted_to, read_query
from incidents.geocoding.spelling import consonants, sound

LEAST_CONFIDENCE = 0.6
"""An answer less sure than this is not given: better none than a wrong one."""
TOGETHER_KM = 10.0
"""Places of one name this near to each other are answered as one, with that much uncertainty."""
BORDER_KM = 6.0
"""A place this near to a settlement of the division that was told may be said to lie in it."""
NEARBY_M = 10_000
"""How far a thing may lie from the place after which it is named, or that it is near to."""
LABEL_M = {"district": 30_000, "governorate": 80_000, "region": 150_000, "country": 500_000}
"""How far from its label something in an area may lie, where the index does not say."""
LEAD = 0.3
"""So much further from the name than the best must the next other spelling be, in consonants (see `spelling`)."""
AS_WRITTEN = 0.5
"""What it weighs in a told division that a place's own name is written just so, with or without the article; half of
that in a whole country, which has more villages of any name."""
SURE = 0.95
ONLY_ONE = "the only place of this name here"
_WEIGHTS = {"country": 4.0, "region": 3.5, "admin": 2.3}
_CACHED = 8192
_KM_PER_DEGREE = 111.2


class Answer(NamedTuple):
    """The place, or None; how sure (0 to 1), why, and the places that it may be, best first.

    lat, lon, uncertainty_m: the point, which for an area is where its label stands.
    """

    row: Row | None
    confidence: float
    reason: str
    candidates: tuple[Row, ...] = ()
    lat: float | None = None
    lon: float | None = None
    uncertainty_m: int | None = None

    @property
    def is_given(self) -> bool:
        """Is it sure enough to be told?"""
        return self.row is not None and self.confidence >= LEAST_CONFIDENCE


@dataclass(frozen=True, slots=True)
class Scope:
    """Where the place must lie: a country, and the names of the first-level division, where they are known."""

    country: str | None
    divisions: frozenset[str] = frozenset()

    def holds(self, row: Row) -> bool:
        """Does the place lie in the division, or may it, as its own is not known?"""
        return not self.divisions or not row.admin1 or row.admin1 in self.divisions


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
        if (
            country and not country.isascii()
        ):  # no code; and halves of letters, which no index can be asked for
            return Answer(None, 0.0, "the country must be a code of two letters, such as SY")
        if not query.names:
            return Answer(None, 0.0, "there is no name in it")
        scope = self.scope(country, admin1)
        if (
            query.is_plain and country and not admin1
        ):  # most lines of most lists: the short way to the same answer
            key = query.names[0][0].key
            rows = self._rows.named(key, scope.country)
            if {r.kind for r in rows} == {"settlement"}:
                return _settled(_chosen(rows, key, "", scope))
        answer = self._labelled(self._asked(query, scope))
        if answer.row is None and not answer.candidates:
            for other in counted_to().get((country or "").upper(), ()):
                elsewhere = self._asked(query, self.scope(other, admin1))
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
        if not any(a.row for a in answers):
            if query.shape == "line":
                return self._between(query, scope)
            if query.shape == "part":
                return self._part(query, scope)
        every = names
        if not any(a.is_given for a in answers):
            answers += [self._named(layers, scope, query) for layers in query.aliases]
            every = (*names, *query.aliases)
        if not any(a.is_given for a in answers) and query.shape == "place":
            unmet = [layers for layers, met in zip(every, answers, strict=True) if not met.candidates]
            answers += [self._respelled(layers, scope) for layers in unmet]
            if not any(a.is_given for a in answers):
                answers += [
                    self._seat(layers[-1], scope) for layers in unmet if layers[-1].kind == "district"
                ]
        found = _together(answers)
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
            for row in _fitting(name.kind, self._rows.named(name.key, scope.country))
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
            like = [
                n
                for n in self._rows.divisions(country).like(layers[-1].key, 1.0)
                if n.row.precision == "governorate"
            ]
            if like and not any(n.distance < like[0].distance + 0.5 for n in like[1:]):
                return Scope(country, frozenset((like[0].row.admin1 or like[0].row.name,)))
        return Scope(country)

    def _named(self, layers: Layers, scope: Scope, query: Query) -> Answer:
        """The place that bears the name as it is written, with the words for its kind or without."""
        doubtful = Answer(None, 0.0, "not known")
        # The whole query may itself be a name ("Mexico City"), at first of the kind that its words say.
        whole = Named(layers[0].key, layers[-1].kind)
        for name in (whole, *layers[1:], *(layers[:1] if whole.kind else ())):
            everywhere = _fitting(name.kind, self._rows.named(name.key, scope.country))
            rows = [r for r in everywhere if scope.holds(r)]
            sure = 1.0
            if not rows and everywhere:
                sure = 0.85
                redrawn = name.kind == "district" and len(everywhere) == 1
                rows = everywhere if redrawn else [r for r in everywhere if self._on_the_border(r, scope)]
            if rows:
                answer = _chosen(self._inside(rows, query.parents, scope), name.key, name.kind, scope)
                if sure < 1:
                    answer = answer._replace(confidence=round(answer.confidence * sure, 2))
                if answer.is_given:
                    return answer
                doubtful = answer
        return doubtful

    def _inside(self, rows: Sequence[Row], parents: Sequence[str], scope: Scope) -> Sequence[Row]:
        """Those in the larger place that the query names, where that is known and any is; else all."""
        for parent in parents if len(rows) > 1 else ():
            inner = [r for r in rows if self.scope(scope.country, parent).divisions & {r.admin1 or ""}]
            if inner:
                return inner
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
            near = self._rows.divisions(scope.country).like(name.key, 1.2)
            near = [n for n in near if scope.holds(n.row) and n.row in _fitting(name.kind, [n.row])]
        else:
            near = [
                n
                for d in scope.divisions
                for n in self._rows.division_names(scope.country, d).like(name.key, 2.0)
            ]
            if not scope.divisions:
                near = [Near(r, 0.5) for r in self._rows.respelled(name.key, scope.country)]
            near = [n for n in near if n.row in _fitting(name.kind, [n.row])]
        return _likeliest(name, near, scope)

    def _seat(self, name: Named, scope: Scope) -> Answer:
        """A district that the index lacks, by the town of its name: its label stands there."""
        found = self._named((Named(name.key, "settlement"),), scope, Query("place", ()))
        if found.row is None:
            return found
        return found._replace(
            row=found.row._replace(kind="admin", precision="district"),
            confidence=round(found.confidence * 0.8, 2),
            reason=f"{found.reason}, the seat of its district",
            uncertainty_m=LABEL_M["district"],
        )

    def _part(self, query: Query, scope: Scope) -> Answer:
        """A part of an area is no place of the index; the area is shown as what it may lie in."""
        areas = [self._named(layers, scope, query) for layers in query.aliases]
        return Answer(
            None, 0.0, "a part of an area, which has no point", tuple(r for a in areas for r in a.candidates)
        )

    def _between(self, query: Query, scope: Scope) -> Answer:
        """The middle of two places near to each other; a longer line is no place."""
        ends = [self._named(layers, scope, query) for layers in query.names[1:]]
        rows = tuple(r for a in ends for r in a.candidates[:1])
        places = [a for a in ends if a.is_given and a.row and a.row.kind == "settlement"]
        if len(ends) == len(places) == 2:
            one, other = places
            length = _km(one, other)
            if length <= 2 * TOGETHER_KM and one.lat and other.lat and one.lon and other.lon:
                middle = {"lat": (one.lat + other.lat) / 2, "lon": (one.lon + other.lon) / 2}
                sure = min(one.confidence, other.confidence) * 0.8
                return Answer(
                    one.row,
                    sure,
                    "between two places",
                    rows,
                    **middle,
                    uncertainty_m=int(500 * length) + 2000,
                )
        return Answer(None, 0.0, "a line between places, which has no point", rows)


def weight(row: Row) -> float:
    """What speaks for a place before anything is known, in units of a hundredfold population."""
    own = 0.15 if row.role in (PRIMARY, BOUND) else 0.0
    if row.kind in _WEIGHTS:
        return _WEIGHTS[row.kind] + own
    floor = 3000 if row.ref.startswith("overlay:") else 300
    return 0.5 * math.log10(max(row.population, floor)) + own


def _fitting(kind: Kind, rows: Iterable[Row]) -> list[Row]:
    """The places that the words beside the name allow."""
    rows = list(rows)
    if kind in ("", "settlement") and all(r.kind == "settlement" for r in rows):
        return rows
    governorates = [r for r in rows if r.precision == "governorate"]
    districts = [r for r in rows if r.precision == "district"]
    if kind in ("admin1", "countryside"):
        return governorates or districts or [r for r in rows if r.kind == "region"]
    if kind == "district":
        return districts or governorates
    rest = [r for r in rows if r.precision not in ("governorate", "district")]
    if kind == "settlement":
        return [r for r in rest if r.kind in ("settlement", "feature")]
    if kind in ("area", "feature", "facility"):
        mapped = [r for r in rest if r.kind in ("region", "feature") or r.precision == "exact"]
        return mapped or [r for r in rest if r.kind == "settlement"]
    return governorates + rest or districts


def _chosen(rows: Sequence[Row], key: str, kind: Kind, scope: Scope) -> Answer:
    """The one of several places of a name that is meant, where that can be told."""
    scored = [(-weight(r), r.ref, r) for r in rows]
    if len(rows) > 1:
        written = AS_WRITTEN if scope.divisions else AS_WRITTEN / 2
        scored = [(low - written if _is_written(r, key) else low, ref, r) for low, ref, r in scored]
        scored.sort()
    low, _, best = scored[0]
    ranked = tuple([r for _, _, r in scored])
    if not scope.divisions and _is_shared(best, rows):
        return Answer(None, 0.0, "several places share this name: tell the division", ranked)
    spread_km = 0.0
    for other, _, rival in scored[1:]:
        apart_km = _km(best, rival)
        if apart_km > TOGETHER_KM:
            sure = 1 - 0.6 * math.exp(-1.5 * (other - low))
            return _answer(best, sure, "the largest place of this name", ranked, kind, spread_km)
        spread_km = max(spread_km, apart_km)
    return _answer(best, SURE, ONLY_ONE, ranked, kind, spread_km)


def _is_shared(best: Row, rows: Sequence[Row]) -> bool:
    """Is one of them a village of ours whose name others bear, too, and no town of ours the likeliest?"""
    ours = [r for r in rows if r.ref.startswith("overlay:")]
    town = best in ours and not best.needs_context
    return not town and any(r.needs_context in ("places", "both") for r in ours)


def _is_written(row: Row, key: str) -> bool:
    """Is the place's own name the folded one asked for, with the article or without as it stands?"""
    return row.role == PRIMARY and (row.country not in ARABIC_SCRIPT or fold(row.name) == key)


def _likeliest(name: Named, near: Sequence[Near], scope: Scope) -> Answer:
    """The one place of another spelling, where no other is nearly as near."""
    ranked = tuple(n.row for n in near)
    if not near:
        return Answer(None, 0.0, "not known")
    best = near[0]
    share = best.distance / max(1, len(consonants(sound(name.key).text)))
    lead = (
        min((n.distance for n in near[1:] if _km(best.row, n.row) > TOGETHER_KM), default=9.0) - best.distance
    )
    sure = SURE - 2.0 * share - 2.0 * max(0.0, LEAD - lead)
    return _answer(best.row, sure, f"another spelling of {best.row.name}", ranked, name.kind)


def _answer(
    row: Row, sure: float, reason: str, candidates: tuple[Row, ...], kind: Kind, spread_km: float = 0.0
) -> Answer:
    uncertainty = row.uncertainty_m or LABEL_M.get(row.precision)
    if spread_km:
        uncertainty = max(uncertainty or 0, round(1000 * spread_km))
    if kind in ("area", "feature", "facility") and row.kind == "settlement":
        # An airport or a checkpoint lies by the place of its name; a mountain or a river may lie anywhere.
        sure = sure * 0.8 if kind != "feature" else 0.3
        reason = f"{reason}, after which it is named"
        uncertainty = max(NEARBY_M, uncertainty or 0)
    return Answer(row, round(sure, 2), reason, candidates, row.lat, row.lon, uncertainty)


def _settled(answer: Answer) -> Answer:
    """The answer where it is sure enough; else none, with its candidates."""
    if answer.row is None or answer.confidence >= LEAST_CONFIDENCE:
        return answer
    return Answer(None, 0.0, "several places of this name, none much likelier", answer.candidates)


def _together(answers: Sequence[Answer]) -> Answer:
    """One answer of those for several names of one place."""
    given = sorted((a for a in answers if a.is_given), key=lambda a: -a.confidence)
    every = tuple(dict.fromkeys(row for a in answers for row in a.candidates))
    if not given:
        return _settled(next((a for a in answers if a.candidates), answers[0]))._replace(candidates=every)
    best = given[0]
    if any(
        _km(best, other) > TOGETHER_KM and other.confidence > best.confidence - 0.25 for other in given[1:]
    ):
        return Answer(None, 0.0, "its names stand for different places", every)
    return best._replace(candidates=every)


def _km(one: Row | Answer, other: Row | Answer) -> float:
    """Distance of two points in kilometres; infinite where one has none."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return math.inf
    lat1, lat2 = math.radians(one.lat), math.radians(other.lat)
    half = math.sin((lat2 - lat1) / 2) ** 2
    half += math.cos(lat1) * math.cos(lat2) * math.sin(math.radians(other.lon - one.lon) / 2) ** 2
    return 12_742 * math.asin(min(1.0, math.sqrt(half)))
