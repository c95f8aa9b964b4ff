"""The weights of likeness.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("likeness.toml")


@dataclass(frozen=True, slots=True)
class Words:
    """How shared words count; each field is explained in likeness.toml."""

    each: float
    first: float
    beyond: float
    most: float
    share: float
    share_floor: float
    report: float
    window_days: int
    found_by: int
    candidate: float
    needed: float
    falling: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Weights:
    """Log odds by what two tellings have in common or not."""

    nothing_known: float
    linked_from: float
    proposed_from: float
    words: Words
    place: dict[str, float]
    days: dict[str, float]
    figures: dict[str, float]
    against: dict[str, float]


@cache
def weights() -> Weights:
    """The weights, read once."""
    table = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    falling = tuple((most, share) for most, share in table["words"].pop("falling"))
    words = Words(**table.pop("words"), falling=falling)
    return Weights(words=words, **table)
