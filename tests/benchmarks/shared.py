"""What the benchmarks share: where things lie, the scorers, a clock, and tables to read."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT / "seeds"
SHARED = ROOT.parent / "shared"
CORPORA = SHARED / "corpora"
PLACE_CORPORA = ("LGL", "TR-News", "GeoVirus", "GeoWebNews")

Record = dict[str, Any]


def scorers() -> Any:
    """The package of scorers that lies beside the project; None where it does not."""
    if not (SHARED / "score" / "places.py").is_file():
        return None
    if str(SHARED) not in sys.path:
        sys.path.append(str(SHARED))
    import score
    import score.common
    import score.geocode
    import score.places
    import score.run

    return score


def seconds(work: Callable[[], object]) -> float:
    """How long it takes, once."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def best_of_three(work: Callable[[], object]) -> float:
    """Seconds of the fastest of three runs."""
    return min(seconds(work) for _ in range(3))


def table(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]], first: int = 34) -> None:
    """Print a table, each row as soon as it is there: the first column to the left, the others to the right."""
    print(f"\n{title}")
    print(f"  {heads[0]:{first}}" + "".join(f"{head:>10}" for head in heads[1:]), flush=True)
    for row in rows:
        print(f"  {row[0]:{first}}" + "".join(f"{cell:>10}" for cell in row[1:]), flush=True)


def percent(share: float | None) -> str:
    """A share as the tables show it; a dash for what a system does not do."""
    return "–" if share is None else f"{100 * share:.1f}"
