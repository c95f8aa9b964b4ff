"""How long a country pack of 10,000 made-up places takes to be added to the gazetteer."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.shared import ROOT, seconds, table

PLACES = 10_000
SYLLABLES = "ba be bi bo da de dar du fa fi ga gi ha hu ja ka ki la li ma mi na ni qa ra ri sa shi ta ti wa zu".split()


def adding(data_dir: Path) -> None:
    """Seconds of `incidents gazetteer add` from start to end, beside an index that is there already."""
    from incidents.geocoding import open_gazetteer

    open_gazetteer(data_dir).close()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(data_dir / "gazetteer", folder / "data" / "gazetteer")
        dump = folder / "SY.txt"
        dump.write_text("".join(_lines()), encoding="utf-8")
        command = [sys.executable, "-m", "incidents.cli", "gazetteer", "add", dump, "--data", folder / "data"]
        run: list[subprocess.CompletedProcess[str]] = []
        took = seconds(
            lambda: run.append(
                subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False, cwd=ROOT)
            )
        )
    told = (run[0].stdout or run[0].stderr).strip().splitlines()[-1:]
    if run[0].returncode:
        print(f"\ncountry packs: not measured: {' '.join(told)}")
        return
    table("a country pack", ["", "seconds"], [[f"add {PLACES:,} made-up places", f"{took:.1f}"]])
    print(f"  {' '.join(told)}")


def _lines() -> list[str]:
    """A GeoNames dump: 19 columns, tabs between them."""
    dice = random.Random(7)  # the same places each time
    out = []
    for number in range(PLACES):
        name = "".join(dice.choices(SYLLABLES, k=dice.randint(2, 4))).capitalize()
        lat, lon = f"{dice.uniform(34, 36.5):.5f}", f"{dice.uniform(36.5, 39.5):.5f}"
        row = [str(90_000_000 + number), name, name, f"{name}ah,Al {name}", lat, lon, "P", "PPL", "SY"]
        out.append(
            "\t".join([*row, "", "", "", "", "", "0", "", "100", "Asia/Damascus", "2025-01-01"]) + "\n"
        )
    return out
