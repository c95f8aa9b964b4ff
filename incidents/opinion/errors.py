"""The error of this folder."""

from __future__ import annotations

from incidents.errors import IncidentsError


class OpinionError(IncidentsError, RuntimeError):
    """A model cannot be asked, or what it answers cannot be used."""
