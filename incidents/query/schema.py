"""Columns of the two tables, as DESIGN.md's "The record" has them, in Arrow types.

Days are days without a time, counts of people whole numbers, coordinates WGS 84 degrees, lists lists of words.
Null means "not stated".
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import shapely

from incidents.linking.figures import FIGURE_NAMES

WORDS, DAY, COUNT, DEGREES = pa.string(), pa.date32(), pa.int64(), pa.float64()
LIST = pa.list_(pa.field("item", pa.string()))
FIGURE_COLUMNS = tuple(f"{name}_{end}" for name in FIGURE_NAMES for end in ("low", "best", "high"))

_WHAT = {
    "event_id": WORDS,
    "row_kind": WORDS,
    "counted": pa.bool_(),
    "event_type": WORDS,
    "sub_event_type": WORDS,
}
_WHERE = {
    "location": WORDS, "location_ar": WORDS, "admin1": WORDS, "admin2": WORDS, "country": WORDS, "iso3": WORDS,
    "latitude": DEGREES, "longitude": DEGREES, "label_latitude": DEGREES, "label_longitude": DEGREES,
    "geo_precision": WORDS, "uncertainty_m": COUNT, "gazetteer": WORDS, "gazetteer_id": WORDS,
}  # fmt: skip
_WHEN = {"date_start": DAY, "date_end": DAY, "date_precision": WORDS}
_FIGURES = dict.fromkeys(FIGURE_COLUMNS, COUNT)
_WHO = {
    "perpetrators": LIST, "victims": LIST, "figures_conflict": pa.bool_(), "cumulative": pa.bool_(),
    "contained_in": WORDS, "number_of_sources": COUNT, "number_of_independent_roots": COUNT, "sources": LIST,
    "roots": LIST, "verification_status": WORDS, "report_ids": LIST, "claim_ids": LIST, "first_reported": DAY,
    "last_updated": DAY, "redaction": WORDS,
}  # fmt: skip

RECORD = pa.schema(_WHAT | _WHERE | _WHEN | _FIGURES | _WHO)
"""One incident, total, value of a series or part."""
RECORD_COLUMNS: tuple[str, ...] = tuple(RECORD.names)
GEOMETRY = "geometry"
"""Beside the record: a point, an area or nothing; in Arrow tables as WKB, [longitude, latitude]."""
INCIDENTS = RECORD.append(pa.field(GEOMETRY, pa.binary()))

_CLAIM = {
    "claim_id": WORDS, "report_id": WORDS, "start": COUNT, "end": COUNT, "quote": WORDS, "quote_sha256": WORDS,
    "event_type": WORDS, "sub_event_type": WORDS, "status": WORDS, "role": WORDS, "part_of": WORDS, "replaces": WORDS,
    "background": pa.bool_(), "place": WORDS, "place_as_written": WORDS, "places": LIST, "admin1": WORDS,
    "country": WORDS, "lat": DEGREES, "lon": DEGREES, "geo_precision": WORDS, "gazetteer_id": WORDS,
    "date_start": DAY, "date_end": DAY, "date_precision": WORDS, "unit": WORDS, "low": COUNT, "high": COUNT,
    "category": WORDS, "cumulative": pa.bool_(), "since": DAY, "perpetrator": LIST, "victim": LIST,
    "claimed_by": LIST, "via": LIST, "count_basis": WORDS, "confidence": DEGREES, "extractor_version": WORDS,
}  # fmt: skip
_CLAIM_LINKS = {
    "event_id": WORDS, "row_kind": WORDS, "series_id": WORDS, "verification": WORDS, "doc_id": WORDS, "outlet": WORDS,
    "root": WORDS, "published": DAY,
}  # fmt: skip
CLAIMS = pa.schema(_CLAIM | _CLAIM_LINKS)
"""One claim; the last columns say which row it is in, what reviewers made of it, and who told it when."""


def frame(table: pa.Table) -> pd.DataFrame:
    """An Arrow table for use in Python: whole numbers that may be missing, `datetime.date`, None, lists.

    With a geometry column it is a GeoDataFrame in WGS 84.
    """
    columns: dict[str, Any] = {}
    for field in table.schema:
        column = table.column(field.name)
        if pa.types.is_integer(field.type):
            columns[field.name] = pd.array(column.to_pylist(), dtype="Int64")
        elif pa.types.is_floating(field.type):
            columns[field.name] = pd.Series(column.to_pandas(), dtype="float64")
        elif pa.types.is_boolean(field.type) and not column.null_count:
            columns[field.name] = pd.Series(column.to_pylist(), dtype="bool")
        elif pa.types.is_binary(field.type):
            columns[field.name] = gpd.GeoSeries(shapely.from_wkb(column.to_pylist()), crs="EPSG:4326")
        else:
            columns[field.name] = pd.Series(column.to_pylist(), dtype="object")
    if GEOMETRY in columns:
        return gpd.GeoDataFrame(columns, geometry=GEOMETRY, crs="EPSG:4326")
    return pd.DataFrame(columns)


def plain(value: Any) -> Any:
    """A cell as JSON has it: missing is None, a day "YYYY-MM-DD", a list a list."""
    if isinstance(value, list | tuple):
        return list(value)
    if value is None or pd.isna(value):
        return None
    if isinstance(value, dt.date):
        return value.isoformat()[:10]
    return value.item() if hasattr(value, "item") else value
