"""`incidents gazetteer`: places of a country beside those that everybody has."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from incidents.commands.common import OK, USAGE, Bar, add_command, say
from incidents.errors import GazetteerError

if TYPE_CHECKING:
    from incidents.geocoding.packs import Imported
    from incidents.geocoding.packs.record import Progress


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command and its three parts."""
    text = "country packs: lists of places to look names up in, beside the gazetteer that is there"
    parser = commands.add_parser("gazetteer", help=text, description=text)
    parts = parser.add_subparsers(dest="part", required=True, metavar="add|list|remove")
    adding = add_command(
        parts,
        "add",
        add_packs,
        "take in GeoNames dumps, Who's On First exports, lists with P-codes or CSV tables",
    )
    adding.add_argument(
        "files",
        nargs="+",
        metavar="FILE|CODE",
        help="a file, plain, .gz or .zip; or a country code with --download",
    )
    adding.add_argument(
        "--format", choices=("geonames", "wof", "cod", "csv"), help="else told by the content"
    )
    adding.add_argument("--name", default="", help="name of the pack, else after its file")
    adding.add_argument("--country", default="", metavar="SY", help="of rows that do not say theirs")
    adding.add_argument(
        "--column",
        action="append",
        default=[],
        type=assignment,
        metavar="FIELD=COLUMN",
        help="which column of a CSV holds name, lat, lon, id, names, arabic, admin1, admin2, country, population, "
        "kind, geonames or wikidata; may be repeated",
    )
    adding.add_argument(
        "--columns", type=Path, metavar="FILE.toml", help='the same from a file: name = "Village"'
    )
    adding.add_argument(
        "--alternate-names", type=Path, metavar="FILE", help="a GeoNames file of alternate names, for a dump"
    )
    adding.add_argument("--attribution", default="", help="licence, and who is to be named")
    adding.add_argument(
        "--download",
        action="store_true",
        help="fetch the GeoNames dump of a country code; GeoNames learns your address and which country you ask for",
    )
    adding.add_argument(
        "--base-url", default="", metavar="URL", help="where dumps are fetched instead of GeoNames"
    )
    add_command(parts, "list", list_packs, "the packs that are there, with their source and licence")
    removing = add_command(parts, "remove", remove_pack, "take a pack out again")
    removing.add_argument("name", metavar="NAME")


def assignment(written: str) -> tuple[str, str]:
    """FIELD=COLUMN, as argparse wants it told."""
    field, equals, column = written.partition("=")
    if not equals or not field or not column:
        raise argparse.ArgumentTypeError(f"{written} is not FIELD=COLUMN, such as name=Village")
    return field, column


def add_packs(args: argparse.Namespace) -> int:
    """Take files in, one pack each; all of them or none."""
    from incidents.geocoding import packs

    if args.name and len(args.files) > 1:
        say("incidents gazetteer add: one --name cannot be the name of several packs: add them one by one")
        return USAGE
    with Bar() as bar, tempfile.TemporaryDirectory() as folder:
        tell = shares(bar)
        imported = [_imported(given, Path(folder), args, tell) for given in args.files]
        done = packs.add_packs(args.data, imported, tell)
    for note in (n for one in imported for n in one.notes):
        say(f"incidents gazetteer: {note}")
    for pack, outcome in done:
        rows = "1 row" if pack.skipped == 1 else f"{pack.skipped} rows"
        left_out = f", {rows} left out" if pack.skipped else ""
        print(f"{pack.name}: {outcome}, {pack.places} places, {pack.outlines} outlines{left_out}.")
        print(f"  Name where its places are shown: {pack.attribution}")
    return OK


def _imported(given: str, folder: Path, args: argparse.Namespace, tell: Progress) -> Imported:
    from incidents.geocoding import packs
    from incidents.geocoding.packs import fetching

    path, name = Path(given), args.name
    if not path.exists() and fetching.CODE.fullmatch(given):
        if not args.download:
            raise GazetteerError(fetching.ask_first(given))
        path = fetching.fetch_dump(given, folder, tell, base_url=args.base_url or fetching.BASE_URL)
        name = name or f"geonames-{given.lower()}"
    wanted = packs.Wanted(
        name=packs.pack_name(name) if name else "",
        format=args.format,
        country=args.country,
        columns=packs.mapping_of(dict(args.column), args.columns),
        alternates=args.alternate_names,
        attribution=args.attribution,
    )
    return packs.read_file(path, wanted, tell)


def list_packs(args: argparse.Namespace) -> int:
    """Tell what is there."""
    from incidents.geocoding.packs import installed

    found = installed(args.data)
    for pack in found:
        print(
            f"{pack.name}: {pack.places} places and {pack.outlines} outlines of {', '.join(pack.countries)}"
        )
        print(f"  from {pack.file} ({pack.format}), added {pack.added}, SHA-256 {pack.sha256}")
        print(f"  {pack.attribution}")
    if not found:
        print("There are no packs: add one with `incidents gazetteer add FILE`.")
    return OK


def remove_pack(args: argparse.Namespace) -> int:
    """Take a pack out."""
    from incidents.geocoding import packs

    with Bar() as bar:
        packs.remove_pack(args.data, args.name, shares(bar))
    print(f"{args.name}: removed.")
    return OK


def shares(bar: Bar) -> Progress:
    """The bar for work that tells the share done, 0 to 1."""
    return lambda what, share: bar(what, round(100 * share), 100)
