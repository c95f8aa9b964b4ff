"""Numbers that name a body of troops and count nobody: "Division 25", "Brigades 4 and 62", «الفرقة 25»."""

from __future__ import annotations

from incidents.languages import Mark
from incidents.parsing.counting.cardinals import digits
from incidents.parsing.text import COMMAS, Sentence

_ARMED = ("people.security_forces", "people.fighters")
_SINGULAR = 10
"""A higher number has its noun in the singular in Arabic, so that a plural behind it is not counted by it."""


def is_number_of_body(s: Sentence, at: int) -> bool:
    """Does the number at a token name a body of troops?"""
    return any(m.end <= at < end_of_number(s, m.end) for m in s.of("numbered"))


def end_of_number(s: Sentence, at: int) -> int:
    """Behind the number of the body of troops whose noun ends before a token; the token itself where it has none."""
    body = next(iter(s.ending("numbered", at)), None)
    if body is None or (body.start and s.tokens[body.start - 1].text[0].isdecimal()):
        return at  # "the 7th Brigade" has its number
    start = at
    if s.word_in("label", at):  # "Brigade No. 12"
        start = at + 2 if s.word(at + 1) == "." else at + 1
    end = _number(s, body, start)
    while end and body.group == "numbered.several":
        following = next(i for i in range(end, len(s.tokens) + 1) if not _joins(s, i))
        further = _number(s, body, following) if following > end else None
        if further is None:
            break
        end = further
    return end or at


def _joins(s: Sentence, at: int) -> bool:
    return s.word(at) in COMMAS or s.at("grammar.and", at) is not None


def _number(s: Sentence, body: Mark, at: int) -> int | None:
    """Behind a number that names the body; None where none stands here, or one that counts who is told behind it."""
    if at >= len(s.tokens):
        return None
    value = digits(s.tokens[at].text)
    if value is None:  # "Division Four"
        named = s.tokens[at].is_capitalised and s.at("number.words", at) is not None
        return at + 1 if named and not s.at("people", at + 1) else None
    return None if _counts(s, body, at + 1, value) else at + 1


def _counts(s: Sentence, body: Mark, end: int, value: int) -> bool:
    """Does the number before a token count people: "killed by the brigade 25 farmers", "25 dead", "25 of its men"?"""
    if _is_title(s, body):
        return False
    if s.at("people", end):
        return bool(s.language.articles) or value <= _SINGULAR or not s.ends_with("complete", end)
    if s.at("casualty", end):
        return True
    if s.at("grammar.of", end) is None:
        return False
    own = s.word_in("whose", end + 1)
    behind = s.at("people", end + 1 + (own or s.word(end + 1) in s.language.articles))
    return behind is not None and (own or behind.group not in _ARMED)  # not "25 of the security forces"


def _is_title(s: Sentence, body: Mark) -> bool:
    """Has the noun a capital, and nothing before it that makes a name without the number: "Brigade 62 soldiers"?"""
    before = body.start - 1
    led = before >= 0 and not s.at("grammar.noun_stop", before) and s.tokens[before].is_capitalised
    article = s.word(before) in s.language.articles
    return s.tokens[body.start].is_capitalised and not (led or article)
