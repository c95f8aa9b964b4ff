"""`incidents ingest`: reports into the ledger."""

from __future__ import annotations

import argparse

from incidents.commands.common import OK, PROBLEMS, Bar, add_command, day, positive, say


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands."""
    parser = add_command(commands, "ingest", ingest, "read reports and keep what they say; safe to repeat")
    parser.add_argument(
        "sources", nargs="+", metavar="PATH|URL|-", help="a file, a folder, an address, or - for stdin"
    )
    parser.add_argument("--publisher", help="where a report itself does not say, as for the next three")
    parser.add_argument("--published", type=day, metavar="YYYY-MM-DD", help="the day it was published")
    parser.add_argument("--title")
    parser.add_argument(
        "--limit-mb", type=positive, default=25, metavar="N", help="refuse larger reports (default: 25)"
    )
    parser.add_argument("--language", metavar="CODE", help="en, ar, …")
    parser.add_argument(
        "--if-empty", action="store_true", help="do nothing when the ledger holds reports from elsewhere"
    )


def ingest(args: argparse.Namespace) -> int:
    """Read, parse, store; tell what became of it."""
    from incidents import pipeline
    from incidents.ledger import Ledger
    from incidents.reading import Overrides, ReadOptions

    known = {name: getattr(args, name) for name in ("publisher", "published", "title", "language")}
    options = ReadOptions(limit_bytes=args.limit_mb * 2**20, overrides=Overrides(**known))
    if args.if_empty:
        with Ledger.open(args.data) as ledger:
            if pipeline.holds_others(ledger, args.sources, options):
                say("The ledger holds other reports: nothing was added.")
                return OK
    with Bar() as bar:
        result = pipeline.ingest(args.sources, args.data, options, bar)
    for problem in result.problems:
        say(f"{problem.name}: {problem.message}")
    told = [f"{len(result.added)} added", f"{len(result.already_there)} there already"]
    if result.problems:
        told.append(f"{len(result.problems)} not taken in")
    print("Reports: " + ", ".join(told) + ".")
    return PROBLEMS if result.problems else OK
