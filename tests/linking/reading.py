"""How far exported claims agree with a reading of the reports: which passages are one event, one series, one total.

A reading is JSON Lines, a group a line: `event_id`, `kind` (event, series, total), `members` (`report` and a passage,
`evidence`, that occurs once in it), `includes` (groups whose people are also in this count) and `figures_conflict`.
The claims are records as `export --profile claims` writes them, and stand in that order.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

Record = Mapping[str, Any]


class Page(NamedTuple):
    """What a reading is about: the text of a report and its day."""

    text: str
    published: dt.date


@dataclass(frozen=True)
class Member:
    """A passage of the reading and the claim that tells it; `rank` is the claim's line in the export."""

    report: str
    quote: str
    published: dt.date
    rank: int | None = None
    claim: Record | None = None

    def said(self, key: str) -> Any:
        """The claim's value; None where no claim tells the passage."""
        return self.claim and self.claim[key]


@dataclass(frozen=True)
class Group:
    """An event, a series or a total of the reading."""

    name: str
    kind: str
    members: tuple[Member, ...]
    includes: tuple[str, ...] = ()
    conflict: bool = False


def read(path: Path) -> list[Record]:
    """The lines of a reading."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def faultless(lines: Iterable[Record], pages: Mapping[str, Page]) -> list[dict[str, Any]]:
    """The claims of somebody who reads alike: one claim a passage, and of each event the first is counted."""
    return [
        {
            "doc_id": m["report"],
            "start": (start := pages[m["report"]].text.index(m["evidence"])),
            "end": start + len(m["evidence"]),
            "incident_id": line["event_id"] if line["kind"] == "event" else None,
            "series_id": line["event_id"] if line["kind"] == "series" else None,
            "counted": line["kind"] == "event" and n == 0,
        }
        for line in lines
        for n, m in enumerate(line["members"])
    ]


def groups_of(lines: Iterable[Record], pages: Mapping[str, Page], claims: Sequence[Record]) -> list[Group]:
    """The reading's groups, each passage with the claim that shares most characters with it (the first of equals)."""
    return [
        Group(
            line["event_id"],
            line["kind"],
            tuple(_member(m, pages[m["report"]], claims) for m in line["members"]),
            tuple(line["includes"]),
            line["figures_conflict"],
        )
        for line in lines
    ]


def _member(told: Record, page: Page, claims: Sequence[Record]) -> Member:
    start = page.text.index(told["evidence"])
    end = start + len(told["evidence"])
    shared = {
        rank: min(end, claim["end"]) - max(start, claim["start"])
        for rank, claim in enumerate(claims)
        if claim["doc_id"] == told["report"]
    }
    rank = max(shared, key=lambda r: shared[r], default=None)
    if rank is None or shared[rank] <= 0:
        return Member(told["report"], told["evidence"], page.published)
    return Member(told["report"], told["evidence"], page.published, rank, claims[rank])


def untold(groups: Iterable[Group]) -> list[tuple[str, Member]]:
    """The passages that no claim tells, with the name of their group."""
    return [(g.name, m) for g in groups for m in g.members if m.claim is None]


def incidents(groups: Iterable[Group]) -> tuple[list[Hashable], list[Hashable]]:
    """For each passage of an event, its event and its incident; without an incident it is alone."""
    told = [(g.name, m) for g in groups if g.kind == "event" for m in g.members]
    return [name for name, _ in told], [
        m.said("incident_id") or ("alone", n) for n, (_, m) in enumerate(told)
    ]


def b_cubed(wanted: Sequence[Hashable], said: Sequence[Hashable]) -> tuple[float, float, float]:
    """Precision, recall and F1 of one grouping of items against another, a mean over the items; not for none."""
    pairs = list(zip(wanted, said, strict=True))
    both, in_wanted, in_said = Counter(pairs), Counter(wanted), Counter(said)
    precision = sum(both[pair] / in_said[pair[1]] for pair in pairs) / len(pairs)
    recall = sum(both[pair] / in_wanted[pair[0]] for pair in pairs) / len(pairs)
    return precision, recall, 2 * precision * recall / (precision + recall)


def broken_series(groups: Iterable[Group], claims: Sequence[Record]) -> dict[str, str]:
    """Series of several values that are not one series, not in the order of their days, or mixed with others: why."""
    found = {g.name: _fault(g, claims) for g in groups if g.kind == "series" and len(g.members) > 1}
    return {name: fault for name, fault in found.items() if fault}


def _fault(series: Group, claims: Sequence[Record]) -> str:
    told = sorted((m for m in series.members if m.claim), key=lambda m: m.rank or 0)
    ids = {m.said("series_id") for m in series.members}
    homes = {m.said("incident_id") for m in told} - {None}
    if len(ids) > 1 or None in ids:
        return f"its values have these series: {[m.said('series_id') for m in series.members]}"
    if any(earlier.published > later.published for earlier, later in pairwise(told)):
        return "its values are not in the order of their days"
    if any(c["incident_id"] in homes and c["series_id"] not in ids for c in claims):
        return "one of its incidents holds claims of something else"
    return ""


def mixed_series(groups: Iterable[Group]) -> dict[str, set[str]]:
    """Series that hold passages of more than one group: two counts shown as the path of one."""
    holds: dict[str, set[str]] = {}
    for group in groups:
        for series in {m.said("series_id") for m in group.members} - {None}:
            holds.setdefault(series, set()).add(group.name)
    return {series: names for series, names in holds.items() if len(names) > 1}


def counted_twice(groups: Sequence[Group]) -> list[tuple[str, Member]]:
    """Counted values of series and totals whose people are counted elsewhere too.

    That is: something that they include is counted, or another value of theirs was, or an earlier total over the
    same people was.
    """
    include = {g.name: g.includes for g in groups}
    counted = {g.name: [m for m in g.members if m.said("counted")] for g in groups}
    wrong, accepted = [], set[str]()
    for group in (g for g in groups if g.kind != "event"):
        inside = set(_within(group.name, include))
        shared = any(inside.intersection(_within(name, include)) for name in accepted)
        for member in counted[group.name]:
            if shared or group.name in accepted or any(counted[name] for name in inside):
                wrong.append((group.name, member))
            else:
                accepted.add(group.name)
    return wrong


def _within(name: str, include: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """What a group includes, also through what it includes; something may come more than once."""
    for other in include[name]:
        yield other
        yield from _within(other, include)


def torn_conflicts(groups: Iterable[Group]) -> list[str]:
    """Groups with figures that differ which do not stand side by side, all of them, in one incident or one series."""
    return [g.name for g in groups if g.conflict and not _together(g)]


def _together(group: Group) -> bool:
    ids = {m.said("series_id" if group.kind == "series" else "incident_id") for m in group.members}
    return len(ids) == 1 and None not in ids
