"""A claim together with who published it and when, and the clusters that linking makes of claims."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from incidents.languages.organisations import root as root_of
from incidents.model import POINT_PRECISIONS, TABLE, Claim, Place, RowKind

LOOK_BACK = dt.timedelta(days=14)
"""A claim without a day of its own can mean an event so long before; a longer window is no single event."""
ANY_ATTACK = "Attack"
"""The sub-type that says no more than that there was violence, by which bombings and clashes are told again."""

Row = tuple[str, int, int]
"""A row of a table: its report, and where in it it starts and ends."""


class Reported(Protocol):
    """What linking needs to know of a report."""

    @property
    def report_id(self) -> str:
        """As in `Claim.report_id`."""

    @property
    def doc_id(self) -> str:
        """The name people know it by."""

    @property
    def publisher(self) -> str | None:
        """The outlet; None where it is not known."""

    @property
    def published(self) -> dt.date | None:
        """The day of publication; None where it is not known."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Claims that make one row.

    series_id: what the values of one count have in common; None for incidents.
    """

    kind: RowKind
    claim_ids: tuple[str, ...]
    series_id: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A claim, the outlet that published it, the root its figure starts from, and the day it was told."""

    claim: Claim
    outlet: str
    root: str
    published: dt.date | None

    @property
    def as_of(self) -> dt.date:
        """The day for which the claim speaks: of publication, else its own last day, else the earliest there is."""
        return self.published or self.claim.date_end or self.claim.date_start or dt.date.min


def outlet_of(report: Reported) -> str:
    """The outlet of a report: its publisher, else the name of the document."""
    return report.publisher or report.doc_id


def tell(claims: Iterable[Claim], reports: Iterable[Reported] = ()) -> list[Told]:
    """The claims with their outlets and roots, each claim once, ordered by claim id."""
    by_id = {report.report_id: report for report in reports}
    told = []
    for _, claim in sorted({c.claim_id: c for c in claims}.items()):
        report = by_id.get(claim.report_id)
        publisher = report.publisher if report else None
        outlet = outlet_of(report) if report else claim.report_id
        published = report.published if report else None
        told.append(Told(claim, outlet, root_of(claim.claimed_by, publisher or outlet, claim.via), published))
    return told


def places_of(claim: Claim) -> tuple[Place, ...]:
    """Every place a claim is about."""
    return claim.places or ((claim.place,) if claim.place else ())


def row_of(claim: Claim) -> Row | None:
    """The row of a table that a claim was read from, which tells one event; None for all other claims."""
    if not claim.extractor_version.startswith(TABLE):
        return None
    return claim.report_id, claim.start, claim.end


def is_area(place: Place | None) -> bool:
    """Is it wider than a settlement?"""
    return place is not None and place.geo_precision not in POINT_PRECISIONS


def looked_back(day: dt.date) -> dt.date:
    """The first day that a claim told by a day, without one of its own, can mean."""
    return day - LOOK_BACK if day - dt.date.min > LOOK_BACK else dt.date.min


def makes_row(claim: Claim) -> bool:
    """Does the claim tell of something that happened, then and there?  Else it is kept as a claim only."""
    return not (claim.status in ("denied", "threatened") or claim.background or claim.role == "comparison")
