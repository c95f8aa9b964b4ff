"""One report tells an event twice: once with its place, and again without or with an area only."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from incidents.linking.extent import may_be_one
from incidents.linking.told import ANY_ATTACK, LOOK_BACK, Told, is_area, looked_back, places_of
from incidents.model import Claim, Place, Unit

_VIOLENT = frozenset(("Battles", "Explosions/Remote violence", "Violence against civilians"))
_NEAR = 20
"""So many events of a place are looked back on."""
_MANY = 100
"""So many events of a report, before and behind, are those that a telling can mean."""
_NO_EVENTS_PLACE = frozenset(("region", "country"))


@dataclass(frozen=True, slots=True)
class _Group:
    """Claims of one report that tell one event, in the order of the text."""

    claims: tuple[Claim, ...]

    @property
    def kind(self) -> str:
        """The event type of the claim that begins it."""
        return self.claims[0].event_type

    @property
    def placed(self) -> bool:
        """Does any of them name a place, known to the gazetteer or not?"""
        return any(places_of(c) or c.place_as_written for c in self.claims)

    @property
    def areas(self) -> tuple[Place, ...]:
        """The areas it is told of, where it names nothing finer."""
        known = [p for c in self.claims for p in places_of(c)]
        return tuple(known) if all(map(is_area, known)) else ()

    @property
    def points(self) -> tuple[Place, ...]:
        """The settlements and exact places it is told of."""
        return tuple(p for c in self.claims for p in places_of(c) if not is_area(p))

    @property
    def dead(self) -> frozenset[tuple[str, ...]]:
        """Each one person of whose death it tells, or of what led to it, whom the report names in several ways."""
        ones = (c for c in self.claims if c.role == "new" and len(c.victim) > 1)
        return frozenset(
            c.victim for c in ones if not c.has_figure or (c.unit, c.low, c.high) == ("killed", 1, 1)
        )

    @property
    def counts(self) -> bool:
        """Does any of them give a number of people?"""
        return any(c.has_figure for c in self.claims)

    @property
    def telling(self) -> tuple[Claim, ...]:
        """Those that count people, else all: what tells nobody leaves it open which event the others are of."""
        return tuple(c for c in self.claims if c.has_figure) or self.claims

    @property
    def days(self) -> tuple[dt.date, dt.date]:
        """The days on which it can have been."""
        starts = [c.date_start for c in self.telling if c.date_start]
        last = max((d for c in self.telling if (d := c.date_end or c.date_start)), default=dt.date.max)
        if starts:
            return min(starts), max(last, *starts)
        return looked_back(last), last


def told_again(events: Sequence[Told], groups: Iterable[Sequence[str]]) -> dict[str, str]:
    """Claims that tell an event of their report again, each with a claim that tells it first or better.

    Such are a telling that names no place, what is told over only the area that the event's place lies in, an
    attack told by another word at the same place, and one person's death told by any word.  events: of one
    report.  groups: the ids of their claims, those of one event together.  What names another place is left
    alone, so that what one report leaves open never joins the events of two others.
    """
    claim_of = {t.claim.claim_id: t.claim for t in events}
    told = [
        _Group(tuple(sorted((claim_of[i] for i in ids), key=lambda c: (c.start, c.claim_id))))
        for ids in groups
    ]
    told.sort(key=lambda g: (g.telling[0].start, g.telling[0].claim_id))
    again: dict[str, str] = {}
    at: dict[str, list[_Group]] = defaultdict(list)
    deaths: dict[tuple[str, ...], _Group] = {}
    for index, group in enumerate(told):
        known = (deaths[person] for person in sorted(group.dead) if person in deaths)
        meant = next((g for g in known if _is_at_one_place(group, g)), None)
        deaths |= dict.fromkeys(group.dead, meant or group)
        meant = meant or _meant(group, index, told, at, again)
        for place in group.points:
            at[place.place_id].append(group)
        if meant:
            again |= dict.fromkeys((c.claim_id for c in group.claims), meant.claims[0].claim_id)
    return again


def _meant(
    group: _Group,
    index: int,
    told: Sequence[_Group],
    at: Mapping[str, Sequence[_Group]],
    again: Mapping[str, str],
) -> _Group | None:
    """The event that a group tells again, by how much it says of the place.

    at: those told before, by place.  again: the claims that tell one of them again.
    """
    if group.areas:
        near = told[max(0, index - _MANY) : index + _MANY]
        return _wider(group, [g for g in near if g.claims[0].claim_id not in again])
    if group.placed:
        return _in_other_words(group, [g for p in group.points for g in at.get(p.place_id, ())[-_NEAR:]])
    return _unplaced(group, index, told)


def _unplaced(group: _Group, index: int, told: Sequence[_Group]) -> _Group | None:
    """The event that a telling without a place can mean: the last one before, else the first one behind.

    A figure is of none that says neither where nor how many.
    """
    before = reversed(told[max(0, index - _MANY) : index])
    behind = told[index + 1 : index + _MANY]
    telling = (g for g in (*before, *behind) if g.placed or g.counts or not group.counts)
    return next((g for g in telling if _may_be_one(group, g)), None)


def _wider(group: _Group, told: Sequence[_Group]) -> _Group | None:
    """The event at a point that a figure over an area can be of: the one that has it, else the only one."""
    inside = [g for g in told if g.points and _holds(group, g) and _may_be_one(group, g)]
    here = _figures(group)
    same = [g for g in inside if here.items() & _figures(g).items()]
    vague = here or all(p.geo_precision in _NO_EVENTS_PLACE for p in group.areas)
    return same[0] if same else inside[0] if vague and len(inside) == 1 else None


def _in_other_words(group: _Group, before: Sequence[_Group]) -> _Group | None:
    """The bombing or clash that an "attack" of the same days, or one with the same figure, tells again.

    before: what was told at the same place.
    """
    others = [g for g in reversed(before) if _are_two_types_of_one(group, g)]
    return next((g for g in others if _is_vague(group) or _share_a_figure(group, g)), None)


def _are_two_types_of_one(a: _Group, b: _Group) -> bool:
    """Violence of two types on the same few days."""
    brief = all(end - start <= LOOK_BACK for start, end in (a.days, b.days))
    return a.kind != b.kind and _are_violent(a, b) and brief and _same_time(a, b)


def _is_at_one_place(a: _Group, b: _Group) -> bool:
    """Does nothing say that they were in two towns?"""
    here, there = ({p.place_id for p in g.points} for g in (a, b))
    return not here or not there or bool(here & there)


def _holds(wide: _Group, fine: _Group) -> bool:
    return all(any(may_be_one(a, p) for a in wide.areas) for p in fine.points)


def _may_be_one(again: _Group, first: _Group) -> bool:
    """The same type or "an attack", days that overlap, and no figures of the same unit that differ."""
    if again.kind != first.kind and not (_is_vague(again) and _are_violent(again, first)):
        return False
    return _same_time(again, first) and not _at_odds(again, first)


def _same_time(a: _Group, b: _Group) -> bool:
    (a_start, a_end), (b_start, b_end) = a.days, b.days
    return a_start <= b_end and b_start <= a_end


def _is_vague(group: _Group) -> bool:
    """Does it say no more than that there was an attack?"""
    return not _figures(group) and all(c.sub_event_type == ANY_ATTACK for c in group.claims)


def _are_violent(a: _Group, b: _Group) -> bool:
    return {a.kind, b.kind} <= _VIOLENT


def _at_odds(a: _Group, b: _Group) -> bool:
    here, there = _figures(a), _figures(b)
    return any(here[unit] != there[unit] for unit in here.keys() & there.keys())


def _share_a_figure(a: _Group, b: _Group) -> bool:
    """Do they give the same figure of several people, and none that differs?"""
    same = _figures(a).items() & _figures(b).items()
    return not _at_odds(a, b) and any((low or high or 0) > 1 for _, said in same for low, high in said)


def _figures(group: _Group) -> dict[Unit | None, frozenset[tuple[int | None, int | None]]]:
    found: dict[Unit | None, frozenset[tuple[int | None, int | None]]] = defaultdict(frozenset)
    for c in group.claims:
        if c.has_figure and c.role != "part":
            found[c.unit] |= {(c.low, c.high)}
    return found
