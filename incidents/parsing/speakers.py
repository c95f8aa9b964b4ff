"""Who says what, and what the narrative knows of its speakers so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from incidents.parsing.text import Sentence


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says it and through whom, for the part of a sentence that begins at token `start`."""

    start: int
    end: int
    claimed_by: tuple[str, ...]
    via: tuple[str, ...] = ()
    confirmed: bool = False
    pronoun: bool = False


@dataclass(slots=True)
class Speakers:
    """What the narrative knows of its speakers so far."""

    publisher: str | None
    by_kind: dict[str, str] = field(default_factory=dict)
    everywhere: dict[str, list[str]] = field(default_factory=dict)
    current: Attribution | None = None
    paragraph: int = -1
    heard: set[tuple[str, ...]] = field(default_factory=set)

    def named(self, kind: str) -> str | None:
        """The last organisation of a kind; if none came yet, the only one of the whole text."""
        if kind in self.by_kind:
            return self.by_kind[kind]
        known = self.everywhere.get(kind, [])
        return known[0] if len(known) == 1 else None

    @classmethod
    def of(cls, sentences: list[Sentence], publisher: str | None) -> Speakers:
        """A fresh state that knows which organisations the text names at all."""
        state = cls(publisher)
        for sentence in sentences:
            for mark in sentence.of("org"):
                names = state.everywhere.setdefault(mark.value.kind, [])
                if mark.value.name not in names:
                    names.append(mark.value.name)
        return state
