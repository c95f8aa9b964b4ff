"""Figures of one incident that differ: who told which and when, and which of them is taken as the best."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import altair as alt
import pandas as pd
import streamlit as st

from incidents.dashboard.figures import nice, people
from incidents.dashboard.words import palette, plain, say
from incidents.linking.conflict import Said
from incidents.linking.figures import RULE, Tally, deciding

HEIGHT = 110


@dataclass(frozen=True, slots=True)
class Line:
    """A figure as it was told; day: None where no day of publication is known."""

    root: str
    day: dt.date | None
    figure: str
    outlet: str
    best: bool
    low: int
    high: int


def lines(tally: Tally, outlets: Mapping[str, str]) -> list[Line]:
    """The figures from which a unit's are chosen and those that differ, by day; outlets: of each report."""
    best = frozenset(deciding(tally.people))
    shown = dict.fromkeys((*tally.people, *sorted(tally.differing - {*tally.people}, key=_order)))
    found = {_line(s, s in best, tally.unit, outlets): None for s in sorted(shown, key=_order)}
    return list(found)


def _order(s: Said) -> tuple[object, ...]:
    return (s.day, s.root, s.report_id, s.category, s.low or 0, s.high or 0, s.part)


def _line(s: Said, best: bool, unit: str, outlets: Mapping[str, str]) -> Line:
    day = s.day if s.day != dt.date.min else None
    ends = [n for n in (s.low, s.high) if n is not None]
    told = people(s.low, s.high, s.category, unit)
    return Line(
        s.root, day, told, outlets.get(s.report_id, ""), best, min(ends, default=0), max(ends, default=0)
    )


def why_best(tally: Tally) -> str:
    """Which figure is taken as the best, and by which part of the rule; empty where there is none."""
    chosen = deciding(tally.people)
    if not chosen or tally.figure is None:
        return ""
    roots = ", ".join(dict.fromkeys(s.root for s in chosen))
    first = min(s.day for s in chosen)
    if chosen[0].exact and first != dt.date.min:
        return say("conflict.best_told", best=tally.figure.best, roots=plain(roots), day=nice(first))
    if any(s.exact for s in tally.people):
        return say("conflict.best_above", best=tally.figure.best, roots=plain(roots), day=nice(first))
    return say("conflict.best_least", best=tally.figure.best, roots=plain(roots))


def show_range(tally: Tally) -> None:
    """Lowest, best and highest of a unit, with the rule at hand."""
    if tally.figure is None:
        return
    ends = {"low": tally.figure.low, "best": tally.figure.best, "high": tally.figure.high}
    words = {end: say("conflict.open") if n is None else n for end, n in ends.items()}
    unit = say(f"unit.{tally.unit}")
    st.markdown(f"{unit.capitalize()}: {say('conflict.range', **words)}", help=" ".join(RULE.values()))


def show(tally: Tally, outlets: Mapping[str, str]) -> None:
    """Draw the figures of a unit that differ: a picture over the days, and a table."""
    told = lines(tally, outlets)
    with st.container(border=True, key=f"conflict_{tally.unit}"):
        st.markdown(f"**{say('conflict.title', unit=say(f'unit.{tally.unit}'))}**")
        if why := why_best(tally):
            st.markdown(why)
        if any(line.day for line in told):
            st.altair_chart(chart(told), alt=say("conflict.alt"))
        st.table(table(told), border="horizontal", hide_index=True, alt=say("conflict.alt"))


def table(told: list[Line]) -> pd.DataFrame:
    """The figures in the reader's words."""
    return pd.DataFrame(
        {
            say("conflict.root"): [plain(line.root) for line in told],
            say("conflict.told"): [nice(line.day) if line.day else say("evidence.no_date") for line in told],
            say("conflict.figure"): [
                f"**{line.figure}** ({say('conflict.best')})" if line.best else line.figure for line in told
            ],
            say("conflict.outlet"): [plain(line.outlet) for line in told],
        }
    )


def chart(told: list[Line]) -> alt.LayerChart:
    """The figures over the days they were published: a colour and a line for each root, a bar for a range."""
    colours = palette()["charts"]
    roots = list(dict.fromkeys(line.root for line in told if line.day))
    frame = pd.DataFrame(
        [
            {
                "day": pd.Timestamp(line.day), "root": line.root, "low": line.low, "high": line.high,
                "figure": line.figure, "outlet": line.outlet, "best": line.best,
            }
            for line in told
            if line.day
        ]
    )  # fmt: skip
    scale = alt.Scale(
        domain=roots, range=[colours["lines"][i % len(colours["lines"])] for i in range(len(roots))]
    )
    legend = alt.Legend(
        orient="bottom", direction="vertical", title=None, labelLimit=320, symbolType="circle"
    )
    axis = alt.Axis(format="%-d %b", tickCount="day", labelOverlap=True, grid=False)
    base = alt.Chart(frame).encode(
        x=alt.X("day:T", title=None, axis=axis, scale=alt.Scale(type="utc", padding=24)),
        color=alt.Color("root:N", scale=scale, legend=legend),
        tooltip=[
            alt.Tooltip(f"{name}:N", title=say(f"conflict.{name}")) for name in ("root", "figure", "outlet")
        ],
    )
    y = alt.Y(
        "high:Q", title=None, axis=alt.Axis(tickCount=4, format=",d"), scale=alt.Scale(zero=False, padding=14)
    )
    dots = base.encode(y=y)
    best = dots.transform_filter("datum.best").mark_point(size=190, color=colours["best"], strokeWidth=2)
    layers = [
        dots.mark_line(strokeWidth=1.2),
        base.encode(y=y, y2="low:Q").mark_rule(strokeWidth=4, strokeOpacity=0.4),
        dots.mark_point(filled=True, size=60, opacity=1),
        best.encode(color=alt.value(colours["best"])),
    ]
    fit = alt.AutoSizeParams(type="fit-x", contains="padding")
    whole = alt.layer(*layers).properties(height=HEIGHT, autosize=fit)
    drawn: alt.LayerChart = whole.configure_view(strokeWidth=0)
    return drawn
