"""Who stands on his own among the roots of a row, and the tree by which its claims came."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from incidents.languages.organisations import Relations
from incidents.linking import tell
from incidents.linking.attribution import Branch, attribution, records
from incidents.linking.roots import number_of_independent_roots, voices
from incidents.model import Claim
from tests.linking import say
from tests.linking.say import PAPERS, SOHR, Paper, claim, march

NAMES = [f"N{i}" for i in range(7)]
RELATIONS = st.builds(
    Relations,
    st.dictionaries(st.sampled_from(NAMES), st.sampled_from(NAMES)),
    st.dictionaries(st.sampled_from(NAMES), st.lists(st.sampled_from(NAMES), max_size=3).map(tuple)),
)
ROOTS = st.lists(st.sampled_from([*NAMES, "local sources (Daily)"]), unique=True)


@given(ROOTS, RELATIONS, st.randoms(use_true_random=False))
def test_every_root_has_a_voice_whatever_the_relations(roots: list[str], known: Relations, random) -> None:  # type: ignore[no-untyped-def]
    found = voices(roots, known)
    told = {name for voice in found for name in (*voice.roots, *voice.relays)}
    assert told == set(roots)  # none hangs in a circle, none is lost
    own = [name for voice in found for name in voice.roots]
    assert len(own) == len(set(own))
    assert bool(found) == bool(roots) and len(found) <= len(roots)
    random.shuffle(roots)
    assert voices(roots, known) == found


@given(ROOTS, RELATIONS)
def test_relations_only_ever_take_voices_away(roots: list[str], known: Relations) -> None:
    strangers = Relations({}, {})
    assert [v.roots for v in voices(roots, strangers)] == [(name,) for name in sorted(roots)]
    without = Relations(known.part_of, {})
    assert len(voices(roots, known)) <= len(voices(roots, without)) <= len(roots)


@given(ROOTS, RELATIONS)
def test_whoever_is_related_to_nobody_adds_a_voice(roots: list[str], known: Relations) -> None:
    stranger = "Other Network"
    assert len(voices([*roots, stranger], known)) == len(voices(roots, known)) + 1


def test_parts_of_one_government_are_one_voice() -> None:
    state = ["Defence Ministry", "SANA", "Syrian government", "General Security"]
    assert number_of_independent_roots(state) == 1
    assert number_of_independent_roots([*state, SOHR]) == 2
    (voice,) = voices(state)
    assert voice.name == "Syrian government" and set(voice.roots) == set(state)


def test_what_prints_an_agency_adds_no_voice_beside_it_but_is_one_without_it() -> None:
    assert number_of_independent_roots(["Yahoo News", "AFP", "Reuters"]) == 2
    assert [v.relays for v in voices(["Yahoo News", "AFP", "Reuters"])] == [("Yahoo News",), ("Yahoo News",)]
    assert number_of_independent_roots(["Yahoo News", SOHR]) == 2


def test_unnamed_sources_and_own_counts_are_voices() -> None:
    assert number_of_independent_roots(["local sources (Daily)", "local sources (Evening)", "Daily"]) == 3


def test_a_row_keeps_its_roots_and_counts_its_voices() -> None:
    from tests.query.house import memory_store

    told = [
        claim("a", "r1", n=4, claimed_by=("Defence Ministry",)),
        claim("b", "r2", n=4, claimed_by=("SANA",)),
        claim("c", "r2", n=6),
    ]
    (row,) = memory_store(told, PAPERS).view().rows.to_dict("records")
    assert row["number_of_independent_roots"] == 2
    assert row["roots"] == ["Defence Ministry", "SANA", SOHR] and row["figures_conflict"]


# --- the tree ---


def walk(branches: tuple[Branch, ...], above: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], str]]:
    """(names from root to report, claim id) of every claim."""
    found = []
    for branch in branches:
        names = (*above, branch.name)
        found += [(names, t.claim.claim_id) for t in branch.claims]
        found += walk(branch.branches, names)
    return found


@given(say.claims(), st.randoms(use_true_random=False))
def test_every_claim_is_in_exactly_one_leaf(claims: list[Claim], random) -> None:  # type: ignore[no-untyped-def]
    told = tell(claims, PAPERS)
    tree = attribution(told)
    by_id = {t.claim.claim_id: t for t in told}
    leaves = walk(tree)
    assert sorted(claim_id for _, claim_id in leaves) == sorted(by_id)
    for names, claim_id in leaves:
        t = by_id[claim_id]
        assert (names[0], names[-2], names[-1]) == (t.root, t.outlet, t.claim.report_id)
    random.shuffle(told)
    assert attribution(told) == tree


def test_four_outlets_that_quote_one_monitor_are_one_tree() -> None:
    papers = [Paper(f"r{i}", f"Outlet {i}", march(8 + i)) for i in range(4)]
    told = [
        claim(f"c{i}", f"r{i}", n=38, claimed_by=(name,))
        for i, name in enumerate([SOHR, "SOHR", "المرصد", SOHR])
    ]
    told[2] = claim("c2", "r2", n=38, via=("a radio", "AFP", "Outlet 2"))
    (tree,) = attribution(tell(told, papers))
    assert tree.layer == "root" and tree.name == SOHR
    assert [names for names, _ in walk((tree,))] == [
        (SOHR, "Outlet 0", "r0"),
        (SOHR, "Outlet 1", "r1"),
        (SOHR, "a radio", "AFP", "Outlet 2", "r2"),
        (SOHR, "Outlet 3", "r3"),
    ]


def test_one_agencys_copy_in_two_outlets_is_one_root() -> None:
    copy = [
        claim("a", "r1", n=5, claimed_by=("AFP",)),
        claim("b", "r2", n=5, claimed_by=("Agence France-Presse",)),
    ]
    own = [claim("a", "r1", n=5, claimed_by=()), claim("b", "r2", n=5, claimed_by=())]
    assert [b.name for b in attribution(tell(copy, PAPERS))] == ["AFP"]
    assert [b.name for b in attribution(tell(own, PAPERS))] == ["Daily", "Evening"]  # the text says no agency


def test_the_tree_is_plain_data_with_figure_day_and_words() -> None:
    (record,) = json.loads(
        json.dumps(records(attribution(tell([claim("a", n=38, quote="38 killed")], PAPERS))))
    )
    assert record["layer"] == "root" and record["claims"] == []
    leaf = record["branches"][0]["branches"][0]
    assert leaf["layer"] == "report" and leaf["branches"] == []
    assert leaf["claims"] == [
        {
            "claim_id": "a", "published": "2025-03-08", "unit": "killed", "category": None, "low": 38, "high": 38,
            "start": 0, "end": 1, "quote": "38 killed",
        }
    ]  # fmt: skip
