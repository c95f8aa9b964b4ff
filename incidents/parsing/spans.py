"""The clause that says it: how far a claim's evidence reaches around its figure or event word."""

from __future__ import annotations

from incidents.parsing.text import CLAUSE_ENDS, COMMAS, DASHES, Sentence

_REACH = 24
"""Tokens at most of a clause on either side of what it tells."""
_BREAKS = COMMAS | CLAUSE_ENDS | DASHES - {"-"} | frozenset(".!?؟()")


def clause(s: Sentence, start: int, end: int, others: list[tuple[int, int]]) -> tuple[int, int]:
    """Offsets of the clause around tokens [start, end); it stops before the spans of other claims."""
    floor = max((b for a, b in others if b <= start), default=0)
    ceiling = min((a for a, b in others if a >= end), default=len(s.tokens))
    if ceiling < len(s.tokens):
        ceiling = next((i for i in range(end, ceiling) if _begins(s, i)), ceiling)
    first = start
    if floor:
        floor = next((i for i in range(start, floor - 1, -1) if _begins(s, i)), floor)
        joins = [mark.end for i in range(floor, start) if (mark := s.at("grammar.and", i))]
        floor = min(joins[-1], start) if joins else floor
    while first > floor and start - first < _REACH and s.tokens[first - 1].text not in _BREAKS:
        first -= 1
    last = end
    while last < ceiling and last - end < _REACH and s.tokens[last].text not in _BREAKS:
        last += 1
    while last > end and (
        s.at("grammar.and", last - 1) or (last == ceiling and s.at("series.inside", last - 1))
    ):
        last -= 1
    while first < start and s.at("grammar.and", first) and first == floor:
        first += 1
    return s.tokens[first].start, s.tokens[last - 1].end


def _begins(s: Sentence, index: int) -> bool:
    """Does a clause begin with a verb that "and" is written onto: «وأصيب اثنان»?"""
    verb = s.at("verb_first", index) or s.at("act.words", index)
    return verb is not None and s.has_and(index)
