"""People told with those who are theirs, "a farmer, his wife and their three sons", as one count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from incidents.parsing.counting.figures import silent
from incidents.parsing.counting.people import ARMED, Count
from incidents.parsing.counting.singles import is_joint
from incidents.parsing.counting.triggers import Trigger
from incidents.parsing.text import Sentence


def families(s: Sentence, told: Sequence[Count]) -> list[Count]:
    """ "A farmer, his wife and their three sons": a list of one person and their kin is one count."""
    out: list[Count] = []
    for count in sorted(told, key=lambda c: c.start):
        last = out[-1] if out else None
        if last and _is_kin_of(s, last, count):
            number = last.number.value + count.number.value
            out[-1] = replace(
                last,
                end=count.end,
                number=silent(last.start, number, number),
                category=last.category if last.category in ARMED else "civilians",
                weak=False,
                person=None,
                trigger=count.trigger,
            )
        else:
            out.append(count)
    return out


def _is_same(one: Trigger | None, other: Trigger | None) -> bool:
    return one == other or bool(one and other and (one.start, one.end) == (other.start, other.end))


def _is_kin_of(s: Sentence, last: Count, count: Count) -> bool:
    exact = last.number.basis == count.number.basis == "exact"
    if last.unit is None or last.unit != count.unit or not exact or not last.number.is_silent:
        return False
    if not _is_same(last.trigger, count.trigger):
        return False
    whose = count.start if count.person else count.start - 1
    if not s.language.articles:
        whose = count.start  # «أبناؤه»: the possessive is written onto its noun
    kin = s.at("person.her" if s.language.articles else "person.kin", whose)
    return bool(kin) and is_joint(s, last.end, whose)
