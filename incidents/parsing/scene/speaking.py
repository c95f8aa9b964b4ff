"""Places where somebody speaks or hears what is told, which are not where it happened.

Who speaks decides: residents, police or a hospital of a town speak of their own town, so that it is the place
where no other is told; a ministry, an envoy or a court speaks of somewhere else.
"""

from __future__ import annotations

from incidents.languages import Mark
from incidents.languages.organisations import RELAYS
from incidents.model import Place
from incidents.parsing.scene.place_names import NOUN_PHRASE, is_led_within, name_start
from incidents.parsing.text import COMMAS, Sentence

_SPEECH = 9
"""Words from a verb of speaking to the place of speaking."""
_FACTS = (
    *("verb_object", "verb_active", "verb_subject", "verb_first", "verb_lost"),
    *("event", "casualty", "toll", "number"),
)
"""Marks of what happened, which no words about the speaker hold."""


def speaks_here(s: Sentence, mark: Mark) -> bool | None:
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
    for index in range(speaking.start - 1, max(-1, speaking.start - 1 - NOUN_PHRASE), -1):
        if s.word(index) in COMMAS or s.covering("say", index):
            return False
        if any(s.covering(group, index) for group in ("event", "verb_object", "verb_active")):
            return True
    return False


def _is_where_heard(s: Sentence, mark: Mark) -> bool:
    """ "Confirmed the raid to reporters in Homs", "to the News Agency (NA) in Homs": where it was told to somebody?"""
    if s.ending("places.hearing", mark.start):
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


def _institution_after(s: Sentence, mark: Mark) -> bool | None:
    """ "A London court heard": is it where an institution that speaks has its seat?"""
    for end in range(mark.end + 1, min(mark.end + NOUN_PHRASE, len(s.tokens))):
        stops = s.at("grammar.clause_start", end - 1) or tells_facts(s, end - 1, end)
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
    if last < 0 or not s.tokens[last].is_word or tells_facts(s, last, last + 1):
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
    for _ in range(NOUN_PHRASE):
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
            if not said.end < head <= said.end + _SPEECH or tells_facts(s, said.end, head):
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
    while start > 0 and end - start < NOUN_PHRASE and s.tokens[start - 1].is_word:
        if s.covering("say", start - 1) or s.covering("according", start - 1):
            break
        start -= 1
    return s.any_word_in("local", start, end)


def _is_word(s: Sentence, index: int) -> bool:
    return index < len(s.tokens) and s.tokens[index].is_word


def tells_facts(s: Sentence, start: int, end: int) -> bool:
    """Does a word of what happened begin in tokens [start, end)?"""
    return any(s.has(group, start, end) for group in _FACTS)
