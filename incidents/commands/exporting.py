"""`incidents export`: the incidents, or the claims behind them, as a file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from incidents.commands.common import OK, add_command, day

PROFILES = ("geojson", "csv", "geojson-others", "csv-others", "claims", "links")
"""Those of `incidents.exchange.EXPORTERS`, which is not asked here so that help is quick."""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = add_command(
        commands, "export", export, "write incidents to a file, exactly what the filters leave"
    )
    parser.add_argument(
        "file", nargs="?", default="-", metavar="FILE", help="where to; - or nothing: standard output"
    )
    parser.add_argument("--profile", choices=PROFILES, required=True)
    parser.add_argument("--from", dest="first", type=day, metavar="YYYY-MM-DD", help="first day")
    parser.add_argument("--to", dest="last", type=day, metavar="YYYY-MM-DD", help="last day")
    parser.add_argument(
        "--as-of", type=day, metavar="YYYY-MM-DD", help="what was known by the end of this day, and no more"
    )
    for name, what in (("source", "outlet"), ("type", "event type"), ("precision", "geo_precision")):
        parser.add_argument(
            f"--{name}", action="append", default=[], help=f"only this {what}; may be repeated"
        )


def export(args: argparse.Namespace) -> int:
    """Write the file."""
    from incidents import exchange
    from incidents.query import Filters, Store

    filters = Filters(
        date_start=args.first,
        date_end=args.last,
        sources=frozenset(args.source),
        event_types=frozenset(args.type),
        geo_precisions=frozenset(args.precision),
        as_of=args.as_of,
    )
    target = sys.stdout.buffer if args.file == "-" else Path(args.file)
    exchange.export(args.profile, Store.open(args.data), filters, target)
    return OK
