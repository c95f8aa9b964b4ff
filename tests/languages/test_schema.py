"""The schema of the language files: what it refuses, that every table is used, that its documentation is not stale."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from incidents.errors import LanguageError
from incidents.languages import available, schema

FOLDER = Path("incidents/languages")
LANGUAGES = available()


def tree_of(code: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{code}.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_file_keeps_to_the_schema(code: str) -> None:
    schema.check(tree_of(code), f"{code}.toml")


# ------------------------------------------------------------ what is refused


def put(path: str, value: Any) -> Callable[[dict[str, Any]], None]:
    """Set a table of a file; None takes it out."""

    def change(tree: dict[str, Any]) -> None:
        *folders, name = path.split(".")
        for folder in folders:
            tree = tree.setdefault(folder, {})
        if value is None:
            del tree[name]
        else:
            tree[name] = value

    return change


ATTACK = {"type": "Violence against civilians", "sub": "Attack", "words": ["raid"]}


@pytest.mark.parametrize(
    ("change", "table", "says"),
    [
        (put("people.heroes", ["hero"]), "people.heroes", "declare it in schema.toml"),
        (put("peeple", {"women": ["woman"]}), "peeple.women", "declare it in schema.toml"),
        (put("colour", "red"), "colour", "declare it in schema.toml"),
        (put("people.civilians", None), "people.civilians", "is missing; add it"),
        (put("people.civilians", []), "people.civilians", "is missing; add it"),
        (put("direction", "up"), "direction", "one of ltr, rtl"),
        (put("name", 7), "name", "quotation marks"),
        (put("people.women", "woman"), "people.women", "put it in [ ]"),
        (put("people.women", ["woman", 3]), "people.women", "3 is no text"),
        (put("people.women", ["woman", " "]), "people.women", "empty phrase; remove it"),
        (put("people.women", ["woman", "woman"]), "people.women", "remove one of them"),
        (put("people.women", ["woman", "Woman"]), "people.women", "'Woman' reads the same as 'woman'"),
        (put("people.women", ["neighbour’s", "neighbour's"]), "people.women", "reads the same"),
        (put("people.women", ["الطفلة", "طفلة"]), "people.women", "reads the same"),
        (put("words.title", ["prime minister"]), "words.title", "is not one word"),
        (put("dates.months", ["january"]), "dates.months", "list all 12"),
        (put("dates.capitals", "yes"), "dates.capitals", "true or false"),
        (put("numbers.group_marks", ["  "]), "numbers.group_marks", "not one character"),
        (put("numbers.words", ["one"]), "numbers.words", "a number each"),
        (put("numbers.words", {"one": "1"}), "numbers.words", "whole number"),
        (put("numbers.words", {"one": [1, 2]}), "numbers.words", "whole number"),
        (put("dates.relative", {"lately": [-2, -1, 0]}), "dates.relative", "whole number"),
        (put("countries", {"syrie": 7}), "countries", "by which it is known"),
        (put("numbers.words", {"one": 1, "One": 1}), "numbers.words", "reads the same"),
        (put("event", ["raid"]), "event", "[[event]]"),
        (put("event", [{"type": "Battles", "words": []}]), "event", "type, sub and words"),
        (put("event", [{**ATTACK, "type": "Fights"}]), "event", "is no type"),
        (put("event", [ATTACK, ATTACK]), "event", "comes twice"),
        (put("event", [{**ATTACK, "words": "raid"}]), "event", "put them in [ ]"),
        (put("event", [{**ATTACK, "words": ["raid", "Raid"]}]), "event", "reads the same"),
        (put("place_words", {"never": "nice"}), "place_words.never", "must be a list"),
    ],
)
def test_what_breaks_the_schema_is_refused_with_file_table_and_what_to_do(
    change: Callable[[dict[str, Any]], None], table: str, says: str
) -> None:
    tree = tree_of("en")
    change(tree)
    with pytest.raises(LanguageError) as refused:
        schema.check(tree, "en.toml")
    assert str(refused.value).startswith(f"en.toml, {table}: ")
    assert says in str(refused.value)


# ------------------------------------------------------------ the rules and the tables

MADE = {"toponym", "org", "date", "name", "number", "number.words", "number.scales", "number.vague"}
"""Groups that the parser marks by itself."""
MARKS = {"of", "at", "covering", "first", "last", "has"}
READ_BY_NAME = {"words", "suffixes", "numbers", "dates"}
"""Families whose tables the rules know by their own name."""
SMALL = {"word_in": "words", "any_word_in": "words", "ends_with": "suffixes"}


def parsing() -> Iterator[tuple[str, ast.AST]]:
    for file in sorted(Path("incidents/parsing").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            yield file.name, node


def asked() -> Iterator[tuple[str, str]]:
    """(file, group) of each group that a rule asks a sentence for by a literal name."""
    for file, node in parsing():
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or not node.args:
            continue
        name, group = node.func.attr, node.args[0]
        if not isinstance(group, ast.Constant) or not isinstance(group.value, str):
            continue
        if name in MARKS:
            yield file, group.value
        elif name in SMALL:
            yield file, f"{SMALL[name]}.{group.value}"


def groups() -> set[str]:
    """Every group and family of groups that a language file may have."""
    paths = {table.path for table in schema.tables().values() if table.kind not in ("text", "flag")}
    return paths | {path.partition(".")[0] for path in paths} | MADE


def test_no_rule_asks_for_a_group_that_no_language_can_have() -> None:
    asked_for = set(asked())
    assert len(asked_for) > 150
    assert {(file, group) for file, group in asked_for if group not in groups()} == set()


def literals() -> set[str]:
    """Every string of the code that reads languages; of one with parts to fill in what stands before the first."""
    found = set()
    files = [
        *Path("incidents/parsing").rglob("*.py"),
        *FOLDER.glob("*.py"),
        *Path("incidents/reading").glob("*.py"),
    ]
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return found


def is_used(path: str, said: set[str]) -> bool:
    """Does the code name the table, its family, or its own name inside its family ("since" of the dates)?"""
    family, _, name = path.partition(".")
    if family in READ_BY_NAME:
        return {path, f"number.{name}"} & said != set() or said.issuperset(name.split("."))
    return path in said or family in said or f"{family}." in said


def test_every_table_is_used_by_a_rule() -> None:
    said = literals()
    assert [path for path in schema.tables() if not is_used(path, said)] == []


@pytest.mark.parametrize("path", [path for path, table in schema.tables().items() if table.kind != "cues"])
def test_every_table_is_filled_by_a_language(path: str) -> None:
    assert any(schema.value_at(tree_of(code), path) for code in LANGUAGES)


# ------------------------------------------------------------ documentation


def test_each_table_says_in_one_sentence_what_it_is_for() -> None:
    wrong = [t.path for t in schema.tables().values() if not t.what.endswith((".", "?")) or len(t.what) < 15]
    assert wrong == []


def test_the_documentation_is_not_stale() -> None:
    written = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert written == schema.readme(), "run `python -m incidents.languages`"
