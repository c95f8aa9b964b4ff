"""What a model says counts only as far as the text says it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.model import UNITS
from incidents.opinion import Opinion, OpinionError, second_opinion
from incidents.opinion.question import _question
from tests.opinion.reports import ARABIC, TEXT, extraction, report


def claim(
    quote: str, unit: str | None = "killed", low: int | None = None, high: int | None = None, **more: Any
):
    return {"quote": quote, "unit": unit, "low": low, "high": high, "place": None} | more


def opinion(*claims: Any, text: str = TEXT, language: str = "en") -> Opinion:
    of = report(text, language)
    return second_opinion(of, extraction(of), "m", lambda _: json.dumps({"claims": claims}))


def found(told: Opinion) -> list[tuple[str, str | None, int | None, int | None]]:
    return [(one.quote, one.unit, one.low, one.high) for one in told.only_model]


def test_claims_of_both_and_of_one_are_told_apart() -> None:
    quotes = [c.quote for c in extraction(report()).claims]
    assert len(quotes) == 3
    told = opinion(
        claim("killed at least 14 farmers", low=14),
        claim("30 people were wounded", "injured", 30, 30),
        claim("taken to Newtown", "displaced", place="Newtown"),
    )
    assert told.also_found == (0, 2)
    assert told.not_found == (1,)
    assert found(told) == [("taken to Newtown", "displaced", None, None)]
    assert told.only_model[0].place_as_written == "Newtown"
    assert set(told.refused.values()) == {0}


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (claim("14 farmers were shot near Oldbridge", low=14), "quote_not_in_text"),  # nobody wrote that
        (claim("Killed at least 14 farmers", low=14), "quote_not_in_text"),  # another letter
        (claim("12 dead across the valley", low=12, high=12), "quote_not_in_text"),  # half of 112
        (claim("farmers near Oldbridge on Mon", low=14), "quote_not_in_text"),  # half a word
        (claim("14", low=14, high=14), "quote_not_in_text"),  # a number alone says nothing
        (claim("killed at least 14 farmers", low=15, high=15), "number_not_in_quote"),
        (
            claim("The mayor later counted", low=112, high=112),
            "number_not_in_quote",
        ),  # it stands behind the quote
        (claim("Around 60 sheep were lost", low=60, high=60), "number_not_in_quote"),  # not people
        (claim("112 dead across the valley", low=14, high=112), "number_not_in_quote"),  # ends of two numbers
        (claim("112 dead across the valley", "slain", 112, 112), "unusable"),
        (claim("112 dead across the valley", low=112, high=14), "unusable"),
        (claim("112 dead across the valley", low=-1), "unusable"),
        (claim("112 dead across the valley", low=True), "unusable"),
        (claim("112 dead across the valley", low=112.0), "unusable"),  # type: ignore[arg-type]
        (claim(TEXT * 4, low=14), "unusable"),
        (claim(" "), "unusable"),
        (claim("killed at least 14 farmers", low=14, place=["Oldbridge"]), "unusable"),
        ({"unit": "killed", "low": 14}, "unusable"),
        ("killed at least 14 farmers", "unusable"),
        (None, "unusable"),
    ],
)
def test_what_the_text_does_not_say_is_refused(answer: Any, why: str) -> None:
    told = opinion(answer)
    assert {reason for reason, n in told.refused.items() if n} == {why}
    assert not told.also_found
    assert not told.only_model


def test_the_figure_is_the_texts_own_and_the_model_only_points_at_it() -> None:
    text = "About 100 houses burned. Between 12 and 15 of them, more than 400 tents and up to 9 vans stood in the camp."
    assert found(opinion(claim("Between 12 and 15 of them", "missing", 12, 15), text=text)) == [
        ("Between 12 and 15 of them", "missing", 12, 15)
    ]
    assert found(opinion(claim("more than 400 tents", "missing", 400, 400), text=text)) == [
        ("more than 400 tents", "missing", 400, None)
    ]
    assert found(opinion(claim("up to 9 vans", "missing", 9, 9), text=text)) == [
        ("up to 9 vans", "missing", 0, 9)
    ]
    some = "They told us about 2,000 there."
    assert found(opinion(claim("about 2,000 there", "missing", 2000, 2000), text=some)) == [
        ("about 2,000 there", "missing", 1800, 2200)
    ]


def test_numbers_are_read_in_words_and_in_arabic() -> None:
    text = "They spoke of twenty-five in the hall and two dozen outside."
    assert found(opinion(claim("twenty-five in the hall", "missing", 25, 25), text=text)) == [
        ("twenty-five in the hall", "missing", 25, 25)
    ]
    assert found(opinion(claim("two dozen outside", "missing", 24, 24), text=text)) == [
        ("two dozen outside", "missing", 24, 24)
    ]
    told = opinion(
        claim("12 مدنيا قتلوا", low=12, high=12),
        claim("وأصيب خمسة أشخاص", "injured", 5, 5),
        claim("وأصيب خمسة أشخاص", "injured", 6, 6),
        claim("في قرية العين", "displaced", place="العين"),
        text=ARABIC,
        language="ar",
    )
    assert told.also_found == (0, 1)
    assert found(told) == [("في قرية العين", "displaced", None, None)]
    assert told.only_model[0].place_as_written == "العين"
    assert told.refused == {"quote_not_in_text": 0, "number_not_in_quote": 1, "unusable": 0}


def test_a_number_that_is_not_written_counts_only_where_the_parser_reads_the_same() -> None:
    text = "A farmer was killed on the road. The mayor and his driver were away."
    assert opinion(claim("A farmer was killed", low=1, high=1), text=text).also_found == (0,)
    told = opinion(
        claim("A farmer was killed", low=2, high=2), claim("The mayor and", low=1, high=1), text=text
    )
    assert told.refused["number_not_in_quote"] == 2


def test_one_number_of_two_kinds_is_two_claims() -> None:
    text = "The bomb killed 5 men and injured 5 others."
    both = "The bomb killed 5 men and injured 5 others"
    assert opinion(claim(both, "injured", 5, 5), text=text).also_found == (1,)
    assert opinion(claim(both, "killed", 5, 5), text=text).also_found == (0,)


def test_a_day_is_no_number_of_people() -> None:
    told = opinion(
        claim("fighting on 6 March", low=6, high=6), text="There was fighting on 6 March in the valley."
    )
    assert told.refused["number_not_in_quote"] == 1


def test_another_unit_is_another_claim() -> None:
    told = opinion(claim("112 dead across the valley", "missing", 112, 112))
    assert not told.also_found
    assert found(told) == [("112 dead across the valley", "missing", 112, 112)]


def test_a_place_that_the_text_does_not_name_is_left_out() -> None:
    told = opinion(claim("112 dead across the valley", "missing", 112, 112, place="Oldbri"))
    assert told.only_model[0].place_as_written is None


def test_characters_that_nobody_sees_are_neither_asked_for_nor_lost() -> None:
    text = "They say \u200f11\u200f2 are mis\u00adsing."
    told = opinion(claim("112 are missing", "displaced", 112, 112), text=text)
    assert [(one.low, text[one.start : one.end], one.quote) for one in told.only_model] == [
        (112, "11\u200f2 are mis\u00adsing", "11\u200f2 are mis\u00adsing")
    ]


def test_what_two_pieces_say_of_one_figure_is_said_once() -> None:
    told = opinion(
        claim("counted 112 dead across the valley", "missing", 112, 112),
        claim("112 dead across the valley", "missing", 112, 112),
    )
    assert len(told.only_model) == 1


def test_a_long_text_is_asked_about_in_pieces_that_end_with_sentences() -> None:
    sentence = "The council met again on that day and nothing else was heard of it in the town. "
    text = sentence * 100 + "Then 77 men went missing at sea. " + sentence * 60
    of, asked = report(text), []

    def ask(body: Any) -> str:
        asked.append(body["messages"][-1]["content"].strip("=\n"))
        here = "77 men went missing" in asked[-1]
        return json.dumps({"claims": [claim("77 men went missing", "displaced", 77, 77)] if here else []})

    told = second_opinion(of, extraction(of), "m", ask)
    assert len(asked) == 3
    assert all(piece.strip().startswith(("The", "Then")) and piece.strip().endswith(".") for piece in asked)
    assert [text[one.start : one.end] for one in told.only_model] == ["77 men went missing"]
    assert set(told.refused.values()) == {0}


def test_nothing_is_asked_about_an_empty_text() -> None:
    for text in ("", " \n ", "\u200b"):
        of = report(text)
        told = second_opinion(of, extraction(of), "m", lambda _: pytest.fail("asked"))
        assert told.not_found == ()


def test_the_examples_that_the_model_is_shown_would_pass_themselves() -> None:
    for example in _question()["example"]:
        for one in example["claims"]:
            told = opinion(one | {"unit": "displaced"}, text=example["text"], language=None)
            assert (told.only_model[0].low, told.only_model[0].high) == (one.get("low"), one.get("high"))
            assert told.only_model[0].place_as_written in (one["place"], None)


@pytest.mark.parametrize(
    "said",
    [
        '```json\n{"claims": []}\n```',
        'Here it is:\n```\n{"claims": []}\n```\n',
        "<think>{hm}</think>\n" + '{"claims": []}',
    ],
)
def test_a_fence_and_thoughts_are_taken_off(said: str) -> None:
    of = report()
    assert second_opinion(of, extraction(of), "m", lambda _: said).not_found == (0, 1, 2)


@pytest.mark.parametrize(
    "said",
    ["", "No claims.", "[]", "{}", '{"claims": {}}', '{"claims": null}', '{"claims": [}', '{"claims": []} and so on',
     '{"claims": [{"low": NaN}]}', "[" * 100_000, "```" * 10_000, '{"claims": [{"low": ' + "9" * 5_000 + "}]}"],
)  # fmt: skip
def test_what_is_not_the_json_asked_for_is_an_error(said: str) -> None:
    of = report()
    with pytest.raises(OpinionError, match="not the JSON that was asked for"):
        second_opinion(of, extraction(of), "m", lambda _: said)


def test_of_too_many_answers_the_rest_is_not_looked_at() -> None:
    told = opinion(*[claim("112 dead across the valley", "missing", 112, 112)] * 1000)
    assert told.refused["unusable"] == 800
    assert len(told.only_model) == 1


# --- whatever it answers ---

TEXTS = st.sampled_from(
    [TEXT, ARABIC, "They say \u200f11\u200f2 are mis\u00adsing, 5 dead, 5 hurt.", "12 12 12 12 12"]
)
scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20)
)
anything = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
)


@st.composite
def answers(draw: st.DrawFn) -> tuple[str, Any]:
    """A text and an answer about it that is nearly right."""
    text = draw(TEXTS)
    cut = st.tuples(st.integers(0, len(text)), st.integers(1, 60)).map(lambda at: text[at[0] : at[0] + at[1]])
    number = st.sampled_from([None, 5, 12, 14, 30, 60, 112]) | st.integers(-2, 120) | scalars
    one = st.fixed_dictionaries(
        {"quote": cut | cut.map(lambda q: q.replace("\u200f", "").replace("\u00ad", "")) | scalars},
        optional={
            "unit": st.sampled_from([*UNITS, None]) | scalars,
            "low": number,
            "high": number,
            "place": cut | scalars,
        },
    )
    return text, draw(st.lists(one | anything, max_size=12))


@given(answers() | st.tuples(TEXTS, anything))
def test_whatever_is_answered_only_what_the_text_says_is_given_out(told: tuple[str, Any]) -> None:
    text, listed = told
    of = report(text, "ar" if text is ARABIC else "en")
    before = extraction(of)
    try:
        result = second_opinion(of, before, "m", lambda _: json.dumps({"claims": listed}))
    except OpinionError:
        assert not isinstance(listed, list)
        return
    assert before == extraction(of)
    assert sorted((*result.also_found, *result.not_found)) == list(range(len(before.claims)))
    for one in result.only_model:
        assert text[one.start : one.end] == one.quote
        assert len(one.quote.split()) >= 2
        seen = one.quote.replace("\u200f", "").replace("\u00ad", "")
        for end in {one.low, one.high} - {None, 0}:
            assert str(end) in seen or end in (
                5,
                27,
                33,
                54,
                66,
            )  # "خمسة", and 30 and 60 less and more a tenth
        assert one.place_as_written is None or one.place_as_written in text.replace("\u200f", "").replace(
            "\u00ad", ""
        )
    assert len(listed) >= len(result.only_model) + sum(result.refused.values())
