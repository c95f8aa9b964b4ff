"""Sets of ids that grow together (union-find)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable


class Joined:
    """Ids, each in a set of its own until joined; the smallest id leads its set, in whatever order they were joined."""

    def __init__(self, ids: Iterable[str]) -> None:
        self._up = {i: i for i in ids}

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

    def groups(self) -> list[list[str]]:
        """The sets."""
        found: dict[str, list[str]] = defaultdict(list)
        for i in self._up:
            found[self.top(i)].append(i)
        return list(found.values())
