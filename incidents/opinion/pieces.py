"""A long text in pieces that a model can read at a time."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

PIECE_CHARS = 6_000
"""About 1,500 tokens of English or 3,000 of Arabic: with question and answer within the 8,192 of a small model."""
OVERLAP_CHARS = 600
"""Two or three sentences that the next piece repeats, so that it knows what is talked about."""


def pieces(
    length: int, starts: Sequence[int], size: int = PIECE_CHARS, overlap: int = OVERLAP_CHARS
) -> Iterator[tuple[int, int]]:
    """(start, end) of pieces of at most `size` characters that cover a text of `length`, in order.

    starts: where its sentences begin, ascending.  A piece ends where a sentence begins, unless one alone fills half
    a piece, and begins again at most `overlap` (less than half of `size`) before the end of the last.
    """
    start = 0
    while length - start > size:
        end = _last(starts, start + size // 2, start + size) or start + size
        yield start, end
        again = end - overlap
        at = bisect_left(starts, again)
        start = starts[at] if at < len(starts) and starts[at] <= end else again
    if length:
        yield start, length


def _last(starts: Sequence[int], above: int, most: int) -> int | None:
    """The last start in (above, most]."""
    at = bisect_right(starts, most)
    return starts[at - 1] if at and starts[at - 1] > above else None
