"""Counts of several people: a number together with the noun phrase that says who is counted."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from incidents.languages import Mark
from incidents.model import Category, Unit
from incidents.parsing.counting.figures import Number, counts_things, modified_after
from incidents.parsing.counting.people import Count, category_of, side_of
from incidents.parsing.counting.persons import is_age
from incidents.parsing.counting.triggers import Trigger, has_be, takes_object
from incidents.parsing.sources.noun_phrases import is_possessive
from incidents.parsing.text import COMMAS, WRITTEN_AND, WRITTEN_ARTICLE, Sentence

_REACH = 8
"""Words at most of the phrase behind a number, and to a verb that tells of it."""
_UNKNOWN = 3
"""Words at most of no list that may describe people: "two young Polish farmers"."""
_OF_REACH = 5
"""Words from "of" to whoever it is; an adjective stands right before its noun, in Arabic right behind it."""
_VERBS = ("verb_object", "verb_subject", "verb_active", "verb_first")


class _Phrase(NamedTuple):
    """The phrase after a number ends before token `end`; marks: its people and casualties."""

    end: int
    marks: list[Mark]
    head: bool
    open_noun: bool = False


def counts(s: Sentence, numbers: list[Number]) -> list[Count]:
    """The counts of people in a sentence from left to right, numbers of other things left out."""
    out: list[Count] = []
    for index, number in enumerate(numbers):
        phrase = None if _is_no_count(s, number, numbers[:index]) else _phrase(s, number)
        if phrase is None:
            continue
        collective = _collective(s, number)
        if not phrase.head and not collective and _is_age_of(s, number):
            continue
        marks = phrase.marks
        if marks and s.word_in("lives", marks[-1].start) and not _are_lost(s, number.start, phrase.end):
            continue  # "saved 26 lives"
        if out and _is_whose(s, out[-1], number, phrase.end):
            out[-1] = replace(out[-1], end=phrase.end)
            continue
        if number.low == number.high == 1 and _is_no_one(s, number, marks):
            continue
        if s.at("grammar.of", number.end) and marks and not marks[0].group.startswith("people"):
            if some := _some_told_elsewhere(s, number, phrase):
                out.append(some)
            continue
        precise, end = modified_after(s, number, phrase.end)
        if marks and s.covering("collective", marks[0].end - 1) and not _is_of_one(s, number, marks[0]):
            precise = replace(precise, low=None, high=None, basis="none")  # 300 families are not 300 people
        category = _with_for(s, end, category_of(marks))
        if category == "unspecified" and _are_of_a_body(s, number, end, marks):
            category = side_of(s, end)
        if collective and collective.group == "collective.civilians" and category == "unspecified":
            category = "civilians"
        start = collective.start if collective else number.start
        head = phrase.head or collective is not None
        if counted := _counted_before(s, number):
            start, head, category = counted.start, True, category_of([counted])
            told = s.at("casualty", number.end)  # «السائقين الثمانية المخطوفين»
            marks, end = [counted, *([told] if told else [])], told.end if told else number.end
        count = Count(start, end, precise, category, head, unit=_unit_of(marks), open_noun=phrase.open_noun)
        out.append(count)
    return _some_of(s, out)


def _is_whose(s: Sentence, kin: Count, number: Number, end: int) -> bool:
    """ "Six relatives of one soldier": people, of whom nothing else is told, to whom those counted before belong."""
    of = s.at("grammar.of", kin.end)
    lead = number.start - s.word_in("the", number.start - 1)
    noun = s.language.articles and s.covering("people", kin.end - 1)  # in Arabic "of" leads to a whole
    if not noun or of is None or of.end != lead:
        return False
    return not any(s.at(group, end) for group in ("grammar.relative", "verb_object"))


def _are_of_a_body(s: Sentence, number: Number, end: int, marks: list[Mark]) -> bool:
    """May the words behind a count say whose members they are: "members of", "members of the Lebanese"?"""
    people = s.covering("toponym", end - 1) and s.first("grammar.of", number.end, end)
    of = bool(marks) and _of_phrase(s, end, marks[-1])
    return of or people is not None or s.any_word_in("member", number.end, end)


def _some_told_elsewhere(s: Sentence, number: Number, phrase: _Phrase) -> Count | None:
    """ "16 of the missing have died", "verified 32 of these deaths": some of a number that is told elsewhere."""
    some = Count(number.start, number.end, number, "unspecified", True, unit="killed", is_part=True)
    if ended := died(s, phrase.end):
        return replace(some, trigger=ended)
    return replace(some, end=phrase.marks[0].end) if _are_checked(s, number, phrase.marks[0]) else None


def _are_checked(s: Sentence, number: Number, noun: Mark) -> bool:
    """ "It was able to verify 32 of these deaths": does somebody say that he made sure of so many of the dead?"""
    checks = next(iter(s.ending("role.checked", number.start)), None)
    if checks is None or noun.group != "casualty.killed":
        return False
    doubted = any(s.has(g, 0, checks.start) for g in ("status.negation", "status.intended", "status.alleged"))
    return not doubted


def _is_no_one(s: Sentence, number: Number, marks: list[Mark]) -> bool:
    """Is "one" no person: "in one clip bodies lie", "in one day", "from one family"?"""
    several = bool(marks) and _is_of_several(s, number, marks[0])
    return several or _is_one_thing(s, number.start - 1) or _is_of_one_family(s, number, marks)


def _is_one_thing(s: Sentence, noun: int) -> bool:
    """«من عائلة واحدة», «في يوم واحد»: "one" is said of the noun before."""
    thing = not s.language.articles and s.covering("things", noun) is not None
    return thing or s.covering("collective", noun) is not None


def _is_of_one_family(s: Sentence, number: Number, marks: list[Mark]) -> bool:
    """ "Thirteen people from one family": whose they were, and no count."""
    led = any(s.at(group, number.start - 1) for group in ("grammar.of", "series.preposition"))
    return led and bool(marks) and s.covering("collective", marks[0].end - 1) is not None


def _is_of_one(s: Sentence, number: Number, noun: Mark) -> bool:
    """«13 من عائلة واحدة»: people of one family, and no families."""
    one = s.at("number", noun.end)
    same = (one is not None and one.value == 1) or s.word_in("same", noun.end)
    return same and s.at("grammar.of", number.end) is not None


def _are_lost(s: Sentence, start: int, end: int) -> bool:
    """Does a verb say of lives that they are lost: "claimed 26 lives", "26 lives were lost"?"""
    groups = ("verb_lives", "verb_lost")
    return any(s.has(g, max(0, start - _REACH), start) or s.has(g, end, end + _UNKNOWN) for g in groups)


def died(s: Sentence, index: int) -> Trigger | None:
    """The verb of dying that some of the wounded or missing have: "one of the injured in the blast has died"."""
    for at in range(index, min(index + _REACH, len(s.tokens))):
        passive = s.at("verb_object.killed", at) if has_be(s, at) else None
        if verb := s.at("verb_subject.killed", at) or passive:
            return Trigger(verb.start, verb.end, "killed", "before")
        if s.covering("say", at):
            return None
        if not s.tokens[at].is_word or s.at("grammar.and", at) or s.at("grammar.relative", at):
            return None
    return None


def _is_no_count(s: Sentence, number: Number, before: list[Number]) -> bool:
    """ "Two victims, both Americans" counts them once; "a town of 5,000 people" tells its size."""
    if s.at("series.pair", number.first) and s.word(number.first - 1) in COMMAS:
        return any(n.value == number.value for n in before)
    lead = number.start - 2
    sized = s.at("grammar.of", lead + 1) and s.covering("things", lead)
    return bool(sized) and not s.covering("collective", lead)


def _is_age_of(s: Sentence, number: Number) -> bool:
    """ "A woman of 29", "a woman, 34, was hurt", "another woman, also 34,"."""
    lead = number.start - (3 if s.at("grammar.also", number.start - 1) else 2)
    person = s.covering("people", lead) is not None and s.covering("casualty", lead) is None
    apart = s.word(lead + 1) in COMMAS and s.word(number.end) in COMMAS
    return person and (s.at("grammar.of", lead + 1) is not None or (apart and number.end == number.start + 1))


def _is_of_several(s: Sentence, number: Number, noun: Mark) -> bool:
    """A noun in the plural goes with "one" only behind "of": "one of the victims"."""
    plural = s.ends_with("plural", noun.end - 1) or s.ends_with("plural_person", noun.end - 1)
    between = range(number.end, noun.start)
    return plural and len(between) > 0 and not any(s.at("grammar.of", i) for i in between)


def _collective(s: Sentence, number: Number) -> Mark | None:
    """ "A family of five", «عائلة مكونة من خمسة»."""
    noun = number.start - 2 - s.word_in("made_up", number.start - 2)
    return s.covering("collective", noun) if s.at("grammar.of", number.start - 1) else None


def _counted_before(s: Sentence, number: Number) -> Mark | None:
    """The noun before an Arabic number with the article: «السائقين الثمانية», «الجرحى العشرة», «أبنائه الثلاثة»."""
    if number.in_digits or not _is_definite(s, number):
        return None
    return next((m for g in ("people", "casualty") for m in s.ending(g, number.start)), None)


def _is_definite(s: Sentence, number: Number) -> bool:
    """Has an Arabic number the article, so that its noun can't stand right behind it?"""
    return not s.language.articles and s.tokens[number.first].text.startswith(WRITTEN_ARTICLE)


def _some_of(s: Sentence, found: list[Count]) -> list[Count]:
    """ "Three of the eight drivers" counts three; the eight only where they have a word of their own."""
    out: list[Count] = []
    for count in found:
        some = out[-1] if out else None
        if some is None or not _stands_between(s, some, count):
            out.append(count)
            continue
        if some.number.in_digits and not count.head and not s.at("grammar.be", count.end):
            out.pop()  # "1 of 2" numbers pictures or pages
            continue
        category = count.category if some.category == "unspecified" else some.category
        if count.unit or _has_own_word(s, count):
            out[-1] = replace(some, head=True, open_noun=False, category=category, is_part=True)
            out.append(count)
        else:
            out[-1] = replace(some, end=count.end, head=True, category=category, open_noun=count.open_noun)
    return out


def _has_own_word(s: Sentence, count: Count) -> bool:
    """Do words inside the phrase or right behind it tell what happened to them ("kidnapped drivers", "who died")?"""
    if s.at("grammar.relative", count.end):
        return True
    if any(s.has(group, count.number.end, count.end + 1) for group in _VERBS):
        return True
    return not s.at("grammar.be", count.end) and any(s.at(group, count.end + 1) for group in _VERBS)


def _stands_between(s: Sentence, some: Count, whole: Count) -> bool:
    first = some.number.end
    if not s.at("grammar.of", first) or some.number.value >= whole.number.value:
        return False
    return all(s.word_in("the", i) or s.word_in("whose", i) for i in range(first + 1, whole.start))


# --- the phrase after a number ---


def _of_phrase(s: Sentence, index: int, head: Mark | None) -> bool:
    """Does "of" go on with the phrase: "three of the eight drivers", "members of the security forces"?"""
    open_head = head is None or head.group in ("people.unspecified", "people.men", "casualty.killed")
    return open_head and s.at("grammar.of", index) is not None


def _phrase(s: Sentence, number: Number) -> _Phrase | None:
    """The phrase of people after a number; None where it counts things."""
    index, unknown = _behind_age(s, number), 0
    definite = _is_definite(s, number)
    if definite and not s.at("grammar.of", number.end):
        return _Phrase(number.end, [], False)  # «شيع الآلاف جثامين»
    marks: list[Mark] = []
    head: Mark | None = None
    of = False  # "members of the new government's security forces": whose members stands farther off
    while index < min(len(s.tokens), number.end + _REACH):
        if counts_things(s, index):
            if head is not None and head.end == index and s.at("casualty", head.start):
                return None  # "200 dead fish"
            return None if head is None and unknown < _UNKNOWN else _Phrase(index, marks, head is not None)
        mark = s.at("people", index) or s.at("casualty", index)
        if _is_no_more(s, number, index, head) or (of and _is_kin(s, index, mark)):
            break
        if mark:
            head = mark
            marks += dict.fromkeys(m for m in (s.at("casualty", index), mark) if m)
            index, unknown, of = mark.end, 0, False
            continue
        if _of_phrase(s, index, head):
            index, of = index + 1, head is not None
            continue
        joins = head is None and s.at("grammar.and", index) and s.first("people", index + 1, index + 3)
        if joins and index > number.end:
            index += 1
            continue
        reach = index + (_OF_REACH if of else 2) if s.language.articles else index
        if _ends(s, index) or (head is not None and not s.first("people", index, reach)):
            break
        unknown += 1
        if unknown > _UNKNOWN:
            break
        index += 1
    if head is None and s.at("grammar.be", number.end) and (mark := s.at("people", number.end + 1)):
        return _Phrase(mark.end, [mark], True)  # "50 were civilians"
    if head is None and (end := _open_noun(s, number, index)):
        return _Phrase(end, [], True, open_noun=s.covering("toponym", end - 1) is None)
    return _Phrase(marks[-1].end if marks else number.end, marks, head is not None)


def _is_no_more(s: Sentence, number: Number, index: int, head: Mark | None) -> bool:
    """Does something else begin: «وضابط شرطة» is one more, as «رجلا» in «ثلاثة مسلحين رجلا» is, or a verb?"""
    if s.has_and(index) or (head is not None and _is_another_case(s, number, index)):
        return True
    return index > number.end and _has_object(s, index, head)


def _has_object(s: Sentence, index: int, noun: Mark | None) -> bool:
    """ "Two settlers wounded three farmers": does a word behind a noun tell what they did, and to whom?"""
    verb = s.at("verb_object", index)
    if verb is None or not (takes_object(s, verb.end) or (noun and s.at("people", verb.end))):
        return False
    number = s.at("number", verb.end)
    end = number.end if number else verb.end + 1
    units = s.language.dates["units"]
    later = any(s.word(end) in units[unit] for unit in ("hour", "day", "week", "month", "year"))
    own = any(s.at(group, end) for group in ("role.part", "verb_object", "verb_subject", "casualty"))
    return not (own or later or s.ends_with("adverb", end))  # "five people wounded an hour later"


def _is_kin(s: Sentence, index: int, person: Mark | None) -> bool:
    """ "Members of a policeman's family", "of the family of a soldier": who they are of kin to, and not they."""
    owner = person is not None and is_possessive(s, person.end - 1)
    return owner or s.covering("collective.civilians", index) is not None


def _behind_age(s: Sentence, number: Number) -> int:
    """ "Three 9-year-old pupils": the noun stands behind the age of each."""
    age = s.first("person.unit_of_age", number.end, number.end + _UNKNOWN) if number.value > 1 else None
    return age.end if age and is_age(s, number.end) else number.end


def _is_another_case(s: Sentence, number: Number, index: int) -> bool:
    """Arabic numbers up to ten have their noun in the genitive: one in the accusative is the object of the verb."""
    return not s.language.articles and number.value <= 10 and s.ends_with("accusative", index)


def _ends(s: Sentence, index: int) -> bool:
    """Does a word end the phrase: a verb, a preposition, an article, another number?"""
    if not s.tokens[index].is_word or any(s.at(g, index) for g in ("grammar.noun_stop", "number", "pronoun")):
        return True
    article = s.word(index) in s.language.articles and not s.at("grammar.of", index - 1)
    if article or s.covering("say", index) or s.at("role.apart", index) or s.at("role.part", index):
        return True
    if s.at("fate.death_of", index):
        return True  # «ستة متهمين باغتيال ضابط»
    verb = next((v for group in _VERBS if (v := s.at(group, index))), None)
    named = verb is not None and s.language.articles and s.at("people", verb.end)
    return verb is not None and not named  # but "three killed soldiers" goes on


def _is_people_of_a_country(s: Sentence, end: int) -> bool:
    """ "Two Britons", "three Swiss and a Dane", but not "two Syrian and Russian jets"."""
    named = s.covering("toponym", end - 1)
    if named is None or named.value.kind != "demonym":
        return False
    joined = s.at("grammar.and", end)
    following = joined.end if joined else end
    counted = s.at("number", following) or s.word(following) in s.language.articles
    return s.ends_with("plural", end - 1) or joined is None or bool(counted)


def _open_noun(s: Sentence, number: Number, end: int) -> int | None:
    """Where a noun that stands in no list ends: "three Polish beekeepers", «12 راعيا»."""
    if end == number.end or s.at("grammar.of", number.end):
        return None
    if not s.language.articles:
        end = number.end + 1  # in Arabic the noun follows its number at once
        attached = s.word(end - 1).startswith(WRITTEN_AND) and len(s.tokens[end - 1].forms) > 1
        return end if not attached and not _is_other(s, end - 1) else None
    if _is_other(s, end - 1):
        return end if _is_people_of_a_country(s, end) else None
    plural = s.ends_with("plural", end - 1) or s.word_in("plural_noun", end - 1)
    return end if plural and not s.ends_with("adverb", end - 1) else None


def _is_other(s: Sentence, index: int) -> bool:
    return any(s.covering(group, index) for group in ("toponym", "date", "event"))


def _unit_of(marks: list[Mark]) -> Unit | None:
    told = [m.group.partition(".")[2] for m in marks if m.group.startswith("casualty.")]
    return told[-1] if told else None  # type: ignore[return-value]


def _with_for(s: Sentence, end: int, category: Category) -> Category:
    """ "93 dead for the ministries' forces", "120 for the armed groups": who they were, after the count."""
    if category == "unspecified" and s.word_in("side", end) and not s.has_and(end):
        marks = [m for m in s.of("people") if end < m.start <= end + 7]
        return category_of(marks[:1])
    return category
