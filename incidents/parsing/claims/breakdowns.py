"""Sums told first and divided over the sentences behind: "18 were killed … Five died in Homs … 13 in Hama"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from incidents.parsing.claims.drafts import Draft
from incidents.parsing.scene.narrative import holds
from incidents.parsing.text import Sentence

_LONGEST_LIST = 12
"""Parts of a sum at most."""


def divide_sums(drafts: Sequence[Draft], sentences: Sequence[Sentence]) -> None:
    """Make the figures behind a sum over an area its parts, in place, where they are told of towns in it and add up."""
    by_unit: dict[str, list[Draft]] = {}
    for draft in drafts:
        if draft.count and draft.unit and draft.role in ("new", "total") and not draft.background:
            by_unit.setdefault(draft.unit, []).append(draft)
    held = {id(d.parent) for d in drafts}
    for counted in by_unit.values():
        for index, whole in enumerate(counted):
            if id(whole) in held or whole.parent or not _is_over_area(whole):
                continue
            for part in _parts(whole, islice(counted, index + 1, index + 1 + _LONGEST_LIST)):
                part.parent, part.role = whole, "part"
                part.because("role.sum", sentences[part.sentence], part.core)


def _is_over_area(whole: Draft) -> bool:
    return whole.low is not None and whole.spot is not None and not whole.spot.is_point


def _parts(whole: Draft, behind: Iterable[Draft]) -> list[Draft]:
    """All that is counted behind a sum, until it is reached; none where anything else is told before."""
    parts: list[Draft] = []
    left = whole.value
    for draft in behind:
        if not _may_be_part(whole, draft) or draft.value > left:
            return []
        parts.append(draft)
        left -= draft.value
        if not left:
            break
    return parts if not left and len({_where(d) for d in parts}) > 1 else []


def _may_be_part(whole: Draft, draft: Draft) -> bool:
    """Is it an exact figure of a sentence behind, of a place inside the area and of the same days?"""
    alike = draft.role == "new" and draft.basis == "exact" and draft.status == whole.status
    told = alike and draft.sentence > whole.sentence and draft.own_place
    return told and _is_inside(whole, draft) and _is_then(whole, draft)


def _is_inside(whole: Draft, draft: Draft) -> bool:
    area, spot = whole.spot, draft.spot
    if area is None or spot is None or spot.place is None or spot.place == area.place:
        return False
    areas = area.places or ((area.place,) if area.place else ())
    return any(a == spot.place or holds(a, spot.place) for a in areas)


def _is_then(whole: Draft, draft: Draft) -> bool:
    if whole.date_start is None or whole.date_end is None:
        return draft.date_start is None
    if draft.date_start is None or draft.date_end is None:
        return False
    return whole.date_start <= draft.date_start and draft.date_end <= whole.date_end


def _where(draft: Draft) -> str:
    return draft.spot.place.place_id if draft.spot and draft.spot.place else ""
