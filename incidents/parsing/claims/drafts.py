"""A claim while it is being made: what the steps of the parser pass on to one another."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field

from incidents.languages import EventKind
from incidents.languages.organisations import canonical
from incidents.model import Category, Claim, CountBasis, DatePrecision, Reason, Report, Role, Status, Unit
from incidents.parsing.counting.people import Count, Person
from incidents.parsing.counting.triggers import Trigger
from incidents.parsing.scene.narrative import Spot
from incidents.parsing.sources.byline import Byline, byline
from incidents.parsing.sources.speakers import Attribution
from incidents.parsing.text import Sentence

EXTRACTOR_VERSION = "6"
Names = tuple[str, ...]


@dataclass(slots=True, eq=False)
class Draft:
    """A claim in the making; start and end are offsets in the text, core the tokens that tell it.

    again: the draft that told the same event before.  names: words of the names told with it.
    awaits: it is so many days away from a day that the text has yet to tell.  of_attackers: does it count the
    attackers themselves?  None: nothing says so.
    """

    start: int
    end: int
    sentence: int
    paragraph: int
    kind: EventKind
    status: Status = "reported"
    core: tuple[int, int] = (0, 0)
    count: Count | None = None
    unit: Unit | None = None
    low: int | None = None
    high: int | None = None
    basis: CountBasis = "none"
    category: Category | None = None
    role: Role = "new"
    parent: Draft | None = None
    replaced: Draft | None = None
    cumulative: bool = False
    since: dt.date | None = None
    spot: Spot | None = None
    own_place: bool = False
    date_start: dt.date | None = None
    date_end: dt.date | None = None
    date_precision: DatePrecision | None = None
    own_date: bool = False
    of_death: bool = False
    awaits: int | None = None
    background: bool = False
    perpetrator: tuple[str, ...] = ()
    victim: tuple[str, ...] = ()
    of_attackers: bool | None = None
    attribution: Attribution | None = None
    own_speaker: bool = False
    again: Draft | None = None
    names: frozenset[str] = frozenset()
    reasons: dict[str, Reason] = field(default_factory=dict)

    def because(self, rule: str, s: Sentence, *spans: tuple[int, int]) -> None:
        """A rule decided a field, by the words at these tokens [start, end) of a sentence; the last to decide holds."""
        at = tuple(s.span(*span) for span in spans if span[0] < span[1])
        reason = Reason(rule, at)
        self.reasons[reason.field] = reason

    def dated_as(self, other: Draft, rule: str) -> None:
        """Take the days of another claim, by a rule."""
        self.date_start, self.date_end = other.date_start, other.date_end
        self.date_precision = other.date_precision
        told = other.reasons.get("date")
        self.reasons["date"] = Reason(rule, told.spans if told else ())

    @property
    def value(self) -> int:
        """The figure's size for comparing; 0 without one."""
        return self.low or self.high or 0

    @property
    def trigger(self) -> Trigger | None:
        """The words that tell what happened to the people it counts."""
        return self.count.trigger if self.count else None

    @property
    def told_at(self) -> tuple[int, int]:
        """The tokens that tell what happened: those of the trigger, else all that tell the claim."""
        return (self.trigger.start, self.trigger.end) if self.trigger else self.core

    @property
    def person(self) -> Person | None:
        """What is told of the one person it counts."""
        return self.count.person if self.count else None

    @property
    def names_point(self) -> bool:
        """Does its own sentence name the settlement, be it in the gazetteer or not?"""
        return self.own_place and self.spot is not None and self.spot.is_point


def in_two_towns(one: Draft, other: Draft) -> bool:
    """Do both claims name a settlement, and not the same?"""
    here, there = (d.spot.place if d.spot and d.names_point else None for d in (one, other))
    return here is not None and there is not None and here.place_id != there.place_id


def _claim_id(report: Report, draft: Draft) -> str:
    written = draft.spot.as_written if draft.spot else ""
    key = f"{report.report_id}|{draft.start}|{draft.end}|{draft.role}|{draft.unit}|{written}"
    return hashlib.sha256(key.encode()).hexdigest()[:24]


def _confidence(draft: Draft) -> float:
    """How sure the rules are: less for every field that was carried over instead of told by the clause."""
    carried = [not draft.own_place, not draft.own_date, not draft.own_speaker]
    inherited = bool(draft.count and (draft.count.inherited or draft.count.weak))
    return round(max(0.2, 0.95 - 0.15 * sum(carried) - 0.1 * inherited), 2)


def claims(report: Report, drafts: list[Draft]) -> tuple[tuple[Claim, ...], dict[str, tuple[Reason, ...]]]:
    """Finished claims in text order, with the ids of the claims they are part of or replace; and their reasons."""
    ordered = sorted(drafts, key=lambda d: (d.start, d.end, d.unit or ""))
    ids = {id(d): _claim_id(report, d) for d in ordered}
    publisher = (report.publisher,) if report.publisher else ()
    copy = byline(report.text)
    out: dict[str, Claim] = {}
    reasons: dict[str, tuple[Reason, ...]] = {}
    for d in ordered:
        said = d.attribution
        claimed_by, via, credit = _credited(
            *((said.claimed_by, said.via) if said else (publisher, ())), publisher, copy
        )
        place = {"place": d.spot.reason if d.spot else Reason("place.none")}
        reasons.setdefault(ids[id(d)], tuple(sorted((d.reasons | place | credit).values())))
        spot = d.spot
        out.setdefault(
            ids[id(d)],
            Claim(
                claim_id=ids[id(d)],
                report_id=report.report_id,
                start=d.start,
                end=d.end,
                quote=report.text[d.start : d.end],
                event_type=d.kind.type,
                sub_event_type=d.kind.sub,
                status=d.status,
                role=d.role,
                part_of=ids.get(id(d.parent)) if d.parent else None,
                replaces=ids.get(id(d.replaced)) if d.replaced else None,
                background=d.background,
                place=spot.place if spot else None,
                place_as_written=spot.as_written if spot else None,
                places=spot.places if spot else (),
                date_start=d.date_start,
                date_end=d.date_end,
                date_precision=d.date_precision,
                unit=d.unit,
                low=d.low,
                high=d.high,
                count_basis=d.basis,
                category=d.category,
                cumulative=d.cumulative,
                since=d.since,
                perpetrator=d.perpetrator,
                victim=d.victim,
                claimed_by=claimed_by,
                via=via,
                confidence=_confidence(d),
                extractor_version=EXTRACTOR_VERSION,
            ),
        )
    return tuple(out.values()), reasons


def _credited(
    claimed_by: Names, via: Names, publisher: Names, copy: Byline | None
) -> tuple[Names, Names, dict[str, Reason]]:
    """Who says it and through whom, in an agency's copy: what no one is said to say, it says; the rest it relays."""
    if copy is None or copy[0] in map(canonical, (*publisher, *claimed_by, *via)):
        return claimed_by, via, {}
    if claimed_by == publisher:
        return (copy[0],), via, {"claimed_by": Reason("claimed_by.byline", (copy[1],))}
    return claimed_by, (*via, copy[0]), {"via": Reason("via.byline", (copy[1],))}
