"""What tables a language file holds, from schema.toml, and the check of a file against it.

`python -m incidents.languages` writes the table of README.md anew.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal, NoReturn, get_args

from incidents.errors import LanguageError
from incidents.languages.tokens import key, normal, split

Kind = Literal[
    "text",
    "flag",
    "phrases",
    "lookups",
    "words",
    "endings",
    "signs",
    "names",
    "numbers",
    "integers",
    "spellings",
    "events",
    "cues",
]
"""What a table holds; see the head of schema.toml."""

_FOLDER = Path(__file__).parent
_README = _FOLDER / "README.md"
_BEGIN, _END = "<!-- tables: begin -->\n", "<!-- tables: end -->\n"


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a language file by its path ("people.women"); see the head of schema.toml."""

    path: str
    kind: Kind
    what: str
    required: bool = False
    marked: bool = False
    count: int = 0
    values: Sequence[str] = field(default=())
    types: Sequence[str] = field(default=())

    @property
    def empty(self) -> Any:
        """What stands for the table where a file has none."""
        return {"text": "", "flag": False, "numbers": {}, "spellings": {}, "cues": {}}.get(self.kind, [])

    @property
    def is_marked(self) -> bool:
        """Are its phrases marked in a text?"""
        return self.marked or self.kind in ("phrases", "events")


@cache
def tables() -> Mapping[str, Table]:
    """Every table by its path, in the order of schema.toml; LanguageError where an entry is malformed."""
    tree = tomllib.loads((_FOLDER / "schema.toml").read_text(encoding="utf-8"))
    found = {}
    for path, entry in _entries(tree):
        try:
            found[path] = Table(path, **entry)
        except TypeError as wrong:
            raise LanguageError(f"schema.toml, {path}: {wrong}; see the head of the file.") from wrong
        if found[path].kind not in get_args(Kind):
            raise LanguageError(f"schema.toml, {path}: there is no kind {entry['kind']!r}.")
    return found


def _entries(tree: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, value in tree.items():
        inner = f"{path}.{name}" if path else name
        if isinstance(value, Mapping) and isinstance(value.get("what"), str):
            yield inner, value
        elif isinstance(value, Mapping):
            yield from _entries(value, inner)


def of_kind(*kinds: Kind) -> list[Table]:
    """The tables of some kinds."""
    return [table for table in tables().values() if table.kind in kinds]


def value_at(tree: Mapping[str, Any], path: str) -> Any:
    """What a language file has at a path; None where it has nothing."""
    value: Any = tree
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def check(tree: Mapping[str, Any], file: str) -> None:
    """LanguageError, which says file, table and what to do, where a language file breaks the schema."""
    for path in _paths(tree):
        if path not in tables():
            _refuse(file, path, "there is no such table; correct its name, or declare it in schema.toml")
    for table in tables().values():
        value = value_at(tree, table.path)
        if value is None or (table.required and value in ([], {}, "")):
            if table.required:
                _refuse(file, table.path, f"is missing; add it.  {table.what}")
            continue
        _CHECKS.get(table.kind, _check_list)(table, value, file)
    small = tuple(map(normal, value_at(tree, "elisions") or ()))
    for table in of_kind("words"):
        for word in value_at(tree, table.path) or ():
            if len(list(split(word, elisions=small))) != 1:
                _refuse(file, table.path, f"{word!r} is not one word; write one, or move it elsewhere.")


def _paths(tree: Mapping[str, Any], path: str = "") -> Iterator[str]:
    """Paths of the tables of a file: what the schema declares, or that holds anything but tables."""
    for name, value in tree.items():
        inner = f"{path}.{name}" if path else name
        if isinstance(value, Mapping) and inner not in tables():
            yield from _paths(value, inner) if value else (inner,)
        else:
            yield inner


def _refuse(file: str, path: str, why: str) -> NoReturn:
    raise LanguageError(f"{file}, {path}: {why}")


def _check_text(table: Table, value: Any, file: str) -> None:
    if not isinstance(value, str) or not value.strip():
        _refuse(file, table.path, f"must be a text and not {value!r}; put it in quotation marks.")
    if table.values and value not in table.values:
        _refuse(file, table.path, f"must be one of {', '.join(table.values)} and not {value!r}.")


def _check_flag(table: Table, value: Any, file: str) -> None:
    if not isinstance(value, bool):
        _refuse(file, table.path, f"must be true or false and not {value!r}.")


def _check_list(table: Table, value: Any, file: str) -> None:
    if not isinstance(value, list):
        _refuse(file, table.path, f"must be a list of {table.kind} and not {value!r}; put it in [ ].")
    _check_phrases(value, table, file)
    for phrase in value:
        if table.kind == "signs" and len(phrase) != 1:
            _refuse(file, table.path, f"{phrase!r} is not one character; write one.")
    if table.count and len(value) != table.count:
        _refuse(file, table.path, f"has {len(value)} entries; list all {table.count} in their order.")


def _check_numbers(table: Table, value: Any, file: str) -> None:
    if not isinstance(value, Mapping):
        _refuse(file, table.path, f"must be a table of phrases with a number each and not {value!r}.")
    for phrase, number in value.items():
        several = isinstance(number, list) and len(number) in (2, table.count or 2) and not table.marked
        if not all(map(_is_whole, number if several else [number])):
            _refuse(file, table.path, f"{phrase!r} has {number!r}; give it a whole number.")
    _check_phrases(list(value), table, file)


def _is_whole(number: Any) -> bool:
    return isinstance(number, int) and not isinstance(number, bool)


def _check_integers(table: Table, value: Any, file: str) -> None:
    if not isinstance(value, list) or not all(map(_is_whole, value)):
        _refuse(file, table.path, f"must be a list of whole numbers and not {value!r}.")


def _check_spellings(table: Table, value: Any, file: str) -> None:
    if not isinstance(value, Mapping):
        _refuse(file, table.path, f"must be a table of names with the known name each and not {value!r}.")
    for name, known in value.items():
        if not isinstance(known, str) or not known.strip():
            _refuse(file, table.path, f"{name!r} has {known!r}; give it the name by which it is known.")
    _check_phrases(list(value), table, file)


def _check_events(table: Table, value: Any, file: str) -> None:
    if not isinstance(value, list) or not all(isinstance(entry, Mapping) for entry in value):
        _refuse(file, table.path, "must be a list of entries; begin each with [[event]].")
    told = set()
    for entry in value:
        if set(entry) != {"type", "sub", "words"}:
            _refuse(file, table.path, f"an entry has {', '.join(entry)}; give it type, sub and words.")
        named = f"{entry['type']}, {entry['sub']}"
        if entry["type"] not in table.types:
            _refuse(file, table.path, f"{entry['type']!r} is no type; use one of {', '.join(table.types)}.")
        if named in told:
            _refuse(file, table.path, f"{named} comes twice; put all its words in one entry.")
        told.add(named)
        if not isinstance(entry["words"], list):
            _refuse(file, table.path, f"the words of {named} must be a list; put them in [ ].")
        _check_phrases(entry["words"], table, file)


def _check_cues(table: Table, value: Any, file: str) -> None:
    if not isinstance(value, Mapping):
        _refuse(file, table.path, f"must be a table of lists and not {value!r}.")
    for name, listed in value.items():
        if not isinstance(listed, list):
            _refuse(file, f"{table.path}.{name}", f"must be a list and not {listed!r}; put it in [ ].")
        _check_phrases(listed, table, file)


_CHECKS = {
    "text": _check_text,
    "flag": _check_flag,
    "numbers": _check_numbers,
    "integers": _check_integers,
    "spellings": _check_spellings,
    "events": _check_events,
    "cues": _check_cues,
}


def _check_phrases(listed: Sequence[Any], table: Table, file: str) -> None:
    """Every entry is a phrase, and no two are the same to the parser."""
    known: dict[tuple[str, ...], str] = {}
    for phrase in listed:
        if not isinstance(phrase, str):
            _refuse(file, table.path, f"{phrase!r} is no text; put it in quotation marks.")
        if not phrase.strip() and table.kind != "signs":
            _refuse(file, table.path, "holds an empty phrase; remove it.")
        same = _compared(phrase, table)
        if same in known:
            _refuse(file, table.path, f"{phrase!r} reads the same as {known[same]!r}; remove one of them.")
        known[same] = phrase


def _compared(phrase: str, table: Table) -> tuple[str, ...]:
    """A phrase as its reader compares it; only marks and small words are compared without the Arabic article."""
    if table.kind in ("signs", "endings", "cues"):
        return (phrase,)
    bare = table.is_marked or (table.kind == "words" and not table.path.startswith("dates."))
    return key(phrase) if bare else tuple(map(normal, phrase.split()))


def documentation(languages: Iterable[tuple[str, Mapping[str, Any]]]) -> str:
    """The tables as Markdown; languages: code and tree of each file, to say which has what."""
    known = list(languages)
    lines = ["| table | holds | for | in |", "|---|---|---|---|"]
    for table in tables().values():
        codes = [code for code, tree in known if value_at(tree, table.path)]
        where = "all" if len(codes) == len(known) else ", ".join(codes)
        holds = f"{table.kind}, required" if table.required else table.kind
        lines.append(f"| `{table.path}` | {holds} | {table.what} | {where} |")
    return "\n".join(lines) + "\n"


def readme() -> str:
    """README.md as it should stand, its table made from the schema and the files."""
    written = _README.read_text(encoding="utf-8")
    before, _, rest = written.partition(_BEGIN)
    return f"{before}{_BEGIN}{documentation(_files())}{_END}{rest.partition(_END)[2]}"


@cache
def _files() -> list[tuple[str, Mapping[str, Any]]]:
    """Every language file: its code and tree."""
    files = sorted(_FOLDER.glob("??.toml"))
    return [(file.stem, tomllib.loads(file.read_text(encoding="utf-8"))) for file in files]


def word_lists(code: str) -> Iterator[tuple[Table, list[str]]]:
    """The tables of a language as people may read them, each with what stands in it, in the order of schema.toml."""
    tree = dict(_files())[code]
    for table in tables().values():
        value = value_at(tree, table.path) or ()
        if table.kind == "events":
            value = [word for entry in value for word in entry["words"]]
        listed = [f"{word} ({n})" for word, n in value.items()] if isinstance(value, Mapping) else value
        if listed and not isinstance(listed, str | bool):
            yield table, list(map(str, listed))


def write_readme() -> None:
    """Write README.md as it should stand."""
    _README.write_text(readme(), encoding="utf-8")
