"""What somebody is blamed for: the harm itself, or something else, such as sanctions or a lack of police."""

from __future__ import annotations

from incidents.parsing.events import VIOLENT
from incidents.parsing.text import CLAUSE_ENDS, COMMAS, Sentence

_REACH = 8
"""Words at most from "for" to the harm that somebody is blamed for."""
_HARM = (
    *("verb_object", "verb_active", "verb_subject", "verb_first", "verb_split", "act"),
    *("casualty", "toll", "fate", "retold.event", "blame.deed", "blame.crime", "blame.behind", "charge.harm"),
)


def is_of_harm(s: Sentence, at: int, *, led: bool = True) -> bool:
    """Is somebody blamed for a harm by what begins at a token, or by nothing more: "blamed the army | for the raid"?

    led: only "for", "of" and the like begin it, or an Arabic preposition written onto it («بارتكاب مجزرة»).
    """
    led = led and not s.is_led(at)
    index = at
    while mark := s.at("accusation.leads", index):
        index = mark.end
    if led and index == at:
        return True
    if not any(t.is_word for t in s.tokens[index : index + 1]):
        return not led
    for i in range(index, min(index + _REACH, len(s.tokens))):
        event = s.at("event", i)
        if event.value.type in VIOLENT if event else any(s.at(group, i) for group in _HARM):
            return True
        if _ends(s, i):
            return False
    return False


def _ends(s: Sentence, at: int) -> bool:
    """Does the phrase end at a token, or turn to what was not done: "for failing to", "for not stopping"?"""
    if s.word(at) in CLAUSE_ENDS | COMMAS or s.ends_with("gerund", at):
        return True
    groups = ("grammar.clause_start", "grammar.relative", "status.negation", "status.infinitive")
    return any(s.at(group, at) for group in groups)


def is_open(s: Sentence, at: int) -> bool:
    """Is what begins at a token asked for, promised or looked into: "vowed to | hold", "must be | held responsible"?"""
    while at and (s.is_adverb(at - 1) or s.word_in("have", at - 1) or s.ending("grammar.be", at)):
        at -= 1
    while at and s.word(at - 1) in s.language.articles:
        at -= 1
    held = s.covering("blame.holds", at - 1)  # "vowed to hold the militia | responsible"
    return is_open(s, held.start) if held else s.covering("charge.open", at - 1) is not None
