"""The parser with the real gazetteer and recogniser."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from incidents.model import Claim, Extraction, Report
from incidents.parsing import parse
from incidents.parsing.places.opening import open_place_finder
from incidents.parsing.places.toponyms import PlaceFinder

Read = Callable[..., tuple[Claim, ...]]
Explain = Callable[..., Extraction]
SATURDAY = dt.date(2025, 3, 8)


@pytest.fixture(scope="session")
def places(place_index: Path) -> PlaceFinder:
    return open_place_finder(place_index.parent)


@pytest.fixture(scope="session")
def explain(places: PlaceFinder) -> Explain:
    """What is found in a text and why, published on Saturday 8 March 2025 unless said otherwise."""

    def extraction(
        text: str,
        language: str = "en",
        published: dt.date | None = SATURDAY,
        publisher: str = "The Daily Paper",
        title: str | None = None,
    ) -> Extraction:
        report = Report(
            report_id="r1",
            doc_id="text",
            content=text.encode(),
            text=text,
            media_type="text/plain",
            origin="test",
            publisher=publisher,
            title=title,
            published=published,
            language=language,
        )
        return parse(report, places)

    return extraction


@pytest.fixture(scope="session")
def read(explain: Explain) -> Read:
    """The claims of a text, published on Saturday 8 March 2025 unless said otherwise."""
    return lambda *text, **known: explain(*text, **known).claims
