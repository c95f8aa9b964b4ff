"""Which claims of a row give a figure of people who are in another figure of it, so that it adds none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from itertools import product
from typing import NamedTuple

from incidents.linking.breakdown import wider


class RowFigure(NamedTuple):
    """What a claim of a row counts; `row` is the row's id."""

    claim_id: str
    row: str
    report_id: str
    root: str
    unit: str | None
    category: str | None
    role: str
    part_of: str | None
    low: int | None
    high: int | None

    @property
    def size(self) -> int:
        """For comparing; 0 where nothing is told."""
        return max(self.low or 0, self.high or 0)


def within_others(figures: Iterable[RowFigure]) -> set[str]:
    """The ids of claims whose people are in the figure of another claim of their row.

    That is the figure that a part is said to be of; else a larger one of the same root: for a part one of the same
    or a wider category in any report, where it has no category of any; for others one of a wider category in
    their own report.
    """
    told = [f for f in figures if f.unit and f.size]
    counts_in = {f.claim_id: (f.row, f.unit) for f in told}
    most: dict[Hashable, int] = defaultdict(int)
    for f in told:
        for report, category in product((f.report_id, None), (f.category or "unspecified", None)):
            key = (f.row, report, f.root, f.unit, category)
            most[key] = max(most[key], f.size)
    return {
        f.claim_id for f in told if counts_in.get(f.part_of or "") == (f.row, f.unit) or _is_within(f, most)
    }


def _is_within(f: RowFigure, most: dict[Hashable, int]) -> bool:
    own = f.category or "unspecified"
    if f.role != "part":
        return any(most.get((f.row, f.report_id, f.root, f.unit, c), 0) > f.size for c in wider(own))
    holding = (None,) if own == "unspecified" else (own, *wider(own))
    return any(most.get((f.row, None, f.root, f.unit, c), 0) > f.size for c in holding)
