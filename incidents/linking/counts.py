"""How many people, where only a least or a most may be known: adding up, and what is left when parts are taken away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Count:
    """At least `low` people, at most `high`; None = open ("more than 400")."""

    low: int
    high: int | None

    @property
    def size(self) -> int:
        """For comparing two counts, and for drawing them: the most, else the least."""
        return self.low if self.high is None else self.high

    @property
    def exact(self) -> bool:
        """Is it one number?"""
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class Gap:
    """What is left of a count without its parts: from `low` to `high` people; None = no limit on that side.

    Below zero the parts exceed the count.  It is never clamped: total.low - parts.high = low, and
    total.high - parts.low = high, wherever both are known.
    """

    low: int | None
    high: int | None

    @property
    def exact(self) -> bool:
        """Is it one number?"""
        return self.low is not None and self.low == self.high

    @property
    def overrun(self) -> Count | None:
        """By how many the parts exceed the count for certain; None where they need not."""
        if self.high is None or self.high >= 0:
            return None
        return Count(-self.high, None if self.low is None else -self.low)


NOBODY = Count(0, 0)


def added(counts: Iterable[Count]) -> Count:
    """Counts of people of whom none is in two of them."""
    low, high = 0, 0
    closed = True
    for one in counts:
        low += one.low
        high += one.high or 0
        closed = closed and one.high is not None
    return Count(low, high if closed else None)


def without(count: Count, parts: Count) -> Gap:
    """What is left of a count when its parts are taken away."""
    return Gap(
        low=None if parts.high is None else count.low - parts.high,
        high=None if count.high is None else count.high - parts.low,
    )
