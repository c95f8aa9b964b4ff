"""Which claim a decision is about: the one with its id or, after a re-reading, the one whose words the reviewer saw."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Self

from incidents.ledger.codec import to_json
from incidents.model import Claim, Decision

SEEN = ("event_type", "unit", "low", "high")
"""What a claim must still say for a decision about it to hold."""

Why = Literal["gone", "differs", "several", "partly"]


@dataclass(frozen=True, slots=True)
class Lost:
    """A decision that found nothing, or not all, of what it was about; kept until a reviewer undoes it.

    why: "gone": nothing overlaps the words it saw; "differs": what does says something else now; "several":
    more than one claim fits equally; "partly": some claims of a merge or split are there, and it holds for these.
    candidates: claims whose words overlap those that it saw, to make it again with.
    missing: for a merge or split, the claims not found, as they were seen.
    """

    decision: Decision
    why: Why
    candidates: tuple[str, ...] = ()
    missing: tuple[Seen, ...] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """A claim as a reviewer saw it.  values: what it said (`SEEN`); or_else: what the reviewer made of that."""

    claim_id: str
    report_id: str
    start: int | None
    end: int | None
    quote: str | None
    values: Mapping[str, Any]
    or_else: Mapping[str, Any]

    @classmethod
    def by(cls, decision: Decision) -> Self:
        """What a decision about one claim saw."""
        d = decision
        values = {name: d.before[name] for name in SEEN if name in d.before}
        return cls(d.target, d.report_id, d.start, d.end, d.quote, values, d.after)

    @classmethod
    def of(cls, claim: Claim) -> Self:
        """A claim as it is now."""
        values = {name: to_json(getattr(claim, name)) for name in SEEN}
        return cls(claim.claim_id, claim.report_id, claim.start, claim.end, claim.quote, values, {})

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Self:
        """As `written` wrote it; one whose words were purged has nothing but ids."""
        values = {name: data[name] for name in SEEN if name in data}
        return cls(
            data["claim_id"],
            data["report_id"],
            data.get("start"),
            data.get("end"),
            data.get("quote"),
            values,
            {},
        )

    def written(self) -> dict[str, Any]:
        """JSON-able."""
        names = ("claim_id", "report_id", "start", "end", "quote")
        return {name: getattr(self, name) for name in names} | dict(self.values)

    def overlap(self, claim: Claim) -> int:
        """How many letters of the words seen are the claim's; 0 or less for none."""
        if self.start is None or self.end is None:
            return 0
        return min(claim.end, self.end) - max(claim.start, self.start)

    def still_said_by(self, claim: Claim) -> bool:
        """Does the claim say what the reviewer saw, or already what the reviewer made of it?"""
        return all(
            to_json(getattr(claim, name)) in (value, self.or_else.get(name, value))
            for name, value in self.values.items()
        )


def find(seen: Seen, claims: Iterable[Claim]) -> Claim | Why:
    """The one claim among a report's claims that was seen, or why there is none."""
    there = list(claims)
    fitting = [claim for claim in there if seen.still_said_by(claim)]
    for claim in fitting:
        if claim.claim_id == seen.claim_id:
            return claim
    overlaps = [(seen.overlap(claim), claim) for claim in fitting]
    most = max((overlap for overlap, _ in overlaps), default=0)
    best = [claim for overlap, claim in overlaps if overlap == most]
    if most > 0:
        return best[0] if len(best) == 1 else "several"
    return "differs" if any(c.claim_id == seen.claim_id or seen.overlap(c) > 0 for c in there) else "gone"
