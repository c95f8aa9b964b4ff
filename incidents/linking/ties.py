"""What reviewers said of claims being one incident or not; the later word on two claims holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from incidents.model import Tie

Sides = tuple[frozenset[str], frozenset[str]]


class Ties:
    """Ties in the order decided."""

    def __init__(self, ties: Sequence[Tie] = ()) -> None:
        self.said = tuple(ties)
        self._together: list[frozenset[str]] = []
        self._apart: list[Sides] = []
        for tie in ties:
            both = tie.claims | tie.others
            if tie.kind == "together":
                self._apart = [kept for sides in self._apart if all(kept := _without(sides, both))]
                self._together.append(both)
            else:
                self._apart.append((tie.claims, tie.others))

    def of(self, home: Mapping[str, str]) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
        """Telling → those that it is put with, and those that it is kept from.  home: claim → its telling."""
        tied: dict[str, set[str]] = defaultdict(set)
        kept: dict[str, set[str]] = defaultdict(set)
        for together in self._together:
            homes = _homes(together, home)
            for one in homes:
                tied[one] |= homes - {one}
        for claims, others in self._apart:
            for here, there in ((claims, others), (others, claims)):
                for one in _homes(here, home):
                    kept[one] |= _homes(there, home) - {one}
        return dict(tied), dict(kept)

    def apart(self, ids: Iterable[str]) -> list[list[str]]:
        """The claims of one incident, in as many as reviewers made of it; those not told stay with the first."""
        groups = [list(ids)]
        for claims, others in self._apart:
            groups = [part for group in groups for part in _parted(group, claims, others)]
        return groups


def _parted(group: list[str], claims: frozenset[str], others: frozenset[str]) -> list[list[str]]:
    if claims.isdisjoint(group) or others.isdisjoint(group):
        return [group]
    return [[i for i in group if i not in claims], [i for i in group if i in claims]]


def _without(sides: Sides, both: frozenset[str]) -> Sides:
    """Sides that a reviewer has later put together are no longer apart."""
    claims, others = sides
    if claims & both and others & both:
        return claims - both, others - both
    return sides


def _homes(claims: Iterable[str], home: Mapping[str, str]) -> set[str]:
    return {home[i] for i in claims if i in home}
