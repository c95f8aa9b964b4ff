"""Claims → clusters: which claims tell of the same event, and which are totals."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from incidents.linking.breakdown import with_parts
from incidents.linking.grouping import group
from incidents.linking.joined import Joined
from incidents.linking.lexicon import Lexicon
from incidents.linking.likeness import Evidence
from incidents.linking.links import BY_PLACE, Link
from incidents.linking.odds import not_at_odds
from incidents.linking.same_place import at_one_place, countries_of
from incidents.linking.tellings import Telling, tellings
from incidents.linking.ties import Ties
from incidents.linking.told import Cluster, Reported, Told, is_area, makes_row, tell
from incidents.linking.totals import total_clusters
from incidents.model import Claim, Tie

GATHERED = frozenset(("displaced", "missing"))
"""Units that are counted over an area and not at an event."""
_PLACE_AND_DAYS = (Evidence("place_and_days", BY_PLACE),)


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
    """The clusters of `link_all`."""
    return link_all(claims, reports, ties, lexicon).clusters


def link_all(
    claims: Iterable[Claim],
    reports: Iterable[Reported] = (),
    ties: Sequence[Tie] = (),
    lexicon: Lexicon | None = None,
) -> Linked:
    """Group claims into rows: events, totals, values of a series, parts.

    reports: who published the claims' reports and when.  ties: what reviewers said of claims being one incident
    or not.  lexicon: which words are rare, from `lexicon_of` more reports than these.  Claims that tell of
    nothing that happened (denied, threatened, background, comparison) are in no cluster.
    """
    claims = list(claims)
    totals, events = totals_and_events(claims, reports)
    countries = countries_of(events)
    told = tellings(events, countries)
    happened, links, proposals = _events(told, countries, Ties(ties), lexicon or Lexicon(told))
    clusters = sorted(total_clusters(totals) + happened, key=lambda c: c.claim_ids)
    return Linked(with_parents(clusters, claims), links, proposals)


def totals_and_events(claims: Iterable[Claim], reports: Iterable[Reported]) -> tuple[list[Told], list[Told]]:
    """The claims that tell of something that happened: those that count people over an area or time, and events."""
    told = [t for t in tell(with_parts(claims), reports) if makes_row(t.claim)]
    by_id = {t.claim.claim_id: t.claim for t in told}
    kinds: tuple[list[Told], list[Told]] = ([], [])
    for t in told:
        kinds[not is_total(t.claim, by_id)].append(t)
    return kinds


def lexicon_of(claims: Iterable[Claim], reports: Iterable[Reported]) -> Lexicon:
    """The words of the reports of these claims."""
    _, events = totals_and_events(claims, reports)
    return Lexicon(tellings(events, countries_of(events)))


def with_parents(clusters: Sequence[Cluster], claims: Iterable[Claim]) -> list[Cluster]:
    """The clusters, each with the index of the one that its claims say they are a part of."""
    home = {claim_id: index for index, cluster in enumerate(clusters) for claim_id in cluster.claim_ids}
    whole = {c.claim_id: home.get(c.part_of) for c in with_parts(claims) if c.part_of is not None}
    linked = []
    for index, cluster in enumerate(clusters):
        found = {whole.get(claim_id) for claim_id in cluster.claim_ids} - {None, index}
        parent = min((p for p in found if p is not None), default=None)
        linked.append(dataclasses.replace(cluster, parent=parent))
    return linked


def is_total(claim: Claim, by_id: Mapping[str, Claim]) -> bool:
    """Does the claim count people over an area or a time, so that it is no event of its own?

    A part is no event either, unless it has a place of its own or is a part of an event's figure.
    """
    seen: set[str] = set()
    while claim.claim_id not in seen:
        whole = by_id.get(claim.part_of or "") if claim.role == "part" else None
        if whole is None or not _is_where(claim, whole):
            break
        seen.add(claim.claim_id)
        claim = whole
    if claim.place or claim.places:
        return is_area(claim.place) and _is_sum(claim)
    if claim.place_as_written:
        return claim.cumulative and claim.role != "part"
    return claim.cumulative or claim.role == "total"


def _is_where(part: Claim, whole: Claim) -> bool:
    """Has a part no place of its own: none at all, or just the area of its whole?"""
    if part.place or part.places:
        return is_area(part.place) and (part.place, part.places) == (whole.place, whole.places)
    return not part.place_as_written


def _is_sum(claim: Claim) -> bool:
    """Does a claim about an area add up what happened all over it?  People flee from many places."""
    gathered = claim.has_figure and claim.unit in GATHERED
    return gathered or claim.cumulative or claim.role == "total"


# --- events ---


def _events(
    told: Sequence[Telling], countries: Mapping[str, str], ties: Ties, lexicon: Lexicon
) -> tuple[list[Cluster], list[Link], list[Link]]:
    home = {claim_id: t.telling_id for t in told for claim_id in t.claim_ids}
    joined = Joined((t.telling_id for t in told), {t.telling_id: t.row for t in told if t.row})
    links = _at_one_place(told, countries, joined)
    for together in ties.together(home.keys()):
        joined.join(home[claim_id] for claim_id in together)
    found, proposals = group(told, joined, lexicon, ties.banned(home))
    by_top: dict[str, list[str]] = defaultdict(list)
    for t in told:
        by_top[joined.top(t.telling_id)] += t.claim_ids
    groups = [part for ids in by_top.values() for part in ties.apart(ids)]
    return [Cluster("incident", tuple(sorted(ids))) for ids in groups], links + found, proposals


def _at_one_place(told: Sequence[Telling], countries: Mapping[str, str], joined: Joined) -> list[Link]:
    """Join tellings of one settlement or unknown place, event type and days, unless they are at odds.

    Over an area many things happen on one day.  Returns the links.
    """
    of = {t.claim.claim_id: telling for telling in told for t in telling.own}
    links = []
    for together in at_one_place([t for telling in told for t in telling.own], countries):
        here = list({id(telling): telling for t in together for telling in (of[t.claim.claim_id],)}.values())
        if len(here) > 1 and not is_area(together[0].claim.place):
            for agreed in not_at_odds(here):
                first = agreed[0].telling_id
                for t in agreed[1:]:
                    if joined.may_join(first, t.telling_id):
                        joined.join((first, t.telling_id))
                        links.append(Link(first, t.telling_id, BY_PLACE, _PLACE_AND_DAYS))
    return links
