"""Which of the places that bear a name is meant: pure functions over candidates and context.

A score adds up what speaks for a candidate: its size and kind, the country and division that the text is about, and
how near it lies to other places of the text.  A name that villages share, or another transliteration, only counts
where the context supports it; else the name stays unresolved, with its candidates and the reason.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal

from incidents.geocoding.distance import distance_km
from incidents.geocoding.index import Candidate
from incidents.geocoding.names import fold, is_arabic
from incidents.geocoding.votes import Votes
from incidents.model import Place

Cue = Literal["", "admin", "district", "countryside", "settlement", "area", "feature"]
"""What the words around a name say it is: a division, the land around a town, a town or village, an area, or a river
or the like."""

NEAR_KM = 60.0
"""A place this near to another place of the text is supported by it: about an hour's drive on the coast."""
LARGE = 50_000
"""A town of so many people is what its bare name means, whatever villages share it."""
SMALL_REGION = 2
"""A region of so many divisions is small enough to tell which of the places of a name is meant."""
ACCEPT, OWN_ACCEPT = 1.5, 0.75
"""Candidates that score less are left alone; what was chosen by hand needs less."""
PLACED = 0.5
"""A place less likely than this is not given: end-to-end F1 is the same from 0.3 to 0.5, and here fewest are wrong."""
RIVAL_KM, OWN_RIVAL_KM = 161.0, 25.0
"""Candidates nearer than this to the best are no rivals: the city and its division, on the coast its district."""
SHARPNESS = (1.5, 3.0, 4.0)
"""How fast a lead in score turns into certainty, round by round: first all ways are open."""

COUNTRY, COUNTRY_SIZE, REGION, OWN_DIVISION = 2.3, 0.2, 3.5, 2.3
DIVISION, DIVISION_SIZE = 1.1, 0.25
DISTRICT, DISTRICT_SIZE = 0.9, 0.25
SETTLEMENT_SIZE, SMALLEST, OWN_SMALLEST = 0.5, 300, 3000
ENGLISH_SPEAKING = frozenset(("AU", "CA", "GB", "IE", "NZ", "US"))
WIDELY_KNOWN = 500_000
TOWN = 10_000
"""A town of ours with so many people is meant by its name even where the text names but another country."""
SPELT_OUT = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount"}
MATCH = {"name": 0.3, "bound": 0.3, "variant": -0.3, "loose": -0.5}
IN_COUNTRY, IN_DIVISION, NEARBY = 1.0, 1.5, 1.0
NOT_NAMED, FORMER, LISTED = -0.3, -1.5, 0.4
"""Weights of the score, in units of about one power of a hundred in population; set on the dev halves of LGL, TR-News,
GeoVirus and GeoWebNews by trying round figures."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A name to resolve.

    name: as written, without words for its kind.  parent: the country or division named right after it.
    certain: the words around it, or the recogniser, say that it is a place.
    beside: the kind of places that it is listed with: "admin", "settlement", "country" or none.
    """

    name: str
    cue: Cue = ""
    parent: str | None = None
    certain: bool = True
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """What the rest of a text says about where it plays.

    countries: ISO alpha-2 code -> share of the text's country mentions.  points: places of the text with a point.
    admin1s: (country, division) -> names of the places by which the text names the division.
    areas: small regions that the text names.  votes: what all its names say together, settled or not.
    """

    countries: Mapping[str, float] = field(default_factory=dict)
    admin1s: Mapping[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    points: tuple[Place, ...] = ()
    areas: tuple[Place, ...] = ()
    votes: Votes | None = None

    def about(self, country: str | None) -> bool:
        """Is this one of the countries that the text is mostly about?"""
        share = self.countries.get(country or "", 0.0)
        return share > 0 and share >= 0.5 * max(self.countries.values())

    def supports(self, place: Place) -> bool:
        """Does the text name the place's division, or another place or a small region near it?"""
        if self.names_division(place):
            return True
        others = (p for p in (*self.points, *self.areas) if p.name != place.name)
        return any(distance_km(place, other) <= NEAR_KM for other in others)

    def names_division(self, place: Place) -> bool:
        """Does the text name the place's first-level division, by another name than this one?"""
        return bool(self.admin1s.get((place.country or "", place.admin1 or ""), frozenset()) - {place.name})


@dataclass(frozen=True, slots=True)
class Resolution:
    """The place, or None; how sure (0 to 1), why, and the ids of the candidates, best first."""

    place: Place | None
    confidence: float
    reason: str
    candidates: tuple[str, ...] = ()


def choose(
    asked: Asked, exact: Sequence[Candidate], similar: Sequence[Candidate], context: Context
) -> Resolution:
    """Pick the place that a name stands for.

    exact: candidates of the name as written; similar: other transliterations, tried only where exact has none.
    """
    pool = fitting(asked, exact, context)
    supported = [c for c in pool if not c.needs_context or context.supports(c.place)]
    if any(c.needs_context in ("places", "both") and c not in supported for c in pool):
        told = context.countries
        supported = [
            c
            for c in supported
            if context.supports(c.place) or (c.population >= LARGE and told.get(c.place.country or ""))
        ]
    supported = [c for c in supported if not _is_out_of(c, asked, context)]
    if not supported and asked.certain:
        loose = [c for c in fitting(asked, similar, context) if context.supports(c.place)]
        if len({c.place.place_id for c in loose}) == 1:
            supported = loose
    if not supported:
        ids = _ids(pool)
        return Resolution(
            None, 0.0, "the text does not say which place of this name" if ids else "not known", ids
        )
    ranked = sorted(
        ((score(c, asked, context), c) for c in supported), key=lambda sc: (-sc[0], sc[1].place.place_id)
    )
    best_score, best = ranked[0]
    ids = _ids(c for _, c in ranked)
    if best_score < (OWN_ACCEPT if best.place.by_hand or best.match == "loose" else ACCEPT):
        return Resolution(None, 0.0, "no place of this name fits what the text is about", ids)
    in_text = context.votes is not None and not best.place.by_hand
    far = RIVAL_KM if in_text else OWN_RIVAL_KM
    rival = next((s for s, c in ranked[1:] if distance_km(c.place, best.place) > far), None)
    lead = None if rival is None else best_score - rival
    confidence = _confidence_in_text(best, asked, best_score, lead) if in_text else _confidence(best, lead)
    if in_text and confidence < PLACED:
        return Resolution(None, 0.0, "no place of this name is likely enough", ids)
    return Resolution(best.place, round(confidence, 2), _reason(best, len(ranked), asked, context), ids)


def _confidence(best: Candidate, lead: float | None) -> float:
    """How sure a name that is asked alone is, or a place chosen by hand: by its lead over places elsewhere."""
    sure = 0.95 if lead is None else 1 - 0.5 * math.exp(-1.5 * lead)
    return sure * {"loose": 0.7, "bound": 0.85}.get(best.match, 1.0)


def _confidence_in_text(best: Candidate, asked: Asked, points: float, lead: float | None) -> float:
    """The share of names that were put within 161 km of the right point, where they looked like this one.

    points: its score.  lead: by how much it leads the best candidate elsewhere; None where there is none.
    Fitted by logistic regression on the dev halves of LGL, TR-News, GeoVirus and GeoWebNews (4,149 names), where false
    names count as wrong.  Of names given 0.5-0.6, 0.6-0.7, … 0.9-1, right were 40, 76, 79, 84 and 96 per cent.
    """
    people = math.log10(max(best.population, SMALLEST)) if best.place.kind == "settlement" else 6.0
    odds = -6.6 + 1.1 * min(points, 5.0) + 1.5 * min(1.5 if lead is None else lead, 1.5) + 0.55 * people
    odds -= 1.4 * (not asked.certain)
    return 0.7 * _share(odds) if best.match == "loose" else _share(odds)


def _share(odds: float) -> float:
    return 1 / (1 + math.exp(-odds))


def _is_out_of(candidate: Candidate, asked: Asked, context: Context) -> bool:
    """Is it a village of ours in a text whose other names all speak for other countries?"""
    place = candidate.place
    if not context.votes or not place.by_hand or candidate.population >= TOWN:
        return False
    return place.geo_precision in ("settlement", "exact") and context.votes.elsewhere(
        candidate.place, fold(asked.name)
    )


def fitting(asked: Asked, candidates: Sequence[Candidate], context: Context) -> list[Candidate]:
    """The candidates that the words around the name allow."""
    pool = [c for c in candidates if c.match != "demonym"]
    pool = [c for c in pool if c.match != "bound" or context.about(c.place.country)]
    if asked.parent:
        pool = [c for c in pool if asked.parent in (c.place.country, c.place.admin1)] or pool
    if asked.cue in ("", "area"):
        return [c for c in pool if c.place.geo_precision != "district" or _is_whole_name(c)]
    by_kind: dict[str, list[Candidate]] = {"governorate": [], "district": [], "country": [], "rest": []}
    for candidate in pool:
        by_kind.get(candidate.place.geo_precision, by_kind["rest"]).append(candidate)
    if asked.cue == "feature":
        return [c for c in by_kind["rest"] if c.place.kind in ("feature", "region")]
    if asked.cue == "settlement":
        towns = [c for c in by_kind["rest"] if c.place.kind in ("settlement", "feature")]
        return towns or [c for c in pool if c.match == "name" and not c.place.by_hand]
    if asked.cue == "district":
        larger = [c for c in by_kind["governorate"] if not c.place.by_hand]
        return by_kind["district"] or larger or _land_around(by_kind["rest"])
    return by_kind["governorate"] or by_kind["district"] or by_kind["country"]


def _is_whole_name(candidate: Candidate) -> bool:
    """A district is meant by its whole name alone, "Orange County", never "Orange"; where we know it by that name."""
    return candidate.match == "name" and not candidate.place.by_hand


def _land_around(towns: Iterable[Candidate]) -> list[Candidate]:
    """Districts that no table has: where they are is known by their town, but it is no point."""
    return [
        replace(c, place=replace(c.place, kind="admin", geo_precision="district", uncertainty_m=None))
        for c in towns
        if c.match == "name" and c.place.kind == "settlement" and not c.place.by_hand
    ]


def score(candidate: Candidate, asked: Asked, context: Context) -> float:
    """What speaks for a candidate, in units of about one power of a hundred in population."""
    return prior(candidate, asked) + _pull(candidate.place, asked, context)


def prior(candidate: Candidate, asked: Asked) -> float:
    """What speaks for a candidate wherever the text plays."""
    place = candidate.place
    total = _size(candidate) + MATCH.get(_match(candidate, asked), 0.0)
    if _is_former(candidate, asked):
        total += FORMER
    if asked.beside and asked.beside == place.kind:
        total += LISTED
    return total + 0.3 if asked.cue == "area" and place.kind == "admin" else total


def _match(candidate: Candidate, asked: Asked) -> str:
    """How the name fits; a place's name in Arabic letters is its own though the gazetteer lists it among others."""
    own = candidate.match == "variant" and is_arabic(asked.name)
    return "name" if own else candidate.match


def _is_former(candidate: Candidate, asked: Asked) -> bool:
    """Where places have English names, another name of a town is one that it had, or a nickname."""
    place = candidate.place
    return (
        candidate.match == "variant"
        and place.kind == "settlement"
        and place.country in ENGLISH_SPEAKING
        and candidate.population < WIDELY_KNOWN
        and _spelt_out(asked.name) != _spelt_out(place.name)
    )


@lru_cache(maxsize=4096)
def _spelt_out(name: str) -> str:
    return " ".join(SPELT_OUT.get(word, word) for word in fold(name).split())


def _size(candidate: Candidate) -> float:
    place = candidate.place
    if place.kind == "country":
        return COUNTRY + COUNTRY_SIZE * math.log10(max(candidate.population, SMALLEST))
    if place.kind == "region":
        return REGION
    size = math.log10(max(candidate.population, OWN_SMALLEST if place.by_hand else SMALLEST))
    if place.kind != "admin":
        return SETTLEMENT_SIZE * size
    if place.by_hand:
        return OWN_DIVISION
    if place.geo_precision == "governorate":
        return DIVISION + DIVISION_SIZE * size
    return DISTRICT + DISTRICT_SIZE * size


def _pull(place: Place, asked: Asked, context: Context) -> float:
    """What the rest of the text adds to a place."""
    if context.votes:
        country, division, near = context.votes.shares(place, fold(asked.name))
        total = IN_COUNTRY * country
        if context.votes.countries and country <= 0 and place.country:
            total += NOT_NAMED
        if place.kind != "country":
            total += IN_DIVISION * division
            if place.geo_precision in ("settlement", "exact", "district"):
                total += NEARBY * near
        return total
    total = 0.0
    if context.countries and place.country:
        share = context.countries.get(place.country, 0.0)
        total += IN_COUNTRY * share if share else NOT_NAMED
    if place.kind != "country" and place.geo_precision != "governorate" and context.names_division(place):
        total += IN_DIVISION
    return total


def weighed(asked: Asked, candidates: Sequence[Candidate]) -> list[tuple[Candidate, float]]:
    """(candidate, prior) of the candidates that fit, whatever the text is about."""
    return [(c, prior(c, asked)) for c in fitting(asked, candidates, Context())]


def likelihoods(
    asked: Asked, pool: Sequence[tuple[Candidate, float]], context: Context, sharpness: float
) -> list[tuple[Candidate, float]]:
    """(candidate, probability) of `weighed` candidates: a vote to be shared among them."""
    scores = [points + _pull(c.place, asked, context) for c, points in pool]
    best = max(scores, default=0.0)
    weights = [math.exp(sharpness * (s - best)) for s in scores]
    total = sum(weights)
    return [(c, w / total) for (c, _), w in zip(pool, weights, strict=True) if w > 0.01 * total]


def context_of(found: Iterable[tuple[Place, float]], votes: Votes | None = None) -> Context:
    """The context that resolved names give: (place, weight) pairs, one a name."""
    shares_of: dict[str, float] = {}
    admin1s: dict[tuple[str, str], frozenset[str]] = {}
    points: list[Place] = []
    areas: list[Place] = []
    for place, weight in found:
        if place.country:
            shares_of[place.country] = shares_of.get(place.country, 0.0) + weight
            names = place.parts or ((place.admin1,) if place.admin1 else ())
            for name in names if len(names) <= SMALL_REGION else ():
                key = (place.country, name)
                admin1s[key] = admin1s.get(key, frozenset()) | {place.name}
        if place.kind == "region" and 0 < len(place.parts) <= SMALL_REGION:
            areas.append(place)
        if place.geo_precision in ("settlement", "exact") and place.lat is not None:
            points.append(place)
    total = sum(shares_of.values())
    shares = {country: vote / total for country, vote in shares_of.items()} if total else {}
    return Context(shares, admin1s, tuple(points), tuple(areas), votes)


def _ids(candidates: Iterable[Candidate]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(c.place.place_id for c in candidates))[:8]


def _is_supported(place: Place, asked: Asked, context: Context) -> bool:
    if context.votes is None:
        return context.supports(place)
    _, division, near = context.votes.shares(place, fold(asked.name))
    return division > 0 or near > 0


def depends_on_context(candidate: Candidate) -> bool:
    """May it count in one context and not in another, whatever the votes say?"""
    return bool(candidate.needs_context) or candidate.match == "bound" or candidate.place.by_hand


def _reason(best: Candidate, rivals: int, asked: Asked, context: Context) -> str:
    place = best.place
    why = []
    if best.match == "loose":
        why.append(f"another spelling of {place.name}")
    if asked.cue:
        why.append(f"the words around it say {asked.cue}")
    if asked.parent:
        why.append(f"followed by {asked.parent}")
    if place.kind != "country" and _is_supported(place, asked, context):
        why.append("near other places of the text, or its division is named")
    elif place.kind != "country" and context.countries.get(place.country or ""):
        why.append("its country is named")
    if rivals == 1:
        why.append("the only place of this name here")
    elif not why:
        why.append("the largest place of this name")
    return "; ".join(why)
