"""Tellings → groups of one event, kept so that a change takes no more than it touches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from incidents.linking.alike import Alike
from incidents.linking.at_place import AtPlace, Together, Without
from incidents.linking.grouping import Groups, Likely, best_first
from incidents.linking.joined import Joined
from incidents.linking.lexicon import Lexicon
from incidents.linking.tellings import Telling
from incidents.linking.weights import weights

Others = Mapping[str, Collection[str]]
"""Telling → others, by their ids."""


@dataclass(frozen=True, slots=True)
class Group:
    """Tellings of one event, and what joined them; two are equal only where all of it is."""

    members: tuple[str, ...]
    by_place: tuple[tuple[str, str], ...] = ()
    by_likeness: tuple[Likely, ...] = ()


class Events:
    """Tellings in groups of one event.

    countries: of their reports, from `countries_of`.  tied, kept_apart: what reviewers put with a telling, and what
    they keep from it.  lexicon: as in `Alike`; where one is given, nothing can be changed.
    """

    def __init__(
        self,
        tellings: Iterable[Telling],
        countries: Mapping[str, str],
        tied: Others,
        kept_apart: Others,
        lexicon: Lexicon | None = None,
    ) -> None:
        self.tellings = {t.telling_id: t for t in tellings}
        self._tied, self._kept_apart = tied, kept_apart
        self._at_place = AtPlace(list(self.tellings.values()), countries)
        self._alike = Alike(self.tellings.values(), lexicon)
        self._groups: dict[str, Group] = {}
        self._top: dict[str, str] = {}
        self._keep(self._grouped(self.tellings))

    @property
    def lexicon(self) -> Lexicon:
        """The words of the reports."""
        return self._alike.lexicon

    def groups(self) -> list[Group]:
        """All groups, ordered by their smallest telling id."""
        return sorted(self._groups.values(), key=lambda group: group.members)

    def doubtful(self) -> list[Likely]:
        """The best links between groups that are alike, but not enough, the likeliest first."""
        near = {
            tuple(sorted((self._top[one], self._top[other])))
            for one in self.tellings
            for other, sure in self._alike.with_(one).items()
            if one < other and sure >= weights().proposed_from and self._top[one] != self._top[other]
        }
        return sorted((link for tops in near for link in self._between(*tops)), key=best_first)

    def _between(self, *tops: str) -> list[Likely]:
        ids = [i for top in tops for i in self._groups[top].members]
        joined = self._joined(ids)
        for top in tops:
            joined.join(self._groups[top].members)
        return self._linked(joined, ids).doubtful()

    # --- what changes ---

    def change(
        self,
        gone: Sequence[Telling],
        come: Sequence[Telling],
        countries: Mapping[str, str],
        tied: Others,
        kept_apart: Others,
        dirty: Iterable[str] = (),
    ) -> tuple[list[Group], list[Group]]:
        """Other tellings of some reports; returns the groups that change as they were, and as they are.

        gone, come: all tellings of these reports, as they were and as they are.  tied, kept_apart: of all.  dirty:
        tellings whose groups count as changed.
        """
        changed = {*dirty, *(t.telling_id for t in (*gone, *come))}
        changed |= self._at_place.change(gone, come, countries) | self._alike.change(gone, come)
        for old, new in ((self._tied, tied), (self._kept_apart, kept_apart)):
            changed |= {i for i in old.keys() | new.keys() if old.get(i) != new.get(i)}
        self._tied, self._kept_apart = tied, kept_apart
        for t in gone:
            del self.tellings[t.telling_id]
        self.tellings |= {t.telling_id: t for t in come}
        was, now = self._settled(changed)
        for group in was:
            del self._groups[group.members[0]]
            for telling_id in group.members:
                del self._top[telling_id]
        self._keep(now)
        return was, now

    def without(self, gone: AbstractSet[str]) -> tuple[list[Group], list[Group]]:
        """What `change` would return if these tellings went; words stay as rare as they are."""
        other = self._at_place.without(gone)
        return self._settled(gone | other.changed, gone, other)

    def _keep(self, groups: Iterable[Group]) -> None:
        for group in groups:
            self._groups[group.members[0]] = group
            self._top |= dict.fromkeys(group.members, group.members[0])

    def _settled(
        self, dirty: AbstractSet[str], gone: AbstractSet[str] = frozenset(), other: Without | None = None
    ) -> tuple[list[Group], list[Group]]:
        """The groups that change where these tellings are alike or together otherwise, as they were and as they are.

        gone: tellings that are not there.  Groups that one that changes might have been joined with are looked at
        too, until no more of them change.
        """
        tops = {self._top[i] for i in dirty if i in self._top}
        grow = {*dirty, *(i for top in tops for i in self._groups[top].members)}
        grown: set[str] = set()
        left: list[Group] = []
        changed: list[Group] = []
        known: dict[tuple[str, ...], list[Group]] = {}
        while grow:
            grown |= grow
            tops |= {self._top[i] for i in self._near(grow & self.tellings.keys(), other) if i in self._top}
            was = {(group := self._groups[top]).members: group for top in tops}
            ids = {i for members in was for i in members} | dirty
            now = self._grouped([i for i in ids if i in self.tellings and i not in gone], other, known)
            same = {g.members for g in now if was.get(g.members) == g and dirty.isdisjoint(g.members)}
            left = [group for members, group in was.items() if members not in same]
            changed = [group for group in now if group.members not in same]
            grow = {i for group in (*left, *changed) for i in group.members} - grown
        return left, changed

    def _near(self, ids: AbstractSet[str], other: Without | None) -> set[str]:
        """The tellings that any of these may be joined with."""
        near = {i for together in self._at_place.together(ids, other) for i in together}
        for telling_id in ids:
            near.update(self._alike_enough(telling_id), self._tied.get(telling_id, ()))
        return near

    # --- groups ---

    def _grouped(
        self,
        ids: Iterable[str],
        other: Without | None = None,
        known: dict[tuple[str, ...], list[Group]] | None = None,
    ) -> list[Group]:
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
        groups: list[Group] = []
        for members in near.groups():
            if len(members) == 1:
                groups.append(Group((members[0],)))
                continue
            key = tuple(sorted(members))
            found = known.get(key) if known is not None else None
            if found is None:
                found = list(self._joined_groups(key, of_part[near.top(key[0])]))
                if known is not None:
                    known[key] = found
            groups += found
        return groups

    def _joined_groups(self, ids: Collection[str], together: Iterable[Together]) -> Iterator[Group]:
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
            yield Group(tuple(sorted(members)), tuple(here[0]), tuple(here[1]))

    def _joined(self, ids: Iterable[str]) -> Joined:
        rows = {i: row for i in ids if (row := self.tellings[i].row)}
        return Joined(ids, rows)

    def _linked(self, joined: Joined, ids: Collection[str]) -> Groups:
        """The groups of these tellings, with the links between them."""
        groups = Groups(joined, {i: self.tellings[i].report_id for i in ids})
        inside = set(ids)
        for one in ids:
            for other in self._kept_apart.get(one, ()):
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
