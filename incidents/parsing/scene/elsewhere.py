"""Places of a sentence that are not where it happened: where somebody speaks, comes from or is taken to.

Who speaks decides: residents, police or a hospital of a town speak of their own town, so that it is the place
where no other is told; a ministry, an envoy or a court speaks of somewhere else.
"""

from __future__ import annotations

from typing import Literal

from incidents.languages import Mark
from incidents.languages.organisations import RELAYS
from incidents.model import POINT_PRECISIONS, Place
from incidents.parsing.text import COMMAS, DASHES, Sentence

Standing = Literal["there", "weak", "goal", "elsewhere"]
"""there: it may be where it happened.  weak: only where nothing is told of "in" another place.  goal: where
people fled to, which is the place of the flight alone."""
NO_PLACE_KINDS = frozenset(("demonym", "in_organisation"))
"""Kinds of toponyms that are no place by themselves."""
_DATELINE_REACH = 14
_NOUN_PHRASE = 5
"""Words of a noun phrase that are looked at."""
_TAKEN = "Abduction/forced disappearance"
_LONG_LIST = 20
"""Places of a sentence that are looked at as one list."""
_SPEECH = 9
"""Words from a verb of speaking to the place of speaking."""
_DEEDS = ("verb_object", "verb_active", "verb_subject", "verb_first")
_VERBS = (*_DEEDS, "say")
_FACTS = (*_DEEDS, "verb_lost", "event", "casualty", "toll", "number")
"""Marks of what happened, which no words about the speaker hold."""
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
    if s.word(mark.end) in COMMAS and s.word_in("where", mark.end + 1):
        return "there"  # "was sent to Homs, where ..."
    if _is_origin(s, mark) or _is_goal(s, mark):
        return "elsewhere"
    local = _speaks_here(s, mark)
    if local is not None:
        return "weak" if local else "elsewhere"
    before = name_start(s, mark) - 1
    if s.at("places.toward", before) or s.at("places.toward", mark.start - 1):
        return "goal"
    led = s.covering("places.home", before)
    return "weak" if led or _names_people(s, mark) else "there"


def is_goal(s: Sentence, mark: Mark) -> bool:
    """Is a place where something may have happened one that people fled to?"""
    return bool(s.of("places.toward")) and standing(s, mark) == "goal"


def _names_people(s: Sentence, mark: Mark) -> bool:
    """ "A Jableh man", and not "Jableh Mayor ..."."""
    titled = mark.end < len(s.tokens) and s.tokens[mark.end].is_capitalised
    return not titled and any(s.at(f"people.{group}", mark.end) for group in _INHABITANTS)


def name_start(s: Sentence, mark: Mark) -> int:
    """First token of a place with the words that say its kind ("the Syrian village of Arza")."""
    start = mark.start
    while start > 0 and mark.start - start < _NOUN_PHRASE:
        said = next((m for m in s.ending("toponym", start) if m.value.kind == "demonym"), None)
        if said is None and not s.word_in("place_kind", start - 1):
            break
        start = said.start if said else start - 1
    return start


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
    return _is_country(mark) and bool(numeral)


def _describes(s: Sentence, mark: Mark) -> bool:
    """Does a country tell whose people or forces something is, or who acts? ("US personnel", "Russia killed 12")

    It is where something happened where "in" or the like leads to it, another place stands before it in a list or
    an address, or it is said to have seen it ("Iraq saw 40 people killed").
    """
    if not _is_country(mark) or s.language.direction == "rtl":
        return False
    if s.word(mark.end) == ":" or s.at("places.scene", mark.end):
        return False
    first = _list_head(s, mark)
    led = (
        s.at("places.locative", i) or s.covering("places.beside", i) or s.covering("places.struck", i)
        for i in range(first.start - 1, max(-1, first.start - 2 - _NOUN_PHRASE), -1)
        if all(s.tokens[j].is_word and not _is_verb(s, j) for j in range(i + 1, first.start))
    )
    return _is_country(first) and not any(led)


def _is_verb(s: Sentence, index: int) -> bool:
    return any(s.at(group, index) for group in _VERBS)


def _tells_where_a_town_is(s: Sentence, mark: Mark) -> bool:
    """ "The Chicago suburb of Aurora": the place is Aurora."""
    if not (s.word_in("place_kind", mark.end) and s.word_in("place_kind", mark.end + 1)):
        return False
    town = s.at("toponym", mark.end + 2)
    return town is not None and is_town(town)


def is_town(mark: Mark) -> bool:
    """Is a toponym on a settlement, or a place in one?"""
    place: Place | None = mark.value.place
    return place is not None and place.geo_precision in POINT_PRECISIONS


def _is_country(mark: Mark) -> bool:
    place: Place | None = mark.value.place
    return place is not None and place.geo_precision == "country"


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
    near = range(ends[0] - _NOUN_PHRASE, ends[0] - 1)
    taken = any(m.value.sub == _TAKEN for i in near for m in s.ending("event", i))
    if taken and s.word_in("from", ends[0] - 1):
        return _is_country(mark)
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
        m.end < start <= m.end + _NOUN_PHRASE and _only_who_and_when(s, m.end, start)
        for m in s.of("places.burial")
    ):
        return True
    return any(
        s.any_word_in("facility", led.end, start) and not _tells_facts(s, led.end, start)
        for led in s.of("places.toward")
        if led.end < start <= led.end + _NOUN_PHRASE
    )


def _only_who_and_when(s: Sentence, start: int, end: int) -> bool:
    """Do tokens tell no more than people and a day? ("buried on Sunday in Homs", not "buried under rubble in Homs")"""
    groups = ("date", "number", "casualty", "people")
    words = ("spoken_in", "day_lead", "the")
    return all(
        s.word(i).isdecimal() or any(s.covering(g, i) for g in groups) or any(s.word_in(w, i) for w in words)
        for i in range(start, end)
    )


# ------------------------------------------------------------ where somebody speaks


def _speaks_here(s: Sentence, mark: Mark) -> bool | None:
    """Is it the place of a speaker, and one that speaks of his own town?  None: it isn't a speaker's place."""
    start = name_start(s, mark)
    if any(not _is_hit(s, m) for end in (start, mark.start) for m in s.ending("places.speaking", end)):
        return False
    if _is_seat(s, mark) or _is_where_heard(s, mark):
        return False
    if (institution := _institution_after(s, mark)) is not None:
        return institution
    led = start - 1 if s.word_in("spoken_in", start - 1) else mark.start - 1
    head = mark.start if is_led_within(s, mark) else led if s.word_in("spoken_in", led) else None
    if head is None:
        return False if _is_subject(s, mark) else None
    if s.ending("say.say", led) or s.ending("say.say", head):
        return False
    if _says_next(s, mark, head) or _said_before(s, mark, head):
        return _is_of_an_area(mark) or _is_local(s, head)
    return None


def _is_hit(s: Sentence, speaking: Mark) -> bool:
    """Is told what happened where somebody was to speak? ("opened fire at a press conference in Homs")"""
    for index in range(speaking.start - 1, max(-1, speaking.start - 1 - _NOUN_PHRASE), -1):
        if s.word(index) in COMMAS or s.covering("say", index):
            return False
        if any(s.covering(group, index) for group in ("event", "verb_object", "verb_active")):
            return True
    return False


def _is_where_heard(s: Sentence, mark: Mark) -> bool:
    """ "Confirmed the raid to reporters in Homs", "to the News Agency (NA) in Homs": where it was told to somebody?"""
    if any(m.end == mark.start for m in s.of("places.hearing")):
        return True
    at = mark.start - 1
    if not s.word_in("spoken_in", at):
        return False
    at -= 3 * (s.word(at - 1) == ")" and s.word(at - 3) == "(")
    relays = [m for m in s.ending("org", at) if m.value.kind in RELAYS] or s.ending("relay_source", at)
    return any(s.last("places.toward", m.start - 2, m.start) for m in relays)


def _is_subject(s: Sentence, mark: Mark) -> bool:
    """Does the place itself speak? ("Damascus said", "the EU, in Brussels, condemned")"""
    if s.word_in("at_place", mark.start - 1) or s.word_in("at_place", name_start(s, mark) - 1):
        return False
    groups = ("say", "places.reaction", "according")
    said = any(s.ending(group, at) for group in groups for at in (mark.start, name_start(s, mark)))
    if said and (
        s.language.direction == "rtl" or not _is_word(s, mark.end) or s.word_in("spoken_in", mark.end)
    ):
        return True  # "according to the EU", and not "according to Homs police"
    at = mark.end + 1 if s.word(mark.end) in COMMAS else mark.end
    if s.word_in("spoken_in", at):
        seat = s.at("toponym", at + 1)
        return seat is not None and _says_next(s, seat, at)
    return bool(s.at("say", mark.end) or s.at("places.reaction", mark.end))


def _is_seat(s: Sentence, mark: Mark) -> bool:
    """ "In Geneva, the UN said": is it the seat of the international body whose words follow?"""
    if name_start(s, mark) > 1 or s.word(mark.end) not in COMMAS or not s.covering("places.seat", mark.start):
        return False
    bodies = (m for m in s.of("org") if m.value.kind == "international")
    body = next((m for m in bodies if m.start <= mark.end + 2), None)
    return body is not None and s.has("say", body.end, body.end + 3)


def is_led_within(s: Sentence, mark: Mark) -> bool:
    """Is the preposition written onto the name? (بدمشق)"""
    token = s.tokens[mark.start]
    prefix = token.text[: max(mark.value.start - token.start, 0)]
    return bool(prefix) and prefix in s.language.words["spoken_in"]


def _institution_after(s: Sentence, mark: Mark) -> bool | None:
    """ "A London court heard": is it where an institution that speaks has its seat?"""
    for end in range(mark.end + 1, min(mark.end + _NOUN_PHRASE, len(s.tokens))):
        stops = s.at("grammar.clause_start", end - 1) or _tells_facts(s, end - 1, end)
        if stops or not s.tokens[end - 1].is_word:
            return None
        if s.at("say", end) or s.at("places.reaction", end):
            speaks = any(s.any_word_in(group, mark.end, end) for group in ("speaker", "local"))
            return (_is_of_an_area(mark) or s.any_word_in("local", mark.end, end)) if speaks else None
    return None


def _is_of_an_area(mark: Mark) -> bool:
    """Officials of a province or county speak of it, where those in a city may speak for the country."""
    place: Place | None = mark.value.place
    return place is not None and place.geo_precision in ("district", "governorate")


def _says_next(s: Sentence, mark: Mark, head: int) -> bool:
    """Is a verb of speaking told of somebody "in" the place? ("the EU, in Brussels, condemned", «سانا من دمشق:»)"""
    paired = s.word(head - 1) in COMMAS
    last = head - 2 if paired else head - 1
    if last < 0 or not s.tokens[last].is_word or _tells_facts(s, last, last + 1):
        return False
    if s.word(mark.end) == ":":
        return _is_speaker(s, last + 1, named=False)
    at = _list_end(s, mark)
    if s.word(at) in COMMAS:
        inner = s.at("toponym", at + 1)
        at = inner.end if inner else at
        relative = s.at("grammar.relative", at + 1)
        if not (paired or relative or (inner and s.word(at) in COMMAS)):
            return False
        at = relative.end if relative else at + 1 if s.word(at) in COMMAS else at
    for _ in range(_NOUN_PHRASE):
        date = s.covering("date", at)
        skipped = date or s.is_adverb(at) or s.word_in("have", at) or s.word_in("day_lead", at)
        if s.covering("say", at) or s.at("places.reaction", at) or not skipped:
            break
        at = date.end if date else at + 1
    if (be := s.at("grammar.be", at)) and s.at("attribution.told", be.end):
        return True
    if s.covering("say.count", at):
        return bool(s.ending("org", last + 1))  # else it may be people of the town who count its dead
    return bool(s.covering("say", at) or s.at("places.reaction", at))


def _list_end(s: Sentence, mark: Mark) -> int:
    """Behind the last of the places, known or only written like a name, that "and" joins to this one."""
    end = mark.end
    while s.at("grammar.and", end):
        other = s.at("toponym", end + 1)
        if other is None and not (_is_word(s, end + 1) and s.tokens[end + 1].is_capitalised):
            break
        end = other.end if other else end + 2
    return end


def _said_before(s: Sentence, mark: Mark, head: int) -> bool:
    """Did a verb of speaking lead to the place? ("said an official in Homs", "told the council in New York that")"""
    that = s.at("places.that", mark.end) or s.word(mark.end) == ":"
    for group in ("say.say", "say.confirm", "say.accuse", "say.cite", "according.words", "places.reaction"):
        for said in s.of(group):
            if not said.end < head <= said.end + _SPEECH or _tells_facts(s, said.end, head):
                continue
            between = range(said.end, head)
            if any(not s.tokens[i].is_word or s.at("places.that", i) for i in between):
                continue
            if that or (_is_speaker(s, head) and _ends_there(s, mark.end)):
                return True
    return False


def _ends_there(s: Sentence, index: int) -> bool:
    """Do the words about a speaker end here?  Before a verb that tells what happened, he is its subject."""
    if s.language.direction == "rtl":
        return True
    return not _is_word(s, index) or bool(s.covering("date", index) or s.word_in("day_lead", index))


def _is_speaker(s: Sentence, end: int, *, named: bool = True) -> bool:
    """Does the name or office of somebody who speaks end at a token?  named: any name in capitals may be one."""
    if s.ending("org", end) or s.ending("source.words", end):
        return True
    if any(m.value.kind in ("country", "region") for m in s.ending("toponym", end)):
        return True
    capital = named and s.tokens[end - 1].is_capitalised and end > 1
    return capital or s.any_word_in("speaker", max(0, end - 3), end) or _is_local(s, end)


def _is_local(s: Sentence, end: int) -> bool:
    """Does somebody speak who lives or works in the town? ("police in Jableh", "a local official in Hama")"""
    if s.ending("org", end):
        return False
    start = end
    while start > 0 and end - start < _NOUN_PHRASE and s.tokens[start - 1].is_word:
        if s.covering("say", start - 1) or s.covering("according", start - 1):
            break
        start -= 1
    return s.any_word_in("local", start, end)


def _is_word(s: Sentence, index: int) -> bool:
    return index < len(s.tokens) and s.tokens[index].is_word


def _tells_facts(s: Sentence, start: int, end: int) -> bool:
    return any(s.has(group, start, end) for group in _FACTS)
