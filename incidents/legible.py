"""A text without the characters that nobody sees, and the way back to the text as it was.

Marks of direction, soft hyphens and spaces of no width come with texts copied from the web.  To a reader a name or a
number with one in it is that name or number; to a program it is two words until the mark is gone.  Arabic out of a PDF
may come in the forms that its letters take in print («ﻗﺘﻞ»): they are the letters themselves.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from incidents.model import Claim, Reason, Toponym

Found = TypeVar("Found", Toponym, Claim)

INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+"
)
"""Characters that are not shown: Default_Ignorable_Code_Point of Unicode 15 (DerivedCoreProperties)."""

_IN_PRINT = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]")
"""Arabic letters in the form that they take at the beginning, in the middle or at the end of a word."""
_PAIRS = "\ufef5-\ufefc"
"""Lam and alef written as one."""
_LETTERS = {
    code: letters
    for code in (*range(0xFB50, 0xFE00), *range(0xFE70, 0xFEFD))
    if len(letters := unicodedata.normalize("NFKC", chr(code))) == 1 or chr(code) >= _PAIRS[0]
}
_CHANGES = re.compile(f"{INVISIBLE.pattern}|[{_PAIRS}]")


@dataclass(frozen=True, slots=True)
class Legible:
    """What can be seen of a text, and where it stands in the whole.  Offsets are in code points.

    text: the visible characters, perhaps in another case.  gaps: the offsets in it where characters were left out, or
    where one became two; hidden: how many more the whole has up to and with each gap, with a 0 before.
    """

    whole: str
    text: str
    gaps: tuple[int, ...] = ()
    hidden: tuple[int, ...] = (0,)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where characters [start, end) of the text stand in the whole, from the first to the last of them."""
        first = self._offset(start)
        return first, self._offset(end - 1) + 1 if end > start else first

    def as_written(self, found: tuple[Found, ...]) -> tuple[Found, ...]:
        """What was found in the text, with spans and words of the whole."""
        return found if self.text == self.whole else tuple(map(self._moved, found))

    def reasons_as_written(
        self, reasons: Mapping[str, tuple[Reason, ...]]
    ) -> Mapping[str, tuple[Reason, ...]]:
        """Reasons of claims with the spans of the whole."""
        if not self.gaps:
            return reasons
        return {
            claim_id: tuple(Reason(r.rule, tuple(self.span(*span) for span in r.spans)) for r in told)
            for claim_id, told in reasons.items()
        }

    def _moved(self, one: Found) -> Found:
        start, end = self.span(one.start, one.end)
        words = self.whole[start:end]
        if isinstance(one, Toponym):
            return replace(one, start=start, end=end, surface=words)
        return replace(one, start=start, end=end, quote=words)

    def _offset(self, seen: int) -> int:
        return seen + self.hidden[bisect_right(self.gaps, seen)]


def legible(whole: str) -> Legible:
    """The visible characters of a text: the text itself where it has no others."""
    gaps, hidden = [], [0]
    for run in _CHANGES.finditer(whole):
        pair = ord(run[0][0]) in _LETTERS
        gaps.append(run.start() - hidden[-1] + pair)
        hidden.append(hidden[-1] + (-1 if pair else len(run[0])))
    text = INVISIBLE.sub("", whole) if gaps else whole
    if _IN_PRINT.search(text):
        text = text.translate(_LETTERS)
    return Legible(whole, text, tuple(gaps), tuple(hidden))
