"""What is said inside quotation marks that close in a later sentence, behind which the speaker stands."""

from __future__ import annotations

from collections.abc import Sequence

from incidents.parsing.sources.speakers import Attribution
from incidents.parsing.text import Sentence

_OPENING, _CLOSING, _EITHER = frozenset("“«"), frozenset("”»"), frozenset('"')


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
                if token.text in _OPENING or (token.text in _EITHER and not is_open):
                    is_open, start = True, index
                elif token.text in _CLOSING or token.text in _EITHER:
                    self.opened |= {at: (first, s.index) for at, first in waiting}
                    is_open, waiting = False, []
            if is_open:
                waiting.append((s.index, start))

    def speaker(self, sentence: int, at: int, said: Sequence[Sequence[Attribution]]) -> Attribution | None:
        """Who is told behind the quotation around a token; said: the attributions of each sentence."""
        start, closed = self.opened.get(sentence, (at + 1, sentence))
        return next((a for a in said[closed] if a.trailing), None) if start <= at else None
