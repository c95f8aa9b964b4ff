"""Claims → what each report tells: totals, and tellings of events.  Nothing in it hangs on another report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from incidents.linking.breakdown import with_parts
from incidents.linking.same_place import countries_of
from incidents.linking.tellings import Telling, tellings
from incidents.linking.told import Reported, Told, is_area, makes_row, tell
from incidents.model import Claim

GATHERED = frozenset(("displaced", "missing"))
"""Units that are counted over an area and not at an event."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What reports tell.

    totals: claims that count people over an area or a time.  countries: from `countries_of`.
    """

    totals: list[Told]
    tellings: list[Telling]
    countries: Mapping[str, str]


def hear(claims: Iterable[Claim], reports: Iterable[Reported]) -> Heard:
    """What the claims tell of what happened; those that tell of nothing that did (denied, threatened) are left out."""
    told = [t for t in tell(with_parts(claims), reports) if makes_row(t.claim)]
    by_id = {t.claim.claim_id: t.claim for t in told}
    kinds: tuple[list[Told], list[Told]] = ([], [])
    for t in told:
        kinds[not is_total(t.claim, by_id)].append(t)
    totals, events = kinds
    countries = countries_of(events)
    return Heard(totals, tellings(events, countries), countries)


def is_total(claim: Claim, by_id: Mapping[str, Claim]) -> bool:
    """Does the claim count people over an area or a time, so that it is no event of its own?

    A part is no event either, unless it has a place of its own or is a part of an event's figure.
    """
    seen: set[str] = set()
    while claim.claim_id not in seen:
        whole = by_id.get(claim.part_of or "") if claim.role == "part" else None
        if whole is None or whole.report_id != claim.report_id or not _is_where(claim, whole):
            break
        seen.add(claim.claim_id)
        claim = whole
    if claim.place or claim.places:
        return is_area(claim.place) and _is_sum(claim)
    if claim.place_as_written:
        return claim.cumulative and claim.role != "part"
    return claim.cumulative or claim.role == "total"


def _is_where(part: Claim, whole: Claim) -> bool:
    """Has a part no place of its own: none at all, or just the area of its whole?"""
    if part.place or part.places:
        return is_area(part.place) and (part.place, part.places) == (whole.place, whole.places)
    return not part.place_as_written


def _is_sum(claim: Claim) -> bool:
    """Does a claim about an area add up what happened all over it?  People flee from many places."""
    gathered = claim.has_figure and claim.unit in GATHERED
    return gathered or claim.cumulative or claim.role == "total"
