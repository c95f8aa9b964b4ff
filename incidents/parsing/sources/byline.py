"""The news agency whose copy a text is, where its dateline or a line of credit names one and no other."""

from __future__ import annotations

import re

from incidents.languages.organisations import find, folded, known

_HEAD_LINES, _TAIL_LINES = 4, 2
_WORDS = 12
"""A line of credit has so many words at most."""
_DATELINE = re.compile(r"([^()\n]{0,60})\(([^()\n]{2,40})\) ?[-–—]")
_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")

Byline = tuple[str, tuple[int, int]]
"""The agency by its kept name, and the span of the words that name it."""


def byline(text: str) -> Byline | None:
    """The agency that the head or the foot of a text credits with it; None for none, or for several."""
    lines = [m for m in re.finditer(r"[^\n]+", text) if m.group().strip()]
    looked_at = (*lines[:_HEAD_LINES], *lines[_HEAD_LINES:][-_TAIL_LINES:])
    found = [credit for m in looked_at if (credit := _dateline(m) or _credit(m))]
    return found[0] if len({name for name, _ in found}) == 1 else None


def _dateline(line: re.Match[str]) -> Byline | None:
    """ "BEIRUT, March 8 (Reuters) – …" """
    told = _DATELINE.match(line.group())
    if told is None or any(word[:1].islower() for word in told[1].split()):
        return None
    return _agency(told[2], line.start() + told.start(2))


def _credit(line: re.Match[str]) -> Byline | None:
    """ "By Agence France-Presse", "© 2025 AFP", "(Reuters)", "By a reporter, AP": a line that says nothing else."""
    text = line.group()
    words = list(_WORD.finditer(text))
    if not 0 < len(words) <= _WORDS:
        return None
    led = folded(words[0].group()) in known().credits
    for at, word in enumerate(words):
        found = _agency(text[word.start() : words[-1].end()], line.start() + word.start())
        before = [w.group() for w in words[:at]]
        if found and all(w.isdecimal() or folded(w) in known().credits for w in before):
            return found
        if found and led and text[: word.start()].rstrip().endswith((",", "/")):
            return found
    return None


def _agency(name: str, at: int) -> Byline | None:
    organisation = find(name)
    if organisation is None or organisation.kind != "agency":
        return None
    return organisation.name, (at, at + len(name))
