"""Where it happened: the place of a claim among the places that its sentence and the narrative name.

Never the dateline, the place where somebody spoke, the place people came from, or a capital that stands
for its government.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from incidents.languages import Mark
from incidents.model import POINT_PRECISIONS, Place, Reason
from incidents.parsing.scene.elsewhere import is_goal
from incidents.parsing.scene.narrative import (
    Narrative,
    Spot,
    holds,
    is_led,
    joins,
    key_of,
    lies_in,
    precision_of,
    spot_of,
)
from incidents.parsing.scene.place_names import name_start
from incidents.parsing.scene.positions import placed, position, road_of
from incidents.parsing.text import COMMAS, SEMICOLONS, WRITTEN_AND, Sentence

_WIDER_COST = {
    "exact": 0.0,
    "settlement": 0.0,
    "district": 2.0,
    "governorate": 3.0,
    "region": 3.0,
    "country": 9.0,
}
"""How many words nearer a wider place must stand to be taken before a finer one."""
_NOT_LED = 4
"""How much a place without "in" is set apart from the figure before it."""
_NEXT_TO = 3
"""Words at most between a figure and "its countryside", a village and the town by which it is told."""
_APPOSITION = 10.0
"""A town told with its province ("Haffah, a town of Latakia province") is the place, not the province."""
_FATES = ("killed", "injured", "abducted", "missing", "arrested")
_TELLING = ("verb_object", "verb_active", "verb_subject", "verb_first", "casualty", "toll")
_OTHER_CLAUSE = 6.0
""" "A curfew was imposed in Homs after the killing of a couple in the town of Zaidal": the place is Zaidal."""
_PAUSES = dict.fromkeys(COMMAS, 1.0) | dict.fromkeys(SEMICOLONS, 8.0) | {":": 2.0}


def _cost(s: Sentence, mark: Mark, start: int, end: int, blocks: list[tuple[int, int]]) -> float:
    first, last = (end, mark.start) if mark.start >= end else (mark.end, start)
    cost = float(max(0, last - first)) + _WIDER_COST[precision_of(mark)]
    for index in range(first, last):
        cost += _PAUSES.get(s.word(index), 0.0)
        if mark.end <= start and s.at("series.subordinate", index):
            cost += _OTHER_CLAUSE
    cost += sum(5.0 for a, b in blocks if first <= a and b <= last)
    if mark.end <= start:
        cost += 1.0
    return cost


def _own(s: Sentence, named: list[Mark], core: tuple[int, int], blocks: list[tuple[int, int]]) -> list[Mark]:
    """The places that belong to no other figure: in "34 in Baniyas and 15 in Barmaya" each has its own."""
    figures = [core, *blocks]
    behind = [_told_of(s, m, figures) for m in named]
    if all(f in behind for f in figures):  # "11 in Hama and 7 in Hama province"
        return [m for m, figure in zip(named, behind, strict=True) if figure in (None, core)]
    spots = {key_of(spot): spot for spot in (spot_of(s, m) for m in named)}.values()
    places = [spot.place for spot in spots if spot.place]
    inner = {
        key_of(x)
        for x in spots
        if not (x.place and any(x.place is not q and holds(x.place, q) for q in places))
    }
    if len(inner) < 2 or not blocks:
        return [m for m in named if not _is_of_part(s, m, core, blocks)]
    heads = _heads(s, named)
    led = {h.start: is_led(s, h) or s.word_in("the", h.start - 1) for h in heads}
    own = [m for m, h in zip(named, heads, strict=True) if _is_nearest(h, led[h.start], core, blocks)]
    shared = s.language.direction == "rtl" and all(m.start >= f[1] for m in named for f in figures)
    return named if shared and not own else own  # «قُتل اثنان وجُرح أربعة في قصف على ... بريف ...»


def _is_of_part(s: Sentence, mark: Mark, core: tuple[int, int], blocks: list[tuple[int, int]]) -> bool:
    """Does a place tell a part of a figure before it? ("803 killed, including 420 in Latakia governorate")"""
    part = next((b for b in blocks if core[1] <= b[0] and 0 < name_start(s, mark) - b[1] <= 2), None)
    if part is None or part[1] - part[0] != 1:
        return False
    bare = s.covering("number", part[0]) is not None or s.word(part[0]).isdecimal()
    return bare and is_led(s, mark)


def _heads(s: Sentence, named: Sequence[Mark]) -> list[Mark]:
    """For each place the first of its list: the three of "125 in Latakia, Tartus and Hama, and 100 guards" go together.

    A list closes with a comma, "and" or the sentence: in "12 died in Homs, and Hama saw eight dead" there is none.
    """
    heads = list(named)
    for i, (one, other) in enumerate(pairwise(named), start=1):
        gap = range(one.end, other.start)
        joined = all(joins(s, k) for k in gap) and (len(gap) > 0 or _has_and(s, other))
        if joined and _closes(s, other.end):
            heads[i] = heads[i - 1]
    return heads


def _closes(s: Sentence, index: int) -> bool:
    """May a list of places end before a token?"""
    return (
        index >= len(s.tokens) or joins(s, index) or not s.tokens[index].text[0].isalnum() or s.has_and(index)
    )


def _told_of(s: Sentence, mark: Mark, figures: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """The figure right before a place that "in" or the like leads to."""
    return max((f for f in figures if f[1] <= mark.start), default=None) if is_led(s, mark) else None


def _is_nearest(mark: Mark, led: bool, core: tuple[int, int], blocks: list[tuple[int, int]]) -> bool:
    """Is none of the other figures nearer to a place?  led: does "in" or the like lead to it?"""
    gap = _gap(mark, led, core)
    return all(_gap(mark, led, block) >= gap for block in blocks)


def _gap(mark: Mark, led: bool, span: tuple[int, int]) -> int:
    """Tokens between a place and a figure; a place behind a figure without "in" is told of the next one."""
    if mark.start >= span[1]:
        gap = mark.start - span[1]
        return gap + _NOT_LED if not led else -1 if gap <= 2 else gap
    return max(span[0] - mark.end, 0)


def _list_of(s: Sentence, chosen: Mark, found: list[Mark]) -> list[Mark]:
    """Places of one list with the chosen one: "Baniyas, Latakia and Tartus", "Homs city and Tartus governorate"."""
    members = [chosen]
    for step in (1, -1):
        for mark in found[::step]:
            edge = members[-1] if step == 1 else members[0]
            first, last = (edge.end, mark.start) if step == 1 else (mark.end, edge.start)
            later = mark if step == 1 else edge
            gap = range(first, last)
            plain = all(joins(s, i) or s.word_in("place_kind", i) for i in gap)
            joined = plain and any(joins(s, i) for i in gap[:3])
            apart = any(s.at("grammar.and", i) for i in gap) and not (
                lies_in(mark, edge) or lies_in(edge, mark)
            )
            alike = apart or precision_of(mark) == precision_of(chosen)
            if alike and (joined or (last == first and _has_and(s, later))):
                members = [*members, mark] if step == 1 else [mark, *members]
    return members


def _as_listed(s: Sentence, members: Sequence[Mark]) -> str:
    """The names as the text has them: "Latakia, Tartus and Hama"; with commas where other words stand between."""
    first, last = members[0], members[-1]
    inside = {i for m in members for i in range(m.start, m.end)}
    between = [i for i in range(first.start, last.end) if i not in inside]
    if not all(joins(s, i) for i in between):
        return ", ".join(m.value.surface for m in members)
    written, end = "", first.value.start
    for token in s.tokens[first.start : last.end]:
        written += " " * (token.start > end) + token.text[max(0, first.value.start - token.start) :]
        end = token.end
    return written


def _has_and(s: Sentence, mark: Mark) -> bool:
    """Is "and" written onto the name? (والمختارية)"""
    token = s.tokens[mark.start]
    return token.start < mark.value.start and token.text.startswith(WRITTEN_AND)


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
    named = [m for m in narrative.named[s.index] if not is_goal(s, m) or _tells_flight(s, start, end)]
    found = _own(s, named, (start, end), blocks or [])
    if land := _land_of(s, end, found, narrative):
        return land, True
    best = _nearest(s, found, start, end, blocks or [])
    if there := _there(s, end, best, narrative):
        return there, True
    if best is None:
        carried = narrative.carried(s, wide, counted)
        others = (key_of(spot_of(s, m)) for m in named if m not in found)
        return (None if carried and key_of(carried) in others else carried), False
    return _with_list(s, best.mark, found), True


class _Near(NamedTuple):
    """A place, and how far it is from what happened."""

    cost: float
    start: int
    mark: Mark


def _nearest(
    s: Sentence, found: list[Mark], start: int, end: int, blocks: list[tuple[int, int]]
) -> _Near | None:
    """The place nearest to tokens [start, end), or one within it that is told with it."""
    costs = [_Near(_cost(s, m, start, end, blocks), m.start, m) for m in found]
    best = min(costs, default=None, key=itemgetter(0, 1))
    if best is None:
        return None
    heads = best.start <= 1 and s.word(best.mark.end) == ":"  # «محافظة درعا: قتل رجل في بلدة …»
    far = math.inf if heads else best.cost + _APPOSITION
    near = [c for c in costs if lies_in(c.mark, best.mark) and c.cost <= far]
    figures = [(start, end), *blocks]
    inner = [c for c in near if heads or not _figure_between(best.mark, c.mark, figures)]
    best = min(inner, key=itemgetter(0, 1), default=best)
    return next((c for c in costs if _is_told_in(s, c.mark, best.mark)), best)


def _there(s: Sentence, end: int, best: _Near | None, narrative: Narrative) -> Spot | None:
    """ "In the village", "there": the place told before, unless one that the sentence names is nearer."""
    starts = {name_start(s, m) for m in s.of("toponym")} | {m.start for m in s.of("toponym")}
    there = next((m for m in s.of("places.there") if starts.isdisjoint(range(m.start, m.end + 1))), None)
    if there is None or (best and _is_existential(s, there)):
        return None
    spot = narrative.settlement if s.word_in("settlement", there.end - 1) else narrative.last
    if spot is None:
        return None
    if best and (best.cost <= abs(there.start - end) + 2 or _is_its_own(s, there, best.mark, spot)):
        return None
    return spot.by("there", *spot.reason.spans, s.span(there.start, there.end))


def _with_list(s: Sentence, mark: Mark, found: list[Mark]) -> Spot:
    """A place with those that are told together with it: in a list, by the road between them, by its village."""
    road = road_of(s, mark)
    members = list(road) if road else _list_of(s, mark, found)
    if unknown := _told_by(s, mark, members, found):
        return spot_of(s, unknown).by("unknown_village")
    if len(members) == 1:
        return spot_of(s, mark)
    names, at = tuple(m.value.surface for m in members), position(s, mark)
    written = ", ".join(names) if road else _as_listed(s, members)
    spans = tuple((m.value.start, m.value.end) for m in members)
    reason = Reason("place.road" if road else "place.several", spans)
    if not all(m.value.place for m in members):
        return Spot(None, written, reason=reason)
    places = tuple(p for m in members if (p := placed(m.value.place, at)))
    areas = (m.value.place for m in found if m not in members)
    area = next((a for a in areas if _holds_all(a, places)), None)
    return Spot(area, written, places, names, at == "beside", reason)


def _is_existential(s: Sentence, there: Mark) -> bool:
    """ "He said there were foreigners among them": no place, but "people there were killed" tells one."""
    verb = there.end + s.word_in("have", there.end)
    before = there.start - 1
    opens = before < 0 or not s.tokens[before].is_word or s.covering("say", before) is not None
    opens = opens or s.at("grammar.clause_start", before) is not None
    return opens and there.end - there.start == 1 and s.at("grammar.be", verb) is not None


def _told_by(s: Sentence, mark: Mark, members: list[Mark], found: list[Mark]) -> Mark | None:
    """The village that no gazetteer knows where a town only tells its surroundings: "in Zorla, near Latakia"."""
    town = mark.value.place
    if town is None or town.geo_precision not in POINT_PRECISIONS:
        return None
    before = [m for m in found if not _has_point(m) and 1 <= mark.start - m.end <= _NEXT_TO]
    villages = [m for m in before if all(_leads(s, i) for i in range(m.end, mark.start))]
    return villages[-1] if villages and set(members) <= {mark, villages[-1]} else None


def _is_told_in(s: Sentence, mark: Mark, town: Mark) -> bool:
    """Is the one said to lie in the other, which may be named like a town? ("Khan Younis in southern Gaza")"""
    inner, outer = mark.value.place, town.value.place
    if not (inner and outer and inner.geo_precision in POINT_PRECISIONS and inner.admin1 == outer.admin1):
        return False
    gap = range(mark.end, town.start)
    plain = all(s.word_in("lies_in", i) or s.word_in("the", i) for i in gap)
    return 0 < len(gap) <= _NEXT_TO and plain and s.word_in("spoken_in", mark.end)


def _has_point(mark: Mark) -> bool:
    place: Place | None = mark.value.place
    return place is not None and place.lat is not None


def _leads(s: Sentence, index: int) -> bool:
    """May a token stand between a village and the town by which it is told?"""
    led = s.covering("places.near", index) or s.at("places.locative", index)
    return bool(led) or s.word(index) in COMMAS or s.word_in("the", index) or s.word_in("place_kind", index)


def _land_of(s: Sentence, end: int, found: list[Mark], narrative: Narrative) -> Spot | None:
    """ "Four were killed in Homs and six in its countryside": the land around the town named before."""
    land = s.first("places.its_land", end, end + _NEXT_TO)
    if land is None:
        return None
    town = next((spot_of(s, m) for m in reversed(found) if m.end <= land.start), narrative.settlement)
    if town is None or not town.is_point:
        return None
    return replace(town, beside=True).by("its_land", *town.reason.spans, s.span(land.start, land.end))


def _is_its_own(s: Sentence, there: Mark, named: Mark, spot: Spot) -> bool:
    """ "In Odesa …, said the governor of the region": is it the place just named, and not one told before it?"""
    place = named.value.place
    held = place is not None and spot.place is not None and holds(place, spot.place)
    return named.end <= there.start and not held and is_led(s, named)


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
