"""What the exchange page tells of a table before it is taken in."""

from __future__ import annotations

from dataclasses import replace

from incidents.dashboard.exchange_page import first_rows, on_map
from incidents.exchange.importing.sheets import Row, Sheet
from incidents.ledger import place_by_hand
from tests.linking.say import claim

VILLAGE = place_by_hand("Baniyas", 35.18, 35.95)


def test_a_country_and_a_village_of_unknown_position_are_not_on_the_map():
    places = [
        VILLAGE,
        replace(VILLAGE, geo_precision="district"),
        replace(VILLAGE, geo_precision="country"),
        replace(VILLAGE, lat=None, lon=None),
        None,
    ]
    assert on_map([replace(claim(f"c{n}", n=3), place=place) for n, place in enumerate(places)]) == 2


def test_the_first_rows_have_the_numbers_and_letters_of_the_spreadsheet():
    frame = first_rows(Sheet("text/csv", (Row(2, (2024, None, "Homs")), Row(5, ("x",)))))
    assert list(frame.columns) == ["A", "B", "C"] and list(frame.index) == [2, 5]
    assert list(frame["A"]) == ["2024", "x"]
