"""The picture of who draws on whom: roots, agencies and outlets in three columns, joined by curves; pure.

Places across are per cent of the width, places down are pixels, so that the picture fits a telephone as well as a
wide screen.  A line from a root straight to an outlet passes the agencies in a lane of its own.
"""

from __future__ import annotations

import itertools
import textwrap
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

import altair as alt
import pandas as pd

from incidents.dashboard.figures import records
from incidents.dashboard.words import palette, say
from incidents.languages.organisations import find, is_unnamed, kept_name, publishing

Column = Literal["root", "agency", "outlet"]
COLUMNS: tuple[Column, ...] = get_args(Column)
EDGES: Mapping[Column, tuple[float, float]] = {"root": (0, 34), "agency": (45, 60), "outlet": (69, 100)}
"""Where each column begins and ends, in per cent of the width."""
LETTERS: Mapping[Column, int] = {"root": 20, "agency": 10, "outlet": 17}
"""So many letters of a name fit on a line at the width of a telephone."""
SIDES: Mapping[Column, Literal["right", "center", "left"]] = {
    "root": "right",
    "agency": "center",
    "outlet": "left",
}
"""How the names of a column are set."""
MOST_LINES = 4
LINE, GAP, LANE, HEAD = 14, 14, 10, 30
"""Pixels: a line of a name, between two names, a lane, the titles of the columns."""


class Node(NamedTuple):
    """A name in a column; a lane past the agencies is called by both its ends."""

    column: Column
    name: str
    lane: bool = False

    @property
    def lines(self) -> list[str]:
        """The name in lines that fit."""
        width = LETTERS[self.column]
        return (
            []
            if self.lane
            else textwrap.wrap(
                self.name, width, max_lines=MOST_LINES, placeholder=" …", break_on_hyphens=True
            )
        )

    @property
    def height(self) -> int:
        """In pixels, with the room around it."""
        return LANE if self.lane else LINE * len(self.lines) + GAP


Route = tuple[Node, ...]
"""From a root or an agency to an outlet."""


@dataclass(frozen=True, slots=True)
class Picture:
    """Nodes with the pixels from the top to their middle, the routes with their reports, and the whole height."""

    heights: Mapping[Node, float]
    routes: Mapping[Route, int]
    height: float


def routes(paths: pd.DataFrame) -> dict[Route, int]:
    """The ways that named figures take, each with its number of reports (`Sources.paths`).

    An agency has one place, also where a figure starts from it.  Neither what an outlet counted itself nor what its
    own unnamed sources told is a way; what agencies heard from unnamed sources starts from one name for them all.
    """
    nobody = Node("root", say("graph.unnamed"))
    found: dict[Route, int] = defaultdict(int)
    for line in records(paths):
        root, outlet, own = line["root"], line["outlet"], publishing(line["outlet"])
        relays = [name for name in map(kept_name, line["via"]) if name and name != own]
        known = find(root)
        is_agency = known is not None and known.kind == "agency"
        agency = relays[-1] if relays else root if is_agency and root != own else None
        if is_unnamed(root):
            start = (nobody,) if agency else ()
        else:
            start = (Node("root", root),) if root not in (own, agency) and not is_agency else ()
        middle = Node("agency", agency) if agency else Node("agency", f"{root} → {outlet}", lane=True)
        if start or agency:
            found[*start, middle, Node("outlet", outlet)] += int(line["reports"])
    return dict(found)


def layout(ways: Mapping[Route, int]) -> Picture:
    """Where everything stands: roots by the number of their ways, unnamed ones last, the rest near to what it is
    joined with.
    """
    nodes = sorted({node for way in ways for node in way})
    degree = {node: sum(node in way for way in ways) for node in nodes}
    columns: dict[Column, list[Node]] = {
        "root": sorted(
            (n for n in nodes if n.column == "root"),
            key=lambda n: (n.name == say("graph.unnamed"), -degree[n], n),
        ),
    }
    rank = {n: i / max(1, len(columns["root"])) for i, n in enumerate(columns["root"])}
    for column in ("outlet", "agency", "outlet"):  # the outlets anew, once it is known where lines come out
        near = {n: _mean(n, ways, rank) for n in nodes if n.column == column}
        columns[column] = sorted(near, key=lambda n: (near[n], n))
        rank |= {n: i / max(1, len(near)) for i, n in enumerate(columns[column])}
    whole = max((sum(n.height for n in column) for column in columns.values()), default=0)
    heights: dict[Node, float] = {}
    for names in columns.values():
        room = (whole - sum(n.height for n in names)) / max(1, len(names))
        top = HEAD + room / 2
        for node in names:
            heights[node] = top + node.height / 2
            top += node.height + room
    return Picture(heights, ways, HEAD + whole)


def _mean(node: Node, ways: Iterable[Route], rank: Mapping[Node, float]) -> float:
    """The middle of what a node is joined with; at the end where nothing of that has its place yet."""
    joined = [rank[other] for way in ways if node in way for other in way if other != node and other in rank]
    return sum(joined) / len(joined) if joined else 1.0


# --- drawing ---


def chart(picture: Picture) -> alt.LayerChart:
    """The picture as a chart as wide as the page."""
    scale = {
        "y": alt.Scale(domain=[picture.height, 0], nice=False),
        "x": alt.Scale(domain=[0, 100], nice=False),
    }
    place = {"x": alt.X("x:Q", axis=None, scale=scale["x"]), "y": alt.Y("y:Q", axis=None, scale=scale["y"])}
    width = alt.Scale(domain=[1, 8], range=[1.2, 6], clamp=True)
    ways = (
        alt.Chart(pd.DataFrame(curves(picture), columns=["way", "colour", "reports", "x", "y"]))
        .mark_line(interpolate="monotone", strokeCap="round")
        .encode(
            **place,
            color=alt.Color("colour:N", scale=None),
            detail="way:N",
            strokeWidth=alt.StrokeWidth("reports:Q", scale=width, legend=None),
            tooltip=[
                alt.Tooltip("way:N", title=say("graph.way")),
                alt.Tooltip("reports:Q", title=say("graph.reports")),
            ],
        )
    )
    layers = [ways]
    words = pd.DataFrame(_words(picture), columns=["column", "text", "name", "x", "y"])
    for column, align in SIDES.items():
        layers.append(
            alt.Chart(words[words["column"] == column])
            .mark_text(align=align, baseline="middle", fontSize=11, lineHeight=LINE, lineBreak="\n")
            .encode(**place, text="text:N", tooltip=alt.Tooltip("name:N", title=say(f"graph.{column}")))
        )
    fit = alt.AutoSizeParams(type="fit-x", contains="padding")
    drawn: alt.LayerChart = (
        alt.layer(*layers).properties(height=picture.height, autosize=fit).configure_view(strokeWidth=0)
    )
    return drawn


def curves(picture: Picture) -> list[tuple[str, str, int, float, float]]:
    """(way, colour, reports, x, y): points of a curve between two neighbours of a route; level where it meets a name.

    The roots with most ways have colours of their own.
    """
    colours = palette()["charts"]
    roots = [n for n in picture.heights if n.column == "root" and n.name != say("graph.unnamed")]
    of_root = dict(zip(roots, colours["lines"], strict=False))
    links: dict[tuple[Node, Node, str], int] = defaultdict(int)
    for way, reports in picture.routes.items():
        for pair in itertools.pairwise(way):
            own = pair[0].column == "root" or pair[0].lane
            links[*pair, of_root.get(way[0], colours["way"]) if own else colours["way"]] += reports
    points = []
    for (one, other, colour), reports in links.items():
        name = next((node.name for node in (one, other) if node.lane), f"{one.name} → {other.name}")
        start, end = EDGES[one.column][1] + 1, EDGES[other.column][0] - 1
        y, to = picture.heights[one], picture.heights[other]
        ends = [(start, y), (start + 1.5, y), (end - 1.5, to), (end, to)]
        if other.lane:
            ends.append((EDGES["agency"][1] + 1, to))
        key = f"{name}  " if one.lane else name  # the two halves past the agencies are two lines of one name
        points += [(key, colour, reports, x, at) for x, at in ends]
    return points


def _words(picture: Picture) -> list[tuple[str, str, str, float, float]]:
    """(column, text in lines, whole name, x, y); the text is anchored at its middle."""
    at: Mapping[Column, float] = {
        "root": EDGES["root"][1], "agency": sum(EDGES["agency"]) / 2, "outlet": EDGES["outlet"][0],
    }  # fmt: skip
    words: list[tuple[str, str, str, float, float]] = [
        (n.column, "\n".join(n.lines), n.name, at[n.column], y - (len(n.lines) - 1) * LINE / 2)
        for n, y in picture.heights.items()
        if not n.lane
    ]
    heads = [(c, say(f"graph.{c}_head"), say(f"graph.{c}_head"), at[c], LINE / 2) for c in COLUMNS]
    return [*heads, *words]
