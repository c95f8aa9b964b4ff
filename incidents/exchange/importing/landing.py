"""Putting an imported table into the ledger, and telling what was there before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from incidents.errors import ExchangeError
from incidents.exchange.importing.report import Imported
from incidents.exchange.importing.sheets import MEDIA_TYPES
from incidents.exchange.importing.table import content_of
from incidents.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Landed:
    """What became of a table: added, there already, or there and read anew by another mapping.

    known, before: so many of its rows were in that earlier table (its doc_id), by what they say.
    """

    kind: Literal["added", "again", "read_again"]
    known: int = 0
    before: str = ""


def land(ledger: Ledger, imported: Imported) -> Landed:
    """Keep the table and its claims in one transaction; the same file is never kept twice.

    Raises LedgerError, and ExchangeError where another sheet of the same file was imported before.
    """
    report = imported.report
    known, before = seen_before(ledger, imported)
    if ledger.add_report(report, imported.extraction):
        return Landed("added", known, before)
    if ledger.report(report.report_id).text != report.text:
        raise ExchangeError(
            "Another sheet of this file, or the same with other names of columns, is in the ledger already: save the "
            "sheet as a file of its own and import that."
        )
    return Landed("read_again" if ledger.add_extraction(imported.extraction) else "again")


def seen_before(ledger: Ledger, imported: Imported) -> tuple[int, str]:
    """How many of the table's rows the most alike of the earlier tables has, and its doc_id; (0, "") for none."""
    own = set(map(content_of, imported.report.text.splitlines()[-imported.rows :]))
    best = (0, "")
    for stored in ledger.reports():
        if stored.media_type in MEDIA_TYPES and stored.report_id != imported.report.report_id:
            there = set(map(content_of, ledger.report(stored.report_id).text.splitlines()))
            best = max(best, (len(own & there), stored.doc_id))
    return best
