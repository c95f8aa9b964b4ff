"""Who says what, and what the narrative knows of its speakers so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from incidents.model import Reason


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says it and through whom, from token `start` of a sentence on.

    trailing: told behind what is said, so that it holds for the whole sentence before it.
    subject: the tokens [start, end) up to the verb, what is told of the speaker and not said by it.
    speakers: the tokens of all who are named.
    reasons: for claimed_by and via, the rule that decided it and its words in the text.
    """

    start: int
    claimed_by: tuple[str, ...]
    via: tuple[str, ...] = ()
    trailing: bool = False
    subject: tuple[int, int] = (0, 0)
    speakers: tuple[tuple[int, int], ...] = ()
    reasons: tuple[Reason, ...] = ()


@dataclass(slots=True)
class Speakers:
    """What the narrative knows of its speakers so far.

    shown: how the text calls an organisation that it never names in full ("the Observatory"), by its kept name.
    everywhere: the organisations of the whole text by their kind.  by_kind, people: those that spoke so far, by kind
    or head noun, and persons by their last name.  current: the last attribution, told in `paragraph`.
    """

    publisher: str | None
    shown: dict[str, str] = field(default_factory=dict)
    everywhere: dict[str, list[str]] = field(default_factory=dict)
    by_kind: dict[str, str] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    current: Attribution | None = None
    paragraph: int = -1
    heard: set[tuple[str, ...]] = field(default_factory=set)

    def named(self, kind: str) -> str | None:
        """The last organisation of a kind; if none came yet, the only one of the whole text."""
        if kind in self.by_kind:
            return self.by_kind[kind]
        known = self.everywhere.get(kind, [])
        return known[0] if len(known) == 1 else None

    def spoken(self, paragraph: int) -> Attribution | None:
        """The speaker that "it added" goes on with: of this paragraph or the one before."""
        return self.current if paragraph - self.paragraph <= 1 else None
