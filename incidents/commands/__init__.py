"""The commands of `incidents`, one file a group; each imports what it needs when it runs, so that help is quick."""

from __future__ import annotations

from incidents.commands import exporting, gazetteer, ingesting, knowing, opinions, serving, streaming

GROUPS = (serving, ingesting, streaming, gazetteer, exporting, knowing, opinions)

__all__ = ["GROUPS"]
