"""The words of `words.toml`: names of columns, and what the cells of coded columns may hold."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple, cast

from incidents.geocoding.names import fold, without_article
from incidents.languages import EventKind, load
from incidents.model import UNITS, Category, Unit
from incidents.parsing.text import Sentence, sentences

LANGUAGES = ("en", "ar", "fr")
"""Languages whose words cells may be written in, in this order."""
CATEGORIES: tuple[Category, ...] = ("civilians", "security_forces", "fighters", "women", "children", "men")
ENDS = ("low", "best", "high")


class Figure(NamedTuple):
    """What a column of numbers counts.  end: low, best or high; "" for the number itself."""

    unit: Unit
    category: Category | None = None
    end: str = ""

    @property
    def field(self) -> str:
        """Its name as a field: killed, killed_low, civilians_killed_high …"""
        return "_".join(filter(None, (self.category, self.unit, self.end)))


@cache
def words() -> dict[str, Any]:
    """The tables of `words.toml`."""
    return tomllib.loads(files(__package__).joinpath("words.toml").read_text("utf-8"))


def key(text: str) -> str:
    """A word for comparing: without case, accents, punctuation and Arabic articles.

    >>> key("No. of  Civilians (killed)"), key("المحافظة")
    ('no of civilians killed', 'محافظه')
    """
    return " ".join(map(without_article, fold(text).split()))


@cache
def fields() -> tuple[str, ...]:
    """Everything that a column may be chosen to hold: the plain fields, then those of numbers."""
    return (*words()["fields"], *figures())


@cache
def figures() -> dict[str, Figure]:
    """Every field of numbers by its name."""
    kinds = [Figure(u, c, e) for u in UNITS for c in (None, *CATEGORIES) for e in ("", *ENDS)]
    return {figure.field: figure for figure in kinds}


@cache
def _headers() -> dict[str, tuple[str, int]]:
    """Folded name of a column → (field, how little telling the name is)."""
    found: dict[str, tuple[str, int]] = {}
    for field, names in words()["fields"].items():
        for rank, name in enumerate((field, *names)):
            found.setdefault(key(name), (field, rank))
    return found


def field_of(header: str) -> tuple[str, int] | None:
    """The field that the name of a column tells, and a rank by which of several the most telling is the lowest."""
    bare = key(header.replace("_", " "))
    if known := _headers().get(bare):
        return known
    figure = _figure_of(bare)
    return (figure.field, len(bare.split())) if figure else None


def _figure_of(bare: str) -> Figure | None:
    """ "civilians killed min": every word of it says something of the number, and one says what happened."""
    told: dict[str, set[str]] = {"units": set(), "categories": set(), "ends": set()}
    tokens = bare.split()
    while tokens:
        size, group, code = next(
            (
                (n, *found)
                for n in range(min(3, len(tokens)), 0, -1)
                if (found := _part(" ".join(tokens[:n])))
            ),
            (0, "", ""),
        )
        if not size:
            return None
        if group != "filler":
            told[group].add(code)
        tokens = tokens[size:]
    if len(told["units"]) != 1 or any(len(codes) > 1 for codes in told.values()):
        return None
    unit, category, end = (next(iter(codes), None) for codes in told.values())
    return Figure(cast(Unit, unit), cast("Category | None", category), end or "")


@cache
def _parts() -> dict[str, tuple[str, str]]:
    table: dict[str, tuple[str, str]] = {}
    for group, codes in words()["figure"].items():
        for code, names in codes.items():
            own = () if group == "filler" else (code.replace("_", " "),)
            for name in (*own, *names):
                table.setdefault(key(name), (group, code))
    return table


def _part(phrase: str) -> tuple[str, str] | None:
    return _parts().get(phrase)


# --- cells ---


@cache
def _keys(*path: str) -> frozenset[str]:
    table = words()
    for name in path:
        table = table[name]
    return frozenset(key(str(word)) or str(word) for word in table)


def says_nothing(text: str) -> bool:
    """Is it "n/a", "-", "unknown" …: a cell that says that nothing is known?"""
    bare = text.strip().casefold()
    return not bare or (key(bare) or bare) in _keys("nothing", "words")


def is_sum(text: str) -> bool:
    """Does the cell say that its line adds up other lines?"""
    return key(text) in _keys("sums", "words")


@cache
def code_of(field: str, text: str) -> str | None:
    """The code of a coded cell, such as "confirmed" of the field `status`; None where the word is not known."""
    bare = key(re.sub(r"\.0$", "", text))
    for code, names in words()["codes"][field].items():
        if bare == key(code) or bare in map(key, names):
            return str(code)
    return None


@cache
def kind_of(text: str) -> EventKind | None:
    """The event type that a cell tells; its sub-type is "" where only the type is told; None for an unknown word."""
    return _kinds().get(key(text)) or _in_languages(text)


@cache
def _kinds() -> dict[str, EventKind]:
    found: dict[str, EventKind] = {}
    for kind, subs in words()["event_types"].items():
        found[key(kind)] = EventKind(kind, "")
        for sub in subs:
            found.setdefault(key(sub), EventKind(kind, sub))
    for code, names in words()["event_type_words"].items():
        for name in names:
            found.setdefault(key(name), _kind(code))
    return found


def _kind(code: str) -> EventKind:
    kind, _, sub = code.partition("|")
    return EventKind(kind, sub)


def kind_told(unit: Unit, category: Category | None) -> EventKind:
    """The event type behind a number of people where the table tells none."""
    told = words()["event_types_told"]
    armed = category in ("security_forces", "fighters") and unit in ("killed", "injured")
    return _kind(told["armed" if armed else unit])


def _in_languages(text: str) -> EventKind | None:
    found = next(
        (m.value for s in read_cell(text) for m in s.of("event") if _is_all(s, m.start, m.end)), None
    )
    return cast("EventKind | None", found)


@cache
def category_of(text: str) -> Category | None:
    """Who is counted, as a cell tells it; None for an unknown word."""
    for code, names in words()["figure"]["categories"].items():
        if key(text) in map(key, (code.replace("_", " "), *names)):
            return cast(Category, code)
    for s in read_cell(text):
        for mark in s.of("people"):
            if _is_all(s, mark.start, mark.end):
                return cast(Category, mark.group.partition(".")[2])
    return None


@cache
def unit_of(text: str) -> Unit | None:
    """What happened to the people counted, as a cell tells it; None for an unknown word."""
    found = _part(key(text))
    return cast(Unit, found[1]) if found and found[0] == "units" else None


def read_cell(text: str) -> list[Sentence]:
    """A short text as one sentence in each of the languages; none where it is more than one."""
    read = [sentences(text, load(code)) for code in LANGUAGES if text.strip()]
    return [split[0] for split in read if len(split) == 1]


def _is_all(s: Sentence, start: int, end: int) -> bool:
    return (start, end) == (0, len(s.tokens))
