"""What a place is said to lie in: "Paris, Texas", "Springfield, Clark County, Ohio", "Baniyas in Tartous province"."""

from __future__ import annotations

from collections.abc import Sequence

from incidents.geocoding.build import distance_km
from incidents.geocoding.index import Candidate
from incidents.model import Place
from incidents.parsing.place_text import Mention

NEAR_DISTRICT_KM = 60.0
"""A place so near to the middle of a county, in the same state, may lie in it; where a gazetteer does not say."""
_GAPS = frozenset((",", "in", "(", ", in", "،", "في", ", in the", "in the", ", near", "near", ", capital of"))
_AREAS = frozenset(("country", "governorate", "district"))
Known = Sequence[Candidate]


def chained(text: str, mentions: Sequence[Mention], known: Sequence[Known]) -> list[tuple[str | None, Known]]:
    """For each mention: what it is said to lie in, and its candidates, only those that lie there where some do.

    known: the candidates of each mention.
    """
    out: list[tuple[str | None, Known]] = [(None, candidates) for candidates in known]
    for i in range(len(mentions) - 2, -1, -1):
        here, after = mentions[i], mentions[i + 1]
        if here.demonym or after.demonym or after.in_organisation:
            continue
        gap = text[here.end : after.start]
        if len(gap) > 14 or gap.strip().lstrip(".") not in _GAPS:
            continue
        outer = [c.place for c in out[i + 1][1] if c.place.geo_precision in _AREAS and c.match != "demonym"]
        inner = [c for c in known[i] if any(lies_in(c.place, area) for area in outer)]
        if inner and not _are_a_list(here, after, known[i], outer):
            out[i] = (after.surface, inner)
    return out


def _are_a_list(here: Mention, after: Mention, known: Known, outer: Sequence[Place]) -> bool:
    """ "Jordan, Syria" and "Ohio, Pennsylvania" stand side by side: a country in no country, a state in no state."""
    if here.cue or "." in after.name or after.name.isupper():
        return False
    kinds = {c.place.geo_precision for c in known if c.match in ("name", "variant")}
    outer_kinds = {p.geo_precision for p in outer}
    return bool(kinds & outer_kinds & {"country", "governorate"}) and here.name != after.name


def lies_in(place: Place, area: Place) -> bool:
    """Does a place lie in a country or division, as far as the gazetteer tells?"""
    if place.place_id == area.place_id or place.country != area.country:
        return False
    if area.geo_precision == "country":
        return place.kind != "country"
    if place.geo_precision in ("country", "governorate") or place.admin1 != area.admin1:
        return False
    if area.geo_precision == "governorate":
        return True
    if place.geo_precision == "district":
        return False
    return place.admin2 == area.admin2 if place.admin2 else distance_km(place, area) <= NEAR_DISTRICT_KM
