"""The project files say what is there."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def names_of(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[<>=! ]", line, maxsplit=1)[0].lower().replace("_", "-") for line in requirements}


def test_every_folder_with_code_is_installed() -> None:
    folders = {file.parent.relative_to(ROOT) for file in (ROOT / "incidents").rglob("*.py")}
    there = {".".join(folder.parts) for folder in folders} | {"incidents.reference"}
    assert set(PROJECT["tool"]["setuptools"]["packages"]) == there


def test_every_dependency_is_pinned_to_one_version() -> None:
    lines = [line for line in (ROOT / "constraints.txt").read_text().splitlines() if not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!-]+", line) for line in lines)
    wanted = [*PROJECT["project"]["dependencies"], *PROJECT["project"]["optional-dependencies"]["test"]]
    assert names_of(wanted) <= names_of(lines)


def test_every_dependency_says_why_it_is_there() -> None:
    source = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    named = source[source.index("dependencies = [") : source.index("test = [")]
    for line in re.findall(r'^    ".*$', named, re.MULTILINE):
        assert re.search(r"#\s+\w", line), line


@pytest.mark.parametrize("target", ["run", "test", "lint", "score", "bench", "soak", "clean"])
def test_make_knows_its_targets_and_never_removes_the_data(target: str) -> None:
    told = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    removals = [line for line in told.splitlines() if re.match(r"(rm|find) ", line)]
    assert bool(removals) == (target == "clean")
    assert not any(re.search(r"\brm\b.*\bdata\b", line) for line in removals)
