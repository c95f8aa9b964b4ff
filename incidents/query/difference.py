"""The difference between what was known by two days: a pure function of the rows of both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from incidents.linking.figures import FIGURE_NAMES

Row = Mapping[str, Any]
"""A row by the names of its columns, lists as lists."""
Figures = tuple[int | None, int | None, int | None]
"""Low, best and high."""

SAYS = (
    "row_kind", "event_type", "sub_event_type", "location", "date_start", "date_end", "perpetrators", "victims",
    "figures_conflict", "verification_status",
)  # fmt: skip
"""What a row says beside its figures."""


@dataclass(frozen=True)
class Change:
    """One event, by the earlier day and by the later one; None where it was not there.

    into: of one that is gone, the event that holds most of its claims by the later day.
    corrections: its claims that are new and correct another.
    """

    event_id: str
    before: Row | None
    after: Row | None
    into: str | None = None
    corrections: tuple[str, ...] = ()

    @property
    def kind(self) -> Literal["new", "changed", "gone"]:
        """What became of it."""
        return "new" if self.before is None else "gone" if self.after is None else "changed"

    @property
    def row(self) -> Row:
        """The row as it is by the later day, else as it was."""
        return self.after or self.before or {}

    @property
    def figures(self) -> dict[str, tuple[Figures, Figures]]:
        """The figures that differ, by name: what they were and what they became."""
        both = {name: (figures(self.before, name), figures(self.after, name)) for name in FIGURE_NAMES}
        return {name: pair for name, pair in both.items() if pair[0] != pair[1]}

    @property
    def says(self) -> tuple[str, ...]:
        """The other columns that differ, of those a row speaks by; none for one that is new or gone."""
        before, after = self.before, self.after
        if before is None or after is None:
            return ()
        return tuple(name for name in SAYS if before.get(name) != after.get(name))

    @property
    def counted(self) -> tuple[bool, bool]:
        """Was it, and is it, one of the rows that may be added up?"""
        return tuple(bool(row and row["counted"]) for row in (self.before, self.after))  # type: ignore[return-value]

    def added(self, column: str) -> list[str]:
        """What a list of the row has more than before: claim_ids, report_ids, roots, sources."""
        return _more(self.before, self.after, column)

    def removed(self, column: str) -> list[str]:
        """What a list of the row has no longer."""
        return _more(self.after, self.before, column)


def figures(row: Row | None, name: str) -> Figures:
    """Low, best and high of a figure; three times None where there is none."""
    low, best, high = ((row or {}).get(f"{name}_{end}") for end in ("low", "best", "high"))
    return low, best, high


def difference(before: Iterable[Row], after: Iterable[Row], corrections: Iterable[str] = ()) -> list[Change]:
    """The events that are new, changed or gone, in the order of the later rows, those gone last.

    Rows that are the same may be left out of both.  corrections: ids of claims that correct another.
    """
    was, now = ({row["event_id"]: row for row in rows} for rows in (before, after))
    home = {claim: row["event_id"] for row in now.values() for claim in row["claim_ids"]}
    correcting = frozenset(corrections)
    changes = []
    for event_id, row in now.items():
        if was.get(event_id) != row:
            change = Change(event_id, was.get(event_id), row)
            new = tuple(claim for claim in change.added("claim_ids") if claim in correcting)
            changes.append(Change(event_id, change.before, row, corrections=new))
    for event_id, row in was.items():
        if event_id not in now:
            held = Counter(home[claim] for claim in row["claim_ids"] if claim in home)
            into = min(held, key=lambda event: (-held[event], event), default=None)
            changes.append(Change(event_id, row, None, into))
    return changes


def applied(rows: Iterable[Row], changes: Iterable[Change]) -> dict[str, Row]:
    """Event id → row, of rows with the changes made."""
    now = {row["event_id"]: row for row in rows}
    for change in changes:
        if change.after is None:
            now.pop(change.event_id, None)
        else:
            now[change.event_id] = change.after
    return now


def _more(one: Row | None, other: Row | None, column: str) -> list[str]:
    known = frozenset(one[column] if one else ())
    return [item for item in (other[column] if other else ()) if item not in known]
