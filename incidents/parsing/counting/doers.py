"""Who did it and to whom, where Arabic puts the verb first: «قتل مسلح ثلاثة أشخاص».

Written without its vowels a verb is the same in the active and the passive.  What tells them apart is the row behind
it: two noun phrases with no "and" and no preposition between them are the doer and whom it was done to; one alone is
whom it was done to («قتل مسلح وأصيب شرطي»).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from incidents.languages import Mark
from incidents.parsing.counting.figures import silent
from incidents.parsing.counting.people import Count, Person, count_of
from incidents.parsing.counting.triggers import Trigger
from incidents.parsing.text import Sentence

_UNITS = ("killed", "injured", "abducted", "arrested")
_NOUNS = ("actor.words", "actor.lone", "people", "person.male", "person.female", "org")
_BREAKS = ("verb_first", "say", "grammar.relative", "grammar.agent", "role.part", "act")
_REACH = 8
"""Words at most between the doer and the object: a place, a day, a vehicle."""
_HIDDEN = "ي"
"""How «ى» is compared, on which no case can be heard."""
_PASSIVE_VOWEL = "\u064f"


@dataclass(frozen=True, slots=True)
class Doing:
    """An active verb, its subject at tokens [start, end) and where its object begins; count: of the doers, if told."""

    verb: Mark
    start: int
    end: int
    object: int = 0
    count: Count | None = None


def doings(s: Sentence, counts: Sequence[Count]) -> list[Doing]:
    """The verbs of a sentence that stand before both their doer and their object."""
    return list(_doings(s, counts)) if s.language.direction == "rtl" else []


def _doings(s: Sentence, counts: Sequence[Count]) -> Iterator[Doing]:
    counted = {c.start: c for c in counts}
    for unit in _UNITS:
        for verb in s.of(f"verb_first.{unit}"):
            if has_passive_vowel(s, verb.start):
                continue
            count = counted.get(verb.end)
            end = count.end if count else _noun_end(s, verb.end)
            doing = Doing(verb, verb.end, end or verb.end, count=count)
            if end and (at := _object(s, doing, counted)):
                yield replace(doing, object=at)


def own_deaths(s: Sentence, done: Sequence[Doing], doers: Sequence[Person]) -> Iterator[Count]:
    """«قتل مسلح ثلاثة أشخاص قبل أن ينتحر»: whoever kills himself behind what he did is one more of the dead.

    doers: the single people among the subjects.
    """
    own = s.first("fate.self", done[-1].object) if done else None
    if own is None:
        return
    trigger = Trigger(own.start, own.end, "killed", "before")
    if several := done[0].count:
        yield replace(several, start=own.start, end=own.end, unit="killed", trigger=trigger)
    for person in doers[:1]:
        one = count_of(person, "killed", trigger)
        yield replace(one, start=own.start, end=own.end, number=silent(own.start))


def has_passive_vowel(s: Sentence, index: int) -> bool:
    """«قُتل»: is a verb written with the vowel of the passive?"""
    return s.language.direction == "rtl" and _PASSIVE_VOWEL in s.tokens[index].text[1:3]


def _noun_end(s: Sentence, at: int) -> int | None:
    """Where the noun of one or of several that begins here ends with its adjectives; None: it is none of a doer."""
    ends = [m.end for group in _NOUNS if (m := s.at(group, at))]
    if not ends or s.has_and(at) or s.at("person.kin", at) or s.word_in("tied", at):
        return None
    end = max(ends)
    while end < len(s.tokens) and not s.has_and(end) and _is_adjective(s, end):
        end += 1
    return end


def _is_adjective(s: Sentence, at: int) -> bool:
    demonym = s.at("toponym", at)
    return s.at("actor.adjective", at) is not None or (
        demonym is not None and demonym.value.kind == "demonym"
    )


def _object(s: Sentence, doing: Doing, counted: Mapping[int, Count]) -> int | None:
    """Where the object begins: right behind the subject, or behind a place, a day or a vehicle that follows it."""
    for at in range(doing.end, min(doing.end + _REACH, len(s.tokens))):
        told = any(s.covering(g, at - 1) for g in ("toponym", "date")) or s.word_in("attire", at - 2)
        if (at == doing.end or told) and _is_object(s, doing, at, counted.get(at)):
            return at
        if not s.tokens[at].is_word or s.has_and(at) or any(s.covering(g, at) for g in _BREAKS):
            return None
    return None


def _is_object(s: Sentence, doing: Doing, at: int, count: Count | None) -> bool:
    """May the noun phrase at a token be an object: a number, or a noun in the accusative behind a nominative?"""
    if s.has_and(at) or s.at("grammar.and", at - 1):
        return False
    if count:
        part = s.at("role.part", count.number.end)  # «عشرة أشخاص ثلاثة منهم أطفال»
        return not part and not _is_nominative(s, at) and (count.number.value > 2 or _is_accusative(s, at))
    if not any(s.at(group, at) for group in ("people", "person.male", "person.female")):
        return False
    if s.at("person.kin", at):
        return at == doing.end
    last = doing.end - 1
    if _is_accusative(s, last):  # a number's noun does not show the case of the number
        return doing.count is not None and s.ends_with("accusative", at)
    if _is_nominative(s, last):
        return not _is_nominative(s, at)
    return _is_accusative(s, at) or (at == doing.end and _hides_case(s, doing, at))


def _hides_case(s: Sentence, doing: Doing, at: int) -> bool:
    """«قتل جندي طفلة», «فتى فلسطينيا»: no case can be heard, but it is no adjective of the armed people before it."""
    if s.word(at).endswith(_HIDDEN) and s.ends_with("accusative", at + 1):
        return True
    armed = any(
        s.at(g, doing.start) for g in ("actor.words", "people.security_forces", "people.fighters", "org")
    )
    return armed and s.at("person.female", at) is not None


def _is_accusative(s: Sentence, at: int) -> bool:
    return s.ends_with("accusative", at) or s.ends_with("dual_object", at)


def _is_nominative(s: Sentence, at: int) -> bool:
    return s.ends_with("nominative", at) or s.ends_with("dual", at)
