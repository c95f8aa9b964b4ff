"""Counts that stand in one list, and what is put in between: "six soldiers, four civilians and ... were killed"."""

from __future__ import annotations

from dataclasses import replace

from incidents.parsing.counting.people import Count
from incidents.parsing.counting.triggers import Trigger, is_auxiliary
from incidents.parsing.text import COMMAS, DASHES, QUOTES, SEMICOLONS, WRITTEN_AND, Sentence

_GAP = 12
"""Words at most between two members of a list."""
_MARKS = COMMAS | DASHES | {":", "(", ")"}
_OPENING = COMMAS | DASHES | {"("}
_CLOSING = COMMAS | DASHES | {")"}
_QUOTED = 8
"""Words at most of a name in quotation marks."""
_VERBS = ("verb_object", "verb_subject", "verb_active", "verb_first", "verb_lives", "say", "grammar.be")


def share(s: Sentence, linked: list[Count]) -> list[Count]:
    """The counts of a sentence, each with the trigger that its list shares."""
    out = list(linked)
    for index in range(1, len(out)):
        out[index] = _from_before(s, out[index - 1], out[index])
    for index in range(len(out) - 2, -1, -1):
        out[index] = _from_behind(s, out[index], out[index + 1])
    for index in range(1, len(out)):
        out[index] = _included(s, out, index)
    return out


def _from_before(s: Sentence, before: Count, count: Count) -> Count:
    """A member of a list takes the trigger of the one before."""
    if count.unit or not before.unit:
        return count
    told_by = before.trigger.end if before.trigger else before.end
    gap = max(before.end, told_by) if told_by <= count.start else before.end
    # "A total of 973 were killed: 545 in ...": a toll is told a second time by its verb.
    again = s.first(f"verb_object.{before.unit}", before.end, before.end + 3)
    gap = max(gap, again.end) if again and again.end <= count.start else gap
    if not is_series(s, gap, count.start):
        return count
    own_place = s.has("toponym", before.end, count.start) or s.word_in("at_place", count.end)
    joined = s.has("grammar.and", count.start - 2, count.start)
    part = s.has("role.part", before.end, count.start)
    listed = any(s.word(i) == ":" for i in range(before.end, count.start))
    if count.open_noun and not (joined or s.word(count.start).startswith(WRITTEN_AND)):
        return count
    if got_away(s, count.end) or _is_told_otherwise(s, count.end):
        return count
    if not count.head and _goes_on_otherwise(s, count.end):
        return count
    if count.head or own_place or joined or part or listed:
        return replace(count, unit=before.unit, trigger=before.trigger, inherited=True)
    return count


def got_away(s: Sentence, index: int) -> bool:
    """Does a verb of its own follow that says that nothing happened to them: "nine have since escaped"?"""
    verb = _behind_auxiliaries(s, index)
    return verb > index and s.at("fate.safe", verb) is not None


def _behind_auxiliaries(s: Sentence, index: int) -> int:
    while index < len(s.tokens) and is_auxiliary(s, index):
        index += 1
    return index


def _is_told_otherwise(s: Sentence, index: int) -> bool:
    """Does a participle of its own end the clause: "killed two soldiers, and three soldiers detained"?"""
    if index >= len(s.tokens) or not s.ends_with("finite", index) or s.at("grammar.age", index):
        return False
    after = index + 1
    ends = after >= len(s.tokens) or not s.tokens[after].is_word
    return ends or (s.at("series.preposition", after) is not None and s.at("grammar.of", after) is None)


def _goes_on_otherwise(s: Sentence, index: int) -> bool:
    """Does a bare number go on with a word of its own: "and 14 survived"?"""
    if index >= len(s.tokens) or not s.tokens[index].is_word or not s.language.articles:
        return False
    goes_on = ("grammar.noun_stop", "grammar.and", "series", "role.part", "toponym", "date", "places")
    return not any(s.at(group, index) for group in goes_on)


def _from_behind(s: Sentence, count: Count, after: Count) -> Count:
    """ "204 civilians, 61 soldiers and 75 gunmen, 340 deaths in all": the last word tells of all."""
    if count.unit or not count.head or not after.unit:
        return count
    told = after.trigger
    if told and (told.start < count.end or is_of_part(s, after, told) or is_divided(s, count, told)):
        return count
    if count.open_noun and not s.has("grammar.and", count.end, after.start):
        return count
    if is_series(s, count.end, after.start):
        return replace(count, unit=after.unit, trigger=after.trigger, inherited=True)
    return count


def is_divided(s: Sentence, count: Count, trigger: Trigger) -> bool:
    """ "Of 30 passengers, nine were killed": is it a number of which the sentence goes on to count some?

    But of "the ten men and two women who were wounded" the verb tells of all.
    """
    lead = count.start - 1 - s.word_in("the", count.start - 1)
    opens = s.at("grammar.of", lead) is not None and (lead == 0 or not s.tokens[lead - 1].is_word)
    return opens and not s.has("grammar.relative", count.end, trigger.start)


def is_of_part(s: Sentence, count: Count, trigger: Trigger) -> bool:
    """ "The bus carried 40 people, nine of whom were killed": is the verb of those alone whom "of whom" counts?"""
    part = s.at("role.part", count.number.end)
    if part is None or not count.end <= part.end <= trigger.start:
        return False
    return all(is_auxiliary(s, i) for i in range(part.end, trigger.start))


def _included(s: Sentence, linked: list[Count], index: int) -> Count:
    """ "72 people were killed, including 29 children and 200 were injured": the 29 are among the dead.

    So are those that go on with them, up to a count that its own verb follows at once.
    """
    before, count = linked[index - 1], linked[index]
    if before.unit is None or before.unit == count.unit or _has_own_verb(s, count) or got_away(s, count.end):
        return count
    own = count.trigger is not None and count.trigger.start >= count.start and count.end > count.trigger.start
    if own or (count.trigger is None and count.unit):
        return count
    if _is_cued(s, count) and is_series(s, max(before.end, _told_to(before, count)), count.start):
        return replace(count, unit=before.unit, trigger=before.trigger, inherited=True)
    follows = index + 1 < len(linked) and linked[index + 1].unit == count.unit
    if (before.inherited or _is_cued(s, before)) and follows and is_series(s, before.end, count.start):
        return replace(count, unit=before.unit, trigger=before.trigger, inherited=True)
    return count


def _is_cued(s: Sentence, count: Count) -> bool:
    """ "Including 29 children", "5 of them children"."""
    if s.at("role.part", count.number.end) and s.at("grammar.of", count.number.end):
        return True
    return any(s.ending("series.inside", i) for i in (count.start - 1, count.start))


def _told_to(before: Count, count: Count) -> int:
    end = before.trigger.end if before.trigger else before.end
    return end if end <= count.start else before.end


def _has_own_verb(s: Sentence, count: Count) -> bool:
    """Does the verb of the count stand right behind it ("200 others were injured", "three who later died")?"""
    died = count.unit == "killed" and s.at("grammar.relative", count.end) is not None
    end = count.end + died
    return count.trigger is not None and count.end <= count.trigger.start <= _behind_auxiliaries(s, end)


def is_series(s: Sentence, start: int, end: int) -> bool:
    """Do tokens [start, end) only join the members of a list?  A member may tell its place ("3 in Tartous, 5 ...")."""
    if end - start > _GAP:
        return False
    joined = start == end and s.word(end).startswith(WRITTEN_AND)
    named = s.has("toponym", start, end)
    phrase = not s.language.articles  # in Arabic many prepositions are written onto their noun
    index = start
    while index < end:
        token = s.tokens[index]
        told = any(s.covering(group, index) for group in _VERBS)
        if told and not s.language.articles and index == end - 1 and s.at("grammar.be", index):
            index += 1  # «كان 50 من المدنيين»
            continue
        if told or s.at("series.subordinate", index):
            return False
        if mark := s.at("role.part", index) or s.at("role.apart", index) or s.at("grammar.and", index):
            joined, index = True, mark.end
            continue
        if token.text in _MARKS or (named and token.text in SEMICOLONS):
            joined = True
        elif mark := s.at("series.more", index) or s.at("modifier", index) or s.at("series.inside", index):
            index = mark.end
            continue
        elif not token.is_word:
            return False
        elif s.covering("toponym", index):
            phrase = True  # "then Tartus with 433"
        elif _leads_phrase(s, index) or s.covering("date", index):
            joined, phrase = False, True
        elif not phrase or _is_finite(s, index):
            return False
        else:
            joined = False
        index += 1
    return joined or (end > start and s.word(end).startswith(WRITTEN_AND))


def _leads_phrase(s: Sentence, index: int) -> bool:
    return any(s.at(group, index) for group in ("series.preposition", "places.locative", "places.near"))


def _is_finite(s: Sentence, index: int) -> bool:
    """A past tense that begins a clause of its own, not a participle before its noun ("the besieged city")."""
    leads = s.at("series.more", index - 1) or s.at("series.preposition", index - 1)
    return s.ends_with("finite", index) and not leads


def _behind_quoted(s: Sentence, start: int, end: int) -> int:
    """Behind a name in quotation marks that a noun ends with: "16 members | of the “Village Patrol” | (a militia)"."""
    name = start + (s.at("grammar.of", start) is not None)
    name += s.word(name) in s.language.articles
    if s.word(name) not in QUOTES:
        return start
    near = range(name + 1, min(end, name + _QUOTED))
    return next((i + 1 for i in near if s.word(i) in QUOTES), start)


def inserted(s: Sentence, start: int, end: int, found: list[Count]) -> int:
    """Behind what is put in between a count and its verb: "149 people, including the mayor, were killed".

    Returns `start` where nothing is.  Other counts make it a list, unless a word says that they are among the first.
    """
    start = _behind_quoted(s, start, end)
    if start >= end or s.word(start) not in _OPENING:
        return start
    close = end - 1
    while close > start and is_auxiliary(s, close):
        close -= 1
    paired = (s.word(start) == "(") == (s.word(close) == ")")
    if close <= start + 1 or s.word(close) not in _CLOSING or not paired:
        return start
    counted = any(start < c.start < close for c in found)
    among = s.at("series.inside", start + 1) or s.at("role.part", start + 1)
    return close + 1 if among or not counted else start
