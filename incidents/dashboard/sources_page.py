"""The page of sources: who draws on whom, every outlet and every root with what it tells, and their grades."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from incidents.dashboard import grading, signing, source_graph
from incidents.dashboard.store import reviewed, store
from incidents.dashboard.words import plain, say, section
from incidents.languages.organisations import is_unnamed, look_up
from incidents.ledger import Grade
from incidents.linking.roots import RULE
from incidents.query import Sources

MOST_ROWS = 12
"""Rows of a table shown at once."""
_BOTH = {"reports": "reports", "claims": "claims", "incidents": "incidents"}
OUTLETS = {"outlet": "outlet", **_BOTH, "independent_roots": "voices_count", "roots": "draws_on"}
ROOTS = {"root": "root", **_BOTH, "outlets": "carried_by", "relays": "relayed_by"}
"""Columns of the tables, in their order, with the keys of their titles."""


def show() -> None:
    """Draw the page."""
    st.title(say("source_page.title"))
    st.caption(say("source_page.intro"))
    sources = store().sources
    if sources.outlets.empty:
        st.info(say("source_page.empty"), icon=":material/inbox:")
        return
    with st.expander(say("source_page.voices"), key="voices"):
        st.markdown(plain(RULE))
    _graph(sources)
    grades = reviewed().source_grades
    outlets, roots = list(sources.outlets["name"]), list(sources.roots["root"])
    left, right = st.tabs([_title("outlets", len(outlets)), _title("roots", len(roots))])
    with left:
        _table("outlets", sources_frame(sources.outlets, OUTLETS, outlets, grades), outlets)
    with right:
        _table("roots", sources_frame(sources.roots, ROOTS, roots, grades), roots)
    _chosen(st.session_state.get("open_source"), grades)
    grading.meanings()


def _title(name: str, n: int) -> str:
    return say(f"source_page.{name}_title", n=n)


def _graph(sources: Sources) -> None:
    st.subheader(say("source_page.graph_title"))
    ways = source_graph.routes(sources.paths)
    if not ways:
        st.caption(say("source_page.graph_none"))
        return
    st.caption(say("source_page.graph_hint"))
    with st.container(key="source_graph"):
        st.altair_chart(source_graph.chart(source_graph.layout(ways)), alt=say("source_page.graph_alt"))


def sources_frame(
    table: pd.DataFrame, columns: Mapping[str, str], names: Sequence[str], grades: Mapping[str, Grade]
) -> pd.DataFrame:
    """Outlets or roots in the reader's words, the grades behind the first column.

    columns: of the table, with their keys in `source_page`.  names: by which the sources are graded.
    """  # fmt: skip
    words = section("source_page")
    frame = pd.DataFrame(
        {words[key]: [_cell(value) for value in table[name]] for name, key in columns.items()}
    )
    own = [grades.get(name, Grade()) for name in names]
    frame.insert(1, words["reliability"], [grade.reliability or "" for grade in own])
    frame.insert(2, words["credibility"], [str(grade.credibility or "") for grade in own])
    return frame


def _cell(value: Any) -> Any:
    """A list of names in one cell; None, where there is no list, is empty."""
    return ", ".join(value) if isinstance(value, list) else "" if value is None else value


def _table(name: str, frame: pd.DataFrame, names: list[str]) -> None:
    """A table whose chosen row becomes `open_source`."""
    key = f"{name}_{hash(tuple(names))}"

    def on_select() -> None:
        rows = st.session_state[key].selection.rows
        if rows:
            st.session_state.open_source = names[rows[0]]

    with st.container(key=f"{name}_table"):
        st.caption(say("source_page.hint"))
        st.dataframe(
            frame, key=key, hide_index=True, height=38 + 35 * min(len(frame), MOST_ROWS), on_select=on_select,
            selection_mode="single-row", alt=_title(name, len(frame)),
            column_config={frame.columns[0]: st.column_config.TextColumn(frame.columns[0], pinned=True)}
            | {axis: st.column_config.TextColumn(axis, width="small") for axis in frame.columns[1:3]},
        )  # fmt: skip


def _chosen(name: str | None, grades: Mapping[str, Grade]) -> None:
    """What is known of one source, and the form to grade it; another one can be chosen here, too."""
    sources = store().sources
    names = sorted({*sources.roots["root"], *sources.outlets["name"]}, key=lambda n: (is_unnamed(n), n))
    if name in names:
        st.session_state["source_chosen"] = name
        st.session_state.pop("open_source", None)
    with st.container(border=True, key="source"):
        signing.message()
        chosen = st.selectbox(say("grade.choose"), names, key="source_chosen")
        for line in told_of(chosen):
            st.markdown(line)
        grading.of_source(chosen, grades.get(chosen, Grade()))


def told_of(name: str) -> list[str]:
    """What organisations.toml knows of a source, in Markdown."""
    known = look_up(name)
    if known is None:
        return []
    lines = [say("source_page.is", kind=section("organisation_kinds")[known.kind])]
    if known.part_of:
        lines.append(say("source_page.part_of", body=plain(known.part_of)))
    if known.relays:
        lines.append(say("source_page.relays", names=plain(", ".join(known.relays))))
    return lines
