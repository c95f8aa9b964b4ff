"""Short names of states: known by their dot or their comma, and by nothing else."""

from __future__ import annotations

import csv

from incidents.geocoding.index import Gazetteer
from incidents.geocoding.reference import reference_dir
from incidents.geocoding.short_names import place_keys, short_key
from tests.geocoding.indexed import gazetteer


def states(index: Gazetteer, key: str) -> set[str]:
    return {c.place.name for c in index.lookup([key]).get(key, ()) if c.place.kind == "admin"}


def test_a_dotted_form_names_its_state_with_or_without_a_space() -> None:
    assert (
        states(gazetteer(), short_key("W.Va."))
        == {"West Virginia"}
        == states(gazetteer(), short_key("W. Va."))
    )
    assert states(gazetteer(), short_key("Kan.")) == {"Kansas"}
    assert states(gazetteer(), short_key("B.C.")) == {"British Columbia"}
    assert "Kansas" not in states(gazetteer(), "kan")


def test_a_postal_code_names_its_state_only_by_its_own_key() -> None:
    assert "Texas" in states(gazetteer(), short_key("TX"))
    assert "Oregon" not in states(gazetteer(), "or")
    assert place_keys("TX") == ("tx", ",tx")
    assert place_keys("Texas") == ("texas",)


def test_every_abbreviation_belongs_to_a_division_that_is_in_the_table() -> None:
    folder = reference_dir()
    with (folder / "admin1.csv").open(encoding="utf-8", newline="") as file:
        known = {(r["iso2"], r["code"]) for r in csv.DictReader(file)}
    with (folder / "abbreviations.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {(r["iso2"], r["code"]) for r in rows} <= known
    assert all("." in form for r in rows for form in r["dotted"].split(";") if form)
