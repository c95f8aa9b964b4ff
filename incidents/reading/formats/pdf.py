"""PDF, through pypdf.  A PDF's dates say when the file was made, not when the report came out: left aside."""

from __future__ import annotations

import io
import logging
import time
from collections.abc import Iterator
from pathlib import PurePath

from pypdf import PasswordType, PdfReader
from pypdf.errors import DependencyError, LimitReachedError

from incidents.errors import ReportError
from incidents.reading.documents import Document, one_newline
from incidents.reading.languages import detect_language, in_arabic_script

MEDIA_TYPE = "application/pdf"

_MOST_PAGES = 2_000
_MOST_CHARS = 10_000_000
_MOST_SECONDS = 60.0
_TOO_MUCH = (
    "This PDF is too large or too intricate to read: print the pages you need to a new PDF and add that."
)
# pypdf, pdfminer and PDFium were tried: of a line in Arabic each gives the words, and worse the figures, in an
# order of its own, and a figure beside the wrong word is a claim that nobody made
_ARABIC = (
    "The Arabic words and figures of a PDF cannot be read in their right order: "
    "add the web page or Word document it was made from, or paste its text."
)

# pypdf mends small faults and tells each in the log; a reader of a thousand files cannot act on them
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def read(data: bytes, charset: str | None = None) -> Document:
    """The words of all pages, in the order the file gives them, and the title in its properties.

    Raises ReportError for scans, for passwords, and for pages in Arabic, where figures would change places.
    """
    try:
        reader = _open(data)
        if len(reader.pages) > _MOST_PAGES:
            raise ReportError(_TOO_MUCH)
        text = "\n".join(_pages(reader))
    except LimitReachedError as error:
        raise ReportError(_TOO_MUCH) from error
    if not text.strip():
        raise ReportError(
            "This PDF holds pictures of pages and no words: run text recognition (OCR) on it, or paste its text."
        )
    return Document(
        text=one_newline(text).strip("\n"),
        media_type=MEDIA_TYPE,
        title=_title(reader),
        # word processors write their own default language into the file, so the words come first
        language=detect_language(text) or _catalogue_language(reader),
    )


def _open(data: bytes) -> PdfReader:
    protected = "This PDF is protected by a password: open it, save it without a password and add it again."
    try:
        reader = PdfReader(io.BytesIO(data))
        # "" opens files that only forbid printing or copying, as many official reports do
        if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
            raise ReportError(protected)
    except DependencyError as error:
        raise ReportError(protected) from error
    return reader


def _pages(reader: PdfReader) -> Iterator[str]:
    """The text of each page; ReportError when they take too long, hold too much or are in Arabic script."""
    deadline = time.monotonic() + _MOST_SECONDS
    chars = 0

    def watch(*_: object) -> None:
        if time.monotonic() > deadline:
            raise ReportError(_TOO_MUCH)

    for page in reader.pages:
        text = page.extract_text(visitor_operand_before=watch)
        chars += len(text)
        if chars > _MOST_CHARS:
            raise ReportError(_TOO_MUCH)
        watch()
        if in_arabic_script(text):
            raise ReportError(_ARABIC)
        yield text


def _title(reader: PdfReader) -> str | None:
    """The title in the properties, unless a program put a file name there."""
    title = reader.metadata.title if reader.metadata else None
    return title if title and not PurePath(title).suffix else None


def _catalogue_language(reader: PdfReader) -> str | None:
    language = reader.root_object.get("/Lang")
    return str(language) if language else None
