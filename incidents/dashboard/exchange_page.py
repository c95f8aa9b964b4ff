"""The exchange page: a table is uploaded, its columns are guessed and changed, previewed, and taken in."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from incidents.dashboard import actions, exchange_columns
from incidents.dashboard.figures import days, people
from incidents.dashboard.store import data_dir, ledger
from incidents.dashboard.words import label, plain, say
from incidents.errors import IncidentsError
from incidents.exchange import importing
from incidents.exchange.importing import BadRow, Imported, Mapping, Table
from incidents.exchange.importing.cells import text_of
from incidents.exchange.importing.days import ORDERS
from incidents.exchange.importing.sheets import Sheet
from incidents.exchange.importing.summary import problems_csv
from incidents.exchange.importing.table import letters
from incidents.geocoding import open_gazetteer
from incidents.linking.accounts import has_place
from incidents.model import Claim

FILE_TYPES = ["csv", "tsv", "txt", "xlsx"]
MOST_PREVIEWED = 1000
"""Rows read for the preview; importing reads all."""
MOST_SHOWN = 50
MOST_NUMBERS = 40
FIRST_ROWS = 12
"""Rows shown where nobody knows yet which one names the columns."""


def show() -> None:
    """Draw the page."""
    st.title(say("exchange.title"))
    st.caption(say("exchange.intro"))
    _outcome()
    file = st.file_uploader(
        say("exchange.upload"), type=FILE_TYPES, max_upload_size=actions.limit_mb(), key=f"table_{_round()}"
    )
    if file is None:
        return
    try:
        _table(file.name, file.getvalue())
    except importing.HeadRowError as problem:
        told = say("exchange.no_head_row") if problem.wanted is None else plain(problem)
        st.error(told, icon=":material/error:")
        st.caption(say("exchange.first_rows"))
        st.dataframe(first_rows(problem.sheet), alt=say("exchange.first_rows"))
    except IncidentsError as problem:
        st.error(plain(problem), icon=":material/error:")


def _round() -> int:
    """Counts the tables taken in; a new number gives empty fields."""
    return int(st.session_state.setdefault("exchange_round", 0))


@st.cache_resource(show_spinner=False)
def _places(folder: str) -> importing.PlaceReader:
    return importing.PlaceReader(open_gazetteer(data_dir()))


@st.cache_resource(show_spinner=False, max_entries=4)
def _opened(_data: bytes, digest: str, sheet: str | None, head_row: int | None) -> Table:
    return importing.open_table(_data, sheet, head_row)


def _table(name: str, data: bytes) -> None:
    digest = hashlib.sha256(data).hexdigest()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        table = _open(data, digest)
        if table is None:
            return
        publisher = st.text_input(say("exchange.publisher"), placeholder=name.rpartition(".")[0], key="table_publisher",
                                  width=230)  # fmt: skip
        published = st.date_input(say("exchange.published"), value=None, key="table_published", format="YYYY-MM-DD",
                                  min_value=actions.EARLIEST, max_value=actions.LATEST, width=170)  # fmt: skip
        order = st.selectbox(say("exchange.dates"), [None, *ORDERS], key="table_dates", width=230,
                             format_func=lambda o: say(f"exchange.{o or 'dates_auto'}"))  # fmt: skip
        guessed, kept = _starting(table, digest)
    mapping = _columns(table, guessed, f"{digest[:16]}_{table.sheet.name}_{table.head.number}_{kept}")
    if mapping is None:
        return
    mapping = replace(mapping, dates=order or guessed.dates)
    about = importing.About(name=name, publisher=publisher, published=published)
    read = _read(data, digest, table, mapping, about, MOST_PREVIEWED)
    _preview(read, len(table.rows))
    if read.good:
        rows = len(read.good) if read.rows == len(table.rows) else len(table.rows)
        _import(data, digest, table, mapping, about, rows)


def _open(data: bytes, digest: str) -> Table | None:
    """The table of the sheet and head row chosen; None while a sheet is to be chosen.  Raises HeadRowError."""
    key = f"sheet_{digest[:16]}"
    try:
        table = _opened(data, digest, st.session_state.get(key), st.session_state.get(_row_key(key)))
    except importing.SheetChoiceError as choice:
        st.selectbox(say("exchange.sheet"), choice.names, index=None, key=key, help=say("exchange.sheet_help"),
                     placeholder=say("exchange.choose_sheet"), width=330)  # fmt: skip
        return None
    except importing.HeadRowError as problem:
        _sheet_and_row(problem.sheet, None, key)
        raise
    _sheet_and_row(table.sheet, table.head.number, key)
    return table


def _sheet_and_row(sheet: Sheet, head_row: int | None, key: str) -> None:
    """Let the reader choose another sheet, where there are several, and another row that names the columns."""
    if len(sheet.others) > 1:
        names = list(sheet.others)
        at = names.index(sheet.name) if sheet.name in names else None
        st.selectbox(
            say("exchange.sheet"), names, index=at, key=key, help=say("exchange.sheet_help"), width=230
        )
    st.number_input(say("exchange.head_row"), min_value=1, value=head_row, key=_row_key(key), width=230)


def first_rows(sheet: Sheet) -> pd.DataFrame:
    """The first rows as they stand, each with its number in the spreadsheet."""
    shown = sheet.rows[:FIRST_ROWS]
    wide = max(len(row.cells) for row in shown)
    return pd.DataFrame(
        [[text_of(row.at(column)) for column in range(wide)] for row in shown],
        columns=[letters(column) for column in range(wide)],
        index=pd.Index([row.number for row in shown], name=say("exchange.row")),
    )


def _row_key(sheet_key: str) -> str:
    """Each sheet has a row of names of its own."""
    return f"{sheet_key}_row_{st.session_state.get(sheet_key)}"


def _starting(table: Table, digest: str) -> tuple[Mapping, str]:
    """The mapping to begin with, and its name: one kept before, or a guess."""
    kept = importing.saved(data_dir())
    fitting = next((name for name, mapping in kept.items() if mapping.fits(table.headers)), None)
    names = [None, *kept]
    name = st.selectbox(
        say("exchange.kept"), names, index=names.index(fitting), key=f"kept_{digest[:16]}", width=280,
        format_func=lambda n: n or say("exchange.kept_guess"),
    )  # fmt: skip
    if name is None:
        return importing.mapping_for(table), ""
    return importing.fitted(kept[name], table), name


def _columns(table: Table, guessed: Mapping, key: str) -> Mapping | None:
    st.subheader(say("exchange.columns_title"))
    st.caption(say("exchange.columns_hint"))
    mapping = exchange_columns.chosen(table, guessed, f"columns_{key}")
    free = [f for f in ("source", "country") if mapping and f not in mapping.columns]
    if mapping is None or not free:
        return mapping
    st.caption(say("exchange.rows_hold"))
    with st.container(horizontal=True):
        told = {
            field: st.text_input(say(f"exchange.{field}_all"), value=guessed.constants.get(field, ""),
                                 key=f"all_{field}_{key}", width=230)
            for field in free
        }  # fmt: skip
    constants = guessed.constants | told
    return replace(
        mapping, constants={field: value.strip() for field, value in constants.items() if value.strip()}
    )


def _read(
    data: bytes, digest: str, table: Table, mapping: Mapping, about: importing.About, most: int | None
) -> Imported:
    """The table read, with a bar while it is; what this reader read last is remembered."""
    asked = (digest, table.sheet.name, table.head.number, repr(mapping), about, most)
    last: tuple[Any, Imported] | None = st.session_state.get("table_read")
    if last and last[0] == asked:
        return last[1]
    bar = st.empty()

    def tell(done: int, of: int) -> None:
        bar.progress(done / of, say("exchange.reading", done=done, n=of))

    imported = importing.read_table(data, table, mapping, _places(str(data_dir())), about, tell, most)
    bar.empty()
    st.session_state.table_read = (asked, imported)
    return imported


# --- what would be taken in ---


def _preview(read: Imported, rows: int) -> None:
    st.subheader(say("exchange.preview_title"))
    if read.rows < rows:
        st.caption(say("exchange.partial", n=read.rows, all=rows))
    claims = read.extraction.claims
    placed = on_map(claims)
    with st.container(horizontal=True, key="table_counts"):
        st.metric(say("exchange.good"), f"{len(read.good):,}", width="content")
        st.metric(say("exchange.bad"), f"{len(read.bad):,}", width="content")
        st.metric(say("exchange.claims"), f"{len(claims):,}", width="content")
        st.metric(say("exchange.on_map"), f"{placed:,}", width="content", help=say("exchange.on_map_help"))
        st.metric(say("exchange.not_placed"), f"{len(claims) - placed:,}", width="content")
    if claims:
        shown = claims[:MOST_SHOWN]
        st.caption(say("exchange.first_claims", n=len(shown)))
        st.dataframe(claim_rows(shown), hide_index=True, height=min(38 + 35 * len(shown), 283))
    else:
        st.warning(say("exchange.no_claims"), icon=":material/error:")
    if read.bad:
        _bad(read.bad)


def on_map(claims: Sequence[Claim]) -> int:
    """How many have a place that can be drawn: not a whole country, nor a village whose position nobody knows."""
    return sum(claim.place is not None and has_place(claim.place) for claim in claims)


def claim_rows(claims: Sequence[Claim]) -> pd.DataFrame:
    """Claims of a table in the reader's words, with the number of their row."""
    rows = [
        (
            int(claim.quote[1:].partition("]")[0]),
            people(claim.low, claim.high, claim.category, claim.unit) if claim.has_figure else "",
            days(claim.date_start, claim.date_end),
            claim.place.name if claim.place else claim.place_as_written or "",
            label("precision", claim.place.geo_precision if claim.place else "not_placed"),
            " · ".join(filter(None, (claim.event_type, claim.sub_event_type))),
            ", ".join(claim.claimed_by),
        )
        for claim in claims
    ]
    names = ("row", "what", "days", "place", "known", "kind", "says")
    return pd.DataFrame(rows, columns=[say(f"exchange.{name}") for name in names])


def _bad(bad: Sequence[BadRow]) -> None:
    with st.container(border=True, key="bad_rows"):
        st.markdown(f":material/error: **{say('exchange.bad_title', n=len(bad))}**")
        names = [say(f"exchange.{name}") for name in ("row", "column", "value", "problem")]
        rows = [(b.number, b.column, b.value, b.reason) for b in bad]
        st.dataframe(pd.DataFrame(rows, columns=names), hide_index=True, height=min(38 + 35 * len(rows), 248),
                     column_config={names[3]: st.column_config.TextColumn(width="large")})  # fmt: skip
        _download(bad, "bad_download")


def _download(bad: Sequence[BadRow], key: str) -> None:
    data = problems_csv(bad)
    st.download_button(
        say("exchange.bad_download"), data, "rows-not-taken-in.csv", "text/csv", key=key, on_click="ignore"
    )


# --- taking in ---


def _import(
    data: bytes, digest: str, table: Table, mapping: Mapping, about: importing.About, rows: int
) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        keep = st.text_input(
            say("exchange.keep_as"), key="table_keep", help=say("exchange.keep_help"), width=280
        )
        asked = st.button(say("exchange.import", n=rows), type="primary", key="table_import")
    if not asked:
        return
    read = _read(data, digest, table, mapping, about, None)
    with st.spinner(say("exchange.importing", name=plain(about.name))):
        if keep.strip():
            importing.save(
                replace(mapping, sheet=table.sheet.name, headers=table.headers), keep.strip(), data_dir()
            )
        landed = importing.land(ledger(), read)
    st.session_state.exchange_outcome = (read, landed)
    st.session_state.table_read = None
    st.session_state.exchange_round = _round() + 1
    st.rerun()


def _outcome() -> None:
    """Tell once what became of the last table, with the rows that were not taken in."""
    told = st.session_state.pop("exchange_outcome", None)
    if told is None:
        return
    read, landed = told
    name = plain(read.report.doc_id)
    with st.container(border=True, key="exchange_outcome_box"):
        words = say(f"exchange.{landed.kind}", name=name, good=len(read.good), bad=len(read.bad),
                    claims=len(read.extraction.claims))  # fmt: skip
        st.markdown(f":green[:material/check_circle:] {words}")
        if landed.known:
            st.markdown(say("exchange.known_rows", n=landed.known, before=plain(landed.before)))
        if read.bad and landed.kind != "again":
            numbers = ", ".join(str(bad.number) for bad in read.bad[:MOST_NUMBERS])
            more = ", …" if len(read.bad) > MOST_NUMBERS else ""
            st.markdown(say("exchange.bad_rows", rows=numbers + more))
            _download(read.bad, "outcome_download")
        st.page_link("pages/map.py", label=say("exchange.see_map"), icon=":material/map:")
