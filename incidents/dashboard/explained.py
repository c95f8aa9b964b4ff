"""What a claim says, field by field, each with the rule that decided it and the words it went by; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from incidents.dashboard.figures import days, figure
from incidents.dashboard.words import label, say, section
from incidents.model import Claim, Reason
from incidents.parsing.reasons import rules


class Line(NamedTuple):
    """A field of a claim in the reader's words: its name and value, the rule in one sentence, the words."""

    field: str
    value: str
    rule: str
    words: tuple[str, ...]


def fields() -> list[str]:
    """The fields that have rules, in the order in which they are shown."""
    known = {rule.field for rule in rules().values()}
    return [name for name in section("fields") if name in known]


def lines(claim: Claim, reasons: Sequence[Reason], text: str) -> list[Line]:
    """Each field that a rule decided; text: the report's, in which the reasons' spans are offsets."""
    by_field = {reason.field: reason for reason in reasons}
    values = _values(claim)
    return [
        Line(
            say(f"fields.{name}"),
            values.get(name, ""),
            rules()[by_field[name].rule].what,
            tuple(dict.fromkeys(text[a:b] for a, b in by_field[name].spans)),
        )
        for name in fields()
        if name in by_field
    ]


def _values(claim: Claim) -> Mapping[str, str]:
    one = claim.place.name if claim.place else claim.place_as_written
    places = [place.name for place in claim.places] or ([one] if one else [])
    return {
        "figure": figure(claim.low, claim.high),
        "unit": say(f"unit.{claim.unit}") if claim.unit else "",
        "category": say(f"category.{claim.category}", n=2) if claim.category else "",
        "role": say(f"role.{claim.role}"),
        "victim": ", ".join(claim.victim),
        "place": ", ".join(places) or say("review.no_place"),
        "date": days(claim.date_start, claim.date_end),
        "event_type": " · ".join(filter(None, (claim.event_type, claim.sub_event_type))),
        "status": label("status", claim.status),
        "background": say("method.background" if claim.background else "method.foreground"),
        "perpetrator": ", ".join(claim.perpetrator),
        "claimed_by": ", ".join(claim.claimed_by),
        "via": " → ".join(claim.via),
    }
