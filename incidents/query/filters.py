"""What a reader chooses, as one value; and the part of it that is SQL."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields, replace
from typing import Any

from incidents.errors import QueryError

NOT_PLACED = "not_placed"
"""Among the precisions: rows without a place on the map."""


@dataclass(frozen=True)
class Filters:
    """Nothing chosen is everything.

    date_start, date_end: first and last day, inclusive.  sources: outlets; they choose claims, from which rows
    are made anew.  event_types, geo_precisions (also "not_placed") and event_ids choose rows.
    as_of: a day; what was known by its end (`incidents.query.known`), as if no later report had come.
    """

    date_start: dt.date | None = None
    date_end: dt.date | None = None
    sources: frozenset[str] = frozenset()
    event_types: frozenset[str] = frozenset()
    geo_precisions: frozenset[str] = frozenset()
    event_ids: frozenset[str] = frozenset()
    as_of: dt.date | None = None

    def without(self, *names: str) -> Filters:
        """The same, but for these fields, which choose everything.  Raises QueryError for an unknown name."""
        defaults = {field.name: field.default for field in fields(self)}
        if unknown := [name for name in names if name not in defaults]:
            raise QueryError(f"There is no filter {unknown[0]!r}; there are {', '.join(defaults)}.")
        return replace(self, **{name: defaults[name] for name in names})  # type: ignore[arg-type]


EVERYTHING = Filters()
"""Nothing chosen."""


def conditions(filters: Filters) -> tuple[str, list[Any]]:
    """The filters on rows as an SQL condition with its parameters.

    A row without a first day may be of any day before its last; one without any day, of any day.
    """
    terms: list[str] = ["true"]
    values: list[Any] = []
    if filters.date_start:
        terms.append("coalesce(date_end, date_start, DATE '9999-12-31') >= ?")
        values.append(filters.date_start)
    if filters.date_end:
        terms.append("coalesce(date_start, DATE '0001-01-01') <= ?")
        values.append(filters.date_end)
    if filters.event_types:
        terms.append("list_contains(?, event_type)")
        values.append(sorted(filters.event_types))
    if filters.event_ids:
        terms.append("list_contains(?, event_id)")
        values.append(sorted(filters.event_ids))
    if filters.geo_precisions:
        chosen = ["list_contains(?, geo_precision)"]
        if NOT_PLACED in filters.geo_precisions:
            chosen.append("geometry IS NULL")
        terms.append(f"({' OR '.join(chosen)})")
        values.append(sorted(filters.geo_precisions - {NOT_PLACED}))
    return " AND ".join(terms), values


def overlaps(filters: Filters) -> tuple[str, list[Any]]:
    """An SQL expression with its parameters: is the row only partly inside the dates?"""
    terms, values = ["false"], []
    if filters.date_start:
        terms.append("coalesce(date_start < ?, true)")
        values.append(filters.date_start)
    if filters.date_end:
        terms.append("coalesce(coalesce(date_end, date_start) > ?, true)")
        values.append(filters.date_end)
    return " OR ".join(terms), values
