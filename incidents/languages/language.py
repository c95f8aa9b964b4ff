"""Word lists of a language, read from `<code>.toml`, and the table that finds their phrases in a text.

A file is a tree of tables; every list of phrases in it becomes a group named by its path, for example
`people.civilians`, `verb_object.killed`, `status.denied`.  Phrases are matched on whole words, in the
normal form of `normal()`.  Tables read as they stand, not as phrases: `numbers`, `dates`, `event`, `suffixes`.
`words` holds lists of single words, which rules look for at one token and which are not marked.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import chain
from operator import contains
from pathlib import Path
from typing import Any, NamedTuple

from incidents.errors import LanguageError

_FOLDER = Path(__file__).parent
_REQUIRED = (
    "code",
    "name",
    "direction",
    "numbers",
    "people",
    "event",
    "dates",
    "say",
    "status",
    "words",
    "suffixes",
)
_AS_DATA = frozenset(
    (
        "code",
        "name",
        "direction",
        "numbers",
        "dates",
        "event",
        "abbreviations",
        "articles",
        "proclitics",
        "suffixes",
        "words",
    )
)

_DAY_WORDS = ("weekdays", "weekdays_short", "months", "months_short", "months_alt")

_ARABIC_LETTERS = str.maketrans("أإآٱىةؤئ", "اااايهوي")
_ARABIC_MARKS = re.compile("[\u0640\u064b-\u065f\u0670]")


def normal(word: str) -> str:
    """A word as the lists hold it: lower case, straight apostrophe, no Arabic vowel marks or letter variants.

    >>> normal("قُتِلَ"), normal("Observatory’s")
    ('قتل', "observatory's")
    """
    if word.isascii():
        return word.lower()
    text = unicodedata.normalize("NFC", word.replace("’", "'")).lower()
    return _ARABIC_MARKS.sub("", text).translate(_ARABIC_LETTERS)


def _plain(word: str) -> str:
    """A listed word without the Arabic article, since every form of a token has one without it too."""
    return word[2:] if word.startswith("ال") and len(word) > 4 else word


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

    def add(self, phrase: str, group: str, value: Any = None) -> None:
        """Add a phrase to a group."""
        words = tuple(_plain(normal(w)) for w in phrase.split())
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
    """Everything the parser knows of one language; `load` makes each once, so it is its own key in a cache."""

    code: str
    direction: str
    table: PhraseTable
    numbers: Mapping[str, Mapping[str, int]]
    dates: Mapping[str, Any]
    abbreviations: frozenset[str]
    articles: frozenset[str]
    proclitics: tuple[str, ...]
    day_words: frozenset[str]
    suffixes: Mapping[str, tuple[str, ...]]
    words: Mapping[str, frozenset[str]]

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


def _groups(tree: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, list[str]]]:
    for key, value in tree.items():
        name = f"{path}.{key}" if path else key
        if isinstance(value, Mapping):
            yield from _groups(value, name)
        elif isinstance(value, list):
            yield name, value


def _checked(tree: Mapping[str, Any], name: str) -> None:
    for key in _REQUIRED:
        if key not in tree:
            raise LanguageError(f"{name} lacks the table or key {key!r}; add it as in en.toml.")
    for table in ("weekdays", "months"):
        if len(tree["dates"].get(table, ())) != {"weekdays": 7, "months": 12}[table]:
            raise LanguageError(
                f"{name}: dates.{table} must list every one in order, Monday or January first."
            )


def _small_words(listed: Sequence[str], name: str) -> frozenset[str]:
    for word in listed:
        if len(word.split()) != 1:
            raise LanguageError(
                f"words.{name} holds {word!r}, which is not one word; move it to another table."
            )
    return frozenset(_plain(normal(word)) for word in listed)


@cache
def load(code: str) -> Language:
    """The language of `<code>.toml`; LanguageError when there is none or it breaks the schema."""
    path = _FOLDER / f"{code}.toml"
    if not path.exists():
        raise LanguageError(f"There are no word lists for the language {code!r}; add {path.name}.")
    tree = tomllib.loads(path.read_text(encoding="utf-8"))
    _checked(tree, path.name)
    table = PhraseTable()
    for group, phrases in _groups({k: v for k, v in tree.items() if k not in _AS_DATA}):
        for phrase in phrases:
            table.add(phrase, group)
    for entry in tree["event"]:
        kind = EventKind(entry["type"], entry["sub"])
        for phrase in entry["words"]:
            table.add(phrase, "event", kind)
    for table_name in ("words", "scales", "vague"):
        for phrase, value in tree["numbers"].get(table_name, {}).items():
            table.add(phrase, f"number.{table_name}", value)
    table.seal()
    return Language(
        code=tree["code"],
        direction=tree["direction"],
        table=table,
        numbers=tree["numbers"],
        dates=tree["dates"],
        abbreviations=frozenset(tree.get("abbreviations", ())),
        articles=frozenset(tree.get("articles", ())),
        proclitics=tuple(tree.get("proclitics", ())),
        day_words=frozenset(normal(w) for name in _DAY_WORDS for w in tree["dates"].get(name, ())),
        suffixes={name: tuple(endings) for name, endings in tree["suffixes"].items()},
        words={name: _small_words(listed, name) for name, listed in tree["words"].items()},
    )


@cache
def available() -> tuple[str, ...]:
    """Codes of the languages that have word lists."""
    return tuple(sorted(p.stem for p in _FOLDER.glob("??.toml")))
