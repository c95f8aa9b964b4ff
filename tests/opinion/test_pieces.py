"""A text is cut so that all of it is asked about."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from incidents.opinion.pieces import pieces


@given(st.integers(0, 400), st.sets(st.integers(0, 400)), st.integers(10, 60), st.data())
def test_pieces_cover_the_text_and_overlap(length: int, at: set[int], size: int, data: st.DataObject) -> None:
    overlap = data.draw(st.integers(0, size // 2 - 1))
    starts = sorted(start for start in at if start < length)
    made = list(pieces(length, starts, size, overlap))
    assert [made[0][0], made[-1][1]] == [0, length] if length else made == []
    assert all(0 < end - start <= size for start, end in made)
    for (before, ended), (start, end) in pairwise(made):
        assert before < start
        assert 0 <= ended - start <= overlap
        assert ended < end
        assert ended in starts or not any(before + size // 2 < s <= before + size for s in starts)
        assert start in starts or not any(ended - overlap <= s <= ended for s in starts)
