"""When it happened: the day of the event, not of its telling, its funeral or its trial."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.model import Claim
from incidents.parsing.reasons import rules
from tests.parsing.conftest import SATURDAY, Explain, Read

CASES = tomllib.loads(Path(__file__).with_name("when.toml").read_text(encoding="utf-8"))["text"]
RULES = [rule for rule in rules().values() if rule.field == "date"]
CODE = "".join(path.read_text(encoding="utf-8") for path in Path("incidents/parsing").rglob("*.py"))


def language(text: str) -> str:
    return "ar" if any("\u0621" <= letter <= "\u064a" for letter in text) else "en"


def days(claim: Claim) -> str:
    first, last = claim.date_start, claim.date_end
    return f"{first or ''} to {last}" if first != last else f"{first}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_each_figure_has_the_day_that_it_happened(read: Read, case: dict[str, Any]) -> None:
    claims = read(case["text"], language=language(case["text"]), published=case.get("published", SATURDAY))
    assert [days(c) for c in claims if c.unit and not c.background] == case["days"]


def test_every_rule_of_the_code_is_written_down() -> None:
    assert set(re.findall(r'"(date\.[a-z_]+)"', CODE)) == {rule.name for rule in RULES}


def test_the_words_that_decided_are_kept(explain: Explain) -> None:
    text = "Four people were killed in a shooting in Jableh.\n\nThe shooting happened late on Thursday."
    found = explain(text)
    (date,) = {r for told in found.reasons.values() for r in told if r.field == "date"}
    assert (date.rule, [text[a:b] for a, b in date.spans]) == ("date.story", ["Thursday"])


WHEN = st.sampled_from(
    ["on Thursday", "last night", "on 3 March", "next Tuesday", "on 12 March 2025", "two days later", "since Friday",
     "over the weekend", "the next day", "in 2024", "last month", "a few days ago", "", "overnight"]
)  # fmt: skip
WHAT = st.sampled_from(
    ["Gunmen killed four people in Jableh", "Five farmers died in Baniyas", "The shooting happened",
     "Police arrested two men",
     "A spokesman said three people were wounded in Latakia", "Two men will be tried"]
)  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(WHAT, WHEN, st.sampled_from([". ", ".\n\n"])), min_size=1, max_size=4))
def test_no_claim_happens_after_publication_or_ends_before_it_begins(
    read: Read, told: list[tuple[str, ...]]
) -> None:
    text = "".join(f"{what} {when}".strip() + end for what, when, end in told)
    for claim in read(text, published=SATURDAY):
        assert claim.date_end is not None
        assert claim.date_end <= SATURDAY
        assert claim.date_start is None or dt.date.min < claim.date_start <= claim.date_end


@pytest.mark.parametrize(
    ("text", "background"),
    [
        ("Ten years after the bombing, in which 30 people died, families met in Homs.", [True]),
        (
            "Gunmen killed five people in Homs on Friday, ten years after a bombing that killed 30.",
            [False, True],
        ),
        ("Two years after the war ended, gunmen killed five people in Homs, police said.", [False]),
        ("بعد عشر سنوات على التفجير الذي قتل فيه 30 شخصا، اجتمعت العائلات في حمص.", [True]),
    ],
)
def test_the_dead_of_an_event_years_ago_are_background(read: Read, text: str, background: list[bool]) -> None:
    language = "ar" if text.startswith("بعد") else "en"
    assert [c.background for c in read(text, language=language) if c.unit] == background
