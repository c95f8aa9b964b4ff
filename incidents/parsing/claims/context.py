"""What the narrative has reached when a sentence begins."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from incidents.model import Unit
from incidents.parsing.claims.drafts import Draft
from incidents.parsing.claims.story import Told
from incidents.parsing.claims.where import spot_for
from incidents.parsing.events import family, is_arrest
from incidents.parsing.scene.narrative import Narrative
from incidents.parsing.text import Sentence

_RECENT = 200
"""So many claims back a sentence may complete or go on with what was told."""


@dataclass(slots=True)
class Context:
    """The places, days, running totals and claims told so far.

    reached: the day that the narrative has come to.  begun: the day that its running counts start from.
    totals: the last running total of each unit.  dated_at: the last dated claim at each place, arrests apart.
    families: of the events told so far (see `events.family`).  told: the days of events.
    accident: the last sentence that told of one.  aftermath: the paragraph that last told what an event left behind.
    listed: the last sentence that told of a list of the dead.  counts: the last that spoke of several counts.
    accusations: claims of who is blamed, to be completed.
    """

    where: Narrative
    published: dt.date | None
    reached: dt.date | None = None
    begun: dt.date | None = None
    totals: dict[Unit, Draft] = field(default_factory=dict)
    drafts: list[Draft] = field(default_factory=list)
    dated_at: dict[tuple[str, bool], Draft] = field(default_factory=dict)
    families: set[str] = field(default_factory=set)
    told: list[Told] = field(default_factory=list)
    accident: Sentence | None = None
    aftermath: int = -1
    listed: int | None = None
    counts: int | None = None
    accusations: list[Draft] = field(default_factory=list)

    @property
    def recent(self) -> list[Draft]:
        """The claims told last, which are few even where the text is long."""
        return self.drafts[-_RECENT:]

    def last_of_paragraph(self, paragraph: int) -> Draft | None:
        """The claim before in the same paragraph."""
        return self.drafts[-1] if self.drafts and self.drafts[-1].paragraph == paragraph else None

    def advance(self, s: Sentence, drafts: list[Draft]) -> None:
        """The narrative has told the claims of a sentence."""
        self.drafts += drafts
        if s.of("aftermath.words"):
            self.aftermath = s.paragraph
        if s.of("dead_list.words") or (s.of("dead_list.toll") and s.of("toll.killed")):
            self.listed = s.index
        if s.of("role.counters"):
            self.counts = s.index
        for draft in drafts:
            self.families.add(family(draft.kind))
            single_day = draft.date_start is not None and draft.date_start == draft.date_end
            if draft.date_start and not draft.cumulative and draft.spot and draft.spot.place:
                self.dated_at[draft.spot.place.place_id, is_arrest(draft.kind)] = draft
            if draft.spot and draft.own_place:
                self.where.reach(draft.spot, s)
            if single_day and not draft.cumulative and not draft.background:
                self.reached = draft.date_start
            self.begun = draft.since or self.begun
            if draft.role == "total" and draft.unit:
                standing = self.totals.get(draft.unit)
                if not standing or standing.sentence != s.index:
                    self.totals[draft.unit] = draft
        if not any(d.own_place for d in drafts):
            spot, named = spot_for(s, 0, 0, self.where)
            if spot and named and not (spot.place and spot.place.geo_precision == "country"):
                self.where.reach(spot, s)
