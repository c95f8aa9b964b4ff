"""Claims as JSON Lines: a line a claim, with the row it is in and whether its figure goes into the sums."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from incidents.linking import RowFigure, within_others
from incidents.query import EVERYTHING, Filters, Store, plain

KEYS = ("doc_id", "start", "end", "evidence", "claim_id", "incident_id", "series_id", "role", "counted")


def claim_lines(store: Store, filters: Filters = EVERYTHING) -> bytes:
    """The claims of the rows under the filters; without a filter every claim but those a reviewer rejected.

    By day of publication, so that the values of a series stand in the order of their dates.
    """
    return b"".join(_line(record) for record in claim_records(store, filters))


def claim_records(store: Store, filters: Filters = EVERYTHING) -> Iterator[dict[str, Any]]:
    """The records of `claim_lines`."""
    view = store.view(filters)
    counted = dict(zip(view.rows["event_id"], view.rows["counted"] & ~view.rows["overlaps"], strict=True))
    claims = store.claims(as_of=filters.as_of)
    told = claims[claims["verification"] != "rejected"]
    replaced = set(told["replaces"].dropna())
    if filters.sources:
        told = told[told["outlet"].isin(filters.sources)]
    if filters != EVERYTHING:
        told = told[told["event_id"].isin(list(counted))]
    records = told.to_dict("records")
    not_added = replaced | within_others(_figure(claim) for claim in records if claim["event_id"])
    for claim in records:
        yield _record(claim, bool(counted.get(claim["event_id"])) and claim["claim_id"] not in not_added)


def _figure(claim: Mapping[Any, Any]) -> RowFigure:
    told = (plain(claim["event_id" if name == "row" else name]) for name in RowFigure._fields)
    return RowFigure(*told)


def _record(claim: Mapping[Any, Any], counted: bool) -> dict[str, Any]:
    has_figure = pd.notna(claim["low"]) or pd.notna(claim["high"])
    derived = {
        "evidence": claim["quote"],
        "incident_id": claim["event_id"] if claim["row_kind"] == "incident" else None,
        "counted": counted and has_figure,
    }
    return {key: derived[key] if key in derived else plain(claim[key]) for key in KEYS}


def _line(record: Mapping[str, Any]) -> bytes:
    return json.dumps(record, ensure_ascii=False, allow_nan=False).encode() + b"\n"
