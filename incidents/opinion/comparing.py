"""A model's answers beside the parser's claims: what both found, what one found alone, what the text does not say.

An answer counts only where its quote stands in the text, letter by letter, and its number in that quote.  The number
is then the text's own: the model only points at it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from incidents.model import Claim, Unit
from incidents.opinion.answers import Answer
from incidents.opinion.written import Span, Written, WrittenText

Refusal = Literal["quote_not_in_text", "number_not_in_quote", "unusable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """What only the model found: text[start:end] == quote; low, high as in Claim, by the parser's reading.

    unit: the model's word for it.  place_as_written: the model's choice among the words of the text.
    """

    start: int
    end: int
    quote: str
    unit: Unit | None
    low: int | None
    high: int | None
    place_as_written: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """A model's answers beside the claims of a report.

    also_found, not_found: indexes of the parser's claims.  refused: how many answers, by what was wrong.
    """

    also_found: tuple[int, ...]
    not_found: tuple[int, ...]
    only_model: tuple[Addition, ...]
    refused: dict[Refusal, int]


def compare(
    told: Iterable[tuple[Span, Sequence[Answer]]],
    unusable: int,
    claims: Sequence[Claim],
    written: WrittenText,
) -> Opinion:
    """The opinion that answers make up.

    told: pieces of the text that is seen, and what the model said of each.  unusable: answers of no use for their
    shape.  claims: the parser's.
    """
    found: set[int] = set()
    only: dict[tuple[Span, Unit | None], Addition] = {}
    refused: dict[Refusal, int] = {"quote_not_in_text": 0, "number_not_in_quote": 0, "unusable": unusable}
    for within, answers in told:
        for answer in answers:
            spots = written.spots(answer.quote, within)
            if agreeing := _agreeing(answer, spots, claims, written):
                found |= agreeing
            elif borne_out := [(spot, figure) for spot in spots for figure in _meant(answer, spot, written)]:
                spot, figure = borne_out[0]
                key = (figure.start, figure.end) if figure else spot
                only.setdefault((key, answer.unit), _addition(answer, spot, figure, within, written))
            else:
                refused["number_not_in_quote" if spots else "quote_not_in_text"] += 1
    return Opinion(
        also_found=tuple(sorted(found)),
        not_found=tuple(n for n in range(len(claims)) if n not in found),
        only_model=tuple(sorted(only.values(), key=lambda one: (one.start, one.end))),
        refused=refused,
    )


def _meant(answer: Answer, spot: Span, written: WrittenText) -> list[Written | None]:
    """The figures of a quote that an answer may mean, those told just so first; None for an answer without one."""
    if not answer.has_figure:
        return [None]
    meant = [figure for figure in written.figures(spot) if figure.may_be(answer.low, answer.high)]
    return [*sorted(meant, key=lambda figure: (figure.low, figure.high) != (answer.low, answer.high))]


def _agreeing(
    answer: Answer, spots: Sequence[Span], claims: Sequence[Claim], written: WrittenText
) -> set[int]:
    """Indexes of the claims that say the same where the quote stands."""
    return {
        index
        for start, end in spots
        for index, claim in enumerate(claims)
        if claim.start < end and start < claim.end and _is_same(claim, answer, (start, end), written)
    }


def _is_same(claim: Claim, answer: Answer, spot: Span, written: WrittenText) -> bool:
    """Does a claim say the same as an answer whose quote overlaps its own?"""
    if not answer.has_figure:
        same_unit = claim.unit is None or answer.unit is None or claim.unit == answer.unit
        return same_unit and claim.count_basis in ("none", "vague_word")
    if claim.unit != answer.unit or not claim.has_figure:
        return False
    span = (claim.start, claim.end)
    own = [figure for figure in written.figures(span) if (figure.low, figure.high) == (claim.low, claim.high)]
    if not own:  # a number that is not written: "a farmer" is 1, "two men and a boy" are 3
        return (claim.low, claim.high) == (answer.low, answer.high)
    return any(figure in own for figure in _meant(answer, spot, written))


def _addition(
    answer: Answer, spot: Span, figure: Written | None, within: Span, written: WrittenText
) -> Addition:
    start, end = spot
    return Addition(
        start=start,
        end=end,
        quote=written.seen.whole[start:end],
        unit=answer.unit,
        low=figure.low if figure else None,
        high=figure.high if figure else None,
        place_as_written=answer.place if answer.place and written.holds(answer.place, within) else None,
    )
