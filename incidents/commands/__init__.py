"""The commands of `incidents`, one file a group; each imports what it needs when it runs, so that help is quick."""

from __future__ import annotations

from incidents.commands import (
    exporting,
    gazetteer,
    importing,
    ingesting,
    keeping,
    knowing,
    opinions,
    serving,
    streaming,
)

GROUPS = (serving, ingesting, streaming, gazetteer, importing, exporting, knowing, keeping, opinions)

__all__ = ["GROUPS"]
