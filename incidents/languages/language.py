"""Word lists of a language, read from `<code>.toml`, and the table that finds their phrases in a text.

A file is a tree of tables; schema.toml says what each is for.  Every list of phrases in it becomes a group named by
its path, for example `people.civilians`, `verb_object.killed`, `status.denied`, whose phrases are marked in a text
where its words have the same normal form.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import chain
from operator import contains
from pathlib import Path
from typing import Any, NamedTuple

from incidents.errors import LanguageError
from incidents.languages.schema import Table, check, of_kind, tables, value_at
from incidents.languages.tokens import key, normal, plain, split

_FOLDER = Path(__file__).parent


class Mark(NamedTuple):
    """A phrase of a group found at tokens [start, end)."""

    group: str
    start: int
    end: int
    value: Any = None


@dataclass(slots=True)
class PhraseTable:
    """Phrases by their first word, longest first."""

    by_first: dict[str, list[tuple[tuple[str, ...], str, Any]]] = field(default_factory=dict)
    elisions: tuple[str, ...] = ()

    def add(self, phrase: str, group: str, value: Any = None) -> None:
        """Add a phrase to a group."""
        words = key(phrase, self.elisions)
        if not words:
            raise LanguageError(f"group {group} holds an empty phrase; remove it.")
        self.by_first.setdefault(words[0], []).append((words, group, value))

    def seal(self) -> None:
        """Sort so that the longest phrase of a group is met first."""
        for entries in self.by_first.values():
            entries.sort(key=lambda e: -len(e[0]))

    def find(self, forms: Sequence[Sequence[str]]) -> Iterator[Mark]:
        """The longest phrase of each group at each token; forms[i] are the normal forms of token i."""
        total = len(forms)
        for start, options in enumerate(forms):
            known = [self.by_first[form] for form in options if form in self.by_first]
            if not known:
                continue  # as with most words
            seen: set[str] = set()
            following = forms[start + 1] if start + 1 < total else ()
            for words, group, value in chain.from_iterable(known):
                end = start + len(words)
                if len(words) > 1 and (words[1] not in following or end > total):
                    continue  # so most phrases fall out here, before the slower look at all their words
                if group in seen:
                    continue
                if len(words) <= 2 or all(map(contains, forms[start + 2 : end], words[2:])):
                    seen.add(group)
                    yield Mark(group, start, end, value)


@dataclass(frozen=True, slots=True)
class EventKind:
    """An event type and sub-type in ACLED's words (codebook 2024)."""

    type: str
    sub: str


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """Everything the parser knows of one language; `load` makes each once, so it is its own key in a cache.

    numbers: by table, the normal form of a phrase and its number.  dates: the tree of `dates`, empty tables
    where the file has none.
    words, suffixes: every one that the schema knows, empty where the file has none.  place_words: as the file has it,
    with the prepositions of `places.locative` unless it tells others.  countries, organisations: known names by those
    of the language.
    """

    code: str
    direction: str
    table: PhraseTable
    numbers: Mapping[str, Mapping[str, int]]
    dates: Mapping[str, Any]
    abbreviations: frozenset[str]
    articles: frozenset[str]
    proclitics: tuple[str, ...]
    elisions: tuple[str, ...]
    group_marks: str
    ordinals: tuple[str, ...]
    day_words: frozenset[str]
    suffixes: Mapping[str, tuple[str, ...]]
    words: Mapping[str, frozenset[str]]
    reading: frozenset[str]
    place_words: Mapping[str, Sequence[str]]
    countries: Mapping[str, str]
    organisations: Mapping[str, str]

    def forms(self, word: str) -> tuple[str, ...]:
        """Normal forms under which a word of a text may stand in the lists.

        The possessive ending is taken off; where the language has proclitics (Arabic و، ف، ب، ل، ك، ال),
        the word without them is a form as well.
        """
        return _forms(word, self.proclitics)


@lru_cache(maxsize=50_000)
def _forms(word: str, proclitics: tuple[str, ...]) -> tuple[str, ...]:
    base = normal(word)
    found = [base]
    if base.endswith("'s"):
        found.append(base[:-2])
    elif base.endswith("s'"):
        found.append(base[:-1])
    found += [base[len(p) :] for p in proclitics if base.startswith(p) and len(base) - len(p) >= 2]
    return tuple(dict.fromkeys(found))


def _phrases(tree: Mapping[str, Any], elisions: tuple[str, ...]) -> PhraseTable:
    """Every phrase of a file that is marked in a text."""
    found = PhraseTable(elisions=elisions)
    for table in of_kind("phrases"):
        for phrase in value_at(tree, table.path) or ():
            found.add(phrase, table.path)
    for entry in tree["event"]:
        kind = EventKind(entry["type"], entry["sub"])
        for phrase in entry["words"]:
            found.add(phrase, "event", kind)
    for table in of_kind("numbers"):
        for phrase, value in (value_at(tree, table.path) or {}).items() if table.marked else ():
            found.add(phrase, table.path.replace("numbers.", "number."), value)
    found.seal()
    return found


def _within(folder: str) -> Iterator[tuple[str, Table]]:
    """The tables right inside another, by their own name."""
    for path, table in tables().items():
        above, _, name = path.rpartition(".")
        if above == folder:
            yield name, table


def _filled(tree: Mapping[str, Any], folder: str, elisions: tuple[str, ...]) -> dict[str, Any]:
    """A table of tables with every one of the schema, empty where the file has none; its phrases cut as texts are."""

    def cut(phrase: str) -> str:
        return " ".join(piece.text for piece in split(phrase, elisions=elisions))

    filled: dict[str, Any] = {}
    for path, table in tables().items():
        if path.startswith(f"{folder}."):
            *above, name = path.split(".")[1:]
            at = filled
            for inner in above:
                at = at.setdefault(inner, {})
            value = value_at(tree, path)
            if table.kind == "numbers" and value:
                value = {cut(phrase): number for phrase, number in value.items()}
            elif table.kind == "lookups" and value:
                value = [cut(phrase) for phrase in value]
            at[name] = table.empty if value is None else value
    return filled


@cache
def load(code: str, folder: Path = _FOLDER) -> Language:
    """The language of `<code>.toml` in a folder; LanguageError when there is none or it breaks the schema."""
    path = folder / f"{code}.toml"
    if not path.exists():
        raise LanguageError(f"There are no word lists for the language {code!r}; add {path.name}.")
    try:
        tree = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as wrong:
        raise LanguageError(f"{path.name} is not valid TOML: {wrong}; correct that line.") from wrong
    language = made(tree, path.name)
    if language.code != code:
        raise LanguageError(f"{path.name}, code: is {tree['code']!r}; write {code!r}, as the file is called.")
    return language


def made(tree: Mapping[str, Any], file: str) -> Language:
    """The language of a file's tree; LanguageError, which names the file, when it breaks the schema."""
    check(tree, file)

    def words(at: str) -> frozenset[str]:
        return frozenset(map(plain, value_at(tree, at) or ()))

    def endings(at: str) -> tuple[str, ...]:
        return tuple(map(normal, value_at(tree, at) or ()))

    elisions = endings("elisions")
    return Language(
        code=tree["code"],
        direction=tree["direction"],
        table=_phrases(tree, elisions),
        numbers={
            name: {
                " ".join(key(phrase, elisions)): n for phrase, n in (value_at(tree, table.path) or {}).items()
            }
            for name, table in _within("numbers")
            if table.kind == "numbers"
        },
        dates=_filled(tree, "dates", elisions),
        abbreviations=words("abbreviations"),
        articles=words("articles"),
        proclitics=endings("proclitics"),
        elisions=elisions,
        group_marks="".join(value_at(tree, "numbers.group_marks") or ()),
        ordinals=endings("numbers.ordinals"),
        day_words=frozenset(
            normal(w)
            for path in (*(t.path for t in of_kind("names")), "dates.months_also")
            for w in value_at(tree, path) or ()
        ),
        suffixes={name: endings(table.path) for name, table in _within("suffixes")},
        words={name: words(table.path) for name, table in _within("words")},
        reading=words("reading.words"),
        place_words={"place_before": tree["places"]["locative"], **tree.get("place_words", {})},
        countries=tree.get("countries", {}),
        organisations=tree.get("organisations", {}),
    )


@cache
def available(folder: Path = _FOLDER) -> tuple[str, ...]:
    """Codes of the languages that have word lists."""
    return tuple(sorted(p.stem for p in folder.glob("??.toml")))
