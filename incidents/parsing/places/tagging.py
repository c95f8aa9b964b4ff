"""The parts of speech of English words, and whether a dictionary has them, by spaCy's tagger and its lemma tables."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from incidents.parsing.places.casing import ReadWord

if TYPE_CHECKING:
    from spacy.language import Language

_KINDS = ("noun", "verb", "adj", "adv")


class Tagger:
    """Tags words with a spaCy pipeline that has the pipes `tagger` and `lemmatizer` (in rule mode)."""

    def __init__(self, pipeline: Language) -> None:
        lemmatizer: Any = pipeline.get_pipe("lemmatizer")
        pipeline.disable_pipe("lemmatizer")
        tables = [lemmatizer.lookups.get_table(f"lemma_{name}") for name in ("index", "exc", "rules")]
        self._pipeline = pipeline
        self._tables = [
            (frozenset(index.get(kind, ())), exceptions.get(kind, {}), rules.get(kind, []))
            for index, exceptions, rules in (tables,)
            for kind in _KINDS
        ]
        self._knows = lru_cache(maxsize=50_000)(self._has)

    def words(self, text: str) -> Iterator[ReadWord]:
        """The words and signs of a text in small letters.

        The dictionary is that of the lemma tables (WordNet's).  An acronym is what the texts that the model learnt
        from have in capitals, and never with a single one unless it has but two letters.
        """
        seen = self._pipeline.vocab.strings
        for token in self._pipeline(text):
            if not token.is_space:
                word = token.text
                acronym = word.upper() in seen and (len(word) == 2 or word.title() not in seen)
                end = token.idx + len(token)
                yield ReadWord(token.idx, end, token.tag_, self._knows(word), acronym=acronym)

    def _has(self, word: str) -> bool:
        for index, exceptions, rules in self._tables:
            if word in index or word in exceptions:
                return True
            if any(word.endswith(old) and word[: len(word) - len(old)] + new in index for old, new in rules):
                return True
        return False
