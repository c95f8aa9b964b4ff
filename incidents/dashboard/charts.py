"""The timeline and the bars of sources, as Altair charts; pure.

The timeline is one layered chart of three lanes, each with its own vertical scale: windows not known to
the day, totals as told, and bars by day.  Nothing is spread over days.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Literal

import altair as alt
import pandas as pd

from incidents.dashboard.timeline_rows import Span, bar_rows, edges, total_rows, window_rows
from incidents.dashboard.words import palette, say

BARS_HEIGHT = 130
LINES_HEIGHT = 80
WINDOW_HEIGHT = 16
LANE_GAP = 30
"""Room above each lane for its title."""
MAX_WINDOWS = 12
"""Stretches of days drawn at most; how many incidents the rest holds is told."""
LETTER = 6
"""Pixels: about the width of a letter of a label."""


def timeline(
    days: pd.DataFrame,
    windows: pd.DataFrame,
    series: pd.DataFrame,
    *,
    measure: str,
    span: Span,
    chosen: Span | None,
    colours: Mapping[str, str],
) -> alt.LayerChart:
    """The layered chart with the selection "brush" over the field "day".

    chosen: days to shade where the dates were set elsewhere, so that the brush does not show them.
    colours: of each root's totals.
    """
    band = window_rows(windows, span)
    left_out = int(band.loc[band["lane"] >= MAX_WINDOWS, "incidents"].sum())
    band = band[band["lane"] < MAX_WINDOWS]
    totals = total_rows(series, "killed", span, colours)
    layers, used = [_days_rect(span)], 0
    if chosen and chosen[0] <= span[1] and chosen[1] >= span[0]:
        layers.append(_shade((max(chosen[0], span[0]), min(chosen[1], span[1]))))
    if len(band):
        layers += _bands(band, left_out, used + LANE_GAP)
        used += LANE_GAP + (int(band["lane"].max()) + 1) * WINDOW_HEIGHT
    if len(totals):
        layers += _totals(totals, used + LANE_GAP)
        used += LANE_GAP + LINES_HEIGHT
    layers += _bars(bar_rows(days, measure, span), measure, used + LANE_GAP)
    return _sized(alt.layer(*layers).resolve_scale(y="independent"), used + LANE_GAP + BARS_HEIGHT)


def _sized(chart: alt.LayerChart | alt.FacetChart, height: int) -> alt.LayerChart:
    """As wide as the page, exactly as high as said: the lanes are set in pixels."""
    fit = alt.AutoSizeParams(type="fit-x", contains="padding")
    sized: alt.LayerChart = chart.properties(height=height, autosize=fit).configure_view(strokeWidth=0)
    return sized


def _x(field: str) -> alt.X:
    """The shared axis of days: each layer names it alike, so that it is drawn once."""
    axis = alt.Axis(format="%-d %b", labelOverlap=True, labelAlign="left", tickCount=8, grid=False)
    return alt.X(f"{field}:T", scale=alt.Scale(type="utc", nice=False), title=None, axis=axis)


def _lane(top: int, title: str, domain: tuple[float, float], height: int, **axis: Any) -> dict[str, Any]:
    """The vertical axis of a lane that begins `top` pixels down; its title stands above it."""
    shown = alt.Axis(
        orient="left",
        domain=False,
        titleAngle=0,
        titleAnchor="start",
        titleAlign="left",
        titleBaseline="bottom",
        titleY=top - 8,
        titleX=0,
        titleFontWeight=600,
        **axis,
    )
    scale = alt.Scale(domain=list(domain), range=[top + height, top], nice=False, zero=False)
    return {"title": title, "scale": scale, "axis": shown}


def _top(values: pd.Series[Any]) -> float:
    """A little above the highest value, and never nothing."""
    return max(1.0, float(values.max()) * 1.05) if len(values) else 1.0


def _bars(frame: pd.DataFrame, measure: str, top: int) -> list[alt.Chart]:
    title = say(f"timeline.bars_{measure}")
    axis = _lane(top, title, (0, _top(frame["top"])), BARS_HEIGHT, tickCount=3, tickMinStep=1, format=",d")
    tips = [
        alt.Tooltip("told:N", title=say("timeline.day")),
        alt.Tooltip("event_type:N", title=say("timeline.event_type")),
        alt.Tooltip("incidents:Q", title=say("timeline.bars_incidents"), format=",d"),
    ]
    if measure == "killed":
        tips.append(alt.Tooltip("value:Q", title=title, format=",d"))
    brush = alt.selection_interval(name="brush", encodings=["x"])
    known = (
        alt.Chart(frame)
        .mark_rect(cornerRadius=1)
        .encode(
            x=_x("day"),
            x2="next:T",
            y=alt.Y("bottom:Q", **axis),
            y2="top:Q",
            color=alt.Color("colour:N", scale=None),
            tooltip=tips,
        )
        .add_params(brush)
    )
    line = palette()["map"]["circle_line"]
    hollow = (
        alt.Chart(frame[frame["value"] == 0])
        .mark_point(size=28, stroke=line, fill="white", strokeWidth=1.2)
        .encode(x=_x("noon"), y=alt.Y("bottom:Q", **axis), tooltip=tips)
    )
    return [known, hollow]


def _bands(frame: pd.DataFrame, left_out: int, top: int) -> list[alt.Chart]:
    """A bar for each stretch of days, fading to the left where nobody tells its first day, with its label in whole.

    left_out: incidents of stretches that are not drawn, told in the title.
    """
    colours = palette()["charts"]
    lanes = int(frame["lane"].max()) + 1
    frame = frame.assign(upper=frame["lane"] + 0.08, lower=frame["lane"] + 0.92, middle=frame["lane"] + 0.5)
    title = say("timeline.windows_more", n=left_out) if left_out else say("timeline.windows")
    axis = _lane(top, title, (lanes, 0), lanes * WINDOW_HEIGHT, labels=False, ticks=False, grid=False)
    tooltip = [
        alt.Tooltip("when:N", title=say("timeline.title")),
        alt.Tooltip("people:N", title=say("timeline.window_killed")),
    ]
    bare = axis | {"axis": None, "title": None}  # each layer has its own axis, of which one is drawn
    base = alt.Chart(frame).encode(x=_x("start"), tooltip=tooltip)
    stops = [{"offset": 0, "color": "white"}, {"offset": 1, "color": colours["window"]}]
    fading = {"gradient": "linear", "x1": 0, "x2": 1, "y1": 0, "y2": 0, "stops": stops}
    bars = [
        base.transform_filter(which)
        .mark_rect(color=fill, stroke=stroke, strokeWidth=0.6, cornerRadius=2)
        .encode(x2="end:T", y=alt.Y("upper:Q", **lane), y2="lower:Q")
        for which, fill, stroke, lane in (
            ("!datum.is_open", colours["window"], colours["window_line"], axis),
            ("datum.is_open", fading, None, bare),
        )
    ]
    return [*bars, *_labels(base.encode(y=alt.Y("middle:Q", **bare)))]


def _labels(base: alt.Chart) -> list[alt.Chart]:
    """The labels of stretches of days: inside where they fit, else behind the bar, else before it."""
    start, end = "scale('x', datum.start)", "scale('x', datum.end)"
    wide = f"{LETTER} * length(datum.label) + 10"
    inside = f"{end} - {start} >= {wide}"
    behind = f"!({inside}) && (width - {end} >= {wide} || width - {end} >= {start})"
    before = f"!({inside}) && !({behind})"
    where: list[tuple[str, str, Literal["left", "right"], int, str]] = [
        (inside, "start", "left", 4, f"{end} - {start}"),
        (behind, "end", "left", 4, f"width - {end} - 4"),
        (before, "start", "right", -4, f"{start} - 4"),
    ]
    return [
        base.mark_text(
            align=align, dx=dx, fontSize=11, color=palette()["charts"]["window_text"],
            limit=alt.expr(f"max(1, {room})"), text=alt.expr(f"{here} ? datum.label : ''"),
        ).encode(x=_x(field))
        for here, field, align, dx, room in where
    ]  # fmt: skip


def _totals(frame: pd.DataFrame, top: int) -> list[alt.Chart]:
    axis = _lane(
        top, say("timeline.totals"), (0, _top(frame["value"])), LINES_HEIGHT, tickCount=2, format=",d"
    )
    base = alt.Chart(frame).encode(
        x=_x("day"), y=alt.Y("value:Q", **axis), color=alt.Color("colour:N", scale=None)
    )
    tips = [
        alt.Tooltip("root:N", title=say("totals.root")),
        alt.Tooltip("people:N", title=say("totals.figure")),
        alt.Tooltip("scope:N", title=say("totals.scope")),
        alt.Tooltip("told:N", title=say("totals.as_of")),
    ]
    return [
        base.mark_line(strokeWidth=1.6).encode(detail="line:N"),
        base.mark_point(filled=True, size=42, opacity=1).encode(tooltip=tips),
    ]


def _days_rect(span: Span) -> alt.Chart:
    """Nothing to see: it stretches the axis over these days."""
    start, end = edges(span)
    base = alt.Chart(pd.DataFrame({"from": [start], "to": [end]}))
    drawn: alt.Chart = base.encode(x=_x("from"), x2="to:T").mark_rect(opacity=0)
    return drawn


def _shade(chosen: Span) -> alt.Chart:
    shaded: alt.Chart = _days_rect(chosen).mark_rect(color=palette()["charts"]["range"], opacity=0.3)
    return shaded


def source_bars(sources: pd.DataFrame, chosen: Collection[str]) -> alt.LayerChart:
    """Incidents by outlet, with the point selection "pick" over the field "outlet"."""
    frame = sources[["outlet", "incidents", "claims", "roots"]].copy()
    frame["roots"] = [", ".join(roots) for roots in frame["roots"]]
    colours = palette()["charts"]
    frame["colour"] = [
        colours["source"] if not chosen or outlet in chosen else colours["source_off"]
        for outlet in frame["outlet"]
    ]
    order = frame.sort_values(["incidents", "claims", "outlet"], ascending=[False, False, True])["outlet"]
    pick = alt.selection_point(name="pick", fields=["outlet"], toggle="event.shiftKey")
    most = _top(frame["incidents"])
    x: dict[str, Any] = {"title": None, "axis": None, "scale": alt.Scale(domain=[0, most])}
    outlets = alt.Axis(labelLimit=190, ticks=False, domain=False)
    base = alt.Chart(frame.assign(most=most)).encode(
        y=alt.Y("outlet:N", sort=list(order), title=None, axis=outlets, scale=alt.Scale(paddingInner=0.25)),
        x=alt.X("incidents:Q", **x),
    )
    tips = [
        alt.Tooltip("outlet:N", title=say("sources.outlet")),
        alt.Tooltip("incidents:Q", title=say("sources.incidents")),
        alt.Tooltip("claims:Q", title=say("sources.claims")),
        alt.Tooltip("roots:N", title=say("sources.roots")),
    ]
    bars = base.mark_bar(cornerRadiusEnd=2).encode(color=alt.Color("colour:N", scale=None))
    numbers = base.mark_text(align="left", dx=4).encode(text="incidents:Q")
    whole_line = base.mark_bar(opacity=0, cursor="pointer").encode(x=alt.X("most:Q", **x), tooltip=tips)
    return _sized(alt.layer(bars, numbers, whole_line.add_params(pick)), 22 * max(1, len(frame)))
