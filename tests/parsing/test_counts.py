"""Figures of several people: who is counted, what happened to them, and what is no figure of people at all."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.model import Claim
from tests.parsing.conftest import Explain, Read

SENTENCES = tomllib.loads(Path(__file__).with_name("counts.toml").read_text(encoding="utf-8"))["sentence"]
WORDS = st.sampled_from(
    """five 12 twenty dozens hundred million people soldiers farmers families sheep gunmen children were was killed
    killing wounded injured and , ; : including of them the a by who when at least up to between from toll rose
    dead both or total not counting 3 40 in Homs on Friday""".split()
)


def language(text: str) -> str:
    return "ar" if any("\u0621" <= letter <= "\u064a" for letter in text) else "en"


def written(claim: Claim) -> str:
    if claim.low is None and claim.high is None:
        return f"{claim.unit} ?"
    ends = "-".join("" if n is None else str(n) for n in (claim.low, claim.high))
    return f"{claim.unit} {ends}" + ("" if claim.role == "new" else f" {claim.role}")


@pytest.mark.parametrize("case", SENTENCES, ids=lambda case: case["text"])
def test_each_figure_counts_the_people_it_tells_of(read: Read, case: dict[str, Any]) -> None:
    claims = read(case["text"], language=language(case["text"]))
    assert [written(c) for c in claims if c.unit] == case["figures"]


def test_a_list_is_no_family(explain: Explain) -> None:
    def rules(text: str) -> set[str]:
        return {reason.rule for told in explain(text).reasons.values() for reason in told}

    assert "victim.family" in rules("A farmer and his two sons were killed in Homs.")
    assert "victim.family" not in rules("Two soldiers and a policeman were killed in Homs.")


def test_people_shot_are_wounded_less_those_who_died(read: Read) -> None:
    def told(text: str) -> list[str]:
        return [written(c) for c in read(text) if c.unit]

    assert told("Three people were shot in Homs on Friday.") == ["injured 3-3"]
    assert told("Three people were shot in Homs on Friday and taken to hospital.") == ["injured 3-3"]
    assert told("Three people were shot in Homs on Friday. Two people died.") == ["injured 1-3", "killed 2-2"]


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("The defence ministry said it lost four.", "security_forces"),
        ("قالت وزارة الدفاع إنها خسرت أربعة مقاتلين.", "security_forces"),
        ("The rebels said they lost 30.", "fighters"),
        ("About 300 people were displaced from Homs.", "civilians"),
        ("Four people died in Homs.", "unspecified"),
    ],
)
def test_who_is_counted(read: Read, text: str, category: str) -> None:
    (claim,) = [c for c in read(text, language=language(text)) if c.unit]
    assert claim.category == category


@pytest.mark.parametrize(
    ("text", "several"),
    [
        ("At least 24 people were killed in a blast in Syria.", False),
        ("Over 1,500 people were killed in massacres in Syria.", True),
        ("Two dozen people were shot dead in a village in Syria.", False),
        ("About 900 people died in Syria.", True),
        ("About 900 people fled to Lebanon within 24 hours after killings in Syria.", False),
        ("About 900 people were displaced to Lebanon in one day by massacres across the border.", False),
    ],
)
def test_a_figure_over_a_country_covers_several_events_unless_one_is_told(
    read: Read, text: str, several: bool
) -> None:
    assert [c.cumulative for c in read(text) if c.unit] == [several]


def test_where_a_count_stopped_is_its_owners_figure_up_to_that_day(read: Read) -> None:
    text = "The network counted 900 people killed in Syria in March. Other counts differ. {} stopped at 120 on March 5."
    last = read(text.format("The Red Cross"))[-1]
    assert (last.claimed_by, last.cumulative) == (("International Committee of the Red Cross",), True)
    assert (last.date_start, last.date_end) == (None, dt.date(2025, 3, 5))


BODIES = st.sampled_from(
    [("en", body) for body in ("Division {}", "the battalion {}", "Brigade No. {}", "Regiments 3 and {}")]
    + [("ar", body) for body in ("الفرقة {}", "اللواء {}", "الكتيبة رقم {}", "الفوجان 3 و{}")]
    + [("fr", body) for body in ("la division {}", "le bataillon no {}", "les brigades 3, 4 et {}")]
)
PLACES_OF_A_BODY = {
    "en": (
        "{} killed farmers in Homs.",
        "Residents blamed {} for the killing of farmers in Homs.",
        "Residents accused {} of killing farmers in Homs.",
        "Soldiers of {} were killed in Homs.",
        "Farmers were killed and wounded by {} in Homs.",
    ),
    "ar": (
        "قتلت {} مزارعين في حمص.",
        "حمّل سكان {} مسؤولية قتل مدنيين في حمص.",
        "اتهم سكان {} بقتل مزارعين في حمص.",
        "قتل جنود من {} في حمص.",
        "قُتل وأصيب مزارعون برصاص {} في حمص.",
    ),
    "fr": (
        "Selon des habitants, {} a tué des agriculteurs à Homs.",
        "Des habitants accusent {} d'avoir tué des agriculteurs à Homs.",
        "Des soldats de {} ont été tués à Homs.",
    ),
}


@settings(max_examples=80, deadline=None)
@given(BODIES, st.integers(11, 4999), st.data())
def test_the_number_of_a_body_of_troops_counts_nobody(
    read: Read, body: tuple[str, str], number: int, data: st.DataObject
) -> None:
    code, name = body
    text = data.draw(st.sampled_from(PLACES_OF_A_BODY[code])).format(name.format(number))
    assert [written(c) for c in read(text, language=code) if c.unit] == []


NAMES = ("Adam Quill", "Bruno Vester", "Carl Dorn", "Emil Harker", "Felix Ostrand")
MARKS = st.sampled_from([(", ", ","), (" - ", " -"), (" – ", " –"), (" (", ")"), (", identified as ", ",")])


@settings(deadline=None, max_examples=60)
@given(
    several=st.integers(2, len(NAMES)),
    noun=st.sampled_from(["men", "people", "soldiers", "brothers"]),
    marks=MARKS,
    aged=st.booleans(),
    verb=st.sampled_from(["died", "were killed", "were shot dead"]),
)
def test_those_whom_a_number_names_are_counted_once(
    read: Read, several: int, noun: str, marks: tuple[str, str], aged: bool, verb: str
) -> None:
    number = ("Two", "Three", "Four", "Five")[several - 2]
    names = [f"{name}, {30 + i}" if aged else name for i, name in enumerate(NAMES[:several])]
    opened, closed = marks
    listed = ", ".join(names[:-1]) + (", and " if aged else " and ") + names[-1]
    claims = read(f"{number} {noun}{opened}{listed}{closed} {verb} in Homs.")
    told = [c for c in claims if c.unit and c.role != "part"]
    assert [written(c) for c in told] == [f"killed {several}-{several}"]


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, min_size=3, max_size=25))
def test_no_text_makes_a_range_run_backwards_or_counts_below_nought(read: Read, words: list[str]) -> None:
    text = " ".join(words).capitalize() + "."
    for claim in read(text):
        low, high = claim.low, claim.high
        assert low is None or high is None or low <= high, text
        assert (low or 0) >= 0, text
        assert claim.quote == text[claim.start : claim.end]
        assert claim.has_figure or claim.count_basis == "none" or claim.unit is None
