"""The picture of who draws on whom, the figures that differ, and the tree by which figures came."""

from __future__ import annotations

import datetime as dt
import itertools
import json

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.dashboard import came_from, conflict, source_graph
from incidents.dashboard.source_graph import EDGES, Node, curves, layout, routes
from incidents.dashboard.sources_page import OUTLETS, ROOTS, sources_frame, told_of
from incidents.ledger import Grade
from incidents.linking import tell
from incidents.linking.attribution import attribution
from incidents.linking.figures import tallies
from incidents.linking.roots import voices
from incidents.model import Claim
from tests.linking import say
from tests.linking.say import PAPERS, SOHR, Paper, claim, march
from tests.query.house import memory_store

NASTY = "<img src=x onerror=alert(1)> & *Paper*"


def paths(*ways: tuple[str, tuple[str, ...], str, int]) -> pd.DataFrame:
    return pd.DataFrame(
        [{"root": root, "via": via, "outlet": outlet, "reports": n} for root, via, outlet, n in ways]
    )


def names(ways: dict[source_graph.Route, int]) -> dict[tuple[str, ...], int]:
    return {tuple(n.name for n in way if not n.lane): reports for way, reports in ways.items()}


def test_ways_go_from_root_through_agency_to_outlet() -> None:
    ways = routes(
        paths(
            (SOHR, (), "Daily", 2),
            (SOHR, ("AFP",), "Evening", 1),
            ("Reuters", (), "Daily", 1),  # an agency has one place
            ("residents (AFP)", ("AFP",), "Daily", 1),
            ("residents (Daily)", (), "Daily", 9),  # heard by the outlet alone
            ("Daily", (), "Daily", 9),  # counted by the outlet alone
            ("AFP", (), "Agence France-Presse", 9),
        )
    )
    assert names(ways) == {
        (SOHR, "Daily"): 2,
        (SOHR, "AFP", "Evening"): 1,
        ("Reuters", "Daily"): 1,
        ("Unnamed sources", "AFP", "Daily"): 1,
    }
    assert all(way[-2].column == "agency" for way in ways)


WAYS = st.lists(
    st.tuples(
        st.sampled_from([SOHR, "Reuters", "Amnesty International", NASTY, "الميادين"]),
        st.sampled_from([(), ("AFP",), ("SANA", "AFP")]),
        st.sampled_from(
            ["Daily", "Evening", "A Very Long Name of a Newspaper that Nobody Reads at All, Weekly"]
        ),
        st.integers(1, 5),
    ),
    min_size=1,
    max_size=12,
)


@given(WAYS)
def test_no_two_names_overlap_and_every_line_ends_at_its_names(told: list) -> None:  # type: ignore[type-arg]
    picture = layout(routes(paths(*told)))
    for column in EDGES:
        spans = sorted(
            (y - n.height / 2, y + n.height / 2) for n, y in picture.heights.items() if n.column == column
        )
        assert all(end <= start + 1e-6 for (_, end), (start, _) in itertools.pairwise(spans))
        assert not spans or (spans[0][0] >= 0 and spans[-1][1] <= picture.height + 1e-6)
    heights = set(picture.heights.values())
    drawn = curves(picture)
    assert {y for *_, y in drawn} <= heights and all(0 <= x <= 100 for *_, x, _ in drawn)
    assert {n.name for n in picture.heights if not n.lane} == {
        n.name for way in picture.routes for n in way if not n.lane
    }


def test_long_names_take_lines_that_fit_a_telephone() -> None:
    node = Node("root", "National Committee for Investigation and Fact-Finding")
    assert len(node.lines) > 1 and max(map(len, node.lines)) <= source_graph.LETTERS["root"]
    spec = json.loads(source_graph.chart(layout(routes(paths((node.name, (), "Daily", 1))))).to_json())
    assert node.name in json.dumps(spec["datasets"], ensure_ascii=False)


# --- tables ---


def test_tables_show_grades_beside_sources_and_relations() -> None:
    sources = memory_store([claim("a", n=3), claim("b", "r2", n=3, claimed_by=("SANA",))], PAPERS).sources
    grades = {"Daily": Grade("B", 2), SOHR: Grade(None, 3)}
    outlets = sources_frame(sources.outlets, OUTLETS, list(sources.outlets["name"]), grades).set_index(
        "Outlet"
    )
    assert (outlets.loc["Daily", "Reliability"], outlets.loc["Daily", "Credibility"]) == ("B", "2")
    assert outlets.loc["Evening", "Reliability"] == ""
    assert list(outlets.columns[2:]) == ["Reports", "Statements", "Incidents", "Voices", "Figures start from"]
    assert outlets.loc["Evening", "Figures start from"] == "SANA"
    roots = sources_frame(sources.roots, ROOTS, list(sources.roots["root"]), grades).set_index("Root")
    assert (roots.loc[SOHR, "Reliability"], roots.loc[SOHR, "Credibility"]) == ("", "3")
    assert "Part of: Syrian government" in told_of("SANA") and told_of("Somebody") == []
    assert any("AFP" in line for line in told_of("Yahoo News"))


# --- figures that differ ---


def test_figures_that_differ_are_told_by_root_and_day_with_the_best_marked() -> None:
    papers = [Paper("r1", "Daily", march(8)), Paper("r2", "Evening", march(10)), Paper("r3", NASTY, march(9))]
    told = tell(
        [claim("a", "r1", n=60), claim("b", "r2", n=34), claim("c", "r3", low=100, claimed_by=("Amnesty",))],
        papers,
    )
    (tally,) = tallies(told)
    lines = conflict.lines(tally, {t.claim.report_id: t.outlet for t in told})
    assert [(line.root, line.day, line.figure, line.best) for line in lines] == [
        (SOHR, march(8), "60 people killed", False),
        ("Amnesty International", march(9), "at least 100 people killed", False),
        (SOHR, march(10), "34 people killed", True),
    ]
    assert "Best is 34" in conflict.why_best(tally) and "10 March 2025" in conflict.why_best(tally)
    shown = conflict.table(lines)
    assert "**34 people killed** (best)" in list(shown["Figure"])
    assert NASTY not in list(shown["Outlet"])  # its marks are escaped


def test_without_an_exact_figure_the_greatest_minimum_is_said_to_be_the_best() -> None:
    (tally,) = tallies(tell([claim("a", low=20), claim("b", "r2", low=15)], PAPERS))
    assert "greatest minimum" in conflict.why_best(tally)


@settings(max_examples=10)  # a chart takes its time to be checked
@given(say.claims())
def test_whatever_differs_can_be_shown(claims: list[Claim]) -> None:
    for tally in tallies(tell(claims, PAPERS)):
        lines = conflict.lines(tally, {})
        assert {(s.root) for s in tally.differing} <= {line.root for line in lines}
        assert any(line.best for line in lines) == bool(tally.figure and tally.figure.best is not None)
        if any(line.day for line in lines):
            assert conflict.chart(lines).to_dict()
        assert all(line.day is None or line.day > dt.date.min for line in lines)


# --- where figures come from ---


def test_the_tree_names_everybody_once_and_escapes_names() -> None:
    papers = [Paper("r1", NASTY, march(8)), Paper("r2", "Evening", march(9))]
    told = tell([claim("a", "r1", n=38), claim("b", "r2", n=38, via=("AFP",))], papers)
    page = came_from.tree_html(attribution(told), {SOHR: Grade("A", 1)})
    assert page.count(SOHR) == 1 and "[A1]" in page and page.count("38 people killed") == 2
    assert "<img" not in page and "&lt;img" in page
    assert page.index("AFP") < page.index("Evening")


def test_voices_say_which_roots_are_one() -> None:
    line = came_from.voices_line(voices(["SANA", "Defence Ministry", SOHR, "Yahoo News", "AFP"]))
    assert line.startswith("**3 independent voices**")
    assert "Syrian government" in line and "Yahoo News only prints what AFP counts" in line
