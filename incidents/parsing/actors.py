"""Who did it and to whom, only as the text names or describes them."""

from __future__ import annotations

from incidents.languages import Language
from incidents.parsing.text import CLAUSE_ENDS, Sentence
from incidents.parsing.triggers import Trigger

_LEFT, _RIGHT, _SUBJECT_REACH = 5, 9, 18


class ActorFinder:
    """Finds the perpetrators in the sentences of one text."""

    def __init__(self, language: Language, text: str) -> None:
        self.language = language
        self.text = text

    def _heads(self, s: Sentence) -> list[tuple[int, int]]:
        spans = [(m.start, m.end) for m in s.of("actor.words")]
        spans += [(m.start, m.end) for m in s.of("org") if m.value.kind in ("actor", "authority")]
        spans += [(i, i + 1) for i in range(len(s.tokens)) if s.ends_with("actor", i)]
        return sorted(spans)

    def _phrase(self, s: Sentence, start: int, end: int) -> str:
        """The noun phrase around a head, with what describes it: "gunmen in military fatigues"."""
        first = start
        while first > 0 and start - first < _LEFT:
            token = s.tokens[first - 1]
            if not token.is_word or self._stops(s, first - 1) or s.at("number", first - 1):
                break
            first -= 1
            if token.forms[0] in self.language.articles:
                break
        while first < start and s.word(first) in self.language.articles:
            first += 1
        last = end
        while last < len(s.tokens) and last - end < _RIGHT:
            token = s.tokens[last]
            if not token.is_word or self._breaks(s, last) or s.covering("date", last):
                break
            last += 1
        while last > end and (
            s.at("grammar.noun_stop", last - 1) or s.word(last - 1) in self.language.articles
        ):
            last -= 1
        return s.text(first, last, self.text)

    def _stops(self, s: Sentence, index: int) -> bool:
        return bool(
            s.at("grammar.noun_stop", index)
            or s.covering("say", index)
            or s.covering("verb_object", index)
            or s.covering("date", index)
            or s.covering("grammar.be", index)
        )

    def _breaks(self, s: Sentence, index: int) -> bool:
        """Does a noun phrase end before this token?  "of", "in", "from", "to" and "and" may go on with it."""
        if s.covering("say", index) or s.covering("verb_object", index) or s.covering("grammar.be", index):
            return True
        if s.covering("verb_subject", index) or s.at("grammar.relative", index) or self._is_place(s, index):
            return True
        if s.at("grammar.and", index):
            return not s.first("actor.words", index + 1, index + 4)
        if s.at("event", index) or s.at("grammar.occurrence", index) or s.word_in("have", index):
            return True
        if s.at("grammar.noun_stop", index) and not s.word_in("goes_on", index):
            return True
        return bool(s.at("grammar.clause_start", index)) and not s.at("grammar.and", index)

    def _is_place(self, s: Sentence, index: int) -> bool:
        mark = s.at("toponym", index)
        return mark is not None and mark.value.kind not in ("demonym", "in_organisation")

    def agents(self, s: Sentence, trigger: Trigger | None, start: int, end: int) -> tuple[str, ...]:
        """Who is said to have done what tokens [start, end) tell."""
        heads = self._heads(s)
        for mark in s.of("grammar.agent"):
            after = [h for h in heads if mark.end <= h[0] <= mark.end + 5]
            if (
                mark.start >= start
                and mark.start - end <= 12
                and after
                and not s.covering("according", mark.start)
            ):
                return (self._phrase(s, *after[0]),)
        blamed = self.blamed(s)
        if blamed:
            return blamed
        active = trigger is None or trigger.kind in {"after", "either"}
        if not active:
            return ()
        at = trigger.start if trigger else start
        before = [h for h in heads if h[1] <= at and at - h[1] <= _SUBJECT_REACH]
        for head in reversed(before):
            between = range(head[1], at)
            if any(s.covering("say", i) or s.word(i) in CLAUSE_ENDS for i in between):
                continue
            if s.word_in("hit", head[0] - 1):
                continue
            return (self._phrase(s, *head),)
        return ()

    def blamed(self, s: Sentence) -> tuple[str, ...]:
        """Those whom the sentence blames, accuses or lets claim responsibility."""
        if not s.of("actor.claim") and not s.of("actor.blame"):
            return ()
        heads = self._heads(s)
        for mark in s.of("actor.claim"):
            before = [h for h in heads if h[1] <= mark.start]
            names = [m for m in s.of("org") if m.end <= mark.start]
            if before:
                return (self._phrase(s, *before[-1]),)
            if names:
                return (names[-1].value.name,)
        for mark in s.of("actor.blame"):
            if s.word_in("by", mark.start) and mark.end - mark.start == 1:
                continue
            after = [h for h in heads if mark.end <= h[0] <= mark.end + 6]
            if after:
                return (self._phrase(s, *after[0]),)
        return ()
