"""Why two reports may tell of one incident, in words."""

from __future__ import annotations

from incidents.dashboard.likeness import LETTERS, in_words, picture, reasons_frame
from incidents.dashboard.words import section
from incidents.linking.likeness import codes


def test_every_reason_has_words_and_no_words_are_left_over():
    assert set(section("likeness")) == codes() | {"place_and_days", "for", "against"}


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
