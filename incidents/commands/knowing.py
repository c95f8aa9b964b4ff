"""`incidents known`: what was known as of given days, side by side, and what each day added to the one before."""

from __future__ import annotations

import argparse
import itertools
import sys

from incidents.commands.common import OK, add_command, day


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = add_command(
        commands, "known", known, "what was known by the end of given days: incidents, figures and totals"
    )
    parser.add_argument("days", nargs="+", type=day, metavar="YYYY-MM-DD", help="a day; several are columns")
    parser.add_argument("--source", action="append", default=[], help="only this outlet; may be repeated")
    parser.add_argument(
        "--changes",
        action="store_true",
        help="also what each day added to the one before, incident by incident",
    )


def known(args: argparse.Namespace) -> int:
    """Print the tables as Markdown."""
    from incidents.exchange.known import changes_told, known_tables
    from incidents.query import Filters, Store

    store, filters = Store.open(args.data), Filters(sources=frozenset(args.source))
    days = sorted(set(args.days))
    sys.stdout.write(known_tables(store, days, filters))
    if args.changes:
        for earlier, later in itertools.pairwise(days):
            sys.stdout.write(changes_told(store.difference(earlier, later, filters), earlier, later))
    return OK
