"""The list of decisions says of each what it was about."""

from __future__ import annotations

import datetime as dt

from incidents.dashboard.decisions_view import decisions_frame
from incidents.dashboard.signing import sentence
from incidents.ledger import place_by_hand
from incidents.ledger.codec import to_json
from incidents.model import Decision

MILL = to_json(place_by_hand("The mill", 35.2, 35.96))


def _made(number: int, kind: str, **fields: object) -> Decision:
    known = {"target": "e1", "report_id": "", "by": "A. Reviewer", "reason": "seen", **fields}
    return Decision(decision_id=f"d{number}", at=dt.datetime(2025, 3, 8, tzinfo=dt.UTC), kind=kind, **known)


def _said(claim_id: str, quote: str | None) -> dict[str, object]:
    return {"claim_id": claim_id, "report_id": "r1", "start": 0, "end": 9, "quote": quote}


def test_each_decision_says_what_it_was_about():
    events = {"e1": [_said("a", "60 were killed"), _said("b", "in Baniyas")], "e2": [_said("c", "a " * 60)]}
    nothing = dict.fromkeys(("low", "high", "unit", "category", "place"))
    made = [
        _made(1, "merge", before={"events": events}, after={"events": ["e2"]}),
        _made(2, "split", before={"events": {"e1": events["e1"]}}, after={"claims": ["b"]}),
        _made(3, "undo", target="d2"),
        _made(
            4, "add", after={"low": 7, "high": 7, "unit": "killed", "category": "civilians", "place": MILL}
        ),
        _made(5, "add", after=nothing | {"event_type": "Battles"}),
        _made(6, "correct", before={"place": {"name": "Baniyas"}}, after={"place": MILL}),
        _made(7, "merge", before={"events": {"e1": [_said("a", None)]}}, after={"events": ["e2"]}),
        _made(8, "purge", target="53cf9fd7"),
    ]
    frame = decisions_frame(made, frozenset(("d1",)))
    bare = [what.translate({0x2068: None, 0x2069: None}) for what in reversed(list(frame["what"]))]
    assert bare[0].startswith("“60 were killed” and 1 more | “a a a") and bare[0].endswith(" …”")
    assert bare[1:] == [
        "“in Baniyas”",
        "incident split: “in Baniyas”",
        "7 civilians killed, The mill (35.2, 35.96)",
        "Battles, —",
        "Place: Baniyas → The mill (35.2, 35.96)",
        "",
        "Fingerprint of the file (SHA-256): 53cf9fd7",
    ]
    assert list(frame["state"])[-1] == "applies"


def test_what_an_error_says_is_a_sentence():
    assert (
        sentence("the lowest number (7) is above the highest (3)")
        == "The lowest number (7) is above the highest (3)."
    )
    assert sentence("Please give a reason.") == "Please give a reason."
