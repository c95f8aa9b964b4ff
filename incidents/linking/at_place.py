"""Which tellings of several reports are one event by their place, event type and days alone."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import NamedTuple

from incidents.linking.odds import not_at_odds
from incidents.linking.same_place import Where, block_of, same_days
from incidents.linking.tellings import Telling
from incidents.linking.told import LOOK_BACK, Told, is_area, looked_back

Together = tuple[str, ...]
"""The ids of tellings that can be one event, in the order in which they are joined."""
_Entry = tuple[str, Told]
"""A claim with the id of its telling."""
_Known = tuple[Where, Together]
"""What is together, with the block that says so: two may say the same."""


class _Days(NamedTuple):
    """Claims of a long window are together with those of the very same one only."""

    first: dt.date
    last: dt.date
    is_long: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Run:
    """Claims of one place and event type that days keep from all others of these, and what is together of them."""

    entries: tuple[_Entry, ...]
    days: _Days
    together: tuple[Together, ...]

    def meets(self, days: _Days) -> bool:
        """Would a claim of these days be in this run?"""
        if self.days.is_long or days.is_long:
            return self.days == days
        return self.days.first <= days.last and days.first <= self.days.last


class AtPlace:
    """Tellings by place and event type; those of the same days that are not at odds are together.

    Over an area many things happen on one day, so that there nothing is together for that alone.
    """

    def __init__(self, tellings: Sequence[Telling], countries: Mapping[str, str]) -> None:
        self._tellings = {t.telling_id: t for t in tellings}
        self._blocks: dict[str, tuple[Where, ...]] = {}
        self._runs: dict[Where, list[_Run]] = {}
        self._together: dict[str, tuple[_Known, ...]] = {}
        for block, entries in self._entered(tellings, countries).items():
            self._renew(block, (), entries)

    def change(
        self, gone: Sequence[Telling], come: Sequence[Telling], countries: Mapping[str, str]
    ) -> set[str]:
        """Other tellings of some reports; return the ids of all that are together with others now than before.

        countries: from `countries_of`, of those that come.
        """
        left: dict[Where, set[str]] = defaultdict(set)
        for t in gone:
            for block in self._blocks.pop(t.telling_id):
                left[block].add(t.telling_id)
        entered = self._entered(come, countries)
        self._tellings |= {t.telling_id: t for t in come}
        changed = {
            i
            for block in left.keys() | entered.keys()
            for _, together in self._renew(block, left.get(block, ()), entered.get(block, ()))
            for i in together
        }
        for i in {t.telling_id for t in gone} - {t.telling_id for t in come}:
            del self._tellings[i]
        return changed

    def together(self, ids: Iterable[str], without: Without | None = None) -> list[Together]:
        """What is together with any of these tellings, in order.  without: from the method of this name."""
        found = {known for i in ids for known in self._together.get(i, ())}
        if without:
            found -= without.dropped
            found |= {known for i in ids for known in without.found.get(i, ())}
        return sorted({together for _, together in found})

    def without(self, gone: AbstractSet[str]) -> Without:
        """What would be together if these tellings were not there."""
        dropped: set[_Known] = set()
        found: set[_Known] = set()
        for block in {block for i in gone for block in self._blocks[i]}:
            for run in self._runs[block]:
                left = tuple(e for e in run.entries if e[0] not in gone)
                if len(left) < len(run.entries):
                    dropped.update((block, together) for together in run.together)
                    found.update((block, together) for together in self._agreeing(left))
        changed = {i for _, together in dropped ^ found for i in together} - gone
        return Without(changed, dropped, _by_telling(found))

    # --- blocks ---

    def _entered(self, come: Iterable[Telling], countries: Mapping[str, str]) -> Mapping[Where, list[_Entry]]:
        """The claims of tellings by block."""
        entries: dict[Where, list[_Entry]] = defaultdict(list)
        for telling in come:
            own = [(block_of(t.claim, countries), t) for t in telling.own]
            for block, t in own:
                entries[block].append((telling.telling_id, t))
            self._blocks[telling.telling_id] = tuple(dict.fromkeys(block for block, _ in own))
        return entries

    def _renew(self, block: Where, left: Collection[str], new: Sequence[_Entry]) -> set[_Known]:
        """Take claims out of a block and others in; returns what is together now or was before, but not both."""
        runs = self._runs.get(block, [])
        days = {_days(t) for _, t in new}
        touched = [
            run
            for run in runs
            if any(map(run.meets, days)) or (left and any(i in left for i, _ in run.entries))
        ]
        pool = [e for run in touched for e in run.entries if e[0] not in left]
        made = [self._run(entries) for entries in _runs([*pool, *new])]
        kept = [run for run in runs if run not in touched] + made
        if kept:
            self._runs[block] = kept
        else:
            self._runs.pop(block, None)
        before, after = ({(block, t) for run in of for t in run.together} for of in (touched, made))
        for known in before - after:
            for i in known[1]:
                self._together[i] = tuple(other for other in self._together[i] if other != known)
        for i, found in _by_telling(after - before).items():
            self._together[i] = (*self._together.get(i, ()), *found)
        return before ^ after

    def _run(self, entries: Iterable[_Entry]) -> _Run:
        run = tuple(sorted(entries, key=_place_in_order))
        days = [_days(t) for _, t in run]
        whole = _Days(min(d.first for d in days), max(d.last for d in days), days[0].is_long)
        return _Run(run, whole, self._agreeing(run))

    def _agreeing(self, entries: Sequence[_Entry]) -> tuple[Together, ...]:
        if len(entries) < 2 or is_area(entries[0][1].claim.place):
            return ()
        home = {t.claim.claim_id: self._tellings[i] for i, t in entries}
        found: list[Together] = []
        for days in same_days([t for _, t in entries]):
            here = list({home[t.claim.claim_id].telling_id: home[t.claim.claim_id] for t in days}.values())
            agreed = not_at_odds(here) if len(here) > 1 else ()
            found += (tuple(t.telling_id for t in one) for one in agreed if len(one) > 1)
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Without:
    """Togetherness without some tellings.

    changed: the ids of those that are together with others than otherwise.  dropped: what is together no more.
    found: telling → what is together instead.
    """

    changed: set[str]
    dropped: set[_Known]
    found: Mapping[str, Sequence[_Known]]


def _by_telling(found: Iterable[_Known]) -> Mapping[str, list[_Known]]:
    of: dict[str, list[_Known]] = defaultdict(list)
    for known in found:
        for i in known[1]:
            of[i].append(known)
    return of


def _place_in_order(entry: _Entry) -> tuple[str, str]:
    return entry[0], entry[1].claim.claim_id


def _runs(entries: Iterable[_Entry]) -> Iterator[list[_Entry]]:
    """The claims of a block, apart where no days join them: those of a long window are only with those of the same."""
    short: list[tuple[dt.date, dt.date, str, _Entry]] = []
    long: dict[_Days, list[_Entry]] = defaultdict(list)
    for entry in entries:
        days = _days(entry[1])
        if days.is_long:
            long[days].append(entry)
        else:
            short.append((days.first, days.last, entry[1].claim.claim_id, entry))
    yield from long.values()
    run: list[_Entry] = []
    last = dt.date.min
    for start, end, _, entry in sorted(short, key=lambda s: s[:3]):
        if run and start > last:
            yield run
            run = []
        run.append(entry)
        last = max(last, end)
    if run:
        yield run


def _days(t: Told) -> _Days:
    """The days on which another claim can be together with this one."""
    start, end = t.claim.date_start, t.claim.date_end or t.claim.date_start
    if start is None or end is None:
        days = (t.claim.date_end or t.as_of, t.as_of)  # near an event by the one, and other news by the other
        return _Days(looked_back(min(days)), max(days), is_long=False)
    return _Days(start, max(start, end), end - start > LOOK_BACK)
