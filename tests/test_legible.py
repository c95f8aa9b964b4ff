"""Characters that nobody sees are taken out of a text, and every span finds its way back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from incidents.legible import INVISIBLE, legible

MARKS = "\u200b\u200c\u200d\u200e\u200f\u00ad\u2060\u2066\u2069\u202b\ufeff\U000e0041"
texts = st.text(st.sampled_from("ab ـب.1\n😀" + MARKS), max_size=30)


@given(texts)
def test_each_visible_character_is_found_where_it_stands(whole: str) -> None:
    seen = legible(whole)
    assert not INVISIBLE.search(seen.text)
    assert [whole[slice(*seen.span(i, i + 1))] for i in range(len(seen.text))] == list(seen.text)


@given(texts, st.data())
def test_a_span_begins_and_ends_with_what_is_seen_of_it(whole: str, data: st.DataObject) -> None:
    seen = legible(whole)
    start = data.draw(st.integers(0, len(seen.text)))
    end = data.draw(st.integers(start, len(seen.text)))
    quote = whole[slice(*seen.span(start, end))]
    assert INVISIBLE.sub("", quote) == seen.text[start:end]
    assert not quote or (quote[0], quote[-1]) == (seen.text[start], seen.text[end - 1])


def test_what_is_seen_stays() -> None:
    for text in ("", "naïve بانْياس ـ x\u0301 \u00a0\t😀 1\u0660"):
        assert legible(text).text is text


PRINTED = {"ق": "ﻗ", "ت": "ﺘ", "ل": "ﻞ", "لا": "ﻼ", "ي": "ﻴ", "ة": "ﺔ"}


@given(st.lists(st.sampled_from([*PRINTED, " ", "12", "\u200f"]), max_size=20))
def test_letters_in_the_form_of_print_are_the_letters(pieces: list[str]) -> None:
    whole = "".join(PRINTED.get(piece, piece) for piece in pieces)
    seen = legible(whole)
    assert seen.text == INVISIBLE.sub("", "".join(pieces))
    assert all(
        whole[slice(*seen.span(i, i + 1))] in (c, PRINTED.get(c), "ﻼ") for i, c in enumerate(seen.text)
    )
    for i in range(len(seen.text)):
        start, end = seen.span(i, i + 1)
        assert 0 <= start == end - 1 < len(whole)
