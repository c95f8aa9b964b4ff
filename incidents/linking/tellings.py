"""Claims → tellings: one event as one report tells it.  These are what is compared across reports."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from incidents.geocoding.names import fold
from incidents.languages.organisations import canonical, find
from incidents.languages.rarity import rarity
from incidents.linking.joined import Joined
from incidents.linking.retold import told_again
from incidents.linking.same_place import at_one_place, where_of
from incidents.linking.targets import Figures, Hit, by_target, hit_of
from incidents.linking.told import LOOK_BACK, Row, Told, is_area, places_of, row_of
from incidents.model import HOUR, MENTIONED, Place

Days = tuple[dt.date, dt.date]


@dataclass(frozen=True, slots=True, eq=False)
class Telling:
    """One event as one report tells it.

    telling_id: its smallest claim id.  own: its claims but for those that only tell it again.
    written: names, folded, of places that are not known.
    days: (first, last) as told, each at most LOOK_BACK long; empty where no day is told.
    figures: by unit, as told for the whole event.  doers: who is told to have done it; actors: those of them that
    are known organisations; speakers: who says so.  sides: "civil", "forces" and "fighters", of whom it counts.
    hours, targets: of the day and what was hit, by their signs.  words: see `Claim.words`; points_told: their
    rarity together, without places.  row: that of a table from which it was read, if any.
    share: how much of its report it is, 1 where the report tells nothing else.
    """

    telling_id: str
    claim_ids: tuple[str, ...]
    own: tuple[Told, ...]
    report_id: str
    published: dt.date
    event_types: frozenset[str]
    points: tuple[Place, ...]
    areas: tuple[Place, ...]
    written: frozenset[str]
    days: tuple[Days, ...]
    figures: Figures
    doers: frozenset[str]
    actors: frozenset[str]
    speakers: frozenset[str]
    sides: frozenset[str]
    hours: frozenset[str]
    targets: frozenset[str]
    words: frozenset[str]
    points_told: float
    row: Row | None
    share: float

    @property
    def hit(self) -> Hit:
        """What `are_two` asks of it."""
        return Hit(self.targets, self.speakers, self.figures)


def tellings(events: Sequence[Told], countries: Mapping[str, str]) -> list[Telling]:
    """The tellings of each report, ordered by id.  countries: from `countries_of`."""
    by_report: dict[str, list[Told]] = defaultdict(list)
    for t in events:
        by_report[t.claim.report_id].append(t)
    found = [telling for own in by_report.values() for telling in _of_report(own, countries)]
    return sorted(found, key=lambda telling: telling.telling_id)


def _of_report(events: Sequence[Told], countries: Mapping[str, str]) -> list[Telling]:
    """A row of a table is one telling; all else is put together by what it tells."""
    rows = {t.claim.claim_id: row for t in events if (row := row_of(t.claim))}
    text = [t for t in events if t.claim.claim_id not in rows]
    joined = _joined(text, {}, countries)
    again = told_again(text, joined.groups())
    if again or rows:
        joined = _joined([t for t in events if t.claim.claim_id not in again], rows, countries)
    for claim_id, meant in again.items():
        joined.join((claim_id, meant))
    by_id = {t.claim.claim_id: t for t in events}
    return [_telling([by_id[i] for i in sorted(ids)], again, len(events)) for ids in joined.groups()]


def _joined(events: Sequence[Told], rows: Mapping[str, Row], countries: Mapping[str, str]) -> Joined:
    """The claims of a report, together where they agree in place, days, type and target or say they are one.

    rows: of claims that were read from a table.
    """
    joined = Joined((t.claim.claim_id for t in events), rows)
    first: dict[Row, str] = {}
    for claim_id, row in rows.items():
        joined.join((claim_id, first.setdefault(row, claim_id)))
    for together in at_one_place([t for t in events if t.claim.claim_id not in rows], countries):
        for one in by_target(together):
            joined.join(t.claim.claim_id for t in one)
    where = {t.claim.claim_id: where_of(t.claim, countries) for t in events}
    for t in events:
        for other in (t.claim.part_of, t.claim.replaces):
            unplaced = not (places_of(t.claim) or t.claim.place_as_written)
            if not other or other not in where or not joined.may_join(t.claim.claim_id, other):
                continue
            if unplaced or where[other] == where[t.claim.claim_id]:
                joined.join((t.claim.claim_id, other))
    return joined


def _telling(members: Sequence[Told], again: Mapping[str, str], claims_of_report: int) -> Telling:
    claims = [t.claim for t in members]
    own = [t for t in members if t.claim.claim_id not in again] if again else members
    hit = hit_of(claims)
    signs = {w for passage in {c.words for c in claims} for w in passage}
    hours = {w for w in signs if w.startswith(HOUR)}
    words = frozenset(signs - hours - hit.targets)
    known = {p.place_id: p for c in claims for p in places_of(c)}
    return Telling(
        telling_id=claims[0].claim_id,
        claim_ids=tuple(c.claim_id for c in claims),
        own=tuple(own),
        report_id=claims[0].report_id,
        published=max(t.as_of for t in members),
        event_types=_names(tuple(t.claim.event_type for t in own)),
        points=tuple(p for p in known.values() if not is_area(p)),
        areas=tuple(p for p in known.values() if is_area(p)),
        written=frozenset(
            fold(c.place_as_written) for c in claims if c.place_as_written and not places_of(c)
        ),
        days=_days(members),
        figures=hit.figures,
        doers=_names(tuple(n for c in claims for n in c.perpetrator)),
        actors=_known_actors(tuple(n for c in claims for n in c.perpetrator)),
        speakers=hit.speakers,
        sides=_names(tuple(side for c in claims if (side := _SIDES.get(c.category or "")))),
        hours=_names(tuple(sorted(hours))),
        targets=hit.targets,
        words=words,
        points_told=math.fsum(rarity(word) for word in words if not word.startswith(MENTIONED)),
        row=row_of(claims[0]),
        share=len(claims) / claims_of_report,
    )


_SIDES = {
    "civilians": "civil",
    "women": "civil",
    "children": "civil",
    "security_forces": "forces",
    "fighters": "fighters",
}


@lru_cache(maxsize=1 << 14)
def _names(names: tuple[str, ...]) -> frozenset[str]:
    """The names, once for all tellings of the same ones."""
    return frozenset(names)


@lru_cache(maxsize=1 << 14)
def _known_actors(names: tuple[str, ...]) -> frozenset[str]:
    """Those of the names that are organisations that may act, by the name they go by."""
    known = ((name, find(name)) for name in names)
    return frozenset(canonical(name) for name, found in known if found is not None and found.may_act)


def _days(members: Sequence[Told]) -> tuple[Days, ...]:
    dated = set()
    for t in members:
        start, end = t.claim.date_start, t.claim.date_end or t.claim.date_start
        if start and end and end - start <= LOOK_BACK:
            dated.add((start, max(start, end)))
    return tuple(sorted(dated))
