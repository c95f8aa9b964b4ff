"""What speaks for and against two tellings being of one event."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from incidents.geocoding.names import fold
from incidents.languages.rarity import is_known
from incidents.linking.extent import FINENESS, may_be_one
from incidents.linking.lexicon import Lexicon
from incidents.linking.odds import at_odds, figures_differ
from incidents.linking.tellings import Days, Telling
from incidents.linking.weights import weights
from incidents.model import HOUR, MENTIONED, ORDINARY, Place

_EARTH_KM = 6371.0
_SOME = 8
_FEW_DAYS = 3
_DARK = f"{HOUR}dark"
# Evidence that a link can rest on, from these log odds on; where and on the same day, if nothing speaks against it.
_TELLING = {"named": 0.0, "figure_same": 1.0, "place_mentioned": 2.0, "place_written": 0.0}
_AT_PLACE = frozenset(("place_mentioned", "place_written"))
_AGAINST = frozenset(("place_near", "place_far", "place_wider", "figures_differ", "kind_other", "at_odds"))
_BLAST = "Explosions/Remote violence"
_FLIGHT = "Displacement"
_UNNAMED = 0.9
"""So far below the confidence of a link stays what shares no name and no figure; it counts half."""
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
    mentioned = {word: points for word, points in shared.items() if word not in words}
    found = [
        *_words(a, b, words, lexicon),
        *_place(a, b, mentioned),
        _days(a, b),
        _published(a, b),
        *_figures(a, b),
        *_kinds(a, b),
    ]
    return [evidence for evidence in found if evidence.weight]


def confidence(evidence: Iterable[Evidence]) -> float:
    """0 to 1: the log odds added up; too little for a link where nothing is told that others cannot tell as well.

    That is names, a figure of several people, or on the same day a place that few mention.
    """
    found = list(evidence)
    sure = 1 / (1 + math.exp(-weights().nothing_known - sum(e.weight for e in found)))
    codes = {e.code for e in found}
    told = {e.code for e in found if e.weight >= _TELLING.get(e.code, math.inf)}
    here = "days_same" in codes and bool(told & _AT_PLACE) and codes.isdisjoint(_AGAINST)
    named = here or not told.isdisjoint(("named", "figure_same"))
    return sure if named else min(sure / 2, _UNNAMED * weights().linked_from)


def _words(a: Telling, b: Telling, shared: Mapping[str, float], lexicon: Lexicon) -> list[Evidence]:
    w = weights().words
    points = sum(shared.values())
    fewer = min(lexicon.points(a), lexicon.points(b))
    weight = (
        w.each * min(points, w.first)
        + w.beyond * max(0.0, min(points - w.first, w.most))
        + w.share * points / math.sqrt(fewer + w.share_floor)
    )
    names = sum(p for word, p in shared.items() if not word.startswith(ORDINARY))
    code = "named" if names >= w.needed else "words"
    told = tuple(dict.fromkeys(word.removeprefix(ORDINARY) for word in islice(shared, MOST_WORDS)))
    return [Evidence(code, weight, told)]


def _place(a: Telling, b: Telling, mentioned: Mapping[str, float]) -> list[Evidence]:
    """mentioned: the places that both passages mention, with their points; the one that says most counts.

    Of places that are not one a shared name says nothing: many towns have a Main Street, and there are two Tripolis.
    """
    code, names = _how_far(a, b)
    found = [Evidence(f"place_{code}", weights().place[code], names)]
    apart = code in ("near", "far")
    most = max((points for word, points in mentioned.items() if not apart or is_known(word)), default=0.0)
    if code != "same" and most:
        found.append(Evidence("place_mentioned", weights().place["mentioned"] * most))
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
        names = tuple(sorted({p.name for p in a.points + b.points if fold(p.name) in a.written | b.written}))
        return ("written", names) if names else ("unknown", ())
    if not any(may_be_one(p, q) for p in here for q in there):
        return "far", names
    return ("wider" if _is_wide(here) != _is_wide(there) else "inside"), names


def _is_wide(places: Sequence[Place]) -> bool:
    return all(FINENESS[p.geo_precision] >= FINENESS["governorate"] for p in places)


def _km(a: Sequence[Place], b: Sequence[Place]) -> float:
    here, there = ([(p.lat, p.lon) for p in side[:_SOME]] for side in (a, b))
    return min((_apart(p, q) for p in here for q in there), default=math.inf)


def _apart(p: tuple[float | None, float | None], q: tuple[float | None, float | None]) -> float:
    """Kilometres over the globe."""
    if p[0] is None or p[1] is None or q[0] is None or q[1] is None:
        return math.inf
    lat, other = math.radians(p[0]), math.radians(q[0])
    across = math.sin(math.radians(q[1] - p[1]) / 2) ** 2
    along = math.sin((other - lat) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(along + math.cos(lat) * math.cos(other) * across))


def _days(a: Telling, b: Telling) -> Evidence:
    gaps = [_between(x, y) for x in a.days for y in b.days]
    if not gaps:
        return Evidence("days_unknown", weights().days["unknown"])
    gap = min(gaps)
    if gap == 1 and _DARK in a.hours & b.hours:
        return Evidence("days_night", weights().days["night"])
    code = "same" if gap == 0 else "next" if gap == 1 else "few" if gap <= _FEW_DAYS else "many"
    return Evidence(f"days_{code}", weights().days[code])


def _between(x: Days, y: Days) -> int:
    return max(0, (max(x[0], y[0]) - min(x[1], y[1])).days)


def _published(a: Telling, b: Telling) -> Evidence:
    apart = abs((a.published - b.published).days)
    return Evidence("published", weights().days["published"] * math.log1p(apart), (str(apart),))


def _kinds(a: Telling, b: Telling) -> list[Evidence]:
    """What speaks against it: one was an explosion and one was not; hour, target or doers are others."""
    found = []
    if {_BLAST} in (a.event_types, b.event_types) and a.event_types.isdisjoint(b.event_types):
        found.append(Evidence("kind_other", weights().against["kind"]))
    if at_odds(a, b):
        found.append(Evidence("at_odds", weights().against["at_odds"]))
    return found


def _figures(a: Telling, b: Telling) -> list[Evidence]:
    w = weights().figures
    same = [
        (low, unit)
        for unit in a.figures.keys() & b.figures.keys()
        for low in {low for low, _ in a.figures[unit]} & {low for low, _ in b.figures[unit]}
        if low and low > 1
    ]
    if same:
        low, unit = max(same)
        weight = w["same"] * min(1.0, math.log(low) / math.log(w["telling"]))
        return [Evidence("figure_same", weight, (str(low), unit))]
    return [Evidence("figures_differ", w["differ"])] if figures_differ(a, b) else []
