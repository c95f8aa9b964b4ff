"""One person told without a number: counted, counted once, and nobody who is not told hurt."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.linking import incident_rows, link
from incidents.model import Claim, Report
from incidents.parsing import parse
from tests.parsing.fakes import KnownPlaces

TEXTS = tomllib.loads(Path(__file__).with_name("singles.toml").read_text(encoding="utf-8"))["text"]
FIRST = (
    *("A man", "A 20-year-old man", "A girl", "Her grandmother"),
    *("Zarbo Quint, 34,", "Felo Narb", "The victim", "Another man"),
)
FATES = (
    "was shot and killed",
    "was shot in the leg",
    "died at the hospital",
    "was wounded",
    "was found dead",
)
told = st.builds("{} {}.".format, st.sampled_from(FIRST), st.sampled_from(FATES))


def report(text: str, published: dt.date = dt.date(2025, 3, 8)) -> Report:
    arabic = any("\u0621" <= letter <= "\u064a" for letter in text)
    return Report(
        report_id="r", doc_id="d", content=b"", text=text, media_type="", origin="",
        publisher="The Daily Paper", published=published, language="ar" if arabic else "en",
    )  # fmt: skip


def claims(text: str) -> tuple[Claim, ...]:
    return parse(report(text), KnownPlaces()).claims


def people(text: str) -> Counter[str]:
    """How many different people the claims of a text tell of, by what happened to them."""
    different = {(c.unit, c.victim, c.low) for c in claims(text) if c.unit}
    found: Counter[str] = Counter()
    for unit, _, low in different:
        found[str(unit)] += low or 0
    return found


def figures(text: str) -> Counter[str]:
    """The figures of the rows that linking makes of a text, added up."""
    source, found = report(text), claims(text)
    clusters = link(found, [source])
    rows = incident_rows(clusters, found, [str(i) for i in range(len(clusters))], [source])
    added: Counter[str] = Counter()
    for row in rows:
        for unit in ("killed", "injured"):
            if row.counted and unit in row.figures:
                added[unit] += row.figures[unit].best or 0
    return added


@pytest.mark.parametrize("case", TEXTS, ids=lambda case: case["text"])
def test_so_many_people_are_told_of(case: dict[str, Any]) -> None:
    assert people(case["text"]) == Counter(case["people"])


def test_people_told_one_by_one_add_up_in_a_row_and_those_told_again_do_not() -> None:
    text = "A man and a woman were killed on Friday. The woman was killed in her car. Zarbo Quint, a man of 34, died."
    assert figures(text) == {"killed": 2}
    assert figures("Two people were killed on Friday. A man was killed at home.") == {"killed": 2}


AGAIN = {
    "A blast wounded four children. Four young children were hurt by glass.": {"injured": 4},
    "A blast wounded 4 children. Police said 1 of 4 young children injured has died.": {
        "injured": 4,
        "killed": 1,
    },
    "A blast wounded four people. Four others were wounded by glass.": {"injured": 8},
    "Two soldiers were killed. Two policemen were killed.": {"killed": 4},
    "Two farmers were killed. Two shepherds were killed nearby.": {"killed": 4},
    "A bomb killed five people in Homs. A second bomb killed another five near a hospital.": {"killed": 10},
    "A bomb killed five people in Homs. Another bomb later killed five people near a hospital.": {
        "killed": 10
    },
    "A bomb killed five people in Homs. Five people died in another explosion in the city.": {"killed": 10},
    "A bomb killed five people in Homs. Hours later, a mine killed five people on a road.": {"killed": 10},
    "A bomb killed five people in Homs. The bomb killed five people, police said.": {"killed": 5},
    "A bomb killed five people in Homs. Another official said five people were killed.": {"killed": 5},
    "A bomb killed five people in Homs. Police found another bomb where five people were killed.": {
        "killed": 5
    },
    "A bomb killed five people in Homs. Hours after a bomb killed five people, roads were closed.": {
        "killed": 5
    },
    "أصيب أربعة أطفال في انفجار. وقال طبيب إن أربعة أطفال صغار جرحوا.": {"injured": 4},
}


@pytest.mark.parametrize("text", AGAIN)
def test_a_figure_told_again_in_a_later_sentence_adds_nobody(text: str) -> None:
    assert figures(text) == AGAIN[text]


OTHERS = {
    "Five people were killed in Homs. Five also died in Hama.": "Five",
    "Five people were killed in Homs. In Hama five also died.": "five",
    "Five people were killed in Homs. Another five were killed in Hama.": "Another five",
}


@pytest.mark.parametrize("text", OTHERS)
def test_others_are_called_by_their_own_words_alone(text: str) -> None:
    assert parse(report(text), KnownPlaces()).claims[-1].victim == (OTHERS[text],)


@settings(max_examples=150, deadline=None)
@given(st.lists(told, min_size=1, max_size=4), st.data())
def test_repeating_a_sentence_adds_nobody(told: list[str], data: st.DataObject) -> None:
    again = data.draw(st.sampled_from(told))
    before, after = figures(" ".join(told)), figures(" ".join([*told, again]))
    assert sum(after.values()) <= sum(before.values())


@settings(max_examples=150, deadline=None)
@given(st.lists(told.filter(lambda t: "Another" not in t), min_size=2, max_size=4))
def test_the_order_of_paragraphs_does_not_change_how_many_people_there_are(told: list[str]) -> None:
    there, back = people("\n\n".join(told)), people("\n\n".join(reversed(told)))
    assert sum(there.values()) == sum(back.values())
