"""The figures of a row: how many people, as told by the claims in it.

Within one report and one root, figures of people who cannot be the same add up ("six soldiers, four civilians
and a police officer"); across reports and roots nothing is ever added, figures stand beside each other.
People told one by one are as many as the report itself tells apart, whoever it has speak of them.

How low, best and high are chosen is RULE, as users read it.  How reliable a source is graded never enters.
What a root documented on one day (a part of a figure beside which its report has a larger one of the same area
and days) takes no place of a larger figure that the same root gives: it is told of some of these people.
A vague word ("dozens") gives a figure only where nobody tells a number.  Where one report and root tells a range
("nearly 350") and, closer, a number within it ("at least 346"), the range goes no lower than that.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from incidents.linking.conflict import CIVIL, KILLED_COLUMNS, WIDER, Said, at_odds
from incidents.linking.told import Told
from incidents.model import UNITS, Claim, Figure, Unit

RULE: Mapping[Literal["low", "best", "high"], str] = {
    "low": "Lowest: the smallest figure that any source gives. “Up to 19” tells none where anybody tells one.",
    "best": (
        "Best: the latest exact figure, dated by the day on which its source first gave it; of several on that day "
        "the greatest. A minimum given later that lies above every exact figure comes before it. Without an exact "
        "figure, the greatest minimum. What a source documented on one day, as a part of its total, replaces no "
        "larger figure of that source."
    ),
    "high": (
        "Highest: the largest figure. There is none where every figure is only a minimum, or a minimum lies above "
        "every other figure."
    ),
}
"""How the three figures of a row are chosen from those told; figures are never averaged."""

ENUMERATION_GAP = 60
"""So many characters apart at most, two figures of one category with victims of different names are one list."""
FEW, MANY = 3, 5
"""A story of up to FEW people beside a figure MANY times as large tells of some of them, and is no other count."""
FIGURE_NAMES = (*UNITS, *(f"{category}_killed" for category in KILLED_COLUMNS))
"""Keys of `Incident.figures`."""

_ONCIVILIANS = "Violence against civilians"


@dataclass(frozen=True, slots=True)
class Tally:
    """What is told of one unit in a row.

    said: every figure told.  people: what each root says in each report of all people, from which `figure` is taken.
    figure: None where only parts are told.  differing: the figures that do not agree with another one.
    """

    unit: Unit
    said: tuple[Said, ...]
    people: tuple[Said, ...]
    figure: Figure | None
    differing: frozenset[Said]


def tallies(
    members: Sequence[Told], replaced: Collection[str] = (), some: Collection[str] = ()
) -> Iterator[Tally]:
    """What is told of each unit in a row.

    replaced: ids of claims that a later one corrects; they give no figure.  some: from `of_some_only`.
    """
    giving = [t for t in members if t.claim.has_figure and t.claim.unit and t.claim.claim_id not in replaced]
    giving = _without_batches(giving, some)
    for unit in UNITS:
        of_unit = [t for t in giving if t.claim.unit == unit]
        if not of_unit:
            continue
        others = {t.claim.claim_id for t in giving if t.claim.unit != unit}
        victims, attackers = _two_sides(of_unit)
        sides = [_by_category(victims, others), [replace(s, part=True) for s in _by_category(attackers)]]
        said = [s for side in sides for s in side]
        if said:
            people = [s for group in _by_teller(said) for s in _closer(_people(group))]
            told = figure(people) if people else None
            differing = frozenset(s for side in sides for s in at_odds(side))
            yield Tally(unit, tuple(said), tuple(people), told, differing)


def figures_of(
    members: Sequence[Told], replaced: Collection[str] = (), some: Collection[str] = ()
) -> tuple[dict[str, Figure], bool]:
    """The figures of a row by unit and for KILLED_COLUMNS, and whether some of them do not agree."""
    figures: dict[str, Figure] = {}
    conflict = False
    for tally in tallies(members, replaced, some):
        conflict = conflict or bool(tally.differing)
        if tally.figure:
            figures[tally.unit] = tally.figure
        if tally.unit == "killed":
            for category in KILLED_COLUMNS:
                if own := [s for s in tally.said if s.category == category]:
                    figures[f"{category}_killed"] = _within_all(figure(own), tally.figure)
    return figures, conflict


def _within_all(some: Figure, everyone: Figure | None) -> Figure:
    """The fewest of a category that are told are no more than the fewest that are told of everyone."""
    if everyone is None or some.low is None or everyone.low is None:
        return some
    return replace(some, low=min(some.low, everyone.low))


def _without_batches(giving: Sequence[Told], some: Collection[str]) -> list[Told]:
    """The claims but for those of some people only whose root gives another figure that can hold these."""
    overall: dict[tuple[str, str | None], list[Said]] = defaultdict(list)
    batches = [t for t in giving if t.claim.claim_id in some]
    for t in giving if batches else ():
        if t.claim.claim_id not in some:
            overall[t.root, t.claim.unit].append(_said([t]))
    held = {t.claim.claim_id for t in batches if _is_held(_said([t]), overall[t.root, t.claim.unit])}
    return [t for t in giving if t.claim.claim_id not in held]


def _is_held(one: Said, overall: Sequence[Said]) -> bool:
    return any(s.size >= one.size and _may_be_among(one, s) for s in overall)


def _two_sides(told: Sequence[Told]) -> tuple[list[Told], list[Told]]:
    """The victims, and the attackers whom others killed for it, who are none of them."""
    claims = [t.claim for t in told if t.claim.category != "fighters"]
    hands = {name for c in claims for name in c.perpetrator}
    sides: tuple[list[Told], list[Told]] = ([], [])
    for t in told:
        c = t.claim
        attacked = claims and c.event_type == _ONCIVILIANS and c.category == "fighters" and c.role != "part"
        sides[bool(attacked and c.perpetrator and hands.isdisjoint(c.perpetrator))].append(t)
    return sides


def figure(said: Sequence[Said]) -> Figure:
    """Low, best and high of figures for the same people, by RULE."""
    said = _firmest(said)
    lows = [s.low for s in said if s.low is not None]
    firm = [s.low for s in said if s.low is not None and (s.low or s.exact)]
    highs = [s.high for s in said if s.high is not None]
    low, high = min(firm or lows, default=None), max(highs, default=None)
    if high is not None and any(s.high is None and (s.low or 0) > high for s in said):
        high = None
    return Figure(
        low=low, best=max((s.low for s in deciding(said) if s.low is not None), default=None), high=high
    )


def deciding(said: Sequence[Said]) -> list[Said]:
    """Those of the figures for the same people by which RULE chooses the best one; all of them tell it."""
    said = _firmest(said)
    first: dict[tuple[bool, str, int], dt.date] = {}
    for s in said:
        if s.low is not None and (s.exact or s.high is None):
            told = (s.exact, s.root, s.low)
            first[told] = min(s.day, first.get(told, dt.date.max))
    exact = {told: day for told, day in first.items() if told[0]}
    if not exact:
        best = max((s.low for s in said if s.low is not None), default=None)
        return [s for s in said if s.low is not None and s.low == best]
    latest, greatest = max(exact.values()), max(n for _, _, n in exact)
    above = {told for told, day in first.items() if told[2] > greatest and day > latest}
    chosen = above or {told for told, day in exact.items() if day == latest}
    best = max(n for _, _, n in chosen)
    return [
        s
        for s in said
        if s.low == best and (s.exact, s.root, s.low) in chosen and (s.exact or s.high is None)
    ]


def _firmest(said: Sequence[Said]) -> Sequence[Said]:
    """Without vague words, where anybody tells a number."""
    return [s for s in said if not s.vague] or said


# --- from claims to what a root said ---


def _by_category(told: Sequence[Told], others: Collection[str] = ()) -> list[Said]:
    """One Said for each claim; claims that go on with a list in the same category are one together.

    others: ids of the row's claims of other units.  Some of those wounded who died are told as a part of these; they
    are more than the dead told before them.
    """
    here = {t.claim.claim_id: t.claim for t in told}
    tellers = _tellers(told)
    said = []
    groups: dict[tuple[str, str, str], list[Told]] = defaultdict(list)
    for t in sorted(told, key=lambda t: (t.claim.start, t.claim.claim_id)):
        category = t.claim.category or "unspecified"
        if t.claim.role != "part":
            groups[t.claim.report_id, t.root, category].append(t)
        elif whole := here.get(t.claim.part_of or ""):
            if category != (whole.category or "unspecified"):
                said.append(_said([t], part=True))
        elif t.claim.part_of in others and (t.claim.report_id, t.root) in tellers:
            kept = [key for key in groups if key[2] in ("unspecified", category)] or list(groups)
            for key in kept[:1]:
                groups[key] = [_with_more(before, t) for before in groups[key]]
        else:  # of a figure told of more than this row: no more than its teller tells of here, it is within that
            own = _said([t])
            said.append(replace(own, part=own.size <= tellers.get((t.claim.report_id, t.root), -1)))
    people: dict[tuple[str, str], list[Told]] = defaultdict(list)
    for (report_id, _, told_as), group in groups.items():
        for items in _lists(group):
            if all(_is_person(t.claim) for t in items):
                people[report_id, told_as] += items
            else:
                said.append(_said(items))
    said += [_people_told(items) for items in people.values()]
    told_apart = dict.fromkeys(said)  # a text may tell one figure a thousand times
    among = {s for s in told_apart if _is_one_of_them(s, told_apart)}
    return [replace(s, part=True) if s in among else s for s in said]


def _tellers(told: Sequence[Told]) -> dict[tuple[str, str], int]:
    """How many people each root tells of in the row, in each report, besides parts."""
    tellers: dict[tuple[str, str], int] = defaultdict(int)
    for t in told:
        if t.claim.role != "part":
            tellers[t.claim.report_id, t.root] += _said([t]).size
    return tellers


def _with_more(told: Told, died: Told) -> Told:
    """A count of the dead with those who died after it, by the same teller in the same report."""
    one, more = told.claim, died.claim
    if (
        (one.report_id, told.root) != (more.report_id, died.root)
        or one.start > more.start
        or more.low is None
    ):
        return told
    low, high = one.low, one.high
    grown = replace(one, low=low and low + more.low, high=high and more.high and high + more.high)
    return replace(told, claim=grown)


def _is_person(claim: Claim) -> bool:
    """Is it one person, told by their words?  A report tells all claims of one person with the same words."""
    return claim.low == claim.high == 1 and claim.role == "new" and bool(claim.victim)


def _people_told(items: Sequence[Told]) -> Said:
    """People told one by one, in a report and a category: as many as are told apart, whoever tells of them."""
    first = min(items, key=lambda t: (t.claim.start, t.claim.claim_id))
    number = len({t.claim.victim for t in items})
    return replace(_said([first]), low=number, high=number, people=True)


def _is_one_of_them(one: Said, said: Collection[Said]) -> bool:
    """One person, or a few, told of beside a larger figure for the same people are among them.

    Except for people told one by one in the very report, the figure must be MANY times theirs, so that it is no other
    count of the same few.
    """
    few = one.low if one.low == one.high else None
    if few is None or few > FEW:
        return False
    holding = [s for s in said if s.category in _held_by(one) or one.category == "unspecified"]
    if few == 0:  # "no deaths at first", by who tells of deaths; another's word that there were none stands
        return any(s.size and (s.report_id, s.root) == (one.report_id, one.root) for s in holding)
    here = one.people or few == 1
    return any(
        s is not one and s.size >= (max(2, few) if here and s.report_id == one.report_id else MANY * few)
        for s in holding
    )


def _may_be_among(one: Said, other: Said) -> bool:
    """By their categories, can people of one figure be in the other?"""
    return "unspecified" in (one.category, other.category) or other.category in _held_by(one)


def _held_by(one: Said) -> tuple[str, ...]:
    """The categories of a figure that people of this one may be among."""
    return (one.category, *WIDER.get(one.category, ()))


def _lists(group: Sequence[Told]) -> list[list[Told]]:
    """Claims of one root, report and category, those of one list together ("six soldiers … and a police officer")."""
    lists: list[list[Told]] = []
    for t in group:
        if lists and _goes_on(lists[-1], t.claim):
            lists[-1].append(t)
        else:
            lists.append([t])
    return lists


def _goes_on(items: Sequence[Told], claim: Claim) -> bool:
    last = items[-1].claim
    named = {name for t in items for name in t.claim.victim}
    others = bool(claim.victim and last.victim) and not named & set(claim.victim)
    return others and last.role == claim.role == "new" and claim.start - last.end <= ENUMERATION_GAP


def _said(items: Sequence[Told], part: bool = False) -> Said:
    t = items[0]
    lows, highs = zip(*(_ordered(i.claim) for i in items), strict=True)
    return Said(
        t.root,
        t.claim.report_id,
        t.as_of,
        t.claim.category or "unspecified",
        low=None if None in lows else sum(lows),
        high=None if None in highs else sum(highs),
        vague=any(i.claim.count_basis == "vague_word" for i in items),
        part=part,
    )


def _ordered(claim: Claim) -> tuple[int | None, int | None]:
    low, high = claim.low, claim.high
    return (high, low) if low is not None and high is not None and low > high else (low, high)


# --- adding up within one report and root ---


def _by_teller(said: Iterable[Said]) -> list[list[Said]]:
    groups: dict[tuple[str, str], list[Said]] = defaultdict(list)
    for s in said:
        if not s.part:
            groups[s.report_id, s.root].append(s)
    return list(groups.values())


def _people(group: Sequence[Said]) -> list[Said]:
    """What one root says in one report of all people of the row: alternatives, never to be added."""
    by: dict[str, list[Said]] = defaultdict(list)
    for s in _people_together(group):
        by[s.category].append(s)
    civil = by["civilians"] or _added([by[c] for c in CIVIL if by[c]])
    apart = _added([g for g in (civil, by["security_forces"], by["fighters"]) if g])
    everyone = by["unspecified"]
    if not everyone:
        return apart
    greatest = max(s.size for s in everyone)
    return everyone + [s for s in apart if s.size > greatest]


def _closer(said: Sequence[Said]) -> list[Said]:
    """The figures of one root in one report, each range no lower than a number told within it."""
    return [replace(s, low=max([s.low or 0, *_within(s, said)])) if _is_range(s) else s for s in said]


def _is_range(s: Said) -> bool:
    return s.low is not None and s.high is not None and s.low < s.high


def _within(wide: Said, said: Sequence[Said]) -> list[int]:
    low, high = wide.low or 0, wide.high or 0
    return [s.low for s in said if s.low is not None and not _is_range(s) and low <= s.low <= high]


def _people_together(group: Sequence[Said]) -> list[Said]:
    """People told one by one are as many as there are of them in all categories that a count may hold together."""
    numbers = [s for s in group if not s.people]
    kept, pool = list(numbers), list[Said]()
    for s in group:
        if s.people:
            held = not numbers or any(n.category in _held_by(s) for n in numbers)
            (pool if held else kept).append(s)
    if len(pool) < 2:
        return list(group)
    number = sum(s.size for s in pool)
    category = "civilians" if numbers else "unspecified"
    return [*kept, replace(pool[0], category=category, low=number, high=number)]


def _added(groups: Sequence[Sequence[Said]]) -> list[Said]:
    """The greatest figure of each group, added up; a single group stays as it is."""
    if len(groups) < 2:
        return list(groups[0]) if groups else []
    items = [max(group, key=lambda s: (s.size, s.low or 0, s.high is None)) for group in groups]
    lows = [s.low for s in items if s.low is not None]
    highs = [s.high for s in items if s.high is not None]
    return [
        Said(
            items[0].root,
            items[0].report_id,
            min(s.day for s in items),
            "unspecified",
            low=sum(lows) if lows else None,
            high=sum(highs) if len(highs) == len(items) else None,
            vague=any(s.vague for s in items),
        )
    ]
