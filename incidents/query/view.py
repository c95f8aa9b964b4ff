"""The tables under one choice of filters.  Every frame is made when first asked for; none is to be changed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import duckdb
import pandas as pd
import pyarrow as pa

from incidents.linking.figures import FIGURE_NAMES
from incidents.linking.roots import number_of_independent_roots
from incidents.query.filters import Filters
from incidents.query.schema import FIGURE_COLUMNS, GEOMETRY, frame

TIMELINE = """
    SELECT date_start AS day, event_type, count(*) AS incidents, CAST(sum(killed_low) AS BIGINT) AS killed_low,
        CAST(sum(killed_best) AS BIGINT) AS killed_best, CAST(sum(killed_high) AS BIGINT) AS killed_high
    FROM rows WHERE counted AND NOT rows."overlaps" AND date_start = date_end
    GROUP BY day, event_type ORDER BY day, event_type"""

WINDOWS = """
    SELECT event_id, event_type, location, date_start, date_end, killed_low, killed_best, killed_high, rows."overlaps"
    FROM rows WHERE counted AND coalesce(date_start <> date_end, true)
    ORDER BY date_start NULLS FIRST, date_end, location, event_id"""

SERIES = """
    WITH told AS (
        SELECT * FROM claims
        WHERE row_kind IN ('total', 'series_value') AND (low IS NOT NULL OR high IS NOT NULL) AND unit IS NOT NULL
        AND claim_id NOT IN (SELECT replaces FROM claims WHERE replaces IS NOT NULL AND row_kind IS NOT NULL)
        AND (len(?) = 0 OR list_contains(?, outlet)))
    SELECT root, unit, coalesce(category, 'unspecified') AS category,
        coalesce(any_value(rows.location), max(any_value(rows.location)) OVER (PARTITION BY series_id)) AS scope,
        min(min(told.since)) OVER (PARTITION BY series_id) AS since, min(published) AS as_of, told.low, told.high,
        event_id, count(DISTINCT outlet) AS n_outlets, series_id, any_value(rows.date_start) AS date_start,
        any_value(rows.date_end) AS date_end
    FROM told JOIN rows USING (event_id)
    GROUP BY root, unit, coalesce(category, 'unspecified'), told.low, told.high, event_id, series_id
    ORDER BY root, unit, category, scope, series_id, as_of, told.low, told.high, event_id"""

SOURCES = """
    SELECT outlet, count(DISTINCT report_id) AS reports, count(*) AS claims,
        count(DISTINCT event_id) FILTER (WHERE rows.row_kind = 'incident') AS incidents,
        list_sort(list(DISTINCT root)) AS roots
    FROM claims JOIN rows USING (event_id)
    WHERE claims.row_kind IS NOT NULL AND (len(?) = 0 OR list_contains(?, outlet))
    GROUP BY outlet ORDER BY incidents DESC, claims DESC, outlet"""

SUMS = f"""
    SELECT count(*) AS incidents, count({GEOMETRY}) AS placed, count(*) - count({GEOMETRY}) AS not_placed,
        {", ".join(f"sum({name}) AS {name}" for name in FIGURE_COLUMNS)},
        {", ".join(f"count({n}_low) FILTER ({n}_high IS NULL) AS {n}_open" for n in FIGURE_NAMES)}
    FROM rows WHERE counted AND NOT rows."overlaps\""""  # noqa: S608 (made of names of columns)


class View:
    """What the pages and the exports show.

    Frames hold whole numbers that may be missing (Int64), `datetime.date` and lists; `rows`, `table`, `others`
    and `not_placed` are GeoDataFrames of the record's columns, `geometry` (WGS 84) and `overlaps`.
    """

    def __init__(
        self, database: duckdb.DuckDBPyConnection, rows: pa.Table, claims: pa.Table, filters: Filters
    ) -> None:
        self._database = database
        self._rows = rows
        self._claims = claims
        self.filters = filters

    @property
    def table_of_rows(self) -> pa.Table:
        """`rows` in Arrow, with the geometry as WKB."""
        return self._rows

    @cached_property
    def rows(self) -> pd.DataFrame:
        """Every row; `overlaps` marks those only partly inside the dates."""
        return frame(self._rows)

    @cached_property
    def table(self) -> pd.DataFrame:
        """The rows that may be added up with each other, by first day and place: what is shown and downloaded."""
        return self._part(self.rows["counted"] & ~self.rows["overlaps"])

    @cached_property
    def others(self) -> pd.DataFrame:
        """The rest: totals, values of series, parts, rows whose people may be in another row or day."""
        return self._part(~(self.rows["counted"] & ~self.rows["overlaps"]))

    @cached_property
    def not_placed(self) -> pd.DataFrame:
        """Rows without a place on the map; `in_table` marks those of `table`."""
        missing = self._part(self.rows[GEOMETRY].isna())
        return missing.assign(in_table=missing["counted"] & ~missing["overlaps"])

    @cached_property
    def timeline(self) -> pd.DataFrame:
        """Rows of `table` known to the day: day, event_type, incidents, killed_low, killed_best, killed_high."""
        return frame(self._ask(TIMELINE))

    @cached_property
    def windows(self) -> pd.DataFrame:
        """Counted rows not known to the day, those only partly inside the dates too."""
        return frame(self._ask(WINDOWS))

    @cached_property
    def series(self) -> pd.DataFrame:
        """What each root gives as a total, value by value: a line for each row, unit and category."""
        return frame(self._ask(SERIES, self._outlets, self._outlets))

    @cached_property
    def sources(self) -> pd.DataFrame:
        """Outlets: reports, claims and incidents in `rows`, and the roots they draw on."""
        told = frame(self._ask(SOURCES, self._outlets, self._outlets))
        return told.assign(independent_roots=[number_of_independent_roots(roots) for roots in told["roots"]])

    @cached_property
    def sums(self) -> Mapping[str, int]:
        """Over `table`: incidents, placed, not_placed, and each figure column added up.

        `killed_open` … are the rows that give a figure without an upper end: where it is not 0, the sum of the
        highs is no upper end either.
        """
        (sums,) = self._ask(SUMS).to_pylist()
        return {name: int(n or 0) for name, n in sums.items()}

    @property
    def _outlets(self) -> list[str]:
        return sorted(self.filters.sources)

    def _part(self, chosen: pd.Series) -> pd.DataFrame:
        return self.rows[chosen].reset_index(drop=True)

    def _ask(self, question: str, *values: list[str]) -> pa.Table:
        with self._database.cursor() as cursor:  # a cursor of one's own: several threads may ask
            cursor.register("rows", self._rows)
            cursor.register("claims", self._claims)
            return cursor.sql(question, params=list(values)).to_arrow_table()
