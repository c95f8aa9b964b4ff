"""`incidents gazetteer`: places of a country beside those that everybody has."""

from __future__ import annotations

import argparse
from pathlib import Path

from incidents.commands.common import OK, Bar, add_command


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command and its three parts."""
    text = "country packs: lists of places to look names up in, beside the gazetteer that is there"
    parser = commands.add_parser("gazetteer", help=text, description=text)
    parts = parser.add_subparsers(dest="part", required=True, metavar="add|list|remove")
    adding = add_command(
        parts,
        "add",
        add_packs,
        "take in a GeoNames dump, a Who's On First export, a list with P-codes or a CSV",
    )
    adding.add_argument("files", nargs="+", type=Path, metavar="FILE", help="plain, .gz or .zip")
    adding.add_argument(
        "--format", choices=("geonames", "wof", "cod", "csv"), help="else told by the content"
    )
    adding.add_argument("--name", default="", help="name of the pack, else after its file")
    adding.add_argument("--country", default="", metavar="SY", help="of rows that do not say theirs")
    add_command(parts, "list", list_packs, "the packs that are there, with their source and licence")
    removing = add_command(parts, "remove", remove_packs, "take a pack out again")
    removing.add_argument("names", nargs="+", metavar="NAME")


def add_packs(args: argparse.Namespace) -> int:
    """Take files in, one pack each."""
    from incidents.geocoding.packs import Wanted, add_pack
    from incidents.pipeline import in_percent

    for file in args.files:
        wanted = Wanted(name=args.name, format=args.format, country=args.country)
        with Bar() as bar:
            tell = in_percent(bar)
            assert tell is not None
            pack, done = add_pack(args.data, file, wanted, tell)
        print(
            f"{pack.name}: {done}, {pack.places} places, {pack.outlines} outlines, {pack.skipped} rows left out."
        )
    return OK


def list_packs(args: argparse.Namespace) -> int:
    """Tell what is there."""
    from incidents.geocoding.packs import installed

    for pack in installed(args.data):
        print(pack)
    return OK


def remove_packs(args: argparse.Namespace) -> int:
    """Take packs out."""
    from incidents.geocoding.packs import remove_pack
    from incidents.pipeline import in_percent

    for name in args.names:
        with Bar() as bar:
            tell = in_percent(bar)
            assert tell is not None
            remove_pack(args.data, name, tell)
        print(f"{name}: removed.")
    return OK
