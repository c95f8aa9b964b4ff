"""`incidents parse` and `incidents geocode`: JSON Lines in, JSON Lines out, nothing stored.

One line out for each line in, in order and at once; a line that is wrong is answered with its error, and the
stream goes on and ends well: whoever reads the answers sees what was wrong with which line.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from functools import cache, partial
from io import BufferedReader
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from incidents.commands.common import OK, USAGE, Bar, add_command, positive, say
from incidents.commands.looking_up import add_options, look_up, wanted
from incidents.errors import IncidentsError

if TYPE_CHECKING:
    from incidents.pipeline import Parser

Answer = dict[str, Any]
NO_DATE = (
    "The published date is not a date, so no weekday is resolved: write it as YYYY-MM-DD, as in 2025-03-08."
)
LONGEST_LINE_BYTES = 25 * 1024 * 1024
"""That of `incidents.reading`: of a longer line only so much is taken in as shows that it is too long."""
LONGEST_NAME_BYTES = 1024 * 1024
_AT_ONCE_BYTES = 64 * 1024
_MARK = b"\xef\xbb\xbf"
"""What some programs write before the first line of UTF-8."""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands."""
    parser = add_command(
        commands, "parse", parse, "reports as JSON Lines in, their places and claims as JSON Lines out"
    )
    parser.add_argument(
        "--explain",
        action="store_true",
        help="say for each field of a claim which rule decided it, and by which words of the text",
    )
    parser.add_argument(
        "--jobs",
        type=positive,
        metavar="N",
        help="reports to work on at a time, each in a process of its own (default: one a processor, at most 4)",
    )
    parser = add_command(
        commands, "geocode", geocode, "names of places in, places out, with candidates and reasons"
    )
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument(
        "--jsonl",
        action="store_true",
        help='read {"id", "query", "country", "admin1"} lines instead and write {"id", "lat", "lon", "name", …}; '
        'lat and lon of a district, governorate, region or country ("point": "label") say where to write its name',
    )
    add_options(parser)


def parse(args: argparse.Namespace) -> int:
    """Answer each document on standard input."""
    from incidents.commands.workers import in_order, usual_number
    from incidents.pipeline import open_parser

    with Bar() as bar:
        open_parser(args.data, bar)  # so that the index is built before anybody asks for it
    numbered = enumerate(lines(sys.stdin.buffer), start=1)
    work = partial(_answered, args.data, args.explain)
    if (jobs := args.jobs or usual_number()) == 1:
        for line in numbered:
            put(work(line))
    else:
        in_order(work, numbered, put, jobs)
    return OK


def _answered(data_dir: Path, explain: bool, numbered: tuple[int, bytes]) -> Answer:
    """The answer to a line of the input."""
    from incidents.commands.contract import answer
    from incidents.pipeline import parsed
    from incidents.reading import read_line

    number, line = numbered
    try:
        report = read_line(line, f"line {number}")
        told = answer(report, parsed(report, _parser(data_dir)), explain=explain)
        told["doc_id"] = doc_id_of(line)
        return told if report.published or not dated(line) else told | {"warning": NO_DATE}
    except IncidentsError as problem:
        return {"doc_id": doc_id_of(line), "error": str(problem)}


@cache
def _parser(data_dir: Path) -> Parser:
    from incidents.pipeline import open_parser

    return open_parser(data_dir)


def geocode(args: argparse.Namespace) -> int:
    """Answer each name, on the command line for people, or on standard input for programs."""
    for_people = bool(args.names) or wanted(args)
    if args.jsonl == for_people:
        say(
            "incidents geocode: give names of places, --at and a point, or --jsonl and lines on standard input"
        )
        return USAGE
    if for_people:
        return look_up(args)
    from incidents.geocoding import geocode_lines, open_gazetteer
    from incidents.pipeline import in_percent

    with Bar() as bar:
        gazetteer = open_gazetteer(args.data, in_percent(bar))
    for wave in waves(cast(BufferedReader, sys.stdin.buffer)):
        answers = geocode_lines((line.decode(errors="replace") for line in wave), gazetteer)
        sys.stdout.buffer.write(
            "".join(f"{answer}\n" for answer in answers).encode(errors="backslashreplace")
        )
        sys.stdout.buffer.flush()
    return OK


def waves(source: BufferedReader, limit_bytes: int = LONGEST_NAME_BYTES) -> Iterator[list[bytes]]:
    """Lines without their ends, at a time as many as have come: none waits for what comes after it.

    Of a line over the limit only so much that it is over the limit still.
    """
    held = b""
    while chunk := source.read1(_AT_ONCE_BYTES):
        *whole, held = (held + chunk).split(b"\n")
        held = held[: limit_bytes + 1]
        if whole:
            yield [line.removeprefix(_MARK).rstrip(b"\r") for line in whole]
    if held:
        yield [held.removeprefix(_MARK).rstrip(b"\r")]


def lines(source: BinaryIO, limit_bytes: int = LONGEST_LINE_BYTES) -> Iterator[bytes]:
    """Lines without their ends; of one over the limit only so much that it is over the limit still."""
    while line := source.readline(limit_bytes + 2):
        rest = line
        while not rest.endswith(b"\n") and (rest := source.readline(limit_bytes + 2)):
            pass
        yield line.removeprefix(_MARK).rstrip(b"\r\n")


def doc_id_of(line: bytes) -> str | int | None:
    """The name or number by which the sender knows a document, as it was written; None where it cannot be told."""
    try:
        doc_id = json.loads(line)["doc_id"]
    except (ValueError, RecursionError, TypeError, LookupError):
        return None
    return doc_id if isinstance(doc_id, str | int) else None


def dated(line: bytes) -> bool:
    """Does a line that was read as a document give a day of publication, well written or not?"""
    return bool(json.loads(line).get("published"))


def put(answer: Answer) -> None:
    """Write an answer at once, as a line of JSON in UTF-8."""
    sys.stdout.buffer.write(written(answer))
    sys.stdout.buffer.flush()


def written(answer: Answer) -> bytes:
    """An answer as a line of JSON in UTF-8; halves of letters, which no file may hold, as JSON's \\uXXXX."""
    return (json.dumps(answer, ensure_ascii=False) + "\n").encode(errors="backslashreplace")
