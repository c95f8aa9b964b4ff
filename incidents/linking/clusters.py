"""Claims → clusters: which claims tell of the same event, and which are totals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from incidents.linking.heard import hear
from incidents.linking.lexicon import Lexicon
from incidents.linking.linker import Linker
from incidents.linking.links import Link
from incidents.linking.told import Cluster, Reported
from incidents.model import Claim, Tie


@dataclass(frozen=True, slots=True)
class Linked:
    """What linking makes of claims.

    clusters: ordered by their smallest claim id.  links: why tellings of several reports are one event.
    proposals: links that are too doubtful to be made without a person, the likeliest first.
    """

    clusters: list[Cluster]
    links: list[Link]
    proposals: list[Link]


def link(
    claims: Iterable[Claim],
    reports: Iterable[Reported] = (),
    ties: Sequence[Tie] = (),
    lexicon: Lexicon | None = None,
) -> list[Cluster]:
    """Group claims into rows: events, totals, values of a series, parts; ordered by their smallest claim id.

    reports: who published the claims' reports and when.  ties: what reviewers said of claims being one incident
    or not.  lexicon: which words are rare, from `lexicon_of` more reports than these.  Claims that tell of
    nothing that happened (denied, threatened, background, comparison) are in no cluster.
    """
    return Linker(claims, reports, ties, lexicon).clusters()


def link_all(claims: Iterable[Claim], reports: Iterable[Reported] = (), ties: Sequence[Tie] = ()) -> Linked:
    """What `link` makes, with the reasons and with what is left to a reviewer."""
    linker = Linker(claims, reports, ties)
    return Linked(linker.clusters(), linker.links(), linker.proposals())


def lexicon_of(claims: Iterable[Claim], reports: Iterable[Reported]) -> Lexicon:
    """The words of the reports of these claims."""
    return Lexicon(hear(claims, reports).tellings)
