"""The day of an event that the text tells elsewhere: "The shooting happened late Tuesday"."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass

from incidents.languages import EventKind
from incidents.parsing.claims.drafts import Draft
from incidents.parsing.dates.asides import is_of_what_followed
from incidents.parsing.dates.days import DAY
from incidents.parsing.dates.tellings import Telling, is_death
from incidents.parsing.events import VIOLENT, family
from incidents.parsing.scene.narrative import Spot, holds
from incidents.parsing.text import Sentence

_LONGEST = dt.timedelta(days=6)
"""A longer time is no day of an event."""
_LATE = dt.timedelta(days=45)
"""So long after an event its wounded die of it."""
_AROUND = 40
"""So many days told before and after a claim can be its event's."""
_NEWS = frozenset(f"date.{name}" for name in ("weekday", "publication", "weekend", "last_week", "ago"))
"""How the day of the news is told, which is the event's even where no word says so."""
_WIDE = frozenset(("region", "country"))


@dataclass(frozen=True, slots=True)
class Told:
    """A day of an event as a sentence tells it; kind None is "it", whatever was told."""

    s: Sentence
    first: dt.date
    last: dt.date
    telling: Telling
    kind: EventKind | None
    spot: Spot | None
    definite: bool

    @property
    def sentence(self) -> int:
        """Index of the sentence."""
        return self.s.index

    @property
    def paragraph(self) -> int:
        """Index of the paragraph."""
        return self.s.paragraph

    @property
    def is_death(self) -> bool:
        """Is it the day of a death, which may be later than the event?"""
        return is_death(self.s, self.telling)


def told_days(
    s: Sentence, tellings: list[Telling], drafts: list[Draft], published: dt.date | None, oldest: int
) -> list[Told]:
    """The days of events that a sentence tells."""
    out = []
    spot = next((d.spot for d in drafts if d.own_place and d.spot), None)
    for t in tellings:
        date = t.date
        known = t.deed in ("event", "scene") or (t.deed == "untold" and date.rule in _NEWS)
        if not known or date.kind != "point" or not date.first or not date.last:
            continue
        if date.last - date.first > _LONGEST or (published and (published - date.last).days > oldest):
            continue
        kind = t.by.value if t.by and isinstance(t.by.value, EventKind) else None
        out.append(Told(s, date.first, date.last, t, kind, spot, _is_definite(s, t)))
    return out


def _may_be_one(a: EventKind, b: EventKind) -> bool:
    """Can two words tell of one event?  A clash is no massacre, a kidnapping no bombing."""
    return family(a) == family(b) and (a.type == "Battles") == (b.type == "Battles")


def _is_definite(s: Sentence, t: Telling) -> bool:
    """ "It happened", "officers were called", "the shooting", "Sunday's killing": the event that the text is about."""
    if t.by is None or t.deed == "scene" or t.by.group == "telling.happened":
        return t.by is not None
    return s.word_in("the", t.by.start - 1) or t.by.start == t.date.end


def settle(drafts: list[Draft], told: list[Told], published: dt.date | None) -> None:
    """Give each claim without a day the one that the text tells for its event, if it tells one."""
    sentences = [t.sentence for t in told]
    for draft in drafts:
        at = bisect_right(sentences, draft.sentence)
        around = told[max(0, at - _AROUND) : at + _AROUND]
        if draft.awaits is not None:
            _count_from_later(draft, draft.awaits, around, published)
        dated = (draft.date_start or draft.own_date) and not draft.of_death
        if dated or draft.cumulative or draft.background or draft.role != "new":
            continue
        if draft.kind.type not in VIOLENT:
            continue
        found = _day_of(draft, around)
        if found and (not draft.of_death or _led_to(found, draft)):
            date = found.telling.date
            draft.date_start, draft.date_end, draft.date_precision = date.first, date.last, date.precision
            draft.because("date.story", found.s, (date.start, date.end))
    for draft in drafts:
        if draft.parent and not draft.own_date and not draft.date_start and draft.parent.date_start:
            draft.dated_as(draft.parent, "date.whole")


def _led_to(told: Told, draft: Draft) -> bool:
    """Is it the day of the event that a death followed, some days later?"""
    before = draft.date_start - told.last if draft.date_start else None
    return not told.is_death and before is not None and dt.timedelta(0) < before <= _LATE


def _count_from_later(draft: Draft, shift: int, told: list[Told], published: dt.date | None) -> None:
    """ "Two days later they came back. The first raid was on 3 March": counted from the day told next."""
    base = next((t for t in told if t.sentence > draft.sentence and t.first == t.last), None)
    day = base.first + DAY * shift if base else None
    if base and day and (published is None or day <= published):
        date = base.telling.date
        draft.date_start = draft.date_end = day
        draft.because("date.awaited", base.s, (date.start, date.end))


def _day_of(draft: Draft, told: list[Told]) -> Told | None:
    """What all days agree on, else those near by, else those that tell of the one event ("it happened")."""
    place = draft.spot.place if draft.spot else None
    if draft.spot and (draft.spot.places or (place and place.geo_precision in _WIDE)):
        return None
    fits = [t for t in told if _fits(draft, t)]
    firm = [t for t in fits if t.telling.deed != "untold"] or fits
    firm = [t for t in firm if not t.is_death] or firm
    near = [t for t in firm if -int(t.definite) <= draft.paragraph - t.paragraph <= 1]
    known = [t for t in firm if t.definite]
    return _agreed(firm) or _agreed(near) or _agreed(known) or _most(firm)


def _is_land(spot: Spot) -> bool:
    return spot.place is not None and spot.place.geo_precision == "governorate"


def _agreed(told: list[Told]) -> Told | None:
    """The finest of some days, where every other holds it."""
    finest = min(told, key=lambda t: (t.last - t.first, t.sentence), default=None)
    return finest if finest and all(t.first <= finest.first and finest.last <= t.last for t in told) else None


def _most(told: list[Told]) -> Told | None:
    """The day that most of the text tells."""
    count = Counter((t.first, t.last) for t in told)
    day, times = count.most_common(1)[0] if count else (None, 0)
    return next(t for t in told if (t.first, t.last) == day) if 2 * times > len(told) else None


def _fits(draft: Draft, told: Told) -> bool:
    near = 0 <= draft.paragraph - told.paragraph <= 1 and told.sentence <= draft.sentence
    if told.last - told.first >= _LONGEST and not near and not told.definite:
        return False  # "Two weeks ago the army shot …" goes on to another event
    if told.kind and not _may_be_one(told.kind, draft.kind):
        return False
    if told.sentence == draft.sentence and is_of_what_followed(told.s, told.telling.date, draft.core):
        return False
    several = told.spot is not None and told.spot.is_point and draft.value > 1
    if several and draft.spot is None and told.paragraph != draft.paragraph:
        return False
    if several and draft.spot and _is_land(draft.spot):
        return False  # people of a whole province are not those of one town
    if not (draft.own_place and draft.spot and told.spot):
        return True
    here, there = draft.spot.place, told.spot.place
    if here is None or there is None or here == there:
        return here == there or draft.spot.is_point != told.spot.is_point
    return holds(here, there) or holds(there, here)
