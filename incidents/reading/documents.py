"""What a format module finds in the bytes, and how that becomes a Report."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import dataclass

from incidents.errors import ReportError
from incidents.model import Report
from incidents.reading.languages import detect_language, language_code
from incidents.reading.options import Overrides

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?!\d)")
_YEARS = range(1900, 2101)
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The text of a document, and what it says about itself."""

    text: str
    media_type: str
    doc_id: str | None = None
    publisher: str | None = None
    title: str | None = None
    url: str | None = None
    published: dt.date | None = None
    language: str | None = None


def make_report(
    document: Document, content: bytes, *, name: str, origin: str, overrides: Overrides
) -> Report:
    """The Report of a document; `overrides` fill what the document leaves open."""
    text = storable(document.text)
    return Report(
        report_id=hashlib.sha256(content).hexdigest(),
        doc_id=document.doc_id or name,
        content=content,
        text=text,
        media_type=document.media_type,
        origin=origin,
        publisher=_line(document.publisher) or _line(overrides.publisher),
        title=_line(document.title) or _line(overrides.title),
        url=_line(document.url) or _line(overrides.url),
        published=document.published or overrides.published,
        language=language_code(document.language)
        or language_code(overrides.language)
        or detect_language(text),
    )


def storable(text: str) -> str:
    """The text with NUL and halves of surrogate pairs replaced by U+FFFD, one for one: offsets stay."""
    return _UNSTORABLE.sub("\ufffd", text)


def one_newline(text: str) -> str:
    """The text with every line ending as a line feed, without a byte order mark."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def parse_day(value: str) -> dt.date:
    """The day of an ISO 8601 date or date and time, as written (no change of time zone).

    Raises ReportError when it is none, or not between 1900 and 2100.
    """
    written = value.strip()
    try:
        day: dt.date | None = dt.datetime.fromisoformat(written).date()
    except ValueError:
        day = _leading_day(written)
    if day is None or day.year not in _YEARS:
        raise ReportError(
            f"The published date “{written[:40]}” is not a date: write it as YYYY-MM-DD, for example 2025-03-08."
        )
    return day


def _leading_day(written: str) -> dt.date | None:
    found = _ISO_DAY.match(written)
    try:
        return dt.date.fromisoformat(found[0]) if found else None
    except ValueError:
        return None


def _line(value: str | None) -> str | None:
    """A metadata value on one line, or None when nothing is left."""
    return storable(" ".join(value.split())) or None if value else None
