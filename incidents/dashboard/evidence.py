"""Who says it, and in which words: the claims behind one row, each in its report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import streamlit as st

from incidents.dashboard import actions, came_from, conflict, grading, incident_review, review, signing, why
from incidents.dashboard.figures import days, nice, people
from incidents.dashboard.highlight import Mark, excerpt, whole
from incidents.dashboard.store import ledger, reviewed, store
from incidents.dashboard.words import label, plain, say
from incidents.ledger import Grade, Reviewed
from incidents.linking import Told, outlet_of, tell
from incidents.linking.attribution import attribution
from incidents.linking.breakdown import of_some_only
from incidents.linking.figures import tallies
from incidents.linking.roots import RULE as VOICES_RULE
from incidents.linking.roots import voices
from incidents.linking.rows import closest, replaced_by_later
from incidents.model import Claim, Report
from incidents.query import Filters, View, known_from


def show(view: View) -> None:
    """Draw the evidence of the row that is open (`open_event`)."""
    st.subheader(say("evidence.title"), anchor="evidence")
    signing.message()
    event_id = st.session_state.open_event
    if event_id is None:
        st.caption(say("evidence.choose"))
        return
    found = view.rows[view.rows["event_id"] == event_id]
    if found.empty:
        st.caption(say("evidence.gone"))
        return
    _row(found.iloc[0].to_dict(), view.filters)


def _row(row: Mapping[str, Any], filters: Filters) -> None:
    """A row under the filters: made of what the chosen outlets said by the chosen day; of all, where none is."""
    everything = reviewed()
    beside = store().claims(
        row["event_id"], filters.as_of
    )  # with those that were rejected, which stay in sight
    rejected = beside.loc[beside["verification"] == "rejected", "claim_id"]
    own = [everything.claims[i] for i in row["claim_ids"] if i in everything.claims]
    claims = [*own, *(everything.claims[i] for i in rejected if i in everything.claims)]
    reports = {
        report_id: ledger().report(report_id)
        for report_id in {claim.report_id for claim in claims if not claim.without_report}
    }
    where = ", ".join(dict.fromkeys(str(part) for part in (row["location"], row["admin1"]) if part))
    told = say(
        "evidence.claims", n=len(row["claim_ids"]), reports=say("evidence.reports", n=len(row["report_ids"]))
    )
    with st.container(key="evidence"):
        when = days(row["date_start"], row["date_end"])
        st.markdown(
            " · ".join(part for part in (f"**{plain(where)}**" if where else "", when) if part) + f" — {told}"
        )
        set_aside = _set_aside(everything, filters)
        _said_by_roots(tell(own, [*reports.values(), *everything.by_hand]), set_aside, everything)
        if row["row_kind"] == "incident" and filters.as_of is None:
            incident_review.form(row, own)
        for claim in sorted(
            claims, key=lambda claim: _published(reports.get(claim.report_id)) or dt.date.min, reverse=True
        ):
            card(claim, reports.get(claim.report_id), everything)


def _published(report: Report | None) -> dt.date | None:
    return report.published if report else None


def _set_aside(everything: Reviewed, filters: Filters) -> tuple[Collection[str], Collection[str]]:
    """The claims that others under the filters correct, and those that count only some of the people."""
    told = [c for i, c in everything.claims.items() if everything.verification[i] != "rejected"]
    if filters.sources or filters.as_of:
        chosen = {
            report.report_id
            for report in ledger().reports()
            if (not filters.sources or outlet_of(report) in filters.sources)
            and (filters.as_of is None or known_from(report) <= filters.as_of)
        }
        told = [c for c in told if c.report_id in chosen]
    return replaced_by_later(told), of_some_only(told)


def _said_by_roots(
    told: Sequence[Told], set_aside: tuple[Collection[str], Collection[str]], everything: Reviewed
) -> None:
    """The row's figures with those that differ, and where they come from."""
    outlets = {t.claim.report_id: t.outlet for t in told}
    for tally in tallies(closest(told), *set_aside):
        conflict.show_range(tally)
        if tally.differing:
            conflict.show(tally, outlets)
    st.markdown(came_from.voices_line(voices(t.root for t in told)), help=VOICES_RULE)
    with st.expander(say("attribution.title"), key="came_from"):
        st.html(came_from.tree_html(attribution(told), everything.source_grades))


def card(claim: Claim, report: Report | None, everything: Reviewed) -> None:
    """One claim: figure, who says it, through whom, its words in the report, and what a reviewer may do.

    report: None for a claim that only a reviewer knows.
    """
    with st.container(border=True, key=f"claim_{claim.claim_id}"):
        said(claim, report, everything)
        with st.container(horizontal=True):
            reading = report and st.toggle(say("evidence.whole"), key=f"whole_{claim.claim_id}")
            explaining = report and st.toggle(say("evidence.why"), key=f"why_{claim.claim_id}")
            reviewing = st.toggle(say("review.title"), key=f"review_{claim.claim_id}")
            grade = st.toggle(say("grade.claim_title"), key=f"grade_{claim.claim_id}")
        if report and reading:
            report_view(report, [claim], everything)
        if report and explaining:
            _why(claim, report)
        if reviewing:
            review.claim_form(claim, everything.verification[claim.claim_id])
        if grade:
            grading.of_claim(claim, everything.claim_grades.get(claim.claim_id, Grade()))
            grading.meanings(claim.claim_id)


def said(claim: Claim, report: Report | None, everything: Reviewed) -> None:
    """What a claim says, who says it, through whom, and its words in the report."""
    verdict = everything.verification[claim.claim_id]
    with st.container():
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
        st.caption(_who(claim, report, verdict, everything))
        colour = "rejected" if verdict == "rejected" else "quote"
        if report is None:
            st.caption(say("evidence.by_hand"))
        else:
            st.html(excerpt(report.text, Mark(claim.start, claim.end, colour), report.language))


def _why(claim: Claim, report: Report) -> None:
    """The rules and words behind a claim, as far as it is still what the parser read."""
    with st.spinner(say("method.reading")):
        reasons = actions.reasons(claim, report)
    if reasons is None:
        st.caption(say("evidence.no_why"))
    else:
        why.show(claim, reasons, report.text, report.language)


def _who(claim: Claim, report: Report | None, verdict: str, everything: Reviewed) -> str:
    published = nice(day) if (day := _published(report)) else say("evidence.no_date")
    publisher = report.publisher if report else None
    relays = [*claim.via, *([publisher] if publisher and publisher not in claim.via else [])]
    parts = [
        f"{say('evidence.says')}: **{plain(', '.join(claim.claimed_by) or publisher or '—')}**",
        f"{say('evidence.via')} {plain(' → '.join(relays))}" if relays else "",
        f"{say('evidence.published')} {published}",
        label("status", claim.status),
        label("verification", verdict),
        grading.line(claim, publisher, everything),
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
