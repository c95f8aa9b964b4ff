"""An import in words, and its problems as a CSV file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from incidents.exchange.importing.landing import Landed
from incidents.exchange.importing.mapping import Mapping
from incidents.exchange.importing.report import BadRow, Imported
from incidents.exchange.importing.table import Table
from incidents.exchange.table import write_csv
from incidents.model import Claim

PROBLEM_COLUMNS = ("row", "column", "value", "problem")


def mapping_lines(mapping: Mapping, table: Table) -> list[str]:
    """What holds what, and the columns that nothing is read from."""
    wide = max(map(len, (*mapping.columns, *mapping.constants)), default=0)
    lines = [f"  {name:{wide}}  ← {header}" for name, header in mapping.columns.items()]
    lines += [f"  {name:{wide}}  = {value} (all rows)" for name, value in mapping.constants.items()]
    unread = [header for header in table.headers if header not in mapping.columns.values()]
    return lines + ([f"  not read, kept in the rows’ words: {', '.join(unread)}"] if unread else [])


def claim_line(claim: Claim) -> str:
    """One claim on one line."""
    place = claim.place
    where = (
        f"{place.name} ({place.geo_precision})"
        if place
        else f"{claim.place_as_written or 'no place'} (not placed)"
    )
    day = claim.date_start or claim.date_end
    when = (
        f"{day} to {claim.date_end}" if claim.date_start and claim.date_end != day else str(day or "no date")
    )
    kind = " / ".join(filter(None, (claim.event_type, claim.sub_event_type)))
    return "; ".join((f"{figure(claim)}", kind, when, where, ", ".join(claim.claimed_by)))


def figure(claim: Claim) -> str:
    """The number of people as words: "20 or more killed"."""
    if claim.unit is None:
        return "no number"
    low, high = claim.low, claim.high
    number = f"{low}" if low == high else f"{low} or more" if high is None else f"{low or 0} to {high}"
    who = f" {claim.category.replace('_', ' ')}" if claim.category and claim.category != "unspecified" else ""
    return f"{number}{who} {claim.unit}"


def outcome(imported: Imported, landed: Landed | None) -> str:
    """One or two sentences; landed: None where nothing was to be stored."""
    name = imported.report.doc_id
    told = f"{imported.rows} rows: {len(imported.good)} good, {len(imported.bad)} not taken in"
    claims = f"{len(imported.extraction.claims)} claims"
    if landed is None:
        return f"{name}: {told}; {claims}. Nothing was stored."
    if landed.kind == "again":
        return f"{name}: this very file is in the ledger already, read in the same way; nothing was added."
    words = f"{name}: {told}; {claims} added."
    if landed.kind == "read_again":
        words = f"{name}: this very file was in the ledger already and was read anew ({told}; {claims})."
    if landed.known:
        words += f" {landed.known} of its rows were in {landed.before} already, word for word."
    return words


def problems_csv(bad: Sequence[BadRow] | Iterable[BadRow]) -> bytes:
    """The rows that were not taken in, as CSV that is safe to open in a spreadsheet."""
    return write_csv(PROBLEM_COLUMNS, ([b.number, b.column, b.value, b.reason] for b in bad))
