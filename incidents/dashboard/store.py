"""The data behind the pages: one ledger and one store a process, renewed when the ledger has grown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from incidents.ledger import Ledger, Reviewed
from incidents.query import Change, Filters, Store, View
from incidents.workspace import default_data_dir


def data_dir() -> Path:
    """Where the ledger lies: INCIDENTS_DATA, else data/workspace."""
    return default_data_dir()


@st.cache_resource(show_spinner=False)
def _ledger(folder: str) -> Ledger:
    return Ledger.open(Path(folder))


def ledger() -> Ledger:
    """The ledger; any thread may use it."""
    return _ledger(str(data_dir()))


@st.cache_resource(show_spinner=False, max_entries=2)
def _store(folder: str, revision: str) -> Store:
    return Store.open(Path(folder))


def store() -> Store:
    """The store of the ledger's present revision: another process's ingest shows at the next run."""
    return _store(str(data_dir()), ledger().revision)


@st.cache_resource(show_spinner=False, max_entries=2)
def _reviewed(folder: str, revision: str) -> Reviewed:
    return ledger().reviewed()


def reviewed() -> Reviewed:
    """All claims of the present revision, rejected ones too, with what reviewers made of them; not to be changed."""
    return _reviewed(str(data_dir()), ledger().revision)


@st.cache_resource(show_spinner=False, max_entries=256)
def _view(folder: str, revision: str, _store_now: Store, filters: Filters) -> View:
    return _store_now.view(filters)


def view(filters: Filters) -> View:
    """The tables under these filters, computed once for all readers; its frames are not to be changed."""
    now = store()
    return _view(str(data_dir()), now.revision, now, filters)


@st.cache_resource(show_spinner=False, max_entries=32)
def _difference(
    folder: str, revision: str, _store_now: Store, earlier: dt.date, later: dt.date | None, filters: Filters
) -> Sequence[Change]:
    return _store_now.difference(earlier, later, filters)


def difference(earlier: dt.date, later: dt.date | None, filters: Filters) -> Sequence[Change]:
    """What came between two days (later None: until today), under the other filters; computed once for all readers."""
    now = store()
    return _difference(str(data_dir()), now.revision, now, earlier, later, filters.without("as_of"))
