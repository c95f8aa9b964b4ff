"""What a sentence says was done to people: killed, hurt, taken, by a verb, a noun, a wound or a hospital bed.

A verb in the passive, an intransitive one, a wound or a hospital bed tells of the person before it, its subject;
an active verb and "the death of" tell of the one behind.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from incidents.languages import Mark
from incidents.model import Unit
from incidents.parsing.counting.persons import is_own_death
from incidents.parsing.counting.triggers import (
    ends_fatally,
    ends_verb,
    is_auxiliary,
    misses,
    shares_object,
)
from incidents.parsing.text import COMMAS, Sentence

Side = Literal["subject", "object"]
Span = tuple[int, int]

_NEAR = 6
"""Words at most between a verb and what completes it: "suffered several gunshot wounds"."""
_PHRASE = 10
"""Words at most between a death and what it came of."""
_FOLLOWERS = ("people", "person", "number", "modifier", "actor", "org", "casualty")
"""What begins the noun phrase behind a verb."""


@dataclass(frozen=True, slots=True)
class Fate:
    """What happened to a person, at tokens [start, end); lead: where the verb begins with its auxiliaries."""

    start: int
    end: int
    unit: Unit
    side: Side
    lead: int


def fates_of(s: Sentence, spans: Sequence[Span]) -> list[Fate]:
    """What the sentence tells of the people at these tokens, from left to right; of two the longer."""
    found = [*_verbs(s, spans), *_nouns(s), *_states(s)]
    if not s.language.articles:
        found = [*_verbs_first(s, spans), *_nouns(s), *_states(s)]
    found.sort(key=lambda f: (f.start, -f.end, f.unit != "killed"))
    out: list[Fate] = []
    for fate in (f for f in found if not _is_intended(s, f)):
        if out and fate.end <= out[-1].end and fate.side == out[-1].side:
            continue
        out.append(fate)
    return out


def _is_intended(s: Sentence, fate: Fate) -> bool:
    """ "He tried to kill himself"."""
    told = fate.side == "subject" and s.at("status.infinitive", fate.start - 1)
    return bool(told) and s.has("status.intended", max(0, fate.start - _NEAR), fate.start - 1)


def _verbs(s: Sentence, spans: Sequence[Span]) -> Iterator[Fate]:
    for unit in ("killed", "injured", "abducted", "arrested"):
        own_words = {"injured": "fate.hurt", "killed": "fate.killed_by"}.get(unit, "")
        for mark in (*s.of(f"verb_object.{unit}"), *s.of(own_words)):
            if own := _verb(s, mark, unit, spans):
                yield own
        for mark in s.of(f"verb_active.{unit}"):
            yield _self(s, mark, unit) or _fate(mark, unit, "object")
    for unit in ("killed", "missing"):
        for mark in (*s.of(f"verb_subject.{unit}"), *(s.of("fate.killed") if unit == "killed" else ())):
            if not s.at("fate.vague", mark.start) and not ends_verb(s, mark):
                yield _fate(mark, unit, "subject", _lead(s, mark.start))
    for mark in s.of("fate.killing"):
        if not s.at("verb_object.killed", mark.start):
            yield _self(s, mark, "killed") or _fate(mark, "killed", "object")
    for mark in s.of("verb_split"):
        behind = [b for a, b in spans if a == mark.end]
        if behind and s.at("fatal_end", behind[0]):  # "beat a man to death"
            yield _fate(mark, "killed", "object")
    yield from _hits(s)


def _hits(s: Sentence) -> Iterator[Fate]:
    """ "Shooting a man", "turned the gun on himself"; "struck" only with a part of the body or a bullet."""
    yield from (own for mark in s.of("fate.turned") if (own := _self(s, mark, "injured")))
    for mark in s.of("fate.hurting"):
        if own := _self(s, mark, "injured"):
            yield own
            continue
        plain = not s.at("fate.hit", mark.start) or hits_body(s, mark.end)
        if plain and not s.at("fate.hurt", mark.start) and not misses(s, mark):
            yield _fate(mark, "injured", "object")
    for mark in s.of("fate.hit"):
        if _is_shot(s, mark.end) or (_has_be(s, mark.start) and hits_body(s, mark.end)):
            yield _fate(mark, "injured", "subject", _lead(s, mark.start))


def _is_shot(s: Sentence, start: int) -> bool:
    """ "By several shotgun pellets": does the phrase behind "struck" say that it was a shot?"""
    if not s.word_in("by", start):
        return False
    phrase = range(start + 1, min(start + _NEAR, len(s.tokens)))
    end = next((i for i in phrase if s.at("grammar.noun_stop", i)), phrase.stop)
    return s.has("fate.missile", start + 1, end)


def _fate(mark: Mark, unit: str, side: Side, lead: int | None = None) -> Fate:
    return Fate(mark.start, mark.end, unit, side, mark.start if lead is None else lead)  # type: ignore[arg-type]


def _self(s: Sentence, mark: Mark, unit: str) -> Fate | None:
    """ "Shot himself", "killed his son and then himself": the person is whoever did it."""
    own = s.at("fate.self", mark.end)
    return Fate(mark.start, own.end, unit, "subject", _lead(s, mark.start)) if own else None  # type: ignore[arg-type]


def _verb(s: Sentence, mark: Mark, unit: str, spans: Sequence[Span]) -> Fate | None:
    """A verb that may be active or passive."""
    lead = _lead(s, mark.start)
    if own := _self(s, mark, unit):
        return own
    if end := ends_fatally(s, mark):
        return Fate(mark.start, end.end, "killed", "subject" if _has_be(s, mark.start) else "object", lead)
    if misses(s, mark):
        return None
    if _has_be(s, mark.start):
        return _fate(mark, unit, "subject", lead)
    if any(start == mark.end for start, _ in spans):
        return _fate(mark, unit, "object")
    if any(end == lead for _, end in spans) and _ends_clause(s, mark.end):
        return _fate(mark, unit, "subject", lead)
    if lead == mark.start and _ends_clause(s, mark.end) and _follows_person(s, lead, spans):
        return _fate(mark, unit, "subject", lead)
    after_and = bool(s.at("grammar.and", lead - 1) or s.word(lead - 1) in COMMAS)
    if after_and and _ends_clause(s, mark.end):
        return _fate(mark, unit, "subject", lead)
    return _fate(mark, unit, "object")


def _follows_person(s: Sentence, lead: int, spans: Sequence[Span]) -> bool:
    """ "A child from Baniyas killed on Monday"."""
    return any(
        1 < lead - end <= 4
        and s.word_in("goes_on", end)
        and not any(s.covering("verb_object", i) for i in range(end, lead))
        for _, end in spans
    )


def _ends_clause(s: Sentence, index: int) -> bool:
    """Does no object follow: the end of the clause, a preposition, an adverb or a day?"""
    if index >= len(s.tokens) or not s.tokens[index].is_word:
        return True
    if s.at("grammar.and", index):
        groups = ("verb_object", "fate.hurt", "fate.killed", "verb_subject")
        return any(s.at(group, index + 1) for group in groups) and not shares_object(s, index)
    if s.at("retold.the", index) and not s.covering("date", index):
        return False  # "seized that chance"
    return bool(s.at("grammar.noun_stop", index) or s.ends_with("adverb", index) or s.covering("date", index))


def _lead(s: Sentence, start: int) -> int:
    """Where a verb begins with its auxiliaries and adverbs."""
    while start > 0 and (is_auxiliary(s, start - 1) or s.ends_with("adverb", start - 1)):
        start -= 1
    return start


def _has_be(s: Sentence, start: int) -> bool:
    return any(s.covering("grammar.be", i) for i in range(_lead(s, start), start))


def hits_body(s: Sentence, end: int) -> bool:
    """ "In the leg": does a verb of hitting that ends here tell where?"""
    return s.has("fate.part_of_body", end, end + _NEAR)


def _nouns(s: Sentence) -> Iterator[Fate]:
    for mark in s.of("fate.death_of"):
        yield _fate(mark, "killed", "object")
    for mark in s.of("fate.hurt_of"):
        yield _fate(mark, "injured", "object")
    for mark in s.of("fate.own_death"):
        owned = mark.start > 0 and s.tokens[mark.start - 1].text.lower().endswith(("'s", "’s", "s'"))
        if is_own_death(s, mark.start) or (
            owned and (_ends_clause(s, mark.end) or s.at("grammar.be", mark.end))
        ):
            yield _fate(mark, "killed", "subject")


def _states(s: Sentence) -> Iterator[Fate]:
    """Wounds, hospital beds, conditions: somebody was hurt."""
    for mark in s.of("fate.wound"):
        led = s.last("fate.suffered", mark.start - _NEAR, mark.start)
        if led:
            fatal = s.first("fate.fatal", led.end, mark.start)
            yield Fate(led.start, mark.end, "killed" if fatal else "injured", "subject", _lead(s, led.start))
    for mark in s.of("fate.carried"):
        place = s.first("fate.hospital", mark.end, mark.end + 2 * _NEAR)
        if place and _has_be(s, mark.start):
            yield Fate(mark.start, place.end, "injured", "subject", _lead(s, mark.start))
    for mark in s.of("fate.condition"):
        if mark.start == 0 or not s.language.articles:
            continue
        start = mark.start
        while start > 0 and (s.word_in("at_place", start - 1) or s.at("fate.stays", start - 1)):
            start -= 1
        yield Fate(mark.start, mark.end, "injured", "subject", _lead(s, start))
    for mark in s.of("verb_subject.injured"):
        yield _fate(mark, "injured", "subject", _lead(s, mark.start))
    if not s.language.articles:
        for group, unit in (("fate.killed", "killed"), ("fate.hurt", "injured")):
            for mark in s.of(group):
                if unit == "killed" or not _is_of_death(s, mark):
                    yield _fate(mark, unit, "subject")


def _is_of_death(s: Sentence, mark: Mark) -> bool:
    """«استشهد شاب برصاص قناص»: what somebody died of."""
    for index in range(mark.start - 1, max(-1, mark.start - _PHRASE), -1):
        if verb := s.covering("verb_first", index):
            return verb.group == "verb_first.killed"
        if s.has_and(index) or s.word(index) in COMMAS:
            return False
    return False


def _verbs_first(s: Sentence, spans: Sequence[Span]) -> Iterator[Fate]:
    """Arabic: the verb comes before the person, unless the person is told right behind «أن» or at the head."""
    for mark in s.of("verb_first"):
        unit = mark.group.partition(".")[2]
        if unit in ("killed", "injured", "abducted", "missing", "arrested"):
            yield _fate(mark, unit, "subject" if _ends_with_verb(s, mark, spans) else "object")


def _ends_with_verb(s: Sentence, verb: Mark, spans: Sequence[Span]) -> bool:
    """«أن شابا قُتل وأصيب شقيقه», «أن عنصرا من الشرطة قتل في اشتباك»: nobody follows, and somebody stands before."""
    if verb.end < len(s.tokens) and any(s.at(g, verb.end) for g in _FOLLOWERS) and not s.has_and(verb.end):
        return False
    for start, end in spans:
        between = range(end, verb.start)
        listed = between and s.has_and(end) and s.ends_with("plural_verb", verb.start)
        adjunct = not between or listed or s.word_in("goes_on", end)  # «أن زوجها وابنيها قتلوا»
        opens = start == 0 or s.at("attribution.content", start - 1) or not s.tokens[start - 1].is_word
        if opens and adjunct and 0 <= len(between) <= 4 and all(s.tokens[i].is_word for i in between):
            return not any(
                s.covering(g, i) for g in ("verb_first", "say", "grammar.relative") for i in between
            )
    return False
