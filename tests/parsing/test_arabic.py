"""Arabic news sentences, each with every claim that a careful reader would write down, and all its fields."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from incidents.model import Claim
from tests.parsing.conftest import Read

SENTENCES = tomllib.loads(Path(__file__).with_name("arabic.toml").read_text(encoding="utf-8"))["sentence"]


def told(claims: Iterable[Claim]) -> list[str]:
    """One line a claim, as arabic.toml has it."""
    return [_line(claim) for claim in claims]


def _line(claim: Claim) -> str:
    ends = "-".join("" if n is None else str(n) for n in (claim.low, claim.high))
    figure = ends if (claim.low, claim.high) != (None, None) else ""
    what = claim.unit or claim.event_type
    days = [f"{day:%m-%d}" for day in (claim.date_start, claim.date_end) if day and claim.date_start]
    parts = [
        "" if claim.status == "reported" else claim.status,
        what,
        figure,
        claim.category or "",
        "" if claim.role == "new" else claim.role,
        "background" if claim.background else "",
        f"in {claim.place_as_written}" if claim.place_as_written else "",
        f"on {'..'.join(dict.fromkeys(days))}" if days else "",
        f"by {', '.join(claim.perpetrator)}" if claim.perpetrator else "",
        "" if claim.claimed_by == ("The Daily Paper",) else f"says {', '.join(claim.claimed_by)}",
        f"via {', '.join(claim.via)}" if claim.via else "",
    ]
    return " ".join(part for part in parts if part)


@pytest.mark.parametrize("case", SENTENCES, ids=lambda case: case["text"])
def test_a_sentence_claims_what_a_careful_reader_finds_in_it(read: Read, case: dict[str, Any]) -> None:
    assert told(read(case["text"], language="ar")) == case["claims"]


def test_there_are_enough_sentences_and_some_that_claim_nothing() -> None:
    assert len(SENTENCES) >= 60
    assert sum(not case["claims"] for case in SENTENCES) >= 8
