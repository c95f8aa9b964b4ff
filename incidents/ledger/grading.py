"""Grades of sources and of what they say, on the two axes of the Admiralty code (grades.toml)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from incidents.errors import DecisionError

_FILE = Path(__file__).with_name("grades.toml")
AXES = ("reliability", "credibility")


class Grade(NamedTuple):
    """Reliability "A" to "F" (of a source only) and credibility 1 to 6; None: not graded."""

    reliability: str | None = None
    credibility: int | None = None


@dataclass(frozen=True, slots=True)
class Definitions:
    """What the codes mean: `standard` is whose they are, the others code → one sentence."""

    standard: str
    reliability: Mapping[str, str]
    credibility: Mapping[int, str]


@cache
def definitions() -> Definitions:
    """The codes of grades.toml, in order."""
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    credibility = {int(code): text for code, text in data["credibility"].items()}
    return Definitions(data["standard"], data["reliability"], credibility)


def graded(grade: Grade, after: Mapping[str, object], *, source: bool) -> Grade:
    """`grade` with what a decision of kind "grade" changes; the axis that it does not name stays as it is.

    Raises DecisionError for a code that there is not, and for the reliability of a claim.
    """
    if not after or not after.keys() <= set(AXES):
        raise DecisionError("a grade gives a reliability, a credibility, or both")
    if "reliability" in after and not source:
        raise DecisionError("a statement has a credibility only: reliability is its source's")
    known: dict[str, Mapping[str, str] | Mapping[int, str]] = {
        "reliability": definitions().reliability,
        "credibility": definitions().credibility,
    }
    for axis, code in after.items():
        if code is not None and (type(code) not in (str, int) or code not in known[axis]):
            raise DecisionError(
                f"{code!r:.20} is no {axis}: choose one of {', '.join(map(str, known[axis]))}"
            )
    return grade._replace(**after)  # type: ignore[arg-type]  # checked above
