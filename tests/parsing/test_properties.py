"""What must hold for every text, whatever it says."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.model import Place, Report, Toponym
from incidents.parsing import parse

PUBLISHED = dt.date(2025, 3, 8)
WORDS = (
    "killed killed people civilians soldiers 5 12 1,068 twenty dozen dozens more than at least up to about between "
    "and or of in Baniyas Latakia Friday Thursday since March 6 2012 yesterday the a Observatory said told AFP "
    "according including among them total toll reached stands at from to wounded missing fled massacre clashes . , ; : "
    '- ( ) \n \n\n " ” gunmen by who were was been not no could denied قتل مدنيا في بانياس يوم الجمعة 30 أكثر من و منهم'
).split(" ")
texts = st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join) | st.text(max_size=200)


class OnePlace:
    """Knows one town by its name."""

    town = Place(
        place_id="t:1", name="Baniyas", kind="settlement", geo_precision="settlement", lat=35.2, lon=35.9
    )

    def find(self, text, **_):
        at = text.find("Baniyas")
        if at < 0:
            return ()
        return (Toponym(start=at, end=at + 7, surface="Baniyas", kind="settlement", place=self.town),)

    def governorate(self, place):
        return None

    namesake = governorate


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
    return parse(report, OnePlace())


@settings(max_examples=300)
@given(texts, st.sampled_from(["en", "ar"]))
def test_every_claim_quotes_its_text_and_makes_sense(text, language):
    found = extraction(text, language)
    ids = {c.claim_id for c in found.claims}
    assert len(ids) == len(found.claims)
    for claim in found.claims:
        assert text[claim.start : claim.end] == claim.quote != ""
        if claim.low is not None and claim.high is not None:
            assert 0 <= claim.low <= claim.high
        if claim.date_start and claim.date_end:
            assert claim.date_start <= claim.date_end <= PUBLISHED
        assert claim.part_of is None or claim.part_of in ids - {claim.claim_id}
        assert claim.replaces is None or claim.replaces in ids


@settings(max_examples=50)
@given(texts)
def test_the_same_text_gives_the_same_claims(text):
    assert extraction(text, "en") == extraction(text, "en")
