"""What a date in a sentence is the day of: an event, what came after it, somebody's words, something to come."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from incidents.languages import Mark
from incidents.parsing.dates.asides import is_coarse, is_record, side_clause, tells_more
from incidents.parsing.dates.dates import DateMention
from incidents.parsing.events import is_arrest
from incidents.parsing.text import CLAUSE_ENDS, COMMAS, DASHES, WRITTEN_ARTICLE, Sentence

Deed = Literal["event", "scene", "aftermath", "documented", "words", "ahead", "aside", "untold"]

_EVENTS = ("event", "verb_object", "verb_active", "verb_subject", "verb_first", "telling.happened")
_GROUPS: tuple[tuple[str, Deed], ...] = (
    *((group, "event") for group in _EVENTS),
    ("telling.scene", "scene"),
    ("telling.aftermath", "aftermath"),
    ("telling.documented", "documented"),
    ("telling.posted", "words"),
    ("telling.ahead", "ahead"),
    ("telling.aside", "aside"),
)
_HAPPENING = ("event", "scene", "aftermath")
_OWNED = 4
"""So many words at most stand between "Sunday's" and the event."""
_CHARGE = 4
"""So many tokens at most stand between "charged" and "with", and between "with" and the crime."""
_STAMP = 12
"""So many tokens at most stand between "Posted:" and its day."""
_NEWS_DAYS = 30
"""What is told in passing is longer ago than this, where only its words say that it is."""
_DATELINE = 8
"""So many tokens at most stand before the day of a dateline, or between its brackets."""
_PLACE_OF_DATELINE = 4
"""The same for the place of an Arabic one, which no capital shows."""


@dataclass(frozen=True, slots=True)
class Telling:
    """A date and what it is the day of; by: the word that says so; side: the side clause that it lies in."""

    date: DateMention
    deed: Deed
    by: Mark | None = None
    side: tuple[int, int] | None = None


def tellings(s: Sentence, dates: list[DateMention], published: dt.date | None) -> list[Telling]:
    """What each date of a sentence is the day of: the deed told last before it, or by the clause that it opens."""
    found = (
        (mark, "aftermath" if _is_arrest(mark) else deed)
        for group, deed in _GROUPS
        for mark in s.of(group)
        if deed != "aftermath" or not _is_in_name(s, mark)
    )
    deeds = sorted(found, key=lambda item: (item[0].start, item[0].end)) if dates else []
    return [_telling(s, date, deeds, published) for date in dates]


def _telling(
    s: Sentence, date: DateMention, deeds: list[tuple[Mark, Deed]], published: dt.date | None
) -> Telling:
    floor = next((i for i in range(date.start - 1, -1, -1) if _breaks(s, i)), -1)
    ceiling = next((i for i in range(date.end, len(s.tokens)) if _breaks(s, i)), len(s.tokens))
    before = [d for d in deeds if floor < d[0].end <= date.start]
    after = [d for d in deeds if date.end <= d[0].start <= ceiling]
    owner = _belongs(s, date, after)
    if s.at("grammar.be", date.end):  # "A girl shot in the neck on Tuesday is expected to live"
        after = [d for d in after if d[1] != "ahead"]
    found = owner or ([] if _opens(s, date) else before[-1:]) or after[:1] or before[-1:]
    if _is_stamp(s, date):
        return Telling(date, "words")
    side = side_clause(s, date)
    idle = side and not any(deed in _HAPPENING and side[0] <= m.start < side[1] for m, deed in deeds)
    in_passing = bool(found) and found[0][1] == "aside"
    if idle or is_record(s, date) or (in_passing and _is_past(date, published)):
        return Telling(date, "aside", side=side)
    if in_passing:
        found = []
    if found and found[0][1] == "documented" and date.kind == "point":
        return Telling(date, "documented", found[0][0])
    said = date.kind == "point" and _is_said(s, date, before)
    announced = s.language.direction == "rtl" and after[:1] and after[0][0].start == date.end
    if (not owner or announced) and (said or is_documentation(s, date)):  # «أعلنت الشرطة الخميس مقتل»
        return Telling(date, "words")
    if date.first and published and date.first > published:
        return Telling(date, "ahead")
    if not found:
        return Telling(date, "untold")
    mark, deed = found[0]
    if deed == "documented":
        return Telling(date, "untold")
    charge = not owner and date.precision not in ("month", "year") and _is_charge(s, mark, before)
    own = mark.group == "telling.happened" or (side and not tells_more(s, side[0]))
    return Telling(date, "aftermath" if charge else deed, mark, None if own else side)


def is_death(s: Sentence, told: Telling) -> bool:
    """Is it the day of a death, which may be later than the event?"""
    group = told.by.group if told.by else ""
    return group == "verb_subject.killed" or (group == "verb_first.killed" and s.has("telling.late_death"))


def _is_past(date: DateMention, published: dt.date | None) -> bool:
    """Is it too long ago, or too wide, for the day of the news?"""
    long_ago = published and date.first and (published - date.first).days > _NEWS_DAYS
    return bool(long_ago) or is_coarse(date)


def _is_in_name(s: Sentence, mark: Mark) -> bool:
    """ "Court" of "Sandpiper Court", "Jail" of "County Jail"."""
    if not s.language.dates["capitals"] or not mark.start:
        return False
    return s.tokens[mark.start].is_capitalised and s.tokens[mark.start - 1].is_capitalised


def _is_stamp(s: Sentence, date: DateMention) -> bool:
    """ "Posted: 9:12 PM, Jan 3", "Updated Monday": nothing but the hour stands before the day of a page."""
    posted = next((m for m in s.of("telling.posted") if m.end <= date.start), None)
    if posted is None or posted.start > 1 or date.start - posted.end > _STAMP:
        return False
    return all(not s.tokens[i].is_word or s.word_in("hour", i) for i in range(posted.end, date.start))


def _is_arrest(mark: Mark) -> bool:
    return mark.group.endswith(".arrested") or (mark.group == "event" and is_arrest(mark.value))


def _is_charge(s: Sentence, mark: Mark, before: list[tuple[Mark, Deed]]) -> bool:
    """ "charged with murder on Thursday": what the law calls the event, on the day of the law."""
    for i in range(mark.start - 1, max(mark.start - _CHARGE, 0), -1):
        if s.word_in("charge", i):
            return any(deed == "aftermath" and i - _CHARGE <= m.end <= i for m, deed in before)
        if s.at("grammar.noun_stop", i):
            return False
    return False


def _belongs(s: Sentence, date: DateMention, after: list[tuple[Mark, Deed]]) -> list[tuple[Mark, Deed]]:
    """The event that a day is written before: "Sunday's shooting", "the October 14 murder"."""
    if not after or s.at("grammar.clause_start", date.end) or s.word(date.end) in COMMAS | DASHES:
        return []
    if s.word(date.end) in s.language.articles:
        return []  # "recorded on Wednesday the killing of two"
    if s.at("grammar.of", date.end) or s.word_in("charge", date.end):
        return []  # "died on Tuesday of his wounds", "charged on Tuesday with murder"
    owned = s.tokens[date.end - 1].forms[0].endswith("'s") and after[0][0].start <= date.end + _OWNED
    return after[:1] if after[0][1] == "event" and (owned or after[0][0].start <= date.end + 1) else []


def _is_said(s: Sentence, date: DateMention, before: list[tuple[Mark, Deed]]) -> bool:
    """ "A spokesman told AFP in Damascus on Saturday that …": a verb of saying, no deed, the day, and what is said."""
    say = s.last("say", 0, date.start)
    if say is None or s.covering("telling.scene", say.start) or (before and before[-1][0].start >= say.end):
        return False
    that = s.at("places.that", date.end) is not None or s.word_in("about", date.end)
    return that or (s.at("attribution.told", say.start) is not None and date.end + 1 >= len(s.tokens))


def _breaks(s: Sentence, i: int) -> bool:
    """Does another speaker's part or another clause begin at a token?  The colon of "11:20" does not count."""
    if s.at("attribution.segment", i):
        return True
    return s.word(i) in CLAUSE_ENDS and not s.word(i + 1).isdecimal()


def _opens(s: Sentence, date: DateMention) -> bool:
    """Does a clause begin with the date: "…, and on Sunday his brother was killed", "three days after he was shot"?"""
    if s.at("grammar.clause_start", date.end - 1):
        return True
    first = date.start
    while first and s.word_in("date_lead", first - 1):
        first -= 1
    return first == 0 or s.at("grammar.clause_start", first - 1) is not None


def is_documentation(s: Sentence, date: DateMention) -> bool:
    """Is it the day of saying ("said on Saturday", "On Saturday the monitor confirmed"), not of happening?"""
    if date.kind == "since" or date.anchored:
        return False
    if _is_dateline(s, date):
        return True
    said = (m for m in _sayings(s) if m.end <= date.start and not s.word_in("between", m.start))
    if any(_leads_to_day(s, m.end, date.start) for m in said):
        return True
    if s.at("say", date.end) and not s.at("say.cite", date.end):
        return True  # "sources today reported that"
    if date.start > 2:
        return False
    say = next((m for m in _sayings(s) if m.start >= date.end), None)
    happening = min(
        (m.start for g in ("event", "verb_object", "verb_subject") for m in s.of(g) if m.start >= date.end),
        default=len(s.tokens),
    )
    inserted = say is not None and s.word(say.end) in COMMAS
    return say is not None and say.start < happening and say.group != "say.cite" and not inserted


def _sayings(s: Sentence) -> list[Mark]:
    """The verbs of saying; "officers were called to a house" is none."""
    return [m for m in s.of("say") if not s.covering("telling.scene", m.start)]


def _is_dateline(s: Sentence, date: DateMention) -> bool:
    """ "DAMASCUS, March 8 (Reuters) -": names, the day, perhaps the agency, and a dash."""
    head, end = s.tokens[: date.start], date.end
    if (
        not s.language.dates["capitals"]
        and s.language.direction == "rtl"
        and date.start <= _PLACE_OF_DATELINE
    ):
        verb = any(s.covering(g, i) for g in ("verb_first", "say", "event") for i in range(date.start))
        return not verb and s.word(end) in DASHES and s.tokens[end].start > s.tokens[end - 1].end
    if date.start > _DATELINE or any(
        t.is_word and not t.is_capitalised and not s.covering("toponym", i) and not s.covering("org", i)
        for i, t in enumerate(head)
    ):
        return False
    if s.word(end) == "(":
        close = next((i for i in range(end, min(end + _DATELINE, len(s.tokens))) if s.word(i) == ")"), end)
        end = close + 1
    return s.word(end) in DASHES


def _leads_to_day(s: Sentence, start: int, end: int) -> bool:
    """Do tokens [start, end) hold nothing but places and a few words such as "in a statement on"?"""
    words = 0
    for index in range(start, end):
        if s.covering("toponym", index):
            continue
        words += 1
        if s.at("places.that", index):
            return False  # "report that on 3 March they went …"
        if words > 4 or not (s.word_in("day_lead", index) or _is_of_speaker(s, index)):
            return False
    return True


def _is_of_speaker(s: Sentence, index: int) -> bool:
    """Where the verb comes first, the speaker stands before the day: «أعلنت السلطات المحلية، الخميس، مقتل ...»."""
    if s.language.direction != "rtl":
        return False
    if any(s.covering(group, index) for group in ("event", "verb_first", "casualty")):
        return False
    named = any(s.covering(group, index) for group in ("org", "source"))
    return named or s.tokens[index].text.startswith(WRITTEN_ARTICLE) or s.word(index) in COMMAS
