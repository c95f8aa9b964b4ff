"""Casualties are the killed and the injured together: a figure of both is a figure of neither."""

from __future__ import annotations

from dataclasses import replace

from incidents.parsing.counting.people import HURT, Count
from incidents.parsing.text import Sentence


def without_casualties(s: Sentence, linked: list[Count]) -> list[Count]:
    """The counts but for those of killed and injured together, whose category goes to the parts told behind."""
    out: list[Count] = []
    wholes = {
        i for i, c in enumerate(linked) if _is_of_both(s, c) or _is_divided(s, c, linked[i + 1 : i + 3])
    }
    for index, count in enumerate(linked):
        whole = next((linked[i] for i in (index - 1, index - 2) if i in wholes), None)
        if index in wholes:
            continue
        inherits = whole is not None and count.category == "unspecified"
        out.append(replace(count, category=whole.category) if whole and inherits else count)
    return out


def _is_of_both(s: Sentence, count: Count) -> bool:
    """ "592 casualties", but not "two fatal casualties"."""
    noun = s.any_word_in("casualties", count.number.end, count.end)
    return noun and not s.has("fate.fatal", count.number.end, count.end)


def _is_divided(s: Sentence, count: Count, parts: list[Count]) -> bool:
    """ "60 victims (18 dead and 42 wounded)": do killed and injured told right behind it add up to it?"""
    if len(parts) < 2 or {c.unit for c in parts} != set(HURT) or count.number.value <= 1:
        return False
    trigger = count.trigger
    own = trigger is not None and trigger.start < parts[0].start
    if own and trigger and not (trigger.open_end or trigger.kind == "toll"):
        return False  # it has a verb of its own: "60 were killed"
    behind = max(count.end, trigger.end if own and trigger else 0)
    apart = behind < parts[0].start and not any(s.tokens[i].is_word for i in range(behind, parts[0].start))
    exact = all(c.number.basis == "exact" for c in parts)
    return apart and exact and count.number.value == sum(c.number.value for c in parts)
