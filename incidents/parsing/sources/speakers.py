"""Who says what, what the narrative knows of its speakers so far, and which attribution holds for a claim."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from incidents.model import Reason


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says it and through whom, from token `start` of a sentence on.

    trailing: told behind what is said, so that it holds for the whole sentence before it.
    subject: the tokens [start, end) up to the verb, what is told of the speaker and not said by it.
    speakers: the tokens of all who are named.
    voice: that of who claims it (see Source).
    reasons: for claimed_by and via, the rule that decided it and its words in the text.
    """

    start: int
    claimed_by: tuple[str, ...]
    via: tuple[str, ...] = ()
    trailing: bool = False
    subject: tuple[int, int] = (0, 0)
    speakers: tuple[tuple[int, int], ...] = ()
    voice: str = ""
    reasons: tuple[Reason, ...] = ()


@dataclass(slots=True)
class Speakers:
    """What the narrative knows of its speakers so far.

    shown: how the text calls an organisation that it never names in full ("the Observatory"), by its kept name.
    everywhere: the organisations of the whole text by their kind.  by_kind, people: those that spoke so far, by kind
    or head noun, and persons by their last name.  current: the last attribution, told in `paragraph`.
    meant: by voice, whom "he" or "it" would mean, and the paragraph that told of them.  heard: all who spoke so far.
    """

    publisher: str | None
    shown: dict[str, str] = field(default_factory=dict)
    everywhere: dict[str, list[str]] = field(default_factory=dict)
    by_kind: dict[str, str] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    current: Attribution | None = None
    paragraph: int = -1
    meant: dict[str, tuple[tuple[str, ...], int]] = field(default_factory=dict)
    heard: set[tuple[str, ...]] = field(default_factory=set)

    def named(self, kind: str) -> str | None:
        """The last organisation of a kind; if none came yet, the only one of the whole text."""
        if kind in self.by_kind:
            return self.by_kind[kind]
        known = self.everywhere.get(kind, [])
        return known[0] if len(known) == 1 else None

    def tell(self, said: Sequence[Attribution], paragraph: int) -> None:
        """A sentence has these attributions."""
        for one in said:
            self.heard.add(one.claimed_by)
            self.current, self.paragraph = one, paragraph
            for voice in ("person", "body"):
                if one.voice in (voice, ""):
                    self.meant[voice] = one.claimed_by, paragraph

    def spoken(self, paragraph: int, voice: str) -> tuple[str, ...]:
        """Whom a pronoun means that speaks, told of in this paragraph or the one before; voice: as of a source."""
        last = self.current.claimed_by if self.current else ()
        names, told = self.meant.get(voice, ((), -1)) if voice else (last, self.paragraph)
        return names if paragraph - told <= 1 else ()


def in_force(at: int, own: list[Attribution]) -> Attribution | None:
    """The attribution of a sentence that holds at a token: that of its part, else one told behind everything."""
    own = [a for a in own if not a.subject[0] <= at < a.subject[1]]
    inside = [a for a in own if a.start <= at]
    return inside[-1] if inside else next((a for a in own if a.trailing), None)


def speaks(at: int, own: list[Attribution]) -> bool:
    """Is a token part of a speaker's description, so that it counts no victims: "two security sources said"?"""
    return any(start <= at < end for a in own for start, end in a.speakers)


def why_said(said: Attribution | None, carried: str | None) -> dict[str, Reason]:
    """Why a claim has its claimed_by and via; carried: the rule by which another sentence tells who speaks."""
    if said is None:
        return {"claimed_by": Reason("claimed_by.publisher")}
    reasons = {reason.field: reason for reason in said.reasons}
    if not carried:
        return reasons
    rules = {"claimed_by": f"claimed_by.{carried}", "via": "via.kept"}
    return {field: Reason(rules[field], reason.spans) for field, reason in reasons.items()}
