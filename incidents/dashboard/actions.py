"""What the pages do to the data: taking reports in, deciding about claims, finding places; no drawing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import streamlit as st

from incidents import pipeline
from incidents.dashboard.deciding import keep
from incidents.dashboard.store import data_dir, ledger
from incidents.errors import IncidentsError, ReportError
from incidents.geocoding import Gazetteer, open_gazetteer
from incidents.ledger import Grade
from incidents.model import Claim, DecisionKind, Extraction, Place, Reason, Report
from incidents.reading import Overrides, ReadOptions, ReadProblem, read_text, read_upload, read_url

MOST_PLACES = 12
MOST_TRIED = 5000
"""Characters of a text that is only tried."""
EARLIEST, LATEST = dt.date(1900, 1, 1), dt.date(2100, 12, 31)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document: added with `claims` found, there `again`, or `failed` and why."""

    name: str
    kind: Literal["added", "again", "failed"]
    claims: int = 0
    why: str = ""


@st.cache_resource(show_spinner=False)
def _parser(folder: str) -> pipeline.Parser:
    return pipeline.open_parser(data_dir())


@st.cache_resource(show_spinner=False)
def _gazetteer(folder: str) -> Gazetteer:
    return open_gazetteer(data_dir())


def get_parser() -> pipeline.Parser:
    """The parser, opened once a process."""
    return _parser(str(data_dir()))


def limit_mb() -> int:
    """How large a report may be, in MB: `server.maxUploadSize` in .streamlit/config.toml."""
    return int(st.get_option("server.maxUploadSize"))


def _options(known: Overrides) -> ReadOptions:
    return ReadOptions(limit_bytes=limit_mb() * 2**20, overrides=known)


def upload(name: str, data: bytes, known: Overrides) -> Iterator[Outcome]:
    """Take in one uploaded file, which may hold many documents."""
    yield from take_in(read_upload(data, name, options=_options(known)))


def paste(text: str, known: Overrides) -> Iterator[Outcome]:
    """Take in a pasted text."""
    yield from _one(lambda: read_text(text, options=_options(known)), "")


def read_aloud(text: str, published: dt.date) -> tuple[Report, Extraction]:
    """Read a text and keep it nowhere; ReportError where there is nothing to read."""
    report = read_text(text, options=_options(Overrides(published=published)))
    return report, pipeline.parsed(report, get_parser())


def reasons(claim: Claim, report: Report) -> tuple[Reason, ...] | None:
    """Why a claim of a stored report is what it is; None for one that today's parser would not make so."""
    if report.media_type in pipeline.TABLES:
        return None
    found = _read_again(str(data_dir()), report.report_id, report.published, report)
    return found.reasons[claim.claim_id] if claim in found.claims else None


@st.cache_resource(show_spinner=False, max_entries=64)
def _read_again(folder: str, report_id: str, published: dt.date | None, _report: Report) -> Extraction:
    return pipeline.parsed(_report, get_parser())


def fetch(url: str, known: Overrides) -> Iterator[Outcome]:
    """Take in the page at an address: this contacts that site."""
    yield from _one(lambda: read_url(url, options=_options(known)), url)


def _one(read: Any, name: str) -> Iterator[Outcome]:
    try:
        report = read()
    except ReportError as problem:
        yield Outcome(name, "failed", why=str(problem))
        return
    yield from take_in([report])


def take_in(documents: Iterable[Report | ReadProblem]) -> Iterator[Outcome]:
    """Parse and keep the documents one by one, telling after each what became of it."""
    for document in documents:
        if isinstance(document, ReadProblem):
            yield Outcome(document.name, "failed", why=document.message)
            continue
        try:
            result = pipeline.ingest_documents([document], ledger(), get_parser)
        except IncidentsError as problem:
            yield Outcome(document.doc_id, "failed", why=str(problem))
            continue
        name = document.title or document.doc_id
        if result.problems:
            yield Outcome(name, "failed", why=result.problems[0].message)
        elif result.added:
            found = sum(1 for claim in ledger().claims() if claim.report_id == document.report_id)
            yield Outcome(name, "added", claims=found)
        else:
            yield Outcome(name, "again")


def decide(
    kind: DecisionKind,
    claim: Claim | None,
    *,
    by: str,
    reason: str,
    after: Mapping[str, Any] | None = None,
    report_id: str = "",
    span: tuple[int, int, str] | None = None,
) -> None:
    """Keep a reviewer's decision about a claim, or (claim None) about a report.

    span: (start, end, quote) of the words marked, for "add".  Raises DecisionError or LedgerError.
    """
    start, end, quote = span or ((claim.start, claim.end, claim.quote) if claim else (None, None, None))
    about = claim.report_id if claim else report_id
    changes = dict(after or {})
    keep(
        kind,
        claim.claim_id if claim else about,
        by=by,
        reason=reason,
        report_id=about,
        start=start,
        end=end,
        quote=quote,
        before={name: getattr(claim, name) for name in changes} if claim else {},
        after=changes,
    )


def grade(target: Claim | str, *, by: str, reason: str, before: Grade, after: Mapping[str, Any]) -> None:
    """Keep a grade of a statement, or of a source by its name; before: the grade that the reviewer saw.

    Raises DecisionError or LedgerError.
    """
    claim = target if isinstance(target, Claim) else None
    keep(
        "grade",
        target.claim_id if isinstance(target, Claim) else target,
        by=by,
        reason=reason,
        report_id=claim.report_id if claim else "",
        before={axis: getattr(before, axis) for axis in after},
        after=dict(after),
    )


def supply_date(report_id: str, published: dt.date, *, by: str, reason: str) -> None:
    """Keep the day a report was published and read the report again with it."""
    decide("report", None, by=by, reason=reason, after={"published": published}, report_id=report_id)
    pipeline.reread(ledger(), report_id, get_parser())


def find_places(name: str) -> list[Place]:
    """Places a reviewer may mean: exact names first, then other spellings; those of one id once."""
    if not name.strip():
        return []
    index = _gazetteer(str(data_dir()))
    found = {
        candidate.place.place_id: candidate.place for candidate in (*index.named(name), *index.similar(name))
    }
    return list(found.values())[:MOST_PLACES]
