"""Reports to ask about, and what the parser finds in them without a gazetteer."""

from __future__ import annotations

import datetime as dt

from incidents.model import Extraction, Report
from incidents.parsing import parse
from tests.parsing.fakes import KnownPlaces

TEXT = (
    "Gunmen killed at least 14 farmers near Oldbridge on Monday, a local doctor told the Daily Paper.\n\n"
    "The mayor later counted 112 dead across the valley. Around 60 sheep were lost.\n\n"
    "Some 30 people were wounded and taken to Newtown."
)
ARABIC = "أعلنت البلدية أن 12 مدنيا قتلوا في قرية العين يوم الثلاثاء. وأصيب خمسة أشخاص."


def report(text: str = TEXT, language: str | None = "en") -> Report:
    """A report published on Saturday 8 March 2025."""
    return Report(
        report_id="r1",
        doc_id="a",
        content=text.encode(errors="surrogatepass"),
        text=text,
        media_type="text/plain",
        origin="test",
        published=dt.date(2025, 3, 8),
        language=language,
    )


def extraction(of: Report) -> Extraction:
    """What the parser finds."""
    return parse(of, KnownPlaces())
