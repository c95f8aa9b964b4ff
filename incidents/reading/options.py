"""What a caller may ask of reading, and how a document that cannot be read is told."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Overrides:
    """What the person who brings a document knows about it; fills what the document itself leaves open."""

    publisher: str | None = None
    title: str | None = None
    url: str | None = None
    published: dt.date | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """How to read.

    limit_bytes: the largest document accepted; for JSON Lines the largest line, as each is a document.
    timeout_seconds: for one address on the web, from the first connection to the last byte of the body.
    allow_private: also fetch from private and loopback addresses, which is off because a pasted
        address could otherwise make this machine ask its own network.
    """

    limit_bytes: int = 25 * 1024 * 1024
    overrides: Overrides = Overrides()
    timeout_seconds: float = 30.0
    allow_private: bool = False


DEFAULT_OPTIONS = ReadOptions()


@dataclass(frozen=True, slots=True)
class ReadProblem:
    """A document of a batch that could not be read; the batch goes on.

    name: the file, or "file, line 7" for JSON Lines.  message: one sentence, what is wrong and what to do.
    doc_id: of a JSON Lines document, where its line still tells it.
    """

    name: str
    message: str
    doc_id: str | None = None
