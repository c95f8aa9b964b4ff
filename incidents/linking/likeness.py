"""What speaks for and against two tellings being of one event."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from geopy.distance import great_circle

from incidents.linking.extent import FINENESS, may_be_one
from incidents.linking.lexicon import Lexicon
from incidents.linking.tellings import Days, Telling
from incidents.linking.weights import weights
from incidents.model import MENTIONED, Place

_FEW_DAYS = 3
_FLIGHT = "Displacement"
_UNNAMED = 0.9
"""So far below the confidence of a link is what shares no name and no figure."""
MOST_WORDS = 6
"""So many of the shared words are told as a reason."""


class Evidence(NamedTuple):
    """One reason, for (above 0) or against: its code, its log odds, and the words or names meant."""

    code: str
    weight: float
    words: tuple[str, ...] = ()


def may_be_one_kind(a: Telling, b: Telling) -> bool:
    """Can the two be of one event by their types?  People flee from an attack, but that is another event."""
    return (_FLIGHT in a.event_types) == (_FLIGHT in b.event_types)


def likeness(a: Telling, b: Telling, lexicon: Lexicon) -> list[Evidence]:
    """The reasons for and against `a` and `b`, of two reports, being one event."""
    shared = lexicon.shared(a, b)
    words = {word: points for word, points in shared.items() if not word.startswith(MENTIONED)}
    mentioned = max((points for word, points in shared.items() if word not in words), default=0.0)
    found = [
        _words(a, b, words, lexicon),
        *_place(a, b, mentioned),
        _days(a, b),
        _published(a, b),
        *_figures(a, b),
    ]
    return [evidence for evidence in found if evidence.weight]


def confidence(evidence: Iterable[Evidence]) -> float:
    """0 to 1: the log odds added up; too little for a link where nothing but place and time speaks for it."""
    found = list(evidence)
    sure = 1 / (1 + math.exp(-weights().nothing_known - sum(e.weight for e in found)))
    named = any(
        e.code == "figure_same" or (e.code == "words" and e.weight >= weights().words.needed) for e in found
    )
    return sure if named else min(sure, _UNNAMED * weights().linked_from)


def _words(a: Telling, b: Telling, shared: Mapping[str, float], lexicon: Lexicon) -> Evidence:
    w = weights().words
    points = sum(shared.values())
    fewer = min(lexicon.points(a), lexicon.points(b))
    weight = (
        w.each * min(points, w.first)
        + w.beyond * max(0.0, min(points - w.first, w.most))
        + w.share * points / math.sqrt(fewer + w.share_floor)
    )
    return Evidence("words", weight, tuple(islice(shared, MOST_WORDS)))


def _place(a: Telling, b: Telling, mentioned: float) -> list[Evidence]:
    """mentioned: points of the place that both passages mention and that says most."""
    code, names = _how_far(a, b)
    found = [Evidence(f"place_{code}", weights().place[code], names)]
    if code != "same" and mentioned:
        found.append(Evidence("place_mentioned", weights().place["mentioned"] * mentioned))
    return found


def _how_far(a: Telling, b: Telling) -> tuple[str, tuple[str, ...]]:
    common = {p.place_id for p in a.points} & {p.place_id for p in b.points}
    if common:
        return "same", tuple(sorted({p.name for p in a.points if p.place_id in common}))
    names = tuple(dict.fromkeys(t.name for side in (a, b) for t in (side.points or side.areas)[:1]))
    if a.points and b.points:
        return ("near" if _km(a.points, b.points) < weights().place["near_km"] else "far"), names
    here, there = a.points + a.areas, b.points + b.areas
    if not here or not there:
        return "unknown", ()
    if not any(may_be_one(p, q) for p in here for q in there):
        return "far", names
    return ("wider" if _is_wide(here) != _is_wide(there) else "inside"), names


def _is_wide(places: Sequence[Place]) -> bool:
    return all(FINENESS[p.geo_precision] >= FINENESS["governorate"] for p in places)


def _km(a: Sequence[Place], b: Sequence[Place]) -> float:
    known = [
        great_circle((p.lat, p.lon), (q.lat, q.lon)).km
        for p in a
        for q in b
        if None not in (p.lat, p.lon, q.lat, q.lon)
    ]
    return min(known, default=math.inf)


def _days(a: Telling, b: Telling) -> Evidence:
    gaps = [_between(x, y) for x in a.days for y in b.days]
    if not gaps:
        return Evidence("days_unknown", weights().days["unknown"])
    gap = min(gaps)
    code = "same" if gap == 0 else "next" if gap == 1 else "few" if gap <= _FEW_DAYS else "many"
    return Evidence(f"days_{code}", weights().days[code])


def _between(x: Days, y: Days) -> int:
    return max(0, (max(x[0], y[0]) - min(x[1], y[1])).days)


def _published(a: Telling, b: Telling) -> Evidence:
    apart = abs((a.published - b.published).days)
    return Evidence("published", weights().days["published"] * math.log1p(apart), (str(apart),))


def _figures(a: Telling, b: Telling) -> list[Evidence]:
    w = weights().figures
    same = [
        (low, high, unit)
        for unit in a.figures.keys() & b.figures.keys()
        for low, high in a.figures[unit] & b.figures[unit]
        if (low or 0) > 1
    ]
    if same:
        low, high, unit = max(same, key=lambda told: (told[0] or 0, told[2]))
        number = str(low) if low == high else f"{low}–{'' if high is None else high}"
        return [Evidence("figure_same", w["same"], (number, unit))]
    hurt, others = a.figures.get("injured"), b.figures.get("injured")
    if hurt and others and not hurt & others:
        return [Evidence("injured_differ", w["injured_differ"])]
    return []
