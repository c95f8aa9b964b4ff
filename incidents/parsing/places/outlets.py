"""Where an outlet is at home, as far as its name or web address says: a weak hint at where its reports play.

"gainesvilletimes.com" is of some Gainesville, "independent.ie" of Ireland; "dailynews.com" says nothing.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from incidents.geocoding.index import Candidate, Gazetteer
from incidents.geocoding.names import fold
from incidents.geocoding.reference import reference_dir
from incidents.geocoding.short_names import short_key

KNOWN = 5_000
"""A town of so many people may have an outlet that is named after it."""
LARGE = 100_000
"""One with a name of few letters must have so many."""
_SHORTEST = 4
"""Letters of a name that is as likely a part of some other word, when it has no more."""
_LONGEST_LABEL = 40
"""Letters of an address that are looked at, so that none makes the work run away."""
_ADDRESS = re.compile(r"(?:https?://)?(?:www\.)?((?:[\w-]+\.)+)([a-z]{2,})(?:[/:?].*)?", re.IGNORECASE)
_SECOND_LEVEL = frozenset(("ac", "co", "com", "edu", "gov", "net", "org"))


_PARTED = re.compile(r"\s(?:-|–|—|\||::)\s")
_WORD = re.compile(r"[\w.]+")
_PAGE = re.compile(r"https?://([^/?#\s]+)", re.IGNORECASE)


@dataclass(frozen=True)
class _Words:
    words: frozenset[str]
    worldwide: frozenset[str]
    nicknames: dict[str, str]


@lru_cache(maxsize=1)
def _words() -> _Words:
    table = tomllib.loads((reference_dir() / "outlets.toml").read_text(encoding="utf-8"))
    return _Words(frozenset(table["words"]), frozenset(table["worldwide"]), table["nicknames"])


@dataclass(frozen=True, slots=True)
class Home:
    """country: ISO alpha-2, by the ending of a web address.  places: name in the outlet's name -> what it may name."""

    country: str | None = None
    places: Mapping[str, tuple[Candidate, ...]] = field(default_factory=dict)


def host_of(url: str | None) -> str | None:
    """The host that published a page; an archive's address ends in that of the page it kept.

    >>> host_of("https://archive.example/2016/http://www.springfieldnews.com:80/local/1.html")
    'www.springfieldnews.com'
    """
    hosts = _PAGE.findall(url or "")
    return hosts[-1].rpartition("@")[2].partition(":")[0] or None if hosts else None


def headline(title: str) -> str:
    """A page's title without the name of its site, which ends it behind a dash or a bar.

    >>> headline("Two shot in Springfield - WXYZ.com | Springfield News, Weather")
    'Two shot in Springfield'
    """
    for parted in _PARTED.finditer(title):
        words = _WORD.findall(title[parted.end() :])
        named = any(fold(w) in _words().words or _ADDRESS.fullmatch(w) for w in words)
        if named and all(w[0].isupper() or not w[0].isalpha() for w in words):
            return title[: parted.start()]
    return title


def home_of(publisher: str, gazetteer: Gazetteer) -> Home:
    """Where an outlet is at home.

    publisher: a web address, or a name as it is written.
    """
    lists = _words()
    address = _ADDRESS.fullmatch(publisher.strip())
    country = None
    if address:
        ending = address[2].lower()
        if len(ending) == 2 and ending not in lists.worldwide:
            country = {"uk": "GB"}.get(ending, ending.upper())
        labels = [w for w in address[1].lower().split(".") if w and w not in _SECOND_LEVEL]
        readings = {r for label in labels for r in _inside(label[:_LONGEST_LABEL], lists.words)}
    else:
        readings = _phrases(fold(publisher).split()[:8], lists.words)
    return Home(country, _places(readings, gazetteer, lists.nicknames, country))


def _inside(label: str, words: frozenset[str]) -> set[str]:
    """What may be left of "springfieldnewssun" without words for a newspaper at either end."""
    out: set[str] = set()
    for part in label.split("-"):
        fronts = _stripped(part, words, front=True)
        for front in fronts:
            for left in _stripped(front, words, front=False):
                out.add(left)
                out.update(p for p in left.split("and") if "and" in left and len(p) > _SHORTEST)
    out.discard("")
    spaced = {f"{o[:i]} {o[i:]}" for o in out if len(o) > 6 for i in range(3, len(o) - 2)}
    return {o for o in out if o not in words} | spaced


def _stripped(text: str, words: frozenset[str], front: bool) -> list[str]:
    out = [text]
    for known in out:
        for word in words:
            if known.startswith(word) if front else known.endswith(word):
                rest = known[len(word) :] if front else known[: -len(word)]
                if rest not in out:
                    out.append(rest)
    return out


def _phrases(parts: Sequence[str], words: frozenset[str]) -> set[str]:
    rest = [p for p in parts if p not in words]
    return {*rest, *(f"{a} {b}" for a, b in pairwise(rest))}


def _places(
    readings: set[str], gazetteer: Gazetteer, nicknames: dict[str, str], country: str | None
) -> dict[str, tuple[Candidate, ...]]:
    """The longest of the readings that are names of known places."""
    keys = {nicknames.get(r, r): nicknames.get(r) for r in readings}
    asked = {_key(name, nickname): name for name, nickname in keys.items()}
    found = gazetteer.lookup(key for key in asked if key)
    places = {
        asked[key]: kept
        for key, group in found.items()
        if (kept := tuple(c for c in group if _may_have_outlet(c, key)))
    }
    if country:
        inside = {n: tuple(c for c in group if c.place.country == country) for n, group in places.items()}
        places = {name: group for name, group in inside.items() if group}
    longest = max((len(name) for name in places), default=0)
    return {name: group for name, group in places.items() if len(name) >= max(longest - 2, 2)}


def _key(name: str, nickname: str | None) -> str:
    if nickname:
        return fold(nickname)
    if len(name) == 2:
        return short_key(name)
    return fold(name) if len(name) >= _SHORTEST else ""


def _may_have_outlet(candidate: Candidate, key: str) -> bool:
    place = candidate.place
    if place.kind == "country" or place.geo_precision == "governorate":
        return candidate.match == "name" or len(key) == len(short_key("AA"))
    return candidate.match == "name" and candidate.population >= (KNOWN if len(key) > _SHORTEST else LARGE)
