"""Links between tellings of one event, and those that are too doubtful to be made without a person."""

from __future__ import annotations

from typing import NamedTuple

from incidents.linking.likeness import Evidence

BY_PLACE = 0.9
"""Confidence of a link between claims of one place, event type and days, where nothing speaks against it."""


class Link(NamedTuple):
    """Two tellings, by their ids (each its smallest claim's), and why they are, or may be, one event.

    confidence: 0 to 1, for a link found by words the average over the reports on both sides.
    """

    one: str
    other: str
    confidence: float
    evidence: tuple[Evidence, ...]
