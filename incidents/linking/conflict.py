"""What a root says of how many, and which of such figures cannot be true together."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from incidents.model import Category

FAR_BELOW = (4, 3)
""""At least 24" and "38" do not agree: a minimum is of another count when the exact figure is over 4/3 of it."""
CIVIL: tuple[Category, ...] = ("women", "children", "men")
KILLED_COLUMNS: tuple[Category, ...] = ("civilians", "security_forces", "fighters")
"""Categories with a column of their own (`civilians_killed` …)."""
WIDER: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(CIVIL, ("civilians", "unspecified")),
    **dict.fromkeys(KILLED_COLUMNS, ("unspecified",)),
}
"""Category → those whose people may hold all of its people."""


@dataclass(frozen=True, slots=True)
class Said:
    """A number of people as one root gave it in one report.  part: they are in another figure of the row.
    people: they are told one by one.
    """

    root: str
    report_id: str
    day: dt.date
    category: str
    low: int | None
    high: int | None
    vague: bool = False
    part: bool = False
    people: bool = False

    @property
    def exact(self) -> bool:
        """Is it one number, neither open nor a range?"""
        return self.low is not None and self.low == self.high

    @property
    def size(self) -> int:
        """For choosing the greatest of several."""
        return max(self.low or 0, self.high or 0)


def at_odds(said: Iterable[Said]) -> Iterator[Said]:
    """The figures that cannot be true together with another one of them."""
    alike: dict[object, list[Said]] = defaultdict(list)
    for s in said:  # who told a figure of everybody, and when, is no matter for agreement
        teller = (s.root, s.report_id) if s.part else None
        alike[s.category, s.low, s.high, s.vague, teller].append(s)
    apart = set()
    for (one, a), (other, b) in itertools.combinations(((key, group[0]) for key, group in alike.items()), 2):
        if _disagree(a, b):
            apart |= {one, other}
    return (s for key in apart for s in alike[key])


def _disagree(a: Said, b: Said) -> bool:
    """Can the two not both be true?  Vague words ("dozens") agree with everything."""
    if a.vague or b.vague:
        return False
    if a.part and b.part and ((a.root, a.report_id) == (b.root, b.report_id) or a.category == "unspecified"):
        return False  # different people, or nobody can tell
    if a.category != b.category:
        small, wide = (a, b) if b.category in WIDER.get(a.category, ()) else (b, a)
        return wide.category in WIDER.get(small.category, ()) and not wide.part and _exceeds(small, wide)
    if a.part != b.part:
        return _exceeds(*((a, b) if a.part else (b, a)))
    return _exceeds(a, b) or _exceeds(b, a) or _far_below(a, b) or _far_below(b, a)


def _exceeds(a: Said, b: Said) -> bool:
    """Is the one more than the other can be?"""
    return b.high is not None and (a.low or 0) > b.high


def _far_below(minimum: Said, exact: Said) -> bool:
    if minimum.high is not None or minimum.low is None or not exact.exact:
        return False
    return (exact.low or 0) * FAR_BELOW[1] > minimum.low * FAR_BELOW[0]
