"""Why two reports may tell of one incident, as a picture and in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import Any

import altair as alt
import pandas as pd

from incidents.dashboard.words import palette, say

Reason = Mapping[str, Any]
LETTERS, LINE = 48, 14
"""So many letters of a reason fit on a line at the width of a telephone; pixels from line to line."""
LEAST = 0.05
"""A reason of less log odds is not drawn."""


def in_words(reason: Reason) -> str:
    """A reason as a reader says it: "shared names and rare words: bunny, friend"."""
    between = " " if reason["code"] == "figure_same" else ", "  # "13 killed"
    return say(f"likeness.{reason['code']}", words=between.join(reason["words"]))


def reasons_frame(reasons: Sequence[Reason]) -> pd.DataFrame:
    """The reasons in words with their weights, what speaks for it first."""
    told = [reason for reason in reasons if abs(reason["weight"]) >= LEAST]
    told = sorted(told, key=lambda reason: -reason["weight"])
    return pd.DataFrame(
        {
            "reason": [in_words(reason) for reason in told],
            "weight": [reason["weight"] for reason in told],
            "side": [say("likeness.for" if reason["weight"] > 0 else "likeness.against") for reason in told],
        }
    )


def picture(frame: pd.DataFrame) -> alt.LayerChart:
    """Bars to the right for what speaks for one incident, to the left for what speaks against, each with its words."""
    colours = palette()["likeness"]
    widest = max(frame["weight"].abs().max(), 1.0)
    scale = alt.Scale(domain=[-widest, widest])
    sides = alt.Scale(
        domain=[say("likeness.for"), say("likeness.against")], range=[colours["for"], colours["against"]]
    )
    order = frame["reason"].tolist()
    bars = (
        alt.Chart(frame)
        .mark_bar(height=6)
        .encode(
            x=alt.X("weight:Q", scale=scale, axis=None),
            y=alt.Y("reason:N", sort=order, axis=None),
            color=alt.Color("side:N", scale=sides, legend=alt.Legend(title=None, orient="bottom")),
        )
    )
    wrapped = [wrap(reason, LETTERS) for reason in frame["reason"]]
    told = frame.assign(told=["\n".join(lines) for lines in wrapped], lines=[len(lines) for lines in wrapped])
    most = int(told["lines"].max())
    words = [
        alt.Chart(told[told["lines"] == lines])
        .mark_text(
            align="left", baseline="bottom", dy=-6 - LINE * (lines - 1), lineBreak="\n", lineHeight=LINE
        )
        .encode(x=alt.value(0), y=alt.Y("reason:N", sort=order, axis=None), text="told:N")
        for lines in range(1, most + 1)
    ]
    fit = alt.AutoSizeParams(type="fit-x", contains="padding")
    whole = alt.layer(bars, *words).properties(height=alt.Step(20 + LINE * most), autosize=fit)
    chart: alt.LayerChart = whole.configure_view(stroke=None)
    return chart
