"""JSON Lines: one document a line, {"doc_id", "text", "published", "publisher", "title", "url", "language"}."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from incidents.errors import ReportError
from incidents.model import Report
from incidents.reading.documents import Document, make_report, parse_day
from incidents.reading.options import DEFAULT_OPTIONS, ReadOptions, ReadProblem
from incidents.reading.sizes import over_limit
from incidents.reading.sniffing import JSONL


def read_lines(
    stream: BinaryIO, name: str, *, options: ReadOptions = DEFAULT_OPTIONS
) -> Iterator[Report | ReadProblem]:
    """One Report or ReadProblem for each line that is not blank, in order, in constant memory."""
    for number, line in _lines(stream, options.limit_bytes):
        place = f"{name}, line {number}"
        try:
            yield read_line(line, place, options=options)
        except ReportError as error:
            yield ReadProblem(place, str(error), _doc_id(line))


def read_line(line: bytes, name: str, *, options: ReadOptions = DEFAULT_OPTIONS) -> Report:
    """The Report of one line; its text is kept to the letter, so that offsets hold for the sender too.

    name: stands in where the line has no doc_id.  A published date that is none leaves the report without a
    date, to be supplied, so that the text is not lost for it.  Raises ReportError.
    """
    if len(line) > options.limit_bytes:
        raise ReportError(over_limit("This line", None, options.limit_bytes))
    record = _record(line)
    document = Document(
        text=_text(record),
        media_type=JSONL,
        doc_id=_word(record, "doc_id"),
        publisher=_word(record, "publisher"),
        title=_word(record, "title"),
        url=_word(record, "url"),
        published=_day(record),
        language=_word(record, "language"),
    )
    return make_report(document, line, name=name, origin=name, overrides=options.overrides)


def _lines(stream: BinaryIO, limit_bytes: int) -> Iterator[tuple[int, bytes]]:
    """Numbered lines without their line ends; of a line over the limit only the beginning, which is over it too."""
    number = 0
    while line := stream.readline(limit_bytes + 2):
        number += 1
        rest = line
        while not rest.endswith(b"\n") and (rest := stream.readline(limit_bytes + 2)):
            pass
        line = line.removeprefix(b"\xef\xbb\xbf").rstrip(b"\r\n")
        if line.strip():
            yield number, line


def _record(line: bytes) -> dict[str, Any]:
    try:
        record = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise ReportError("This line is not UTF-8 text: save the file in the encoding UTF-8.") from error
    except (ValueError, RecursionError) as error:
        what = (
            f" ({error.msg} at character {error.pos + 1})" if isinstance(error, json.JSONDecodeError) else ""
        )
        raise ReportError(
            f"This line is not JSON{what}: write one whole JSON object on each line."
        ) from error
    if not isinstance(record, dict):
        raise ReportError(
            'This line is no JSON object: write {"doc_id": …, "text": …} with the fields of a report.'
        )
    return record


def _text(record: dict[str, Any]) -> str:
    text = record.get("text")
    if not isinstance(text, str):
        raise ReportError('This line has no text: give the report\'s words as a string under "text".')
    return text


def _day(record: dict[str, Any]) -> dt.date | None:
    written = record.get("published")
    try:
        return parse_day(written) if isinstance(written, str) else None
    except ReportError:
        return None


def _word(record: dict[str, Any], key: str) -> str | None:
    """A field that may be missing or null; numbers are taken as they are written."""
    value = record.get(key)
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise ReportError(
            f'The field "{key}" of this line is neither a string nor null: write it as a string.'
        )
    return str(value)


def _doc_id(line: bytes) -> str | None:
    """The doc_id of a line that is wrong in another way, so that the sender knows which it was."""
    try:
        return _word(_record(line), "doc_id")
    except ReportError:
        return None
