"""Names in, places out: what `incidents geocode` does with one name or a stream of JSON Lines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from weakref import WeakKeyDictionary

from incidents.geocoding.choosing import Answer
from incidents.geocoding.finding import Finder
from incidents.geocoding.index import Candidate, Gazetteer, Match
from incidents.geocoding.labels import labels_of
from incidents.geocoding.lookup import PlaceRows, Row
from incidents.geocoding.resolve import Resolution
from incidents.model import POINT_PRECISIONS, Place

_LONGEST_LINE = 100_000
_MOST_CANDIDATES = 8
_MATCHES: tuple[Match, ...] = ("name", "variant", "bound", "demonym")
"""By the role of the name by which a place was met."""
_ENCODE = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
_TEXT = json.encoder.encode_basestring
_DECODE = json.JSONDecoder().decode
_POINTS = dict.fromkeys(POINT_PRECISIONS, "place")
_NOWHERE = ", ".join(
    f'"{key}": null' for key in "lat lon name gazetteer_id kind geo_precision uncertainty_m point".split()
)
_FINDERS: WeakKeyDictionary[Gazetteer, Finder] = WeakKeyDictionary()


def finder_of(gazetteer: Gazetteer) -> Finder:
    """The finder over an open gazetteer."""
    if gazetteer not in _FINDERS:
        _FINDERS[gazetteer] = Finder(PlaceRows(gazetteer.path), labels_of(gazetteer))
    return _FINDERS[gazetteer]


def geocode_lines(lines: Iterable[str], gazetteer: Gazetteer) -> Iterator[str]:
    """The contract of `incidents geocode --jsonl`: one JSON object out for each line in, in order and at once.

    In: {"id", "query", "country": ISO alpha-2 or null, "admin1": name of the first-level division, or null}.
    Out: {"id", "lat", "lon", "name", "gazetteer_id", "confidence", "kind", "geo_precision", "uncertainty_m", "point",
    "reason", "candidates"}; nulls where it abstains.  "point" is "place", or "label" for an area (a district,
    governorate, region or country), whose lat and lon say where to write its name on a map and are never to be drawn
    as a spot.  "uncertainty_m": how far in metres the true point may lie from lat and lon.  A bad line gives
    {"id", "error"}.
    """
    finder = finder_of(gazetteer)
    for line in lines:
        yield _answer_line(line, finder)


def _answer_line(line: str, finder: Finder) -> str:
    try:
        if len(line) > _LONGEST_LINE:
            raise ValueError(f"The line is longer than {_LONGEST_LINE} characters.")
        asked = _DECODE(line)
    except (ValueError, RecursionError) as error:
        return _ENCODE({"id": None, "error": f"This line is not a JSON object: {error}"})
    if not isinstance(asked, dict):
        return _ENCODE({"id": None, "error": "This line is not a JSON object."})
    query, country, admin1 = asked.get("query"), asked.get("country"), asked.get("admin1")
    if not (
        isinstance(query, str)
        and (country is None or isinstance(country, str))
        and (admin1 is None or isinstance(admin1, str))
    ):
        what = "“query” must be a text, “country” and “admin1” texts or null."
        return _ENCODE({"id": asked.get("id"), "error": what})
    return f'{{"id": {_encoded(asked.get("id"))}, {_told(finder.find(query, country, admin1))}}}'


def _encoded(name: object) -> str:
    """An id as JSON; a text or a number at once, as most of the time would go into the encoder otherwise."""
    if type(name) is str:
        return _TEXT(name)
    return str(name) if type(name) is int else _ENCODE(name)


def _told(answer: Answer) -> str:
    """The members of the JSON object of an answer: written by hand, as most of the time would go into it otherwise."""
    row = answer.row
    ids = ", ".join([_TEXT(c.ref) for c in answer.candidates[:_MOST_CANDIDATES]])
    if row is None:
        return f'{_NOWHERE}, "confidence": {answer.confidence}, "reason": {_TEXT(answer.reason)}, "candidates": [{ids}]'
    lat = "null" if answer.lat is None else answer.lat
    lon = "null" if answer.lon is None else answer.lon
    uncertainty_m = "null" if answer.uncertainty_m is None else answer.uncertainty_m
    return (
        f'"lat": {lat}, "lon": {lon}, "name": {_TEXT(row.name)}, "gazetteer_id": {_TEXT(row.ref)}, '
        f'"confidence": {answer.confidence}, "kind": "{row.kind}", "geo_precision": "{row.precision}", '
        f'"uncertainty_m": {uncertainty_m}, "point": "{_POINTS.get(row.precision, "label")}", '
        f'"reason": {_TEXT(answer.reason)}, "candidates": [{ids}]'
    )


def find_place(
    query: str, gazetteer: Gazetteer, *, country: str | None = None, admin1: str | None = None
) -> Resolution:
    """The place a name stands for on its own, or none where that is doubtful.

    query: a name, with words for its kind ("Abbad village"), with other names in brackets, or with what it lies in
    after a comma.  country: ISO alpha-2.  admin1: name of the first-level division it must lie in.
    """
    answer = finder_of(gazetteer).find(query, country, admin1)
    ids = tuple(c.ref for c in answer.candidates[:_MOST_CANDIDATES])
    place = answer.row.place() if answer.row else None
    if place:  # an area's point is where its label stands
        place = replace(place, lat=answer.lat, lon=answer.lon, uncertainty_m=answer.uncertainty_m)
    return Resolution(place, answer.confidence, answer.reason, ids)


def ranked(
    query: str, gazetteer: Gazetteer, *, country: str | None = None, admin1: str | None = None
) -> list[tuple[float, Candidate]]:
    """(score, candidate) of all places that a name may stand for, best first."""
    found = finder_of(gazetteer).candidates(query, country, admin1)
    return [(points, _candidate(row)) for points, row in found]


def explain_name(query: str, gazetteer: Gazetteer) -> str:
    """For a person: the place a name stands for and why, and the other candidates."""
    answer = find_place(query, gazetteer)
    lines = [f"{query}: {_describe(answer.place) if answer.place else 'not resolved'} ({answer.reason})"]
    for points, candidate in ranked(query, gazetteer)[:10]:
        shared = ", needs context" if candidate.needs_context else ""
        lines.append(f"  {points:5.2f}  {_describe(candidate.place)}  [{candidate.place.place_id}]{shared}")
    if answer.place is None and len(lines) == 1:
        lines += (
            f"  maybe  {_describe(c.place)}  [{c.place.place_id}]" for c in gazetteer.similar(query)[:5]
        )
    return "\n".join(lines)


def _candidate(row: Row) -> Candidate:
    return Candidate(row.place(), _MATCHES[row.role], row.population, row.needs_context)


def _describe(place: Place) -> str:
    where = ", ".join(dict.fromkeys(n for n in (place.name, place.admin2, place.admin1, place.country) if n))
    point = "" if place.lat is None or place.lon is None else f" at {place.lat:.4f}, {place.lon:.4f}"
    return f"{where}: {place.geo_precision}{point}"
