"""Sets of ids that grow together (union-find)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from incidents.linking.told import Row


class Joined:
    """Ids, each in a set of its own until joined; the smallest id leads its set, in whatever order they were joined.

    rows: of ids that are of a row of a table, that row.
    """

    def __init__(self, ids: Iterable[str], rows: Mapping[str, Row] | None = None) -> None:
        self._up = {i: i for i in ids}
        self._rows = {i: frozenset((row,)) for i, row in (rows or {}).items()}

    def top(self, i: str) -> str:
        """The id that leads the set of `i`."""
        self._up.setdefault(i, i)
        while self._up[i] != i:
            self._up[i] = i = self._up[self._up[i]]
        return i

    def join(self, ids: Iterable[str]) -> None:
        """Make the sets of these ids one."""
        tops = sorted({self.top(i) for i in ids})
        for top in tops[1:]:
            self._up[top] = tops[0]
            if top in self._rows:
                self._rows[tops[0]] = self._rows.get(tops[0], frozenset()) | self._rows.pop(top)

    def may_join(self, one: str, other: str) -> bool:
        """Would their set hold no two rows of one table?"""
        here, there = (self._rows.get(self.top(i), ()) for i in (one, other))
        return not any(a[0] == b[0] and a != b for a in here for b in there)

    def groups(self) -> list[list[str]]:
        """The sets."""
        found: dict[str, list[str]] = defaultdict(list)
        for i in self._up:
            found[self.top(i)].append(i)
        return list(found.values())
