"""Counts of people linked to the words that tell what happened to them.

A count is linked to the trigger that governs it: passives, participles and intransitive verbs take the
count before them ("60 civilians killed", "31 people died"), active verbs and tolls the one after ("killed
25 of them", "the toll stands at 524"); nouns such as "deaths" tell by themselves.  Counts in a list share
their neighbour's trigger (series.py).
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from incidents.parsing.counting.appositions import with_appositions
from incidents.parsing.counting.casualties import without_casualties
from incidents.parsing.counting.couples import couples
from incidents.parsing.counting.doers import doings
from incidents.parsing.counting.duals import duals
from incidents.parsing.counting.families import families
from incidents.parsing.counting.figures import Number
from incidents.parsing.counting.groups import counts, died
from incidents.parsing.counting.lists import complete, with_sums
from incidents.parsing.counting.people import ARMED, HURT, Count, category_of
from incidents.parsing.counting.pronouns import with_them
from incidents.parsing.counting.series import got_away, inserted, is_divided, is_of_part, is_series, share
from incidents.parsing.counting.several import groups
from incidents.parsing.counting.singles import singles
from incidents.parsing.counting.triggers import Trigger, is_auxiliary, is_of_things, triggers
from incidents.parsing.text import CLAUSE_ENDS, COMMAS, Sentence

_REACH = 14.0
"""So far, in tokens and charges, a trigger governs a count."""
_FAR = _REACH + 1
_OPEN_REACH = 4.0
"""The same for a noun of no list, which may count anything."""
_NO_NOUN = ("grammar.noun_stop", "grammar.be", "grammar.and", "date", "toponym")
_ASIDE = 6
"""Words at most from "who" to the figure of a clause put in between."""
_ASIDE_REACH = 40
"""So far a verb may stand behind what is put in between."""
_OF_TOLL = 6
"""Words behind a toll among which those are named who died: "the toll among civilians"."""
_NO_VERB = ("say", "role", "modifier", "number")
"""Words that may end like a verb right before a figure, and have no object."""
_SOME = 3
"""So many words may stand in "three | of the | eight hostages"."""
_OF_THE_LIVING = (*HURT, "abducted", "arrested")


def linked_counts(s: Sentence, numbers: list[Number]) -> list[Count]:
    """The counts of people in a sentence; those that nothing in it explains have no unit."""
    two = [*duals(s), *couples(s)]
    told = [c for c in counts(s, numbers) if not any(c.start < d.end and d.start < c.end for d in two)]
    found = sorted([*told, *two], key=lambda c: c.start)
    found = [c for c in found if s.has_and(c.start) or not s.word_in("tied", c.start - 1)]  # «قتل والد طفلين»
    done = doings(s, found)
    found = [c for c in found if not any(d.count is c for d in done)]
    known = triggers(s, [(c.start, c.end) for c in found])
    linked = groups(s, share(s, _told_once(s, [_linked(s, count, known, found) for count in found])))
    linked = with_them(s, without_casualties(s, linked))
    listed = complete(s, linked + singles(s, linked, done))
    born = [c for c in listed if not s.covering("person.unborn", c.end - 1)]
    return with_sums(s, with_appositions(s, families(s, born)))


def _linked(s: Sentence, count: Count, known: list[Trigger], found: list[Count]) -> Count:
    options = [(_cost(s, count, t, known, found), t.start, t) for t in known]
    cost, _, trigger = min(options, key=lambda o: o[:2], default=(_FAR, 0, None))
    if trigger and count.start < trigger.end <= count.end:  # "three kidnapped farmers were shot dead"
        state = replace(count, unit=count.unit or trigger.unit)
        behind = (o for o in options if o[2].start >= count.end and o[0] <= _REACH)
        cost, _, trigger = next((o for o in behind if _befell(s, state, o[2], found)), (cost, 0, trigger))
    if got_away(s, count.end):
        return count
    if trigger is None or cost > _REACH:
        return count
    if count.unit and cost > 0.0 and not (_is_split(s, count, trigger) or _befell(s, count, trigger, found)):
        return count
    if count.open_noun and (
        (cost > _OPEN_REACH and not _ends_list(s, count, trigger)) or not _is_of_the_living(s, trigger)
    ):
        return count
    if not count.head and is_of_things(s, trigger) and _has_noun(s, count.end, trigger):
        return count  # "seized one ton of cocaine"
    if trigger.kind != "toll" and _is_of_another_verb(s, count, trigger):
        return count
    if trigger.unit == "displaced" and count.category in ARMED:
        return count  # "two gunmen entered a school"
    category = count.category
    if category == "unspecified" and trigger.kind == "toll":
        last = min(max(trigger.end, count.start), trigger.end + _OF_TOLL)
        told = (m for m in s.of("people") if trigger.start <= m.start < last)
        category = category_of([m for m in told if not s.covering("role.total", m.start)])  # "s'élève à"
    return replace(count, unit=trigger.unit, trigger=trigger, category=category)


def _is_of_another_verb(s: Sentence, count: Count, trigger: Trigger) -> bool:
    """ "Killed 12 and freed 30 captives", "overpowered three guards and fled": the object of a verb of no list."""
    verb = count.start - 1
    if not s.language.articles:  # «وحاصروا 30 آخرين»: behind an "and" any word of no list
        listed = verb < 0 or not s.language.table.by_first.keys().isdisjoint(s.tokens[verb].forms)
        return trigger.end <= verb and s.has_and(verb) and not listed
    told = s.ends_with("finite", verb) or s.word_in("other_verb", verb)
    if not told or any(s.covering(group, verb) for group in _NO_VERB):
        return False
    lead = verb - 1
    while s.is_adverb(lead):
        lead -= 1
    joined = s.at("grammar.and", lead) is not None or s.word(lead) in COMMAS
    goes_on = trigger.start >= count.end and s.at("grammar.and", trigger.start - 1) is not None
    return joined and (trigger.end <= verb or goes_on)


def _is_split(s: Sentence, count: Count, trigger: Trigger) -> bool:
    """ "Shot two men dead": the noun's last word goes with the verb."""
    verb = s.at("verb_split", trigger.start)
    return verb is not None and verb.end == trigger.end and trigger.unit == count.unit


def _befell(s: Sentence, count: Count, trigger: Trigger, found: list[Count]) -> bool:
    """ "Five hostages were killed": what a verb says right behind a noun of state befell those whom it names."""
    worse = trigger.unit == "killed" and count.unit == "injured"
    if trigger.unit not in HURT or (count.unit in HURT and not worse) or trigger.kind != "before":
        return False
    some = any(c.is_part and c.end <= count.start <= c.end + _SOME for c in found)
    between = range(inserted(s, count.end, trigger.start, found), trigger.start)
    return not some and all(is_auxiliary(s, i) for i in between)


def _ends_list(s: Sentence, count: Count, trigger: Trigger) -> bool:
    """ "Killed a priest, a nun and four parishioners": nothing but a list of people stands between."""
    between = range(trigger.end, count.start)
    stops = ("grammar.noun_stop", "grammar.of", "say", "grammar.be")
    joined = bool(between) and s.at("grammar.and", count.start - 1) is not None
    return joined and not any(
        s.covering(group, i) and not s.at("grammar.and", i) for i in between for group in stops
    )


def _told_once(s: Sentence, linked: list[Count]) -> list[Count]:
    """ "One of the six who were killed": the verb tells of the six; of "one of the six injured" another may tell."""
    out = list(linked)
    for index, (some, whole) in enumerate(pairwise(linked)):
        if some.is_part and some.trigger is not None and some.trigger == whole.trigger:
            told = died(s, whole.end) if whole.unit != "killed" else None
            out[index] = replace(some, unit=told.unit if told else None, trigger=told, head=told is not None)
    return out


def _is_of_the_living(s: Sentence, trigger: Trigger) -> bool:
    """Can what happened only happen to living beings?"""
    return trigger.unit in _OF_THE_LIVING and not is_of_things(s, trigger)


def _has_noun(s: Sentence, index: int, trigger: Trigger) -> bool:
    """Does a number that ends here have a noun, which is none of people, so that it does not stand for them alone?"""
    if index >= len(s.tokens) or trigger.start <= index < trigger.end or not s.tokens[index].is_word:
        return False
    return not any(s.covering(group, index) for group in _NO_NOUN)


def _cost(s: Sentence, count: Count, trigger: Trigger, known: list[Trigger], found: list[Count]) -> float:
    """How far a trigger is from governing a count, in tokens with a charge for what stands between."""
    if _is_reached(s, count, trigger):
        return _between(s, count.start, count.start, trigger, known)
    if count.start - trigger.end > _REACH or trigger.start - count.end > _ASIDE_REACH:
        return _FAR  # so that most pairs of a long sentence fall out here
    if count.start >= trigger.end:
        return _cost_after(s, count, trigger, known)
    if count.end > trigger.start:
        return 0.0 if trigger.start >= count.start else _FAR
    if trigger.kind == "toll" and trigger.start - count.end <= 1 and s.word_in("to", count.start - 1):
        return 1.0  # "bringing to eight the number of those killed"
    if trigger.kind in {"after", "toll"} or _is_aside(s, count) or s.has_and(trigger.start):
        return _FAR
    if trigger.kind == "either" and _is_verbal_noun(s, trigger):
        return _FAR  # «ستة متهمين باغتيال ضابط»
    if _is_of_another(s, count, trigger, found):
        return _FAR
    agrees = count.end == trigger.start and s.ends_with("plural_verb", trigger.start)
    if trigger.kind == "either" and not agrees and any(_follows(s, c, trigger, known) for c in found):
        return _FAR  # «خمسة رجال بتهمة قتل 12»
    if any(_stands_nearer(s, count, c, trigger) for c in found):
        return _FAR
    start = inserted(s, count.end, trigger.start, found)
    cost = _between(s, start, trigger.start, trigger, known) + (2.0 if start > count.end else 0.0)
    if not count.head and cost > 3:
        return _FAR
    return cost + (0.5 if trigger.kind == "either" else 0.0)


def _follows(s: Sentence, count: Count, trigger: Trigger, known: list[Trigger]) -> bool:
    """Does a count stand right behind a trigger, and no other trigger between («15 شخصا قتلوا وأصيب 30»)?"""
    if not trigger.end <= count.start <= trigger.end + 2:
        return False
    between = range(trigger.end, count.start)
    apart = any(s.word(i) in COMMAS or s.at("series.inside", i) for i in between)
    return not (apart or any(t.start in between for t in known))


def _is_of_another(s: Sentence, count: Count, trigger: Trigger, found: list[Count]) -> bool:
    """ "Two tribes left eight dead", "nine women, as well as 12 men who died": does another count have the word?"""
    if any(c is not count and c.start <= trigger.start < c.end for c in found):
        return True
    lead = trigger.start - 1
    while lead > count.end and s.covering("grammar.be", lead):
        lead -= 1
    relative = s.at("grammar.relative", lead)
    return relative is not None and any(c.end == lead and c.start > count.end for c in found)


def _is_reached(s: Sentence, count: Count, trigger: Trigger) -> bool:
    """ "The death toll from a bombing at a mosque in the city climbed to 63": its verb stands far behind."""
    if trigger.kind != "toll" or not 0 < count.start - trigger.end <= _ASIDE_REACH:
        return False
    verb = next((m for m in s.ending("role.total", count.start) if m.start >= trigger.end), None)
    if verb is None:
        return False
    between = range(trigger.end, verb.start)
    return not any(s.word(i) in CLAUSE_ENDS or s.at("series.subordinate", i) for i in between)


def _is_verbal_noun(s: Sentence, trigger: Trigger) -> bool:
    """Is it an Arabic noun of killing or hurting («مقتل», «بقتل»), which has those who suffered it behind it?"""
    listed = any(s.at(group, trigger.start) for group in ("fate.death_of", "fate.hurt_of"))
    return listed or s.is_led(trigger.start)


def _stands_nearer(s: Sentence, count: Count, other: Count, trigger: Trigger) -> bool:
    """ "Hundreds of mourners came for five people killed": the verb is of the five, in no list with the first."""
    if other.start < count.end or other.end > trigger.start:
        return False
    if count.is_part and other.unit not in (None, trigger.unit):
        return False  # "one of the four injured has died"
    if is_of_part(s, other, trigger) or is_divided(s, count, trigger):
        return True
    end = other.start - 1 if s.word_in("whose", other.start - 1) else other.start  # "and their three sons"
    listed = any(s.has(group, count.end, end) for group in ("role.among", "role.part", "series.inside"))
    if listed or is_series(s, count.end, end):
        return False
    verb = other.end + bool(s.at("grammar.relative", other.end))
    return all(s.covering("grammar.be", i) or s.word_in("have", i) for i in range(verb, trigger.start))


def _is_aside(s: Sentence, count: Count) -> bool:
    """Does it end a clause put in between: "the chief, who led 40 officers, was killed"?"""
    if s.word(count.end) not in COMMAS:
        return False
    near = range(max(1, count.start - _ASIDE), count.start)
    return any(s.at("grammar.relative", i) and s.word(i - 1) in COMMAS for i in near)


def _cost_after(s: Sentence, count: Count, trigger: Trigger, known: list[Trigger]) -> float:
    """The cost for a count behind the trigger."""
    if trigger.kind == "before":
        return _FAR
    if trigger.kind == "toll":
        cost = _between(s, _behind_aside(s, trigger.end, count.start), count.start, trigger, known)
        return cost + (3.0 if s.word_in("from", count.start - 1) else 0.0)
    if _is_governed(s, count, trigger):
        return _FAR
    cost = _between(s, trigger.end, count.start, trigger, known)
    return cost if count.head or cost <= 2 else _FAR


def _behind_aside(s: Sentence, start: int, end: int) -> int:
    """Behind what commas put in between: "the toll, initially put at 12, was raised to 19"."""
    if s.word(start) not in COMMAS:
        return start
    return next((i + 1 for i in range(end - 1, start, -1) if s.word(i) in COMMAS), start)


def _is_governed(s: Sentence, count: Count, trigger: Trigger) -> bool:
    """Is it told of somebody else's part: "killed the mayor before 200 people", "by three gunmen", "who led 40"?"""
    lead = count.start - 1
    if s.ending("grammar.agent", count.start) or s.has("grammar.relative", trigger.end, lead):
        return True
    if s.has("series.onlookers", trigger.end, count.start):
        return True  # "shot him in front of his wife and three children"
    first = trigger.end + 1 if s.at("grammar.of", lead) else trigger.end  # "the killing of 12"
    return s.at("series.preposition", lead) is not None and lead >= first


def _between(s: Sentence, start: int, end: int, trigger: Trigger, known: list[Trigger]) -> float:
    if any(s.word(i) in CLAUSE_ENDS or s.at("series.subordinate", i) for i in range(start, end)):
        return _FAR
    if trigger.kind == "before" and any(
        s.word(i - 1) in COMMAS and s.word_in("leaving", i) for i in range(start + 1, end)
    ):
        return _FAR  # "two men opened fire, leaving a woman dead"
    if trigger.kind == "before" and s.at("grammar.relative", start) and s.word_in("whose", start + 1):
        return _FAR  # "told her two sons that their uncle had died"
    others = [
        t for t in known if start <= t.start < end and not (t.start < trigger.end and trigger.start < t.end)
    ]
    says = sum(start <= m.start < end for m in s.of("say"))
    commas = sum(s.word(i) in COMMAS for i in range(start, end))
    return (end - start) + 1.5 * commas + 5.0 * len(others) + 2.0 * says
