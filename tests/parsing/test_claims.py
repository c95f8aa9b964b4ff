"""What sentences claim: figure, role, place, day, who says it and who did it."""

from __future__ import annotations

import datetime as dt

import pytest

FRIDAY, SATURDAY = dt.date(2025, 3, 7), dt.date(2025, 3, 8)


def figures(claims, unit="killed"):
    return [(c.low, c.high, c.category, c.role) for c in claims if c.unit == unit]


def test_one_sentence_gives_every_field(read):
    [claim] = read("Gunmen killed 12 civilians in the city of Baniyas on Friday, the Observatory said.")
    assert (claim.unit, claim.low, claim.high, claim.category) == ("killed", 12, 12, "civilians")
    assert (claim.place.name, claim.place.geo_precision) == ("Baniyas", "settlement")
    assert (claim.date_start, claim.date_end, claim.date_precision) == (FRIDAY, FRIDAY, "day")
    assert claim.claimed_by == ("the Observatory",)  # a text that never names it in full
    assert claim.perpetrator == ("Gunmen",)
    assert claim.event_type == "Violence against civilians"
    assert "12 civilians" in claim.quote


def test_the_same_in_arabic(read):
    [claim] = read("قال المرصد السوري إن مسلحين قتلوا 12 مدنياً في مدينة بانياس يوم الجمعة.", "ar")
    assert (claim.unit, claim.low, claim.high, claim.category) == ("killed", 12, 12, "civilians")
    assert claim.place.name == "Baniyas"
    assert (claim.date_start, claim.date_end) == (FRIDAY, FRIDAY)
    assert claim.claimed_by == ("Syrian Observatory for Human Rights",)


def test_killed_and_wounded_are_told_apart(read):
    claims = read("An ambush in Jableh left one soldier dead and two wounded.")
    assert figures(claims) == [(1, 1, "security_forces", "new")]
    assert figures(claims, "injured") == [(2, 2, "unspecified", "new")]


def test_dead_and_hurt_told_together_give_no_figure_of_the_dead(read):
    [claim] = read("An attack near Jableh left 16 soldiers dead or hurt on Friday.")
    assert (claim.unit, claim.low, claim.high) == (None, None, None)


def test_a_running_total_is_never_new(read):
    claims = read("The group counted 14 more bodies on Friday, which brings the total since Thursday to 162.")
    assert figures(claims) == [(14, 14, "unspecified", "new"), (162, 162, "unspecified", "total")]


def test_parts_point_to_their_total(read):
    claims = read("A strike killed 17 people in Homs, including five children and two medics.")
    total = next(c for c in claims if c.low == 17)
    parts = [c for c in claims if c.role == "part"]
    assert sorted(c.low for c in parts) == [2, 5]
    assert {c.part_of for c in parts} == {total.claim_id}


def test_a_correction_replaces_the_earlier_figure(read):
    claims = read("The ministry lowered the toll from 48 to 41.")
    new = next(c for c in claims if c.role == "correction")
    old = next(c for c in claims if c.claim_id == new.replaces)
    assert (new.low, old.low, old.role) == (41, 48, "comparison")


def test_a_figure_to_compare_with_is_no_other_event(read):
    claims = read("Twelve people were killed in Homs on Friday, compared with 30 killed the day before.")
    assert {(c.low, c.role) for c in claims if c.unit == "killed"} == {(12, "new"), (30, "comparison")}


def test_each_figure_has_its_own_place(read):
    claims = read("The monitor counted 34 killed in Baniyas and 15 killed in Jableh on Friday.")
    assert {(c.place.name, c.low) for c in claims} == {("Baniyas", 34), ("Jableh", 15)}


def test_parts_by_governorate_are_not_put_on_the_towns_of_that_name(read):
    text = (
        "The Observatory counted 366 civilians killed on the Syrian coast on Friday: "
        "227 in Latakia, 84 in Hama and 55 in Tartus."
    )
    parts = [c for c in read(text) if c.role == "part"]
    assert {(c.place.name, c.low) for c in parts} == {("Latakia", 227), ("Hama", 84), ("Tartus", 55)}
    assert {c.place.geo_precision for c in parts} == {"governorate"}


def test_a_total_in_a_new_paragraph_is_not_put_on_the_last_village(read):
    text = (
        "Residents of Rusafa and of Baniyas fled. In Rusafa one man was killed on Friday.\n\n"
        "Other counts differ. The Syrian Network for Human Rights lists 1,334 dead."
    )
    claim = next(c for c in read(text) if c.low == 1334)
    assert claim.place is None or claim.place.geo_precision not in ("settlement", "exact")


@pytest.mark.parametrize(
    "text",
    [
        "TEHRAN, March 8 - At least six people were killed in Jableh on Friday.",
        "Speaking in Tehran, the envoy said six people had been killed in Jableh on Friday.",
        "Fighters from Tehran killed six people in Jableh on Friday.",
        "Tehran said six people had been killed in Jableh on Friday.",
    ],
)
def test_datelines_speakers_and_origins_are_not_where_it_happened(read, text):
    [claim] = [c for c in read(text) if c.unit == "killed"]
    assert claim.place.name == "Jableh"


def test_the_chain_of_sources_is_kept(read):
    [claim] = read("Local sources told AFP that 19 people were killed in Baniyas on Friday.")
    assert claim.claimed_by == ("local sources",)
    assert claim.via == ("AFP",)


def test_speakers_of_two_clauses_keep_their_own_figures(read):
    claims = read(
        "The ministry put the toll at nine, while the opposition network said 21 people had been killed."
    )
    assert {(c.low, *c.claimed_by) for c in claims} == {(9, "ministry"), (21, "opposition network")}


def test_nobody_named_is_the_publisher(read):
    [claim] = read("Three people were killed in Jableh on Friday.")
    assert claim.claimed_by == ("The Daily Paper",)


def test_the_day_of_saying_is_not_the_day_of_the_event(read):
    [claim] = read("The ministry said on Friday that three people had been killed in Jableh.")
    assert claim.date_start is None
    assert claim.date_end == SATURDAY


@pytest.mark.parametrize(
    "text",
    [
        "The commander threatened to kill anyone who returned to Jableh.",
        "Police said they foiled a plot to bomb the shrine in Homs.",
        "Residents of Jableh said no security forces had come to stop the looting.",
        "Soldiers killed 20 mock enemies in the drill in Homs on Friday.",
        "Shelling killed 40 sheep in Jableh but hurt no one.",
        "Seven women from the community helped take testimony in Jableh.",
    ],
)
def test_what_did_not_happen_to_people_claims_no_dead(read, text):
    assert [c for c in read(text) if c.has_figure and c.status not in ("denied", "threatened")] == []


def test_a_denial_is_a_claim_with_that_status(read):
    claims = read("The army denied that anyone had been killed in the raid on Jableh.")
    assert {c.status for c in claims} == {"denied"}


def test_what_happened_years_ago_is_background(read):
    [claim] = read("The square was the scene of a 2012 bombing that killed 55 people.")
    assert claim.background


def test_a_year_is_no_figure(read):
    assert figures(read("In 2024 people were killed in Jableh too.")) == []


def test_an_attack_on_armed_targets_is_a_battle(read):
    [claim] = read("A checkpoint near Jableh was attacked on Friday.")
    assert (claim.event_type, claim.sub_event_type) == ("Battles", "Armed clash")


def test_the_victims_of_one_bombing_are_of_one_event(read):
    claims = read(
        "A suicide bomber blew himself up in Homs on Friday. Four soldiers and two civilians were killed."
    )
    killed = [c for c in claims if c.unit == "killed"]
    assert [c.low for c in killed] == [4, 2]
    assert {c.sub_event_type for c in killed} == {"Suicide bomb"}


def test_a_language_without_word_lists_gives_no_claims(read):
    assert read("Zwölf Menschen wurden in Jableh getötet.", "de") == ()


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        (
            "In Hama province, 7 people were killed; in Hama, 2 were killed.",
            "en",
            [(7, "governorate"), (2, "settlement")],
        ),
        ("At least nine civilians were killed in Qadmus, Tartous.", "en", [(9, "settlement")]),
        ("The Damascus-based network said 25 people were killed.", "en", [(25, None)]),
        ("Turkey-backed factions killed 12 people.", "en", [(12, None)]),
        (
            "قتل 12 مدنيا في محافظة حماة بينهم 3 في مدينة حماة.",
            "ar",
            [(12, "governorate"), (3, "settlement")],
        ),
        ("قتل 12 مدنيا في الساحل.", "ar", [(12, None)]),
    ],
)
def test_an_area_is_not_its_town_nor_a_seat_the_place_of_a_deed(read, text, language, wanted):
    claims = read(text, language=language)
    assert [(c.low, c.place.geo_precision if c.place else None) for c in claims] == wanted


def test_the_second_place_of_an_arabic_list_is_kept(read):
    (claim,) = read("قتل 52 مدنيا في بلدتي الشير والمختارية بريف اللاذقية.", language="ar")
    assert {p.name for p in claim.places} == {"Al-Shir", "Al-Mukhtariyah"}


def test_a_verb_is_no_organisation(read):
    (claim,) = read("A group that is based in Idlib said 25 people were killed.")
    assert "Islamic State" not in claim.claimed_by
