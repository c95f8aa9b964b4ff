"""Who says it, and through whom: the attributions of a sentence and which of them holds for a claim in it.

claimed_by is whose figure or statement it is; via is whoever relays it, nearest to the event first.  Of several
who speak one inside the other, the innermost is the claimer and the others are relays: "sources told AFP that
the Observatory had verified …".  Agencies and outlets are relays beside anybody else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from incidents.languages import Language, Mark
from incidents.parsing.counting.cardinals import digits, is_bare
from incidents.parsing.sources.noun_phrases import is_possessive
from incidents.parsing.sources.sayings import Saying, attributions, through
from incidents.parsing.sources.sources import Source, SourceFinder
from incidents.parsing.sources.speakers import Attribution, Speakers
from incidents.parsing.text import CLAUSE_ENDS, COMMAS, DASHES, WRITTEN_AND, Sentence

_SAY_NOTHING = ("say.relay", "say.announce", "say.goes_on")
_HARM = ("verb_object", "verb_active", "verb_subject", "verb_first", "casualty", "fate.killed", "fate.hurt")
_SUBJECT_REACH = 14
"""Words at most between a speaker and the verb of speech behind him."""
_OBJECT_REACH = 8
"""Words at most from that verb to whom it is said, or who is cited."""
_TO_MAKER = 9
"""Words from "according to" to the "by" of whoever made what it leads to."""
_NEAR = 3
"""Words at most between a verb and whoever stands right beside it."""
_CONTENT = 3
"""Fewer words behind a speaker, before another clause begins, are none of what he says."""
_TAIL = 6
"""The same at the end of a sentence."""


class AttributionFinder:
    """Finds the attributions in the sentences of one text."""

    def __init__(self, language: Language, publisher: str | None, text: str) -> None:
        self.publisher = publisher
        self.verb_first = language.direction == "rtl"
        self.articles = language.articles
        self.sources = SourceFinder(language, publisher, text)

    def speakers(self, sentences: list[Sentence]) -> Speakers:
        """What the narrative knows before its first sentence."""
        return self.sources.speakers(sentences)

    def find(self, s: Sentence, state: Speakers) -> list[Attribution]:
        """The attributions of a sentence; several only where parts of it have speakers of their own."""
        sources = self.sources.find(s, state)
        named = [x for x in sources if not x.pronoun]
        found = [
            *self._verbs(s, sources, state),
            *self._according(s, named, state),
            *self._headline(s, named),
        ]
        found = through(sorted(found, key=lambda x: x.start), self._relays(s, named))
        for saying in found:
            for source in (*saying.relays, *saying.sources):
                self.sources.remember(s, source, state)
        if not found:
            self._introduce(s, sources, state)
        out: list[Attribution] = []
        for _, group in groupby(found, key=lambda x: x.part):
            out += attributions(s, list(group), state)
        return out

    def _introduce(self, s: Sentence, sources: list[Source], state: Speakers) -> None:
        """A sentence about somebody, to whom nothing happens, tells whom the next one calls "he" or "she"."""
        first = sources[0] if sources else None
        harmed = any(not m.group.endswith(".displaced") for group in _HARM for m in s.of(group))
        if first is None or first.start > 1 or harmed or s.ends_with("plural", first.end - 1):
            return
        if first.kind == "person" or first.voice == "person":
            state.meant["person"] = (first.name,), s.paragraph

    # ------------------------------------------------------------ who says something

    def _verbs(self, s: Sentence, sources: list[Source], state: Speakers) -> Iterator[Saying]:
        before: tuple[Source, ...] = ()
        marks = (
            *s.of("say"),
            *s.of("attribution.see"),
            *s.of("attribution.show"),
            *_holding(s),
            *_stopping(s),
        )
        for mark in sorted(marks, key=lambda m: m.start):
            if mark.group in _SAY_NOTHING or s.word(mark.start - 1) in self.articles:
                continue  # "in a report"
            if mark.group == "say.cite":
                yield from self._cited(s, mark, sources, state)
                continue
            if s.at("say.accuse", mark.start) and s.at("attribution.object_lead", mark.end):
                continue  # "a man accused of killing"
            subjects = tuple(x for x in self._subjects(s, mark, sources) if self._may_say(s, mark, x))
            if not subjects and self.verb_first and s.at("attribution.speech", mark.start) and not before:
                subjects = (Source(mark.start, mark.start, "", "pronoun"),)
            if all(x.pronoun for x in subjects):
                subjects = () if before else self._meant(s, subjects, state)
            told = self._of_relative(s, mark, subjects)
            if not subjects or told == "aside":
                continue
            before = subjects
            saying = self._saying(s, mark, subjects, sources)
            if s.at("say.deny", mark.start):
                if not any(x.is_word for x in s.tokens[mark.end : mark.end + 1]):
                    continue  # "a figure the government disputes"
            elif s.at("attribution.responsibility", saying.end):
                continue  # who claims an attack need not have counted its dead
            yield replace(saying, part=mark.start) if told == "own" else saying

    def _of_relative(self, s: Sentence, mark: Mark, subjects: tuple[Source, ...]) -> str:
        """Is it said in a relative clause?  "own": what stands behind it; "aside": it only tells who is meant.

        "They met a resident, who said …" and "a man who told police he was lost was shot".
        """
        lead = self.sources.nouns.before_verb(s, mark.start) - 1
        if self.verb_first or not subjects or not s.at("grammar.relative", lead):
            return ""
        first, last = subjects[0], subjects[-1]
        meant = last.end == lead and last.kind in ("unnamed", "person")
        return "aside" if meant and self._opens(s, first.start) else "own"

    def _may_say(self, s: Sentence, mark: Mark, source: Source) -> bool:
        """Is it no "no group", and does an outlet see or a body's report show something where nobody speaks?"""
        if mark.group == "attribution.see":
            return source.relay
        if mark.group == "attribution.show":
            named = s.tokens[source.end - 1].is_capitalised
            return named and not self.sources.nouns.is_free(s, source.start)
        return not s.at("status.negation", source.start)

    def _meant(self, s: Sentence, pronouns: tuple[Source, ...], state: Speakers) -> tuple[Source, ...]:
        """ "It added", "he said": whoever spoke last."""
        if not pronouns:
            return ()
        first = pronouns[0]
        return tuple(replace(first, name=name) for name in state.spoken(s.paragraph, first.voice))

    def _saying(self, s: Sentence, mark: Mark, subjects: tuple[Source, ...], sources: list[Source]) -> Saying:
        following = [
            x
            for x in sources
            if mark.end <= x.start <= mark.end + _OBJECT_REACH and x not in subjects and not x.pronoun
        ]
        start = min(mark.start, *(x.start for x in subjects))
        end = max(mark.end, *(x.end for x in subjects))
        rule = "pronoun" if subjects[0].pronoun else "speaks"
        relays = tuple(self._told(s, mark, following))
        saying = Saying(start, end, self._part(s, mark, subjects), subjects, rule, relays, verb=mark.start)
        if s.at("attribution.heard", mark.start) and following:
            saying = replace(saying, sources=(following[0],), relays=subjects, rule="cited")
        return replace(saying, trailing=self._is_trailing(s, saying))

    def _told(self, s: Sentence, mark: Mark, following: list[Source]) -> Iterator[Source]:
        """To whom it is said, if they pass it on: agencies and outlets, and in whose statement."""
        told = s.at("attribution.told", mark.start) or s.at("places.toward", mark.end)
        for source in following:
            heard = told and source is following[0] and source.start <= mark.end + _NEAR
            passes = source.relay or source.is_body or source.kind == "person"
            if (
                (heard and passes and not s.any_word_in("audience", source.start, source.end + 1))
                or (source.relay and self.sources.nouns.is_recipient(s, source.start))
                or (source.kind in ("authority", "agency", "outlet") and _in_statement(s, source))
            ):
                yield source

    def _cited(self, s: Sentence, mark: Mark, sources: list[Source], state: Speakers) -> Iterator[Saying]:
        """ "SANA cited a source": the source is the claimer, whoever cites it a relay."""
        led = s.at("grammar.noun_stop", mark.end - 1)  # «نقلا عن», behind which no subject stands
        after = self.verb_first and not led
        subjects = [x for x in self._subjects(s, mark, sources) if after or x.end <= mark.start]
        reach = [x for x in sources if mark.end <= x.start <= mark.end + _OBJECT_REACH and not x.pronoun]
        cited = next((x for x in reach if x not in subjects), None)
        if cited is None:
            return
        part = self._part(s, mark, tuple(subjects))
        pronouns = tuple(x for x in subjects if x.pronoun)
        relays = (*(x for x in subjects if not x.pronoun), *self._meant(s, pronouns, state))
        others = _and_others(s, cited, sources)
        yield Saying(mark.start, cited.end, part, others, "cited", relays, inner=True)

    def _subjects(self, s: Sentence, mark: Mark, sources: list[Source]) -> tuple[Source, ...]:
        subject = self._subject(s, mark.start, mark.end, sources)
        if subject is None:
            return ()
        others = [x for x in sources if x.end <= subject.start and not x.pronoun]
        if others and self._coordinated(s, others[-1].end, subject.start) and not self.verb_first:
            return (others[-1], subject)
        return _and_others(s, subject, sources) if subject.start >= mark.end else (subject,)

    def _coordinated(self, s: Sentence, end: int, start: int) -> bool:
        gap = [i for i in range(end, start) if s.word(i) not in self.articles and not s.at("number", i)]
        return len(gap) == 1 and bool(s.at("grammar.and", gap[0]))

    def _subject(self, s: Sentence, start: int, end: int, sources: list[Source]) -> Source | None:
        if subject := self._after_be(s, start, sources):
            return subject
        after = [x for x in sources if end <= x.start <= end + (_NEAR + 1 if self.verb_first else 2)]
        if self.verb_first and after and self._follows(s, end, after[0]):
            return after[0]
        if self._is_passive(s, start, end):
            return None
        if s.at("grammar.and", start - 1):
            return next((x for x in sources if x.end <= start and self._opens(s, x.start)), None)
        before = [x for x in sources if x.end <= start and start - x.end <= _SUBJECT_REACH]
        for source in reversed(before):
            between = range(source.end, start)
            if any(s.word(i) in CLAUSE_ENDS or s.at("attribution.segment", i) for i in between):
                break
            if not self.sources.nouns.is_free(s, source.start) and source is not before[0]:
                continue
            commas = sum(s.word(i) in COMMAS for i in between)
            if commas == 1 and start - source.end > _NEAR and s.tokens[start - 1].text not in COMMAS:
                continue
            return source
        inverted = start == 0 or not s.tokens[start - 1].is_word
        told = s.at("attribution.told", start)
        return after[0] if after and inverted and not told and not self.verb_first else None

    def _after_be(self, s: Sentence, verb: int, sources: list[Source]) -> Source | None:
        """«كانت الوزارة قد نفت»: behind "be" the subject stands before its Arabic verb."""
        end = verb - s.word_in("have", verb - 1)
        led = (x for x in sources if x.end == end and s.at("grammar.be", x.start - 1))
        return next(led, None) if self.verb_first else None

    def _follows(self, s: Sentence, end: int, source: Source) -> bool:
        """Is a source the subject of an Arabic verb before it?"""
        led = s.at("grammar.noun_stop", end - 1) or self.sources.nouns.is_recipient(s, source.start)
        between = range(end, source.start)
        return not led and not any(
            s.at("attribution.content", i) or s.at("grammar.noun_stop", i) for i in between
        )

    def _opens(self, s: Sentence, start: int) -> bool:
        """Does a source stand where a clause begins, as its subject?"""
        before = start - 1 if s.word(start - 1) not in self.articles else start - 2
        return before < 0 or not s.tokens[before].is_word or bool(s.at("grammar.clause_start", before))

    def _is_passive(self, s: Sentence, start: int, end: int) -> bool:
        """ "Reporters were told", but "the mayor was quoted as saying"."""
        if s.at("attribution.quoted", start) or s.covering("grammar.be", start - 1) is None:
            return False
        blamed = s.at("say.accuse", start) is not None  # "they are held responsible"
        return blamed or s.ends_with("past", end - 1) or s.at("status.infinitive", end) is not None

    def _according(self, s: Sentence, sources: list[Source], state: Speakers) -> Iterator[Saying]:
        for mark in s.of("according.words"):
            if s.at("person.object", mark.end):  # "according to him"
                meant = Source(mark.end, mark.end + 1, "", "pronoun", voice="person")
                unknown = (replace(meant, name=self.publisher),) if self.publisher else ()
                if names := self._meant(s, (meant,), state) or unknown:
                    yield self._by(s, mark.start, names)
                continue
            first = self._behind(s, mark.end, sources) or self._maker(s, mark.end, sources)
            first = first or self.sources.unlisted(s, mark.end)
            if first is None or s.at("things", mark.start):  # "26 per cent"
                continue
            if s.at("attribution.medium", first.start) or s.covering("attribution.medium", first.end - 1):
                first = self._behind(s, first.end, sources) or first
            yield self._by(s, mark.start, _and_others(s, first, sources))
        for mark in s.of("according.possessive"):
            own = [x for x in sources if 0 <= mark.start - x.end <= 1 and is_possessive(s, x.end - 1)]
            led = s.word_in("of_or_by", mark.end)
            own += [x for x in sources if led and 0 <= x.start - mark.end <= _NEAR]
            own += [x for x in sources if x.start == mark.end and self.sources.nouns.is_recipient(s, x.start)]
            if own:
                yield self._by(s, min(mark.start, own[0].start), (own[0],))

    def _behind(self, s: Sentence, start: int, sources: list[Source]) -> Source | None:
        """The source that "according to" or a report leads to, before the next comma: "figures published by the UN"."""
        reach = range(start, min(start + _NEAR + 3, len(s.tokens)))
        end = next((i for i in reach if s.word(i) in COMMAS | CLAUSE_ENDS), reach.stop)
        return next((x for x in sources if start <= x.start < end), None)

    def _maker(self, s: Sentence, start: int, sources: list[Source]) -> Source | None:
        """ "According to a new toll released on Tuesday by the monitor": whoever is behind "by", farther off."""
        agents = [m for m in s.of("grammar.agent") if start <= m.start <= start + _TO_MAKER]
        if not agents or any(s.word(i) in COMMAS | CLAUSE_ENDS for i in range(start, agents[0].start)):
            return None
        at = agents[0].end + s.word_in("the", agents[0].end)
        return next((x for x in sources if x.start == at), None)

    def _by(self, s: Sentence, start: int, sources: tuple[Source, ...]) -> Saying:
        end = max(x.end for x in sources)
        saying = Saying(start, end, self._segment(s, start), sources, "according")
        return replace(saying, trailing=self._is_trailing(s, saying))

    def _headline(self, s: Sentence, sources: list[Source]) -> Iterator[Saying]:
        """ "Observatory: 12 killed", "12 killed: police"."""
        last = sources[-1] if sources else None
        ends = last is not None and last.end >= len(s.tokens) - 1 and last.start >= _NEAR
        if last and ends and _sets_off(s, last.start - 1):
            yield Saying(last.start, last.end, 0, (last,), "headline", trailing=True)
        for source in sources[:1]:
            if source.start <= 1 and s.word(source.end) in CLAUSE_ENDS:
                yield Saying(source.start, source.end + 1, 0, (source,), "headline")

    def _relays(self, s: Sentence, sources: list[Source]) -> list[tuple[int, Source]]:
        """Who carries a statement, and to whom somebody speaks: "in a statement carried by SANA"."""
        out = []
        for group in ("say.relay", "attribution.speaking"):
            for mark in s.of(group):
                near = [x for x in sources if mark.end <= x.start < mark.end + _NEAR + 1]
                passes = [x for x in near[:1] if group == "say.relay" or x.relay or x.kind == "person"]
                out += [(mark.start, x) for x in passes]
        return out

    # ------------------------------------------------------------ what each of them holds for

    def _part(self, s: Sentence, mark: Mark, subjects: tuple[Source, ...]) -> int:
        """First token of the part of a sentence that a speaker's words may fill."""
        if self.verb_first:
            verb = s.tokens[mark.start]
            joined = mark.start > 0 and verb.text.startswith(WRITTEN_AND) and len(verb.forms) > 1
            return mark.start if joined else self._segment(s, mark.start)
        first = min((x.start for x in subjects if x.end <= mark.start), default=mark.start)
        while s.word(first - 1) in self.articles:
            first -= 1
        earlier = any(m.end <= first for m in s.of("say"))
        own = first < mark.start and earlier and s.at("grammar.and", first - 1)
        return first if own else self._segment(s, mark.start)

    def _segment(self, s: Sentence, index: int) -> int:
        mark = s.last("attribution.segment", 1, index + 1)
        if mark is None and s.at("attribution.segment", 0):  # "While the army says …, residents say …"
            first = next((m.end for m in s.of("say")), index)
            return next((i + 1 for i in range(first, index) if s.word(i) in COMMAS), 0)
        return mark.start if mark else 0

    def _is_trailing(self, s: Sentence, saying: Saying) -> bool:
        """Does it stand behind what is said?"""
        before = saying.start - 1 - (s.word(saying.start - 1) in self.articles)
        apart = saying.rule == "according" or (before >= 0 and not s.tokens[before].is_word)
        if saying.start <= saying.part + 1 or not apart:
            return False
        relays = {i for x in saying.relays for i in range(x.start, x.end)}
        words = 0
        for index in range(saying.end, len(s.tokens)):
            if s.at("attribution.content", index) or s.at("attribution.segment", index):
                return words < _CONTENT and not s.at("attribution.content", index)
            words += s.tokens[index].is_word and index not in relays and not s.covering("date", index)
        return words < _TAIL


def _sets_off(s: Sentence, index: int) -> bool:
    """Is it a colon or a dash, and not the hyphen of "40-year-old"?"""
    apart = s.tokens[index - 1].end < s.tokens[index].start
    return s.word(index) in CLAUSE_ENDS or (apart and s.word(index) in DASHES)


def _and_others(s: Sentence, first: Source, sources: list[Source]) -> tuple[Source, ...]:
    """A source and those joined to it by "and"."""
    out = [first]
    for source in (x for x in sources if x.start >= first.end):
        gap = range(out[-1].end, source.start)
        if len(gap) > 2:
            break
        joined = len(gap) in (1, 2) and s.at("grammar.and", gap[0])
        written_on = not gap and s.tokens[source.start].text.startswith(WRITTEN_AND)
        if joined or written_on:
            out.append(source)
    return tuple(out)


def _holding(s: Sentence) -> list[Mark]:
    """Words by which somebody holds somebody responsible, which are no words of speech in "held talks"."""
    return [
        m
        for m in s.of("blame.holds")
        if not s.covering("say", m.start)
        and not (s.covering("grammar.be", m.start - 1) or s.at("status.infinitive", m.start - 1))
        and s.has("blame.responsible", m.end, m.end + _SUBJECT_REACH)
    ]


def _stopping(s: Sentence) -> list[Mark]:
    """ "The Red Cross stopped at 120": words by which a body's count comes to a bare figure, which is its own."""
    stops = (m for m in s.of("role.stops") if s.covering("org", m.start - 1) and m.end < len(s.tokens))
    return [m for m in stops if digits(s.tokens[m.end].text) is not None and is_bare(s, m.end + 1)]


def _in_statement(s: Sentence, source: Source) -> bool:
    """ "in an Interior Ministry statement"."""
    after = s.at("attribution.medium", source.end)
    return after is not None or s.covering("attribution.medium", source.end - 1) is not None
