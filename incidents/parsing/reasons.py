"""The rules by which claims are made, as people can read them: each file `rules/<field>.toml` is about one field.

A claim's reasons name them, and the dashboard's page of the method shows them.  What a file holds:

    [name]
    what = "the rule in one sentence, as a reader of the dashboard would put it"
    lists = ["groups of the word lists that it goes by, such as verb_object.killed"]
    examples = ["a sentence that it decides"]           # or { text = "...", language = "ar", published = 2025-03-08 }
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from incidents.errors import LanguageError

_FOLDER = Path(__file__).parent / "rules"
_PUBLISHED = dt.date(2025, 3, 8)


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence that a rule decides."""

    text: str
    language: str = "en"
    published: dt.date = _PUBLISHED


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the parser as people read it; lists: groups of the languages' word lists that it goes by."""

    name: str
    what: str
    lists: tuple[str, ...]
    examples: tuple[Example, ...]

    @property
    def field(self) -> str:
        """The field of a claim that it decides."""
        return self.name.partition(".")[0]


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule by its name, field by field in the order of its file; LanguageError for one that lacks a key."""
    found: dict[str, Rule] = {}
    for path in sorted(_FOLDER.glob("*.toml")):
        for name, entry in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if not entry.get("what") or not entry.get("examples"):
                raise LanguageError(
                    f"{path.name}: the rule {name} must say `what` it does and give `examples`."
                )
            rule = f"{path.stem}.{name}"
            examples = tuple(map(_example, entry["examples"]))
            found[rule] = Rule(rule, entry["what"], tuple(entry.get("lists", ())), examples)
    return found


def _example(told: str | Mapping[str, Any]) -> Example:
    return Example(told) if isinstance(told, str) else Example(**told)
