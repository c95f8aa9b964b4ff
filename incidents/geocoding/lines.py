"""Names in, places out: what `incidents geocode` does with one name or a stream of JSON Lines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from incidents.geocoding.index import Candidate, Gazetteer
from incidents.geocoding.names import fold
from incidents.geocoding.place_words import place_words
from incidents.geocoding.resolve import Asked, Context, Cue, Resolution, choose, score
from incidents.model import POINT_PRECISIONS, Place

LEAST_CONFIDENCE = 0.6
"""An answer less sure than this is not given: better none than a wrong one."""
_LONGEST_LINE = 100_000
_ALTERNATIVES = re.compile(r"[()/;]")
_DESCRIPTION = re.compile(r"\b[a-z]{4,}\b|\s-\s")
"""Words that are no part of a name: what is described ("the road from A to B") is not any of the places in it."""


def geocode_lines(lines: Iterable[str], gazetteer: Gazetteer) -> Iterator[str]:
    """The contract of `incidents geocode --jsonl`: one JSON object out for each line in, in order.

    In: {"id", "query", "country": ISO alpha-2 or null, "admin1": or null}.  Out: {"id", "lat", "lon", "name",
    "gazetteer_id", "confidence"} and more; lat and lon are null where it abstains, and for an area, which is no
    point.  A bad line gives {"id", "error"}.
    """
    for line in lines:
        yield json.dumps(_answer_line(line, gazetteer), ensure_ascii=False, allow_nan=False)


def _answer_line(line: str, gazetteer: Gazetteer) -> dict[str, Any]:
    try:
        if len(line) > _LONGEST_LINE:
            raise ValueError(f"The line is longer than {_LONGEST_LINE} characters.")
        asked = json.loads(line)
    except (ValueError, RecursionError) as error:
        return {"id": None, "error": f"This line is not a JSON object: {error}"}
    if not isinstance(asked, dict):
        return {"id": None, "error": "This line is not a JSON object."}
    values = {key: asked.get(key) for key in ("query", "country", "admin1")}
    for key, value in values.items():
        if not (isinstance(value, str) or (value is None and key != "query")):
            return {
                "id": asked.get("id"),
                "error": f"“{key}” must be a text{'' if key == 'query' else ' or null'}.",
            }
    answer = find_place(str(values["query"]), gazetteer, country=values["country"], admin1=values["admin1"])
    return {"id": asked.get("id")} | _as_record(answer)


def _as_record(answer: Resolution) -> dict[str, Any]:
    place = answer.place
    point = place if place and place.geo_precision in POINT_PRECISIONS else None
    return {
        "lat": point.lat if point else None,
        "lon": point.lon if point else None,
        "name": place.name if place else None,
        "gazetteer_id": place.place_id if place else None,
        "confidence": answer.confidence,
        "kind": place.kind if place else None,
        "geo_precision": place.geo_precision if place else None,
        "label_lat": place.lat if place else None,
        "label_lon": place.lon if place else None,
        "reason": answer.reason,
        "candidates": list(answer.candidates),
    }


def find_place(
    query: str, gazetteer: Gazetteer, *, country: str | None = None, admin1: str | None = None
) -> Resolution:
    """The place a name stands for on its own, or none where that is doubtful.

    query: a name, with words for its kind ("Abbad village"), with other names in brackets, or with what it lies in
    after a comma.  country: ISO alpha-2.  admin1: name of the first-level division it must lie in.
    """
    answers = [_answer_asked(a, gazetteer, country, admin1) for a in _readings(query)]
    found = [a for a in answers if a.place and a.confidence >= LEAST_CONFIDENCE]
    if len({a.place.place_id for a in found if a.place}) == 1:
        return found[0]
    if found:
        ids = tuple(dict.fromkeys(i for a in found for i in a.candidates))
        return Resolution(None, 0.0, "its names stand for different places", ids)
    doubtful = next((a for a in answers if a.candidates), answers[0])
    reason = doubtful.reason if doubtful.place is None else "several places of this name, none much likelier"
    return Resolution(None, 0.0, reason, doubtful.candidates)


def ranked(
    query: str, gazetteer: Gazetteer, *, country: str | None = None, admin1: str | None = None
) -> list[tuple[float, Candidate]]:
    """(score, candidate) of all places that a name may stand for, best first."""
    out: dict[str, tuple[float, Candidate]] = {}
    for asked in _readings(query):
        context = _context(gazetteer, country, admin1)
        for candidate in _allowed(gazetteer.named(asked.name), country, context):
            if candidate.match in ("name", "variant"):
                item = (score(candidate, asked, context), candidate)
                out[candidate.place.place_id] = max(
                    item, out.get(candidate.place.place_id, item), key=lambda i: i[0]
                )
    return sorted(out.values(), key=lambda item: (-item[0], item[1].place.place_id))


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


def _describe(place: Place) -> str:
    where = ", ".join(dict.fromkeys(n for n in (place.name, place.admin2, place.admin1, place.country) if n))
    point = "" if place.lat is None or place.lon is None else f" at {place.lat:.4f}, {place.lon:.4f}"
    return f"{where}: {place.geo_precision}{point}"


def _answer_asked(asked: Asked, gazetteer: Gazetteer, country: str | None, admin1: str | None) -> Resolution:
    context = _context(gazetteer, country, admin1)
    exact = _allowed(gazetteer.named(asked.name), country, context)
    similar = (
        _allowed(gazetteer.similar(asked.name, by_consonants=False), country, context)
        if admin1 and not exact
        else []
    )
    return choose(asked, exact, similar, context)


def _context(gazetteer: Gazetteer, country: str | None, admin1: str | None) -> Context:
    countries = {country.upper(): 1.0} if country else {}
    admin1s: dict[tuple[str, str], frozenset[str]] = {}
    if country and admin1:
        name, _ = _without_kind(admin1)
        for candidate in gazetteer.named(name):
            place = candidate.place
            if place.geo_precision == "governorate" and place.country == country.upper() and place.admin1:
                admin1s[place.country, place.admin1] = frozenset(("as asked",))
    return Context(countries, admin1s)


def _allowed(candidates: Sequence[Candidate], country: str | None, context: Context) -> list[Candidate]:
    """Candidates in the country and division asked for; one asked for by name is a place, not a person."""
    pool = [replace(c, needs_context="") if c.needs_context == "people" else c for c in candidates]
    if country:
        pool = [c for c in pool if c.place.country == country.upper()]
    if context.admin1s:
        pool = [c for c in pool if not c.place.admin1 or (c.place.country, c.place.admin1) in context.admin1s]
    return pool


def _readings(query: str) -> list[Asked]:
    """What a query may ask for: its name and other names, and what it lies in."""
    head, _, parent = query.partition(",")
    name, cue = _without_kind(head)
    names = [name]
    if _ALTERNATIVES.search(name) and not _DESCRIPTION.search(name):
        names += (part for part in _ALTERNATIVES.split(name) if part.strip())
    inside = _without_kind(parent)[0] or None
    return [Asked(" ".join(_without_kind(n)[0].split()), cue, inside) for n in names]


def _without_kind(name: str) -> tuple[str, Cue]:
    """The name without the word for its kind, and what that word says: "Abbad village" → ("Abbad", "settlement")."""
    words = name.split()
    lists = place_words("ar" if re.search("[\u0620-\u064a]", name) else "en")
    for length in (2, 1):
        if len(words) > length:
            after = lists.after.get(fold(" ".join(words[-length:])))
            if after:
                return " ".join(words[:-length]), after
            before = lists.before.get(fold(" ".join(words[:length])))
            if before and length + bool(lists.after) > 1:
                return " ".join(words[length:]), before
    return name.strip(), ""
