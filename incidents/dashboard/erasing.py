"""Erasing a report whose text endangers someone: asked twice, because nothing brings it back."""

from __future__ import annotations

import streamlit as st

from incidents import pipeline
from incidents.dashboard.signing import attempt, who_and_why
from incidents.dashboard.store import data_dir
from incidents.dashboard.words import plain, say
from incidents.errors import IncidentsError
from incidents.ledger import StoredReport


def form(report: StoredReport, claims: int) -> None:
    """Ask for a name, a reason and the word that says it is meant.  claims: how many statements go with it."""
    prefix = f"erase_{report.report_id}"
    with st.expander(say("erasing.title"), key=prefix, on_change="rerun") as opened:
        if not opened.open:
            return
        st.warning(say("erasing.what", title=plain(report.title or report.doc_id), n=claims))
        who_and_why(prefix)
        st.text_input(say("erasing.type", word=say("erasing.word")), key=f"{prefix}_word", width=330)
        st.button(say("erasing.save"), key=f"{prefix}_save", icon=":material/delete_forever:", on_click=_erase,
                  args=(prefix, report.report_id))  # fmt: skip


def _erase(prefix: str, report_id: str) -> None:
    def act(by: str, reason: str) -> None:
        if st.session_state.get(f"{prefix}_word", "").strip().lower() != say("erasing.word"):
            raise IncidentsError(say("erasing.need_word", word=say("erasing.word")))
        pipeline.purge(data_dir(), report_id, by=by, reason=reason)
        st.cache_resource.clear()  # what is in memory may hold the text

    attempt(prefix, act)
