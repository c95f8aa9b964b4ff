"""Place names in Arabic: what is written onto them, villages that nobody knows, and words that only look like names."""

from __future__ import annotations

import csv
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.geocoding import reference_dir
from incidents.model import Toponym
from tests.geocoding.indexed import finder
from tests.parsing.conftest import Read


def rows(table: str) -> list[dict[str, str]]:
    with (reference_dir() / table).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


GOVERNORATES = {(r["country"], r["name"]): r["arabic"] for r in rows("divisions.csv") if r["level"] == "1"}
NAMES = [
    (f"overlay:{r['id']}", name, GOVERNORATES[r["country"], r["admin1"]])
    for r in rows("overlay.csv")
    for name in r["arabic"].split(";")
    if r["kind"] != "neighbourhood" and name not in GOVERNORATES.values()
]
MARKS = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0640"
CONSONANTS = "بتثجحخدذرزسشصضطظعغفقكلمنه"


def find(text: str) -> list[Toponym]:
    return list(finder().find(text, language="ar"))


def glued(prefix: str, name: str) -> str:
    """The prefix written onto the name; "to" swallows a letter of the article, and "the" is written once."""
    if prefix.endswith("ل") and name.startswith("الل"):
        return prefix + name[2:]
    return prefix + (name[1:] if prefix.endswith("ل") and name.startswith("ال") else name)


@settings(max_examples=150)
@given(st.sampled_from(NAMES), st.sampled_from(["ب", "ل", "ف", "وب", "ول", "فب"]))
def test_whatever_is_written_onto_a_name_it_is_the_same_place(row: tuple[str, str, str], prefix: str) -> None:
    place_id, name, governorate = row
    text = f"وصلت القوات {glued(prefix, name)} في محافظة {governorate} صباح السبت."
    found = find(text)
    assert place_id in [t.place.place_id for t in found if t.place], (text, found)
    assert all(text[t.start : t.end] == t.surface for t in found)


@settings(max_examples=150)
@given(st.sampled_from(NAMES), st.data())
def test_marks_and_letter_forms_make_no_other_place(row: tuple[str, str, str], data: st.DataObject) -> None:
    place_id, name, governorate = row
    dressed = "".join(
        letter + (data.draw(st.sampled_from(MARKS)) if letter != " " and data.draw(st.booleans()) else "")
        for letter in name
    )
    for known, other in (("ة", "ه"), ("أ", "ا"), ("إ", "ا"), ("ى", "ي")):
        if data.draw(st.booleans()):
            dressed = dressed.replace(known, other)
    text = f"قتل رجلان في قرية {dressed} بمحافظة {governorate}."
    found = next(t for t in find(text) if t.start == text.index(dressed))
    assert found.place is not None and found.place.place_id == place_id, (text, found)
    assert found.surface == dressed


@settings(max_examples=80)
@given(
    st.lists(
        st.text(CONSONANTS, min_size=5, max_size=8).map(lambda w: w[:2] + "ا" + w[2:] + "ور"),
        min_size=1,
        max_size=5,
        unique=True,
    ),
    st.sampled_from(["قرى", "بلدات", "أحياء"]),
    st.sampled_from([" و", "، ", "، و"]),
    st.sampled_from([" في ريف اللاذقية.", " بريف جبلة.", " بطرطوس.", " شمال بانياس.", ".", "، وفق ناشطين."]),
)
def test_villages_that_nobody_knows_are_found_and_stay_without_a_place(
    names: list[str], plural: str, joiner: str, end: str
) -> None:
    kept = [n for n in names if not n.startswith(("ب", "ك", "ف", "ل"))] or ["زغلولان"]
    text = f"اقتحم مسلحون في سوريا {plural} {joiner.join(kept)}{end}"
    found = {t.surface: t for t in find(text)}
    assert set(kept) <= found.keys(), (text, list(found))
    assert all(found[n].place is None and found[n].kind == "settlement" for n in kept)


def test_a_village_in_a_list_needs_no_word_of_its_own() -> None:
    found = {
        t.surface: t.place for t in find("هاجموا قرى المختارية وزغرين والشير ووادي قنديل في ريف اللاذقية.")
    }
    places = {name: place.place_id if place else None for name, place in found.items()}
    assert places == {
        "المختارية": "overlay:al-mukhtariyah",
        "زغرين": None,
        "الشير": "overlay:al-shir",
        "وادي قنديل": None,
        "اللاذقية": "overlay:sy-latakia",
    }


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("قتل مدني في مشهد مروع ثم غادر السكان بأمان إلى المدينة.", []),
        ("قالت الحكومة الجديدة إن البيت الأبيض اتصل بها.", []),
        ("نشر ناشطون صور القتلى في لبنان.", ["لبنان"]),
        ("اختبأ رجال في القبو بمنزل في جبلة.", ["جبلة"]),
        ("احترقت غابات الصنوبر بريف اللاذقية.", ["اللاذقية"]),
        ("احترقت قرية ساحلية هادئة في سوريا.", ["سوريا"]),
        ("هاجموا قرى المختارية والشير وقتلوا العشرات في ريف اللاذقية.", ["المختارية", "الشير", "اللاذقية"]),
        ("سقط سبعة قتلى في بلدة القدموس وريفها ومحيطها.", ["القدموس"]),
        ("من ناحية أخرى قال السكان إن الحي هادئ.", []),
        ("تجمع الناس في شارع بغداد في اللاذقية.", ["اللاذقية"]),
        ("لا تزال الثورة مستمرة في سوريا.", ["سوريا"]),
        ("فر الرئيس السابق من العاصمة دمشق.", ["دمشق"]),
        ("هبت رياح من الشمال على لبنان.", ["لبنان"]),
        ("وقالت الحكومة في بيان إن فرقه تبحث عن ناجين في دمشق.", ["دمشق"]),
        ("وفي بيان منفصل تحدث عن شاطئ في طرطوس.", ["طرطوس"]),
        ("قتل ثلاثة في قرية شمال دمشق.", ["دمشق"]),
        ("قضت العاصمة العراقية ليلة هادئة.", ["العراقية"]),
    ],
)
def test_words_that_look_like_names_are_no_places(text: str, surfaces: list[str]) -> None:
    assert [t.surface for t in find(text)] == surfaces


@pytest.mark.parametrize(
    ("text", "surface", "kind"),
    [
        ("دخل الجيش حماة صباح الجمعة.", "حماة", "settlement"),
        ("قالت وزارة الدفاع في دمشق إن الهدوء عاد.", "دمشق", "settlement"),
        ("نقلت وكالة سانا عن مجلس مدينة جبلة أن المياه عادت.", "جبلة", "in_organisation"),
        ("أعلنت دمشق فتح تحقيق في ما جرى.", "دمشق", "in_organisation"),
        ("سجلت حماة أكبر عدد من القتلى.", "حماة", "settlement"),
        ("زار وفد الهلال الأحمر السوري المدينة.", "السوري", "in_organisation"),
        ("عرضت القناة السورية فيلماً.", "السورية", "demonym"),
    ],
)
def test_a_name_belongs_to_an_organisation_or_not(text: str, surface: str, kind: str) -> None:
    assert [t.kind for t in find(text) if t.surface == surface] == [kind]


@pytest.mark.parametrize(
    ("text", "surface", "expected"),
    [
        ("قتل ثلاثة في ريف مدينة جبلة.", "جبلة", "overlay:sy-jableh-district"),
        ("حاصر الجيش مدينتي صافيتا والدريكيش.", "الدريكيش", "overlay:dreikish"),
        ("انقطعت المياه عن ريفي حماة وحمص.", "حمص", "overlay:sy-homs"),
        ("عادت الكهرباء إلى محافظتي اللاذقية وطرطوس.", "طرطوس", "overlay:sy-tartus"),
        ("أغلقت المدارس في ناحية القدموس.", "القدموس", "overlay:al-qadmus"),
        ("قتل خمسة في دوما بريف دمشق.", "دوما", "geonames:170592"),
        ("وقع هجوم في منطقة الدالية بريف جبلة.", "الدالية", "overlay:al-daliyah"),
        ("سقط قتلى في اللاذقية وجبلة والحفة وقرى أخرى.", "الحفة", "overlay:al-haffah"),
        ("استهدف الهجوم العاصمة الصومالية مقديشو.", "مقديشو", "geonames:53654"),
        ("استهدفت الغارات العاصمة صنعاء.", "صنعاء", "geonames:71137"),
        ("وفي خان يونس جنوبي القطاع قتل خمسة.", "خان يونس", "geonames:281124"),
        ("وفي الخرطوم قتل مدنيان.", "الخرطوم", "geonames:379252"),
        ("قتل جنديان في تعز بالرصاص.", "تعز", "geonames:70225"),
    ],
)
def test_words_for_the_kind_of_place_are_read(text: str, surface: str, expected: str) -> None:
    (place,) = [t.place for t in find(text) if t.surface == surface]
    assert place is not None and place.place_id == expected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("قتل عشرة سوريين يوم الجمعة.", "ar"),
        ("قتل ثلاثة رجال يوم الجمعة، بحسب المرصد السوري لحقوق الإنسان.", "ar"),
        ("قتل ثلاثة جنود يوم الجمعة، بحسب مستشفى جامعة حلب.", "ar"),
        ("Ten Syrian farmers were killed on Friday.", "en"),
        ("Three men were killed on Friday, the Tehran Times said.", "en"),
    ],
)
def test_a_people_or_an_organisation_is_never_where_something_happened(
    read: Read, text: str, language: str
) -> None:
    claims = read(text, language=language)
    assert claims and all(c.place is None for c in claims)


def test_words_for_a_people_name_its_country() -> None:
    found = {t.surface: t for t in find("قتلت القوات السورية والروسية عدداً من المسلحين.")}
    assert [(t.kind, t.place and t.place.place_id) for t in found.values()] == [
        ("demonym", "country:SY"),
        ("demonym", "country:RU"),
    ]


PIECES = st.sampled_from(
    "سوريا والساحل قرى قرية اللاذقية وطرطوس ، . بريف في القبو وبيت الشيخ ضهر محافظتي جامعة السوري شمال للقرداحة نهر "
    "وعين البيضا 12 Baniyas مدينة و ـ".split()
)


@settings(max_examples=150)
@given(st.lists(PIECES, max_size=30), st.sampled_from([" ", "", "  "]))
def test_whatever_the_words_spans_are_exact_and_never_overlap(pieces: list[str], space: str) -> None:
    text = space.join(pieces)
    found = find(text)
    assert all(text[t.start : t.end] == t.surface and t.surface for t in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
