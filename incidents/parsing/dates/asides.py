"""Days told in passing: of a life, of a town, of what came before; never those of the main act."""

from __future__ import annotations

from incidents.parsing.dates.dates import DateMention
from incidents.parsing.text import COMMAS, DASHES, Sentence

Span = tuple[int, int]
_RECORD = 14
"""So many tokens at most stand between "the deadliest" and "since"."""
_ADJUNCT = 20
"""So many tokens at most stand on either side of an event told in "after …"."""
_COARSE = ("month", "year")


def is_coarse(date: DateMention) -> bool:
    """Is it a month, a year, or a time since then: how lives and towns are told, and seldom the news?"""
    return date.precision in _COARSE or date.kind == "since"


def side_clause(s: Sentence, date: DateMention) -> Span | None:
    """Tokens of the side clause that a date lies in: ", who took office in January,", ", a town taken in 2014"."""
    start = next((i + 1 for i in range(date.start - 1, -1, -1) if _parts(s, i)), 0)
    if _is_opened_by(s, start, date):
        return None
    relative = next((i for i in range(date.start - 1, start, -1) if _is_relative(s, i)), None)
    if relative is not None and is_coarse(date) and not _is_opened_by(s, relative + 1, date):
        return relative, date.end
    if not start:
        return None
    end = next((i for i in range(date.end, len(s.tokens)) if _parts(s, i)), len(s.tokens))
    return (start, end) if tells_more(s, start) or (is_coarse(date) and not _is_adverbial(s, start)) else None


def tells_more(s: Sentence, start: int) -> bool:
    """Does a relative clause or an apposition begin at a token?"""
    return _is_relative(s, start) or _is_noun_phrase(s, start)


def is_record(s: Sentence, date: DateMention) -> bool:
    """ "the deadliest attack since 2016": the time that a record stands for, and no count's."""
    if date.kind != "since":
        return False
    first = max(0, date.start - _RECORD)
    comma = next((i for i in range(date.start - 1, first - 1, -1) if _parts(s, i)), first)
    return s.any_word_in("record", comma, date.start)


def is_of_what_followed(s: Sentence, date: DateMention, core: Span) -> bool:
    """ "After the attack in Homs, on Monday the army sent troops": is it not the day of what lies at tokens `core`?"""
    first = date.start
    while first and s.word_in("date_lead", first - 1) and s.word(first - 1) not in COMMAS:
        first -= 1
    if not 0 < first - core[1] < _ADJUNCT or s.word(first - 1) not in COMMAS or s.word(date.end) in COMMAS:
        return False
    start = next(
        (i + 1 for i in range(core[0] - 1, max(0, core[0] - _ADJUNCT), -1) if s.word(i) in COMMAS), 0
    )
    after = s.at("status.reason", start)
    return after is not None and not any(s.word(i) in COMMAS for i in range(core[1], first - 1))


def _parts(s: Sentence, i: int) -> bool:
    return s.word(i) in COMMAS or s.word(i) in DASHES or s.word(i) in ("(", ")")


def _is_relative(s: Sentence, i: int) -> bool:
    """Does a relative clause begin at a token: "who", "where", but not the "that" of "said that"?"""
    said = s.at("places.that", i) and any(s.covering(group, i - 1) for group in ("say", "attribution"))
    return bool(s.word_in("where", i) or s.at("grammar.relative", i)) and not said


def _is_opened_by(s: Sentence, start: int, date: DateMention) -> bool:
    """Does nothing but "early on" stand before the date in its part of the sentence?"""
    part_of_day = s.language.dates["part_of_day"]
    return all(s.word_in("date_lead", i) or s.word(i) in part_of_day for i in range(start, date.start))


def _is_noun_phrase(s: Sentence, start: int) -> bool:
    """ "a town …", "the third attack …", "its former mayor …": an apposition, with no verb of saying."""
    opened = s.word(start) in s.language.articles or s.word_in("whose", start)
    return opened and not s.has("say", start)


def _is_adverbial(s: Sentence, start: int) -> bool:
    """Does it go on with the clause before: "in the town since March", "and 12 since January"?"""
    goes_on = any(
        s.at(group, start) for group in ("places.locative", "grammar.and", "grammar.clause_start", "event")
    )
    return goes_on or s.covering("date", start) is not None or s.tokens[start].text[0].isdecimal()
