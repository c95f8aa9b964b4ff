"""Word (.docx).  The file's dates say when it was typed or saved, not when the report came out: left aside.

python-docx opens the package (its XML parser expands no entities); the words are gathered here in one
pass, as its paragraphs leave out tracked insertions, content controls and text boxes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
from docx.oxml.ns import qn

from incidents.errors import ReportError
from incidents.reading.documents import Document, one_newline
from incidents.reading.encodings import TABLE
from incidents.reading.languages import detect_language

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_MOST_UNPACKED_BYTES = 200 * 1024 * 1024
_MOST_FILES = 10_000
_MAIN_PART = "word/document.xml"
_WORKBOOK = "xl/workbook.xml"

_BREAKS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "\u2011"}
_WRAPPERS = frozenset((qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml")))
# a text box's copy for old programs, and where a moved passage was before
_SKIPPED = frozenset(
    ("{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback", qn("w:moveFrom"))
)


def read(data: bytes, charset: str | None = None) -> Document:
    """Paragraphs with an empty line between them, a table row on one line with tabs, and the title."""
    _check_package(data)
    opened = docx.Document(io.BytesIO(data))
    text = one_newline("\n\n".join(_blocks(opened.element.body)))
    properties = opened.core_properties
    return Document(
        text=text.strip("\n"),
        media_type=MEDIA_TYPE,
        title=properties.title,
        language=detect_language(text) or properties.language,
    )


def _check_package(data: bytes) -> None:
    """Refuse, before anything is unpacked, what is no Word document or would not fit."""
    try:
        entries = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except zipfile.BadZipFile as error:
        raise ReportError(
            "This Word document is damaged or incomplete: open it in Word, save it again and add that copy."
        ) from error
    names = {entry.filename for entry in entries}
    if _WORKBOOK in names:
        raise ReportError(TABLE)
    if _MAIN_PART not in names:
        raise ReportError(
            "This is a ZIP archive and not a Word document, whatever its name: unpack it and add the files inside."
        )
    if len(entries) > _MOST_FILES or sum(entry.file_size for entry in entries) > _MOST_UNPACKED_BYTES:
        raise ReportError(
            "This Word document unpacks to more than a report can hold: copy its text into a new document and add that."
        )


def _blocks(body: Any) -> Iterator[str]:
    """The text of each paragraph and each table row, in the order of the page; empty ones left out."""
    for element in body.iterchildren():
        if element.tag == qn("w:tbl"):
            rows = _below(element, qn("w:tr"))
            lines = ["\t".join(filter(None, map(_cell, _below(row, qn("w:tc"))))) for row in rows]
            block = "\n".join(filter(None, lines))
        elif element.tag == qn("w:p"):
            block = _words(element)
        elif element.tag in _SKIPPED:
            continue
        else:  # content controls and the like hold paragraphs of their own
            yield from _blocks(element)
            continue
        if block.strip():
            yield block


def _below(parent: Any, tag: str) -> Iterator[Any]:
    """Rows of a table or cells of a row, also where a content control is wrapped around them."""
    for child in parent.iterchildren():
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _below(child, tag)


def _cell(cell: Any) -> str:
    return " ".join(" ".join(_blocks(cell)).split())


def _words(paragraph: Any) -> str:
    """All text below a paragraph, without what was deleted or moved away and without the second copy of a text box."""
    parts: list[str] = []
    stack = [paragraph]
    while stack:
        element = stack.pop()
        if element.tag == qn("w:t"):
            parts.append(element.text or "")
        elif element.tag not in _SKIPPED:
            parts.append(_BREAKS.get(element.tag, ""))
            stack.extend(element.iterchildren(reversed=True))
    return "".join(parts)
