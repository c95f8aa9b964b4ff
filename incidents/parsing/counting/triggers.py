"""Words that tell what happened to people, and on which side of them their count stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from incidents.languages import Mark
from incidents.model import Unit
from incidents.parsing.text import Sentence

TriggerKind = Literal["before", "after", "toll", "either"]
"""Where a trigger's count stands: before it, after it, after it as the value of a toll, or on either side."""

_LIVES_REACH = 6
"""Words at most from "claimed" to "lives"."""
_SPLIT_REACH = 8
"""Words at most from "shot" to "dead", with the people between."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """Words at tokens [start, end) that tell what happened to people; open_end: they may have died of it."""

    start: int
    end: int
    unit: Unit
    kind: TriggerKind
    open_end: bool = False


def triggers(s: Sentence, counts: list[tuple[int, int]]) -> list[Trigger]:
    """The triggers of a sentence from left to right; counts: the spans of its counts."""
    found = [*_verbs(s, {start for start, _ in counts}), *_nouns(s, counts)]
    tolls = [t for t in found if t.kind == "toll"]
    free = [t for t in found if not any(o is not t and o.start <= t.start and t.end <= o.end for o in tolls)]
    return sorted(free, key=lambda t: (t.start, -t.end))


def is_of_things(s: Sentence, trigger: Trigger) -> bool:
    """Does it happen to things as well: "seized", "hit"?"""
    return s.has("also_of_things", trigger.start, trigger.end)


def is_auxiliary(s: Sentence, index: int) -> bool:
    """May a token stand between a subject and its verb: "have", "been", "also"?"""
    return bool(s.covering("grammar.be", index)) or s.word_in("have", index) or s.word_in("adverb", index)


def _trigger(mark: Mark, kind: TriggerKind, end: int | None = None, unit: str | None = None) -> Trigger:
    told = unit or mark.group.partition(".")[2]
    return Trigger(mark.start, end or mark.end, told, kind)  # type: ignore[arg-type]


def _open(s: Sentence, trigger: Trigger) -> Trigger:
    is_open = trigger.unit == "injured" and s.has("struck", trigger.start, trigger.end)
    return replace(trigger, open_end=is_open)


def _verbs(s: Sentence, starts: set[int]) -> Iterator[Trigger]:
    fatal = {mark.start: end for mark in s.of("verb_split") if (end := _fatal_end(s, mark, starts))}
    ends = {end.start for end in fatal.values()}
    for mark in s.of("verb_object"):
        if mark.start in fatal:
            continue
        if end := ends_fatally(s, mark):
            ends.add(end.start)
            yield Trigger(mark.start, end.end, "killed", "before" if has_be(s, mark.start) else "after")
            continue
        if not _is_adjective(s, mark, starts) and not misses(s, mark):
            yield _open(s, _trigger(mark, "before" if _is_passive(s, mark, starts) else "after"))
    yield from (
        _trigger(mark, "before")
        for mark in s.of("verb_subject")
        if mark.start not in ends and not ends_verb(s, mark)
    )
    yield from (_trigger(mark, "after") for mark in s.of("verb_active"))
    yield from (_open(s, _trigger(mark, "either")) for mark in s.of("verb_first"))
    for mark in s.of("verb_lives"):
        if s.any_word_in("lives", mark.end, mark.end + _LIVES_REACH):
            yield _trigger(mark, "after")
    yield from (_trigger(mark, "after") for mark in s.of("verb_lost") if mark.end in starts)
    yield from (_trigger(mark, "after", unit="killed") for mark in s.of("verb_split") if mark.start in fatal)


def ends_verb(s: Sentence, mark: Mark) -> bool:
    """Is it the end of a longer verb with an object: the "dead" of "shot dead"?"""
    longer = (s.covering(group, mark.start) for group in ("verb_object", "verb_active"))
    return any(verb is not None and verb.start < mark.start for verb in longer)


def ends_fatally(s: Sentence, mark: Mark) -> Mark | None:
    """The end that is told behind an adverb: "was shot instantly dead", "stabbed repeatedly to death"."""
    split = s.at("verb_split", mark.start) is not None and s.ends_with("adverb", mark.end)
    return s.at("fatal_end", mark.end + 1) if split else None


def _is_adjective(s: Sentence, mark: Mark, starts: set[int]) -> bool:
    """ "By the slain boy or two other teens"."""
    lead = mark.start - 1
    led = mark.end == mark.start + 1 and lead >= 0 and s.word(lead) in s.language.articles
    return led and mark.end not in starts and s.at("person", mark.end) is not None


def misses(s: Sentence, mark: Mark) -> bool:
    """ "Shot at", "shot video", "shot each other": nobody is told hit; but "was shot at a party", "4 shot at party"."""
    after = s.at("fate.no_target", mark.end)
    if after is None or s.at("fate.open", mark.end - 1) is None or s.covering("modifier", mark.end):
        return False
    passive = has_be(s, mark.start)
    if not s.word_in("at_place", mark.end):
        return not passive
    if after.end >= len(s.tokens) or not s.tokens[after.end].is_word or s.at("grammar.noun_stop", after.end):
        return True
    armed = any(
        s.has(group, mark.start - 3, mark.start) for group in ("people.fighters", "people.security_forces")
    )
    return not passive and (
        armed or any(s.has(g, after.end, after.end + 3) for g in ("people", "person.object"))
    )


def has_be(s: Sentence, start: int) -> bool:
    """Is a verb in the passive, with an auxiliary before it, be it behind adverbs?"""
    for at in range(start - 1, start - 4, -1):
        if s.ending("grammar.be", at + 1):
            return True
        if at < 0 or not s.is_adverb(at):
            return False
    return False


def _fatal_end(s: Sentence, verb: Mark, starts: set[int]) -> Mark | None:
    """The end that is told behind the object: "shot two men dead"."""
    end = s.first("fatal_end", verb.end + 1, verb.end + _SPLIT_REACH)
    if end is None or not any(verb.end <= start < end.start for start in starts):
        return None
    plain = all(s.tokens[i].is_word or s.tokens[i].text[0].isdecimal() for i in range(verb.end, end.start))
    return end if plain else None


def _nouns(s: Sentence, counts: list[tuple[int, int]]) -> Iterator[Trigger]:
    yield from (_trigger(mark, "toll") for mark in s.of("toll") if not _counts_anything(s, mark))
    for mark in s.of("toll_of"):
        if told := _told_after(s, mark.end):
            counted = any(mark.end <= start < told.start for start, _ in counts)
            end = mark.end if counted else told.end  # "the toll rose from 38 to 41 dead"
            yield _trigger(mark, "toll", end, told.group.partition(".")[2])
    starts = {start for start, _ in counts}
    for mark in (*s.of("casualty"), *s.of("verb_object")):
        if told := _lists(s, mark):
            yield _trigger(mark, "after", told.end)
    for mark in s.of("casualty"):
        if any(start <= mark.start < end for start, end in counts):
            continue
        if any(s.ending("grammar.be", i) for i in range(mark.start - 3, mark.start + 1)):
            yield _trigger(mark, "before")
        elif s.at("grammar.of", mark.end) or (not s.language.articles and mark.end in starts):
            yield _trigger(mark, "after")  # "the bodies of 12", «جثث خمسة مدنيين»
    groups = ("verb_object", "verb_active", "verb_first", "casualty")
    for mark in s.of("fate.death_of"):
        if not any(s.at(group, mark.start) for group in groups):
            yield _trigger(mark, "after", unit="killed")  # "the murder of 21 people"


def _lists(s: Sentence, mark: Mark) -> Mark | None:
    """The verb behind which they are listed: "the dead included two nurses", "among those killed were two nurses"."""
    among = any(m.start < mark.start <= m.end for m in s.of("role.of_told"))
    verb = mark.end + (s.at("grammar.also", mark.end) is not None)
    return s.at("series.inside", verb) or (s.at("grammar.be", verb) if among else None)


def _counts_anything(s: Sentence, mark: Mark) -> bool:
    """ "A total of 158 inmates escaped", "six total people": such a total tells nothing of what happened."""
    if not s.word_in("own_total", mark.end - 1):
        return False
    lead = mark.start - 1
    counted = lead >= 0 and (s.covering("number", lead) is not None or s.tokens[lead].text.isdecimal())
    return s.at("grammar.of", mark.end) is not None or (counted and s.at("people", mark.end) is not None)


def _is_passive(s: Sentence, mark: Mark, starts: set[int]) -> bool:
    """Is it a passive or a participle ("were killed", "60 civilians killed in"), not an active verb?"""
    if s.ends_with("gerund", mark.start):
        return False
    if has_be(s, mark.start):
        return True
    if mark.end in starts or s.at("people", mark.end):
        return False
    total = s.at("role.total", mark.end)
    if s.covering("date", mark.end) or (total and total.end not in starts):
        return True  # "45 killed so far"
    if shares_object(s, mark.end):
        return False
    following = s.tokens[mark.end] if mark.end < len(s.tokens) else None
    return following is None or not following.is_word or s.at("grammar.noun_stop", mark.end) is not None


def shares_object(s: Sentence, index: int) -> bool:
    """ "A boy stabbed and wounded two women": at the "and", does another verb follow, with people as its object?"""
    verb = s.at("verb_object", index + 1) if s.at("grammar.and", index) else None
    return verb is not None and takes_object(s, verb.end)


def takes_object(s: Sentence, index: int) -> bool:
    """Do a number, an article or the like begin the object of a verb here, and no day?"""
    if index >= len(s.tokens) or s.covering("date", index):
        return False
    counted = any(s.at(group, index) for group in ("number", "modifier", "person.her"))
    return counted or s.tokens[index].text.isdecimal() or s.word(index) in s.language.articles


def _told_after(s: Sentence, index: int) -> Mark | None:
    """The word that tells what "the number of ..." counts."""
    groups = ("verb_object", "verb_subject", "casualty")
    near = [m for group in groups for m in s.of(group) if index <= m.start < index + 6]
    return min(near, key=lambda m: m.start, default=None)
