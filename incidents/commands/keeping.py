"""`incidents verify`: is the ledger as it was?  `incidents purge`: a report's words go, for good."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from incidents.commands.common import OK, PROBLEMS, USAGE, add_command, say
from incidents.errors import LedgerError
from incidents.model import REVIEWER

if TYPE_CHECKING:
    from incidents.ledger import Ledger

SHORTEST = 8
"""So many letters of a hash name a report."""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands."""
    add_command(commands, "verify", verify, "check every report, every quote and the chain of decisions")
    parser = add_command(
        commands, "purge", purge, "erase a report whose text endangers someone; hash, time and reason stay"
    )
    parser.add_argument(
        "report", metavar="REPORT", help=f"its SHA-256, at least {SHORTEST} letters of that, or its name"
    )
    parser.add_argument("--by", required=True, metavar="NAME", help="who purges it; stays in the ledger")
    parser.add_argument("--reason", required=True, help="why; stays in the ledger: do not repeat the text")
    parser.add_argument("--yes", action="store_true", help="do not ask")


def verify(args: argparse.Namespace) -> int:
    """Tell every problem of the ledger, or that there is none, and what was purged."""
    from incidents.ledger import Ledger

    with Ledger.open(args.data) as ledger:
        problems = ledger.verify()
        if not problems:  # else it may not even be legible
            for purged in ledger.purged().values():
                print(f"Purged: {purged}.")
            print(f"Verified {_counts(ledger)}: all as stored.")
            return OK
    for problem in problems:
        say(str(problem))
    print(f"Verified: {len(problems)} problem{'s' * (len(problems) > 1)}.")
    return PROBLEMS


def _counts(ledger: Ledger) -> str:
    there = (("reports", ledger.reports()), ("claims", ledger.claims()), ("decisions", ledger.decisions()))
    return ", ".join(f"{len(items)} {name}" for name, items in there)


def purge(args: argparse.Namespace) -> int:
    """Ask, then erase."""
    from incidents import pipeline
    from incidents.ledger import Ledger

    with Ledger.open(args.data) as ledger:
        report_id = _report_id(ledger, args.report)
        again = ledger.purged_report(report_id)
        count = sum(claim.report_id == report_id for claim in ledger.claims(include_rejected=True))
    if again:
        say(f"{again}; its traces are swept again.")
    elif not args.yes and not _sure(args.report, report_id, count):
        return USAGE
    done = pipeline.purge(args.data, report_id, by=args.by, reason=args.reason)
    print(f"Erased: {done}.")
    print(
        "Programs that run keep what they have in memory until they end; copies made elsewhere are not touched."
    )
    return OK


def _report_id(ledger: Ledger, named: str) -> str:
    if named.startswith(f"{REVIEWER}:"):  # what only a reviewer knows
        return named
    known = [report.report_id for report in ledger.reports() if report.doc_id == named]
    if len(named) >= SHORTEST:
        ids = [*(report.report_id for report in ledger.reports()), *ledger.purged()]
        known += [report_id for report_id in ids if report_id.startswith(named.lower())]
    found = sorted(set(known))
    if not found:
        raise LedgerError(f"there is no report {named} in this ledger: give its SHA-256 or its name")
    if len(found) > 1:
        raise LedgerError(f"{named} may be any of {len(found)} reports: give the SHA-256 of one")
    return found[0]


def _sure(named: str, report_id: str, count: int) -> bool:
    """Has the person at the keyboard typed the word?"""
    say(
        f"{named} (SHA-256 {report_id}): its bytes, its text, {count} claims and what reviewers noted about them "
        "will be erased. This cannot be undone."
    )
    if not sys.stdin.isatty():
        say("incidents purge: nobody is there to be asked: add --yes")
        return False
    print("Type purge to go on: ", end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip() == "purge":
        return True
    say("Nothing was erased.")
    return False
