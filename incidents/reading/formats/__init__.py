"""One module a format: `read(data, charset) -> Document`, and the table of which reads what.

charset: the encoding declared around the bytes (an HTTP header), used where the format does not tell.
"""

from __future__ import annotations

from collections.abc import Callable

from incidents.errors import ReportError
from incidents.reading.documents import Document
from incidents.reading.formats import docx, html, pdf, text
from incidents.reading.sniffing import HTML, MARKDOWN, PLAIN

Reader = Callable[[bytes, str | None], Document]

_READERS: dict[str, Reader] = {
    PLAIN: text.read_plain,
    MARKDOWN: text.read_markdown,
    HTML: html.read,
    pdf.MEDIA_TYPE: pdf.read,
    docx.MEDIA_TYPE: docx.read,
}


def read_document(data: bytes, media_type: str, charset: str | None = None) -> Document:
    """The document in `data`.  Raises ReportError, whatever the format's library makes of the bytes."""
    try:
        document = _READERS[media_type](data, charset)
    except ReportError:
        raise
    except Exception as error:  # untrusted bytes: the libraries fail on them in every way there is
        raise ReportError(
            "This file is damaged and cannot be read: open it in its own program, save it again and add that copy."
        ) from error
    if not document.text.strip():
        raise ReportError("There are no words in it: check that the file holds the report.")
    return document


__all__ = ["read_document"]
