"""Files, folders, uploads and pasted text → Reports."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from incidents.errors import ReportError
from incidents.model import Report
from incidents.reading.documents import make_report, one_newline, storable
from incidents.reading.formats import read_document
from incidents.reading.formats.jsonl import read_lines
from incidents.reading.formats.text import parse_text
from incidents.reading.options import DEFAULT_OPTIONS, ReadOptions, ReadProblem
from incidents.reading.sizes import over_limit
from incidents.reading.sniffing import is_jsonl, media_type

_HEAD_BYTES = 256 * 1024
_PASTED = "pasted text"


def read_path(path: Path | str, *, options: ReadOptions = DEFAULT_OPTIONS) -> Iterator[Report | ReadProblem]:
    """Every report in a file or, sorted by path, in a folder and the folders in it; hidden files are passed by.

    What cannot be read is a ReadProblem and the rest goes on; nothing is raised.  JSON Lines files are
    read line by line, however long they are.
    """
    path = Path(path)
    if not path.is_dir():
        yield from _read_file(path, path.name, options)
        return
    found = False
    for file in sorted(path.rglob("*")):
        inside = file.relative_to(path)
        if not file.is_dir() and not any(part.startswith(".") for part in inside.parts):
            found = True
            yield from _read_file(file, inside.as_posix(), options)
    if not found:
        yield ReadProblem(path.name, "There are no files in this folder: check that it is the one you mean.")


def read_upload(
    data: bytes, name: str, *, options: ReadOptions = DEFAULT_OPTIONS
) -> Iterator[Report | ReadProblem]:
    """The report in one uploaded file, or the many of a JSON Lines file; nothing is raised."""
    if is_jsonl(data[:_HEAD_BYTES], name):
        yield from read_lines(io.BytesIO(data), name, options=options)
        return
    try:
        yield read_bytes(data, name, options=options)
    except ReportError as error:
        yield ReadProblem(name, str(error))


def read_bytes(
    data: bytes,
    name: str,
    *,
    options: ReadOptions = DEFAULT_OPTIONS,
    origin: str | None = None,
    charset: str | None = None,
) -> Report:
    """The one report in `data`.  Raises ReportError.

    name: the file's name; its ending tells the format where the bytes do not, and it becomes the doc_id.
    origin: where it came from, where that is more than its name.  charset: declared beside the bytes.
    """
    if len(data) > options.limit_bytes:
        raise ReportError(over_limit("This document", len(data), options.limit_bytes))
    if is_jsonl(data[:_HEAD_BYTES], name):
        return _only_line(data, name, options)
    document = read_document(data, media_type(data, name), charset)
    return make_report(document, data, name=name, origin=origin or name, overrides=options.overrides)


def read_text(text: str, *, options: ReadOptions = DEFAULT_OPTIONS) -> Report:
    """The report in a text that somebody pasted; front matter at its head is read.  Raises ReportError."""
    content = storable(text).encode()
    if not text.strip():
        raise ReportError("There is no text: paste the words of the report.")
    if len(content) > options.limit_bytes:
        raise ReportError(over_limit("This text", len(content), options.limit_bytes))
    document = parse_text(one_newline(text))
    report = make_report(document, content, name=_PASTED, origin=_PASTED, overrides=options.overrides)
    return replace(report, doc_id=f"pasted-{report.report_id[:8]}")


def _read_file(file: Path, name: str, options: ReadOptions) -> Iterator[Report | ReadProblem]:
    try:
        yield from _open_file(file, name, options)
    except FileNotFoundError:
        yield ReadProblem(
            name, "There is no file or folder of this name: check the spelling and where it lies."
        )
    except OSError as error:
        reason = error.strerror or type(error).__name__
        yield ReadProblem(name, f"This file cannot be opened ({reason}): check that you may read it.")
    except ReportError as error:
        yield ReadProblem(name, str(error))


def _open_file(file: Path, name: str, options: ReadOptions) -> Iterator[Report | ReadProblem]:
    if not file.is_file() and file.exists():
        raise ReportError("This is no ordinary file: save the report as a file and add that.")
    with file.open("rb") as stream:
        head = stream.read(_HEAD_BYTES)
        if is_jsonl(head, name):
            stream.seek(0)
            yield from read_lines(stream, name, options=options)
            return
        size = os.fstat(stream.fileno()).st_size
        if size > options.limit_bytes:
            raise ReportError(over_limit("This file", size, options.limit_bytes))
        data = head + stream.read(options.limit_bytes + 1)
    yield read_bytes(data, file.name, options=options, origin=str(file))


def _only_line(data: bytes, name: str, options: ReadOptions) -> Report:
    """The document of a JSON Lines file that holds one."""
    items = list(read_lines(io.BytesIO(data), name, options=options))
    if len(items) != 1:
        raise ReportError(
            f"This JSON Lines file holds {len(items)} documents where one is wanted: add it as a file."
        )
    if isinstance(items[0], ReadProblem):
        raise ReportError(items[0].message)
    return items[0]
