"""Rows of the incidents table, as the query layer gives them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from incidents.query import FIGURE_COLUMNS, RECORD_COLUMNS

BANIYAS = {
    "location": "Baniyas", "location_ar": "بانياس", "admin1": "Tartus", "geo_precision": "settlement",
    "gazetteer": "overlay", "gazetteer_id": "baniyas", "latitude": 35.182, "longitude": 35.949,
    "label_latitude": 35.182, "label_longitude": 35.949, "geometry": shapely.Point(35.949, 35.182),
}  # fmt: skip
LATAKIA = {
    "location": "Latakia", "admin1": "Latakia", "geo_precision": "governorate", "gazetteer": "overlay",
    "gazetteer_id": "sy-latakia", "label_latitude": 35.57, "label_longitude": 36.02,
    "geometry": shapely.box(35.7, 35.2, 36.3, 35.9),
}  # fmt: skip


def make_row(event_id: str = "e1", place: dict[str, Any] = BANIYAS, **fields: Any) -> dict[str, Any]:
    """One incident in Baniyas on 8 March 2025, unless told otherwise."""
    known = dict.fromkeys((*RECORD_COLUMNS, "geometry")) | {
        "event_id": event_id, "row_kind": "incident", "counted": True, "overlaps": False,
        "event_type": "Violence against civilians", "date_start": dt.date(2025, 3, 8),
        "date_end": dt.date(2025, 3, 8), "sources": ["TRT World"], "roots": ["residents"], "perpetrators": [],
        "claim_ids": ["c1"], "report_ids": ["r1"], "verification_status": "unreviewed", "figures_conflict": False,
    }  # fmt: skip
    return known | place | fields


def make_frame(*rows: dict[str, Any]) -> pd.DataFrame:
    """The rows as a table with whole numbers that may be missing."""
    frame = gpd.GeoDataFrame(list(rows), geometry="geometry", crs="EPSG:4326")
    for name in FIGURE_COLUMNS:
        frame[name] = frame[name].astype("Int64")
    for name in ("latitude", "longitude", "label_latitude", "label_longitude"):
        frame[name] = frame[name].astype("float64")
    return frame
