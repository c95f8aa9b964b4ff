"""Quotes marked in their report: no letter lost, nothing run."""

from __future__ import annotations

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from incidents.dashboard.highlight import Mark, direction, excerpt, excerpt_bounds, marked, pieces
from incidents.dashboard.marking import marked_span

TEXT = "The monitor spoke on Friday. It counted 38 men <b>there</b>, it said. Nobody was held."
SPANS = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 60), st.sampled_from(["quote", "other"])), max_size=5
)


def test_the_quote_is_marked_and_the_rest_is_escaped():
    start = TEXT.index("38 men")
    shown = marked(TEXT, [Mark(start, start + len("38 men <b>there</b>"))])
    assert re.search(r"<mark[^>]*>38 men &lt;b&gt;there&lt;/b&gt;</mark>", shown)
    assert "<b>" not in shown


@given(st.text(max_size=60), SPANS)
def test_marks_lose_no_letter(text, spans):
    marks = [Mark(min(a, b), max(a, b), colour) for a, b, colour in spans]
    assert "".join(words for _, words in pieces(text, marks)) == text
    assert html.unescape(re.sub(r"</?mark[^>]*>", "", marked(text, marks))) == text


@given(st.text(alphabet="ab .\n", max_size=900), st.integers(0, 900), st.integers(0, 900))
def test_an_excerpt_holds_its_quote(text, a, b):
    start, end = sorted((min(a, len(text)), min(b, len(text))))
    left, right = excerpt_bounds(text, start, end)
    assert 0 <= left <= start <= end <= right <= len(text)


def test_an_excerpt_is_cut_between_sentences():
    start = TEXT.index("38 men")
    assert TEXT[slice(*excerpt_bounds(TEXT, start, start + 6, reach=30))].startswith("It counted")


def test_arabic_runs_from_right_to_left():
    assert direction("ar") == "rtl"
    assert 'dir="rtl"' in excerpt("قُتل سبعة مدنيين في بانياس.", Mark(0, 4), "ar")


def test_marked_words_are_found_where_they_were_marked():
    text = "Seven died in Baniyas.\n\nSeven died in\nJableh."
    second = text.index("Seven", 5)
    assert marked_span(text, "Seven died", second) == (second, second + 10)
    assert marked_span(text, "Seven died", None) == (0, 10)
    assert text[slice(*marked_span(text, " Seven died in Jableh ", None))] == "Seven died in\nJableh"
    assert marked_span(text, "Eight died", 0) is None
    assert marked_span(text, "  ", 0) is None
