"""The figures of one root, one after another outlet's telling of it folded into one entry.

An entry is one count of people: the values of a series, or what the root says of one row and one category.  It
has the value told last.  Two values that one report gives beside each other in a series are two counts, and what
is told as a part of two different figures is two entries.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from incidents.linking.counts import Count
from incidents.linking.extent import FINENESS, NOWHERE
from incidents.linking.figures import figures_of
from incidents.linking.told import Told, places_of
from incidents.model import Category, Place, RowKind, Unit


class Home(NamedTuple):
    """The row that a claim is in."""

    event_id: str
    kind: RowKind
    series_id: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One count of people by one root.

    key: stays the same while values are added.  event_id: the row that has the value; kind: of that row.
    start: None = since ever; end: None = not known.  day: when the value was told.
    claim_ids: claims that tell the value; earlier: claims that told another before; said: claims it is a part of.
    reports: those that tell the value.
    """

    key: tuple[str, ...]
    event_id: str
    kind: RowKind
    event_type: str
    unit: Unit
    category: Category
    place: Place | None
    places: tuple[Place, ...]
    place_as_written: str | None
    start: dt.date | None
    end: dt.date | None
    day: dt.date
    count: Count
    claim_ids: tuple[str, ...]
    earlier: tuple[str, ...]
    said: frozenset[str]
    reports: frozenset[str]

    @property
    def is_sum(self) -> bool:
        """Does it count people over an area or a time?"""
        return self.kind != "incident"


def entries(own: Sequence[Told], homes: Mapping[str, Home], prefer: Collection[str] = ()) -> list[Entry]:
    """The counts in the claims of one root and one unit, ordered by key; claims that a later one corrects give none.

    prefer: reports whose value is taken where several are told on the last day.
    """
    replaced = {t.claim.replaces for t in own if t.claim.replaces}
    giving = [t for t in own if t.claim.claim_id not in replaced and t.claim.claim_id in homes]
    here: dict[str | None, Told] = {t.claim.claim_id: t for t in giving}
    events: dict[tuple[str, str], list[Told]] = defaultdict(list)
    series: dict[tuple[str, str], list[Told]] = defaultdict(list)
    for t in giving:
        home, category = homes[t.claim.claim_id], t.claim.category or "unspecified"
        (events if home.kind == "incident" else series)[home.series_id or home.event_id, category].append(t)
    made = []
    for event, told in events.items():
        for whole, group in _by_whole(told, here, homes).items():
            made.append(_entry((*event, whole), _latest(group, prefer), group, homes))
    for count, told in series.items():
        made += _values(count, told, here, homes, prefer)
    return sorted(made, key=lambda e: e.key)


def _by_whole(
    told: Sequence[Told], here: Mapping[str | None, Told], homes: Mapping[str, Home]
) -> Mapping[str, Sequence[Told]]:
    """What a root says of one event and category, by what it is told as a part of.

    Claims that name no whole are the count that names one, where there is only one.
    """
    groups: dict[str, list[Told]] = defaultdict(list)
    event_id = homes[told[0].claim.claim_id].event_id
    for t in told:
        whole = here.get(t.claim.part_of)
        above = homes[whole.claim.claim_id] if whole else None
        if whole and above and above.event_id == event_id and whole.claim.category != t.claim.category:
            above = None  # "ten of them women" is the event's count of women, whoever tells it
        groups[(above.series_id or above.event_id) if above else ""].append(t)
    outer = [name for name in groups if name not in ("", event_id)]
    if len(outer) == 1:
        groups[outer[0]] += groups.pop("", [])
    return groups


def _latest(group: Sequence[Told], prefer: Collection[str]) -> list[Told]:
    """What was told last; of that day what the preferred reports tell."""
    last = max(t.as_of for t in group)
    latest = [t for t in group if t.as_of == last]
    return [t for t in latest if t.claim.report_id in prefer] or latest


def _values(
    key: tuple[str, str],
    told: Sequence[Told],
    here: Mapping[str | None, Told],
    homes: Mapping[str, Home],
    prefer: Collection[str],
) -> list[Entry]:
    """The last value of a series, the greatest of its day; and others told beside it.

    Those are other counts: values that the same report gives, and on that day parts of something else.
    """
    rows: dict[str, list[Told]] = defaultdict(list)
    for t in told:
        rows[homes[t.claim.claim_id].event_id].append(t)
    by_row: dict[str, list[Told]] = defaultdict(list)
    for t in _latest(told, prefer):
        by_row[homes[t.claim.claim_id].event_id].append(t)
    main = max(by_row, key=lambda row: (_count(by_row[row]).size, row))
    reports, wholes = _reports(rows[main]), _wholes(rows[main], here)
    last = by_row[main][0].as_of
    beside = [
        row
        for row, group in rows.items()
        if row != main
        and (
            _reports(group) & reports
            or (_wholes(group, here) - wholes and any(t.as_of == last for t in group))
        )
    ]
    rest = [t for row, group in rows.items() if row not in beside for t in group]
    return [
        _entry(key, by_row[main], rest, homes),
        *(_entry((*key, row), _latest(rows[row], ()), rows[row], homes) for row in beside),
    ]


def _reports(told: Sequence[Told]) -> set[str]:
    return {t.claim.report_id for t in told}


def _wholes(told: Sequence[Told], here: Mapping[str | None, Told]) -> set[str]:
    return {t.claim.part_of for t in told if t.claim.part_of in here and t.claim.part_of}


def _entry(
    key: tuple[str, ...], latest: Sequence[Told], group: Sequence[Told], homes: Mapping[str, Home]
) -> Entry:
    first = min(latest, key=_order)
    where = (
        first if _has_where(first) else min((t for t in group if _has_where(t)), key=_order, default=first)
    )
    home = homes[first.claim.claim_id]
    starts = [d for t in group if (d := t.claim.since or t.claim.date_start)]
    dated = [t for t in latest if t.claim.date_start] if home.kind == "incident" else []
    ends = [d for t in (dated or latest) if (d := t.claim.date_end or _last_day(t))]
    told = {t.claim.claim_id for t in latest}
    values = {_value(t) for t in latest}
    assert first.claim.unit is not None  # noqa: S101 - `by_root` hands on figures of a unit only
    return Entry(
        key=key,
        event_id=home.event_id,
        kind=home.kind,
        event_type=first.claim.event_type,
        unit=first.claim.unit,
        category=first.claim.category or "unspecified",
        place=where.claim.place,
        places=places_of(where.claim),
        place_as_written=where.claim.place_as_written,
        start=min(starts, default=None),
        end=max([*ends, *starts]) if ends else None,
        day=max(t.as_of for t in latest),
        count=_count(latest),
        claim_ids=tuple(sorted(told)),
        earlier=tuple(sorted(t.claim.claim_id for t in group if t.claim.claim_id not in told)),
        said=frozenset(t.claim.part_of for t in group if t.claim.part_of and _value(t) in values),
        reports=frozenset(t.claim.report_id for t in latest),
    )


def _has_where(t: Told) -> bool:
    """Does it name a place?  A value told without one is of where the others of its count are."""
    return bool(places_of(t.claim) or t.claim.place_as_written)


def _order(t: Told) -> tuple[int, str]:
    return _width(places_of(t.claim)), t.claim.claim_id


def _value(t: Told) -> tuple[int | None, int | None]:
    return t.claim.low, t.claim.high


def _last_day(t: Told) -> dt.date | None:
    """The last day of a claim that names none: of one event its first, else the day it was told."""
    return t.claim.date_start if t.claim.date_start and not t.claim.cumulative else t.published


def _width(places: Sequence[Place]) -> int:
    return max((FINENESS[p.geo_precision] for p in places), default=NOWHERE)


def _count(told: Sequence[Told]) -> Count:
    """What claims of one count say together, as a row has it."""
    if len(told) == 1:
        low, high = told[0].claim.low or 0, told[0].claim.high
        return Count(low, high) if high is None or low <= high else Count(high, low)
    figure = next(iter(figures_of(told)[0].values()), None)
    if figure is not None:
        return Count(figure.low or 0, figure.high)
    lows = [t.claim.low or 0 for t in told]
    highs = [t.claim.high for t in told]
    return Count(min(lows), None if None in highs else max(h or 0 for h in highs))


class Own:
    """The figures that one root tells of one unit, and the entries made of them as of each day, made once."""

    def __init__(self, told: Sequence[Told], homes: Mapping[str, Home]) -> None:
        self._told = told
        self._homes = homes
        self._made: dict[tuple[dt.date, frozenset[str]], list[Entry]] = {}

    def entries(self, day: dt.date = dt.date.max, prefer: frozenset[str] = frozenset()) -> list[Entry]:
        """The counts told by a day, as `entries`; not to be changed."""
        if (day, prefer) not in self._made:
            by_then = [t for t in self._told if t.as_of <= day]
            self._made[day, prefer] = entries(by_then, self._homes, prefer)
        return self._made[day, prefer]


def by_root(told: Iterable[Told], homes: Mapping[str, Home]) -> dict[tuple[str, Unit], list[Told]]:
    """Figures that are in a row, by root and unit."""
    groups: dict[tuple[str, Unit], list[Told]] = defaultdict(list)
    for t in told:
        if t.claim.has_figure and t.claim.unit and t.claim.claim_id in homes:
            groups[t.root, t.claim.unit].append(t)
    return dict(sorted(groups.items()))
