"""The article that the project began with, which stays outside it (see its claims in DESIGN.md)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

ARTICLE = Path(__file__).resolve().parents[2].parent / "shared" / "seed" / "over-400-civilians-killed.txt"
needs_article = pytest.mark.skipif(
    not ARTICLE.exists(), reason="the original article is not beside the project"
)
SOHR = "Syrian Observatory for Human Rights"
THURSDAY, FRIDAY, SATURDAY = (dt.date(2025, 3, d) for d in (6, 7, 8))


@pytest.fixture(scope="module")
def claims(read):
    return read(ARTICLE.read_text(encoding="utf-8"), published=SATURDAY, publisher="Tehran Times")


def the(claims, figure):
    return next(c for c in claims if c.low == figure)


@needs_article
def test_baniyas(claims):
    claim = next(c for c in claims if c.place and c.place.name == "Baniyas" and c.date_start == SATURDAY)
    assert claim.perpetrator == ("Turkistan Islamic Party",)
    assert not claim.has_figure


@needs_article
def test_the_five_massacres(claims):
    claim = the(claims, 163)
    assert (claim.date_start, claim.date_end, claim.category) == (FRIDAY, FRIDAY, "civilians")
    assert claim.claimed_by == (SOHR,)


@needs_article
def test_the_running_count(claims):
    claim = the(claims, 311)
    assert (claim.role, claim.since, claim.category) == ("total", THURSDAY, "civilians")
    assert (claim.claimed_by, claim.via) == ((SOHR,), ("AFP",))


@needs_article
def test_the_total_and_its_parts(claims):
    total = the(claims, 524)
    assert (total.role, total.claimed_by) == ("total", (SOHR,))
    for figure in (213, 93, 120):
        part = the(claims, figure)
        assert (part.role, part.part_of) == ("part", total.claim_id)


@needs_article
def test_local_sources(claims):
    claim = next(c for c in claims if c.low == 400 and c.claimed_by == ("local sources",))
    assert (claim.high, claim.role) == (None, "total")


@needs_article
def test_the_clashes_in_latakia(claims):
    claim = next(c for c in claims if c.event_type == "Battles" and c.date_start == c.date_end == THURSDAY)
    assert (claim.place.name, claim.place.geo_precision) == ("Latakia", "governorate")


@needs_article
def test_nothing_happened_in_tehran(claims):
    assert all(c.place is None or c.place.country == "SY" for c in claims)


@needs_article
def test_without_a_date_no_weekday_is_resolved(read):
    for claim in read(ARTICLE.read_text(encoding="utf-8"), published=None):
        assert claim.date_start is None
        assert claim.date_end is None
