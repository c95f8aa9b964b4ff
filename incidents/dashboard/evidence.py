"""Who says it, and in which words: the claims behind one row, each in its report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from incidents.dashboard import actions, review, why
from incidents.dashboard.figures import days, nice, people
from incidents.dashboard.highlight import Mark, excerpt, whole
from incidents.dashboard.store import ledger, reviewed, store
from incidents.dashboard.words import label, plain, say
from incidents.ledger import Reviewed
from incidents.model import Claim, Report
from incidents.query import View


def show(view: View) -> None:
    """Draw the evidence of the row that is open (`open_event`)."""
    st.subheader(say("evidence.title"), anchor="evidence")
    review.message()
    event_id = st.session_state.open_event
    if event_id is None:
        st.caption(say("evidence.choose"))
        return
    found = view.rows[view.rows["event_id"] == event_id]
    if found.empty:
        st.caption(say("evidence.gone"))
        return
    _row(found.iloc[0].to_dict(), view.filters.as_of)


def _row(row: Mapping[str, Any], as_of: dt.date | None) -> None:
    everything = reviewed()
    beside = store().claims(row["event_id"], as_of)  # with those that were rejected, which stay in sight
    rejected = beside.loc[beside["verification"] == "rejected", "claim_id"]
    claims = [
        everything.claims[claim_id]
        for claim_id in (*row["claim_ids"], *rejected)
        if claim_id in everything.claims
    ]
    reports = {report_id: ledger().report(report_id) for report_id in {claim.report_id for claim in claims}}
    where = ", ".join(dict.fromkeys(str(part) for part in (row["location"], row["admin1"]) if part))
    told = say(
        "evidence.claims", n=len(row["claim_ids"]), reports=say("evidence.reports", n=len(row["report_ids"]))
    )
    with st.container(key="evidence"):
        when = days(row["date_start"], row["date_end"])
        st.markdown(
            " · ".join(part for part in (f"**{plain(where)}**" if where else "", when) if part) + f" — {told}"
        )
        for claim in sorted(
            claims, key=lambda claim: reports[claim.report_id].published or dt.date.min, reverse=True
        ):
            card(claim, reports[claim.report_id], everything)


def card(claim: Claim, report: Report, everything: Reviewed) -> None:
    """One claim: figure, who says it, through whom, its words in the report, and what a reviewer may do."""
    verdict = everything.verification[claim.claim_id]
    with st.container(border=True, key=f"claim_{claim.claim_id}"):
        lead = (
            people(claim.low, claim.high, claim.category, claim.unit)
            if claim.has_figure
            else claim.event_type
        )
        facts = [
            claim.event_type if claim.has_figure else None,
            claim.place.name if claim.place else claim.place_as_written or say("review.no_place"),
        ]
        facts.append(days(claim.date_start, claim.date_end))
        title = f"**{lead}** · " + " · ".join(plain(fact) for fact in facts if fact)
        st.markdown(f"~~{title}~~" if verdict == "rejected" else title)
        st.caption(_who(claim, report, verdict))
        colour = "rejected" if verdict == "rejected" else "quote"
        st.html(excerpt(report.text, Mark(claim.start, claim.end, colour), report.language))
        with st.container(horizontal=True):
            reading = st.toggle(say("evidence.whole"), key=f"whole_{claim.claim_id}")
            explaining = st.toggle(say("evidence.why"), key=f"why_{claim.claim_id}")
            reviewing = st.toggle(say("review.title"), key=f"review_{claim.claim_id}")
        if reading:
            report_view(report, [claim], everything)
        if explaining:
            _why(claim, report)
        if reviewing:
            review.claim_form(claim, verdict)


def _why(claim: Claim, report: Report) -> None:
    """The rules and words behind a claim, as far as it is still what the parser read."""
    with st.spinner(say("method.reading")):
        reasons = actions.reasons(claim, report)
    if reasons is None:
        st.caption(say("evidence.no_why"))
    else:
        why.show(claim, reasons, report.text, report.language)


def _who(claim: Claim, report: Report, verdict: str) -> str:
    published = nice(report.published) if report.published else say("evidence.no_date")
    relays = [
        *claim.via,
        *([report.publisher] if report.publisher and report.publisher not in claim.via else []),
    ]
    parts = [
        f"{say('evidence.says')}: **{plain(', '.join(claim.claimed_by) or report.publisher or '—')}**",
        f"{say('evidence.via')} {plain(' → '.join(relays))}" if relays else "",
        f"{say('evidence.published')} {published}",
        label("status", claim.status),
        label("verification", verdict),
    ]
    return " · ".join(part for part in parts if part)


def report_view(report: Report, chosen: Sequence[Claim], everything: Reviewed) -> None:
    """A report's text with the chosen claims marked, the others faintly; its title, link and fingerprint."""
    marks = [Mark(claim.start, claim.end) for claim in chosen]
    marks += [
        Mark(
            claim.start,
            claim.end,
            "rejected" if everything.verification[claim.claim_id] == "rejected" else "other",
        )
        for claim in everything.claims.values()
        if claim.report_id == report.report_id
    ]
    with st.container(border=True):
        st.markdown(f"**{plain(report.title or report.doc_id)}**")
        st.html(whole(report.text, marks, report.language))
        if report.url and report.url.startswith(("http://", "https://")):
            st.link_button(say("evidence.link"), report.url, icon=":material/open_in_new:", help=report.url)
        st.caption(say("evidence.hash", hash=report.report_id))
