"""`export`: one door to every format that can be written."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import BinaryIO

import pandas as pd

from incidents.errors import ExchangeError
from incidents.exchange.claims import claim_lines
from incidents.exchange.geojson import to_geojson
from incidents.exchange.links import link_lines
from incidents.exchange.table import to_csv
from incidents.query import Filters, Store

Exporter = Callable[[Store, Filters], bytes]


def _rows(write: Callable[[pd.DataFrame], bytes], name: str) -> Exporter:
    return lambda store, filters: write(getattr(store.view(filters), name))


EXPORTERS: Mapping[str, Exporter] = {
    "geojson": _rows(to_geojson, "table"),
    "csv": _rows(to_csv, "table"),
    "geojson-others": _rows(to_geojson, "others"),
    "csv-others": _rows(to_csv, "others"),
    "claims": claim_lines,
    "links": link_lines,
}
"""Profile → what writes it.  `geojson` and `csv` hold the rows that may be added up, `…-others` the rest."""


def export(profile: str, store: Store, filters: Filters, target: Path | BinaryIO) -> None:
    """Write what is under the filters to a file, whole or not at all, or to an open binary stream.

    Raises ExchangeError for an unknown profile or a file that cannot be written.
    """
    if profile not in EXPORTERS:
        raise ExchangeError(f"There is no export profile {profile!r}; choose one of {', '.join(EXPORTERS)}.")
    data = EXPORTERS[profile](store, filters)
    if isinstance(target, Path):
        _write(target, data)
    else:
        target.write(data)


def _write(path: Path, data: bytes) -> None:
    draft: Path | None = None
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            draft = Path(file.name)
            file.write(data)
        draft.chmod(0o644)
        draft.replace(path)
    except OSError as problem:
        if draft:
            draft.unlink(missing_ok=True)
        raise ExchangeError(
            f"{path} cannot be written ({problem.strerror}): choose another file or make room."
        ) from problem
