"""Who is told of twice: tellings of one person in a report become one person, counted once.

Two tellings are of one person unless something contradicts it: another sex, age or stage of life, another name,
the same list or sentence, "another", another town.  So when they can't be told apart they are one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from incidents.model import Category, Unit
from incidents.parsing.claims.drafts import Draft, in_two_towns
from incidents.parsing.claims.otherness import are_others, is_in_another_event
from incidents.parsing.claims.outcomes import take_figure
from incidents.parsing.counting.people import ARMED, PRIORITY, Count, Person, Sex, Stage
from incidents.parsing.counting.persons import agree
from incidents.parsing.text import Sentence

_TOGETHER: tuple[tuple[Unit, ...], ...] = (("killed", "injured"), ("abducted", "missing"), ("arrested",))
"""Units whose tellings may be of one person."""
_SEVERAL = 2
"""Fewer people than these are told apart as single people."""
_NEAR = 4
"""So many sentences back to whom "he" or "the man" means."""
_ANAPHORS = ("the", "pronoun")
_SCENES = 3
"""A report of towns in so many provinces tells of one event after another."""
_NEW = frozenset(("a", "kin", "another"))
_FEW = 8
"""Tellings back, among which "another" and "a third" are somebody else."""
_MANY = 200
"""A long text's tellings are compared in lots of so many, so that time grows no faster than the text."""


@dataclass(frozen=True, slots=True)
class Telling:
    """One claim of one person, at an offset.  words: those for the person; quote: those of the claim.

    also: it happened to somebody new as well ("A woman was also hurt").  did: "the man who shot him".
    listed: the report tells of one event after another.
    """

    draft: Draft
    person: Person
    at: int
    words: str
    quote: str
    also: bool = False
    did: bool = False
    listed: bool = False

    @property
    def is_subject(self) -> bool:
        """Does the verb stand behind the person?"""
        trigger = self.draft.trigger
        return trigger is not None and trigger.start >= self.person.end


def tell_once(drafts: Sequence[Draft], sentences: Sequence[Sentence], text: str) -> None:
    """Find who is told of twice in a report, and give the claims of each person the same victim, in place."""
    for draft in drafts:
        count = draft.count
        if count and count.number.is_silent and count.number.value > 1 and not count.is_list:
            draft.because("victim.family", sentences[draft.sentence], (count.start, count.end))
    _count_once(drafts, sentences, text)
    told = [t for d in drafts if (t := _telling(d, sentences, text))]
    if _is_round_up(drafts):
        told = [replace(t, listed=True) for t in told]
    for units in _TOGETHER:
        for group in _grouped([t for t in told if t.draft.unit in units], sentences):
            _settle(group, sentences)


def _count_once(drafts: Sequence[Draft], sentences: Sequence[Sentence], text: str) -> None:
    """Give people counted again in a later sentence the victims of the first count, so that no list adds them up."""
    first: dict[tuple[object, ...], Draft] = {}
    for draft in drafts:
        if draft.count is None or draft.role != "new" or draft.value < _SEVERAL:
            continue
        s = sentences[draft.sentence]
        others = are_others(s, draft)
        if not draft.victim and not others:
            continue
        before = first.setdefault((draft.unit, draft.category, draft.low, draft.high), draft)
        if before.sentence == draft.sentence:
            continue
        if others or is_in_another_event(s, draft):
            _tell_apart(s, draft, before, text)
            continue
        if not before.victim:
            continue
        words = [set(d.victim[0].lower().split()) for d in (before, draft)]
        if draft.category == "unspecified" or words[0] & words[1]:
            draft.victim = before.victim
            draft.because("victim.counted_again", s, (draft.count.start, draft.count.end))


def _tell_apart(s: Sentence, draft: Draft, before: Draft, text: str) -> None:
    """Give people of another event victims of their own, by more words than those told before have."""
    count = draft.count
    if count and (not draft.victim or draft.victim == before.victim):
        led = not draft.victim and s.covering("person.another", count.start - 1)  # "another two"
        draft.victim = (s.text(count.start - bool(led), count.end, text),)
        draft.because("victim.others", s, (count.start, count.end))


def _is_round_up(drafts: Sequence[Draft]) -> bool:
    """Do the claims name towns of so many provinces, each as where it happened?"""
    spots = [d.spot for d in drafts if d.count and d.own_place and not d.background]
    towns = [spot.place for spot in spots if spot and spot.place and spot.is_point]
    return len({(town.country, town.admin1) for town in towns}) >= _SCENES


def _explain(t: Telling, is_first: bool, sentences: Sequence[Sentence]) -> None:
    """Say by which words the claim's person is known."""
    if count := t.draft.count:
        rule = "again" if not is_first else "named" if t.person.names else "described"
        t.draft.because(f"victim.{rule}", sentences[t.draft.sentence], (count.start, count.end))


def _are_attackers(drafts: Sequence[Draft]) -> None:
    """They count an attacker, as the words of other claims say: not among his victims."""
    for draft in drafts:
        draft.of_attackers, draft.category, draft.perpetrator = True, "fighters", ()
        draft.reasons.pop("perpetrator", None)


def _telling(draft: Draft, sentences: Sequence[Sentence], text: str) -> Telling | None:
    count = draft.count
    if count is None or draft.role == "comparison" or draft.status in ("denied", "threatened"):
        return None
    if draft.background or (draft.low, draft.high) != (1, 1):
        return None
    if count.person is None and (draft.role != "new" or not _is_plain(count)):
        return None
    s = sentences[draft.sentence]
    start = count.start + (s.word(count.start) in s.language.articles)
    words, quote = s.text(start, count.end, text), text[draft.start : draft.end]
    person = count.person or _person(count)
    also = (
        person.kind == "a"
        and count.trigger is not None
        and s.has("grammar.also", count.end, count.trigger.start)
    )
    return Telling(draft, person, s.tokens[count.start].start, words, quote, also, _did_it(s, person))


def _did_it(s: Sentence, person: Person) -> bool:
    """ "The man who shot him was killed": he is not the one he shot."""
    verb = person.end + 1
    acts = any(s.at(group, verb) for group in ("fate.hurting", "fate.killing", "verb_active"))
    return acts and s.at("grammar.relative", person.end) is not None


def _is_plain(count: Count) -> bool:
    """Does the count say that they are people: by a noun, or by the verb beside it?"""
    beside = count.trigger is not None and -1 <= count.trigger.start - count.end <= 2
    return count.head or beside


def _person(count: Count) -> Person:
    """The person of a count that says "one"."""
    who = count.category
    sex: Sex | None = "female" if who == "women" else "male" if who == "men" else None
    stage: Stage | None = "child" if who == "children" else None
    return Person(count.start, count.end, "a", count.start, who, sex, stage)


def _grouped(told: Sequence[Telling], sentences: Sequence[Sentence]) -> list[list[Telling]]:
    """The tellings by person.

    What is told again word for word, as by a caption, tells nothing new.
    """
    same: dict[tuple[str, str], list[int]] = {}
    for index, t in enumerate(told):
        same.setdefault((t.quote, t.words), []).append(index)
    fresh = [told[first] for first, *_ in same.values()]
    groups = [
        group for at in range(0, len(fresh), _MANY) for group in _of_fresh(fresh[at : at + _MANY], sentences)
    ]
    members = [sorted(i for t in group for i in same[t.quote, t.words]) for group in groups]
    return [[told[i] for i in indices] for indices in members]


def _of_fresh(fresh: Sequence[Telling], sentences: Sequence[Sentence]) -> list[list[Telling]]:
    """Tellings that are not word for word the same, by person."""
    before = _told_before(fresh, sentences)
    groups: list[list[Telling]] = []
    for t in sorted(fresh, key=_order):
        fitting = [g for g in groups if not any(_differ(t, o, before) for o in g)]
        best = min(fitting, key=partial(_nearest, t), default=None)
        if best is None:
            groups.append([t])
        else:
            best.append(t)
    return groups


def _told_before(told: Sequence[Telling], sentences: Sequence[Sentence]) -> dict[int, list[Telling]]:
    """The people told just before those who are none of them: another, a third, his brother, also a woman."""
    out: dict[int, list[Telling]] = {}
    for i, t in enumerate(told):
        s = sentences[t.draft.sentence]
        last = _told_last(told[max(0, i - _FEW) : i], t.draft.sentence)
        if t.person.kind == "another" or t.also:
            out[id(t)] = last
            if s.at("person.further", t.person.start):
                out[id(t)] = [o for o in told[max(0, i - _FEW) : i] if o.person.kind not in _ANAPHORS][-2:]
        elif t.person.kind == "kin" and t.person.start == 0 and t.is_subject:
            near = [o for o in last if o.draft.paragraph == t.draft.paragraph]
            out[id(t)] = [o for o in near if o.person.kind != "kin"]
    return out


def _told_last(told: Sequence[Telling], sentence: int) -> list[Telling]:
    """Who was told of last, near a sentence with the words that stand for that person: "a girl … the girl … she"."""
    near = [t for t in told if sentence - t.draft.sentence <= _NEAR]
    kept = next((i for i in range(len(near), 0, -1) if near[i - 1].person.kind not in _ANAPHORS), 1)
    return near[kept - 1 :] or list(told[-1:])


def _order(t: Telling) -> tuple[int, str, str, str, str, int]:
    """Those that say most come first, then by what they say, so that the order of the text hardly matters."""
    p = t.person
    return -_weight(p), p.sex or "", p.stage or "", t.draft.unit or "", t.words.lower(), t.at


def _weight(p: Person) -> int:
    """How much is said of a person."""
    if p.kind == "pronoun":
        return 0
    return (
        1 + 4 * (len(p.names) > 1) + 2 * bool(p.names) + 2 * (p.age is not None) + bool(p.sex) + bool(p.stage)
    )


def _nearest(t: Telling, group: Sequence[Telling]) -> tuple[bool, bool, bool, bool, int]:
    return min(_distance(t, other) for other in group)


def _distance(a: Telling, b: Telling) -> tuple[bool, bool, bool, bool, int]:
    """How near two tellings are: by name, by age, by what happened; "he" is whoever was told of last."""
    named = bool(set(a.person.names) & set(b.person.names))
    aged = a.person.age is not None and a.person.age == b.person.age
    back = (b.at > a.at, abs(a.at - b.at)) if a.person.kind in ("pronoun", "the") else (False, 0)
    return not named, not aged, a.draft.unit != b.draft.unit, *back


def _differ(a: Telling, b: Telling, before: Mapping[int, Sequence[Telling]]) -> bool:
    """Does something say that these are two people?"""
    if a.person.names and b.person.names:
        return not _same_name(a.person.names, b.person.names)
    if set(a.person.whose) & set(b.person.names) or set(b.person.whose) & set(a.person.names):
        return True
    if a.did != b.did or not agree(a.person, b.person) or _in_one_list(a, b):
        return True
    if any(other in before.get(id(one), ()) for one, other in ((a, b), (b, a))):
        return True
    if a.listed and a.draft.paragraph != b.draft.paragraph and {a.person.kind, b.person.kind} <= _NEW:
        return a.person.age is None or a.person.age != b.person.age
    return _elsewhere(a, b) or _attacker_and_victim(a, b)


def _attacker_and_victim(a: Telling, b: Telling) -> bool:
    """A dead gunman is not "one person" who was hurt, nor anybody whom the attackers hurt."""
    if {a.draft.of_attackers, b.draft.of_attackers} == {True, False}:
        return True
    armed = [t.person.category in ARMED for t in (a, b)]
    points_back = {a.person.kind, b.person.kind} & {"the", "pronoun", "name"}
    return a.draft.unit != b.draft.unit and armed[0] != armed[1] and not points_back


def _same_name(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """ "Quint" and "Zarbo Quint" are one, "Zarbo Quint" and "Felo Quint" two."""
    shared = set(a) & set(b)
    return bool(shared) and (min(len(a), len(b)) == 1 or a[0] in b or b[0] in a)


def _in_one_list(a: Telling, b: Telling) -> bool:
    """One sentence that tells of "a man" and of "a woman" tells of two people."""
    if a.draft.sentence != b.draft.sentence or a.draft is b.draft:
        return False
    return not {a.person.kind, b.person.kind} & {"pronoun", "the"} or a.draft.trigger == b.draft.trigger


def _elsewhere(a: Telling, b: Telling) -> bool:
    """Are they told to have been in two towns, or hurt on two days?"""
    x, y = a.draft, b.draft
    if "pronoun" in (a.person.kind, b.person.kind):
        return False
    if in_two_towns(x, y):
        return True
    if x.paragraph != y.paragraph and {a.person.kind, b.person.kind} <= _NEW and _are_apart(x, y):
        return True
    days = x.own_date and y.own_date and x.date_start and y.date_start and x.unit == y.unit
    return bool(days and "the" not in (a.person.kind, b.person.kind) and x.date_start != y.date_start)


def _are_apart(x: Draft, y: Draft) -> bool:
    """Do paragraphs of their own place them in two provinces of a country, or in two villages that nobody knows?"""
    if x.spot is None or y.spot is None:
        return False
    a, b = x.spot.place, y.spot.place
    if a is None and b is None:
        return x.own_place and y.own_place and x.spot.as_written != y.spot.as_written
    return bool(a and b and a.country == b.country and a.admin1 and b.admin1 and a.admin1 != b.admin1)


def _settle(group: Sequence[Telling], sentences: Sequence[Sentence]) -> None:
    """Give the claims of one person what they have in common."""
    group = sorted(group, key=lambda t: t.at)
    told = [t for t in group if t.person.kind != "pronoun"] or group[:1]
    victim = tuple(dict.fromkeys(t.words for t in told))
    said = {t.draft.category for t in group if not t.draft.of_attackers}  # who may be somebody else
    category: Category = next((c for c in PRIORITY if c in said), "unspecified")
    if all(t.draft.of_attackers for t in told):
        _are_attackers([t.draft for t in group if not t.draft.of_attackers])
    dead = any(t.draft.unit == "killed" for t in group)
    placed = next((t.draft for t in group if t.draft.own_place and t.draft.spot), None)
    days = [t.draft for t in group if t.draft.own_date and t.draft.date_start and not t.draft.of_death]
    dated = next(iter(days), None)
    for t in group:
        _explain(t, t is group[0], sentences)
    for draft in (t.draft for t in group):
        draft.victim = victim
        if not draft.of_attackers:
            draft.category = category
        if placed and not draft.own_place:
            draft.spot = placed.spot and placed.spot.by("same_person")
        if dated and not draft.own_date:
            draft.dated_as(dated, "date.same_person")
        if dead and draft.unit == "injured":
            take_figure(draft, "victim.died", sentences[draft.sentence])
