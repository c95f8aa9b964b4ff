"""Why claims are one incident, and which incidents may be one, as tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from incidents.linking import Evidence, Link

_REASON = pa.struct(
    [("code", pa.string()), ("weight", pa.float64()), ("words", pa.list_(pa.field("item", pa.string())))]
)
LINKS = pa.schema(
    {
        "event_id": pa.string(),
        "other_event_id": pa.string(),
        "claim_id": pa.string(),
        "other_claim_id": pa.string(),
        "confidence": pa.float64(),
        "reasons": pa.list_(pa.field("item", _REASON)),
    }
)
"""Two claims, the first of what two reports tell, and why they are, or may be, of one incident.

`event_id` and `other_event_id` are the same for a link, and differ for a proposal.  Reasons are `Evidence`.
"""


def links_table(links: Iterable[Link], home: Mapping[str, str]) -> pa.Table:
    """Links and proposals in the columns of LINKS.  home: claim_id → event_id; what is in no event is left out."""
    known = (link for link in links if link.one in home and link.other in home)
    return pa.Table.from_pylist([_record(link, home) for link in known], schema=LINKS)


def _record(link: Link, home: Mapping[str, str]) -> dict[str, Any]:
    return {
        "event_id": home[link.one],
        "other_event_id": home[link.other],
        "claim_id": link.one,
        "other_claim_id": link.other,
        "confidence": link.confidence,
        "reasons": [_reason(evidence) for evidence in link.evidence],
    }


def _reason(evidence: Evidence) -> dict[str, Any]:
    return {"code": evidence.code, "weight": evidence.weight, "words": list(evidence.words)}
