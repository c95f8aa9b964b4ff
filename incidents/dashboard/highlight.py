"""Words of a report as HTML with quotes marked; pure, and everything escaped."""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from incidents.dashboard.words import palette

RTL_LANGUAGES = frozenset(("ar", "fa", "he", "ur", "ckb"))
_SENTENCE_END = re.compile(r"[.!?؟。…]\s|\n")


class Mark(NamedTuple):
    """A span of the text, in code points, and the name of its colour in `palette.toml` [marks]."""

    start: int
    end: int
    colour: str = "quote"


def direction(language: str | None) -> str:
    """The `dir` of a text: rtl for Arabic and its like, else what its letters say."""
    return "rtl" if language in RTL_LANGUAGES else "auto"


def pieces(text: str, marks: Iterable[Mark], start: int = 0, end: int | None = None) -> list[tuple[str, str]]:
    """`text[start:end]` as (colour or "", words), in order; where two marks overlap, the earlier in the list wins."""
    end = len(text) if end is None else end
    clipped = [Mark(max(m.start, start), min(m.end, end), m.colour) for m in marks]
    clipped = [m for m in clipped if m.start < m.end]
    edges = sorted({start, end, *(m.start for m in clipped), *(m.end for m in clipped)})
    found: list[tuple[str, str]] = []
    for left, right in itertools.pairwise(edges):
        colour = next((m.colour for m in clipped if m.start <= left and right <= m.end), "")
        if found and found[-1][0] == colour:
            found[-1] = (colour, found[-1][1] + text[left:right])
        else:
            found.append((colour, text[left:right]))
    return found


def marked(text: str, marks: Iterable[Mark], start: int = 0, end: int | None = None) -> str:
    """`text[start:end]` as HTML: escaped, the marks inside it coloured."""
    return "".join(_piece(colour, words) for colour, words in pieces(text, marks, start, end))


def _piece(colour: str, words: str) -> str:
    safe = html.escape(words)
    if not colour:
        return safe
    return f'<mark style="background:{palette()["marks"][colour]};color:inherit;padding:0 2px">{safe}</mark>'


def excerpt_bounds(text: str, start: int, end: int, reach: int = 240) -> tuple[int, int]:
    """The sentences around a quote: up to `reach` characters on each side, cut where a sentence ends."""
    left_end, right_end = max(0, start - reach), min(len(text), end + reach)
    before = [m.end() for m in _SENTENCE_END.finditer(text, left_end, start)]
    after = _SENTENCE_END.search(text, max(end - 1, 0), right_end)
    left = left_end if left_end == 0 else (before[0] if before else left_end)
    return left, (after.end() if after else right_end)


def excerpt(text: str, mark: Mark, language: str | None) -> str:
    """A quotation of the report around the mark, as an HTML block in the text's own direction."""
    return passage(text, [mark], language, *excerpt_bounds(text, mark.start, mark.end))


def passage(text: str, marks: Sequence[Mark], language: str | None, left: int, right: int) -> str:
    """`text[left:right]` with its marks as a quotation: an HTML block in the text's own direction."""
    inner = marked(text, marks, left, right).strip()
    lead = "… " if left > 0 else ""
    tail = " …" if right < len(text) else ""
    return (
        f'<blockquote data-testid="quote" dir="{direction(language)}" style="margin:0;padding:4px 12px;'
        f'border-inline-start:3px solid {palette()["map"]["circle"]};line-height:1.6;white-space:pre-line">'
        f"{lead}{inner}{tail}</blockquote>"
    )


def whole(text: str, marks: Sequence[Mark], language: str | None) -> str:
    """The whole report with its marks, as an HTML block."""
    return (
        f'<div data-testid="report-text" dir="{direction(language)}" style="line-height:1.7;max-width:75ch;'
        f'white-space:pre-wrap;overflow-wrap:anywhere">{marked(text, marks)}</div>'
    )
