"""What a query asks for: a pure reading of the words of a name in a list, such as "Abu Rasin/Zarkan town".

Lists of places write what a place is beside its name, in many tongues; other names in brackets or after a slash; what
a place lies in after a comma; and things that are no one place: roads, borders, parts of a province.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, NamedTuple, get_args

from incidents.errors import LanguageError
from incidents.geocoding.names import fold
from incidents.geocoding.reference import reference_dir

Kind = Literal[
    "", "settlement", "village", "district", "admin1", "area", "countryside", "feature", "facility"
]
"""What the words beside a name say it is; "" where they say nothing."""
Shape = Literal["place", "near", "part", "line"]
"""A place; somewhere near it; a part of an area ("northern Homs governorate"); a line or what lies between places."""

LONGEST_QUERY = 300
"""Characters of a query that are read: no name is longer."""
_FILE = "query_words.toml"
_LONGEST_PHRASE = 4
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_APART = re.compile(r"[,;،؛]|\s[-–—]\s")
_MARKS = re.compile(r"[][()/,;،؛]|\s[-–—]\s")


class Named(NamedTuple):
    """A name to look for, folded, and the kind of place that the words beside it say it is."""

    key: str
    kind: Kind = ""


Layers = tuple[Named, ...]
"""One name: as it stands, then without the words for its kind, one layer after the other."""


class Query(NamedTuple):
    """The reading of a query.

    names: what the place is called, each another name of it; for a line, the query and then the places that it joins.
    aliases: names in brackets, which are other names, or what the place lies in; for a part, the area.
    parents: folded names of what it lies in.
    """

    shape: Shape
    names: tuple[Layers, ...]
    aliases: tuple[Layers, ...] = ()
    parents: tuple[str, ...] = ()

    @property
    def is_plain(self) -> bool:
        """Is it a name and nothing else?"""
        plain = self.shape == "place" and not self.aliases and not self.parents
        return plain and len(self.names) == 1 and len(self.names[0]) == 1


@dataclass(frozen=True, slots=True)
class _Words:
    after: dict[tuple[str, ...], Kind]
    before: dict[tuple[str, ...], Kind]
    last: frozenset[str]
    first: frozenset[str]
    line: frozenset[str]
    between: frozenset[str]
    joiners: frozenset[str]
    near: frozenset[tuple[str, ...]]
    inside: frozenset[str]
    countryside: frozenset[tuple[str, ...]]
    compass: frozenset[str]
    shaping: frozenset[str]


def read_query(text: str) -> Query:
    """Read a query; any text has a reading, and one without letters has no names."""
    text = text[:LONGEST_QUERY]
    words = fold(text).split()
    if not _MARKS.search(text):
        if len(words) == 1:  # as most names are: no other word says anything of it
            return Query("place", ((Named(words[0]),),))
        return _read_plain(words, ())
    if _is_line(words):
        parts = [fold(part).split() for part in re.split(r"/|,|\s[-–—]\s", text)]
        return Query("line", ((Named(" ".join(words)),), *_ends(parts)))
    inner = [fold(part).split() for part in _BRACKETS.findall(text)]
    head, *rest = _APART.split(_BRACKETS.sub(" ", text))
    parents = tuple(_layers(w)[-1].key for w in (fold(part).split() for part in rest) if w)
    parts = [w for w in (fold(part).split() for part in head.split("/")) if w] or inner
    if not parts:
        return Query("place", (), (), parents)
    asked = [_read_plain(part, parents) for part in reversed(parts)]
    kind: Kind = next((n.kind for query in asked for layers in query.names for n in layers if n.kind), "")
    names = tuple(_of_kind(layers, kind) for query in asked for layers in query.names)
    aliases = [_of_kind(_layers(part), kind) for part in inner if part]
    return Query(
        next((query.shape for query in asked if query.shape != "place"), "place"),
        tuple(dict.fromkeys(names)),
        (*(layers for query in asked for layers in query.aliases), *aliases),
        tuple(dict.fromkeys(parent for query in asked for parent in query.parents)),
    )


def _of_kind(layers: Layers, kind: Kind) -> Layers:
    """A name that has no word for its kind is of the kind that the query's other name is of."""
    return layers if len(layers) > 1 else (Named(layers[0].key, kind),)


def _read_plain(words: list[str], parents: tuple[str, ...]) -> Query:
    """A query without marks, as folded words."""
    lists = _words()
    if not words:
        return Query("place", (), (), parents)
    if lists.shaping.isdisjoint(words):
        return Query("place", (_layers(words),), (), parents)
    if _is_line(words):
        return Query("line", ((Named(" ".join(words)),), *_ends([words])), (), parents)
    for _, end in _phrases(words, lists.near):
        if end < len(words):
            return Query("near", (_layers(words[end:]),), (), parents)
    for at in range(1, len(words) - 1):
        if words[at] == "of" and at > 1 and words[at - 1] in lists.compass:
            return Query("near", (_layers(words[at + 1 :]),), (), parents)
        if words[at] in lists.inside:
            return Query("place", (_layers(words[:at]),), (), (_layers(words[at + 1 :])[-1].key, *parents))
    for start, end in _phrases(words, lists.countryside):
        return _countryside(words, start, end, parents)
    return _compass(words, parents)


def _countryside(words: list[str], start: int, end: int, parents: tuple[str, ...]) -> Query:
    """ "Homs eastern countryside", "countryside of Latakia", "ريف حماة الشمالي": land around a town, or part of it."""
    lists = _words()
    rest = [w for w in (*words[:start], *words[end:]) if w not in ("of", "the", "s")]
    name = [w for w in rest if w not in lists.compass]
    whole = Named(" ".join(words[words[0] == "the" :]))
    if not name:
        return Query("place", ((whole,),), (), parents)
    town = Named(_layers(name)[-1].key, "countryside")
    if len(name) < len(rest):
        return Query("part", ((whole,),), ((town,),), parents)
    return Query("place", ((whole, town),), (), parents)


def _compass(words: list[str], parents: tuple[str, ...]) -> Query:
    """ "Northern Aleppo Governorate": a part of an area, or its name; "Western Ghariyah town" is a name."""
    layers = _layers(words)
    lists = _words()
    innermost = layers[-1]
    if innermost.kind in ("admin1", "area") and (words[0] in lists.compass or words[-1] in lists.compass):
        bare = " ".join(w for w in innermost.key.split() if w not in lists.compass)
        return Query("part", (layers,), ((Named(bare, innermost.kind),),) if bare else (), parents)
    return Query("place", (layers,), (), parents)


def _is_line(words: list[str]) -> bool:
    """Does a word for a line stand in it, other than in the word for its kind ("border crossing")?"""
    linear = _words().line | _words().between
    return not linear.isdisjoint(words) and not linear.isdisjoint(_layers(words)[-1].key.split())


def _ends(parts: list[list[str]]) -> tuple[Layers, ...]:
    """The names that a line joins, in order, without the words for the line."""
    lists = _words()
    out: list[Layers] = []
    for words in parts:
        start = next((at + 1 for at, w in enumerate(words) if w in lists.between), 0)
        group: list[str] = []
        for word in (*words[start:], "and"):
            if word in lists.joiners:
                name = [w for w in group if w not in lists.line]
                out += [_layers(name)] if name else []
                group = []
            else:
                group.append(word)
    return tuple(out)


def _layers(words: list[str]) -> Layers:
    """A name of at least one word, and what is left of it without the words for its kind."""
    out = [Named(" ".join(words))]
    lists = _words()
    rest = words
    while len(rest) > 1 and (rest[-1] in lists.last or rest[0] in lists.first):
        cut = _cut(rest, lists)
        if cut is None:
            break
        rest, kind = cut
        out.append(Named(" ".join(rest), kind))
    return tuple(out)


def _cut(words: list[str], lists: _Words) -> tuple[list[str], Kind] | None:
    for length in range(min(_LONGEST_PHRASE, len(words) - 1), 0, -1):
        if kind := lists.after.get(tuple(words[-length:])):
            return words[:-length], kind
    for length in range(min(_LONGEST_PHRASE, len(words) - 1), 0, -1):
        if kind := lists.before.get(tuple(words[:length])):
            return words[length:], kind
    return None


def _phrases(words: list[str], phrases: frozenset[tuple[str, ...]]) -> list[tuple[int, int]]:
    """Where a phrase of the list stands in the words, the longest first: (start, end)."""
    return [
        (start, start + length)
        for length in range(_LONGEST_PHRASE, 0, -1)
        for start in range(len(words) - length + 1)
        if tuple(words[start : start + length]) in phrases
    ]


@lru_cache(maxsize=1)
def _words() -> _Words:
    """The lists by which a query is read."""
    table = _table()
    try:
        kinds: dict[Kind, dict[str, list[str]]] = table["kinds"]
        if not set(kinds) <= set(get_args(Kind)):
            raise KeyError(*set(kinds) - set(get_args(Kind)))
        after, before = (
            {tuple(fold(p).split()): kind for kind, lists in kinds.items() for p in lists[side]}
            for side in ("after", "before")
        )
        shapes = {name: [tuple(fold(p).split()) for p in group] for name, group in table["shapes"].items()}
        single = {name: frozenset(p[0] for p in group if len(p) == 1) for name, group in shapes.items()}
        return _Words(
            after=after,
            before=before,
            last=frozenset(p[-1] for p in after),
            first=frozenset(p[0] for p in before),
            line=single["line"],
            between=single["between"],
            joiners=single["and"],
            near=frozenset(shapes["near"]),
            inside=single["inside"],
            countryside=frozenset(shapes["countryside"]),
            compass=single["compass"],
            shaping=frozenset(p[0] for name, group in shapes.items() if name != "and" for p in group),
        )
    except (KeyError, IndexError, TypeError, AttributeError) as error:
        raise _broken(error) from error


@lru_cache(maxsize=1)
def qualities() -> dict[str, str]:
    """Words in names that say one thing in several tongues, folded -> that thing: "gharbi" and "western" -> "west"."""
    try:
        return {fold(word): quality for quality, group in _table()["qualities"].items() for word in group}
    except (KeyError, TypeError, AttributeError) as error:
        raise _broken(error) from error


@lru_cache(maxsize=1)
def counted_to() -> dict[str, tuple[str, ...]]:
    """ISO alpha-2 code of a country -> those of countries whose places a list of past years may count to it."""
    try:
        return {code: tuple(others) for code, others in _table()["counted_to"].items()}
    except (KeyError, TypeError, AttributeError) as error:
        raise _broken(error) from error


def _table() -> dict[str, Any]:
    try:
        return tomllib.loads((reference_dir() / _FILE).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _broken(error) from error


def _broken(error: Exception) -> LanguageError:
    return LanguageError(f"{_FILE}: the word lists are missing or broken ({error!r}).")
