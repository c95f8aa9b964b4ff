"""Which of the places that bear a name is meant where no text is around it: pure functions over rows of the index."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from incidents.geocoding.build import ARABIC_SCRIPT, BOUND, PRIMARY
from incidents.geocoding.distance import distance_km
from incidents.geocoding.lookup import Near, Row
from incidents.geocoding.names import fold
from incidents.geocoding.queries import Kind, Named
from incidents.geocoding.spelling import consonants, sound

LEAST_CONFIDENCE = 0.6
"""An answer less sure than this is not given: better none than a wrong one."""
TOGETHER_KM = 10.0
"""Places of one name this near to each other are answered as one, with that much uncertainty."""
NEARBY_M = 10_000
"""How far a thing may lie from the place after which it is named, or that it is near to."""
LABEL_M = {"district": 30_000, "governorate": 80_000, "region": 150_000, "country": 500_000}
"""How far from its label something in an area may lie, where the index does not say."""
CITY = 50_000
"""So many people live in no village and in no quarter: a list that says either means another place."""
LEAD = 0.3
"""So much further from the name than the best must the next other spelling be, in consonants (see `spelling`)."""
AS_WRITTEN = 0.5
"""What it weighs in a told division that a place's own name is written just so, with or without the article; half of
that in a whole country, which has more villages of any name."""
SURE = 0.95
ONLY_ONE = "the only place of this name here"
_WEIGHTS = {"country": 4.0, "region": 3.5, "admin": 2.3}


class Answer(NamedTuple):
    """The place, or None; how sure (0 to 1), why, and the places that it may be, best first.

    lat, lon, uncertainty_m: the point, which for an area is where its label stands.
    """

    row: Row | None
    confidence: float
    reason: str
    candidates: tuple[Row, ...] = ()
    lat: float | None = None
    lon: float | None = None
    uncertainty_m: int | None = None

    @property
    def is_given(self) -> bool:
        """Is it sure enough to be told?"""
        return self.row is not None and self.confidence >= LEAST_CONFIDENCE


@dataclass(frozen=True, slots=True)
class Scope:
    """Where the place must lie: a country, and the names of the first-level division, where they are known."""

    country: str | None
    divisions: frozenset[str] = frozenset()

    def holds(self, row: Row) -> bool:
        """Does the place lie in the division, or may it, as its own is not known?"""
        return not self.divisions or not row.admin1 or row.admin1 in self.divisions


def weight(row: Row) -> float:
    """What speaks for a place before anything is known, in units of a hundredfold population."""
    own = 0.15 if row.role in (PRIMARY, BOUND) else 0.0
    if row.kind in _WEIGHTS:
        return _WEIGHTS[row.kind] + own
    floor = 3000 if row.ref.startswith("overlay:") else 300
    return 0.5 * math.log10(max(row.population, floor)) + own


def fitting(kind: Kind, rows: Iterable[Row]) -> list[Row]:
    """The places that the words beside the name allow."""
    rows = list(rows)
    if kind in ("", "settlement") and all(r.kind == "settlement" for r in rows):
        return rows
    governorates = [r for r in rows if r.precision == "governorate"]
    districts = [r for r in rows if r.precision == "district"]
    if kind in ("admin1", "countryside"):
        return governorates or districts or [r for r in rows if r.kind == "region"]
    if kind == "district":
        return districts
    rest = [r for r in rows if r.precision not in ("governorate", "district")]
    if kind in ("settlement", "village"):
        towns = [r for r in rest if r.kind in ("settlement", "feature")]
        return [r for r in towns if r.population < CITY] if kind == "village" else towns
    if kind in ("area", "feature", "facility"):
        mapped = [r for r in rest if r.kind in ("region", "feature") or r.precision == "exact"]
        return mapped or [r for r in rest if r.kind == "settlement"]
    return governorates + rest or districts


def chosen(rows: Sequence[Row], key: str, kind: Kind, scope: Scope) -> Answer:
    """The one of several places of a name that is meant, where that can be told."""
    if len(rows) == 1 and not rows[0].needs_context:
        return _answer(rows[0], SURE, ONLY_ONE, (rows[0],), kind)
    written = AS_WRITTEN if scope.divisions else AS_WRITTEN / 2
    scored = sorted((-weight(r) - (written if _is_written(r, key) else 0.0), r.ref, r) for r in rows)
    low, _, best = scored[0]
    ranked = tuple([r for _, _, r in scored])
    if not scope.divisions and _is_shared(best, rows):
        return Answer(None, 0.0, "several places share this name: tell the division", ranked)
    spread_km = 0.0
    for other, _, rival in scored[1:]:
        apart_km = distance_km(best, rival)
        if apart_km > TOGETHER_KM:
            sure = 1 - 0.65 * math.exp(-1.5 * (other - low))
            return _answer(best, sure, "the largest place of this name", ranked, kind, spread_km)
        spread_km = max(spread_km, apart_km)
    return _answer(best, SURE, ONLY_ONE, ranked, kind, spread_km)


def _is_shared(best: Row, rows: Sequence[Row]) -> bool:
    """Is one of them a village of ours whose name others bear, too, and no town of ours the likeliest?"""
    ours = [r for r in rows if r.ref.startswith("overlay:")]
    if not ours:
        return False
    if best in ours and not best.population and _has_namesake(best, rows):
        return True
    town = best in ours and not best.needs_context
    return not town and any(r.needs_context in ("places", "both") for r in ours)


def _has_namesake(place: Row, rows: Sequence[Row]) -> bool:
    """Does another place, far from it, bear the name as its own?"""
    return any(r.role == PRIMARY and distance_km(place, r) > TOGETHER_KM for r in rows)


def _is_written(row: Row, key: str) -> bool:
    """Is the place's own name the folded one asked for, with the article or without as it stands?"""
    return row.role == PRIMARY and (row.country not in ARABIC_SCRIPT or fold(row.name) == key)


def likeliest(name: Named, near: Sequence[Near], scope: Scope) -> Answer:
    """The one place of another spelling, where no other is nearly as near."""
    ranked = tuple(n.row for n in near)
    if not near:
        return Answer(None, 0.0, "not known")
    best = near[0]
    share = best.distance / max(1, len(consonants(sound(name.key).text)))
    lead = (
        min((n.distance for n in near[1:] if distance_km(best.row, n.row) > TOGETHER_KM), default=9.0)
        - best.distance
    )
    sure = SURE - 2.0 * share - 2.0 * max(0.0, LEAD - lead)
    return _answer(best.row, sure, f"another spelling of {best.row.name}", ranked, name.kind)


def _answer(
    row: Row, sure: float, reason: str, candidates: tuple[Row, ...], kind: Kind, spread_km: float = 0.0
) -> Answer:
    uncertainty = row.uncertainty_m or LABEL_M.get(row.precision)
    if spread_km:
        uncertainty = max(uncertainty or 0, round(1000 * spread_km))
    if kind in ("area", "feature", "facility") and row.kind == "settlement":
        # An airport or a checkpoint lies by the place of its name; a mountain or a river may lie anywhere.
        sure = sure * 0.8 if kind != "feature" else 0.3
        reason = f"{reason}, after which it is named"
        uncertainty = max(NEARBY_M, uncertainty or 0)
    return Answer(row, round(sure, 2), reason, candidates, row.lat, row.lon, uncertainty)


def settled(answer: Answer) -> Answer:
    """The answer where it is sure enough; else none, with its candidates."""
    if answer.row is None or answer.confidence >= LEAST_CONFIDENCE:
        return answer
    return Answer(None, 0.0, "several places of this name, none much likelier", answer.candidates)


def together(answers: Sequence[Answer]) -> Answer:
    """One answer of those for several names of one place."""
    given = sorted((a for a in answers if a.is_given), key=lambda a: -a.confidence)
    every = tuple(dict.fromkeys(row for a in answers for row in a.candidates))
    if not given:
        return settled(next((a for a in answers if a.candidates), answers[0]))._replace(candidates=every)
    best = given[0]
    if any(
        distance_km(best, other) > TOGETHER_KM and other.confidence > best.confidence - 0.25
        for other in given[1:]
    ):
        return Answer(None, 0.0, "its names stand for different places", every)
    return best._replace(candidates=every)
