"""Whose copy a text is: bylines and datelines of news agencies."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.parsing.sources.byline import byline
from tests.parsing.conftest import Read

BODY = "Gunmen killed 12 people in Jableh on Friday."


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        (f"BEIRUT, March 8 (Reuters) – {BODY}", "Reuters"),
        (f"DAMASCUS (AFP) — {BODY}", "AFP"),
        ("دمشق (رويترز) – قُتل 12 شخصا في جبلة.", "Reuters"),
        (f"By Agence France-Presse\n\n{BODY}", "AFP"),
        (f"By a correspondent, Associated Press\n\n{BODY}", "AP"),
        (f"{BODY}\n\n{BODY}\n\n{BODY}\n\n{BODY}\n\n© 2025 AFP", "AFP"),
        (f"{BODY}\n\nSource: Reuters", "Reuters"),
        (f"{BODY}\n\n(Reuters)\n\n(Reuters)", "Reuters"),
    ],
)
def test_a_line_of_credit_names_the_agency(text: str, agency: str) -> None:
    found = byline(text)
    assert found is not None
    name, (start, end) = found
    assert name == agency and text[start:end] in text and end > start


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        f"{BODY} Residents told AFP so.",
        f"The news agency (AFP) – it was founded in 1835 – said so. {BODY}",
        f"BEIRUT (Daily) – {BODY}",
        f"DAMASCUS (AFP) – {BODY}\n\n© Reuters",  # two agencies are none
        f"AFP said that {BODY}",
        f"{BODY}\n\nWith AFP, Reuters",
    ],
)
def test_nothing_is_guessed(text: str) -> None:
    assert byline(text) is None


@given(st.text(max_size=300))
def test_whatever_stands_there_is_read(text: str) -> None:
    found = byline(text)
    assert found is None or text[slice(*found[1])]


def test_what_nobody_is_said_to_say_is_the_agencys_and_the_rest_comes_through_it(read: Read) -> None:
    own, heard = read(f"DAMASCUS (AFP) — {BODY} Residents said five people were wounded in Baniyas.")
    assert (own.claimed_by, own.via) == (("AFP",), ())
    assert (heard.claimed_by, heard.via) == (("Residents",), ("AFP",)) or heard.claimed_by == ("residents",)
    assert heard.via == ("AFP",)
