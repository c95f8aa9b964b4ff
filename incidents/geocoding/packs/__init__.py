"""Country packs: lists of places from files, merged with each other and with the base index.

`read_file` makes a pack of a GeoNames dump, a Who's On First export, a list with P-codes or a CSV; `add_packs` and
`remove_pack` change a data folder; `merging` and `merged`, which decide what is one place, are pure.
"""

from incidents.geocoding.packs.changing import add_packs, clear_leftovers, remake_index, remove_pack
from incidents.geocoding.packs.fetching import fetch_dump
from incidents.geocoding.packs.importing import FORMATS, Imported, Wanted, pack_name, read_file
from incidents.geocoding.packs.record import Outline, Pack, PackPlace
from incidents.geocoding.packs.store import installed, packs_fingerprint
from incidents.geocoding.packs.table import mapping_of

__all__ = [
    "FORMATS",
    "Imported",
    "Outline",
    "Pack",
    "PackPlace",
    "Wanted",
    "add_packs",
    "clear_leftovers",
    "fetch_dump",
    "installed",
    "mapping_of",
    "pack_name",
    "packs_fingerprint",
    "read_file",
    "remake_index",
    "remove_pack",
]
