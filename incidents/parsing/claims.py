"""Sentences → drafts of claims: each step of the parser in its order, and what a claim takes from it."""

from __future__ import annotations

from dataclasses import replace

from incidents.languages import Language, Mark
from incidents.model import POINT_PRECISIONS, Report
from incidents.parsing.actors import ActorFinder
from incidents.parsing.attribution import Attribution, SourceFinder, Speakers, in_force
from incidents.parsing.context import Context
from incidents.parsing.dates import DateFinder
from incidents.parsing.divisions import Divisions, common_area, divisions_of_list
from incidents.parsing.drafts import Draft
from incidents.parsing.figure_claims import figure_claims
from incidents.parsing.happenings import happenings
from incidents.parsing.roles import assign_roles
from incidents.parsing.story import settle, told_days
from incidents.parsing.tellings import Telling, tellings
from incidents.parsing.text import Sentence
from incidents.parsing.when import BACKGROUND_DAYS, is_old, set_date, take_from_parent
from incidents.parsing.where import Narrative, Spot, spot_for


class ClaimFinder:
    """Finds the claims of one report."""

    def __init__(self, report: Report, language: Language, known: Divisions) -> None:
        self.known = known
        self.published = report.published
        self.text = report.text
        self.language = language
        self.number_words = dict(language.numbers["words"])
        self.dates = DateFinder(language, report.published)
        self.sources = SourceFinder(language, report.publisher, report.text)
        self.actors = ActorFinder(language, report.text)

    def find(self, sentences: list[Sentence]) -> list[Draft]:
        """Every claim of the text, in order."""
        context = Context(Narrative.of(sentences), self.published)
        speakers = self.sources.speakers(sentences)
        for sentence in sentences:
            self._sentence(sentence, context, speakers)
        settle(context.drafts, context.told, self.published)
        return context.drafts

    def _sentence(self, s: Sentence, context: Context, speakers: Speakers) -> None:
        dates = self.dates.find(s, context.reached, context.begun)
        s.add_marks(Mark("date", d.start, d.end, d) for d in dates)
        said = self.sources.find(s, speakers)
        drafts = figure_claims(s, context, self.number_words, self.language.articles)
        assign_roles(s, drafts, context.totals, context.last_of_paragraph(s.paragraph))
        told = tellings(s, dates, self.published)
        drafts += happenings(s, drafts, told, context)
        spans = [(d.count.start, d.count.end) for d in drafts if d.count]
        for draft in sorted(drafts, key=lambda d: d.parent is not None):
            is_sum = any(other.parent is draft for other in drafts)
            self._fill(s, draft, told, spans, context, is_sum=is_sum)
            self._attribute(s, draft, said, context, speakers)
        divisions_of_list(drafts, self.known)
        drafts = [one for draft in drafts for one in _by_place(draft)]
        context.told += told_days(s, told, drafts, self.published, BACKGROUND_DAYS)
        context.advance(s, drafts)
        if blamed := self.actors.blamed(s):
            context.blame(s, blamed)
        if said:
            speakers.current, speakers.paragraph = said[-1], s.paragraph
            speakers.heard |= {a.claimed_by for a in said}

    def _fill(
        self,
        s: Sentence,
        draft: Draft,
        told: list[Telling],
        spans: list[tuple[int, int]],
        context: Context,
        *,
        is_sum: bool,
    ) -> None:
        """Place, date, perpetrator, and what follows from them; is_sum: other figures are parts of it."""
        own = (draft.count.start, draft.count.end) if draft.count else draft.core
        others = [span for span in spans if span != own]
        wide = is_sum or draft.role == "total" or any(t.date.kind == "since" for t in told)
        counted = draft.count is not None and bool(s.of("say.count"))
        draft.spot, draft.own_place = spot_for(s, *draft.core, context.where, others, wide, counted)
        draft.spot = common_area(draft.spot, self.known)
        set_date(s, draft, told, context)
        if draft.parent:
            take_from_parent(draft, draft.parent)
        draft.cumulative = draft.cumulative or _is_cumulative(s, draft)
        is_area = not (draft.spot and draft.spot.is_point)
        if draft.cumulative and draft.role == "new" and draft.unit and not draft.own_date and is_area:
            draft.role = "total"
        if draft.unit == "displaced" or _is_against_civilians(s, draft):
            draft.category = "civilians"
        if draft.count and draft.count.head and draft.count.number.end < draft.count.end:
            draft.victim = (s.text(draft.count.number.end, draft.count.end, self.text),)
        draft.perpetrator = self.actors.agents(s, draft.count.trigger if draft.count else None, *draft.core)
        anniversary = bool(s.of("status.anniversary")) and draft.unit is not None
        draft.background = anniversary or is_old(draft, context)

    def _attribute(
        self, s: Sentence, draft: Draft, said: list[Attribution], context: Context, speakers: Speakers
    ) -> None:
        draft.attribution = in_force(s, draft.core[0], said)
        draft.own_speaker = draft.attribution is not None
        if draft.attribution is None and _goes_on(s, draft, context, speakers):
            draft.attribution = speakers.current


def _goes_on(s: Sentence, draft: Draft, context: Context, speakers: Speakers) -> bool:
    """Does a sentence without a speaker go on with what the one before reported?"""
    if speakers.current is None:
        return False
    if speakers.paragraph != s.paragraph:
        if s.at("attribution.continues", 0) and speakers.paragraph == s.paragraph - 1:
            return True
        only_one = len(speakers.heard) == 1
        return only_one and draft.count is not None and not draft.count.weak
    if draft.role in ("part", "total") or not draft.own_date:
        return True
    before = context.last_of_paragraph(s.paragraph)
    return before is not None and before.role in ("total", "part")


def _is_cumulative(s: Sentence, draft: Draft) -> bool:
    """Does the figure cover more than one event: a total, a whole region, "five massacres"?"""
    if draft.role == "total":
        return True
    if not draft.unit or (draft.low is None and draft.high is None):
        return False
    place = draft.spot.place if draft.spot else None
    several = draft.count is not None and not draft.count.weak
    if place and place.geo_precision in ("region", "country") and several:
        return True
    return s.any_word_in("plural_event") and not (draft.spot and draft.spot.is_point)


def _is_against_civilians(s: Sentence, draft: Draft) -> bool:
    """People hurt in what the sentence itself calls an attack on them; ACLED's type is about civilians."""
    if draft.kind.type != "Violence against civilians" or draft.category != "unspecified":
        return False
    told = any(m.value.type == draft.kind.type for m in s.of("event"))
    people = draft.count is not None and draft.count.head and not s.has("casualty", *draft.core)
    return told and people


def _by_place(draft: Draft) -> list[Draft]:
    """Something told of several settlements without a figure happened at each of them."""
    places = draft.spot.places if draft.spot else ()
    if draft.spot is None or draft.count or not places:
        return [draft]
    if not all(place.geo_precision in POINT_PRECISIONS for place in places):
        return [draft]
    names = draft.spot.as_written.split(", ")
    return [replace(draft, spot=Spot(place, name)) for place, name in zip(places, names, strict=True)]
