"""What is said inside quotation marks that close in a later sentence, behind which the speaker stands."""

from __future__ import annotations

from collections.abc import Sequence

from incidents.parsing.sources.speakers import Attribution
from incidents.parsing.text import CLOSING_QUOTES, OPENING_QUOTES, Sentence

_EITHER = OPENING_QUOTES & CLOSING_QUOTES
"""What opens a quotation as well as it closes one."""


class Quotations:
    """The quotations of a text, each inside one paragraph."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        """opened: for each sentence that ends inside one, its first token there and the sentence that closes it."""
        self.opened: dict[int, tuple[int, int]] = {}
        waiting: list[tuple[int, int]] = []
        paragraph = -1
        is_open = False
        for s in sentences:
            if s.paragraph != paragraph:
                paragraph, is_open, waiting = s.paragraph, False, []
            start = 0 if is_open else len(s.tokens)
            for index, token in enumerate(s.tokens):
                if token.text in OPENING_QUOTES and not (is_open and token.text in _EITHER):
                    is_open, start = True, index
                elif token.text in CLOSING_QUOTES:
                    self.opened |= {at: (first, s.index) for at, first in waiting}
                    is_open, waiting = False, []
            if is_open:
                waiting.append((s.index, start))

    def speaker(self, sentence: int, at: int, said: Sequence[Sequence[Attribution]]) -> Attribution | None:
        """Who is told behind the quotation around a token; said: the attributions of each sentence."""
        start, closed = self.opened.get(sentence, (at + 1, sentence))
        return next((a for a in said[closed] if a.trailing), None) if start <= at else None
