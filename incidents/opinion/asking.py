"""One report and what the parser found in it → a model's opinion on that."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from incidents.languages import available, load
from incidents.legible import legible
from incidents.model import Extraction, Report
from incidents.opinion.answers import Answer, read_answers
from incidents.opinion.comparing import Opinion, compare
from incidents.opinion.pieces import pieces
from incidents.opinion.question import request
from incidents.opinion.written import Span, WrittenText

Ask = Callable[[Mapping[str, Any]], str]
"""Answers a request of chat completions with what the model says, as `Endpoint.ask` does."""

_DEFAULT_LANGUAGE = "en"
"""As for the parser; of a language without word lists, figures in digits can be read."""


def second_opinion(report: Report, extraction: Extraction, model: str, ask: Ask) -> Opinion:
    """What a model finds in a report, beside the parser's claims.

    The whole text is asked about, or nothing is said: raises what `ask` raises, and OpinionError for an answer that
    is not what was asked for.
    """
    seen = legible(report.text)
    code = report.language or _DEFAULT_LANGUAGE
    language = load(code if code in available() else _DEFAULT_LANGUAGE)
    written = WrittenText(seen, language, report.published)
    told: list[tuple[Span, list[Answer]]] = []
    unusable = 0
    for start, end in pieces(len(seen.text), written.sentence_starts):
        if seen.text[start:end].strip():
            answers, useless = read_answers(ask(request(model, seen.text[start:end])))
            told.append(((start, end), answers))
            unusable += useless
    return compare(told, unusable, extraction.claims, written)
