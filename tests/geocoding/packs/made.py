"""Made-up files of every format, and a data folder with a small base index, for the tests of packs."""

from __future__ import annotations

import gzip
import json
import shutil
import sqlite3
import tempfile
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

from incidents.geocoding import Gazetteer
from incidents.geocoding.packs import Imported, Wanted, add_packs, read_file
from tests.geocoding.indexed import DATA_DIR, gazetteer

CENTRE = (35.0, 36.0)
"""(latitude, longitude) in Tartus governorate, around which the invented villages lie."""


def quiet(what: str, share: float) -> None:
    """Progress that nobody looks at."""


@cache
def small_base() -> Path:
    """The base index with nothing in it but Syria and Lebanon, so that it is copied in no time."""
    gazetteer()
    path = Path(tempfile.mkdtemp()) / "base.sqlite"
    shutil.copyfile(DATA_DIR / "gazetteer" / "index.sqlite", path)
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("DELETE FROM place WHERE country NOT IN ('SY', 'LB') OR country IS NULL")
    for table in ("name", "loose"):
        db.execute(f"DELETE FROM {table} WHERE place NOT IN (SELECT id FROM place)")
    db.execute("VACUUM")
    db.close()
    return path


def data_folder(folder: Path) -> Path:
    """A data folder with that index."""
    (folder / "gazetteer").mkdir(parents=True)
    shutil.copyfile(small_base(), folder / "gazetteer" / "index.sqlite")
    return folder


def opened(data_dir: Path) -> Gazetteer:
    """The index as it lies there."""
    return Gazetteer(data_dir / "gazetteer" / "index.sqlite")


def read(path: Path, **wanted: Any) -> Imported:
    """A file as a pack."""
    return read_file(path, Wanted(**wanted), quiet)


def added(data_dir: Path, *paths: Path, **wanted: Any) -> Gazetteer:
    """The index after adding files."""
    add_packs(data_dir, [read(path, **wanted) for path in paths], quiet)
    return opened(data_dir)


def csv_file(path: Path, *rows: str, heading: str = "id,name,lat,lon,arabic,country") -> Path:
    """A CSV file."""
    path.write_text("\n".join((heading, *rows)) + "\n", encoding="utf-8")
    return path


def geonames_row(
    key: int,
    name: str,
    lat: object,
    lon: object,
    *,
    code: str = "P.PPL",
    names: str = "",
    admin: str = "14",
    people: object = 0,
    country: str = "SY",
) -> str:
    """A line of a GeoNames dump."""
    feature = code.split(".")
    cells = [
        key,
        name,
        name,
        names,
        lat,
        lon,
        *feature,
        country,
        "",
        admin,
        "",
        "",
        "",
        people,
        "",
        "",
        "",
        "2024-01-01",
    ]
    return "\t".join(map(str, cells))


def geonames_file(path: Path, *rows: str) -> Path:
    """A GeoNames dump, zipped with its read-me where the name says so."""
    text = "\n".join(rows) + "\n"
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("readme.txt", "The GeoNames geographical database")
            archive.writestr(f"{path.stem}.txt", text)
    else:
        path.write_text(text, encoding="utf-8")
    return path


WOF_HEADING = "id,name,lat,lon,placetype,names,ar,gn,qs,parent,country"


def wof_file(path: Path, *rows: str) -> Path:
    """A Who's On First table, packed where the name says so."""
    text = "\n".join((WOF_HEADING, *rows)) + "\n"
    path.write_bytes(gzip.compress(text.encode()) if path.suffix == ".gz" else text.encode())
    return path


def cod_feature(code: str, name: str, arabic: str, lat: float, lon: float, **more: Any) -> dict[str, Any]:
    """A place of a list with P-codes, in the governorate and district of Tartus."""
    about = {"NAME_EN": name, "NAME_ARA": arabic, "PCODE": code, "LATITUDE": lat, "LONGITUDE": lon}
    where = {"ADMIN1_COD": "SY10", "ADMIN1_EN": "Tartous", "ADMIN2_COD": "SY1000", "ADMIN2_EN": "Tartous"}
    geometry = {"type": "MultiPoint", "coordinates": [[lon, lat]]}
    return {"type": "Feature", "properties": about | where | more, "geometry": geometry}


def features_file(path: Path, *features: dict[str, Any]) -> Path:
    """A GeoJSON file."""
    path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}), encoding="utf-8")
    return path


def square(lat: float, lon: float, half: float) -> dict[str, Any]:
    """A square outline around a point."""
    west, east, south, north = lon - half, lon + half, lat - half, lat + half
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def contents(data_dir: Path) -> dict[str, list[tuple[Any, ...]]]:
    """What an index answers from: its tables, without what differs from one making to the next."""
    db = sqlite3.connect(data_dir / "gazetteer" / "index.sqlite")
    tables = [
        name
        for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name != 'meta'")
    ]
    found = {table: sorted(db.execute(f"SELECT * FROM {table}").fetchall(), key=repr) for table in tables}
    db.close()
    return found
