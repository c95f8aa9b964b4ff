"""Texts made to be slow, and the sentences that take longest."""

from __future__ import annotations

import itertools
import random
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

from incidents.languages import available, load
from incidents.parsing.text import MAX_TOKENS, sentences
from tests.benchmarks import speed
from tests.benchmarks.shared import Record, table

SIZES = (125_000, 250_000, 500_000, 1_000_000)
MADE = 1_500
"""Sentences made of each language's own words, so that every rule has much to look at."""
LIMIT_MS = 50
PIECES = {
    "prose": "At least 12 civilians were killed in Baniyas on Friday, the monitor said, and 5 hurt near Jableh; ",
    "prose, Arabic": "قتل 12 مدنيا على الأقل في بانياس يوم الجمعة، بحسب المرصد، وأصيب 5 قرب جبلة؛ ",
    "figures": "1 ",
    "one word": "a",
    "triggers": "killed of ",
    "speakers": "he said that she said that ",
    "days": "two days later on Friday the day before ",
    "names": "Al Ab El Is ",
    "lists": "two men, three women and ",
    "brackets": "(",
    "quotes": "'s",
    "emoji": "\N{BOMB}",
    "unseen marks": "Bani\u200eyas\u200b ",
}


def long_texts(data_dir: Path) -> None:
    """Seconds for texts of doubling length: time must not grow faster than the text."""
    speed.prepare(data_dir)
    heads = ["", *(f"{n:,}" for n in SIZES), "x a double"]
    table(
        "adversarial texts, seconds by characters; 2.00 for a double length is linear",
        heads,
        map(_doubling, PIECES),
    )


def _doubling(name: str) -> list[str]:
    piece = PIECES[name]
    took = [_seconds((piece * (size // len(piece) + 1))[:size], name) for size in SIZES]
    growth = [after / before for before, after in itertools.pairwise(took)]
    return [name, *(f"{t:.2f}" for t in took), f"{statistics.geometric_mean(growth):.2f}"]


def slow_sentences(data_dir: Path) -> None:
    """Milliseconds of single sentences, parsed one by one: those of the documents, and some made to be hard."""
    speed.prepare(data_dir)
    rows = []
    for name, found in {"of documents": _real(), "made of the word lists": _made()}.items():
        took = sorted(1000 * _of_one(document) for document in found)
        over = sum(ms > LIMIT_MS for ms in took)
        row = [len(took), statistics.median(took), took[int(0.999 * len(took))], took[-1], over]
        rows.append([name, *(f"{cell:,.1f}" if isinstance(cell, float) else f"{cell:,}" for cell in row)])
    heads = ["sentences", "number", "median", "99.9 %", "slowest", f"> {LIMIT_MS} ms"]
    table("milliseconds a sentence, whole parse", heads, rows)


def _seconds(text: str, name: str) -> float:
    language = "ar" if name.endswith("Arabic") else "en"
    began = time.perf_counter()
    speed.parse(_document(text, language))
    return time.perf_counter() - began


def _of_one(document: Record) -> float:
    """Seconds of a sentence; one that seems slow is measured again, since the machine has other work too."""
    took = _measured(document)
    return took if 1000 * took < LIMIT_MS / 2 else min(took, *(_measured(document) for _ in range(4)))


def _measured(document: Record) -> float:
    began = time.perf_counter()
    speed.parse(document)
    return time.perf_counter() - began


def _document(text: str, language: str) -> Record:
    return {"doc_id": "x", "text": text, "published": "2025-03-08", "language": language}


def _real() -> Iterator[Record]:
    english = load("en")
    for document in speed.documents():
        for sentence in sentences(document["text"], english):
            yield _document(document["text"][sentence.start : sentence.end], "en")


def _made() -> Iterator[Record]:
    chance = random.Random(0)
    for code in available():
        words = sorted(
            {word for entries in load(code).table.by_first.values() for w, _, _ in entries for word in w}
        )
        words += ["12", "1,068", ",", ",", "Baniyas", "Latakia", "بانياس"] * 40
        for _ in range(MADE):
            yield _document(" ".join(chance.choices(words, k=MAX_TOKENS)), code)
