"""The page's words and colours, read once from `strings.toml` and `palette.toml`."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
_MARKDOWN = re.compile(r"[\\`*_{}\[\]()<>#+\-!|:$~]")


@lru_cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / name).read_text("utf-8"))


def section(name: str) -> dict[str, Any]:
    """All strings of one section of `strings.toml`."""
    found: dict[str, Any] = _read("strings.toml")[name]
    return found


def say(key: str, **values: object) -> str:
    """The string `section.name`, its `{fields}` filled in; KeyError for a key that is not there.

    Where the entry is a table with `one` and `other`, the value `n` chooses between them.
    """
    group, _, name = key.partition(".")
    text = section(group)[name]
    if isinstance(text, dict):
        text = text["one" if values.get("n") == 1 else "other"]
    shown = {name: f"{value:,}" if isinstance(value, int) else value for name, value in values.items()}
    return str(text).format(**shown)


def label(group: str, code: object) -> str:
    """The reader's word for a code, such as an event type; the code itself where there is none."""
    return str(section(group).get(str(code), code))


def palette() -> dict[str, Any]:
    """Colours by name: map, event_types, lines (Okabe and Ito's set, safe for colour-blind readers)."""
    return _read("palette.toml")


def plain(text: object) -> str:
    """A name from a report as Markdown that shows it as it is, with no link, icon or emphasis of its own."""
    return _MARKDOWN.sub(r"\\\g<0>", str(text))
