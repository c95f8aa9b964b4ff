"""How many names a second `incidents geocode --jsonl` answers, asked with names that the index knows.

usage: python tests/benchmarks/names.py [--data DIR]
"""

from __future__ import annotations

import argparse
import json
import random
import sqlite3
import time
from collections import Counter
from pathlib import Path

from incidents.geocoding import Gazetteer, geocode_lines, open_gazetteer

NAMES = 40_000
SEED = 20250306


def known_names(gazetteer: Gazetteer, number: int = NAMES) -> list[str]:
    """Lines that ask for names of settlements picked at random from the whole index, each with its country."""
    with sqlite3.connect(gazetteer.path) as db:
        sql = "SELECT name, country FROM place WHERE kind = 'settlement' AND country IS NOT NULL ORDER BY id"
        rows = db.execute(sql).fetchall()
    picked = random.Random(SEED).sample(rows, min(number, len(rows)))
    return [json.dumps({"id": at, "query": name, "country": code}) for at, (name, code) in enumerate(picked)]


def measure(gazetteer: Gazetteer) -> dict[str, float]:
    """Names a second, by the clock and by this process's own time, and the shares of the ways they were answered."""
    lines = known_names(gazetteer)
    next(geocode_lines(lines[:1], gazetteer))  # opens what is opened once
    clock, own = time.perf_counter(), time.process_time()
    answers = list(geocode_lines(lines, gazetteer))
    seconds, own_seconds = time.perf_counter() - clock, time.process_time() - own
    ways = Counter("given" if json.loads(a)["lat"] is not None else "abstained" for a in answers)
    return {
        "names": len(lines),
        "names_a_second": round(len(lines) / seconds),
        "names_a_second_of_own_time": round(len(lines) / own_seconds),
    } | {way: round(times / len(lines), 3) for way, times in ways.items()}


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument(
        "--data", type=Path, default=Path("data/workspace"), help="where the gazetteer index lies"
    )
    args = parser.parse_args()
    print(json.dumps(measure(open_gazetteer(args.data)), indent=1))


if __name__ == "__main__":
    main()
