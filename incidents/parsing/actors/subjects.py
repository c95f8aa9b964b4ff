"""The subjects of the verbs of a sentence: where English and Arabic put whoever acts."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

from incidents.languages import Mark
from incidents.parsing.actors.actor_phrases import QUOTES, Actor, actors, is_subject_place
from incidents.parsing.actors.names import is_shouted, person
from incidents.parsing.counting.doers import Doing, doings, has_passive_vowel
from incidents.parsing.counting.duals import duals
from incidents.parsing.counting.figures import numbers
from incidents.parsing.counting.groups import counts
from incidents.parsing.counting.people import Count
from incidents.parsing.text import CLAUSE_ENDS, COMMAS, Sentence

_GAP = 9
"""Words of place and manner at most between a subject and its verb."""
_PARENTHESIS = 14
"""Tokens at most that two commas set apart between them."""
_CLAUSE = 40
"""Tokens at most from a subject to a participle that goes on with its clause; half as many from verb to verb."""
_OBJECT, _OBJECT_RTL = 5, 4
"""Words behind a verb among which its object begins, and behind its Arabic subject."""
_LED = ("لل", "بال", "كال")
_QUESTION_MARKS = frozenset("?؟")
_NO_ATTACK = ("arrested", "missing", "displaced")
"""What is told with these units is no attack; a claim of theirs names its doer by its own verb."""


class Clause:
    """The possible actors of one sentence and which of them its verbs have as subjects.

    speaker: for whom "it" and "the group" stand when the sentence begins.  he: "he" is the attacker told before.
    """

    def __init__(self, s: Sentence, text: str, speaker: Actor | None = None, *, he: bool = False) -> None:
        self.s = s
        self.speaker = speaker
        self.he = he
        self.text = text
        self.actors = actors(s, text)
        self.acts = acts(s)
        self._joined: dict[int, Actor | None] = {}
        self.asks = s.tokens[-1].text in _QUESTION_MARKS
        self.verb_first = s.language.direction == "rtl"

    @cached_property
    def pairs(self) -> list[Count]:
        """The people whom an Arabic dual counts."""
        return duals(self.s)

    @cached_property
    def doings(self) -> list[Doing]:
        """The Arabic verbs that stand before both their doer and their object."""
        told = counts(self.s, numbers(self.s, dict(self.s.language.numbers["words"])))
        return doings(self.s, [*self.pairs, *told])

    def has_doer(self, mark: Mark) -> bool:
        """Is it an Arabic verb that stands before both its doer and its object?"""
        return any(d.verb.start == mark.start for d in self.doings)

    def state(self, at: int) -> Actor | None:
        """A country that acts: "Israel bombed the port"."""
        mark = self.s.at("toponym", at)
        if mark is None or mark.value.kind != "country" or mark.value.place is None:
            return None
        return Actor(mark.start, mark.end, mark.value.place.name, "security_forces", known=True)

    def subject(self, start: int, end: int) -> Actor | None:
        """The subject of the active verb at tokens [start, end)."""
        s = self.s
        if s.at("grammar.agent", end) or s.word_in("to", start - 1):
            return None
        at = start
        be = False
        while at > 0:
            aux = bool(s.ending("grammar.be", at))
            small = s.is_adverb(at - 1) or s.word_in("have", at - 1)
            if not (aux or small or s.at("grammar.also", at - 1)):
                break
            be = be or aux
            at -= 1
        gerund = s.ends_with("gerund", start)
        if (be and not gerund) or self._is_passive(start):
            return None
        if s.word_in("reflexive", end):
            return None  # "shot himself"
        if gerund and not be:
            found = self._of_clause(start) if self._is_participle(at, end) else None
        else:
            found = self._before(at, start)
        listed = found is None or found in self.actors or found.side or found is self.speaker
        return found if listed or self.is_human(start, end) else None

    def is_human(self, start: int, end: int) -> bool:
        """Do tokens [start, end) tell an act that only people do?  A hurricane with a name kills as well."""
        told = [m for m in self.acts if start <= m.start < end]
        return any(not self.s.covering("act.blind", m.start) for m in told)

    def _is_participle(self, at: int, end: int) -> bool:
        """Does an "-ing" that stands here go on with a clause, or is it a noun ("police investigate the shooting")?"""
        s = self.s
        if not at:
            return False
        joins = any(
            s.at(g, at - 1) for g in ("grammar.and", "grammar.clause_start", "grammar.agent", "grammar.of")
        )
        dated = s.ending("date", at) and self.has_target(Mark("act", at, end))
        after_attack = bool(s.ending("act.alone", at) or dated)
        return joins or s.tokens[at - 1].text in COMMAS or after_attack

    def has_target(self, mark: Mark) -> bool:
        """Does a verb that may be a participle have an object behind it?  "opened fire" needs none."""
        s = self.s
        if s.covering("act.alone", mark.start):
            return True
        led = s.word_in("at_whom", mark.end)
        at = mark.end + led
        following = s.word(at)
        told = following in s.language.articles or s.word_in("whose", at) or s.word_in("them", at)
        marks = is_number(s, at) or any(s.covering(g, at) for g in ("people", "modifier"))
        led |= s.word_in("at_whom", at - 1)  # "shot at Homs market"
        name = at < len(s.tokens) and s.tokens[at].is_capitalised and not led
        named = name and not (s.covering("date", at) or s.at("grammar.noun_stop", at))
        return bool(told or marks or named or any(a.start == at for a in self.actors))

    def _is_passive(self, start: int) -> bool:
        """ "militants killed in a raid": a participle that has no object behind it."""
        s = self.s
        mark = s.at("verb_object", start)
        if mark is None or s.at("act", start) or s.ends_with("gerund", start):
            return False
        following = s.tokens[mark.end] if mark.end < len(s.tokens) else None
        return (
            following is None
            or (not following.is_word and not following.text[0].isdigit())
            or (s.at("grammar.noun_stop", mark.end) is not None)
        )

    def _before(self, at: int, verb: int) -> Actor | None:
        """The subject that ends before token `at`."""
        s = self.s
        if at and s.at("grammar.and", at - 1):
            previous = [m for m in self.acts if verb - _CLAUSE // 2 <= m.start and m.end < at]
            if not previous:
                return None
            start, end = previous[-1].start, previous[-1].end
            if start not in self._joined:  # so that a chain of verbs is gone through once
                self._joined[start] = self.subject(start, end)
            return self._joined[start]
        if s.word_in("group_pronoun", at - 1):
            return self.of_pronoun(at - 1)
        if at and s.at("grammar.relative", at - 1) and not s.at("grammar.of", at - 2):
            at -= 1
            at -= at > 0 and s.tokens[at - 1].text in COMMAS
            return self._ending(at, subject=False)
        if at and s.tokens[at - 1].text in COMMAS:
            opens = [i for i in range(max(0, at - _PARENTHESIS), at - 1) if s.tokens[i].text in COMMAS]
            return next((a for i in reversed(opens) if (a := self._ending(i, subject=True))), None)
        return self._ending(at, subject=True)

    def of_pronoun(self, at: int) -> Actor | None:
        """ "the group said it had killed": whoever speaks, here or in the sentence before."""
        s = self.s
        for actor in reversed([a for a in self.actors if a.end <= at and is_subject_place(s, a)]):
            if s.first("say", actor.end, at):
                return self._spoken(actor.start, actor.end) if actor.anaphor else actor
        return self._spoken(at, at + 1) if not s.first("say", 0, at) else None

    def _spoken(self, start: int, end: int) -> Actor | None:
        """The actor for whom the words at tokens [start, end) stand."""
        return replace(self.speaker, start=start, end=end) if self.speaker else None

    def _ending(self, at: int, *, subject: bool) -> Actor | None:
        """The actor that ends at a token, or before words of place and manner that end there."""
        s = self.s
        for actor in reversed(self.actors):
            if actor.end > at or at - actor.end > _GAP:
                continue
            if not self._is_adjunct(actor.end, at):
                break
            if not subject or is_subject_place(s, actor):
                return self._in_apposition(actor)
            return None
        state = next(iter(s.ending("toponym", at)), None)
        found = self.state(state.start) if state else person(s, at, self.text, ending=True)
        return found if found and self.opens_clause(found.start) else None

    def opens_clause(self, at: int) -> bool:
        """May a bare name be a subject here: at the beginning, or behind a conjunction or one who speaks?"""
        s = self.s
        before = at - 1
        while before >= 0 and (
            s.word(before) in s.language.articles
            or s.covering("grammar.age", before)
            or s.word_in("introduces", before)
            or s.covering("number", before)
            or is_demonym(s, before)
        ):
            before -= 1
        if before < 0:
            return True
        if not s.tokens[before].is_word:
            return not s.ending("toponym", before) and s.tokens[before].text != ")"
        joins = (
            s.at("grammar.clause_start", before) or s.covering("say", before) or s.covering("date", before)
        )
        return bool(joins) or (s.covering("actor", before) is not None)

    def _is_adjunct(self, start: int, end: int) -> bool:
        s = self.s
        if start >= end:
            return True
        opens = s.at("grammar.noun_stop", start) and not s.at("grammar.clause_start", start)
        if not (opens or s.covering("date", start)):
            return False
        stops = ("say", "act", "verb_object", "verb_active", "verb_subject", "grammar.be", "people")
        return not any(
            s.word(i) in COMMAS | CLAUSE_ENDS
            or (s.at("grammar.clause_start", i) and i > start)
            or any(s.covering(g, i) for g in stops)
            for i in range(start, end)
        )

    def _in_apposition(self, actor: Actor) -> Actor:
        """ "Boko Haram, an armed group," is Boko Haram."""
        s = self.s
        article = actor.start - 1
        if s.word(article) in s.language.articles and s.tokens[max(0, article - 1)].text in COMMAS:
            named = next((a for a in self.actors if a.end == article - 1 and a.known), None)
            return named or actor
        return actor

    def _of_clause(self, verb: int) -> Actor | None:
        """The subject of the clause that a participle goes on with: "stormed the town, killing five"."""
        s = self.s
        accused = s.last("status.alleged", max(0, verb - _CLAUSE), verb - 1)
        if accused and s.at("grammar.of", verb - 1):
            after = [a for a in self.actors if accused.end <= a.start <= accused.end + 3 and a.end <= verb]
            return after[0] if after else self._ending(accused.start, subject=True)
        starts = [d.start for d in self.acts if d.start < verb]
        for actor in reversed(self.actors):
            if actor.end > verb or verb - actor.end > _CLAUSE or not is_subject_place(s, actor):
                continue
            between = range(actor.end, verb)
            if any(s.word(i) in CLAUSE_ENDS or s.covering("say", i) for i in between):
                return None
            if self._is_patient(actor.end) or self._is_passive(actor.end):
                continue
            direct = actor.end in starts
            if not direct and any(s.at("grammar.clause_start", i) and not self._joins(i) for i in between):
                return None
            return self._in_apposition(actor)
        return self._named_subject(starts, verb)

    def _named_subject(self, starts: list[int], verb: int) -> Actor | None:
        s = self.s
        for start in reversed(starts):
            found = None if start >= verb else person(s, start, self.text, ending=True)
            if found and is_subject_place(s, found):
                return found
        return None

    def _joins(self, index: int) -> bool:
        return bool(self.s.at("grammar.and", index) or self.s.at("grammar.relative", index))

    def _is_patient(self, at: int) -> bool:
        """Does a passive follow: "soldiers were ambushed"?"""
        s = self.s
        be = s.at("grammar.be", at) or (s.word_in("have", at) and s.at("grammar.be", at + 1))
        return bool(be) and not any(s.ends_with("gerund", i) for i in range(at + 1, at + 3))

    # ------------------------------------------------------------ verb first

    def subject_rtl(self, mark: Mark) -> Actor | None:
        """Arabic: the subject stands right behind its verb, or before it in a headline."""
        s = self.s
        kills = mark.group.startswith("verb_first")
        if kills and has_passive_vowel(s, mark.start):
            return None
        if land := self._land_rtl(mark):
            return land
        skipped = s.at("role.part", mark.end)  # «قتل منهم النظام 41 مدنيا»
        start = skipped.end if skipped else mark.end
        for actor in self.actors:
            if start <= actor.start <= start + 1 and not _is_led(s, actor.start):
                if any(is_number(s, i) for i in range(start, actor.end)):
                    break
                between = range(start, actor.start)
                led = [i for i in between if not s.tokens[i].is_word and s.tokens[i].text not in QUOTES]
                if led or any(s.at("grammar.noun_stop", i) for i in between):
                    return None
                carries = s.ends_with("pronoun", mark.end - 1)  # «قتلهم مسلحون»
                if kills and not (self.has_doer(mark) or carries or self._has_object(actor.end)):
                    return None
                return actor
        before = next((a for a in self.actors if a.end == mark.start and not s.has_and(mark.start)), None)
        kills = kills and not self._has_object(mark.end)
        heads = before is not None and (
            not before.start
            or not s.tokens[before.start - 1].is_word
            or s.at("attribution.content", before.start - 1) is not None  # «قالت إن القوات أعدمت»
        )
        return before if heads and not kills else None

    def _land_rtl(self, mark: Mark) -> Actor | None:
        """«قصفت إسرائيل بلدة», but not «صواريخ استهدفت إسرائيل»: a country between a verb that opens and its object."""
        s = self.s
        land = self.state(mark.end)
        before = mark.start - 1
        opens = before < 0 or not s.tokens[before].is_word or s.has_and(mark.start)
        if land is None or not (opens or s.at("attribution.content", before)):
            return None
        if land.end >= len(s.tokens) or s.is_led(land.end):
            return None
        objects = ("things", "event", "toponym", "org", "people")
        return land if self._has_object(land.end) or any(s.at(g, land.end) for g in objects) else None

    def _has_object(self, at: int) -> bool:
        """Do people follow whom the subject killed?  Else it is the subject itself that was killed."""
        s = self.s
        last = min(at + _OBJECT_RTL, len(s.tokens))
        ends = (
            i
            for i in range(at, last)
            if not s.tokens[i].text[0].isalnum() or s.has_and(i) or s.at("role.part", i)
        )
        reach = range(at, next(ends, last))
        groups = ("people", "person.kin", "person.female", "person.male")
        counted = any(is_number(s, i) and not s.at("person.unit_of_age", i + 1) for i in reach)
        named = any(s.covering(g, i) for i in reach for g in groups)
        return counted or named or any(two.start in reach for two in self.pairs)


def _is_led(s: Sentence, at: int) -> bool:
    """Is an Arabic preposition written onto the noun («للجيش»), so that it is no subject?"""
    return s.word(at).startswith(_LED) and s.word(at) not in s.language.table.by_first


def is_demonym(s: Sentence, at: int) -> bool:
    """Is a token a word for a people: "Syrian"?"""
    mark = s.covering("toponym", at)
    return mark is not None and mark.value.kind == "demonym"


def is_number(s: Sentence, at: int) -> bool:
    """Is a token a number, in digits or as a word?"""
    return at < len(s.tokens) and (s.tokens[at].text[0].isdigit() or s.covering("number", at) is not None)


def acts(s: Sentence) -> list[Mark]:
    """The verbs that may tell an attack, from left to right."""
    groups = ("act.words", "verb_object", "verb_active", "verb_first")
    found = {(m.start, m.end): m for g in groups for m in s.of(g) if not m.group.endswith(_NO_ATTACK)}
    found |= {(m.start, m.end): m for m in s.of("act.begins") if s.first("event", m.end, m.end + _OBJECT)}
    shouted = is_shouted(s)
    return [found[span] for span in sorted(found) if shouted or not _is_in_name(s, found[span])]


def _is_in_name(s: Sentence, mark: Mark) -> bool:
    """Is a verb part of a name: "members of the Fire Department"?"""
    first, last = s.tokens[mark.start], s.tokens[min(mark.end, len(s.tokens) - 1)]
    return mark.start > 0 and first.is_capitalised and last.is_capitalised
