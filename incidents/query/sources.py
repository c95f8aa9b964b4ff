"""Who tells what: outlets, the roots their figures start from, and the ways between them, over all claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cached_property

import duckdb
import pandas as pd
import pyarrow as pa

from incidents.languages.organisations import publishing
from incidents.linking.roots import number_of_independent_roots
from incidents.query.schema import frame

OUTLETS = """
    SELECT outlet, count(*) AS claims, count(DISTINCT event_id) FILTER (WHERE row_kind = 'incident') AS incidents,
        list_sort(list(DISTINCT root)) AS roots
    FROM claims WHERE verification <> 'rejected' GROUP BY outlet"""

ROOTS = """
    SELECT root, count(DISTINCT report_id) AS reports, count(*) AS claims,
        count(DISTINCT event_id) FILTER (WHERE row_kind = 'incident') AS incidents,
        list_sort(list(DISTINCT outlet)) AS outlets, list_sort(list_distinct(flatten(list(via)))) AS relays
    FROM claims WHERE verification <> 'rejected' GROUP BY root ORDER BY claims DESC, root"""

PATHS = """
    SELECT root, via, outlet, count(DISTINCT report_id) AS reports, count(*) AS claims
    FROM claims WHERE verification <> 'rejected' GROUP BY root, via, outlet ORDER BY root, via, outlet"""


class Sources:
    """Tables over every claim that no reviewer rejected; each is made when first asked for and not to be changed."""

    def __init__(
        self, database: duckdb.DuckDBPyConnection, claims: pa.Table, reported_by: Iterable[str]
    ) -> None:
        """claims: in the columns of CLAIMS.  reported_by: the outlet of each report."""
        self._database = database
        self._claims = claims
        self._reports = Counter(reported_by)

    @cached_property
    def outlets(self) -> pd.DataFrame:
        """outlet, name (the organisation it is), reports, claims, incidents, roots, independent_roots.

        Those whose reports tell of nothing are there, too; the outlet with most reports stands first.
        """
        told = {line["outlet"]: line for line in self._ask(OUTLETS).to_pylist()}
        lines = []
        for outlet in sorted({*self._reports, *told}, key=lambda name: (-self._reports[name], name)):
            known = told.get(outlet, {"claims": 0, "incidents": 0, "roots": []})
            lines.append(
                {
                    "outlet": outlet,
                    "name": publishing(outlet),
                    "reports": self._reports[outlet],
                    "claims": known["claims"],
                    "incidents": known["incidents"],
                    "roots": known["roots"],
                    "independent_roots": number_of_independent_roots(known["roots"]),
                }
            )
        return pd.DataFrame(
            lines, columns=["outlet", "name", "reports", "claims", "incidents", "roots", "independent_roots"]
        )

    @cached_property
    def roots(self) -> pd.DataFrame:
        """root, reports, claims, incidents, outlets (that carry it), relays (between it and them)."""
        return frame(self._ask(ROOTS))

    @cached_property
    def paths(self) -> pd.DataFrame:
        """root, via (nearest to the event first), outlet, and how many reports and claims came that way."""
        return frame(self._ask(PATHS))

    def _ask(self, question: str) -> pa.Table:
        with self._database.cursor() as cursor:
            cursor.register("claims", self._claims)
            return cursor.sql(question).to_arrow_table()
