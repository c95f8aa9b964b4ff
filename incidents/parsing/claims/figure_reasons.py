"""Which rules gave a figure its number, unit and category, and by which words (rules/*.toml)."""

from __future__ import annotations

from incidents.parsing.claims.drafts import Draft
from incidents.parsing.counting.people import Count
from incidents.parsing.text import Sentence

_OF_BASIS = {"at_least": "at_least", "up_to": "up_to", "vague_word": "vague", "none": "of_families"}


def explain(s: Sentence, draft: Draft, *, together: bool) -> None:
    """Say why the draft has its figure, its unit and its category; together: dead and hurt have one number."""
    count = draft.count
    if count is None:
        return
    number = (count.start, count.end) if count.is_list else (count.number.start, count.number.end)
    draft.because("figure.together" if together else f"figure.{_figure_rule(s, count)}", s, number)
    if not together:
        trigger = [(count.trigger.start, count.trigger.end)] if count.trigger else []
        draft.because(f"unit.{_unit_rule(count)}", s, *(trigger or [(count.start, count.end)]))
    rule = "unsaid" if count.category == "unspecified" else "noun"
    draft.because(f"category.{rule}", s, (count.number.end, count.end))


def _figure_rule(s: Sentence, count: Count) -> str:
    number = count.number
    if count.is_list:
        return "listed_or_named" if number.basis == "range" else "listed"
    if count.weak:
        return "one"
    if number.basis == "range":
        last = range(number.start, count.end)
        rough = any(s.at(f"{table}.about", i) for table in ("modifier", "modifier_after") for i in last)
        return "about" if rough else "between"
    if number.basis == "exact" and number.value == 2 and s.at("number", number.first) is None:
        return "exact" if number.in_digits else "dual"
    return _OF_BASIS.get(number.basis, "exact")


def _unit_rule(count: Count) -> str:
    trigger = count.trigger
    if count.inherited:
        return "list"
    if trigger is None or count.start <= trigger.start < count.end:
        return "noun"
    if trigger.kind == "toll":
        return "toll"
    return "verb_behind" if trigger.start >= count.end else "verb_before"
