"""Where it happened: the place of a claim among the places that its sentence and the narrative name.

Never the dateline, the place where somebody spoke, the place people came from, or a capital that stands
for its government.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from incidents.languages import Mark
from incidents.model import POINT_PRECISIONS, Place, Toponym
from incidents.parsing.elsewhere import NO_PLACE_KINDS, Standing, is_led_within, name_start, standing
from incidents.parsing.positions import is_bearing, placed, position, roads
from incidents.parsing.text import COMMAS, SEMICOLONS, Sentence

_WIDER_COST = {
    "exact": 0.0,
    "settlement": 0.0,
    "district": 2.0,
    "governorate": 3.0,
    "region": 3.0,
    "country": 9.0,
}
_NOT_LED = 4
_NEXT_TO = 3
_APPOSITION = 10.0
"""A town told with its province ("Haffah, a town of Latakia province") is the place, not the province."""
_PAUSES = dict.fromkeys(COMMAS, 1.0) | dict.fromkeys(SEMICOLONS, 8.0) | {":": 2.0}


@dataclass(frozen=True, slots=True)
class Spot:
    """A place as a claim takes it: resolved or not, alone or several for one figure.

    beside: what is meant is the land or sea around it, or the way between the places, and not the settlement.
    """

    place: Place | None
    as_written: str
    places: tuple[Place, ...] = ()
    beside: bool = False

    @property
    def is_point(self) -> bool:
        """Is it a settlement or finer, resolved or at least named as one?"""
        if self.places or self.beside:
            return False
        return self.place is None or self.place.geo_precision in POINT_PRECISIONS


@dataclass(slots=True)
class Narrative:
    """The places that the text has come through so far.

    named: the usable toponyms of each sentence, by its index.
    """

    named: list[list[Mark]] = field(default_factory=list)
    last: Spot | None = None
    settlement: Spot | None = None
    areas: Counter[str] = field(default_factory=Counter)
    by_area: dict[str, Spot] = field(default_factory=dict)
    settlements: Counter[str] = field(default_factory=Counter)
    paragraph: int = -1

    @classmethod
    def of(cls, sentences: Iterable[Sentence]) -> Narrative:
        """A narrative at its beginning, knowing which areas the whole text is about."""
        narrative = cls()
        for sentence in sentences:
            narrative.named.append(usable(sentence))
            for mark in narrative.named[-1]:
                place = mark.value.place
                if place is None or place.geo_precision in POINT_PRECISIONS:
                    narrative.settlements[_key(_spot(sentence, mark))] += 1
                elif place.geo_precision != "country":
                    narrative.areas[place.place_id] += 1
                    narrative.by_area.setdefault(place.place_id, _spot(sentence, mark))
        return narrative

    @property
    def area(self) -> Spot | None:
        """The area that the text names most."""
        return self.by_area[self.areas.most_common(1)[0][0]] if self.areas else None

    def carried(self, s: Sentence, wide: bool, counted: bool) -> Spot | None:
        """The place that a sentence without one of its own goes on from.

        A new paragraph goes on at a settlement only where the text names it twice as often as any other.
        """
        if self.last is None or (wide and (self.area or self.last.is_point)):
            return self.area
        if self.paragraph == s.paragraph:
            return self.last
        first, second = [*self.settlements.most_common(2), ("", 0), ("", 0)][:2]
        at_home = self.last.is_point and _key(self.last) == first[0] and first[1] >= 2 * second[1]
        return self.last if at_home and not counted else self.area

    def reach(self, spot: Spot, paragraph: int) -> None:
        """The narrative has come to this place."""
        self.last, self.paragraph = spot, paragraph
        if spot.is_point:
            self.settlement = spot


def mark_toponyms(sentences: Iterable[Sentence], toponyms: Iterable[Toponym]) -> None:
    """Mark the tokens of each toponym in its sentence, group "toponym", value the Toponym."""
    waiting = sorted(toponyms, key=lambda t: t.start)
    position = 0
    for sentence in sentences:
        marks = []
        while position < len(waiting) and waiting[position].start < sentence.end:
            toponym = waiting[position]
            position += 1
            if toponym.start < sentence.start:
                continue
            first = sentence.token_at(toponym.start)
            last = sentence.token_at(toponym.end - 1)
            if first < len(sentence.tokens):
                marks.append(Mark("toponym", first, min(last + 1, len(sentence.tokens)), toponym))
        sentence.add_marks(iter(marks))


def is_place(mark: Mark) -> bool:
    """Is it the name of a place smaller than a country, and not one inside another name?"""
    toponym: Toponym = mark.value
    return toponym.kind not in NO_PLACE_KINDS and (
        toponym.place is None or toponym.place.geo_precision != "country"
    )


def _tells_division(s: Sentence, town: Mark, mark: Mark, marks: Sequence[Mark]) -> bool:
    """Does a capital's name after a town name the governorate that both lie in? ("Qadmus, Tartous"); not in a list."""
    inner, outer = town.value.place, mark.value.place
    if (
        not (inner and outer)
        or inner is outer
        or mark.start - town.end != 1
        or s.word(town.end) not in COMMAS
    ):
        return False
    if not (outer.geo_precision == "settlement" and outer.name == outer.admin1 == inner.admin1 != inner.name):
        return False
    starts, ends = {m.start for m in marks}, {m.end for m in marks}
    after = next((m.value.place for m in marks if m.start == mark.end + 1), None)
    goes_on = _joins(s, mark.end) and mark.end + 1 in starts and not (after and holds(after, outer))
    return not goes_on and not (_joins(s, town.start - 1) and town.start - 1 in ends)


def usable(s: Sentence) -> list[Mark]:
    """The toponyms of a sentence that may be where something happened."""
    marks = s.of("toponym")
    on_roads = {m for pair in roads(s) for m in pair}
    out: list[tuple[Mark, Standing]] = []
    for mark in marks:
        toponym: Toponym = mark.value
        known = toponym.place is not None or toponym.kind in ("settlement", "admin")
        how = "there" if mark in on_roads else standing(s, mark)
        if how != "elsewhere" and known and not any(_tells_division(s, m, mark, marks) for m, _ in out):
            out.append((mark, how))
    strong = [m for m, how in out if how == "there"]
    strong = [m for m in strong if not is_bearing(s, m, strong)]
    led = [m for m in strong if _is_led(s, m)]
    return [m for m, how in out if m in strong or how == "goal" or (how == "weak" and _is_only(m, led))]


def _is_only(mark: Mark, strong: Sequence[Mark]) -> bool:
    """Is no place told but the area, right behind it, that a place of less weight lies in?"""
    return all(_lies_in(mark, m) and 0 <= m.start - mark.end <= _NEXT_TO for m in strong)


def _spot(s: Sentence, mark: Mark) -> Spot:
    at = position(s, mark)
    return Spot(placed(mark.value.place, at), mark.value.surface, beside=at == "beside")


def _key(spot: Spot) -> str:
    return spot.place.place_id if spot.place else spot.as_written


def _precision(mark: Mark) -> str:
    return mark.value.place.geo_precision if mark.value.place else "settlement"


def _cost(s: Sentence, mark: Mark, start: int, end: int, blocks: list[tuple[int, int]]) -> float:
    first, last = (end, mark.start) if mark.start >= end else (mark.end, start)
    cost = float(max(0, last - first)) + _WIDER_COST[_precision(mark)]
    for index in range(first, last):
        cost += _PAUSES.get(s.word(index), 0.0)
    cost += sum(5.0 for a, b in blocks if first <= a and b <= last)
    if mark.end <= start:
        cost += 1.0
    return cost


def _lies_in(mark: Mark, area: Mark) -> bool:
    inner, outer = mark.value.place, area.value.place
    return inner is not None and outer is not None and inner is not outer and holds(outer, inner)


def _own(s: Sentence, named: list[Mark], core: tuple[int, int], blocks: list[tuple[int, int]]) -> list[Mark]:
    """The places that belong to no other figure: in "34 in Baniyas and 15 in Barmaya" each has its own."""
    figures = [core, *blocks]
    behind = [_told_of(s, m, figures) for m in named]
    if all(f in behind for f in figures):  # "11 in Hama and 7 in Hama province"
        return [m for m, figure in zip(named, behind, strict=True) if figure in (None, core)]
    spots = [_spot(s, m) for m in named]
    places = [spot.place for spot in spots if spot.place]
    inner = {
        _key(x)
        for x in spots
        if not (x.place and any(x.place is not q and holds(x.place, q) for q in places))
    }
    if len(inner) < 2 or not blocks:
        return [m for m in named if not _is_of_part(s, m, core, blocks)]
    return [m for m in named if min(_gap(s, m, b) for b in blocks) >= _gap(s, m, core)]


def _is_of_part(s: Sentence, mark: Mark, core: tuple[int, int], blocks: list[tuple[int, int]]) -> bool:
    """Does a place tell a part of a figure before it? ("803 killed, including 420 in Latakia governorate")"""
    part = next((b for b in blocks if core[1] <= b[0] and 0 < name_start(s, mark) - b[1] <= 2), None)
    return part is not None and part[1] - part[0] == 1 and _is_led(s, mark)


def _is_led(s: Sentence, mark: Mark) -> bool:
    """Does "in" or the like lead to a place, with at most a word between? ("in rural Homs", «في ريف حمص»)"""
    start = name_start(s, mark)
    return is_led_within(s, mark) or any(
        s.at("places.locative", i) or s.covering("places.beside", i) or s.word_in("at_place", i)
        for i in (start - 1, start - 2)
    )


def _told_of(s: Sentence, mark: Mark, figures: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """The figure right before a place that "in" or the like leads to."""
    return max((f for f in figures if f[1] <= mark.start), default=None) if _is_led(s, mark) else None


def _gap(s: Sentence, mark: Mark, span: tuple[int, int]) -> int:
    """Tokens between a place and a figure; a place behind a figure without "in" is told of the next one."""
    if mark.start >= span[1]:
        led = _is_led(s, mark) or s.word_in("the", mark.start - 1)
        gap = mark.start - span[1]
        return gap + _NOT_LED if not led else -1 if gap <= 2 else gap
    return max(span[0] - mark.end, 0)


def _joins(s: Sentence, index: int) -> bool:
    return s.word(index) in COMMAS or bool(s.at("grammar.and", index) or s.word_in("then", index))


def _list_of(s: Sentence, chosen: Mark, found: list[Mark]) -> list[Mark]:
    """Places of one list with the chosen one: "Baniyas, Latakia and Tartus", "Homs city and Tartus governorate"."""
    members = [chosen]
    for step in (1, -1):
        for mark in found[::step]:
            edge = members[-1] if step == 1 else members[0]
            first, last = (edge.end, mark.start) if step == 1 else (mark.end, edge.start)
            later = mark if step == 1 else edge
            gap = range(first, last)
            joined = any(_joins(s, i) for i in gap[:3]) and all(
                _joins(s, i) or s.word_in("place_kind", i) for i in gap
            )
            alike = _precision(mark) == _precision(chosen) or (
                any(s.at("grammar.and", i) for i in gap)
                and not (_lies_in(mark, edge) or _lies_in(edge, mark))
            )
            if alike and (joined or (last == first and _has_and(s, later))):
                members = [*members, mark] if step == 1 else [mark, *members]
    return members


def _has_and(s: Sentence, mark: Mark) -> bool:
    """Is "and" written onto the name? (والمختارية)"""
    token = s.tokens[mark.start]
    return token.start < mark.value.start and token.text.startswith("و")


def spot_for(
    s: Sentence,
    start: int,
    end: int,
    narrative: Narrative,
    blocks: list[tuple[int, int]] | None = None,
    wide: bool = False,
    counted: bool = False,
) -> tuple[Spot | None, bool]:
    """(the place of what tokens [start, end) tell, whether the sentence itself names it).

    blocks: spans of other figures; a place behind one of them belongs to it.  wide: a running count
    or a sum of parts, which without a place of its own is about the area and not about the last village.
    counted: the figure of somebody who counts ("the network lists"), which in a new paragraph is so too.
    """
    named = [m for m in narrative.named[s.index] if standing(s, m) != "goal" or _tells_flight(s, start, end)]
    found = _own(s, named, (start, end), blocks or [])
    costs = [(_cost(s, m, start, end, blocks or []), m.start, m) for m in found]
    if land := _land_of(s, end, found, narrative):
        return land, True
    best = min(costs, default=None, key=lambda item: item[:2])
    figures = [(start, end), *(blocks or [])]
    if best:
        near = [c for c in costs if _lies_in(c[2], best[2]) and c[0] <= best[0] + _APPOSITION]
        inner = [c for c in near if not _figure_between(best[2], c[2], figures)]
        best = min(inner, key=lambda item: item[:2], default=best)
    starts = {name_start(s, m) for m in s.of("toponym")} | {m.start for m in s.of("toponym")}
    there = next((m for m in s.of("places.there") if starts.isdisjoint(range(m.start, m.end + 1))), None)
    if there:
        spot = narrative.settlement if s.word_in("settlement", there.end - 1) else narrative.last
        distance = abs(there.start - end)
        if spot and (not best or best[0] > distance + 2):
            return spot, True
    if not best:
        carried = narrative.carried(s, wide, counted)
        others = [m for m in named if m not in found]
        if carried and any(_key(_spot(s, m)) == _key(carried) for m in others):
            return None, False
        return carried, False
    road = next((pair for pair in roads(s) if best[2] in pair), None)
    members = list(road) if road else _list_of(s, best[2], found)
    if unknown := _told_by(s, best[2], members, found):
        return _spot(s, unknown), True
    if len(members) > 1:
        written, at = ", ".join(m.value.surface for m in members), position(s, best[2])
        if not all(m.value.place for m in members):
            return Spot(None, written), True
        places = tuple(p for m in members if (p := placed(m.value.place, at)))
        area = next(
            (m.value.place for m in found if m not in members and _holds_all(m.value.place, places)), None
        )
        return Spot(area, written, places, at == "beside"), True
    return _spot(s, best[2]), True


def _told_by(s: Sentence, mark: Mark, members: list[Mark], found: list[Mark]) -> Mark | None:
    """The village that no gazetteer knows where a town only tells its surroundings: "in Zorla, near Latakia"."""
    town = mark.value.place
    if town is None or town.geo_precision not in POINT_PRECISIONS:
        return None
    before = [m for m in found if m.value.place is None and 1 <= mark.start - m.end <= _NEXT_TO]
    villages = [m for m in before if all(_leads(s, i) for i in range(m.end, mark.start))]
    return villages[-1] if villages and set(members) <= {mark, villages[-1]} else None


def _leads(s: Sentence, index: int) -> bool:
    """May a token stand between a village and the town by which it is told?"""
    led = s.covering("places.near", index) or s.at("places.locative", index)
    return bool(led) or s.word(index) in COMMAS or s.word_in("the", index) or s.word_in("place_kind", index)


def _land_of(s: Sentence, end: int, found: list[Mark], narrative: Narrative) -> Spot | None:
    """ "Four were killed in Homs and six in its countryside": the land around the town named before."""
    land = s.first("places.its_land", end, end + _NEXT_TO)
    if land is None:
        return None
    town = next((_spot(s, m) for m in reversed(found) if m.end <= land.start), narrative.settlement)
    return replace(town, beside=True) if town and town.is_point else None


_FATES = ("killed", "injured", "abducted", "missing", "arrested")
_TELLING = ("verb_object", "verb_active", "verb_subject", "verb_first", "casualty", "toll")


def _tells_flight(s: Sentence, start: int, end: int) -> bool:
    """Do tokens [start, end) of a sentence about flight tell it, and not who was hurt?"""
    flight = any(m.value.type == "Displacement" for m in s.of("event"))
    flight = flight or any(s.has(f"{group}.displaced", start, end) for group in _TELLING)
    other = any(s.has(f"{group}.{unit}", start, end) for group in _TELLING for unit in _FATES)
    return flight and end > start and not other


def _figure_between(one: Mark, other: Mark, figures: Sequence[tuple[int, int]]) -> bool:
    """Does a figure stand between two places? ("7 in Hama province, 2 of them in Hama")"""
    first, last = min(one.end, other.end), max(one.start, other.start)
    return any(first <= a and b <= last for a, b in figures)


def _holds_all(area: Place | None, places: tuple[Place, ...]) -> bool:
    return area is not None and all(holds(area, p) for p in places)


def holds(area: Place, place: Place) -> bool:
    """Does an area contain a place, by the admin chain?  A settlement contains nothing."""
    if area.geo_precision in POINT_PRECISIONS:
        return False
    if area.geo_precision == "country" or area.country != place.country:
        return area.country == place.country
    if area.parts:
        return place.admin1 in area.parts
    if area.geo_precision == "governorate":
        return area.admin1 == place.admin1
    return area.admin1 == place.admin1 and area.admin2 is not None and area.admin2 == place.admin2
