"""What a place is said to lie in: "Paris, Texas", "Springfield, Clark County, Ohio", "Baniyas in Tartous province"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from incidents.geocoding.distance import distance_km
from incidents.geocoding.index import Candidate
from incidents.model import Place
from incidents.parsing.places.place_text import Mention

PART_KM = 40.0
"""A quarter or suburb lies within so much of the middle of its city."""
NEAR_DISTRICT_KM = 60.0
"""A place so near to the middle of a county, in the same state, may lie in it; where a gazetteer does not say."""
_GAPS = frozenset((",", "in", "(", ", in", "،", "في", ", in the", "in the", ", near", "near", ", capital of"))
_INSIDE = frozenset(("in", ", in", ", in the", "in the", "في"))
"""Of the gaps those that leave no doubt that what follows holds the place."""
_PART = "north|south|east|west|northern|southern|eastern|western|coast|outskirts|countryside|province|region"
_KIND = "village|town|city|suburb|hamlet|port|neighbourhood|neighborhood|district|settlement|camp"
_APPOSED = re.compile(
    rf",? (?:(?:an?|the) (?:[\w’'-]+ ){{0,4}}?(?:{_KIND}) )?(?:in|on|of)(?: the)?(?: (?:{_PART}))*(?: of)?(?: the)? "
    r"|\s?،? ?(?:في |ب)(?:ريف|محافظة|ولاية|إقليم) "
)
"""", a village in the countryside of ", ", on the coast of ", " بريف " """
_PARTS = "area|quarter|section|sector|municipality|commune|county|neighbou?rhood|district"
_PART_OF = re.compile(
    rf" (?:{_KIND}|{_PARTS}|department) in (?:the )?(?:(?:{_KIND}|state) of )?"
    rf"| (?:{_PARTS}) of (?:the (?:city|town) of )?"
)
"""" district in ", " neighbourhood of ", but not " city of ": "the Hunan city of Yueyang" lies in Hunan"""
_OWNS = re.compile(r"['’]s (?:(?!(?:in|of|on|to|from|near|with|and|two) )[a-z-]+ )?")
_CLOSED = re.compile(r"\s*(?:[,.;:!?)\]\"”]|--|[—–]|- |\n|$)")
"""What closes an address after its state: without it "In Damascus, Turkey said …" begins a sentence of its own."""
_AREAS = frozenset(("country", "governorate", "district"))
_JOINERS = frozenset((",", "and", ", and", "&", "or", "،", "و"))
_LARGE = 100_000
"""A city of so many people is meant by its name alone."""
_LONGEST_GAP = 80
"""Letters at most between two names of which one says where the other is."""
Known = Sequence[Candidate]


def chained(text: str, mentions: Sequence[Mention], known: Sequence[Known]) -> list[tuple[str | None, Known]]:
    """For each mention: what it is said to lie in, and its candidates, only those that lie there where some do.

    known: the candidates of each mention.
    """
    out: list[tuple[str | None, Known]] = [(None, candidates) for candidates in known]
    holders: dict[int, list[Place]] = {}
    for i in range(len(mentions) - 2, -1, -1):
        here, after = mentions[i], mentions[i + 1]
        if here.demonym or after.demonym or after.in_organisation:
            continue
        gap = text[here.end : after.start]
        if len(gap) <= _LONGEST_GAP and _PART_OF.fullmatch(gap):
            out[i] = _parts_of(known[i], after, out[i + 1][1])
            continue
        if len(gap) <= _LONGEST_GAP and _OWNS.fullmatch(gap):
            parent, inner = _parts_of(out[i + 1][1], here, known[i])
            if inner or (parent and _is_town(known[i])):
                out[i + 1] = parent, inner
            continue
        told = _told(gap)
        outer = [c.place for c in out[i + 1][1] if c.place.geo_precision in _AREAS and c.match != "demonym"]
        outer = outer or holders.get(i + 1, [])
        if not told or not outer or _are_a_list(here, after, known[i], outer):
            continue
        if any(c.place.kind == "region" for c in known[i]):
            holders[i] = outer  # "on the Golan Heights in Israel"
            continue
        inner = [c for c in known[i] if any(lies_in(c.place, area) for area in outer)]
        if inner:
            out[i] = (after.surface, inner)
        elif any(c.place.kind == "country" or _is_beside(c.place, outer) for c in known[i]):
            continue
        elif (
            told == "stated"
            or (told == "inside" and not any(_is_city(c) for c in known[i]))
            or (told == "perhaps" and _is_address(text, here, after, mentions[i + 2 : i + 3]))
        ):
            out[i] = (after.surface, ())  # none of the places of this name lies there
    return _told_once(mentions, out)


def _is_city(candidate: Candidate) -> bool:
    """Is it a large city by its own name, and not by an old spelling that is a village's of today?"""
    return candidate.population >= _LARGE and candidate.match == "name"


def _parts_of(known: Known, whole: Mention, holders: Known) -> tuple[str | None, Known]:
    """What a name that is said to be a part of another place may mean ("the Smyrna district of Izmir")."""
    places = [c.place for c in holders if c.match != "demonym"]
    if not places or any(p.kind == "region" for p in places) or any(_is_whole(c.place) for c in known):
        return None, known
    inner = [c for c in known if any(lies_in(c.place, p) or _is_part(c.place, p) for p in places)]
    return whole.surface, inner


def _is_town(known: Known) -> bool:
    """Is it a city and no country, so that what is told to be its own lies in it? ("Bogota's San Antonio")"""
    return all(c.place.kind != "country" for c in known) and any(c.place.kind == "settlement" for c in known)


def _is_whole(place: Place) -> bool:
    """Is it no part of anything, but what something else is about? ("Israel's Syria policy")"""
    return place.kind in ("country", "region")


def _is_part(place: Place, town: Place) -> bool:
    """Does a place lie so near to a town that it may be a part of it?"""
    small = town.kind == "settlement" and place.geo_precision != "governorate"
    return small and place.country == town.country and distance_km(place, town) <= PART_KM


def _is_address(text: str, here: Mention, after: Mention, then: Sequence[Mention]) -> bool:
    """Is a name told by its state or country, between commas: "in Tartus, Ohio, on Monday"; in no list of names?"""
    if text[here.end : after.start] != ", " or not _CLOSED.match(text, after.end):
        return False
    before = text[max(0, here.start - 8) : here.start].rstrip()
    goes_on = any(m.start - after.end <= 8 and text[after.end : m.start].strip() in _JOINERS for m in then)
    return not goes_on and not before.endswith((",", " and", "&", "،"))


def _told_once(
    mentions: Sequence[Mention], found: list[tuple[str | None, Known]]
) -> list[tuple[str | None, Known]]:
    """The same, where a name that lies in no place we know does so wherever the text goes on to name it."""
    nowhere = {
        m.key: parent for m, (parent, known) in zip(mentions, found, strict=True) if parent and not known
    }
    told = {m.key for m, (parent, known) in zip(mentions, found, strict=True) if parent and known}
    return [
        (nowhere[m.key], ())
        if m.key in nowhere and not parent and m.key not in told and not m.cue
        else (parent, known)
        for m, (parent, known) in zip(mentions, found, strict=True)
    ]


def _told(gap: str) -> str:
    """What the text between two names says of it: the second holds the first ("stated", "inside", "perhaps"), or ""."""
    if len(gap) <= 14 and gap.strip().lstrip(".") in _GAPS:
        return "inside" if gap.strip() in _INSIDE else "perhaps"
    return "stated" if len(gap) <= _LONGEST_GAP and _APPOSED.fullmatch(gap) else ""


def _are_a_list(here: Mention, after: Mention, known: Known, outer: Sequence[Place]) -> bool:
    """ "Jordan, Syria" and "Ohio, Pennsylvania" stand side by side: a country in no country, a state in no state."""
    if here.cue or "." in after.name or after.name.isupper():
        return False
    countries = {p.country for p in outer}
    kinds = {
        c.place.geo_precision
        for c in known
        if c.match in ("name", "variant")
        and (c.place.geo_precision != "governorate" or c.place.country in countries)
    }
    outer_kinds = {p.geo_precision for p in outer}
    return bool(kinds & outer_kinds & {"country", "governorate"}) and here.name != after.name


def _is_beside(place: Place, others: Sequence[Place]) -> bool:
    """Is it a state of the same country, and so beside them? ("the Indiana, Ill., border")"""
    return place.geo_precision == "governorate" and any(
        (place.country, place.geo_precision) == (other.country, other.geo_precision) for other in others
    )


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


def listed_with(
    text: str, mentions: Sequence[Mention], known: Sequence[Known], inside: Sequence[tuple[str | None, Known]]
) -> list[str]:
    """For each mention the kind of the places it is listed with ("Ohio, New York and Texas": admin); "" for none.

    inside: what `chained` found; a place and what it lies in are no list.
    """
    kinds = [
        "" if m.demonym else _only_kind(candidates) for m, candidates in zip(mentions, known, strict=True)
    ]
    joined = [
        parent is None and b.start - a.end <= 8 and text[a.end : b.start].strip() in _JOINERS
        for (a, b), (parent, _) in zip(pairwise(mentions), inside, strict=False)
    ]
    out = []
    for i in range(len(mentions)):
        beside = [
            kinds[j] for j, link in ((i - 1, i - 1), (i + 1, i)) if 0 <= j < len(kinds) and joined[link]
        ]
        told = {kind for kind in beside if kind}
        out.append(told.pop() if len(told) == 1 else "")
    return out


def _only_kind(candidates: Known) -> str:
    """The kind that a name's first meaning leaves no doubt about."""
    own_names = {c.place.kind for c in candidates if c.match == "name" and c.population >= _LARGE}
    return own_names.pop() if len(own_names) == 1 else ""
