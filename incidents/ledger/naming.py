"""Names for events that survive relinking.

Linking returns sets of claims without names.  A set takes the name of the previous event that holds most of
its claims, else a UUID made from its smallest claim id, so that the same reports give the same names on
every machine.  When an event splits, the part with most of its claims keeps the name; of equal parts the one whose
UUID it is.  Where a reviewer merged events, the one that was to stay gives the name.
"""

from __future__ import annotations

import itertools
import uuid
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

NAMESPACE = uuid.UUID("b5a1d7c2-7f0e-5b0c-9a64-3f2f0f6f7a11")


@dataclass(frozen=True)
class Renaming:
    """One row of the history: an event and what it holds from now on.

    came_from: the other events that these claims were in before.  An event without claims was merged away.
    """

    event_id: str
    claim_ids: frozenset[str]
    came_from: tuple[str, ...]


def assign_names(
    clusters: Sequence[frozenset[str]],
    previous: Mapping[str, frozenset[str]],
    staying: Collection[str] = frozenset(),
) -> list[str]:
    """An event id for each cluster (none of them empty), in order; no two are the same.

    previous: event id → the claims it held.  staying: events that others were merged into by a reviewer.  Does not
    depend on the order of `clusters`.
    """
    homes = _homes(previous)
    wishes = []
    for index, cluster in enumerate(clusters):
        held = Counter(event for claim in cluster for event in homes.get(claim, ()))
        if held:
            event, count = min(held.items(), key=lambda item: (item[0] not in staying, -item[1], item[0]))
            wishes.append((-count, event != _own_name(cluster), len(cluster), min(cluster), index, event))
    names: dict[int, str] = {}
    taken: set[str] = set()
    for *_, index, event in sorted(wishes):
        if event not in taken:
            names[index] = event
            taken.add(event)
    taken.update(previous)
    for _, index in sorted((min(c), i) for i, c in enumerate(clusters) if i not in names):
        names[index] = _new_name(min(clusters[index]), taken)
        taken.add(names[index])
    return [names[index] for index in range(len(clusters))]


def renamings(
    clusters: Sequence[frozenset[str]], names: Sequence[str], previous: Mapping[str, frozenset[str]]
) -> list[Renaming]:
    """What changed from `previous` to `names`: new events, events with other claims, and events merged away.

    An event whose claims are in no cluster at all is left as it was, so that it has its name again when they
    come back (a rejection withdrawn, an earlier reading restored).
    """
    homes = _homes(previous)
    now = dict(zip(names, clusters, strict=True))
    changed = [
        Renaming(event, claims, _origins(event, claims, homes))
        for event, claims in now.items()
        if previous.get(event) != claims
    ]
    placed = frozenset(itertools.chain.from_iterable(clusters))
    gone = [event for event, claims in previous.items() if event not in now and claims & placed]
    return changed + [Renaming(event, frozenset(), ()) for event in sorted(gone)]


def _homes(previous: Mapping[str, frozenset[str]]) -> dict[str, list[str]]:
    homes: dict[str, list[str]] = defaultdict(list)
    for event, claims in previous.items():
        for claim in claims:
            homes[claim].append(event)
    return homes


def _origins(event: str, claims: frozenset[str], homes: Mapping[str, list[str]]) -> tuple[str, ...]:
    return tuple(sorted({home for claim in claims for home in homes.get(claim, ())} - {event}))


def _own_name(cluster: frozenset[str]) -> str:
    """The name of an event that had none before."""
    return str(uuid.uuid5(NAMESPACE, min(cluster)))


def _new_name(claim_id: str, taken: Collection[str]) -> str:
    tries = (uuid.uuid5(NAMESPACE, claim_id if n == 0 else f"{claim_id}#{n}") for n in itertools.count())
    return next(name for name in map(str, tries) if name not in taken)
