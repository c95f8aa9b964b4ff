"""What was known as of several days, side by side, and what came from one to the next."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from incidents import cli
from incidents.exchange import claim_lines, link_lines, to_csv
from incidents.exchange.known import changes_told, known_tables
from incidents.query import Filters, Store
from tests.linking.say import COAST, MUKHTARIYAH, SOHR, Paper, claim, march
from tests.query.house import fill, memory_store

DAYS = [march(8), march(9), march(12)]
PAPERS = [
    Paper("r1", "Daily", march(8)),
    Paper("r2", "Evening", march(9)),
    Paper("r3", "Weekly", march(9)),
    Paper("r4", "Weekly", march(12)),
]
TOTAL: dict[str, Any] = {
    "place": COAST, "cumulative": True, "role": "total", "category": "civilians", "since": march(6),
    "date_start": march(6),
}  # fmt: skip
CLAIMS = [
    claim("first", "r1", n=60),
    claim("again", "r2", n=62),
    claim("village", "r3", place=MUKHTARIYAH, low=38, count_basis="at_least"),
    claim("s1", "r1", n=311, **TOTAL),
    claim("s2", "r2", n=340, **TOTAL),
    claim("s3", "r3", n=532, **TOTAL),
    claim("s4", "r4", n=1383, **TOTAL),
    claim("ours", "r4", n=1200, **{**TOTAL, "claimed_by": ("A | *monitor*",)}),
]  # fmt: skip
TABLES = f"""\
| known by the end of | 2025-03-08 | 2025-03-09 | 2025-03-12 |
| --- | --: | --: | --: |
| reports that tell of an incident or total | 1 | 3 | 4 |
| incidents that may be added up | 1 | 2 | 2 |
| killed in them, low / best / high | 60 / 60 / 60 | 98 / 100 / open | 98 / 100 / open |

| total told | 2025-03-08 | 2025-03-09 | 2025-03-12 |
| --- | --: | --: | --: |
| A \\| \\*monitor\\*: civilians killed, Syrian coast | – | – | 1,200 |
| {SOHR}: civilians killed, Syrian coast | 311 | 532 | 1,383 |
"""


@pytest.fixture(scope="module")
def store() -> Store:
    return memory_store(CLAIMS, PAPERS)


def test_the_table_of_days_is_what_the_claims_say(store: Store) -> None:
    assert known_tables(store, DAYS) == TABLES


def test_what_changed_is_told_in_lines(store: Store) -> None:
    told = changes_told(store.difference(march(8), march(9)), march(8), march(9))
    head, _, *lines = told.strip().split("\n")
    assert head == "From 2025-03-08 to 2025-03-09: 5 rows are new, changed or gone."
    told_by_kind = sorted(line.rpartition(" (")[0] for line in lines)
    grown = "killed 60 / 60 / 60 → 60 / 62 / 62"
    value = "- new series value, Syrian coast, 2025-03-06 to 2025-03-07; killed {0}; civilians killed {0}"
    assert told_by_kind == [
        f"- changed incident, Baniyas, 2025-03-07; {grown}; also changed: figures conflict; 1 claim more",
        "- changed series value, Syrian coast, 2025-03-06 to 2025-03-07; also changed: row kind",
        f"- new incident, Al-Mukhtariyah, 2025-03-07; killed 38 / 38 / –; by {SOHR}; 1 claim more",
        f"{value.format('340 / 340 / 340')}; by {SOHR}; 1 claim more",
        f"{value.format('532 / 532 / 532')}; by {SOHR}; 1 claim more",
    ]  # fmt: skip


def test_every_export_can_be_as_of_a_day(store: Store) -> None:
    then = Filters(as_of=march(8))
    assert to_csv(store.view(then).table).decode().count("\r\n") == 2
    lines = claim_lines(store, then).decode().splitlines()
    assert len(lines) == 2 and all('"r1.md"' in line for line in lines)
    assert link_lines(store, then).decode().count("\n") == 1
    assert len(claim_lines(store).decode().splitlines()) == len(CLAIMS)


def test_the_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fill(tmp_path, CLAIMS, PAPERS)
    days = [day.isoformat() for day in reversed(DAYS)]
    assert cli.main(["known", *days, "--changes", "--data", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert out.startswith(TABLES) and "\nFrom 2025-03-09 to 2025-03-12: 2 rows" in out
    file = tmp_path / "then.csv"
    arguments = ["export", str(file), "--profile", "csv", "--as-of", "2025-03-08", "--data", str(tmp_path)]
    assert cli.main(arguments) == 0
    assert file.read_text().count("\n") == 2 and ",60,60,60," in file.read_text()


def test_two_counts_of_one_root_are_two_lines_with_their_days() -> None:
    that_day = {**TOTAL, "since": None, "date_start": march(8), "date_end": march(8)}
    later = memory_store([*CLAIMS, claim("day", "r4", start=50, end=51, n=366, **that_day)], PAPERS)
    lines = [
        line for line in known_tables(later, DAYS).splitlines() if line.startswith(f"| {SOHR}: civilians")
    ]
    assert lines == [
        f"| {SOHR}: civilians killed, Syrian coast, 2025-03-08 | – | – | 366 |",
        f"| {SOHR}: civilians killed, Syrian coast, since 2025-03-06 | 311 | 532 | 1,383 |",
    ]
