"""Who did it: only whom the text names or describes, and never a victim, a speaker or one who denies it."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.languages.organisations import canonical, find, organisations
from incidents.linking import Cluster, incident_rows, link
from incidents.model import Claim
from tests.parsing.conftest import Explain, Read

CASES = tomllib.loads(Path(__file__).with_name("actors.toml").read_text(encoding="utf-8"))
THURSDAY = dt.date(2025, 3, 6)
SENTENCES = CASES["sentence"]
LISTS = {
    code: tomllib.loads(Path("incidents/languages", f"{code}.toml").read_text(encoding="utf-8"))
    for code in ("en", "ar")
}


def language(text: str) -> str:
    return "ar" if any("\u0621" <= letter <= "\u064a" for letter in text) else "en"


def told(read: Read, text: str, **other: Any) -> list[list[str]]:
    return [list(c.perpetrator) for c in read(text, language=language(text), **other) if c.unit]


@pytest.mark.parametrize("case", SENTENCES, ids=lambda case: case["text"])
def test_each_figure_has_those_who_did_it(read: Read, case: dict[str, Any]) -> None:
    assert told(read, case["text"]) == case["perpetrators"]


@pytest.mark.parametrize("case", CASES["attackers"], ids=lambda case: case["text"])
def test_the_attackers_own_dead_are_told_from_their_victims(read: Read, case: dict[str, Any]) -> None:
    claims = read(case["text"], language=language(case["text"]))
    assert [[c.category, *c.perpetrator] for c in claims if c.unit] == case["people"]


@pytest.mark.parametrize("case", CASES["accusation"], ids=lambda case: case["text"])
def test_whoever_is_blamed_for_the_killing_told_before_is_told_with_who_blames(
    explain: Explain, case: dict[str, Any]
) -> None:
    found = explain(case["text"], language(case["text"]))
    told = {i: {r.rule for r in reasons} for i, reasons in found.reasons.items()}
    blamed = [c for c in found.claims if "event_type.blamed" in told[c.claim_id]]
    said = [[*c.perpetrator, *c.claimed_by, c.place.name if c.place else None] for c in blamed]
    assert said == case["blamed"]
    for claim in blamed:
        first = next(c for c in found.claims if c.unit == "killed")
        same = ("date_start", "date_end", "event_type", "category", "place")
        assert [getattr(claim, name) for name in same] == [getattr(first, name) for name in same]
        assert (claim.status, claim.unit, claim.low, claim.date_start) == ("alleged", None, None, THURSDAY)
        rows = [set(one.claim_ids) for one in link(found.claims)]
        assert any({claim.claim_id, first.claim_id} <= row for row in rows)


@pytest.mark.parametrize("case", CASES["testimony"], ids=lambda case: case["text"])
def test_what_witnesses_tell_is_of_the_one_killing_told_before(
    explain: Explain, case: dict[str, Any]
) -> None:
    found = explain(case["text"], language(case["text"]))
    rules = {i: {r.rule for r in reasons} for i, reasons in found.reasons.items()}
    seen = [c for c in found.claims if "event_type.witnessed" in rules[c.claim_id]]
    assert [[*c.perpetrator, *c.claimed_by] for c in seen] == case["told"]
    for claim in seen:
        first = next(c for c in found.claims if c.unit == "killed")
        same = ("date_start", "date_end", "event_type", "category", "place")
        assert [getattr(claim, name) for name in same] == [getattr(first, name) for name in same]
        assert (claim.unit, claim.low, claim.date_start) == (None, None, THURSDAY)
        rows = [set(one.claim_ids) for one in link(found.claims)]
        assert any({claim.claim_id, first.claim_id} <= row for row in rows)


def test_there_are_enough_sentences_in_both_languages_and_of_both_kinds() -> None:
    for code in LISTS:
        own = [c["perpetrators"] for c in SENTENCES if language(c["text"]) == code]
        assert min(sum(any(p) for p in own), sum(not any(p) for p in own)) >= 14
    assert len({c["text"] for c in SENTENCES}) == len(SENTENCES)


def test_the_title_tells_the_attackers_of_a_text_that_does_not(read: Read) -> None:
    text = "On Friday 12 people were killed in Jableh."
    assert told(read, text, title="Masked gunmen kill villagers in Jableh") == [["Masked gunmen"]]
    assert told(read, text, title="Boko Haram kills villagers in Jableh") == [["Boko Haram"]]
    assert told(read, text, title="Police arrest suspect in Jableh shooting") == [[]]


def test_the_titles_attackers_did_not_do_what_the_text_gives_to_others(read: Read) -> None:
    for text in (
        "The driver lost control and killed two people.",
        "The vigilantes chased and killed all three men.",
    ):
        found = told(read, text, title="Masked gunmen kill villagers in Jableh")
        assert "Masked gunmen" not in str(found)
    for text in ("The attack on shoppers killed 12 people.", "A blast near the school killed 12 people."):
        assert told(read, text, title="Masked gunmen kill villagers in Jableh") == [["Masked gunmen"]]


def test_whoever_kills_the_attackers_is_no_perpetrator_of_their_attack(read: Read) -> None:
    claims = read("Gunmen killed 12 people in Jableh on Friday. Police shot dead two of the attackers.")
    assert [c.perpetrator for c in claims] == [("Gunmen",), ("Police",)]
    one = Cluster("incident", tuple(c.claim_id for c in claims))
    (row,) = incident_rows([one], claims, ["1"], [])
    assert row.perpetrators == ("Gunmen",)


def test_every_name_of_a_group_means_one_group() -> None:
    names: dict[str, str] = {}
    for organisation in organisations():
        for name in (organisation.name, *organisation.aliases):
            known = find(name)
            assert known and known.name == organisation.name, name
            assert names.setdefault(name.lower(), organisation.name) == organisation.name
    assert canonical("ISIL") == canonical("داعش") == "Islamic State"


GROUPS = [
    pytest.param(organisation.name, alias, id=alias)
    for organisation in organisations()
    if organisation.may_act
    for alias in (organisation.name, *organisation.aliases)
    if alias[0].isascii() and "(" not in alias
]


@pytest.mark.parametrize(("name", "alias"), GROUPS)
def test_a_group_is_known_by_each_of_its_names(read: Read, name: str, alias: str) -> None:
    assert told(read, f"Twelve people were killed in Jableh by {alias}.") == [[name]]


HEADS = sorted(
    {*LISTS["en"]["actor"]["words"], *LISTS["en"]["actor"]["lone"]} - {*LISTS["en"]["actor"]["empty"]}
)
ARABIC_HEADS = sorted(
    word
    for word in {*LISTS["ar"]["actor"]["words"]} - {*LISTS["ar"]["actor"]["empty"]}
    if not find(word)  # told by its kept name
)


@pytest.mark.parametrize("head", HEADS)
def test_each_listed_noun_is_an_attacker_behind_by(read: Read, head: str) -> None:
    assert told(read, f"Twelve people were killed in Jableh by a {head}.") == [[head]]


@pytest.mark.parametrize("head", ARABIC_HEADS)
def test_each_arabic_noun_is_an_attacker(read: Read, head: str) -> None:
    assert told(read, f"قتل 12 شخصا في جبلة على يد {head}.") == [[head]]


ACTS = [words for words in LISTS["en"]["act"]["words"] if "ing" not in {w[-3:] for w in words.split()}]
ARABIC_HURT = [word for words in LISTS["ar"]["verb_first"].values() for word in words]


@pytest.mark.parametrize("act", ACTS)
def test_each_listed_act_has_its_subject(read: Read, act: str) -> None:
    assert told(read, f"Twelve people were killed when gunmen {act} the market in Jableh.") == [["gunmen"]]


@pytest.mark.parametrize("act", LISTS["ar"]["act"]["words"])
def test_each_arabic_act_has_its_subject(read: Read, act: str) -> None:
    hurts = act in ARABIC_HURT
    frame = (
        "{} مسلحون مجهولون 12 شخصا في جبلة."
        if hurts
        else "{} مسلحون مجهولون السوق في جبلة ما أدى إلى مقتل 12 شخصا."
    )
    assert told(read, frame.format(act)) == [["مسلحون مجهولون"]]


BLAME = {
    "claims": "Twelve people were killed in Jableh on Friday. Hezbollah {}.",
    "claims_act": "Twelve people were killed in Jableh on Friday. Hezbollah {} the attack.",
    "behind": "Twelve people were killed in Jableh on Friday. Hezbollah {} the attack.",
    "done": "Twelve people were killed in Jableh on Friday. The attack was {} Hezbollah.",
    "accuses": "Twelve people were killed in Jableh on Friday. Officials {} Hezbollah.",
    "holds": "Twelve people were killed in Jableh on Friday. Officials {} Hezbollah responsible.",
    "lists": "Twelve people were killed in Jableh on Friday. Those {} Hezbollah.",
    "identity": "Twelve people were killed in Jableh on Friday. The attackers {} Hezbollah.",
}


@pytest.mark.parametrize(
    ("frame", "words"), [(f, w) for name, f in BLAME.items() for w in LISTS["en"]["blame"][name]]
)
def test_each_listed_phrase_blames(read: Read, frame: str, words: str) -> None:
    assert told(read, frame.format(words)) == [["Hezbollah"]]


ACCUSATION = {
    "en": "Nine people were killed in Jableh on Thursday. Residents blamed the militia {} the killings.",
    "ar": "قتل تسعة مدنيين في جبلة يوم الخميس. اتهم الأهالي مسلحين {} المجزرة.",
}


@pytest.mark.parametrize(
    ("code", "words"), [(code, w) for code in ACCUSATION for w in LISTS[code]["accusation"]["leads"]]
)
def test_each_listed_phrase_leads_from_whoever_is_blamed_to_the_killing(
    read: Read, code: str, words: str
) -> None:
    assert [c.status for c in read(ACCUSATION[code].format(words), code)] == ["reported", "alleged"]


SPEAKERS = st.sampled_from(("Hezbollah", "The army", "Police", "Rebels", "The governor", "Hamas", "Israel"))
HURT = st.sampled_from(("soldiers", "policemen", "militants", "villagers", "people", "rebels", "gunmen"))
SILENT = st.sampled_from(
    (
        "{0} said {1} {2} were killed in Jableh.",
        "{1} {2} were killed in Jableh, {0} said on Friday.",
        "{1} {2} were killed in Jableh. {0} denied that it was behind the attack.",
        "{0} condemned the killing of {1} {2} in Jableh.",
        "{0} mourned {1} {2} killed by a bomb in Jableh.",
        "No group has claimed responsibility for the blast in Jableh that killed {1} {2}.",
        "{1} {2} were killed in Jableh, in an area held by militias.",
    )
)


@settings(max_examples=120)
@given(frame=SILENT, speaker=SPEAKERS, number=st.integers(2, 400), hurt=HURT)
def test_who_speaks_denies_or_was_hurt_is_no_perpetrator(
    read: Read, frame: str, speaker: str, number: int, hurt: str
) -> None:
    assert all(not names for names in told(read, frame.format(speaker, number, hurt)))


WORDS = st.sampled_from(
    "gunmen , killing by attacked the soldiers and Hezbollah claimed responsibility it who of in uniform 12 people "
    "were killed said police blamed on Jableh . suspect Adam Quill accused".split()
)


@settings(max_examples=200)
@given(words=st.lists(WORDS, max_size=40))
def test_a_perpetrator_is_a_known_name_or_words_of_the_text(read: Read, words: list[str]) -> None:
    text = " ".join(words)
    claims: tuple[Claim, ...] = read(text)
    for name in [name for claim in claims for name in claim.perpetrator]:
        assert find(name) or name in text
