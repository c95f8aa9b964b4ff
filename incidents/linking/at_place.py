"""Which tellings of several reports are one event by their place, event type and days alone."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from incidents.linking.odds import not_at_odds
from incidents.linking.same_place import Where, block_of, same_days
from incidents.linking.tellings import Telling
from incidents.linking.told import LOOK_BACK, Told, is_area, looked_back

Together = tuple[str, ...]
"""The ids of tellings that can be one event, in the order in which they are joined."""
_Entry = tuple[str, Told]
"""A claim with the id of its telling."""


@dataclass(frozen=True, slots=True)
class _Run:
    """Claims of one place and event type that days keep from all others of these, and what is together of them."""

    entries: tuple[_Entry, ...]
    together: tuple[Together, ...]


class AtPlace:
    """Tellings by place and event type; those of the same days that are not at odds are together.

    Over an area many things happen on one day, so that there nothing is together for that alone.
    """

    def __init__(self, tellings: Iterable[Telling], countries: Mapping[str, str]) -> None:
        self._tellings: dict[str, Telling] = {}
        self._blocks: dict[str, tuple[Where, ...]] = {}
        self._runs: dict[Where, list[_Run]] = {}
        self._enter(list(tellings), countries)

    def change(
        self, gone: Iterable[Telling], come: Sequence[Telling], countries: Mapping[str, str]
    ) -> set[str]:
        """Other tellings of some reports; return the ids of all that are together with others now than before.

        countries: from `countries_of`, of those that come.
        """
        left = {t.telling_id for t in gone}
        blocks = {block for i in left for block in self._blocks.pop(i)}
        blocks |= {block_of(t.claim, countries) for telling in come for t in telling.own}
        before = {together for block in blocks for together in self._in(block)}
        for block in blocks & self._runs.keys():
            entries = [e for run in self._runs[block] for e in run.entries]
            self._file(block, [e for e in entries if e[0] not in left])
        for i in left:
            del self._tellings[i]
        self._enter(come, countries)
        after = {together for block in blocks for together in self._in(block)}
        return {i for together in before ^ after for i in together}

    def together(self, ids: Iterable[str], without: Without | None = None) -> list[Together]:
        """What is together of these tellings, in order.  without: from the method of this name."""
        blocks = {block for i in ids for block in self._blocks[i]}
        other = without.together if without else {}
        return sorted({t for block in blocks for t in (other[block] if block in other else self._in(block))})

    def without(self, gone: AbstractSet[str]) -> Without:
        """What would be together if these tellings were not there."""
        other: dict[Where, list[Together]] = {}
        changed: set[str] = set()
        for block in {block for i in gone for block in self._blocks[i]}:
            other[block] = []
            for run in self._runs[block]:
                left = tuple(e for e in run.entries if e[0] not in gone)
                found = run.together if len(left) == len(run.entries) else self._agreeing(left)
                other[block] += found
                changed.update(i for together in set(found) ^ set(run.together) for i in together)
        return Without(changed - gone, other)

    # --- blocks ---

    def _enter(self, come: Sequence[Telling], countries: Mapping[str, str]) -> None:
        entries: dict[Where, list[_Entry]] = defaultdict(list)
        for telling in come:
            own = [(block_of(t.claim, countries), t) for t in telling.own]
            for block, t in own:
                entries[block].append((telling.telling_id, t))
            self._tellings[telling.telling_id] = telling
            self._blocks[telling.telling_id] = tuple(dict.fromkeys(block for block, _ in own))
        for block, new in entries.items():
            self._file(block, [*(e for run in self._runs.get(block, ()) for e in run.entries), *new])

    def _file(self, block: Where, entries: list[_Entry]) -> None:
        """Keep these claims as the block; what is together of a run that stays as it is stays too."""
        if not entries:
            del self._runs[block]
            return
        known = {_those(run.entries): run.together for run in self._runs.get(block, ())}
        runs = (tuple(sorted(run, key=_place_in_order)) for run in _runs(entries))
        self._runs[block] = []
        for run in runs:
            together = known.get(_those(run))
            self._runs[block].append(_Run(run, self._agreeing(run) if together is None else together))

    def _in(self, block: Where) -> Iterator[Together]:
        return (together for run in self._runs.get(block, ()) for together in run.together)

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

    changed: the ids of those that are together with others than otherwise.  together: by block, where it may differ.
    """

    changed: set[str]
    together: Mapping[Where, Sequence[Together]]


def _those(entries: Iterable[_Entry]) -> tuple[int, ...]:
    """What is the same only for the very same claims: one whose report was heard again may say something else."""
    return tuple(id(t) for _, t in entries)


def _place_in_order(entry: _Entry) -> tuple[str, str]:
    return entry[0], entry[1].claim.claim_id


def _runs(entries: Iterable[_Entry]) -> Iterator[list[_Entry]]:
    """The claims of a block, apart where no days join them: those of a long window are only with those of the same."""
    short: list[tuple[dt.date, dt.date, str, _Entry]] = []
    long: dict[tuple[dt.date, dt.date], list[_Entry]] = defaultdict(list)
    for entry in entries:
        start, end = _days(entry[1])
        if entry[1].claim.date_start and end - start > LOOK_BACK:
            long[start, end].append(entry)
        else:
            short.append((start, end, entry[1].claim.claim_id, entry))
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


def _days(t: Told) -> tuple[dt.date, dt.date]:
    """The days on which another claim can be together with this one."""
    start, end = t.claim.date_start, t.claim.date_end or t.claim.date_start
    if start is None or end is None:
        days = (t.claim.date_end or t.as_of, t.as_of)  # near an event by the one, and other news by the other
        return looked_back(min(days)), max(days)
    return start, max(start, end)
