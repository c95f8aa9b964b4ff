"""What `incidents geocode` does besides asking the gazetteer: services online, and what lies at a point.

`--online` is the switch: without it no service is asked, whatever a file describes.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from incidents.commands.common import OK, PROBLEMS, Bar, say

if TYPE_CHECKING:
    from incidents.geocoding import ChainGeocoder, Gazetteer, OfflineGeocoder

MOST_SHOWN = 5


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options to `incidents geocode`."""
    parser.add_argument(
        "--online",
        action="append",
        default=[],
        metavar="SERVICE",
        help="for names that the gazetteer does not know, ask this service, which then learns the names and this "
        "machine's network address; several are asked one after the other",
    )
    parser.add_argument(
        "--geocoders",
        type=Path,
        metavar="FILE",
        help="the file that describes the services (else geocoders.toml in the data folder; see the README)",
    )
    parser.add_argument(
        "--at",
        action="append",
        default=[],
        metavar="LAT,LON",
        help="the settlements nearest to a point and the areas it lies in; with a minus: --at=-33.9,151.2",
    )


def wanted(args: argparse.Namespace) -> bool:
    """Is anything asked for that the gazetteer's names alone do not answer?"""
    return bool(args.online or args.at)


def look_up(args: argparse.Namespace) -> int:
    """Answer names and points for a person at the screen."""
    from geopy.exc import GeocoderServiceError

    from incidents.geocoding import (
        ChainGeocoder,
        OfflineGeocoder,
        explain_name,
        online_geocoders,
        open_gazetteer,
    )
    from incidents.pipeline import in_percent

    services = (
        online_geocoders(args.online, args.data, file=args.geocoders, allow_network=True, tell=say)
        if args.online
        else []
    )
    with Bar() as bar:
        gazetteer = open_gazetteer(args.data, in_percent(bar))
    code = OK
    offline = OfflineGeocoder(gazetteer)
    for point in args.at:
        try:
            print("\n".join(_around(point, offline)))
        except GeocoderServiceError as problem:
            say(f"incidents geocode: {point}: {problem}")
            code = PROBLEMS
    online = ChainGeocoder(services)
    for name in args.names:
        print(explain_name(name, gazetteer))
        try:
            print("".join(f"{line}\n" for line in _elsewhere(name, gazetteer, online)), end="")
        except GeocoderServiceError as problem:
            say(f"incidents geocode: {name}: {problem}")
            code = PROBLEMS
    return code


def _elsewhere(name: str, gazetteer: Gazetteer, online: ChainGeocoder) -> Iterator[str]:
    """What the services say of a name that the gazetteer does not place: for a person to judge, all of it."""
    from incidents.geocoding import find_place

    if not online.links or find_place(name, gazetteer).place:
        return
    answers = online.geocode(name, exactly_one=False) or []
    for place in answers[:MOST_SHOWN]:
        yield f"  {place.raw['geocoder']}: {place.address} at {place.latitude:.4f}, {place.longitude:.4f}"
    yield f"  {answers[0].raw['attribution']}" if answers else "  and no service knows it either"


def _around(point: str, offline: OfflineGeocoder) -> Iterator[str]:
    near = offline.reverse(point, exactly_one=False, limit=MOST_SHOWN) or []
    if not near:
        yield f"{point}: no settlement within 200 km, and in no area that is known"
        return
    areas = ", ".join(f"{a['name']} ({a['geo_precision']})" for a in near[0].raw["areas"])
    yield f"{point}: {f'in {areas}' if areas else 'in no area that is known'}"
    for place in near:
        yield f"  {place.address}: {place.raw['reason']}  [{place.raw['gazetteer_id']}]"
