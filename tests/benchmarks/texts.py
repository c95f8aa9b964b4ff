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
MADE = 1_000
"""Sentences made of each language's own words, so that every rule has much to look at; as many of its phrases."""
LIMIT_MS = 50
NAME = "@"
"""In a piece it stands for a name that the text has nowhere else."""
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
    "parts of figures": "Gunmen killed 12 people in Homs. Two of them were children. One of the victims died later. ",
    "parts, Arabic": "قتل 12 شخصا في حمص بينهم طفلان، وأصيب ثلاثة منهم. توفي أحدهم لاحقا.\n",
    "open quotations": 'He said: "Three farmers were killed in Homs on Friday. ',
    "victims by name": "@ Quint, 34, a teacher, was killed in Homs; ",
    "victims, Arabic": "قتل الطفل @ وأصيب شقيقه وابنتان له. ",
    "pronouns": "A teacher from @ was shot in Homs. She was wounded there. They were taken to hospital. He died. ",
    "side clauses": "Two men, who were arrested on 3 March 2025, were killed after the attack of 5 March, and ",
    "accidents": "Two people were killed in a car accident near @. The crash hurt three. ",
    "told again": "Gunmen killed 12 people in Homs on Friday. The attack injured five. The attackers fled. ",
    "paragraphs": "Gunmen killed 12 people in @.\n\nThe attack was claimed by the @ Front.\n\n",
    "blame": "A bomb killed three people in Homs. The group said it carried out the attack. ",
    "attackers by name": "@ Quint opened fire on a crowd. The gunman was shot dead. @ Felo had killed five people. ",
    "shot": "Five people were shot in Homs. Two died. A farmer and his son were wounded. The son later died. ",
    "villages": "Three were killed in the village of @. Clashes in the town of @, Latakia province, left five dead. ",
    "speakers by name": "@ Quint, a spokesman for the @ Council, said five were killed. He added that two fled.\n\n",
    "totals": "At least 1,200 people have been killed since March, including 300 children in @.\n\n",
    "prose, French": "Douze civils ont été tués à Homs vendredi, dont deux enfants. L'attaque a fait cinq blessés. ",
}
_SYLLABLES = "ba de fi go lu mar nel pos qui ran".split()


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
    took = [_seconds(_text(piece, size), name) for size in SIZES]
    growth = [after / before for before, after in itertools.pairwise(took)]
    return [name, *(f"{t:.2f}" for t in took), f"{statistics.geometric_mean(growth):.2f}"]


def _text(piece: str, size: int) -> str:
    """So many characters of a piece again and again, each time with another name."""
    first, *others = (piece * (size // len(piece) + 1))[:size].split(NAME)
    return (first + "".join(_name(i) + other for i, other in enumerate(others)))[:size]


def _name(number: int) -> str:
    """Zelba, Zelde, …, Zelbade: a name for each number."""
    return "Zel" + "".join(_SYLLABLES[int(digit)] for digit in str(number))


def slow_sentences(data_dir: Path) -> None:
    """Milliseconds of single sentences, parsed one by one: those of the documents, and some made to be hard."""
    speed.prepare(data_dir)
    rows = []
    kinds = {
        "of documents": _real(),
        "made of the lists' words": _made(of_phrases=False),
        "made of the lists' phrases": _made(of_phrases=True),
    }
    for name, found in kinds.items():
        took = sorted(1000 * _of_one(document) for document in found)
        over = sum(ms > LIMIT_MS for ms in took)
        row = [len(took), statistics.median(took), took[int(0.999 * len(took))], took[-1], over]
        rows.append([name, *(f"{cell:,.1f}" if isinstance(cell, float) else f"{cell:,}" for cell in row)])
    heads = ["sentences", "number", "median", "99.9 %", "slowest", f"> {LIMIT_MS} ms"]
    table("milliseconds a sentence, whole parse", heads, rows)


def _seconds(text: str, name: str) -> float:
    language = {"Arabic": "ar", "French": "fr"}.get(name.rpartition(", ")[2], "en")
    return _measured(_document(text, language))


def _of_one(document: Record) -> float:
    """Seconds of a sentence; one that seems slow is measured again, since the machine has other work too."""
    took = _measured(document)
    return took if 1000 * took < LIMIT_MS / 2 else min(took, *(_measured(document) for _ in range(4)))


def _measured(document: Record) -> float:
    """Seconds of this process, whatever else the machine does."""
    began = time.process_time()
    speed.parse(document)
    return time.process_time() - began


def _document(text: str, language: str) -> Record:
    return {"doc_id": "x", "text": text, "published": "2025-03-08", "language": language}


def _real() -> Iterator[Record]:
    english = load("en")
    for document in speed.documents():
        for sentence in sentences(document["text"], english):
            yield _document(document["text"][sentence.start : sentence.end], "en")


def _made(*, of_phrases: bool) -> Iterator[Record]:
    """Sentences of what the lists hold, of numbers and of places, which fill half of every third of them."""
    chance = random.Random(0)
    for code in available():
        known = [words for entries in load(code).table.by_first.values() for words, _, _ in entries]
        listed = sorted(
            {" ".join(words) for words in known} if of_phrases else {w for words in known for w in words}
        )
        places = ["بانياس", "حمص", "اللاذقية"] if code == "ar" else ["Baniyas", "Homs", "Latakia"]
        listed += ["12", "1,068", ",", ",", *places] * 40
        for number in range(MADE):
            pieces = chance.choices(listed, k=MAX_TOKENS)
            if number % 3 == 0:
                pieces = [chance.choice((piece, chance.choice(places))) for piece in pieces]
            yield _document(" ".join(" ".join(pieces).split()[:MAX_TOKENS]), code)
