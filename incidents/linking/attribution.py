"""The attribution tree of a row: root → relays, nearest to the event first → outlet → report, with its claims."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from incidents.languages.organisations import canonical, publishing
from incidents.linking.told import Told

Layer = Literal["root", "relay", "outlet", "report"]
Step = tuple[Layer, str]


@dataclass(frozen=True, slots=True)
class Branch:
    """Somebody through whom figures came; a report (its name is the report_id) is a leaf and holds its claims."""

    layer: Layer
    name: str
    branches: tuple[Branch, ...] = ()
    claims: tuple[Told, ...] = ()

    def leaves(self) -> list[Told]:
        """The claims below, in the order shown."""
        return [*self.claims, *(t for branch in self.branches for t in branch.leaves())]


def attribution(told: Iterable[Told]) -> tuple[Branch, ...]:
    """The trees of these claims, a root each; every claim is in exactly one leaf.

    At each step the branch told first stands first, of equal ones the first by name, whatever the order of `told`.
    """
    ordered = sorted(told, key=lambda t: (t.as_of, t.claim.report_id, t.claim.start, t.claim.claim_id))
    return _branches([(path(t), t) for t in ordered])


def path(t: Told) -> tuple[Step, ...]:
    """The steps by which a claim came: its root, who relayed it, the outlet, the report."""
    ends = (t.root, publishing(t.outlet))
    relays = dict.fromkeys(name for name in map(canonical, t.claim.via) if name not in ends)
    steps: list[Step] = [("relay", name) for name in relays]
    return (("root", t.root), *steps, ("outlet", t.outlet), ("report", t.claim.report_id))


def _branches(walks: Sequence[tuple[Sequence[Step], Told]]) -> tuple[Branch, ...]:
    parted: dict[Step, list[tuple[Sequence[Step], Told]]] = defaultdict(list)
    for (step, *rest), t in walks:
        parted[step].append((rest, t))
    made = []
    for (layer, name), below in parted.items():
        if layer == "report":
            made.append(Branch(layer, name, claims=tuple(t for _, t in below)))
        else:
            made.append(Branch(layer, name, _branches(below)))
    return tuple(sorted(made, key=lambda b: (min(t.as_of for t in b.leaves()), b.name, b.layer)))


def records(branches: Iterable[Branch]) -> list[dict[str, Any]]:
    """The trees as nested records of plain values, for JSON and for the pages."""
    return [
        {
            "layer": branch.layer,
            "name": branch.name,
            "branches": records(branch.branches),
            "claims": [_record(t) for t in branch.claims],
        }
        for branch in branches
    ]


def _record(t: Told) -> dict[str, Any]:
    claim = t.claim
    return {
        "claim_id": claim.claim_id,
        "published": t.published.isoformat() if t.published else None,
        "unit": claim.unit,
        "category": claim.category,
        "low": claim.low,
        "high": claim.high,
        "start": claim.start,
        "end": claim.end,
        "quote": claim.quote,
    }
