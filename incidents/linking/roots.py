"""Which roots of a row stand on their own: RULE, as users read it, and the code that keeps it.

Figures of two ministries and of their government's agency have one interest and often one list behind them, so that
the second confirms nothing; neither does an outlet that prints an agency's count as its own.  The roots themselves
stay apart, in figures as on the pages: only `number_of_independent_roots` counts their voices.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from incidents.languages.organisations import Relations, relations

RULE = (
    "Parts of one body are one voice: a ministry, its spokesman, the state's agency and the government. "
    "A source that as a rule prints what another counts adds no voice beside that one. "
    "Everybody else is a voice of its own, also an outlet that counted itself, and each unnamed source with whoever "
    "heard it."
)


@dataclass(frozen=True, slots=True)
class Voice:
    """Roots that count as one.

    name: the root itself, or the body that they all are parts of.  roots: in alphabetical order.
    relays: those of them, or of others of the row, that only print what this voice counts.
    """

    name: str
    roots: tuple[str, ...]
    relays: tuple[str, ...] = ()


def number_of_independent_roots(roots: Iterable[str]) -> int:
    """How many of these roots stand on their own."""
    names = tuple(roots)
    return len(names) if len(names) < 2 else len(_voices(names))


def voices(roots: Iterable[str], known: Relations | None = None) -> tuple[Voice, ...]:
    """The roots by the voices they are, in alphabetical order.  known: by default those of organisations.toml.

    Every root is in the `roots` of one voice, or in the `relays` of one or more.
    """
    return _voices(tuple(roots)) if known is None else _by_rule(roots, known)


@lru_cache(maxsize=10_000)
def _voices(roots: tuple[str, ...]) -> tuple[Voice, ...]:
    return _by_rule(roots, relations())


def _by_rule(roots: Iterable[str], known: Relations) -> tuple[Voice, ...]:
    members: dict[str, set[str]] = {}
    for root in roots:
        members.setdefault(whole(root, known.part_of), set()).add(root)
    reached = _closed({body: _printed(own, known) & members.keys() - {body} for body, own in members.items()})
    made = []
    for body in sorted(members):
        # Of bodies that print each other, the first by name stands for all.
        if all(body in reached[other] and body < other for other in reached[body]):
            own = tuple(sorted(members[body]))
            relays = {root for other, drawn in reached.items() if body in drawn for root in members[other]}
            made.append(Voice(own[0] if len(own) == 1 else body, own, tuple(sorted(relays))))
    return tuple(made)


def whole(name: str, part_of: Mapping[str, str]) -> str:
    """The outermost body that this is a part of; of several that are parts of each other the first by name."""
    chain = [name]
    while (above := part_of.get(chain[-1])) is not None:
        if above in chain:
            return min(chain[chain.index(above) :])
        chain.append(above)
    return chain[-1]


def _printed(roots: Iterable[str], known: Relations) -> set[str]:
    """The bodies whose figures each of these roots prints, at first or second hand."""
    return set.intersection(*(_drawn_on(root, known) for root in roots))


def _drawn_on(root: str, known: Relations) -> set[str]:
    found: set[str] = set()
    left = [root]
    while left:
        for other in known.relays.get(left.pop(), ()):
            if other not in found:
                found.add(other)
                left.append(other)
    return {whole(name, known.part_of) for name in found}


def _closed(reached: dict[str, set[str]]) -> dict[str, set[str]]:
    """What is reached over any number of steps."""
    closed = {}
    for start, first in reached.items():
        seen, left = set(first), list(first)
        while left:
            new = reached[left.pop()] - seen
            seen |= new
            left += new
        closed[start] = seen - {start}
    return closed
