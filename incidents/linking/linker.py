"""Claims → clusters, kept so that a report more or less, or a reviewer's word, takes no more than it touches.

The clusters are those that all claims together would give, in whatever order they came.
"""

from __future__ import annotations

from collections import ChainMap, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import NamedTuple

from incidents.linking.alike import Alike
from incidents.linking.at_place import AtPlace, Together, Without
from incidents.linking.grouping import Groups, Likely, best_first
from incidents.linking.heard import Heard, hear
from incidents.linking.joined import Joined
from incidents.linking.lexicon import Lexicon
from incidents.linking.likeness import Evidence, explained
from incidents.linking.links import BY_PLACE, Link
from incidents.linking.tellings import Telling
from incidents.linking.ties import Ties
from incidents.linking.told import Cluster, Reported, Told
from incidents.linking.tolls import Tolls
from incidents.linking.weights import weights
from incidents.model import Claim, Tie

_PLACE_AND_DAYS = (Evidence("place_and_days", BY_PLACE),)


class Changed(NamedTuple):
    """Clusters that are no more, and new ones."""

    gone: list[Cluster]
    come: list[Cluster]


@dataclass(frozen=True, slots=True)
class _Group:
    """Tellings of one event, and what joined them; two are equal only where all of it is."""

    members: tuple[str, ...]
    by_place: tuple[tuple[str, str], ...] = ()
    by_likeness: tuple[Likely, ...] = ()


@dataclass(frozen=True, slots=True)
class _OfReport:
    tellings: list[Telling] = field(default_factory=list)
    totals: list[Told] = field(default_factory=list)


class Linker:
    """Claims of any number of reports, linked.

    reports: who published the claims' reports and when.  ties: what reviewers said of claims being one incident or
    not.  lexicon: which words are rare, by more reports than these; then nothing can be changed.
    """

    def __init__(
        self,
        claims: Iterable[Claim],
        reports: Iterable[Reported] = (),
        ties: Sequence[Tie] = (),
        lexicon: Lexicon | None = None,
    ) -> None:
        heard = hear(claims, reports)
        self._of_report: dict[str, _OfReport] = defaultdict(_OfReport)
        self._tellings: dict[str, Telling] = {}
        self._home: dict[str, str] = {}
        self._note(heard)
        self._ties = Ties(ties)
        self._tied, self._banned = self._by_telling()
        self._tolls = Tolls(heard.totals)
        self._at_place = AtPlace(heard.tellings, heard.countries)
        self._alike = Alike(heard.tellings, lexicon)
        self._groups: dict[str, _Group] = {}
        self._top: dict[str, str] = {}
        self._keep(self._grouped(self._tellings))

    # --- what there is ---

    @property
    def lexicon(self) -> Lexicon:
        """The words of the reports."""
        return self._alike.lexicon

    def clusters(self) -> list[Cluster]:
        """All clusters, ordered by their smallest claim id."""
        return sorted(
            [*self._events(self._groups.values()), *self._tolls.clusters()], key=lambda c: c.claim_ids
        )

    def links(self) -> list[Link]:
        """Why tellings of several reports are one event."""
        groups = sorted(self._groups.values(), key=lambda group: group.members)
        by_place = [Link(*pair, BY_PLACE, _PLACE_AND_DAYS) for group in groups for pair in group.by_place]
        return by_place + [self._explained(link) for group in groups for link in group.by_likeness]

    def proposals(self) -> list[Link]:
        """Links that are too doubtful to be made without a person, the likeliest first."""
        near = {
            tuple(sorted((self._top[one], self._top[other])))
            for one in self._tellings
            for other, sure in self._alike.with_(one).items()
            if one < other and sure >= weights().proposed_from and self._top[one] != self._top[other]
        }
        found = (link for one, other in near for link in self._doubts(self._groups[one], self._groups[other]))
        return list(map(self._explained, sorted(found, key=best_first)))

    def _doubts(self, one: _Group, other: _Group) -> list[Likely]:
        """The link between two groups, where it is to be proposed."""
        joined = self._joined((*one.members, *other.members))
        joined.join(one.members)
        joined.join(other.members)
        return self._linked(joined, (*one.members, *other.members)).doubtful()

    def _explained(self, link: Likely) -> Link:
        one, other = self._tellings[link.one], self._tellings[link.other]
        return Link(link.one, link.other, link.confidence, explained(one, other, self.lexicon))

    def _events(self, groups: Iterable[_Group]) -> list[Cluster]:
        return events(groups, self._tellings, self._ties)

    # --- what changes ---

    def change(
        self,
        gone: Iterable[str] = (),
        claims: Iterable[Claim] = (),
        reports: Iterable[Reported] = (),
        ties: Sequence[Tie] | None = None,
    ) -> Changed:
        """Take these reports out and these claims in; tell what became of clusters.

        gone: report ids; one whose claims changed goes, and comes with all its claims.  ties: all that there are now,
        if they are others.
        """
        heard = hear(claims, reports)
        went = [self._of_report.pop(report_id) for report_id in gone if report_id in self._of_report]
        left = {t.telling_id: t for own in went for t in own.tellings}
        dirty = self._at_place.change(left.values(), heard.tellings, heard.countries)
        dirty |= self._alike.change(left.values(), heard.tellings)
        dirty |= {*left, *(t.telling_id for t in heard.tellings)}
        ties_before, homes_before = self._ties, {i: self._home[i] for t in left.values() for i in t.claim_ids}
        for t in left.values():
            del self._tellings[t.telling_id]
        for claim_id in homes_before:
            del self._home[claim_id]
        self._note(heard)
        dirty |= self._tie(ties, ChainMap(homes_before, self._home))
        was, now = self._settled(dirty)
        before = events(was, ChainMap(left, self._tellings), ties_before)
        for group in was:
            del self._groups[group.members[0]]
            for telling_id in group.members:
                del self._top[telling_id]
        self._keep(now)
        totals = self._tolls.change((t for own in went for t in own.totals), heard.totals)
        return _changed([*before, *totals[0]], [*self._events(now), *totals[1]])

    def without(self, gone: Iterable[str]) -> Changed:
        """What would become of clusters if these reports had not come; words stay as rare as they are."""
        went = [self._of_report[report_id] for report_id in gone if report_id in self._of_report]
        ids = {t.telling_id for own in went for t in own.tellings}
        other = self._at_place.without(ids)
        was, now = self._settled(ids | other.changed, ids, other)
        totals = self._tolls.without({t.claim.claim_id for own in went for t in own.totals})
        return _changed([*self._events(was), *totals[0]], [*self._events(now), *totals[1]])

    def _note(self, heard: Heard) -> None:
        for t in heard.tellings:
            self._of_report[t.report_id].tellings.append(t)
            self._tellings[t.telling_id] = t
            self._home |= dict.fromkeys(t.claim_ids, t.telling_id)
        for total in heard.totals:
            self._of_report[total.claim.report_id].totals.append(total)

    def _tie(self, ties: Sequence[Tie] | None, homes_before: Mapping[str, str]) -> set[str]:
        """Hold with these ties; return the tellings that are tied otherwise than before."""
        tied, banned, said = self._tied, self._banned, self._ties.said
        if ties is not None:
            self._ties = Ties(ties)
        self._tied, self._banned = self._by_telling()
        others = set(said) ^ set(self._ties.said)
        dirty = {
            home[i]
            for tie in others
            for i in tie.claims | tie.others
            for home in (homes_before, self._home)
            if i in home
        }
        for old, new in ((tied, self._tied), (banned, self._banned)):
            dirty |= {i for i in old.keys() | new.keys() if old.get(i) != new.get(i)}
        return dirty

    def _by_telling(self) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
        """Telling → those that reviewers put with it, and those that they keep from it."""
        tied: dict[str, set[str]] = defaultdict(set)
        for together in self._ties.together(self._home.keys()):
            homes = {self._home[i] for i in together}
            for home in homes:
                tied[home] |= homes - {home}
        banned: dict[str, set[str]] = defaultdict(set)
        for one, other in self._ties.banned(self._home):
            banned[one].add(other)
            banned[other].add(one)
        return dict(tied), dict(banned)

    def _settled(
        self, dirty: AbstractSet[str], gone: AbstractSet[str] = frozenset(), other: Without | None = None
    ) -> tuple[list[_Group], list[_Group]]:
        """The groups that change where these tellings are alike or together otherwise, as they were and as they are.

        gone: tellings that are not there.  Groups that one that changes might have been joined with are looked at
        too, until no more of them change.
        """
        tops = {self._top[i] for i in dirty if i in self._top}
        grow = {*dirty, *(i for top in tops for i in self._groups[top].members)}
        grown: set[str] = set()
        left: list[_Group] = []
        changed: list[_Group] = []
        known: dict[tuple[str, ...], list[_Group]] = {}
        while grow:
            grown |= grow
            tops |= {self._top[i] for i in self._near(grow & self._tellings.keys(), other) if i in self._top}
            was = {(group := self._groups[top]).members: group for top in tops}
            ids = {i for members in was for i in members} | dirty
            now = self._grouped([i for i in ids if i in self._tellings and i not in gone], other, known)
            same = {g.members for g in now if was.get(g.members) == g and dirty.isdisjoint(g.members)}
            left = [group for members, group in was.items() if members not in same]
            changed = [group for group in now if group.members not in same]
            grow = {i for group in (*left, *changed) for i in group.members} - grown
        return left, changed

    def _near(self, ids: AbstractSet[str], other: Without | None) -> set[str]:
        """The tellings that any of these may be joined with."""
        near = {
            i
            for together in self._at_place.together(ids, other)
            for i in together
            if not ids.isdisjoint(together)
        }
        for telling_id in ids:
            near.update(self._alike_enough(telling_id), self._tied.get(telling_id, ()))
        return near

    # --- groups ---

    def _keep(self, groups: Iterable[_Group]) -> None:
        for group in groups:
            self._groups[group.members[0]] = group
            self._top |= dict.fromkeys(group.members, group.members[0])

    def _grouped(
        self,
        ids: Iterable[str],
        other: Without | None = None,
        known: dict[tuple[str, ...], list[_Group]] | None = None,
    ) -> list[_Group]:
        """These tellings in groups, as if there were no others.

        known: what became of tellings of which each may be joined with some other; it is added to.
        """
        inside = dict.fromkeys(ids)
        near = Joined(inside)
        together = [
            tuple(i for i in found if i in inside) for found in self._at_place.together(inside, other)
        ]
        for here in (*together, *((i, *self._alike_enough(i), *self._tied.get(i, ())) for i in inside)):
            near.join(i for i in here if i in inside)
        of_part: dict[str, list[Together]] = defaultdict(list)
        for here in together:
            if len(here) > 1:
                of_part[near.top(here[0])].append(here)
        groups: list[_Group] = []
        for members in near.groups():
            if len(members) == 1:
                groups.append(_Group((members[0],)))
                continue
            key = tuple(sorted(members))
            found = known.get(key) if known is not None else None
            if found is None:
                found = list(self._joined_groups(key, of_part[near.top(key[0])]))
                if known is not None:
                    known[key] = found
            groups += found
        return groups

    def _joined_groups(self, ids: Collection[str], together: Iterable[Together]) -> Iterator[_Group]:
        """The groups of tellings of which each may be joined with some other.  together: of them, by place and days."""
        joined = self._joined(ids)
        by_place = []
        for first, *rest in together:
            for i in rest:
                if joined.may_join(first, i):
                    joined.join((first, i))
                    by_place.append((first, i))
        for i in ids:
            joined.join((i, *self._tied.get(i, ())))
        by_likeness = self._linked(joined, ids).join()
        joins: dict[str, tuple[list[tuple[str, str]], list[Likely]]] = defaultdict(lambda: ([], []))
        for pair in by_place:
            joins[joined.top(pair[0])][0].append(pair)
        for link in by_likeness:
            joins[joined.top(link.one)][1].append(link)
        for members in joined.groups():
            here = joins[joined.top(members[0])]
            yield _Group(tuple(sorted(members)), tuple(here[0]), tuple(here[1]))

    def _joined(self, ids: Iterable[str]) -> Joined:
        rows = {i: row for i in ids if (row := self._tellings[i].row)}
        return Joined(ids, rows)

    def _linked(self, joined: Joined, ids: Collection[str]) -> Groups:
        """The groups of these tellings, with the links between them."""
        groups = Groups(joined, {i: self._tellings[i].report_id for i in ids})
        inside = set(ids)
        for one in ids:
            for other in self._banned.get(one, ()):
                if one < other and other in inside:
                    groups.ban(one, other)
            for other, sure in self._alike.with_(one).items():
                if one < other and other in inside:
                    groups.add(Likely(sure, one, other))
        return groups

    def _alike_enough(self, telling_id: str) -> Iterator[str]:
        """Those that it can be joined with for their likeness: no average is above the best of what it is of."""
        least = weights().linked_from - _ROUNDED
        return (other for other, sure in self._alike.with_(telling_id).items() if sure >= least)


_ROUNDED = 1e-8
"""Averages are rounded to less than this."""


def events(groups: Iterable[_Group], tellings: Mapping[str, Telling], ties: Ties) -> list[Cluster]:
    """The incidents that groups make, each of the parts that reviewers split it in."""
    found: list[Cluster] = []
    for group in groups:
        ids = sorted(i for telling_id in group.members for i in tellings[telling_id].claim_ids)
        found += (Cluster("incident", tuple(part)) for part in ties.apart(ids))
    return found


def _changed(before: Iterable[Cluster], after: Iterable[Cluster]) -> Changed:
    was, now = dict.fromkeys(before), dict.fromkeys(after)
    return Changed([c for c in was if c not in now], [c for c in now if c not in was])
