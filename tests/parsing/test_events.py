"""What happened, whether it did, and that one event told twice is one."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import pytest

from incidents.linking import link
from incidents.model import Claim
from tests.parsing.conftest import Read

CASES = tomllib.loads(Path(__file__).with_name("events.toml").read_text(encoding="utf-8"))["case"]


def language(text: str) -> str:
    return "ar" if any("\u0621" <= letter <= "\u064a" for letter in text) else "en"


def told(claim: Claim) -> str:
    figure = f", {claim.unit} {claim.low}" if claim.unit else ""
    return f"{claim.sub_event_type}, {claim.status}{figure}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_each_event_is_told_once_with_its_kind_and_status(read: Read, case: dict[str, Any]) -> None:
    assert [told(c) for c in read(case["text"], language=language(case["text"]))] == case["claims"]


@pytest.mark.parametrize(
    "text",
    [
        "A bomb exploded in Homs on Friday. The blast killed four people.",
        "Gunmen killed three farmers. The attack took place in Homs on Friday.",
        "Nabil Darwin was shot in Homs on Friday. Darwin was shot at his door.",
        "اندلعت اشتباكات في جبلة يوم الجمعة. وأسفرت الاشتباكات عن مقتل أربعة أشخاص.",
    ],
)
def test_what_is_told_of_one_event_is_one_incident_at_its_place_and_day(read: Read, text: str) -> None:
    claims = read(text, language=language(text))
    assert len(link(claims)) == 1
    assert {c.date_end for c in claims} == {dt.date(2025, 3, 7)}
    assert {c.place.name if c.place else None for c in claims} <= {"Homs", "Jableh"}


@pytest.mark.parametrize(
    "text",
    [
        "A bomb exploded in Homs on Friday. A second bomb exploded in Latakia on Thursday.",
        "Gunmen attacked a mosque in Homs on Thursday. The attack in Latakia took place on Friday.",
        "وقع هجوم في حمص يوم الخميس. ووقع هجوم آخر في اللاذقية يوم الجمعة.",
    ],
)
def test_two_events_stay_two_incidents(read: Read, text: str) -> None:
    assert len(link(read(text, language=language(text)))) == 2
