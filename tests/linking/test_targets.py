"""One report tells of two attacks on a town in a day where other people say so, of other targets."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.linking import link
from incidents.model import Claim
from tests.linking import say
from tests.linking.say import PAPERS, Paper, claim, march


def told(claim_id: str, start: int, target: str | None, speaker: str | None, **fields: object) -> Claim:
    words = (f"target:{target}",) if target else ()
    by = (speaker,) if speaker else ()
    return claim(claim_id, start=start, words=words, claimed_by=by, unit=None, count_basis="none", **fields)


CHECKPOINT = told("a", 0, "checkpoint", "an official")
PATROLS = told("b", 10, "patrol", "a colonel")


def events(*claims: Claim, papers: tuple[Paper, ...] = (Paper("r1"),)) -> list[tuple[str, ...]]:
    return [c.claim_ids for c in link(claims, papers)]


def test_another_target_by_another_speaker_is_another_event() -> None:
    assert events(CHECKPOINT, PATROLS) == [("a",), ("b",)]


@pytest.mark.parametrize(
    "other",
    [
        told("b", 10, "patrol", "an official"),
        told("b", 10, "checkpoint", "a colonel"),
        told("b", 10, None, "a colonel"),
        told("b", 10, "patrol", None),
    ],
    ids=["speaker", "target", "target not told", "speaker not told"],
)
def test_one_speaker_or_one_target_or_one_not_told_is_one_event(other: Claim) -> None:
    assert events(CHECKPOINT, other) == [("a", "b")]


@pytest.mark.parametrize(("figures", "together"), [((4, 4), True), ((4, 9), False), ((4, None), False)])
def test_the_same_figure_is_one_event_whatever_was_hit(
    figures: tuple[int | None, ...], together: bool
) -> None:
    names = (("a", "checkpoint", "an official"), ("b", "patrol", "a colonel"))
    claims = [
        claim(i, n=n, start=k, words=(f"target:{target}",), claimed_by=(speaker,))
        for k, ((i, target, speaker), n) in enumerate(zip(names, figures, strict=True))
    ]
    assert (len(events(*claims)) == 1) == together


def test_two_names_of_one_source_are_one_speaker() -> None:
    one, other = (told(i, 0, t, s) for i, t, s in (("a", "bus", "SOHR"), ("b", "patrol", say.SOHR)))
    assert events(one, other) == [("a", "b")]


def test_what_tells_no_target_is_of_the_one_its_speaker_tells() -> None:
    assert events(CHECKPOINT, PATROLS, told("c", 20, None, "an official")) == [("a", "c"), ("b",)]
    assert events(CHECKPOINT, PATROLS, told("c", 20, None, None)) == [("a",), ("b", "c")]


def test_another_report_of_the_town_joins_one_of_the_two_only() -> None:
    papers = (Paper("r1"), Paper("r0", "Evening", march(7)), Paper("r2", "Weekly", march(9)))
    others = [claim("x", "r0", words=()), claim("y", "r2", words=("target:patrol",), claimed_by=("police",))]
    found = events(CHECKPOINT, PATROLS, *others, papers=papers)
    assert sorted(i for ids in found for i in ids) == ["a", "b", "x", "y"]
    assert not any({"a", "b"} <= set(ids) for ids in found)


@given(say.claims(), st.sampled_from(["checkpoint", "patrol"]))
def test_one_target_changes_nothing(claims: list[Claim], target: str) -> None:
    """Claims that all tell of one target are linked as those that tell of none."""
    bare = [replace(c, words=()) for c in claims]
    same = [replace(c, words=(f"target:{target}",)) for c in claims]
    assert link(same, PAPERS) == link(bare, PAPERS)
