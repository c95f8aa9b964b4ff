"""Which tellings of several reports are one event, why, and what is left to a reviewer."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.linking import link_all
from incidents.linking.likeness import codes
from incidents.model import Claim, Tie
from tests.linking import say
from tests.linking.say import BANIYAS, MUKHTARIYAH, PAPERS, Paper, claim, march, rows, town

ONE, TWO = Paper("r1", "Daily", march(8)), Paper("r2", "Evening", march(8))
NAMES = ("rojas-rivas", "lynwood")


def linked(a: Claim, b: Claim, *more: Claim, papers: Any = (ONE, TWO)) -> tuple[bool, list[str]]:
    """Are the two one incident, and the ids of what is proposed?"""
    found = link_all([a, b, *more], papers)
    together = any({a.claim_id, b.claim_id} <= set(c.claim_ids) for c in found.clusters)
    return together, [i for p in found.proposals for i in (p.one, p.other)]


# --- properties ---


@given(say.claims(), st.randoms(use_true_random=False))
def test_the_order_of_claims_and_reports_changes_no_link_and_no_proposal(
    claims: list[Claim], random: Random
) -> None:
    shuffled, papers = list(claims), list(PAPERS)
    random.shuffle(shuffled)
    random.shuffle(papers)
    assert link_all(shuffled, papers) == link_all(claims, PAPERS)


@given(say.claims())
def test_links_have_reasons_and_proposals_are_between_incidents(claims: list[Claim]) -> None:
    found = link_all(claims, PAPERS)
    home = {i: n for n, cluster in enumerate(found.clusters) for i in cluster.claim_ids}
    reasons = codes() | {"place_and_days"}
    assert all(e.code in reasons for link in found.links + found.proposals for e in link.evidence)
    for link in found.links:
        assert home[link.one] == home[link.other] and link.one != link.other
        assert link.evidence and 0 < link.confidence <= 1
    for link in found.proposals:
        assert home[link.one] != home[link.other]
        assert link.evidence and 0 < link.confidence <= 1


@st.composite
def _ties(draw: st.DrawFn) -> Tie:
    ids = st.sets(st.sampled_from([f"c{n}" for n in range(8)]), min_size=1, max_size=2)
    claims = draw(ids)
    return Tie(draw(st.sampled_from(["together", "apart"])), frozenset(claims), frozenset(draw(ids) - claims))


@given(say.claims(8), st.lists(_ties(), max_size=3))
def test_the_last_word_of_a_reviewer_holds(claims: list[Claim], ties: list[Tie]) -> None:
    found = link_all(claims, PAPERS, ties)
    home = {i: n for n, c in enumerate(found.clusters) if c.kind == "incident" for i in c.claim_ids}
    assert sorted(i for c in found.clusters for i in c.claim_ids) == sorted(
        i for c in link_all(claims, PAPERS).clusters for i in c.claim_ids
    )
    if ties:
        here = {home[i] for i in ties[-1].claims if i in home}
        there = {home[i] for i in ties[-1].others if i in home}
        assert len(here | there) <= 1 if ties[-1].kind == "together" else not here & there


# --- by names ---


def test_names_that_few_use_make_one_incident_of_two_reports() -> None:
    a = claim("a", "r1", n=1, words=NAMES)
    b = claim("b", "r2", n=1, place=None, date_start=None, date_end=None, words=NAMES)
    found = link_all([a, b], (ONE, TWO))
    (link,) = found.links
    assert [c.claim_ids for c in found.clusters] == [("a", "b")]
    assert (link.one, link.other) == ("a", "b") and link.confidence > 0.5
    assert set(NAMES) <= set(next(e.words for e in link.evidence if e.code == "named"))


@pytest.mark.parametrize("words", [("police",), ("~gunshot", "~grocery"), ("2025",), ()])
def test_words_that_any_two_reports_share_make_none(words: tuple[str, ...]) -> None:
    a = claim("a", "r1", n=1, words=words)
    b = claim("b", "r2", n=1, place=None, date_start=None, date_end=None, words=words)
    assert not linked(a, b)[0]


def test_a_name_that_every_report_has_makes_none() -> None:
    papers = [Paper(f"r{n}", f"Paper {n}", march(8)) for n in range(40)]
    claims = [
        claim(
            f"c{n:02}",
            f"r{n}",
            place=town(f"Village {n}", lat=35 + n, lon=36.0),
            n=n + 2,
            words=("gofundme",),
        )
        for n in range(40)
    ]
    assert len(link_all(claims, papers).clusters) == 40


def test_names_do_not_make_one_of_two_settlements_with_other_days() -> None:
    a = claim("a", "r1", n=4, words=NAMES[:1])
    b = claim(
        "b", "r2", n=7, place=town("Tuwaymah", "Hama", lat=34.0, lon=37.0), date_start=march(1),
        date_end=march(1), words=NAMES[:1],
    )  # fmt: skip
    assert not linked(a, b)[0]


def test_two_villages_with_one_figure_on_one_day_stay_two() -> None:
    a, b = claim("a", "r1", n=6), claim("b", "r2", n=6, place=MUKHTARIYAH)
    assert not linked(a, b)[0]


def test_flight_is_not_the_attack_that_people_flee_from() -> None:
    a = claim("a", "r1", n=4, words=NAMES)
    b = claim("b", "r2", n=300, unit="displaced", event_type="Displacement", place=None, words=NAMES)
    assert not linked(a, b)[0]


def test_reports_told_long_after_each_other_are_not_compared() -> None:
    a = claim("a", "r1", n=4, words=NAMES)
    late = Paper("r2", "Evening", march(8) + dt.timedelta(days=120))
    b = claim("b", "r2", n=4, place=None, date_start=None, date_end=None, words=NAMES)
    assert not linked(a, b, papers=(ONE, late))[0]


# --- one town, one day ---


def test_two_killings_in_one_town_on_one_day_by_others_stay_two() -> None:
    a = claim("a", "r1", n=2, category="civilians", perpetrator=("masked men",))
    b = claim("b", "r2", n=7, category="security_forces", perpetrator=("insurgents",))
    assert [r.figures["killed"].best for r in rows([a, b], [ONE, TWO])] == [2, 7]


def test_what_one_side_calls_militants_and_the_other_civilians_is_one() -> None:
    a = claim("a", "r1", n=4, category="fighters", perpetrator=("army",))
    b = claim("b", "r2", n=6, category="civilians", perpetrator=("army",))
    (row,) = rows([a, b], [ONE, TWO])
    assert row.claim_ids == ("a", "b")


@pytest.mark.parametrize(
    ("here", "there"), [("target:hospital", "target:school"), ("hour:morning", "hour:afternoon")]
)
def test_another_target_or_hour_with_another_figure_is_another_attack(here: str, there: str) -> None:
    a, b = claim("a", "r1", n=4, words=(here,)), claim("b", "r2", n=6, words=(there,))
    assert not linked(a, b)[0]
    assert linked(a, claim("b", "r2", n=4, words=(there,)))[0], "the same figure"
    assert linked(a, claim("b", "r2", n=6, words=(here, there)))[0], "one tells of both"
    assert linked(a, claim("b", "r2", n=6))[0], "one tells of none"


def test_a_blast_and_a_shooting_with_one_small_figure_are_two() -> None:
    a = claim("a", "r1", n=2, event_type="Explosions/Remote violence")
    assert not linked(a, claim("b", "r2", n=2))[0]


def test_an_attack_of_the_night_is_one_whichever_day_it_is_dated() -> None:
    night = ("hour:dark", f"place:{BANIYAS.place_id}")
    a = claim("a", "r1", n=9, words=night)
    tomorrow = {"date_start": march(8), "date_end": march(8)}
    assert linked(a, claim("b", "r2", n=9, words=night, **tomorrow))[0]
    assert linked(a, claim("b", "r2", low=9, words=night, **tomorrow))[0], "at least nine"
    assert not linked(a, claim("b", "r2", n=4, words=night, **tomorrow))[0]


def test_the_same_few_dead_in_one_town_on_the_next_day_are_others() -> None:
    a, b = claim("a", "r1", n=2), claim("b", "r2", n=2, date_start=march(8), date_end=march(8))
    assert not linked(a, b)[0]


def test_what_is_told_of_a_province_without_figures_is_not_one_event() -> None:
    a, b = claim("a", "r1", place=say.LATAKIA), claim("b", "r2", place=say.LATAKIA)
    assert not linked(a, b)[0]


# --- reviewers ---


def test_incidents_that_a_reviewer_keeps_apart_are_not_proposed_again() -> None:
    a = claim("a", "r1", n=4, words=NAMES)
    b = claim("b", "r2", n=4, place=None, words=NAMES)
    apart = Tie("apart", frozenset(("a",)), frozenset(("b",)))
    found = link_all([a, b], (ONE, TWO), [apart])
    assert len(found.clusters) == 2 and not found.proposals
    again = Tie("together", frozenset(("a",)), frozenset(("b",)))
    assert len(link_all([a, b], (ONE, TWO), [apart, again]).clusters) == 1
    assert len(link_all([a, b], (ONE, TWO), [again, apart]).clusters) == 2


def test_a_third_report_does_not_join_what_a_reviewer_keeps_apart() -> None:
    a, b, c = (claim(i, f"r{n}", n=4, words=NAMES) for n, i in enumerate("abc", 1))
    apart = Tie("apart", frozenset(("a",)), frozenset(("b",)))
    found = link_all([a, b, c], PAPERS, [apart])
    assert all(not {"a", "b"} <= set(cluster.claim_ids) for cluster in found.clusters)
    assert sorted(i for cluster in found.clusters for i in cluster.claim_ids) == ["a", "b", "c"]
