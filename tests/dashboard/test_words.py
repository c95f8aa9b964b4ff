"""Words of the pages: figures as people say them, names shown as they are, no string missing."""

from __future__ import annotations

import ast
import datetime as dt
import re
import tomllib
from pathlib import Path

import pandas as pd
import pytest

from incidents.dashboard import headline, tables
from incidents.dashboard.assets import FOLDERS, address
from incidents.dashboard.figures import days, figure
from incidents.dashboard.words import HERE, palette, plain, say, section
from tests.dashboard.rows import make_frame, make_row

FIRST, SECOND = dt.date(2025, 3, 7), dt.date(2025, 3, 8)


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (None, None, "no figure"),
        (38, 38, "38"),
        (1260, 1540, "1,260 to 1,540"),
        (400, None, "at least 400"),
        (0, 12, "up to 12"),
        (None, 12, "up to 12"),
        (0, 0, "0"),
        (pd.NA, pd.NA, "no figure"),
    ],
)
def test_figures_in_words(low, high, words):
    assert figure(low, high) == words


def test_days_in_words():
    assert days(FIRST, FIRST) == "7 March 2025"
    assert days(FIRST, SECOND) == "7 March 2025 to 8 March 2025"
    assert days(None, SECOND) == "until 8 March 2025"
    assert days(None, None) == ""


def test_headline_says_at_least_and_what_is_not_on_the_map():
    sums = {
        "incidents": 3,
        "not_placed": 1,
        "killed_low": 46,
        "killed_best": 50,
        "killed_high": 60,
        "killed_open": 2,
    }
    assert headline.headline(sums) == "At least **46 people killed** in **3 incidents** that can be added up"
    assert "not on the map" in headline.lines(sums, closed=1)[-1]
    assert headline.headline(sums | {"killed_low": 0}).startswith("**3 incidents**")
    assert headline.headline(sums | {"killed_low": 1, "incidents": 1}).startswith(
        "At least **1 person killed**"
    )


def test_a_figure_not_added_says_what_contains_it():
    part = make_row("e2", row_kind="part", counted=False, contained_in="e1", killed_low=93, killed_high=93)
    total = make_row("e1", row_kind="total", counted=False, killed_low=524, killed_high=524)
    lone = make_row("e3", row_kind="total", counted=False)
    half = make_row("e4", overlaps=True)
    shown = tables.others_frame(make_frame(total, part, lone, half), make_frame(total, part))
    assert list(shown["why"]) == [
        "a total over several incidents",
        "contained in: Baniyas 524",
        "a total over several incidents",
        "only partly inside the chosen dates",
    ]
    assert shown["figure"][1] == "93 killed"


def test_names_are_shown_as_they_are():
    assert (
        plain("[SOHR](http://x) *a* :material/x: $1$") == r"\[SOHR\]\(http\://x\) \*a\* \:material/x\: \$1\$"
    )


def test_every_string_asked_for_is_there_and_no_other():
    nodes = [
        node
        for file in (*HERE.glob("*.py"), HERE.parents[1] / "app.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
    ]
    calls = [n for n in nodes if isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.args]
    constant = {(n.func.id, n.args[0].value) for n in calls if isinstance(n.args[0], ast.Constant)}
    asked = {key for name, key in constant if name == "say"}
    assert len(asked) > 80
    for key in asked:
        group, _, name = key.partition(".")
        assert name in section(group), key
    written = {n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    put_together = {start.value for n in nodes if isinstance(n, ast.JoinedStr) for start in n.values[:1]
                    if isinstance(start, ast.Constant) and re.fullmatch(r"[a-z_]+\.[a-z_]*", start.value)}  # fmt: skip
    several = {start.partition(".")[0] for start in put_together}
    several |= {key for name, key in constant if name in ("label", "section")}
    known = tomllib.loads((HERE / "strings.toml").read_text("utf-8"))
    never = {f"{group}.{name}" for group in known.keys() - several for name in known[group]} - written
    assert never == set()


def test_no_colour_is_asked_for_outside_the_palette():
    colours = {colour for group in ("map", "event_types", "marks") for colour in palette()[group].values()}
    assert all(re.fullmatch(r"#[0-9a-f]{6}", colour) for colour in colours)


def test_the_map_loads_from_this_machine_only():
    for folder, name in (("leaflet", "leaflet.js"), ("leaflet", "leaflet.css"), ("own", "map.js")):
        assert (FOLDERS[folder] / name).is_file()
        assert address(folder, name).startswith("../incidents.dashboard.assets.")
    own = [file for file in Path(FOLDERS["own"]).iterdir() if file.suffix in {".js", ".css"}]
    assert own
    for file in own:
        assert "http" not in file.read_text("utf-8")


def test_plural_follows_the_number():
    assert say("table.title", n=1) == "1 incident that can be added up"
    assert say("table.title", n=1234) == "1,234 incidents that can be added up"
