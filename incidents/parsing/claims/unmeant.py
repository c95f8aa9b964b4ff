"""Words of events that tell none where they stand: in compounds, of things meant to be, and in figures of speech."""

from __future__ import annotations

from collections.abc import Callable

from incidents.languages import Mark
from incidents.parsing.text import COMMAS, Sentence

_NEAR = 4
"""Words at most from an event to "against inflation", "at night", and from a trouble to its verb."""
_MAIN_VERB = 10
"""Words at most between an event and the verb that says what is to be done about it."""
_LIST = 8
"""Words at most from a negation to "ever", and from there to the last verb that it denies."""
_SYMBOL = 6
"""Words on either side of "burned" among which a flag may stand."""


def is_unmeant(s: Sentence, mark: Mark) -> bool:
    """Does the word tell of no event as it stands?"""
    as_noun, as_verb = s.at("told.noun", mark.start) is not None, not s.at("told.weapon", mark.start)
    rules: tuple[Callable[[Sentence, Mark], bool], ...] = ()
    if as_noun:
        rules = (_leads_noun, _is_habit, _is_to_come, _is_against_an_evil, _is_of_words)
    elif as_verb:
        rules = (_is_adjective, _never_was, _broke_out)
    return any(rule(s, mark) for rule in (*rules, _is_of_a_symbol))


def _leads_noun(s: Sentence, mark: Mark) -> bool:
    """ "The battle zones", "an attack helicopter", "on murder charges"."""
    return s.at("unmeant.head", mark.end) is not None


def _is_habit(s: Sentence, mark: Mark) -> bool:
    """ "Bombings are carried out at night", "the men who attack buses"."""
    who = s.at("grammar.relative", mark.start - 1) and not s.at("attribution.content", mark.start - 1)
    return bool(who) or s.has("unmeant.usual", mark.end, mark.end + _NEAR)


def _is_to_come(s: Sentence, mark: Mark) -> bool:
    """ "The real battle against the cartels must be fought in court"."""
    verb = s.first("unmeant.to_come", mark.end, mark.end + _MAIN_VERB)
    return verb is not None and not any(s.word(i) in COMMAS for i in range(mark.end, verb.start))


def _is_against_an_evil(s: Sentence, mark: Mark) -> bool:
    """ "The battle against inflation", "an offensive on corruption"."""
    return s.word_in("hit", mark.end) and s.has("unmeant.evil", mark.end + 1, mark.end + 1 + _NEAR)


def _is_of_words(s: Sentence, mark: Mark) -> bool:
    """ "A scathing attack on the bishop"."""
    return s.at("unmeant.verbal", mark.start - 1) is not None


def _is_adjective(s: Sentence, mark: Mark) -> bool:
    """ "The Committee for Displaced Syrians", "aid for displaced families"."""
    if mark.end >= len(s.tokens) or not s.tokens[mark.end].is_word:
        return False
    if s.at("grammar.noun_stop", mark.end) or s.covering("date", mark.end):
        return False
    return s.at("series.preposition", mark.start - 1) is not None and s.ends_with("past", mark.end - 1)


def _never_was(s: Sentence, mark: Mark) -> bool:
    """ "No priest has ever been jailed, murdered or exiled"."""
    ever = s.last("unmeant.ever", max(0, mark.start - _LIST), mark.start)
    if ever is None or not s.any_word_in("have", max(0, ever.start - 1), ever.start):
        return False  # "the deadliest ever"
    denied = s.last("status.negation", max(0, ever.start - _LIST), ever.start)
    return denied is not None and not s.has("grammar.relative", denied.end, mark.start)


def _broke_out(s: Sentence, mark: Mark) -> bool:
    """ "The crisis that exploded"."""
    what = s.last("unmeant.trouble", max(0, mark.start - _NEAR), mark.start)
    if what is None or s.at("unmeant.explodes", mark.start) is None:
        return False
    return not any(s.word(i) in COMMAS for i in range(what.end, mark.start))


def _is_of_a_symbol(s: Sentence, mark: Mark) -> bool:
    """ "Burned tyres", "the flag was set on fire": protest, and nobody's property destroyed."""
    if mark.value.sub != "Looting/property destruction":
        return False
    return s.has("unmeant.symbol", max(0, mark.start - _SYMBOL), mark.end + _SYMBOL)
