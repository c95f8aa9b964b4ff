"""What must hold for every text, whatever it says."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.languages import available, load
from incidents.model import Place, Report
from incidents.parsing import parse
from tests.parsing.fakes import KnownPlaces

PUBLISHED = dt.date(2025, 3, 8)
EXAMPLES = 10_000
"""Generated texts, over all languages."""
GLUE = (
    "Baniyas Latakia بانياس 5 12 1,068 2012 03/07/2025 2025-03-07 March 6 7 آذار , , . ; : ؛ ، ( ) - – "
    "\" ” ' % \n \n\n الـ و"
)


def words_of(code: str) -> list[str]:
    """Every phrase that a rule may go by in a language, and what stands between."""
    language = load(code)
    phrases = {" ".join(words) for entries in language.table.by_first.values() for words, _, _ in entries}
    phrases |= set().union(*language.words.values())
    days = [group for group in language.dates.values() if isinstance(group, list | dict)]
    phrases |= {phrase for group in days for phrase in group if isinstance(phrase, str)}
    return sorted(phrases) + GLUE.split(" ") * 10


ALL = {code: st.sampled_from(words_of(code)) for code in available()}
texts = st.sampled_from(sorted(ALL)).flatmap(
    lambda code: st.tuples(
        st.lists(ALL[code], max_size=50).map(" ".join) | st.text(max_size=120), st.just(code)
    )
)


TOWN = Place(
    place_id="t:1", name="Baniyas", kind="settlement", geo_precision="settlement", lat=35.2, lon=35.9
)


def extraction(text: str, language: str):
    report = Report(
        report_id="r",
        doc_id="d",
        content=b"",
        text=text,
        media_type="",
        origin="",
        published=PUBLISHED,
        language=language,
    )
    return parse(report, KnownPlaces(TOWN))


@settings(max_examples=EXAMPLES)
@given(texts)
def test_every_claim_quotes_its_text_and_makes_sense(told):
    text, language = told
    found = extraction(text, language)
    ids = {c.claim_id for c in found.claims}
    assert len(ids) == len(found.claims)
    for claim in found.claims:
        assert text[claim.start : claim.end] == claim.quote != ""
        assert (claim.low or 0) >= 0
        assert claim.high is None or (claim.low or 0) <= claim.high
        if claim.date_start:
            assert claim.date_end
            assert claim.date_start <= claim.date_end
        assert claim.date_end is None or claim.date_end <= PUBLISHED or claim.status == "threatened"
        assert all(
            0 <= a < b <= len(text) for reason in found.reasons[claim.claim_id] for a, b in reason.spans
        )
        assert claim.part_of is None or claim.part_of in ids - {claim.claim_id}
        assert claim.replaces is None or claim.replaces in ids


@settings(max_examples=50)
@given(texts)
def test_the_same_text_gives_the_same_claims(told):
    assert extraction(*told) == extraction(*told)
