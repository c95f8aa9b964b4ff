"""People told with those who are theirs, "a farmer, his wife and their three sons", as one count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from incidents.parsing.counting.duals import of_kin
from incidents.parsing.counting.figures import Number, silent
from incidents.parsing.counting.people import ARMED, Count
from incidents.parsing.counting.singles import is_described, is_joint
from incidents.parsing.counting.triggers import Trigger
from incidents.parsing.text import Sentence


def families(s: Sentence, told: Sequence[Count]) -> list[Count]:
    """ "A farmer, his wife and their three sons": a list of one person and their kin is one count."""
    out: list[Count] = []
    for count in sorted(told, key=lambda c: c.start):
        last = out[-1] if out else None
        if last and _is_kin_of(s, last, count):
            out[-1] = replace(
                last,
                end=count.end,
                number=_together(last, count),
                category=last.category if last.category in ARMED else "civilians",
                weak=False,
                person=None,
                trigger=count.trigger,
            )
        else:
            out.append(count)
    return out


def _together(last: Count, count: Count) -> Number:
    number = last.number.value + count.number.value
    if "at_least" in (last.number.basis, count.number.basis):
        return silent(last.start, number, None, "at_least")
    return silent(last.start, number, number)


def _is_same(one: Trigger | None, other: Trigger | None) -> bool:
    return one == other or bool(one and other and (one.start, one.end) == (other.start, other.end))


def _is_kin_of(s: Sentence, last: Count, count: Count) -> bool:
    stated = {last.number.basis, count.number.basis} <= {"exact", "at_least"}
    if last.unit is None or last.unit != count.unit or not stated or not last.number.is_silent:
        return False
    if not _is_same(last.trigger, count.trigger):
        return False
    if not s.language.articles:  # «أبناؤه»: the possessive is written onto its noun
        kin = s.at("person.kin", count.start) or of_kin(s, count.start)
        joined = is_joint(s, last.end, count.start) or is_described(s, last.end, count.start)
        return bool(kin) and s.has_and(count.start) and joined
    whose = count.start if count.person else count.start - 1
    return s.at("person.her", whose) is not None and is_joint(s, last.end, whose)
