"""The method page: how a sentence becomes a claim, by the very rules and word lists that the parser uses."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from incidents.dashboard import actions, explained, why
from incidents.dashboard.highlight import direction, marked
from incidents.dashboard.words import label, plain, say, section
from incidents.errors import IncidentsError
from incidents.languages import available
from incidents.languages.organisations import known
from incidents.languages.schema import word_lists
from incidents.linking import RULE as COUNTED
from incidents.linking import figures
from incidents.linking.roots import RULE as VOICES
from incidents.parsing.reasons import Example, Rule, rules


def show() -> None:
    """Draw the page."""
    st.title(say("method.title"))
    st.caption(say("method.intro"))
    _try()
    _rules()
    _figures()
    _word_lists()
    _organisations()


def _try() -> None:
    """A sentence of the reader's own, with every claim in it explained."""
    with st.container(border=True):
        st.subheader(say("method.try_title"))
        state = st.session_state
        state.setdefault("try_text", say("method.try_example"))
        state.setdefault("try_published", Example("").published)
        text = st.text_area(say("method.try_label"), key="try_text", height=110, max_chars=actions.MOST_TRIED)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            published = st.date_input(say("reports.published"), key="try_published", format="YYYY-MM-DD",
                                      min_value=actions.EARLIEST, max_value=actions.LATEST, width=180)  # fmt: skip
            asked = st.button(say("method.try_button"), type="primary", key="try_button")
        if asked:
            state.tried = (text, published)
        if tried := state.get("tried"):
            _reading(*tried)


def _reading(text: str, published: dt.date) -> None:
    """What the parser finds in a text that is kept nowhere."""
    try:
        with st.spinner(say("method.reading")):
            report, found = actions.read_aloud(text, published)
    except IncidentsError as problem:
        st.warning(str(problem))
        return
    if not found.claims:
        st.info(say("method.nothing"), icon=":material/search_off:")
    for claim in found.claims:
        with st.container(border=True):
            why.show(claim, found.reasons[claim.claim_id], report.text, report.language)


def _rules() -> None:
    """Every rule, field by field."""
    st.subheader(say("method.rules_title"))
    st.caption(say("method.rules_hint"))
    for name in explained.fields():
        own = [rule for rule in rules().values() if rule.field == name]
        with st.expander(say("method.field", field=say(f"fields.{name}"), n=len(own)), key=f"rules_{name}"):
            for rule in own:
                _rule(rule)


def _rule(rule: Rule) -> None:
    with st.container(border=True):
        st.markdown(plain(rule.what))
        for number, example in enumerate(rule.examples):
            with st.container(horizontal=True, vertical_alignment="center"):
                st.html(
                    f'<div dir="{direction(example.language)}">{marked(example.text, [])}</div>',
                    width="stretch",
                )
                st.button(
                    say("method.try_this"), key=f"try_{rule.name}_{number}", on_click=_take, args=(example,)
                )


def _take(example: Example) -> None:
    """Put an example into the field above and read it."""
    st.session_state.update(
        try_text=example.text, try_published=example.published, tried=(example.text, example.published)
    )


def _figures() -> None:
    """How figures are chosen, added up and attributed, by the rules that the code keeps."""
    st.subheader(say("method.figures_title"))
    st.caption(say("method.figures_hint"))
    for title, rule in (("chosen", figures.RULE.values()), ("added", (COUNTED,)), ("voices", (VOICES,))):
        with st.container(border=True, key=f"rule_{title}"):
            st.markdown(f"**{say(f'method.figures_{title}')}**")
            st.markdown("  \n".join(plain(sentence) for sentence in rule))


def _word_lists() -> None:
    """The words that the rules go by."""
    st.subheader(say("method.lists_title"))
    languages = sorted(available(), key="en".__ne__)  # that of the page first
    with st.container(horizontal=True):
        code = st.selectbox(say("reports.language"), languages, key="lists_language", width=180,
                            format_func=lambda code: label("languages", code))  # fmt: skip
        asked = st.text_input(say("method.lists_search"), key="lists_search", width=330).casefold()
    rows = [
        (table.what, " · ".join(words), table.path)
        for table, words in word_lists(code)
        if any(asked in word.casefold() for word in (*words, table.path))
    ]
    st.dataframe(
        {
            say("method.lists_what"): [row[0] for row in rows],
            say("method.lists_words"): [row[1] for row in rows],
            say("method.lists_path"): [row[2] for row in rows],
        },
        hide_index=True,
        height=320,
        alt=say("method.lists_title"),
    )


def _organisations() -> None:
    """Who counts as one source."""
    st.subheader(say("method.organisations_title"))
    st.caption(say("method.organisations_hint"))
    st.dataframe(
        {
            say("method.name"): [o.name for o in known()],
            say("method.kind"): [section("organisation_kinds")[o.kind] for o in known()],
            say("method.aliases"): [" · ".join((*o.aliases, *o.people)) for o in known()],
        },
        hide_index=True,
        height=320,
        alt=say("method.organisations_title"),
    )
