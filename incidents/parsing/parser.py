"""One report → its toponyms and claims."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from incidents.languages import Language, Mark, available, load
from incidents.languages.language import PhraseTable
from incidents.languages.organisations import Organisation, find, table
from incidents.legible import legible
from incidents.model import Claim, Extraction, Reason, Report, Toponym
from incidents.parsing.claims.divisions import Divisions
from incidents.parsing.claims.drafts import EXTRACTOR_VERSION, claims
from incidents.parsing.claims.finder import ClaimFinder
from incidents.parsing.claims.words import with_words
from incidents.parsing.places.outlets import headline, host_of
from incidents.parsing.scene.narrative import mark_toponyms
from incidents.parsing.text import QUOTES, Sentence, sentences

_DEFAULT_LANGUAGE = "en"


class Places(Divisions, Protocol):
    """What the parser asks about places."""

    def find(
        self, text: str, *, language: str | None, title: str | None, publisher: str | None
    ) -> tuple[Toponym, ...]:
        """The toponyms of a text, resolved where they can be."""

    def in_ordinary_case(self, text: str) -> str:
        """The text, as long as it was; what is in capitals as it would stand in print."""


def parse(report: Report, places: Places) -> Extraction:
    """The toponyms and claims of a report; the same report and gazetteer always give the same answer.

    A language without word lists gives toponyms only.  Characters that nobody sees are as if they were not there.
    """
    seen = legible(report.text)
    if (report.language or _DEFAULT_LANGUAGE) == _DEFAULT_LANGUAGE:
        seen = replace(seen, text=places.in_ordinary_case(seen.text))
    report = replace(report, text=seen.text)
    outlet = report.publisher or host_of(report.url)
    toponyms = places.find(report.text, language=report.language, title=report.title, publisher=outlet)
    code = report.language or _DEFAULT_LANGUAGE
    found: tuple[Claim, ...] = ()
    reasons: dict[str, tuple[Reason, ...]] = {}
    if code in available():
        language = load(code)
        split = sentences(report.text, language)
        title = sentences(report.title or "", language)
        _mark_organisations([*split, *title], report.publisher, language)
        mark_toponyms(split, toponyms)
        found, reasons = claims(report, ClaimFinder(report, language, places).find(split, title))
        found = with_words(found, split, title, _site(report), frozenset((outlet or "").lower().split(".")))
    return Extraction(
        report_id=report.report_id,
        extractor_version=EXTRACTOR_VERSION,
        toponyms=seen.as_written(tuple(toponyms)),
        claims=seen.as_written(found),
        reasons=seen.reasons_as_written(reasons),
    )


def _site(report: Report) -> range:
    """Where in the title, and in a text that begins with it, the name of the site stands."""
    title = report.title or ""
    return range(len(headline(title)), len(title))


def _mark_organisations(split: list[Sentence], publisher: str | None, language: Language) -> None:
    """Mark the names of known organisations, and that of the publisher, group "org"."""
    own = PhraseTable(elisions=language.elisions)
    if publisher and not find(publisher):
        own.add(publisher, "org", Organisation(publisher, (), "outlet"))
    for name, known in language.organisations.items():
        own.add(name, "org", find(known))
    own.seal()
    for sentence in split:
        at = [i for i, t in enumerate(sentence.tokens) if t.text not in QUOTES]  # تنظيم «القاعدة»
        forms = [sentence.tokens[i].forms for i in at]
        found = [*table().find(forms), *own.find(forms)]
        marks = [Mark(m.group, at[m.start], at[m.end - 1] + 1, m.value) for m in found]
        sentence.add_marks(m for m in marks if _is_name(sentence, m))


def _is_name(s: Sentence, mark: Mark) -> bool:
    """Is it the name, and no other word: "The National said", but no "national police" and no French "un"?"""
    token = s.tokens[mark.start]
    if mark.end - mark.start == 1 and token.forms[0] in s.language.articles and not token.text.isupper():
        return False
    if not mark.value.name.startswith("The "):
        return True
    follows = mark.end < len(s.tokens) and s.tokens[mark.end].is_capitalised
    return s.tokens[mark.end - 1].is_capitalised and not follows
