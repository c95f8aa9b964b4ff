"""Who says it, and through whom: the sources of a sentence and the attribution that holds for a claim in it.

claimed_by is whose figure or statement it is; via is whoever relays it.  Where a sentence names several
speakers, agencies and outlets are relays of the others.  "The monitor", "it added" and the like stand for
an organisation or speaker named elsewhere; a sentence that goes on with a report keeps its speaker.
"""

from __future__ import annotations

from dataclasses import replace

from incidents.languages import Language
from incidents.parsing.sources import Source, SourceFinder
from incidents.parsing.speakers import Attribution, Speakers
from incidents.parsing.text import CLAUSE_ENDS, COMMAS, Sentence

_SUBJECT_REACH = 14
_OBJECT_REACH = 8


class AttributionFinder:
    """Finds the attributions in the sentences of one text."""

    def __init__(self, language: Language, publisher: str | None, text: str) -> None:
        self.publisher = publisher
        self.verb_first = language.direction == "rtl"
        self.articles = language.articles
        self.sources = SourceFinder(language, publisher, text)

    def find(self, s: Sentence, state: Speakers) -> list[Attribution]:
        """The attributions of a sentence; several only where clauses have speakers of their own."""
        if not s.of("say") and not s.of("according"):
            return []
        sources = self.sources.find(s, state)
        claimers: list[tuple[int, Source]] = []
        relays: list[Source] = []
        confirmed = False
        for mark in s.of("say"):
            if s.word(mark.start - 1) in self.articles:
                continue  # "in a report"
            subject = self._subject(s, mark.start, mark.end, sources)
            if mark.group == "say.relay":
                relays += [x for x in sources if mark.end <= x.start < mark.end + 3][:1]
                continue
            following = [
                x for x in sources if mark.end <= x.start <= mark.end + _OBJECT_REACH and x is not subject
            ]
            if mark.group == "say.cite":
                if subject and following:
                    relays.append(subject)
                claimers += [(mark.start, x) for x in following[:1]]
                continue
            if not subject or mark.group == "say.deny":
                continue
            told = following if s.at("attribution.heard", mark.start) else []
            if told:
                relays.append(subject)
                claimers.append((mark.start, told[0]))
                continue
            confirmed = confirmed or mark.group == "say.confirm"
            claimers.append((mark.start, subject))
            to_somebody = mark.group == "say.say" and s.at("places.toward", mark.end)
            if s.at("attribution.told", mark.start) or to_somebody:
                relays += [x for x in following[:1] if x.start <= mark.end + 3]
            relays += [
                x
                for x in following
                if x.kind in ("authority", "agency", "outlet") and self._in_statement(s, x)
            ]
        claimers += self._according(s, sources)
        return self._attributions(s, claimers, relays, confirmed, state)

    def _in_statement(self, s: Sentence, source: Source) -> bool:
        """ "in an Interior Ministry statement"."""
        return (
            s.at("attribution.medium", source.end) is not None
            or s.covering("attribution.medium", source.end - 1) is not None
        )

    def _subject(self, s: Sentence, start: int, end: int, sources: list[Source]) -> Source | None:
        before = [x for x in sources if x.end <= start and start - x.end <= _SUBJECT_REACH]
        after = [x for x in sources if end <= x.start <= end + (4 if self.verb_first else 2)]
        if self.verb_first and after:
            return after[0]
        for source in reversed(before):
            between = range(source.end, start)
            if any(s.word(i) in CLAUSE_ENDS for i in between):
                break
            if s.at("attribution.object_lead", source.start - 1) and source is not before[0]:
                continue
            commas = sum(s.word(i) in COMMAS for i in between)
            if commas == 1 and start - source.end > 3 and s.tokens[start - 1].text not in COMMAS:
                continue
            return source
        return after[0] if after else None

    def _according(self, s: Sentence, sources: list[Source]) -> list[tuple[int, Source]]:
        out = []
        for mark in s.of("according.words"):
            out += [(mark.start, x) for x in sources if mark.end <= x.start <= mark.end + 4][:1]
        for mark in s.of("according.possessive"):
            out += [
                (mark.start, x)
                for x in sources
                if 0 <= mark.start - x.end <= 1 and _is_possessive(s, x.end - 1)
            ]
            out += [
                (mark.start, x)
                for x in sources
                if s.word_in("of_or_by", mark.end) and 0 <= x.start - mark.end <= 3
            ]
        return out

    def _attributions(
        self,
        s: Sentence,
        claimers: list[tuple[int, Source]],
        relays: list[Source],
        confirmed: bool,
        state: Speakers,
    ) -> list[Attribution]:
        own = [(at, x) for at, x in claimers if x not in relays]
        heads = {self._segment(s, at) for at, x in own if not x.relay}
        speaking = [(at, x) for at, x in own if not x.relay or self._segment(s, at) not in heads]
        via = [x for x in relays if x not in [y for _, y in speaking]]
        via += [x for _, x in own if x.relay and x not in [y for _, y in speaking]]
        names = tuple(dict.fromkeys(x.name for x in via if x.name != self.publisher and not x.pronoun))
        for source in [x for _, x in speaking]:
            self._remember(source, state)
        for source in via:
            self._remember(source, state)
        out: list[Attribution] = []
        for at, source in sorted(speaking, key=lambda item: item[0]):
            if source.pronoun:
                said = state.current.claimed_by if state.current and state.paragraph == s.paragraph else ()
                if not said:
                    continue
                keeps = state.current.via if state.current and not names else names
                out.append(Attribution(self._segment(s, at), at, said, keeps, confirmed, pronoun=True))
                continue
            start = self._segment(s, at)
            if out and out[-1].start == start:
                both = tuple(dict.fromkeys((*out[-1].claimed_by, source.name)))
                out[-1] = replace(out[-1], claimed_by=both)
            else:
                keeps = names or self._kept_via(s, (source.name,), state)
                out.append(Attribution(start, at, (source.name,), keeps, confirmed))
        return out

    def _kept_via(self, s: Sentence, said: tuple[str, ...], state: Speakers) -> tuple[str, ...]:
        """A paragraph that goes on with one speaker goes on through the same relay."""
        current = state.current
        same = current is not None and state.paragraph == s.paragraph and current.claimed_by == said
        return current.via if same and current else ()

    def _remember(self, source: Source, state: Speakers) -> None:
        state.by_kind[source.kind] = source.name
        if source.kind == "unnamed":
            state.by_kind[f"unnamed:{source.name.split()[-1].lower()}"] = source.name

    def _segment(self, s: Sentence, index: int) -> int:
        """First token of the part of a sentence that a speaker's words may fill."""
        for at in range(index, 0, -1):
            if s.at("attribution.segment", at):
                return at
        return 0


def _is_possessive(s: Sentence, index: int) -> bool:
    return s.tokens[index].text.lower().endswith(("'s", "’s", "s'", "s’")) or s.word_in("whose", index)


def in_force(s: Sentence, at: int, own: list[Attribution]) -> Attribution | None:
    """The attribution of a sentence that holds at a token: that of its part, else the first."""
    inside = [a for a in own if a.start <= at]
    return inside[-1] if inside else (own[0] if own else None)
