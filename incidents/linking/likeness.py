"""What speaks for and against two tellings being of one event."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from incidents.geocoding.names import fold
from incidents.languages.rarity import is_known
from incidents.linking.extent import FINENESS, may_be_one
from incidents.linking.lexicon import Lexicon
from incidents.linking.odds import at_odds, figures_differ
from incidents.linking.tellings import Days, Telling
from incidents.linking.weights import weights
from incidents.model import HOUR, MENTIONED, ORDINARY, Place, Unit

_EARTH_KM = 6371.0
_SOME = 8
_FEW_DAYS = 3
_DARK = f"{HOUR}dark"
# Evidence that a link can rest on, from these log odds on; where and on the same day, if nothing speaks against it.
_TELLING = {"named": 0.0, "figure_same": 1.0, "place_mentioned": 2.0, "place_written": 0.0}
_APART = frozenset(("near", "far"))
_AT_PLACE = frozenset(("place_mentioned", "place_written"))
_AGAINST = frozenset(("place_near", "place_far", "place_wider", "figures_differ", "kind_other", "at_odds"))
_ORDER = ("words", "place", "days", "published", "figure", "figures", "kind", "at")
"""In which order reasons are told, by what they are about."""
_BLAST = frozenset(("Explosions/Remote violence",))
_FLIGHT = "Displacement"
_UNNAMED = 0.9
"""So far below the confidence of a link stays what shares no name and no figure; it counts half."""
MOST_WORDS = 6
"""So many of the shared words are told as a reason."""

Weighed = Mapping[str, float]
"""Reason, by its code → its log odds, for (above 0) or against."""


class Evidence(NamedTuple):
    """One reason, for (above 0) or against: its code, its log odds, and the words or names meant."""

    code: str
    weight: float
    words: tuple[str, ...] = ()


def codes() -> set[str]:
    """The codes of all reasons there are."""
    places = {f"place_{name}" for name in weights().place if name != "near_km"}
    days = {f"days_{name}" for name in weights().days if name != "published"}
    others = {"named", "words", "published", "figure_same", "figures_differ", "kind_other", "at_odds"}
    return places | days | others


def may_be_one_kind(a: Telling, b: Telling) -> bool:
    """Can the two be of one event by their types?  People flee from an attack, but that is another event."""
    return (_FLIGHT in a.event_types) == (_FLIGHT in b.event_types)


def likeness(a: Telling, b: Telling, lexicon: Lexicon, least: float = 0.0) -> Weighed:
    """The reasons for and against `a` and `b`, of two reports, being one event.

    least: where no more is reached than this confidence, the reasons need not be all.
    """
    w = weights()
    place, days = _place(a, b), _days(a, b)
    found = {
        f"place_{place}": w.place[place],
        f"days_{days}": w.days[days],
        "published": _published(a, b),
        **_figures(a, b),
    }
    most = lexicon.points_at_most(a, b)
    if _sure(sum(found.values()) + _worth(most, a, b) + w.place["mentioned"] * most) < least:
        return found
    points, names, mentioned = _shared(a, b, lexicon, apart=place in _APART)
    found["named" if names >= w.words.needed else "words"] = _worth(points, a, b)
    if mentioned and place != "same":
        found["place_mentioned"] = w.place["mentioned"] * mentioned
    return found | _against(a, b)


def explained(a: Telling, b: Telling, lexicon: Lexicon) -> tuple[Evidence, ...]:
    """The reasons of `likeness` with the words, names and figures meant, those that say nothing left out."""
    shared = lexicon.shared(a, b)
    weighed = sorted(likeness(a, b, lexicon).items(), key=lambda reason: _ORDER.index(_subject(reason[0])))
    return tuple(Evidence(code, weight, _meant(code, a, b, shared)) for code, weight in weighed if weight)


def _subject(code: str) -> str:
    return "words" if code == "named" else code.partition("_")[0]


def confidence(reasons: Weighed) -> float:
    """0 to 1: the log odds added up; too little for a link where nothing is told that others cannot tell as well.

    That is names, a figure of several people, or on the same day a place that few mention.
    """
    sure = _sure(sum(reasons.values()))
    told = {code for code, least in _TELLING.items() if reasons.get(code) and reasons[code] >= least}
    named = "named" in told or "figure_same" in told
    here = not named and not told.isdisjoint(_AT_PLACE) and bool(reasons.get("days_same"))
    if named or (here and not any(reasons.get(code) for code in _AGAINST)):
        return sure
    return min(sure / 2, _UNNAMED * weights().linked_from)


def _sure(odds: float) -> float:
    return 1 / (1 + math.exp(-weights().nothing_known - odds))


# --- words ---


def _shared(a: Telling, b: Telling, lexicon: Lexicon, *, apart: bool) -> tuple[float, float, float]:
    """Points of all shared words, of the names among them, and of the shared place that says most.

    Of places that are `apart` a shared name says nothing: many towns have a Main Street, and there are two Tripolis.
    """
    names, others, mentioned = [0.0], [0.0], 0.0
    for word, worth in lexicon.points(a, b):
        if word.startswith(MENTIONED):
            if not apart or is_known(word):
                mentioned = max(mentioned, worth)
        else:
            (others if word.startswith(ORDINARY) else names).append(worth)
    return math.fsum(names + others), math.fsum(names), mentioned


def _worth(points: float, a: Telling, b: Telling) -> float:
    """Log odds of two tellings sharing words of so many points."""
    w = weights().words
    share = points / math.sqrt(min(a.points_told, b.points_told) + w.share_floor)
    return (
        w.each * min(points, w.first) + w.beyond * max(0.0, min(points - w.first, w.most)) + w.share * share
    )


def _meant(code: str, a: Telling, b: Telling, shared: Mapping[str, float]) -> tuple[str, ...]:
    """The words, names or figures that a reason is about."""
    if code in ("named", "words"):
        said = (word.removeprefix(ORDINARY) for word in shared if not word.startswith(MENTIONED))
        return tuple(dict.fromkeys(islice(said, MOST_WORDS)))
    if code == "published":
        return (str(abs((a.published - b.published).days)),)
    if code == "figure_same":
        figure, unit = max(_same_figures(a, b))
        return str(figure), unit
    return _names(code.removeprefix("place_"), a, b) if code.startswith("place_") else ()


# --- place ---


def _place(a: Telling, b: Telling) -> str:
    """How far from each other, by one of the codes in likeness.toml."""
    if a.points and b.points:
        if any(p.place_id == q.place_id for p in a.points for q in b.points):
            return "same"
        return "near" if _km(a.points, b.points) < weights().place["near_km"] else "far"
    here, there = a.points + a.areas, b.points + b.areas
    if not here or not there:
        return "written" if _written(a, b) else "unknown"
    if not any(may_be_one(p, q) for p in here for q in there):
        return "far"
    return "wider" if _is_wide(here) != _is_wide(there) else "inside"


def _written(a: Telling, b: Telling) -> list[str]:
    """Places of the one that the other names without saying which of that name."""
    written = a.written | b.written
    return sorted({p.name for p in a.points + b.points if fold(p.name) in written}) if written else []


def _names(place: str, a: Telling, b: Telling) -> tuple[str, ...]:
    """The places meant by a code of `_place`."""
    if place == "same":
        there = {p.place_id for p in b.points}
        return tuple(sorted({p.name for p in a.points if p.place_id in there}))
    if place == "written":
        return tuple(_written(a, b))
    if place in ("unknown", "mentioned"):
        return ()
    return tuple(dict.fromkeys(t.name for side in (a, b) for t in (side.points or side.areas)[:1]))


def _is_wide(places: Sequence[Place]) -> bool:
    return all(FINENESS[p.geo_precision] >= FINENESS["governorate"] for p in places)


def _km(a: Sequence[Place], b: Sequence[Place]) -> float:
    return min((_apart(p, q) for p in a[:_SOME] for q in b[:_SOME]), default=math.inf)


def _apart(p: Place, q: Place) -> float:
    """Kilometres over the globe; at least as far as they are apart in latitude."""
    if p.lat is None or p.lon is None or q.lat is None or q.lon is None:
        return math.inf
    north = math.radians(abs(q.lat - p.lat)) * _EARTH_KM
    if north > weights().place["near_km"]:
        return north
    lat, other = math.radians(p.lat), math.radians(q.lat)
    across = math.sin(math.radians(q.lon - p.lon) / 2) ** 2
    along = math.sin((other - lat) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(along + math.cos(lat) * math.cos(other) * across))


# --- days ---


def _days(a: Telling, b: Telling) -> str:
    """How far apart the days told are, by one of the codes in likeness.toml."""
    if not a.days or not b.days:
        return "unknown"
    gap = min(_between(x, y) for x in a.days for y in b.days)
    if gap == 1 and _DARK in a.hours and _DARK in b.hours:
        return "night"
    return "same" if gap == 0 else "next" if gap == 1 else "few" if gap <= _FEW_DAYS else "many"


def _between(x: Days, y: Days) -> int:
    apart = (y[0] - x[1] if x[1] < y[0] else x[0] - y[1]).days
    return max(0, apart)


def _published(a: Telling, b: Telling) -> float:
    return weights().days["published"] * math.log1p(abs((a.published - b.published).days))


# --- figures and kinds ---


def _figures(a: Telling, b: Telling) -> dict[str, float]:
    w = weights().figures
    if same := _same_figures(a, b):
        return {"figure_same": w["same"] * min(1.0, math.log(max(same)[0]) / math.log(w["telling"]))}
    return {"figures_differ": w["differ"]} if figures_differ(a, b) else {}


def _same_figures(a: Telling, b: Telling) -> list[tuple[int, Unit]]:
    """The figures of several people that both give, each with its unit."""
    return [
        (low, unit)
        for unit, said in a.figures.items()
        if unit in b.figures
        for low in {low for low, _ in said} & {low for low, _ in b.figures[unit]}
        if low and low > 1
    ]


def _against(a: Telling, b: Telling) -> dict[str, float]:
    """What speaks against it: one was an explosion and one was not; hour, target or doers are others."""
    w = weights().against
    found = {}
    if _BLAST in (a.event_types, b.event_types) and a.event_types.isdisjoint(b.event_types):
        found["kind_other"] = w["kind"]
    if at_odds(a, b):
        found["at_odds"] = w["at_odds"]
    return found
