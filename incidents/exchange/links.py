"""Links as JSON Lines: a line a report, with the incidents it tells of."""

from __future__ import annotations

import json
from collections import Counter

from incidents.exchange.claims import claim_records
from incidents.query import EVERYTHING, Filters, Store


def link_lines(store: Store, filters: Filters = EVERYTHING) -> bytes:
    """Each report's incidents, the one that holds most of its claims first; of equal ones the first told.

    Every report has a line; under filters, those with claims left.
    """
    counts: dict[str, Counter[str]] = {}
    if filters == EVERYTHING:
        counts = {doc_id: Counter() for _, doc_id in store.documents()}
    for claim in claim_records(store, filters):
        if claim["doc_id"] is None:  # known to a reviewer only: no report tells it
            continue
        held = counts.setdefault(claim["doc_id"], Counter())
        if claim["incident_id"]:
            held[claim["incident_id"]] += 1
    lines = (
        json.dumps({"doc_id": doc_id, "incident_ids": [i for i, _ in held.most_common()]}, ensure_ascii=False)
        for doc_id, held in counts.items()
    )
    return "".join(f"{line}\n" for line in lines).encode()
