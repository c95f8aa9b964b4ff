"""Where it happened: not where somebody spoke, came from or was taken to, and no point beside a town."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.model import Claim, Place
from tests.parsing.conftest import Explain, Read

SENTENCES = tomllib.loads(Path(__file__).with_name("where.toml").read_text(encoding="utf-8"))["sentence"]
NEAR_M = 25_000
LISTS = {
    code: tomllib.loads(Path("incidents/languages", f"{code}.toml").read_text(encoding="utf-8"))
    for code in ("en", "ar")
}


def language(text: str) -> str:
    return "ar" if any("\u0621" <= letter <= "\u064a" for letter in text) else "en"


def told(place: Place) -> str:
    near = place.geo_precision == "settlement" and (place.uncertainty_m or 0) >= NEAR_M
    return f"{place.name}, {place.geo_precision}" + (", near" if near else "")


def where(claim: Claim) -> str:
    if claim.place:
        return told(claim.place)
    return " + ".join(map(told, claim.places)) or (claim.place_as_written or "")


def places(read: Read, text: str) -> list[str]:
    return [where(c) for c in read(text, language=language(text)) if c.unit]


@pytest.mark.parametrize("case", SENTENCES, ids=lambda case: case["text"])
def test_each_figure_is_where_it_happened(read: Read, case: dict[str, Any]) -> None:
    assert places(read, case["text"]) == case["places"]


def test_each_of_several_places_says_which_words_name_them(explain: Explain) -> None:
    text = "Gunmen attacked Homs and Jableh on Friday."
    found = explain(text)
    assert [c.place.name for c in found.claims if c.place] == ["Homs", "Jableh"]
    for claim in found.claims:
        (why,) = [r for r in found.reasons[claim.claim_id] if r.field == "place"]
        assert why.rule == "place.several" and [text[a:b] for a, b in why.spans] == ["Homs", "Jableh"]


@pytest.mark.parametrize(
    "text",
    [
        "Gunmen attacked Jableh on Friday. The UN in Geneva said 12 people were killed.",
        "Gunmen attacked Jableh on Friday. The minister spoke in Paris about it. 12 people were killed.",
        "هاجم مسلحون مدينة جبلة يوم الجمعة. قال مسؤول في دمشق إن 12 شخصا قتلوا.",
    ],
)
def test_a_place_of_speaking_leaves_the_narrative_where_it_was(read: Read, text: str) -> None:
    assert places(read, text)[-1] == "Jableh, settlement"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("In Zorvenna, near Latakia, gunmen killed three people.", "Zorvenna"),
        ("In Harf Zorven, Baniyas, gunmen killed ten people.", "Harf Zorven"),
        ("Gunmen killed ten people in the village of Zorvenna near the town of Baniyas.", "Zorvenna"),
        ("قتل عشرة أشخاص في قرية زورفينا قرب بانياس.", "زورفينا"),
        ("Ten people were killed in the villages of Zorvenna and Barmaya.", "Zorvenna and Barmaya"),
    ],
)
def test_a_village_that_nobody_knows_is_not_put_on_the_town_it_is_told_by(
    read: Read, text: str, written: str
) -> None:
    (claim,) = read(text, language=language(text))
    assert (claim.place, claim.place_as_written) == (None, written)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Gunmen killed ten people in the village of Zorvenna in Latakia province.", ("Zorvenna", "Latakia", "SY")),
        ("Gunmen killed ten people in Zorven, a settlement named Dorben in Kajar LGA of Kaduna State.",
         ("Zorven", "Kaduna", "NG")),
        ("Gunmen attacked the town of Zorvenna, Israel, and killed ten people.", ("Zorvenna", None, "IL")),
        ("قتل عشرة أشخاص في قرية زورفينا بريف اللاذقية.", ("زورفينا", "Latakia", "SY")),
        ("قتل ثلاثة أشخاص في بلدة زورفينا في جنوب لبنان.", ("زورفينا", None, "LB")),
    ],
)  # fmt: skip
def test_a_village_that_nobody_knows_lies_in_the_area_it_is_told_by(
    read: Read, text: str, told: tuple[str, str | None, str]
) -> None:
    (claim,) = read(text, language=language(text))
    assert claim.place
    assert (claim.place.name, claim.place.admin1, claim.place.country) == told
    assert (claim.place.geo_precision, claim.place.lat, claim.place.lon) == ("settlement", None, None)


def test_a_village_keeps_its_area_through_the_text(read: Read) -> None:
    claims = read(
        "Gunmen killed ten people in Zorvenna, Syria. On Friday three people were killed in Zorvenna."
    )
    assert [c.place and c.place.country for c in claims] == ["SY", "SY"]


ROUND_UP = (
    "Four farmers, including a woman, were killed in Jableh.\n\nTwo men were killed in Homs.\n\n"
    "A member of the army was killed at a checkpoint.\n\nThree people were killed in Idlib."
)


def test_a_report_of_several_provinces_tells_of_one_event_after_another(read: Read) -> None:
    told = [(c.low, c.role, where(c)) for c in read(ROUND_UP)]
    assert told[2:4] == [(2, "new", "Homs, settlement"), (1, "new", "")]


def test_a_text_of_many_lands_is_about_none_of_them(read: Read) -> None:
    text = (
        "A guard was killed on Monday.\n\nIn Hama province two people were killed in Masyaf.\n\n"
        "Three people were killed in Jableh and four in Baniyas.\n\nFive were killed in Homs."
    )
    assert places(read, text)[0] == ""
    assert (
        places(read, "Gunmen came to Masyaf, in Hama province.\n\nA total of 12 people died.")[-1]
        == "Hama, governorate"
    )


def test_there_are_enough_sentences_in_both_languages() -> None:
    number = {code: sum(language(c["text"]) == code for c in SENTENCES) for code in LISTS}
    assert min(number.values()) >= 30, number
    assert len({c["text"] for c in SENTENCES}) == len(SENTENCES)


TOWN, DISTRICT, NEAR = "Masyaf, settlement", "Masyaf district, district", "Masyaf, settlement, near"
ROAD = "Tartus, governorate"
ENTRIES: dict[str, dict[str, tuple[str, list[str]]]] = {
    "en": {
        "places.near": ("12 people were killed, {} Masyaf.", [NEAR]),
        "places.beside": ("12 people were killed, {} Baniyas.", ["Baniyas district, district"]),
        "places.beside_after": ("12 people were killed in Masyaf {}.", [DISTRICT]),
        "places.closed": ("12 people were killed when the army {} Masyaf.", [TOWN]),
        "places.road": ("12 people were killed {} Baniyas to Tartus.", [ROAD]),
        "words.link": ("12 people were killed on the road linking Baniyas {} Tartus.", [ROAD]),
        "places.its_land": ("4 people were killed in Masyaf and 6 in {}.", [TOWN, DISTRICT]),
        "places.origin": ("12 people were killed, {} Masyaf.", [""]),
        "places.home": ("12 men, {} Masyaf, were killed in Tartus.", ["Tartus, settlement"]),
        "places.speaking": ("12 people were killed, it turned out, {} Masyaf.", [""]),
        "places.reaction": ("The EU, in Masyaf, {} the killing of 12 people.", [""]),
        "places.that": ("The envoy told some of his closest aides in Masyaf {} 12 people were killed.", [""]),
        "places.scene": ("Iraq {} 12 people killed.", ["Iraq, country"]),
        "places.struck": ("Gunmen {} Iraq and killed 12 people.", ["Iraq, country"]),
        "words.lies_in": ("12 people were killed in Zorvenna, {} Syria.", ["Zorvenna, settlement"]),
        "words.land": ("12 people were killed in an Afghan {}.", ["Afghanistan, country"]),
        "words.quarter": ("12 people were killed in the Zorvenna {} in Hama.", ["Hama, settlement"]),
        "places.rest": ("12 people were injured and are {} Masyaf.", [""]),
        "places.burial": ("12 people were killed, {} in Masyaf.", [""]),
        "places.seat": ("In {}, the UN said 12 people were killed.", [""]),
        "words.facility": ("12 people were injured and taken to the {} in Masyaf.", [""]),
        "words.local": ("The {} in Masyaf said 12 people were killed.", [TOWN]),
        "words.speaker": ("The Masyaf {} said 12 people were killed.", [""]),
        "words.distance": ("In Masyaf, 20 {} west of Hama, 12 people were killed.", [TOWN]),
    },
    "ar": {
        "places.near": ("قتل 12 شخصا {} مصياف.", [NEAR]),
        "places.beside": ("قتل 12 شخصا {} مصياف.", [DISTRICT]),
        "places.beside_after": ("قتل 12 شخصا في مدينة مصياف {}.", [DISTRICT]),
        "places.road": ("قتل 12 شخصا على {} بانياس طرطوس.", [ROAD]),
        "words.link": ("قتل 12 شخصا على طريق بانياس {} طرطوس.", [ROAD]),
        "places.its_land": ("قتل 4 أشخاص في مصياف و6 في {}.", [TOWN, DISTRICT]),
        "places.origin": ("قتل 12 شخصا {} مصياف.", [""]),
        "places.home": ("قتل 12 شخصا {} مصياف في طرطوس.", ["Tartus, settlement"]),
        "places.speaking": ("مقتل 12 شخصا، {} مصياف.", [""]),
        "places.reaction": ("{} الاتحاد الأوروبي في مصياف مقتل 12 شخصا.", [""]),
        "places.that": ("قال أحدهم في مصياف {} 12 شخصا قتلوا.", [""]),
        "words.lies_in": ("قتل 12 شخصا في قرية زورفينا {} لبنان.", ["زورفينا, settlement"]),
        "words.quarter": ("قتل 12 شخصا في {} زورفينا بمدينة حماة.", ["Hama, settlement"]),
        "places.rest": ("أصيب 12 شخصا، {} مصياف.", [""]),
        "places.burial": ("قتل 12 شخصا، {} في مصياف.", [""]),
        "places.seat": ("في {}، الأمم المتحدة قالت إن 12 شخصا قتلوا.", [""]),
        "words.facility": ("نقل 12 جريحا إلى {} في مصياف.", [""]),
        "words.local": ("قال {} في مصياف إن 12 شخصا قتلوا.", [TOWN]),
        "words.speaker": ("قتل 12 شخصا، بحسب {} في مصياف.", [""]),
        "words.distance": ("في مصياف، على بعد 20 {} غرب حماة، قتل 12 شخصا.", [TOWN]),
    },
}


def entries() -> list[tuple[str, str, str, list[str]]]:
    out = []
    for code, groups in ENTRIES.items():
        for group, (sentence, wanted) in groups.items():
            table, name = group.split(".")
            listed = LISTS[code][table][name]
            words = [word.title() for word in listed] if name == "seat" else listed
            out += [(code, group, sentence.format(word), wanted) for word in words]
    return out


@pytest.mark.parametrize(("code", "group", "text", "wanted"), entries())
def test_every_listed_word_does_what_its_list_says(
    read: Read, code: str, group: str, text: str, wanted: list[str]
) -> None:
    assert [where(c) for c in read(text, language=code) if c.unit] == wanted


TOWNS = st.sampled_from(("Jableh", "Masyaf", "Damascus", "Homs", "Geneva", "London", "Beirut"))
SPOKEN = st.sampled_from(
    (
        "The {} in {} said 12 people were killed.",
        "12 people were killed, the {} in {} said on Monday.",
        "12 people were killed, according to the {} in {}.",
        "12 people, said the {} in {}, were killed.",
        "The {}, in {}, condemned the killing of 12 people.",
    )
)
BESIDE = st.sampled_from(
    (
        "12 people were killed {} km {} {}.",
        "{} km {} {}, gunmen killed 12 people.",
        "Gunmen killed 12 people {} km {} {} on Friday.",
    )
)


@settings(max_examples=60)
@given(frame=SPOKEN, town=TOWNS, speaker=st.sampled_from(("UN", "minister", "EU", "army", "official")))
def test_a_far_speaker_never_makes_a_place(read: Read, frame: str, town: str, speaker: str) -> None:
    assert set(places(read, frame.format(speaker, town))) <= {""}


@settings(max_examples=60)
@given(
    frame=BESIDE, town=TOWNS, km=st.integers(1, 400), side=st.sampled_from(("north of", "east of", "from"))
)
def test_a_distance_from_a_town_is_never_a_point(
    read: Read, frame: str, town: str, km: int, side: str
) -> None:
    for claim in read(frame.format(km, side, town)):
        assert claim.place is None or claim.place.geo_precision not in ("exact", "settlement")


def test_a_figure_without_a_place_is_in_the_country_of_areas_told_of_together(read: Read) -> None:
    text = (
        "Many women were abducted in the governorates of Hama, Latakia and Tartus in Syria in March.\n\n"
        "Families spoke of ransoms. Seven people were abducted in daylight."
    )
    last = read(text)[-1]
    assert last.place and (last.low, last.place.name, last.place.geo_precision) == (7, "Syria", "country")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Twelve people were killed in Jableh, Baniyas and Tartus.", "Jableh, Baniyas and Tartus"),
        ("قتل 12 شخصا في جبلة وبانياس وطرطوس.", "جبلة وبانياس وطرطوس"),
    ],
)
def test_a_list_of_places_keeps_the_words_of_the_text(read: Read, text: str, written: str) -> None:
    (claim,) = read(text, language=language(text))
    assert claim.place_as_written == written and len(claim.places) == 3


def test_a_figure_without_a_place_is_in_the_country_of_areas_told_of_as_often(read: Read) -> None:
    text = (
        "A network reported on killings in Syria.\n\n"
        "It counted 57 civilians who were killed.\n\n"
        "Most died in Homs governorate.\n\nHama governorate came next."
    )
    whole = read(text)[0]
    assert whole.place and (whole.low, whole.place.name) == (57, "Syria")
