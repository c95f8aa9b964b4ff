"""The errors that this package raises on purpose.

Each has two bases: `IncidentsError`, so that a caller can catch everything of ours, and the built-in
exception it would otherwise be.  The message is one sentence for the person at the screen: what is
wrong, and what to do about it.
"""

from __future__ import annotations


class IncidentsError(Exception):
    """Base of every error raised on purpose here."""


class ReportError(IncidentsError, ValueError):
    """A report cannot be read: its bytes, its address or its metadata are not usable."""


class GazetteerError(IncidentsError, ValueError):
    """The gazetteer index, or a file meant for it, is missing or malformed."""


class LanguageError(IncidentsError, ValueError):
    """A language file in `incidents/languages` breaks its schema."""


class LedgerError(IncidentsError, RuntimeError):
    """The ledger cannot be opened, is of another version, or refuses a write."""


class DecisionError(IncidentsError, ValueError):
    """A reviewer's decision does not fit the claim or report it is about."""


class QueryError(IncidentsError, ValueError):
    """A filter or a question that the query layer cannot answer."""


class ExchangeError(IncidentsError, ValueError):
    """A table cannot be exported or imported as asked."""
