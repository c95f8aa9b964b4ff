"""Linking: claims → incidents.  Same event, series, containment, roots and the one rule of what is added up.

Pure functions of claims and of who published them when: no files, no clock, and no matter in which order the
claims come.  Names for the clusters come from the ledger.
"""

from __future__ import annotations

from incidents.linking.clusters import Linked, lexicon_of, link, link_all
from incidents.linking.counting import RULE, count
from incidents.linking.lexicon import Lexicon
from incidents.linking.likeness import Evidence
from incidents.linking.linker import Changed, Linker
from incidents.linking.links import Link
from incidents.linking.rows import Said, incident_rows, rows_of, say
from incidents.linking.told import Cluster, Reported, Told, outlet_of, tell
from incidents.linking.within import RowFigure, within_others

LINKING_VERSION = "5"
"""Changes with the rules, so that what was derived by older ones is derived again."""

__all__ = [
    "LINKING_VERSION",
    "RULE",
    "Changed",
    "Cluster",
    "Evidence",
    "Lexicon",
    "Link",
    "Linked",
    "Linker",
    "Reported",
    "RowFigure",
    "Said",
    "Told",
    "count",
    "incident_rows",
    "lexicon_of",
    "link",
    "link_all",
    "outlet_of",
    "rows_of",
    "say",
    "tell",
    "within_others",
]
