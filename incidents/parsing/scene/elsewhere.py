"""Places that are not where it happened: in other names, or where people come from, are taken to or speak."""

from __future__ import annotations

from typing import Literal

from incidents.languages import Mark
from incidents.parsing.scene.place_names import NO_PLACE_KINDS, NOUN_PHRASE, is_country, is_town, name_start
from incidents.parsing.scene.speaking import speaks_here, tells_facts
from incidents.parsing.text import COMMAS, DASHES, Sentence

Standing = Literal["there", "weak", "goal", "elsewhere"]
"""there: it may be where it happened.  weak: only where nothing is told of "in" another place.  goal: where
people fled to, which is the place of the flight alone."""
_DATELINE_REACH = 14
"""So many tokens at most stand between the place of a dateline and its dash."""
_TAKEN = "Abduction/forced disappearance"
_LONG_LIST = 20
"""Places of a sentence that are looked at as one list."""
_VERBS = ("verb_object", "verb_active", "verb_subject", "verb_first", "say")
_HAPPENING = ("event", "verb_object", "verb_active", "verb_subject", "verb_first", "casualty")
_INHABITANTS = ("civilians", "men", "women", "children")
"""Who is told by a town's name because they live there ("a Jableh man"); a town's police is hurt at work, in it."""
_OF_A_PLACE = frozenset(("area", "region", "countryside", "district", "city"))
"""Words that are joined to a place's name and still mean the place ("Atlanta-area")."""


def standing(s: Sentence, mark: Mark) -> Standing:
    """May a toponym of the sentence be where it happened?"""
    if _is_within_a_name(s, mark) or _is_compound(s, mark) or _counts_people(s, mark):
        return "elsewhere"
    if _is_dateline(s, mark) or _describes(s, mark) or _tells_where_a_town_is(s, mark):
        return "elsewhere"
    where = s.word(mark.end) in COMMAS and s.word_in("where", mark.end + 1) and not _is_by_hospital(s, mark)
    if where and any(s.has(group, mark.end + 2) for group in _HAPPENING):
        return "there"  # "was sent to Homs, where he was killed"
    if _is_origin(s, mark) or _is_goal(s, mark) or _is_alibi(s, mark):
        return "elsewhere"
    local = speaks_here(s, mark)
    if local is not None:
        return "weak" if local else "elsewhere"
    if _is_toward(s, mark):
        return "goal"
    led = s.covering("places.home", name_start(s, mark) - 1)
    return "weak" if led or _names_people(s, mark) else "there"


def is_goal(s: Sentence, mark: Mark) -> bool:
    """Is a place where something may have happened one that people fled to?"""
    return _is_toward(s, mark) and standing(s, mark) == "goal"


def _is_toward(s: Sentence, mark: Mark) -> bool:
    return any(s.at("places.toward", i) for i in (name_start(s, mark) - 1, mark.start - 1))


def _names_people(s: Sentence, mark: Mark) -> bool:
    """ "A Jableh man", and not "Jableh Mayor ..."."""
    titled = mark.end < len(s.tokens) and s.tokens[mark.end].is_capitalised
    return not titled and any(s.at(f"people.{group}", mark.end) for group in _INHABITANTS)


# ------------------------------------------------------------ the name itself


def _is_within_a_name(s: Sentence, mark: Mark) -> bool:
    """Is it part of a name, or the last of a list in one? ("Islamic State of Iraq and the Levant")"""
    if mark.value.kind in NO_PLACE_KINDS:
        return True
    first = mark.start - 1 if s.word(mark.start - 1) in s.language.articles else mark.start
    listed = any(m.value.kind == "in_organisation" for m in s.ending("toponym", first - 1))
    return listed and s.at("grammar.and", first - 1) is not None


def _is_compound(s: Sentence, mark: Mark) -> bool:
    """ "Damascus-based", "Turkey-backed": what somebody is, not where something happened."""
    token, end = s.tokens[mark.end - 1], mark.value.end
    tail = token.text[end - token.start :] if token.end > end else ""
    return tail[:1] == "-" and tail[1:2].islower() and tail[1:] not in _OF_A_PLACE


def _counts_people(s: Sentence, mark: Mark) -> bool:
    """Is a country's name the noun of a number, and so its people? (١٢ سوريا, "twelve Syrians")"""
    numeral = s.covering("number", mark.start - 1) or s.word(mark.start - 1).isdecimal()
    return is_country(mark) and bool(numeral)


def _describes(s: Sentence, mark: Mark) -> bool:
    """Does a country tell whose people or forces something is, or who acts? ("US personnel", "Russia killed 12")

    It is where something happened where "in" or the like leads to it, another place stands before it in a list or
    an address, or it is said to have seen it ("Iraq saw 40 people killed").
    """
    if not is_country(mark) or s.language.direction == "rtl":
        return False
    if s.word(mark.end) == ":" or s.at("places.scene", mark.end):
        return False
    first = _list_head(s, mark)
    led = (
        s.at("places.locative", i) or s.covering("places.beside", i) or s.covering("places.struck", i)
        for i in range(first.start - 1, max(-1, first.start - 2 - NOUN_PHRASE), -1)
        if all(s.tokens[j].is_word and not _is_verb(s, j) for j in range(i + 1, first.start))
    )
    return is_country(first) and not any(led)


def _is_verb(s: Sentence, index: int) -> bool:
    return any(s.at(group, index) for group in _VERBS)


def _tells_where_a_town_is(s: Sentence, mark: Mark) -> bool:
    """ "The Chicago suburb of Aurora": the place is Aurora."""
    if not (s.word_in("place_kind", mark.end) and s.word_in("place_kind", mark.end + 1)):
        return False
    town = s.at("toponym", mark.end + 2)
    return town is not None and is_town(town)


def _list_head(s: Sentence, mark: Mark) -> Mark:
    """The first place of the list or address that a place stands in: "across Lebanon, Syria and Iraq"."""
    ends = {m.end: m for m in s.of("toponym")[:_LONG_LIST]}
    for _ in range(len(ends)):
        before = name_start(s, mark)
        while s.word(before - 1) in COMMAS or s.at("grammar.and", before - 1) or s.word_in("the", before - 1):
            before -= 1
        if before == name_start(s, mark) or before not in ends:
            break
        mark = ends[before]
    return mark


def _is_dateline(s: Sentence, mark: Mark) -> bool:
    """ "TEHRAN –", "BEIRUT (AP) —", "LIMA (PERU), 8 MAR 89 (EFE) --": where the outlet is, at the head of the text."""
    if (
        s.index > 1
        or mark.start > 5
        or s.word_in("at_place", mark.start - 1)
        or any(s.covering(group, i) for group in _VERBS for i in range(mark.start))
    ):
        return False
    for index in range(mark.end, min(mark.end + _DATELINE_REACH, len(s.tokens))):
        token = s.tokens[index]
        if token.text in DASHES:
            return token.start > s.tokens[index - 1].end or s.at("org", index + 1) is not None  # «دمشق-سانا»
        if token.is_word and token.text.islower() and s.word(index) not in s.language.day_words:
            return False
    return False


# ------------------------------------------------------------ where from, where to


def _is_origin(s: Sentence, mark: Mark) -> bool:
    """ "from Homs", "natives of Jableh", «مسلحين من حمص»; but "abducted 12 students from Kankara"."""
    ends = (name_start(s, mark), mark.start)
    near = range(ends[0] - NOUN_PHRASE, ends[0] - 1)
    taken = any(m.value.sub == _TAKEN for i in near for m in s.ending("event", i))
    if taken and s.word_in("from", ends[0] - 1):
        return is_country(mark)
    if any(s.ending("told.listed", end) for end in ends):
        return False  # "on the list of victims from Jableh"
    if any(s.ending("places.origin", end) for end in ends):
        return True
    whose = ("people", "actor", "number")
    return any(
        s.word_in("from", end - 1)
        and (any(s.ending(group, end - 1) for group in whose) or s.word(end - 2).isdecimal())
        for end in ends
    )


def _is_goal(s: Sentence, mark: Mark) -> bool:
    """Where somebody was sent, or the hurt and the dead were taken: "arrived in Homs", "to a hospital in Tartus"."""
    start = name_start(s, mark)
    if any(s.ending(g, end) for g in ("places.direction", "places.rest") for end in (start, mark.start)):
        return True
    if any(
        m.end < start <= m.end + NOUN_PHRASE and _only_who_and_when(s, m.end, start)
        for m in s.of("places.burial")
    ):
        return True
    if _is_by_hospital(s, mark):
        return True
    town = next(iter(s.ending("toponym", start - 1)), None) if s.word(start - 1) in COMMAS else None
    return town is not None and _is_by_hospital(s, town)  # "to a hospital in Springfield, Illinois"


def _is_alibi(s: Sentence, mark: Mark) -> bool:
    """ "He was in Springfield at the time": where somebody was, who was not where it happened."""
    led = name_start(s, mark) - 1
    was = s.word_in("at_place", led) and s.at("grammar.be", led - 1)
    return bool(was) and s.at("places.meanwhile", mark.end) is not None


def _is_by_hospital(s: Sentence, mark: Mark) -> bool:
    """ "To a hospital in Tartus", "to a Tartus hospital"."""
    return any(_leads_to_hospital(s, led, name_start(s, mark), mark) for led in s.of("places.toward"))


def _leads_to_hospital(s: Sentence, led: Mark, start: int, mark: Mark) -> bool:
    if led.end <= start <= led.end + 1 and s.word_in("facility", mark.end):
        return True
    within = led.end < start <= led.end + NOUN_PHRASE and s.any_word_in("facility", led.end, start)
    return within and not tells_facts(s, led.end, start)


def _only_who_and_when(s: Sentence, start: int, end: int) -> bool:
    """Do tokens tell no more than people and a day? ("buried on Sunday in Homs", not "buried under rubble in Homs")"""
    groups = ("date", "number", "casualty", "people")
    words = ("spoken_in", "day_lead", "the")
    return all(
        s.word(i).isdecimal() or any(s.covering(g, i) for g in groups) or any(s.word_in(w, i) for w in words)
        for i in range(start, end)
    )
