"""The places of a text as claims may take them, and how far its narrative has come among them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from incidents.languages import Mark
from incidents.model import POINT_PRECISIONS, Place, Reason, Toponym
from incidents.parsing.scene.elsewhere import Standing, standing
from incidents.parsing.scene.place_names import (
    NO_PLACE_KINDS,
    is_led_within,
    is_town,
    name_start,
    tells_unnamed,
)
from incidents.parsing.scene.positions import is_bearing, placed, position, roads
from incidents.parsing.scene.unlisted import is_land, is_unlisted, told_again, told_by_holder, with_land
from incidents.parsing.text import COMMAS, Sentence

_NEXT_TO = 3
"""Words at most between a place and the area that is told behind it."""
_FEW = 3
"""So few names don't show what a text is about."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place as a claim takes it: resolved or not, alone or several for one figure.

    names: the words for each of the places, where the text lists them.
    beside: what is meant is the land or sea around it, or the way between the places, and not the settlement.
    reason: the rule by which it is where it happened, and the words that name it.
    """

    place: Place | None
    as_written: str
    places: tuple[Place, ...] = ()
    names: tuple[str, ...] = ()
    beside: bool = False
    reason: Reason = field(default=Reason("place.named"), compare=False)

    def by(self, rule: str, *spans: tuple[int, int]) -> Spot:
        """The same place by another rule; spans: offsets of words in the text, those of its name unless given."""
        return replace(self, reason=Reason(f"place.{rule}", spans or self.reason.spans))

    @property
    def is_point(self) -> bool:
        """Is it a settlement or finer, resolved or at least named as one?"""
        if self.places or self.beside:
            return False
        return self.place is None or self.place.geo_precision in POINT_PRECISIONS


@dataclass(slots=True)
class Narrative:
    """The places that the text has come through so far.

    named: the usable toponyms of each sentence, by its index.  area: the one that the text is about.
    home: the settlement (its key) that it names twice as often as any other.  unnamed: did the last place only say
    where a village lies that the text does not name?
    """

    named: list[list[Mark]] = field(default_factory=list)
    last: Spot | None = None
    settlement: Spot | None = None
    area: Spot | None = None
    home: str = ""
    paragraph: int = -1
    unnamed: bool = False

    @classmethod
    def of(cls, sentences: Iterable[Sentence]) -> Narrative:
        """A narrative at its beginning, knowing which area the whole text is about."""
        named, spots = [], []
        for sentence in sentences:
            named.append(usable(sentence))
            spots.append([spot_of(sentence, mark) for mark in named[-1]])
        return cls(_without_lands(named), area=_area_of(spots), home=_home_of(spots))

    def carried(self, s: Sentence, wide: bool, counted: bool) -> Spot | None:
        """The place that a sentence without one of its own goes on from.

        A new paragraph goes on at a settlement only where the text names it twice as often as any other.
        wide: of a running count or a sum, which is about the area.  counted: of the figure of somebody who counts,
        which in a new paragraph is about it, too.
        """
        last = self.last
        village = self.unnamed and (wide or s.any_word_in("plural_event"))  # what was more than its event
        if last and not village and not (wide and (self.area or last.is_point)):
            at_home = last.is_point and key_of(last) == self.home and not counted
            if at_home or self.paragraph == s.paragraph:
                return last.by("carried")
        if village and last and self._is_named_once(last):
            return None
        return self.area and self.area.by("area")

    def _is_named_once(self, spot: Spot) -> bool:
        same = [m for marks in self.named for m in marks if m.value.surface == spot.as_written]
        return len(same) == 1

    def reach(self, spot: Spot, s: Sentence) -> None:
        """The narrative has come to this place."""
        self.last, self.paragraph = spot, s.paragraph
        self.unnamed = any(
            tells_unnamed(s, m) for m in self.named[s.index] if m.value.surface == spot.as_written
        )
        if spot.is_point:
            self.settlement = spot


def _without_lands(named: list[list[Mark]]) -> list[list[Mark]]:
    """ "The Afghan capital" is no other place than the Kabul that the text names."""
    told = {m.value.place.country for marks in named for m in marks if is_town(m)}
    return [[m for m in marks if not (is_land(m) and m.value.place.country in told)] for marks in named]


def _names_town(spot: Spot) -> bool:
    return spot.place is None or spot.place.geo_precision in POINT_PRECISIONS


def _home_of(named: Sequence[Sequence[Spot]]) -> str:
    towns = Counter(key_of(spot) for spots in named for spot in spots if _names_town(spot))
    first, second = [*towns.most_common(2), ("", 0), ("", 0)][:2]
    return first[0] if first[1] >= 2 * second[1] else ""


def _area_of(named: Sequence[Sequence[Spot]]) -> Spot | None:
    """The area that the text names most; of several that it names as often, their country.

    A text of many lands is about none of them: most of its places must lie in the area.
    """
    times, first, beside = Counter[str](), dict[str, Spot](), dict[str, list[Place]]()
    lands: dict[str | None, Spot] = {}
    for spots in named:
        here: list[Place] = []
        for spot in spots:
            if spot.place is None or _names_town(spot):
                continue
            if spot.place.geo_precision == "country":
                lands.setdefault(spot.place.country, spot)
                continue
            times[spot.place.place_id] += 1
            first.setdefault(spot.place.place_id, spot)
            beside.setdefault(spot.place.place_id, here)
            here.append(spot.place)
    if not times:
        return None
    key, most = times.most_common(1)[0]
    area = first[key]
    alike = {p.country for p in beside[key] if p.place_id != key and times[p.place_id] == most}
    if area.place and _is_scene(area.place, named):
        as_often = [
            p for other, n in times.items() if n == most and other != key and (p := first[other].place)
        ]
        alike |= {p.country for p in as_often if not (holds(p, area.place) or holds(area.place, p))}
    if area.place and alike == {area.place.country}:
        area = lands.get(area.place.country, area)
    return area if area.place and _is_scene(area.place, named) else None


def _is_scene(area: Place, named: Sequence[Sequence[Spot]]) -> bool:
    """Do most places of the text lie in the area, or are they few or of one province?"""
    places = [spot.place for spots in named for spot in spots if spot.place]
    apart = [p for p in places if not (p.geo_precision == "country" and p.country == area.country)]
    inside = sum(p.place_id == area.place_id or holds(area, p) for p in apart)
    lands = {(p.country, p.admin1 or p.place_id) for p in apart}
    return len(lands) <= 1 or len(apart) <= _FEW or 2 * inside > len(apart)


def mark_toponyms(sentences: Iterable[Sentence], toponyms: Iterable[Toponym]) -> None:
    """Mark the tokens of each toponym in its sentence, group "toponym", value the Toponym."""
    waiting = sorted(toponyms, key=lambda t: t.start)
    reached = 0
    found: list[tuple[Sentence, list[Mark]]] = []
    for sentence in sentences:
        marks = []
        while reached < len(waiting) and waiting[reached].start < sentence.end:
            toponym = waiting[reached]
            reached += 1
            if toponym.start < sentence.start:
                continue
            first = sentence.token_at(toponym.start)
            last = sentence.token_at(toponym.end - 1)
            if first < len(sentence.tokens):
                marks.append(Mark("toponym", first, min(last + 1, len(sentence.tokens)), toponym))
        found.append((sentence, told_by_holder(sentence, marks)))
    known = {m.value.surface: m.value.place for _, marks in found for m in marks if is_unlisted(m)}
    for sentence, marks in found:
        sentence.add_marks(told_again(m, known) for m in marks)


def is_place(mark: Mark) -> bool:
    """Is it the name of a place smaller than a country, and not one inside another name?"""
    toponym: Toponym = mark.value
    return toponym.kind not in NO_PLACE_KINDS and (
        toponym.place is None or toponym.place.geo_precision != "country"
    )


def usable(s: Sentence) -> list[Mark]:
    """The toponyms of a sentence that may be where something happened."""
    marks = [with_land(s, m) for m in s.of("toponym")]
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
    led = [m for m in strong if is_led(s, m)]
    return [m for m, how in out if m in strong or how == "goal" or (how == "weak" and _is_only(m, led))]


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
    after = next((m for m in marks if m.start == mark.end + 1), None)
    goes_on = joins(s, mark.end) and after is not None and not lies_in(mark, after)
    return not goes_on and not (joins(s, town.start - 1) and any(m.end == town.start - 1 for m in marks))


def _is_only(mark: Mark, strong: Sequence[Mark]) -> bool:
    """Is no place told but the area, right behind it, that a place of less weight lies in?"""
    return all(lies_in(mark, m) and 0 <= m.start - mark.end <= _NEXT_TO for m in strong)


def spot_of(s: Sentence, mark: Mark) -> Spot:
    """The place that a toponym names, or what lies near or beside it where the words before say so."""
    at = position(s, mark)
    rule = f"place.{at}" if at in ("near", "beside") else "place.named"
    reason = Reason(rule, ((mark.value.start, mark.value.end),))
    return Spot(placed(mark.value.place, at), mark.value.surface, beside=at == "beside", reason=reason)


def key_of(spot: Spot) -> str:
    """By what a place is told from others: its id, or its name where nobody knows it."""
    return spot.place.place_id if spot.place else spot.as_written


def precision_of(mark: Mark) -> str:
    """How precisely a toponym places; one that nobody knows is taken for a settlement."""
    return mark.value.place.geo_precision if mark.value.place else "settlement"


def lies_in(mark: Mark, area: Mark) -> bool:
    """Does the place of one toponym lie in that of another?"""
    inner, outer = mark.value.place, area.value.place
    return inner is not None and outer is not None and inner is not outer and holds(outer, inner)


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


def is_led(s: Sentence, mark: Mark) -> bool:
    """Does "in" or the like lead to a place, with at most a word between? ("in rural Homs", «في ريف حمص»)"""
    start = name_start(s, mark)
    return is_led_within(s, mark) or any(
        s.at("places.locative", i) or s.covering("places.beside", i) or s.word_in("at_place", i)
        for i in (start - 1, start - 2)
    )


def joins(s: Sentence, index: int) -> bool:
    """Does a token join the places of a list?"""
    return s.word(index) in COMMAS or bool(s.at("grammar.and", index) or s.word_in("then", index))
