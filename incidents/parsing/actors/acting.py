"""Who is told as the doer of an act: the subject of its verb, "by" somebody, or whose attack it was."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from incidents.languages import Mark
from incidents.parsing.actors.actor_phrases import QUOTES, Actor
from incidents.parsing.actors.names import person
from incidents.parsing.actors.subjects import Clause
from incidents.parsing.text import CLAUSE_ENDS

_AGENT_REACH = 14
"""Words at most from a verb to its "by"."""
_PATIENT_REACH = 14
"""Words at most from attackers to the verb of what soldiers did to them."""
_PATIENT = 5
"""Words behind such a verb among which the attackers begin."""
_OWN_ATTACK = 3
"""Words before an attack among which a country says whose it was: "an Israeli air strike"."""
_UNREAL = ("status.denied", "status.threatened", "status.hypothetical", "status.negation")


@dataclass(frozen=True, slots=True)
class Deed:
    """An act at tokens [start, end) and who is told to have done it; rule: how the sentence says so.

    answer: it was done to the attackers ("police shot him dead").
    """

    start: int
    end: int
    actor: Actor
    rule: str
    answer: bool = False

    @property
    def spans(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """The tokens that say it: the actor's and the act's."""
        return (self.actor.start, self.actor.end), (self.start, self.end)


class Acting(Clause):
    """The acts of one sentence with their doers."""

    @cached_property
    def deeds(self) -> list[Deed]:
        """Every act of the sentence whose doer it tells, from left to right; none in a question."""
        if self.asks:
            return []
        found = [self._doer(m) for m in self.acts]
        found += [d for m in self.s.of("event") if (d := self._owner(m) or self._by(m))]
        told = [d for d in found if d and not self._unreal(d)]
        return sorted(dict.fromkeys(told), key=lambda d: (d.start, d.end))

    @cached_property
    def told_apart(self) -> list[int]:
        """Where Arabic verbs stand that tell of those right before them alone: «و18 عنصرا قتلوا في غارات»."""
        s = self.s
        marks = (m.start for m in s.of("verb_first") if s.ends_with("plural_verb", m.start))
        return sorted({start for start in marks if s.covering("people", start - 1)})

    def of(self, start: int, end: int) -> Deed | None:
        """Who did what the verb at tokens [start, end) tells."""
        return self._real(self._doer(Mark("act", start, end)))

    def by(self, start: int, end: int) -> Deed | None:
        """Who did what tokens [start, end) tell, by the words behind them: "killed in the street by gunmen"."""
        agent = self.s.first("grammar.agent", start, end)
        return self._real(self._by(Mark("act", start, agent.start if agent else end)))

    def _real(self, deed: Deed | None) -> Deed | None:
        return None if deed is None or self.asks or self._unreal(deed) else deed

    def _doer(self, mark: Mark) -> Deed | None:
        own = self.has_doer(mark)  # «قتلت قوات س 7 مدنيين، وقتل 5 بنيران ص»
        if not own and (found := self._by(mark)):
            return found
        if self.s.covering("actor.quality", mark.start - 1) and self.s.at("event", mark.start):
            return None  # "the terrorist attacks took place"
        if self.s.at("act.begins", mark.start) and self.s.word_in("group_pronoun", mark.start - 1):
            return None  # "it started as a fight"
        actor = self.subject_rtl(mark) if self.verb_first else self.subject(mark.start, mark.end)
        if actor and actor.lone and not self.verb_first and not self.has_target(mark):
            return None  # "Man shot in the street": the one who was hurt
        answer = actor is not None and self._hits_attackers(actor, mark.end)
        return Deed(mark.start, mark.end, actor, "subject", answer) if actor else None

    def _unreal(self, deed: Deed) -> bool:
        """Denied, threatened or only thought possible."""
        if deed.rule != "subject":
            return False
        between = sorted((deed.actor.end, deed.start))
        back = (max(0, deed.start - 3), deed.start)
        return any(self.s.has(g, *between) or self.s.has(g, *back) for g in _UNREAL)

    # ------------------------------------------------------------ "by"

    def _by(self, mark: Mark) -> Deed | None:
        s = self.s
        for agent in s.of("grammar.agent"):
            if not mark.end <= agent.start <= mark.end + _AGENT_REACH or s.covering("according", agent.start):
                continue
            if not self._carries(mark.end, agent.start):
                return None
            actor = self.at(agent.end, named=self.is_human(mark.start, agent.start))
            if actor is None:
                return None
            return Deed(mark.start, mark.end, actor, "agent", self._is_answer(actor, mark.start))
        return None

    def _hits_attackers(self, actor: Actor, at: int) -> bool:
        """ "police shot him dead", "troops killed both attackers"."""
        reach = range(at, at + _PATIENT)
        hit = any(a.start in reach and (a.side == "fighters" or a.anaphor) for a in self.actors)
        told = hit or self.s.any_word_in("them", at, at + 2) or self.s.has("blame.behind", at, at + 8)
        return actor.side == "security_forces" and told

    def _is_answer(self, actor: Actor, at: int) -> bool:
        """ "the attacker was shot dead by police", "before being killed by soldiers"."""
        if actor.side != "security_forces":
            return False
        others = (a for a in self.actors if a.side != actor.side)
        hit = any(a.end <= at <= a.end + _PATIENT_REACH for a in others)
        return hit or self.s.any_word_in("them", max(0, at - 4), at)

    def _carries(self, end: int, by: int) -> bool:
        """May "by" belong to the act before it, over a place and a time, and not to another participle?"""
        s = self.s
        before = range(end, by)
        if any(s.word(i) in CLAUSE_ENDS or s.covering("say", i) for i in before):
            return False
        if any(self._starts_clause(i) or self._kills_again(i) for i in before):
            return False
        if s.at("status.infinitive", end) and s.word(end + 2) in s.language.articles:
            return False  # "kidnapped to protest the visit by the president"
        last = by - 1
        participle = s.word_in("other_participle", last) or s.ends_with("past_participle", last)
        violent = any(s.covering(g, last) for g in ("act", "verb_object", "blame.done", "event"))
        return last < end or violent or not participle

    def _kills_again(self, index: int) -> bool:
        """«قتل 7 في المدينة، وقتل 5 بنيران الجيش»: "by" is of the second verb alone."""
        return self.verb_first and self.s.has_and(index) and self.s.at("verb_first.killed", index) is not None

    def _starts_clause(self, index: int) -> bool:
        s = self.s
        if not s.at("grammar.clause_start", index) or s.at("grammar.and", index) or s.covering("date", index):
            return False
        return not s.ends_with("gerund", index + 1) or s.word_in("them", index + 1)  # "while shopping"

    def at(self, start: int, *, named: bool = True) -> Actor | None:
        """The actor whose phrase begins here, behind an article, a quotation mark and a number.

        named: a name that no list knows, too.
        """
        s = self.s
        at = start
        while at < len(s.tokens) and (
            s.word(at) in s.language.articles
            or s.tokens[at].text in QUOTES
            or s.covering("number", at)
            or s.covering("modifier", at)
            or s.covering("actor.doubt", at)
        ):
            at += 1
        found = next((a for a in self.actors if start <= a.start <= at and a.end > at), None)
        return found or self.state(at) or (person(s, at, self.text) if named else None)

    # ------------------------------------------------------------ whose attack

    def _is_means(self, actor: Actor) -> bool:
        """«هجوم بطائرة مسيرة»: what it was done with."""
        return self.s.is_led(actor.start) and self.s.word(actor.start).startswith("ب")

    def _owner(self, mark: Mark) -> Deed | None:
        """ "a Taliban attack", "the rebels' offensive", "an Israeli air strike"."""
        s = self.s
        if self.verb_first and s.at("act.owned", mark.start):
            owner = next((a for a in self.actors if a.start == mark.end and not self._is_means(a)), None)
            if owner:
                return Deed(mark.start, mark.end, owner, "owner")
        for actor in () if self.verb_first else self.actors:
            arms = range(actor.end, mark.start)
            near = actor.end <= mark.start and all(s.word_in("arm", i) for i in arms)
            told = near and not s.ends_with("past", mark.end - 1)  # "rebels clashed with" tells no side
            if told and not actor.lone and not s.covering("actor.quality", mark.start - 1):
                return Deed(mark.start, mark.end, actor, "owner")
        reach = (mark.end, mark.end + 2) if self.verb_first else (mark.start - _OWN_ATTACK, mark.start)
        demonym = s.last("toponym", *reach)
        remote = mark.value.type == "Explosions/Remote violence"
        if not remote or demonym is None or demonym.value.kind != "demonym":
            return None
        place = demonym.value.place
        between = range(demonym.end, mark.start)
        if place is None or place.kind != "country" or not all(s.word_in("arm", i) for i in between):
            return None
        if not self.verb_first and s.word_in("hit", demonym.start - 1):
            return None
        state = Actor(demonym.start, demonym.end, place.name, "security_forces", known=True)
        return Deed(mark.start, mark.end, state, "owner")
