"""The reports page: taking reports in, what became of each, dates that are missing, and reading one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pandas as pd
import streamlit as st

from incidents.dashboard import actions, erasing, evidence, review, signing
from incidents.dashboard.actions import Outcome
from incidents.dashboard.store import ledger, reviewed
from incidents.dashboard.words import label, plain, say, section
from incidents.errors import IncidentsError
from incidents.ledger import StoredReport
from incidents.pipeline import TABLES
from incidents.reading import Overrides

MOST_CARDS = 100
"""Statements of a report drawn one by one: a table may have thousands."""
FILE_TYPES = ["txt", "md", "markdown", "html", "htm", "pdf", "docx", "json", "jsonl", "ndjson"]
SYMBOLS = {"added": ":green[:material/check_circle:]", "again": ":gray[:material/check:]",
           "failed": ":red[:material/error:]"}  # fmt: skip


def show() -> None:
    """Draw the page."""
    st.title(say("reports.title"))
    st.caption(say("reports.intro"))
    upload, paste, fetch = st.tabs([say("reports.upload"), say("reports.paste"), say("reports.fetch")])
    with upload:
        _upload()
    with paste:
        _paste()
    with fetch:
        _fetch()
    _outcomes()
    signing.message()
    reports = ledger().reports()[::-1]  # the newest first
    if not reports:
        st.info(say("reports.empty"), title=say("reports.empty_title"), icon=":material/inbox:")
        return
    _missing_dates([report for report in reports if _lacks_date(report)])
    _list(reports)


def _known(prefix: str, *, open_details: bool = False) -> Overrides:
    """What the reader knows about the document, for what it does not say itself."""
    with st.expander(say("reports.details"), expanded=open_details), st.container(horizontal=True):
        publisher = st.text_input(say("reports.publisher"), key=f"{prefix}_publisher", width=260)
        published = st.date_input(say("reports.published"), value=None, key=f"{prefix}_published",
                                  format="YYYY-MM-DD", min_value=actions.EARLIEST, width=180)  # fmt: skip
        title = st.text_input(say("reports.doc_title"), key=f"{prefix}_title", width=260)
        language = st.selectbox(say("reports.language"), [None, *section("languages")], key=f"{prefix}_language",
                                format_func=_language, width=180)  # fmt: skip
    return Overrides(publisher=publisher or None, published=published, title=title or None, language=language)


def _language(code: str | None) -> str:
    return say(f"languages.{code}") if code else say("reports.language_auto")


def _upload() -> None:
    files = st.file_uploader(say("reports.upload_label"), type=FILE_TYPES, accept_multiple_files=True,
                             max_upload_size=actions.limit_mb(), key=f"files_{_round()}")  # fmt: skip
    known = _known("upload")
    if files and st.button(say("reports.upload_button", n=len(files)), type="primary", key="upload_button"):
        bar = st.progress(0.0)
        outcomes: list[Outcome] = []
        for number, file in enumerate(files, 1):
            bar.progress(
                (number - 1) / len(files),
                say("reports.progress", name=plain(file.name), i=number, n=len(files)),
            )
            outcomes += actions.upload(file.name, file.getvalue(), known)
        _done(outcomes)


def _paste() -> None:
    text = st.text_area(say("reports.paste_label"), height=180, key=f"pasted_{_round()}")
    known = _known("paste", open_details=True)
    if st.button(say("reports.paste_button"), type="primary", key="paste_button"):
        if not text.strip():
            st.warning(say("reports.paste_need"))
            return
        with st.spinner(say("reports.paste_button")):
            _done(actions.paste(text, known))


def _fetch() -> None:
    url = st.text_input(say("reports.fetch_label"), key=f"url_{_round()}", placeholder="https://")
    st.caption(f":material/public: {say('reports.fetch_help')}")
    known = _known("fetch")
    if st.button(say("reports.fetch_button"), key="fetch_button"):
        if not url.lower().startswith(("http://", "https://")):
            st.warning(say("reports.fetch_need"))
            return
        with st.spinner(say("reports.fetch_button")):
            _done(actions.fetch(url, known))


def _round() -> int:
    """Counts what was taken in; a new number gives empty fields."""
    return int(st.session_state.setdefault("intake_round", 0))


def _done(outcomes: Iterable[Outcome]) -> None:
    """Keep the outcomes for the next run, which draws the list anew."""
    st.session_state.outcomes = list(outcomes)
    if any(outcome.kind != "failed" for outcome in st.session_state.outcomes):
        st.session_state.intake_round = _round() + 1
    st.rerun()


def _outcomes() -> None:
    """One line for each document of the last batch."""
    outcomes: list[Outcome] = st.session_state.pop("outcomes", [])
    if not outcomes:
        return
    with st.container(border=True, key="outcomes"):
        for outcome in outcomes:
            words = say(
                f"reports.{outcome.kind}", name=plain(outcome.name), n=outcome.claims, why=plain(outcome.why)
            )
            st.markdown(f"{SYMBOLS[outcome.kind]} {words.removeprefix(': ')}")


def _missing_dates(reports: list[StoredReport]) -> None:
    if not reports:
        return
    with st.container(border=True, key="missing_dates"):
        st.markdown(f":material/event_busy: **{say('reports.need_dates', n=len(reports))}**")
        st.caption(say("reports.need_dates_help"))
        with st.form("dates", border=False):  # so that nothing is drawn anew while a date is typed
            with st.container(width=330):
                signing.name_field("dates", in_form=True)
            for report in reports:
                st.date_input(
                    plain(report.title or report.doc_id),
                    value=None,
                    key=f"date_{report.report_id}",
                    format="YYYY-MM-DD",
                    min_value=actions.EARLIEST,
                    max_value=actions.LATEST,
                    width=330,
                )
            ids = [report.report_id for report in reports]
            st.form_submit_button(say("reports.save_date"), type="primary", on_click=_save_dates, args=(ids,))


def _save_dates(report_ids: list[str]) -> None:
    """Keep every date that was given and read those reports again."""
    state = st.session_state
    given = {report_id: day for report_id in report_ids if (day := state.get(f"date_{report_id}"))}
    name = signing.name_given("dates")
    try:
        if not name.strip():
            raise IncidentsError(say("review.need_name"))
        if not given:
            raise IncidentsError(say("reports.need_date"))
        for report_id, published in given.items():
            actions.supply_date(report_id, published, by=name, reason=say("reports.date_reason"))
        state.review_message = ("saved", say("review.saved"))
    except IncidentsError as problem:
        state.review_message = ("refused", str(problem))


def report_rows(reports: list[StoredReport], claims: Counter[str]) -> pd.DataFrame:
    """The list of reports in the reader's words."""
    return pd.DataFrame(
        {
            "title": [report.title or report.doc_id for report in reports],
            "status": [_status(report, claims[report.report_id]) for report in reports],
            "claims": [claims[report.report_id] for report in reports],
            "publisher": [report.publisher for report in reports],
            "published": [report.published for report in reports],
            "language": [label("languages", report.language or "") for report in reports],
            "origin": [report.origin for report in reports],
            "received": [report.received_at for report in reports],
        }
    )


def _lacks_date(report: StoredReport) -> bool:
    """Is the day of publication wanted?  The cells of a table tell no weekday that hangs on it."""
    return report.date_needed and report.media_type not in TABLES


def _status(report: StoredReport, claims: int) -> str:
    if _lacks_date(report):
        return say("reports.date_needed")
    return say("reports.read") if claims else say("reports.nothing_found")


def _list(reports: list[StoredReport]) -> None:
    everything = reviewed()
    counts = Counter(
        claim.report_id
        for claim in everything.claims.values()
        if everything.verification[claim.claim_id] != "rejected"
    )
    frame = report_rows(reports, counts)
    names = {"title": "doc_title", "origin": "where_from"}
    config = {name: say(f"reports.{names.get(name, name)}") for name in frame.columns}
    st.subheader(say("reports.list_title", n=len(reports)))
    st.caption(say("reports.open"))
    event = st.dataframe(
        frame,
        key=f"reports_{len(reports)}",
        hide_index=True,
        placeholder="–",
        height=min(38 + 35 * len(frame), 458),
        column_config=config
        | {
            "title": st.column_config.TextColumn(config["title"], width="medium"),
            "published": st.column_config.DateColumn(config["published"], format="D MMM YYYY"),
            "received": st.column_config.DatetimeColumn(config["received"], format="D MMM YYYY, HH:mm"),
        },
        on_select="rerun",
        selection_mode="single-row",
        alt=say("reports.list_alt"),
    )
    if event.selection.rows:
        _read(reports[event.selection.rows[0]])


def _read(stored: StoredReport) -> None:
    """One report with everything found in it marked, and a way to add what was not found."""
    everything = reviewed()
    claims = [claim for claim in everything.claims.values() if claim.report_id == stored.report_id]
    kept = [claim for claim in claims if everything.verification[claim.claim_id] != "rejected"]
    report = ledger().report(stored.report_id)
    st.caption(say("reports.marked"))
    evidence.report_view(report, kept, everything)
    with st.expander(say("review.add_title"), key=f"adding_{report.report_id}", on_change="rerun") as adding:
        if adding.open:
            review.add_form(report, kept)
    erasing.form(stored, len(claims))
    for claim in claims[:MOST_CARDS]:
        evidence.card(claim, report, everything)
    if len(claims) > MOST_CARDS:
        st.caption(say("reports.more_claims", n=len(claims) - MOST_CARDS))
