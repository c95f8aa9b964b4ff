"""Filing changes nothing: the row found is the first of all that are of the same ground, days and unit."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from incidents.linking.extent import fineness, same_ground
from incidents.linking.filing import Filed, Files, filed
from incidents.model import Incident, Place
from tests.linking.say import area, claim, rows, town

TOWN = town("Baniyas", "Tartus", lat=35.182, lon=35.949)
PLACES = [
    TOWN,
    replace(TOWN, place_id="t:square", geo_precision="exact", lat=35.2, lon=35.999),
    replace(TOWN, place_id="t:far", geo_precision="exact", lat=35.24),
    replace(TOWN, place_id="t:somewhere", geo_precision="exact", lat=None, lon=None),
    replace(TOWN, place_id="t:unlocated", lat=None, lon=None, country=None, admin1=None),
    town("east", lat=-16.5, lon=179.99),
    replace(town("west", lat=-16.5, lon=-179.99), geo_precision="exact"),
    replace(town("pole", lat=89.99, lon=10.0), geo_precision="exact"),
    town("beyond the pole", lat=89.99, lon=-170.0),
    area("Tartus", "governorate", admin1="Tartus"),
    area("Baniyas district", "district", admin1="Tartus", admin2="Baniyas"),
    area("Tartus abroad", "governorate", admin1="Tartus", country=None),
    area("coast", "region", parts=("Latakia", "Tartus")),
    area("Syria", "country"),
    area("Lebanon", "country", country="LB"),
]


@st.composite
def incidents(draw: st.DrawFn) -> Incident:
    """A row of any place and days."""
    (row,) = rows([claim("a", n=5)])
    several: tuple[Place, ...] = tuple(draw(st.lists(st.sampled_from(PLACES), max_size=3, unique=True)))
    start = draw(st.one_of(st.none(), st.dates(dt.date(2024, 11, 20), dt.date(2026, 2, 10))))
    length = draw(st.sampled_from([0, 0, 3, 40, 366, 367, 700]))
    end = (
        start + dt.timedelta(days=length)
        if start
        else draw(st.one_of(st.none(), st.just(dt.date(2025, 6, 1))))
    )
    return replace(
        row,
        event_id=str(draw(st.integers(0, 10**9))),
        place=several[0] if several else None,
        places=several if len(several) > 1 else (),
        date_start=start,
        date_end=draw(st.sampled_from([end, end, None])),
    )


@given(st.lists(incidents(), max_size=25), st.data())
def test_the_row_found_is_the_first_of_all(found: list[Incident], data: st.DataObject) -> None:
    files = Files()
    before: list[Filed] = []
    for number, row in enumerate(sorted(found, key=fineness)):
        units = data.draw(st.frozensets(st.sampled_from(["killed", "injured"]), min_size=1))
        one = filed(replace(row, event_id=str(number)), units)
        sharing = [int(e.row.event_id) for e in before if e.units & one.units and share(e, one)]
        first = min((int(r.event_id) for r in files.sharing(one)), default=None)
        assert first == min(sharing, default=None)
        before.append(one)
        files.add(one)


def share(a: Filed, b: Filed) -> bool:
    return a.start <= b.end and b.start <= a.end and same_ground(a.row, b.row)
