"""Whether those whom a claim counts are the attackers themselves: "the gunman was shot dead", "he was killed too"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from incidents.parsing.actors.acting import Deed
from incidents.parsing.actors.actor_phrases import Actor
from incidents.parsing.claims.drafts import Draft
from incidents.parsing.counting.people import Count, Person
from incidents.parsing.counting.persons import persons
from incidents.parsing.text import Sentence

STATE = "security_forces"
_BACK = 3
"""How many sentences after the attack police still shoot "him"."""


@dataclass(frozen=True, slots=True)
class Attackers:
    """Those whom the narrative has told as attackers, with the sentence that did so and its tokens.

    last: the last one in which they did something.  single: they are one person, for whom "he" may stand.
    only: nobody else is told of there as one person.  names: every word of the names that any attacker of the text had.
    """

    actors: tuple[Actor, ...] = ()
    sentence: Sentence | None = None
    last: Sentence | None = None
    spans: tuple[tuple[int, int], ...] = ()
    single: bool = False
    only: bool = False
    names: frozenset[str] = frozenset()

    @property
    def armed(self) -> bool:
        """Has the text told attackers who are no force of a state?"""
        return any(a.side != STATE for a in self.actors)

    def told(self, deed: Deed, s: Sentence) -> Attackers:
        """These, when a sentence has told another attack."""
        actor = deed.actor
        names = {s.word(i) for i in range(actor.start, actor.end) if s.covering("name", i)}
        return replace(self, actors=(actor,), sentence=s, spans=deed.spans, names=self.names | names).seen(
            deed, s
        )

    def seen(self, deed: Deed, s: Sentence) -> Attackers:
        """These, when a sentence has told what they did."""
        actor = deed.actor
        people = [p for p in persons(s) if p.kind != "pronoun"]
        single = any(p.start < actor.end and actor.start < p.end for p in people)
        return replace(self, last=s, single=single, only=single and len(people) == 1)

    def may_be(self, count: Count | None) -> bool:
        """ "Two gunmen killed nine soldiers.  Both were shot dead": may a number without a noun stand for them?"""
        if count is None or count.weak or count.number.end < count.end or self.sentence is None:
            return False
        leads = (
            m for a in self.actors for i in (a.start, a.start + 1) for m in self.sentence.ending("number", i)
        )
        return any(m.value == count.number.value for m in leads)

    def named(self, actors: Sequence[Actor]) -> Attackers:
        """These, when a sentence has said who they are."""
        return replace(self, names=self.names.union(*(a.name.lower().split() for a in actors)))

    def is_he(self, s: Sentence) -> bool:
        """Is "he" at the head of a sentence the attacker: the only one told of in the sentence before?"""
        near = self.last is not None and (self.last.paragraph, self.last.index) == (s.paragraph, s.index - 1)
        return near and self.armed and self.only


def counts_attackers(s: Sentence, draft: Draft, deeds: Sequence[Deed], before: Attackers) -> bool:
    """Are the people of a draft the attackers, by their noun, their name or the pronoun?  before: those told so far."""
    count = draft.count
    if count is None:
        return False
    if _is_attacker(s, count.start, count.end) or s.has("actor.accused", count.end - 1, count.end + 2):
        return True
    own = _own_deed(draft, deeds)
    by_state = own is not None and own.actor.side == STATE
    if draft.category == "fighters":
        return before.armed and (own is None or by_state)
    person = count.person
    if person is None:
        return False
    if person.kind == "pronoun":
        return _is_he(s, person, before, by_state=by_state)
    plain = len(person.names) == person.end - person.start  # not "Mrs. Quill", who may be his wife
    return plain and bool(person.names) and set(person.names) <= before.names


def _is_attacker(s: Sentence, start: int, end: int) -> bool:
    """ "The gunman", "one of the attackers"; not "the gunman's wife"."""
    inside = [m for m in s.of("actor.attacker") if start <= m.start and m.end <= end]
    return any(not s.tokens[m.end - 1].text.endswith(("'s", "’s", "s'", "s’")) for m in inside)


def _own_deed(draft: Draft, deeds: Sequence[Deed]) -> Deed | None:
    trigger = draft.trigger
    return next((d for d in deeds if trigger and trigger.start <= d.start < trigger.end), None)


def _is_he(s: Sentence, he: Person, before: Attackers, *, by_state: bool) -> bool:
    """Does "he" stand for the attacker: the only one told of before in the sentence, else in the one before it?"""
    earlier = [p for p in persons(s) if p.end <= he.start and p.kind != "pronoun"]
    if earlier:
        return all(_is_attacker(s, p.start, p.end) for p in earlier)
    if not by_state or before.last is None:
        return before.is_he(s)
    near = before.last.paragraph == s.paragraph and s.index - before.last.index <= _BACK
    return near and before.single and before.armed
