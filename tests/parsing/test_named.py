"""What the words of a text say of a name: a person's, a street's, an organisation's or a place's."""

from __future__ import annotations

import pytest

from tests.geocoding.indexed import finder

pytestmark = pytest.mark.usefixtures("place_index")


def found(text: str) -> dict[str, str]:
    """Surface -> kind of the toponyms of an English text."""
    return {t.surface: t.kind for t in finder().find(text, language="en")}


@pytest.mark.parametrize(
    ("text", "surface", "kind"),
    [
        ("The farm of Carl Lincoln burned. Lincoln lost two barns.", "Lincoln", None),
        ("Judge Reston closed the hearing. Reston gave no reason.", "Reston", None),
        ("Kristina, 27, sat on the steps. Kristina said nothing.", "Kristina", None),
        ("The Egypt-Sudan border stayed shut.", "Egypt", "country"),
        ("The Egypt-Sudan border stayed shut.", "Sudan", "country"),
        ("A Beirut-based group counted the dead.", "Beirut", "settlement"),
        ("A van hit a wall on Third Street.", "Third Street", "feature"),
        ("Two bodies lay by the Catawba River.", "Catawba River", "feature"),
        ("Syria's Ministry of Health published a list.", "Syria", "country"),
        ("The University of Aleppo published a list.", "Aleppo", "in_organisation"),
        ("The Leeds Police Department opened a file.", "Leeds", "settlement"),
        ("A judge of the Cook County Court in Chicago retired.", "Cook County", "admin"),
        ("The Ohio Department of Health sent doctors.", "Ohio", "admin"),
        ("The Turkish Foreign Ministry sent a note.", "Turkish", "demonym"),
        ("Classes at Leeds High School begin at nine.", "Leeds", "settlement"),
        ("Classes at Carl Leeds High School begin at nine.", "Leeds", "in_organisation"),
        ("The Homs Military Council lost three men.", "Homs", "in_organisation"),
        ("The Leeds Times wrote of it.", "Leeds", "in_organisation"),
        ("The official Sana news agency wrote of it. A film was shown by Sana.", "Sana", "in_organisation"),
        ("A Laconia man was charged.", "Laconia", "settlement"),
        ("He came with his wife, Georgia, and sang.", "Georgia", None),
        ("They camped at Lake Zalghan for a week.", "Lake Zalghan", "feature"),
        ("The shop at 12 E. Main St. burned.", "E. Main St.", "feature"),
        ("Carl B. Leeds sang. Leeds was pleased.", "Leeds", None),
        ("The White House denied it.", "White House", None),
        ("BEIRUT, Lebanon -- Two people were hurt.", "BEIRUT", "settlement"),
        ("The council heard City Manager Joan Hill.", "Manager Joan Hill", None),
        ("The device is sold by UNAMIX in many shops.", "UNAMIX", None),
    ],
)
def test_the_words_around_a_name_tell_what_it_names(text: str, surface: str, kind: str | None) -> None:
    assert found(text).get(surface) == kind


def test_a_name_that_is_in_a_place_s_position_elsewhere_is_a_place_though_a_person_bears_it() -> None:
    text = "Paris Hilton sang. The fire was in Paris, and Paris police came."
    assert found(text)["Paris"] == "settlement"


@pytest.mark.parametrize(
    ("text", "surface", "place_id"),
    [
        ("Aid reached Syria's Mediterranean coast on Monday.", "Syria's Mediterranean coast", "syrian-coast"),
        (
            "Ten died in two villages near Latakia, Al-Shir and Al-Mukhtariya.",
            "Al-Mukhtariya",
            "al-mukhtariyah",
        ),
    ],
)
def test_a_name_is_read_whole_and_the_last_of_a_list_is_not_lost(
    text: str, surface: str, place_id: str
) -> None:
    (place,) = (t.place for t in finder().find(text, language="en") if t.surface == surface)
    assert place is not None and place.place_id == f"overlay:{place_id}"
