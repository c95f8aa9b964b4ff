"""Two attacks on one town in one day, told by one report: others say so, and of another target."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from incidents.languages.organisations import canonical
from incidents.linking.told import Told
from incidents.model import TARGET, Claim, Unit

Said = tuple[int | None, int | None]
Figures = Mapping[Unit, frozenset[Said]]


class Hit(NamedTuple):
    """What was hit, by its signs (`Claim.words`), who says so, and how many people were harmed."""

    targets: frozenset[str]
    speakers: frozenset[str]
    figures: Figures


def hit_of(claims: Iterable[Claim]) -> Hit:
    """What claims tell together."""
    claims = list(claims)
    targets = frozenset(w for c in claims for w in c.words if w.startswith(TARGET))
    return Hit(targets, _speakers(tuple(n for c in claims for n in c.claimed_by)), figures_of(claims))


@lru_cache(maxsize=1 << 14)
def _speakers(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(canonical(name) for name in names)


def figures_of(claims: Iterable[Claim]) -> Figures:
    """The figures of each unit, those of a part left out."""
    return _by_unit(
        frozenset((c.unit, (c.low, c.high)) for c in claims if c.has_figure and c.unit and c.role != "part")
    )


@lru_cache(maxsize=1 << 14)
def _by_unit(said: frozenset[tuple[Unit, Said]]) -> Figures:
    """Once for all that tell the same: most tell of one or two people."""
    figures: dict[Unit, set[Said]] = defaultdict(set)
    for unit, figure in said:
        figures[unit].add(figure)
    return {unit: frozenset(of_unit) for unit, of_unit in figures.items()}


def are_two(a: Hit, b: Hit) -> bool:
    """Do two passages of one report tell of two attacks?  Both targets and both speakers are known, and others."""
    return (
        disjoint(a.targets, b.targets)
        and disjoint(a.speakers, b.speakers)
        and not any(
            may_agree(a.figures[unit], b.figures[unit]) for unit in a.figures.keys() & b.figures.keys()
        )
    )


def by_target(told: Sequence[Told]) -> list[list[Told]]:
    """Claims of one report, place and day, apart where `are_two`.

    What can be of several is of the one with its target, else its speaker, else the one told last before it.
    """
    if not any(word.startswith(TARGET) for t in told for word in t.claim.words):
        return [list(told)]
    groups: list[tuple[Hit, list[Told]]] = []
    for t in sorted(told, key=lambda t: (t.claim.start, t.claim.claim_id)):
        own = hit_of([t.claim])
        fitting = [n for n, (hit, _) in enumerate(groups) if not are_two(own, hit)]
        if fitting:
            at = max(fitting, key=lambda n: (_shared(own, groups[n][0]), groups[n][1][-1].claim.start, n))
            hit, members = groups[at]
            members.append(t)
            groups[at] = _both(hit, own), members
        else:
            groups.append((own, [t]))
    return [members for _, members in groups]


def _both(a: Hit, b: Hit) -> Hit:
    units = a.figures.keys() | b.figures.keys()
    none: frozenset[Said] = frozenset()
    figures = {unit: a.figures.get(unit, none) | b.figures.get(unit, none) for unit in units}
    return Hit(a.targets | b.targets, a.speakers | b.speakers, figures)


def _shared(a: Hit, b: Hit) -> tuple[bool, bool]:
    return bool(a.targets & b.targets), bool(a.speakers & b.speakers)


def may_agree(some: Iterable[Said], others: Iterable[Said]) -> bool:
    """Do ranges of the one and of the other meet?  An open end reaches as far as it has to."""
    others = list(others)
    return any(
        (b is None or c is None or c <= b) and (d is None or a is None or a <= d)
        for a, b in some
        for c, d in others
    )


def disjoint(one: frozenset[str], other: frozenset[str]) -> bool:
    """Are both known, with nothing in common?"""
    return bool(one) and bool(other) and one.isdisjoint(other)
