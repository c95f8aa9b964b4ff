"""The rim that joins the rooms: what is read is parsed, and what was parsed goes into the ledger.

Each report is one transaction, so that a stop at any moment leaves whole reports only, and running the same
again adds what is missing.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from io import BufferedReader
from pathlib import Path
from typing import cast

from incidents.errors import IncidentsError, LedgerError, ReportError
from incidents.ledger import Ledger, Purged
from incidents.model import Extraction, Report
from incidents.reading import ReadOptions, ReadProblem, read_lines, read_path, read_upload, read_url

Parser = Callable[[Report], Extraction]
Progress = Callable[[str, int, int | None], None]
"""Told the name of what is being done, how much of it is done, and of how much in all (None: not known)."""

STANDARD_INPUT = "-"
TABLES = frozenset(("text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))
"""Media types of reports that come from `exchange.importing`, whose claims are cells."""
MANY_IN_ONE = frozenset((".jsonl", ".ndjson"))
DEFAULT_OPTIONS = ReadOptions()


@dataclass(slots=True)
class IngestResult:
    """What became of a batch: report ids added and those there already, and what could not be taken in."""

    added: list[str] = field(default_factory=list)
    already_there: list[str] = field(default_factory=list)
    problems: list[ReadProblem] = field(default_factory=list)


def open_parser(data_dir: Path, progress: Progress | None = None) -> Parser:
    """The parser with the gazetteer of `data_dir`, which is built first where it is missing (some seconds)."""
    from incidents.parsing import parse
    from incidents.parsing.places.opening import open_place_finder

    return partial(parse, places=open_place_finder(data_dir, in_percent(progress)))


def in_percent(progress: Progress | None) -> Callable[[str, float], None] | None:
    """For work that tells the share done, 0 to 1."""
    return progress and (lambda name, share: progress(name, round(100 * share), 100))


def ingest(
    sources: Sequence[Path | str],
    data_dir: Path,
    options: ReadOptions = DEFAULT_OPTIONS,
    progress: Progress | None = None,
    *,
    parse: Parser | None = None,
) -> IngestResult:
    """Read files, folders, addresses or "-" (standard input), parse what is new and keep it in the ledger.

    What cannot be read is told in the result's problems and the rest goes on.  parse: `open_parser` unless given.
    Raises LedgerError or GazetteerError when nothing can be stored or placed at all.
    """
    with Ledger.open(data_dir) as ledger:
        documents = _with_progress(read_sources(sources, options), _count(sources), progress)
        get_parser = cache(lambda: parse or open_parser(data_dir, progress))
        return ingest_documents(documents, ledger, get_parser)


def ingest_documents(
    documents: Iterable[Report | ReadProblem], ledger: Ledger, get_parser: Callable[[], Parser]
) -> IngestResult:
    """Keep each of the reports and its reading; the same bytes are passed over without being parsed again.

    get_parser: asked for each new report, so that where all is there already no parser is waited for.
    """
    result = IngestResult()
    for document in documents:
        if isinstance(document, ReadProblem):
            result.problems.append(document)
        elif purged := ledger.purged_report(document.report_id):
            result.problems.append(
                ReadProblem(document.doc_id, f"{purged}; it is not taken in again", document.doc_id)
            )
        elif ledger.has_report(document.report_id):
            result.already_there.append(document.report_id)
        else:
            parse = get_parser()
            try:
                new = ledger.add_report(document, parsed(document, parse))
                (result.added if new else result.already_there).append(document.report_id)
            except (ReportError, LedgerError) as problem:
                result.problems.append(ReadProblem(document.doc_id, str(problem), document.doc_id))
    return result


def parsed(report: Report, parse: Parser) -> Extraction:
    """`parse(report)`; a text that the parser cannot cope with is a ReportError, so that a batch goes on."""
    try:
        return parse(report)
    except IncidentsError:
        raise
    except Exception as problem:
        what = f"{type(problem).__name__}: {problem}".splitlines()[0][:200]
        raise ReportError(
            f"This report was read but could not be searched for claims ({what}): please report this as a fault."
        ) from problem


def purge(data_dir: Path, report_id: str, *, by: str, reason: str) -> Purged:
    """Erase a report's words in the ledger, and the tables in the data folder that were derived from them.

    Raises DecisionError or LedgerError; what a program that runs has in memory goes when it ends.
    """
    from incidents.query.generation import forget

    with Ledger.open(data_dir) as ledger:
        try:
            return ledger.purge(report_id, by=by, reason=reason)
        finally:
            if ledger.purged_report(report_id):
                forget(data_dir)


def reread(ledger: Ledger, report_id: str, parse: Parser) -> bool:
    """Parse a stored report again, as after its date was supplied; False when that changes nothing.

    Tables are never parsed: what their cells say hangs on no day of publication.
    Raises LedgerError for an unknown report, ReportError when it cannot be parsed.
    """
    report = ledger.report(report_id)
    return report.media_type not in TABLES and ledger.add_extraction(parsed(report, parse))


def holds_others(
    ledger: Ledger, sources: Sequence[Path | str], options: ReadOptions = DEFAULT_OPTIONS
) -> bool:
    """Does the ledger hold a report that is not among `sources`?  No for one that a stop left half filled."""
    there = {report.report_id for report in ledger.reports()}
    if not there:
        return False
    known = (document for document in read_sources(sources, options) if isinstance(document, Report))
    return not there <= {report.report_id for report in known}


def read_sources(sources: Iterable[Path | str], options: ReadOptions) -> Iterator[Report | ReadProblem]:
    """Every report of the sources, in order; a ReadProblem for what cannot be read."""
    for source in sources:
        if source == STANDARD_INPUT:
            yield from _read_stream(cast(BufferedReader, sys.stdin.buffer), "standard input", options)
        elif str(source).lower().startswith(("http://", "https://")):
            try:
                yield read_url(str(source), options=options)
            except ReportError as problem:
                yield ReadProblem(str(source), str(problem))
        else:
            yield from read_path(source, options=options)


def _read_stream(stream: BufferedReader, name: str, options: ReadOptions) -> Iterator[Report | ReadProblem]:
    """JSON Lines as they come in, or one document of any other kind."""
    if stream.peek(1).lstrip().startswith(b"{"):
        yield from read_lines(stream, name, options=options)
    else:
        yield from read_upload(stream.read(options.limit_bytes + 1), name, options=options)


def _with_progress(
    documents: Iterable[Report | ReadProblem], total: int | None, progress: Progress | None
) -> Iterator[Report | ReadProblem]:
    """The documents, telling after each how many are done."""
    for done, document in enumerate(documents, start=1):
        yield document
        if progress:
            progress("reports", done, total if total and done <= total else None)


def _count(sources: Iterable[Path | str]) -> int | None:
    """How many documents there are, where that can be told without reading: JSON Lines hold any number."""
    files = [file for source in sources for file in _files(Path(source))]
    countable = all(file.is_file() and file.suffix.lower() not in MANY_IN_ONE for file in files)
    return len(files) if countable else None


def _files(source: Path) -> list[Path]:
    if not source.is_dir():
        return [source]
    return [file for file in source.rglob("[!.]*") if file.is_file()]
