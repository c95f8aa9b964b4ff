"""Sentences → drafts of claims: each step of the parser in its order, and what a claim takes from it."""

from __future__ import annotations

from dataclasses import replace

from incidents.languages import Language, Mark
from incidents.model import POINT_PRECISIONS, Report
from incidents.parsing.claims.accusations import accusation, complete_accusations
from incidents.parsing.claims.actors import ActorFinder
from incidents.parsing.claims.breakdowns import divide_sums
from incidents.parsing.claims.categories import set_category
from incidents.parsing.claims.context import Context
from incidents.parsing.claims.cumulative import is_cumulative, is_of_a_war
from incidents.parsing.claims.divisions import Divisions, common_area, divisions_of_list
from incidents.parsing.claims.drafts import Draft
from incidents.parsing.claims.figure_claims import figure_claims
from incidents.parsing.claims.getaways import is_getaway
from incidents.parsing.claims.happenings import happenings
from incidents.parsing.claims.identity import tell_once
from incidents.parsing.claims.named_later import name_towns
from incidents.parsing.claims.outcomes import leave_open, settle_outcomes
from incidents.parsing.claims.retold import find_retold, follow_first, is_retold
from incidents.parsing.claims.roles import assign_roles
from incidents.parsing.claims.story import settle, told_days
from incidents.parsing.claims.tolls import settle_tolls
from incidents.parsing.claims.unharmed import is_accident, is_of_things
from incidents.parsing.claims.when import (
    BACKGROUND_DAYS,
    is_old,
    recalling,
    set_date,
    take_from_parent,
    undated,
)
from incidents.parsing.claims.where import spot_for
from incidents.parsing.claims.wholes import is_named, is_told_again
from incidents.parsing.claims.witnesses import testimony
from incidents.parsing.counting.names import mark_names
from incidents.parsing.dates.dates import DateFinder
from incidents.parsing.dates.tellings import Telling, tellings
from incidents.parsing.scene.narrative import Narrative, Spot
from incidents.parsing.sources.attribution import AttributionFinder
from incidents.parsing.sources.quotations import Quotations
from incidents.parsing.sources.speakers import Attribution, Speakers, in_force, speaks, why_said
from incidents.parsing.text import Sentence


class ClaimFinder:
    """Finds the claims of one report."""

    def __init__(self, report: Report, language: Language, known: Divisions) -> None:
        self.known = known
        self.published = report.published
        self.text = report.text
        self.title = report.title or ""
        self.number_words = dict(language.numbers["words"])
        self.dates = DateFinder(language, report.published)
        self.attributions = AttributionFinder(language, report.publisher, report.text)
        self.actors = ActorFinder(report.text)

    def find(self, sentences: list[Sentence], title: list[Sentence]) -> list[Draft]:
        """Every claim of the text, in order; title: the sentences of the headline."""
        context = Context(Narrative.of(sentences), self.published)
        mark_names(sentences)
        speakers = self.attributions.speakers(sentences)
        said = [self._sentence(sentence, context, speakers) for sentence in sentences]
        quotations = Quotations(sentences)
        for draft in context.drafts:
            speaker = quotations.speaker(draft.sentence, draft.core[0], said)
            if speaker and not draft.own_speaker:
                draft.attribution = speaker
                draft.reasons |= why_said(speaker, "quotation")
        name_towns(context.drafts, sentences, context.where)
        leave_open(context.drafts, sentences)
        tell_once(context.drafts, sentences, self.text)
        settle_outcomes(context.drafts, sentences)
        settle(context.drafts, context.told, self.published)
        settle_tolls(context.drafts, sentences)
        divide_sums(context.drafts, sentences)
        self.actors.complete(context.drafts, sentences, title, self.title)
        return context.drafts + complete_accusations(context.accusations, context.drafts)

    def _sentence(self, s: Sentence, context: Context, speakers: Speakers) -> list[Attribution]:
        """Read one sentence: its claims go to the context, its attributions are returned."""
        dates = self.dates.find(s, context.reached, context.begun)
        s.add_marks(Mark("date", d.start, d.end, d) for d in dates)
        said = self.attributions.find(s, speakers)
        harmless = is_accident(s, context)
        drafts = figure_claims(s, context, self.number_words)
        drafts = [d for d in drafts if not (d.count and speaks(d.count.start, said))]
        drafts = [d for d in drafts if not harmless or d.unit == "arrested"]
        drafts = [d for d in drafts if not is_getaway(s, d)]
        assign_roles(s, drafts, context.totals, context.recent)
        days = tellings(s, dates, self.published)
        told = [] if harmless else happenings(s, drafts, days, context)
        drafts += [d for d in told if not (is_of_things(s, d) or is_getaway(s, d))]
        find_retold(s, drafts, context)
        spans = [(d.count.start, d.count.end) for d in drafts if d.count]
        deeds = self.actors.read(s, drafts)
        for draft in sorted(drafts, key=lambda d: d.parent is not None):
            is_list = draft.count is not None and draft.count.is_list
            is_sum = any(other.parent is draft and not is_named(other) for other in drafts) and not is_list
            self.actors.notice(s, draft, deeds)
            self._fill(s, draft, days, spans, context, is_sum=is_sum)
            set_category(s, draft, context.last_of_paragraph(s.paragraph), drafts)
            self._attribute(s, draft, said, context, speakers)
            self.actors.fill(s, draft, deeds)
        drafts = [d for d in drafts if not (is_retold(s, d, context) and d.count is None)]
        follow_first(drafts)
        self.actors.carry(s, drafts, deeds, context.recent)
        if not drafts:
            blamed = accusation(s, deeds.blames, said, days, context)
            if told_again := blamed or testimony(s, deeds.acting, said, days, context):
                context.accusations.append(told_again)
        divisions_of_list(drafts, self.known)
        drafts = [one for draft in drafts for one in _by_place(draft)]
        context.told += told_days(s, days, drafts, self.published, BACKGROUND_DAYS)
        context.advance(s, drafts)
        speakers.tell(said, s.paragraph)
        return said

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
        set_date(s, draft, told, context, others)
        if draft.parent:
            take_from_parent(draft, draft.parent)
            if draft.parent.sentence != s.index and is_told_again(draft):
                draft.spot, draft.own_place = draft.parent.spot, draft.parent.own_place
        draft.cumulative = draft.cumulative or is_cumulative(s, draft)
        if draft.role == "new" and is_of_a_war(s, draft):
            draft.spot = None if draft.spot and draft.spot.is_point else draft.spot
            undated(s, draft, context)
        is_area = not (draft.spot and draft.spot.is_point)
        if draft.cumulative and draft.role == "new" and draft.unit and not draft.own_date and is_area:
            draft.role = "total"
            draft.because("role.area", s, draft.core)
        if draft.count is None:
            draft.because("unit.none", s)
        if draft.count and draft.count.head and draft.count.number.end < draft.count.end:
            draft.victim = (s.text(draft.count.number.end, draft.count.end, self.text),)
        recalled = recalling(s, draft)
        draft.background = recalled is not None or is_old(draft, context)
        if recalled:
            draft.because("background.anniversary", s, (recalled.start, recalled.end))
        elif draft.background:
            draft.because("background.another_time", s, draft.core)

    def _attribute(
        self, s: Sentence, draft: Draft, said: list[Attribution], context: Context, speakers: Speakers
    ) -> None:
        draft.attribution = in_force(draft.core[0], said)
        draft.own_speaker = draft.attribution is not None
        carried = draft.attribution is None and _goes_on(s, draft, context, speakers)
        if carried:
            draft.attribution = speakers.current
        draft.reasons |= why_said(draft.attribution, "goes_on" if carried else None)


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


def _by_place(draft: Draft) -> list[Draft]:
    """Something told of several settlements without a figure happened at each of them."""
    places = draft.spot.places if draft.spot else ()
    if draft.spot is None or draft.count or not places:
        return [draft]
    if not all(place.geo_precision in POINT_PRECISIONS for place in places):
        return [draft]
    names, reason = draft.spot.names, draft.spot.reason
    return [
        replace(draft, spot=Spot(place, name, reason=reason))
        for place, name in zip(places, names, strict=True)
    ]
