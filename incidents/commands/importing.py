"""`incidents import`: tables made elsewhere into the ledger."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from incidents.commands.common import OK, PROBLEMS, Bar, add_command, day, positive, say

if TYPE_CHECKING:
    from incidents.exchange.importing import Imported, Mapping, Table

PROFILES = ("table",)
SHOWN = 10
"""Claims of the preview, and problems told one by one."""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "import",
        run,
        "take in a table made elsewhere: good rows become claims, bad ones are told by number",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="a CSV file or an XLSX workbook")
    parser.add_argument("--profile", choices=PROFILES, required=True)
    parser.add_argument("--preview", action="store_true", help="show what would be read; store nothing")
    parser.add_argument(
        "--problems", type=Path, metavar="CSV", help="write the rows not taken in to this file"
    )
    parser.add_argument("--publisher", help="whose table it is (else the file’s name)")
    parser.add_argument("--published", type=day, metavar="YYYY-MM-DD", help="the day it was published")
    parser.add_argument("--sheet", metavar="NAME", help="the sheet of a workbook that has several")
    parser.add_argument("--header-row", type=positive, metavar="N", help="the row that names the columns")
    parser.add_argument(
        "--dates", choices=("dmy", "mdy", "ymd"), help="the order in dates such as 03/04/2025"
    )
    parser.add_argument(
        "--mapping",
        metavar="FILE|NAME",
        help="a file, or a name kept before, that says which column holds what",
    )
    parser.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="FIELD=COLUMN",
        help="a column; an empty one is not read",
    )
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="FIELD=VALUE",
        help="what holds for all rows, as country=Syria",
    )
    parser.add_argument(
        "--save-mapping", metavar="NAME", help="keep the mapping for tables with the same columns"
    )


def run(args: argparse.Namespace) -> int:
    """Read the table, show or store it, tell what became of it."""
    from incidents.exchange import importing
    from incidents.exchange.importing.summary import outcome, problems_csv
    from incidents.geocoding import open_gazetteer
    from incidents.ledger import Ledger

    data = args.file.read_bytes()
    told = _told(args)
    sheet, row = (told.sheet, told.header_row) if told else (None, None)
    table = importing.open_table(data, args.sheet or sheet, args.header_row or row)
    mapping = _changed(told or _kept_or_guessed(table, args.data), args)
    about = importing.About(name=args.file.name, publisher=args.publisher or "", published=args.published,
                            origin=str(args.file))  # fmt: skip
    with Bar() as bar:
        places = importing.PlaceReader(open_gazetteer(args.data))
        imported = importing.read_table(
            data, table, mapping, places, about, lambda done, of: bar("rows", done, of)
        )
    if args.problems:
        args.problems.write_bytes(problems_csv(imported.bad))
    if args.save_mapping:
        importing.save(
            replace(mapping, sheet=args.sheet, headers=table.headers), args.save_mapping, args.data
        )
    _tell_problems(imported)
    if args.preview:
        _preview(imported, mapping, table)
        print(outcome(imported, None))
    else:
        with Ledger.open(args.data) as ledger:
            print(outcome(imported, importing.land(ledger, imported)))
    return PROBLEMS if imported.bad else OK


def _told(args: argparse.Namespace) -> Mapping | None:
    """The mapping that a person names: a file, or one kept before."""
    from incidents.errors import ExchangeError
    from incidents.exchange import importing

    if not args.mapping:
        return None
    kept = importing.saved(args.data)
    if args.mapping in kept:
        return kept[args.mapping]
    if Path(args.mapping).is_file():
        return importing.load_mapping(Path(args.mapping))
    names = ", ".join(kept) or "none"
    raise ExchangeError(
        f"There is no mapping “{args.mapping}”, neither a file nor one kept before ({names})."
    )


def _kept_or_guessed(table: Table, data_dir: Path) -> Mapping:
    from incidents.exchange import importing

    for name, mapping in importing.saved(data_dir).items():
        if mapping.fits(table.headers):
            say(f"The columns are read as kept under “{name}”.")
            return mapping
    return importing.mapping_for(table)


def _changed(mapping: Mapping, args: argparse.Namespace) -> Mapping:
    """The mapping with what the options say; they win."""
    columns = {**mapping.columns, **dict(_pair(text) for text in args.column)}
    constants = {**mapping.constants, **dict(_pair(text) for text in args.set)}
    return replace(
        mapping,
        columns={name: column for name, column in columns.items() if column},
        constants={name: value for name, value in constants.items() if value},
        dates=args.dates or mapping.dates,
    )


def _pair(text: str) -> tuple[str, str]:
    from incidents.errors import ExchangeError

    name, mark, value = text.partition("=")
    if not mark:
        raise ExchangeError(f"“{text}” must be a field, an equals sign and what it is, as in place=Town.")
    return name.strip(), value.strip()


def _tell_problems(imported: Imported) -> None:
    for problem in imported.bad[:SHOWN]:
        say(str(problem))
    if len(imported.bad) > SHOWN:
        say(f"… and {len(imported.bad) - SHOWN} more rows: --problems FILE writes all of them.")


def _preview(imported: Imported, mapping: Mapping, table: Table) -> None:
    from incidents.exchange.importing.summary import claim_line, mapping_lines

    where = f" of sheet “{table.sheet.name}”" if table.sheet.name else ""
    print(f"Columns are named in row {table.head.number}{where}:")
    print("\n".join(mapping_lines(mapping, table)))
    print("First claims:")
    for claim in imported.extraction.claims[:SHOWN]:
        print(f"  {claim.quote.partition(']')[0]}] {claim_line(claim)}")
