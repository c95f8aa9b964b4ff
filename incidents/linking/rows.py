"""Clusters → rows: everything that the claims of a cluster say, side by side."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from incidents.linking.breakdown import of_some_only, with_parts
from incidents.linking.counting import Candidate, candidate, count
from incidents.linking.extent import FINENESS, NOWHERE
from incidents.linking.figures import figures_of
from incidents.linking.told import ANY_ATTACK, Cluster, Reported, Told, is_area, makes_row, places_of, tell
from incidents.model import Claim, DatePrecision, Incident, Verification

SPANS: tuple[tuple[int, DatePrecision], ...] = ((1, "day"), (6, "days"), (7, "week"), (31, "month"))
"""Days at most → date precision (UCDP `date_prec` 1–4); anything longer is "year"."""


def incident_rows(
    clusters: Sequence[Cluster],
    claims: Iterable[Claim],
    event_ids: Sequence[str],
    reports: Iterable[Reported],
    verification: Mapping[str, Verification] | None = None,
) -> list[Incident]:
    """One row for each cluster, in order, with its event id, its figures and whether it is counted.

    Only the claims given are used: a cluster may name more, for instance under a filter of sources; one of
    which none is given makes no row.
    """
    return count(rows_of(zip(clusters, event_ids, strict=True), say(claims, reports), verification or {}))


@dataclass(frozen=True)
class Said:
    """Claims, ready to be made into rows.

    wholes: claim → the claim that it is a part of.  set_aside: the ids of claims that a later one corrects, and of
    those that count some people only.
    """

    told: Mapping[str, Told]
    wholes: Mapping[str, str]
    set_aside: tuple[Collection[str], Collection[str]]


def say(claims: Iterable[Claim], reports: Iterable[Reported]) -> Said:
    """The claims with what is asked of all of them."""
    claims = list(claims)
    told = {t.claim.claim_id: t for t in tell(claims, reports)}
    wholes = {c.claim_id: c.part_of for c in with_parts(claims) if c.part_of in told}
    return Said(told, wholes, (replaced_by_later(claims), of_some_only(claims)))


class Made(NamedTuple):
    """A row, and all that it was made of."""

    of: tuple[object, ...]
    row: Candidate


def rows_of(
    named: Iterable[tuple[Cluster, str]],
    said: Said,
    verification: Mapping[str, Verification],
    chosen: Collection[str] | None = None,
    known: dict[str, Made] | None = None,
) -> list[Candidate]:
    """The rows of clusters with their event ids, in order, before it is judged which may be added up.

    chosen: if given, only rows of these ids are made; what they are parts of is looked for among all.
    known: rows made before, by event id; what is made of the same is the very same row, and all else is added.
    """
    named = list(named)
    known = {} if known is None else known
    home = {
        i: (cluster, event_id) for cluster, event_id in named for i in cluster.claim_ids if i in said.told
    }
    rows = []
    for cluster, event_id in named:
        members = [said.told[i] for i in cluster.claim_ids if i in said.told]
        if members and (chosen is None or event_id in chosen):
            found = (home.get(said.wholes.get(t.claim.claim_id, "")) for t in members)
            wholes = [
                e for _, e in sorted({(c.claim_ids, e) for c, e in filter(None, found) if e != event_id})
            ]
            states = [verification.get(i, "unreviewed") for i in cluster.claim_ids]
            aside = [i in ids for ids in said.set_aside for i in cluster.claim_ids]
            of = (cluster, members, wholes, states, aside)
            if event_id not in known or known[event_id].of != of:
                inside = wholes[0] if wholes else None
                row = _row(cluster, event_id, members, inside, said.set_aside, verification)
                known[event_id] = Made(of, candidate(row, wholes))
            rows.append(known[event_id].row)
    return rows


def replaced_by_later(claims: Sequence[Claim]) -> frozenset[str]:
    """The ids of claims that a later one of their report corrects; they give no figure."""
    report = {c.claim_id: c.report_id for c in claims}
    return frozenset(
        c.replaces for c in claims if c.replaces and makes_row(c) and report.get(c.replaces) == c.report_id
    )


def _row(
    cluster: Cluster,
    event_id: str,
    members: list[Told],
    contained_in: str | None,
    set_aside: tuple[Collection[str], Collection[str]],
    verification: Mapping[str, Verification],
) -> Incident:
    told = sorted(
        members, key=lambda t: (t.published or dt.date.max, t.outlet, t.claim.start, t.claim.claim_id)
    )
    claims = [t.claim for t in told]
    placed = min(claims, key=_width)
    start, end = _days(claims)
    event_type, sub_event_type = _kind(claims)
    figures, conflict = figures_of(closest(members), *set_aside)
    published = [t.published for t in told if t.published]
    return Incident(
        event_id=event_id,
        row_kind=cluster.kind,
        counted=False,
        event_type=event_type,
        sub_event_type=sub_event_type,
        place=placed.place,
        places=placed.places,
        place_as_written=_most([c.place_as_written for c in claims]),
        date_start=start,
        date_end=end,
        date_precision=date_precision(start, end),
        figures=figures,
        perpetrators=_perpetrators(claims),
        victims=_names(name for c in claims for name in c.victim),
        figures_conflict=conflict,
        cumulative=any(c.cumulative for c in claims),
        contained_in=contained_in,
        series_id=cluster.series_id,
        sources=_names(t.outlet for t in told),
        roots=_names(t.root for t in told),
        verification_status=_verified([verification.get(c.claim_id, "unreviewed") for c in claims]),
        report_ids=_names(c.report_id for c in claims if not c.without_report),
        claim_ids=tuple(sorted(c.claim_id for c in claims)),
        first_reported=min(published, default=None),
        last_updated=max(published, default=None),
    )


def _kind(claims: Sequence[Claim]) -> tuple[str, str | None]:
    """The type and sub-type that most claims tell; of several one that says more than "attack"."""
    counts = Counter((c.event_type, c.sub_event_type) for c in claims)
    return min(counts, key=lambda kind: (-counts[kind], kind[1] == ANY_ATTACK, kind[0], kind[1] or ""))


def closest(members: Sequence[Told]) -> list[Told]:
    """The claims without those over an area whose people the same report tells of again nearer to the place."""
    settled = FINENESS["settlement"]
    nearer = {(t.claim.report_id, t.claim.unit) for t in members if _width(t.claim) <= settled}
    return [t for t in members if not (_is_wide(t.claim) and (t.claim.report_id, t.claim.unit) in nearer)]


def _is_wide(claim: Claim) -> bool:
    """Is it told over an area, with no towns named that it is of?"""
    return any(is_area(place) for place in places_of(claim))


def _width(claim: Claim) -> int:
    """How wide the place of a claim is; not known is widest."""
    return max((FINENESS[p.geo_precision] for p in places_of(claim)), default=NOWHERE)


def date_precision(start: dt.date | None, end: dt.date | None) -> DatePrecision | None:
    """How well the days are known (UCDP's steps); None where there is no first or no last day."""
    if start is None or end is None:
        return None
    days = (end - start).days + 1
    return next((name for most, name in SPANS if days <= most), "year")


def _days(claims: Sequence[Claim]) -> tuple[dt.date | None, dt.date | None]:
    """First and last day; claims that only say "by that day" count where no claim says more.

    Of these what gives no figure dates no figure: the people may be those of an event behind that day.
    """
    dated = [c for c in claims if c.date_start]
    starts = [c.date_start for c in dated if c.date_start]
    counting = [c for c in claims if c.has_figure]
    ends = [d for c in (dated or counting or claims) if (d := c.date_end or c.date_start)]
    return min(starts, default=None), max(ends, default=None)


def _most(words: Iterable[str | None]) -> str | None:
    """The word used most; of several the first in the alphabet."""
    counts = Counter(word for word in words if word)
    return min(counts, key=lambda word: (-counts[word], word), default=None)


def _names(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _perpetrators(claims: Sequence[Claim]) -> tuple[str, ...]:
    """Those told as having done it; whoever killed the attackers is not one of them where others were hurt."""
    others = [c for c in claims if c.category != "fighters"]
    return _names(name for c in (others or claims) for name in c.perpetrator)


def _verified(states: Sequence[Verification]) -> Verification:
    """Disputed as soon as one claim is; accepted or rejected when all are."""
    if "disputed" in states:
        return "disputed"
    return states[0] if len(set(states)) == 1 else "unreviewed"
