"""From bytes to characters."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from charset_normalizer import from_bytes

from incidents.errors import ReportError
from incidents.reading.documents import one_newline

_MARKS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Encodings that reports in English and Arabic come in.  Left free, the detector takes curly quotes in
# Windows-1252 for DOS box drawing; the last four keep Cyrillic and Turkish from being read as Arabic.
_CANDIDATES = ["cp1256", "cp1252", "iso8859_6", "utf_16_le", "utf_16_be", "cp1251", "cp1254", "koi8_r"]
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")
_MOST_CONTROLS = 0.01
_MOST_BROKEN = 0.05
_NO_FIRST_BYTES = bytes(range(0xC0))  # all that cannot begin a letter beyond ASCII in UTF-8
# what a page may declare; Python also calls "punycode" and "unicode_escape" encodings
_CHARSET = re.compile("cp|iso8859|koi8|utf-?(8|16|32)|gb|big5|euc|shift|mac")

TABLE = (
    "This is a table and not a report: take it in on the page Exchange or with "
    "`incidents import FILE --profile table`."
)
READABLE = "use a text, Markdown, HTML, PDF, Word (.docx) or JSON Lines file"


def decode(data: bytes, declared: str | None = None) -> str:
    """The characters of `data`, with line feeds and without a byte order mark.

    A byte order mark decides, then UTF-8, then the encoding `declared` around the bytes, then detection.
    Raises ReportError for bytes that are not text.
    """
    for text in _readings(data, declared):
        if text is not None and is_text(text):
            return one_newline(text)
    raise ReportError(f"These bytes are no words in any encoding known here: {READABLE}.")


def is_text(text: str) -> bool:
    """False when control characters say that these were not characters at all."""
    return len(_CONTROL.findall(text)) <= _MOST_CONTROLS * len(text)


def _readings(data: bytes, declared: str | None) -> Iterator[str | None]:
    yield _marked(data)
    yield _utf8(data)
    yield _declared(data, declared)
    best = from_bytes(data, cp_isolation=_CANDIDATES, enable_fallback=False).best()
    yield _declared(data, best.encoding) if best else None


def _marked(data: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    return None


def _utf8(data: bytes) -> str | None:
    """UTF-8, also with a few broken bytes in it, as when a file was cut in the middle of a letter."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    letters = len(data.translate(None, _NO_FIRST_BYTES)) if broken else 0
    return text if broken <= _MOST_BROKEN * letters else None


def _declared(data: bytes, encoding: str | None) -> str | None:
    try:
        return data.decode(encoding) if encoding and _CHARSET.match(codecs.lookup(encoding).name) else None
    except (LookupError, ValueError):
        return None
