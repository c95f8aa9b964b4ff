"""Why two reports may tell of one incident, in words."""

from __future__ import annotations

import ast
from pathlib import Path

from incidents.dashboard.likeness import LETTERS, in_words, picture, reasons_frame
from incidents.dashboard.words import section
from incidents.linking import likeness
from incidents.linking.weights import weights


def _codes() -> set[str]:
    """Every code that `linking` gives: those of a pair, written or by a weight, and that of a whole cluster."""
    calls = [
        node.args[0]
        for node in ast.walk(ast.parse(Path(likeness.__file__).read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Evidence"
    ]
    written = {code.value for code in calls if isinstance(code, ast.Constant)}
    made = {f"place_{name}" for name in weights().place if name != "near_km"}
    made |= {f"days_{name}" for name in weights().days if name != "published"}
    return written | made | {"named", "words", "place_and_days"}


def test_every_reason_has_words_and_no_words_are_left_over():
    assert set(section("likeness")) == _codes() | {"for", "against"}


def test_a_shared_figure_is_said_as_a_figure():
    reason = {"code": "figure_same", "words": ("38", "killed"), "weight": 1.0}
    assert in_words(reason) == "the same figure: 38 killed"


def test_long_reasons_take_lines_that_fit_a_telephone():
    long = {
        "code": "words",
        "words": ("loyalists", "assad", "clashes", "provinces", "accused"),
        "weight": 1.0,
    }
    short = {"code": "days_same", "words": (), "weight": -0.5}
    drawn = [layer.data for layer in picture(reasons_frame([long, short])).layer[1:]]
    told = {
        reason: lines for frame in drawn for reason, lines in zip(frame["reason"], frame["told"], strict=True)
    }
    assert {reason: " ".join(lines.split("\n")) for reason, lines in told.items()} == {r: r for r in told}
    assert (
        len(told) == 2 and max(len(line) for lines in told.values() for line in lines.split("\n")) <= LETTERS
    )
