"""Report → toponyms and claims.  Pure: no files, no network, no clock; what it knows of places and names
is handed to it.

Names are found by `toponyms`, figures by `figures` and `counts`, days by `dates`, speakers by
`attribution`, places by `where`, perpetrators by `actors`, event types by `events`, the part that a
figure plays by `roles`; `claims` puts them together, `drafts` writes them down.
"""

from incidents.parsing.parser import parse

__all__ = ["parse"]
