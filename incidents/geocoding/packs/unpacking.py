"""Bytes of packed files: unpacked in pieces, and no further than a list of places can go."""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable, Iterable, Iterator
from typing import IO

LARGEST_BYTES = 2**30
"""A file that unpacks to more than this is refused: no country's list is so large."""
LARGEST_RATIO = 50
"""So is one that unpacks to more than so many times its size: tables of places shrink 3 to 20 times."""
_SPARED_BYTES = 4 * 2**20
"""A file may unpack to so much however small it is."""
_PIECE = 1 << 16


def too_large(unpacked: int, packed: int) -> bool:
    """Is it no list of places that has so many bytes in a file of so many?"""
    return unpacked > LARGEST_BYTES or unpacked > max(_SPARED_BYTES, LARGEST_RATIO * packed)


def pieces(file: IO[bytes], had: Callable[[], int], refuse: Callable[[], Exception]) -> Iterator[bytes]:
    """The bytes of an unpacked file.

    had: how many packed bytes were read for them so far.  refuse: the error to raise where they are too few.
    """
    total = 0
    while piece := file.read(_PIECE):
        total += len(piece)
        if too_large(total, had()):
            raise refuse()
        yield piece


def recoded(utf16: Iterable[bytes]) -> Iterator[bytes]:
    """UTF-16 text with its byte order mark as UTF-8.  Raises UnicodeDecodeError where it is none."""
    decoder = codecs.getincrementaldecoder("utf-16")()
    for piece in utf16:
        yield decoder.decode(piece).encode()
    yield decoder.decode(b"", final=True).encode()


class Stream(io.RawIOBase):
    """A file to read of pieces of bytes."""

    def __init__(self, of: Iterator[bytes]) -> None:
        self._of = of
        self._left = b""

    def readable(self) -> bool:
        """It is there to be read."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill a buffer; 0 at the end.  See io.RawIOBase."""
        while not self._left:
            piece = next(self._of, None)
            if piece is None:
                return 0
            self._left = piece
        size = min(len(buffer), len(self._left))
        buffer[:size], self._left = self._left[:size], self._left[size:]
        return size
