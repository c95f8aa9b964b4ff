"""How fast reports are parsed and names are looked up, and how much memory that takes.

Documents are cut to 320 words, from the place corpora where they lie beside the project, else from the seeds.
Every measure of memory is the peak resident set of a process that does nothing else.
"""

from __future__ import annotations

import multiprocessing
import resource
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from incidents.model import Report
from incidents.reading import ReadOptions, read_path
from tests.benchmarks import names
from tests.benchmarks.peers import Finder, spacy_names, systems
from tests.benchmarks.shared import (
    CORPORA,
    PLACE_CORPORA,
    SEEDS,
    Record,
    best_of_three,
    percent,
    scorers,
    table,
)

WORDS = 320
DOCUMENTS = 200
_find: Finder | None = None


def parsing(data_dir: Path) -> None:
    """Documents a second: the whole parse beside spaCy's names alone, on one process and on two."""
    asked = documents()
    prepare(data_dir)
    find = spacy_names()
    find("Warm up in Damascus.")
    alone = best_of_three(lambda: [find(document["text"]) for document in asked])
    whole = best_of_three(lambda: [parse(document) for document in asked])
    rows = [
        ["spaCy's names alone", f"{len(asked) / alone:.1f}", "1.00", "–"],
        ["whole parse", f"{len(asked) / whole:.1f}", f"{alone / whole:.2f}", "–"],
    ]
    for processes in (1, 2):
        rate, peak = _in_processes(data_dir, asked, processes)
        rows.append(
            [
                f"whole parse, {processes} fresh process{'es' * (processes > 1)}",
                f"{rate:.1f}",
                "",
                f"{peak:.0f}",
            ]
        )
    heads = ["", "docs/s", "x spaCy", "peak MiB"]
    table(f"parse, {len(asked)} documents of {WORDS} words; peak memory of a process", heads, rows)


def documents() -> list[Record]:
    """Documents of 320 words, as many as there is text for and 200 at most."""
    words: list[str] = []
    out: list[Record] = []
    for text in _texts():
        words += text.split(" ")
        while len(words) >= WORDS and len(out) < DOCUMENTS:
            out.append(
                {
                    "doc_id": str(len(out)),
                    "text": " ".join(words[:WORDS]),
                    "published": "2025-03-08",
                    "publisher": None,
                    "title": None,
                    "url": None,
                    "language": "en",
                }
            )
            words = words[WORDS:]
    return out


def _texts() -> Iterator[str]:
    score = scorers()
    corpora = [f for name in PLACE_CORPORA if score and (f := score.common.find_file(CORPORA, name))]
    if corpora:
        every = [[d["text"] for d in score.common.read_jsonl(path)] for path in corpora]
        for number in range(max(map(len, every))):  # one of each in turn
            yield from (texts[number] for texts in every if number < len(texts))
        return
    yield from (r.text for r in english_seeds())


def english_seeds() -> list[Report]:
    """The seed reports in English."""
    found = [r for r in read_path(SEEDS, options=ReadOptions()) if isinstance(r, Report)]
    return [r for r in found if r.language == "en"]


def prepare(data_dir: Path) -> None:
    """Load what parsing needs, in this process."""
    global _find  # noqa: PLW0603 (a process of a pool has nowhere else to keep it)
    _find = systems(data_dir)[0].open()
    parse({"doc_id": "0", "text": "Warm up in Damascus.", "language": "en"})


def parse(document: Record) -> float:
    """Parse one document; the peak memory of this process so far, in MiB."""
    assert _find is not None
    _find(document)
    return peak_mib()


def _ready(_: int) -> None:
    """Keep a process busy for a moment, so that each of the pool has loaded all before the clock starts."""
    time.sleep(0.2)


def _in_processes(data_dir: Path, asked: list[Record], processes: int) -> tuple[float, float]:
    """(documents a second, peak MiB of the largest process) on so many processes that have just started."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(processes, initializer=prepare, initargs=(data_dir,)) as pool:
        pool.map(_ready, range(processes), chunksize=1)
        began = time.perf_counter()
        peaks = pool.map(parse, asked, chunksize=4)
        return len(asked) / (time.perf_counter() - began), max(peaks)


def peak_mib() -> float:
    """Peak resident set of this process.

    Linux tells getrusage's figure over the process's life, with what the process that started it held.
    """
    status = Path("/proc/self/status")
    if status.exists():
        (peak,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(peak.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def index(data_dir: Path) -> None:
    """Opening the gazetteer index, and looking names up in it, each in a fresh process."""
    from incidents.geocoding import open_gazetteer

    open_gazetteer(data_dir).close()
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        opened, added = pool.apply(_opened, (data_dir,))
    with context.Pool(1) as pool:
        told, grown = pool.apply(_looked_up, (data_dir,))
    rows = [
        ["open it and look one name up", f"{1000 * opened:.0f} ms", f"{added:.0f}"],
        ["geocode --jsonl, known names", f"{told['names_a_second']:,.0f}/s", f"{grown:.0f}"],
    ]
    table(f"the index; {told['names']:,.0f} names", ["", "", "MiB more"], rows)
    print(
        f"  a place given for {percent(told.get('given'))} %, abstained from {percent(told.get('abstained'))} %"
    )


def _opened(data_dir: Path) -> tuple[float, float]:
    from incidents.geocoding import open_gazetteer

    return _measured(lambda: open_gazetteer(data_dir).named("Damascus"))


def _looked_up(data_dir: Path) -> tuple[dict[str, float], float]:
    from incidents.geocoding import open_gazetteer

    gazetteer, before = open_gazetteer(data_dir), peak_mib()
    return names.measure(gazetteer), peak_mib() - before


def _measured(work: Callable[[], object]) -> tuple[float, float]:
    """(seconds, MiB by which the peak grew) of doing it once in this process."""
    before, began = peak_mib(), time.perf_counter()
    work()
    return time.perf_counter() - began, peak_mib() - before
