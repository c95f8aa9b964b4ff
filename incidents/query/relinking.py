"""What was derived last from a ledger, for what is the same the next time."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from threading import Lock

from incidents.linking import Cluster, Linked, Linker, Reported, count, rows_of, say
from incidents.linking.rows import Made
from incidents.model import Claim, Incident, Tie, Verification

MOST_CHANGED = 0.2
"""Where more than this share of all reports has changed, all is linked anew, which then takes no longer."""

_Heard = tuple[tuple[Claim, ...], str | None, dt.date | None, str]
"""What linking asks of a report: its claims, outlet, day and name."""


class Relinker:
    """Claims linked and rows made, brought up to date where the ledger has changed since."""

    def __init__(self) -> None:
        self._linker = Linker([])
        self._heard: Mapping[str, _Heard] = {}
        self._rows: dict[str, Made] = {}
        self._lock = Lock()

    def linked(self, claims: Iterable[Claim], reports: Sequence[Reported], ties: Sequence[Tie]) -> Linked:
        """These claims, linked."""
        with self._lock:
            self._bring(claims, reports, ties)
            return Linked(self._linker.clusters(), self._linker.links(), self._linker.proposals())

    def clusters(
        self, claims: Iterable[Claim], reports: Sequence[Reported], ties: Sequence[Tie]
    ) -> list[Cluster]:
        """The clusters of these claims."""
        with self._lock:
            self._bring(claims, reports, ties)
            return self._linker.clusters()

    def rows(
        self,
        named: Sequence[tuple[Cluster, str]],
        claims: Iterable[Claim],
        reports: Sequence[Reported],
        verification: Mapping[str, Verification],
    ) -> list[Incident]:
        """The rows of clusters with their event ids, in order."""
        with self._lock:
            made = rows_of(named, say(claims, reports), verification, known=self._rows)
            self._rows = {event_id: self._rows[event_id] for _, event_id in named if event_id in self._rows}
            return count(made)

    def _bring(self, claims: Iterable[Claim], reports: Sequence[Reported], ties: Sequence[Tie]) -> None:
        own: dict[str, list[Claim]] = defaultdict(list)
        for claim in claims:
            own[claim.report_id].append(claim)
        said = {report.report_id: report for report in reports}
        heard = {i: _heard(told, said.get(i)) for i, told in own.items()}
        changed = [i for i in self._heard.keys() | heard.keys() if self._heard.get(i) != heard.get(i)]
        known, self._heard = self._heard, {}  # broken off in the middle, nothing is known
        if not known or len(changed) > MOST_CHANGED * len(heard):
            self._linker = Linker([c for told in own.values() for c in told], reports, ties)
        else:
            come = [c for i in changed for c in own.get(i, ())]
            self._linker.change(changed, come, [said[i] for i in changed if i in said], ties)
        self._heard = heard


def _heard(told: Iterable[Claim], report: Reported | None) -> _Heard:
    if report is None:
        return tuple(told), None, None, ""
    return tuple(told), report.publisher, report.published, report.doc_id


@lru_cache(maxsize=1)
def relinker(data_dir: Path) -> Relinker:
    """That of the ledger in a folder, as long as the process asks for no other."""
    return Relinker()
