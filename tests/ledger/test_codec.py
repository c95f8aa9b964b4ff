"""Records survive the way into JSON and back; what does not fit is refused by name."""

from __future__ import annotations

import dataclasses
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.ledger.codec import canonical, field_from_json, from_json, to_json
from incidents.model import Claim, Decision, Incident, Place, Report, Toponym

finite = st.floats(allow_nan=False, allow_infinity=False)
st.register_type_strategy(float, finite)
json_values = st.none() | st.booleans() | st.integers() | finite | st.text() | st.lists(st.text(), max_size=2)
st.register_type_strategy(object, json_values)


@pytest.mark.parametrize("cls", [Report, Place, Toponym, Claim, Incident, Decision])
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_every_record_comes_back_equal(cls: type, data: st.DataObject) -> None:
    record = data.draw(st.from_type(cls))
    text = canonical(to_json(record))
    assert from_json(cls, json.loads(text)) == record
    assert canonical(to_json(from_json(cls, json.loads(text)))) == text


@given(st.from_type(Claim))
@settings(max_examples=20, deadline=None)
def test_a_field_alone_comes_back_equal(claim: Claim) -> None:
    for field in dataclasses.fields(Claim):
        value = getattr(claim, field.name)
        assert field_from_json(Claim, field.name, to_json(value)) == value


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("low", "five"),
        ("low", True),
        ("unit", "eaten"),
        ("date_start", "last Friday"),
        ("place", "Baniyas"),
        ("place", {"name": "Baniyas"}),
        ("perpetrator", "one name"),
        ("height", 3),
    ],
)
def test_what_does_not_fit_is_refused_and_named(name: str, value: object) -> None:
    with pytest.raises(ValueError, match=name):
        field_from_json(Claim, name, value)


def test_a_missing_field_takes_its_default_and_an_unknown_one_is_refused() -> None:
    told = {"claim_id": "c", "report_id": "r", "start": 0, "end": 1, "quote": "x", "event_type": "Battles"}
    assert from_json(Claim, told).status == "reported"
    with pytest.raises(ValueError, match="colour"):
        from_json(Claim, told | {"colour": "red"})
    with pytest.raises(ValueError, match="quote"):
        from_json(Claim, {name: value for name, value in told.items() if name != "quote"})


def test_canonical_text_does_not_depend_on_the_order_of_keys() -> None:
    assert canonical({"b": 1, "a": "بانياس"}) == canonical({"a": "بانياس", "b": 1}) == '{"a":"بانياس","b":1}'
