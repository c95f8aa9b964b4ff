"""The records that travel through the project: Report, Toponym, Place, Claim, Incident, Decision.

Everything here is plain immutable data.  Words and codes are those of DESIGN.md; event types are ACLED's
(codebook of 2024, plus our `Displacement`), `geo_precision` and `date_precision` map to ACLED's and UCDP's
codes in the export profiles.  Coordinates are WGS 84 degrees, always in fields named `lat` and `lon`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, get_args

GeoPrecision = Literal["exact", "settlement", "district", "governorate", "region", "country"]
DatePrecision = Literal["day", "days", "week", "month", "year"]
Unit = Literal["killed", "injured", "missing", "abducted", "displaced", "arrested"]
Category = Literal["civilians", "security_forces", "fighters", "women", "children", "men", "unspecified"]
Role = Literal["new", "total", "part", "correction", "comparison"]
Status = Literal["reported", "confirmed", "alleged", "denied", "threatened"]
CountBasis = Literal["exact", "at_least", "up_to", "range", "vague_word", "none"]
RowKind = Literal["incident", "total", "series_value", "part"]
ToponymKind = Literal[
    "settlement", "admin", "country", "region", "feature", "facility", "demonym", "in_organisation"
]
Verification = Literal["unreviewed", "accepted", "disputed", "rejected"]

UNITS: tuple[Unit, ...] = get_args(Unit)
REVIEWER = "reviewer"
"""Who is named as the source of what only a reviewer knows, and the gazetteer of places set by hand."""
POINT_PRECISIONS: frozenset[GeoPrecision] = frozenset(("exact", "settlement"))
"""Only these precisions are ever drawn or exported as a point (DESIGN.md, no false points)."""
MENTIONED, ORDINARY, HOUR, TARGET = "place:", "~", "hour:", "target:"
"""In `Claim.words`, before the id of a place that the passage mentions, before a word that is no name, and before
the part of the day and the kind of place hit that the sentence tells (claims/setting.toml)."""


TABLE = "table"
"""With this begins `extractor_version` of claims that are read from the rows of a table, all of a row with its span."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One document as received.

    report_id: the SHA-256 of `content`, so that the same bytes twice are one report.
    doc_id: the name people know it by: a file's name, or `doc_id` of a JSON Lines document.
    content: the original bytes; text: what was read from them, to which every offset refers.
    published: None when neither the document nor its reader says; then no weekday is resolved.
    language: ISO 639-1; None when it could not be told.
    origin: where it came from: a path, a URL, "pasted text".
    """

    report_id: str
    doc_id: str
    content: bytes = field(repr=False)
    text: str = field(repr=False)
    media_type: str
    origin: str
    publisher: str | None = None
    title: str | None = None
    url: str | None = None
    published: dt.date | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A gazetteer entry.

    place_id: "<gazetteer>:<id>", for example "overlay:baniyas" or "geonames:163345".
    kind: settlement, admin, country, region, feature or facility.
    lat, lon: degrees; for an area they are a label point, never the place of an event.
    admin1, admin2: names of the governorate and district it lies in (for an admin place, its own).
    parts: for a region, the admin1 names it is made of; empty otherwise.
    part: "countryside" where the text means the land around the town that the area is named after; else empty.
    """

    place_id: str
    name: str
    name_ar: str | None = None
    kind: str
    geo_precision: GeoPrecision
    lat: float | None = None
    lon: float | None = None
    uncertainty_m: int | None = None
    country: str | None = None
    admin1: str | None = None
    admin2: str | None = None
    parts: tuple[str, ...] = ()
    part: str = ""

    @property
    def gazetteer(self) -> str:
        """The gazetteer part of `place_id`."""
        return self.place_id.partition(":")[0]

    @property
    def by_hand(self) -> bool:
        """Was it put into the gazetteer by hand (see data/reference/overlay.csv)?"""
        return self.place_id.startswith("overlay:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Toponym:
    """A place name in a text: its span, and the place it stands for (None: found, not placed).

    start, end: offsets in code points of the report's text.  candidates and reason say why it was
    resolved as it was, or why not.
    """

    start: int
    end: int
    surface: str
    kind: ToponymKind
    place: Place | None = None
    confidence: float = 0.0
    reason: str = ""
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One attributed statement, with the clause that says it.

    claim_id: hash of report, span, role and unit.  start, end: offsets of `quote` in the report's text.
    place: where it happened; None = not stated or not resolved.  place_as_written keeps the words.
    places: all places, where one figure covers several; `place` is then the first, or their common area.
    date_start/date_end: first and last day, inclusive; a null start with an end is "by that day".
    low/high: people; None = open or not stated; 0 only where the text says none or "up to N".
    category: who is counted.  since: the day a running count starts from.
    claimed_by, via: nearest to the event first (DESIGN.md, sources by root).
    part_of, replaces: claim_id of the total or the earlier figure meant.
    words: names, numbers and other rare words of its passage, folded, the places it mentions, the hour and what was
    hit, each kind with its sign before it (MENTIONED): by these another report of the event is known.
    """

    claim_id: str
    report_id: str
    start: int
    end: int
    quote: str
    event_type: str
    sub_event_type: str | None = None
    status: Status = "reported"
    role: Role = "new"
    part_of: str | None = None
    replaces: str | None = None
    background: bool = False
    place: Place | None = None
    place_as_written: str | None = None
    places: tuple[Place, ...] = ()
    date_start: dt.date | None = None
    date_end: dt.date | None = None
    date_precision: DatePrecision | None = None
    unit: Unit | None = None
    low: int | None = None
    high: int | None = None
    count_basis: CountBasis = "none"
    category: Category | None = None
    cumulative: bool = False
    since: dt.date | None = None
    perpetrator: tuple[str, ...] = ()
    victim: tuple[str, ...] = ()
    claimed_by: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    confidence: float = 0.5
    extractor_version: str = ""
    words: tuple[str, ...] = ()

    @property
    def without_report(self) -> bool:
        """Is it known to a reviewer only?  Then `report_id` is "reviewer:…", and there is no quote."""
        return self.report_id.startswith(f"{REVIEWER}:")

    @property
    def has_figure(self) -> bool:
        """Does the claim give a number of people?"""
        return self.low is not None or self.high is not None


class Reason(NamedTuple):
    """Why a field of a claim is what it is: a rule by its name, `field.name`, and the words that it went by.

    spans: (start, end) of those words, in code points of the report's text; none where nothing was said.
    """

    rule: str
    spans: tuple[tuple[int, int], ...] = ()

    @property
    def field(self) -> str:
        """The field that the rule decides."""
        return self.rule.partition(".")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """What parsing found in one report; reasons: by claim_id, one for each field, not kept in the ledger."""

    report_id: str
    extractor_version: str
    toponyms: tuple[Toponym, ...] = ()
    claims: tuple[Claim, ...] = ()
    reasons: Mapping[str, tuple[Reason, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """People counted in one unit over the claims of an incident; low <= best <= high where given."""

    low: int | None = None
    best: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """What one or more claims say happened at one place and time: a view computed from claims.

    event_id: kept through relinking; given by the ledger, not by linking.
    row_kind, counted: see `incidents.linking.counting`, which holds the one rule.
    figures: keys are units, and civilians_killed, security_forces_killed, fighters_killed.
    contained_in: the event_id of the row whose people include these, where known.
    """

    event_id: str
    row_kind: RowKind
    counted: bool
    event_type: str
    sub_event_type: str | None
    place: Place | None
    places: tuple[Place, ...]
    place_as_written: str | None
    date_start: dt.date | None
    date_end: dt.date | None
    date_precision: DatePrecision | None
    figures: dict[str, Figure]
    perpetrators: tuple[str, ...]
    victims: tuple[str, ...]
    figures_conflict: bool
    cumulative: bool
    contained_in: str | None
    series_id: str | None
    sources: tuple[str, ...]
    roots: tuple[str, ...]
    verification_status: Verification
    report_ids: tuple[str, ...]
    claim_ids: tuple[str, ...]
    first_reported: dt.date | None
    last_updated: dt.date | None


DecisionKind = Literal[
    "accept",
    "dispute",
    "reject",
    "correct",
    "add",
    "report",
    "merge",
    "apart",
    "split",
    "grade",
    "undo",
    "purge",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a reviewer did, by whom, when and why; appended to the ledger, never edited (a purge erases words).

    kind → target and after, a JSON-able mapping:
      accept, dispute, reject   claim_id; nothing
      correct                   claim_id; fields of Claim
      add                       report_id, or "" for what only the reviewer knows; fields of Claim
      report                    report_id; fields of Report
      merge                     event_id that stays; {"events": [event ids that go into it]}
      split                     event_id; {"claims": [claim ids that become an incident of their own]}
      grade                     claim_id, or a source's name with report_id ""; {"reliability"} or {"credibility"}
      undo                      decision_id; nothing
      purge                     report_id; what the ledger writes there
    quote, start, end, report_id: what the reviewer saw, so that the decision can be found again after
    a re-reading.  before: the values seen, of Claim or Report fields, "verification", or for merge and split
    {"events": {event id: [claim ids]}}; the ledger refuses what has changed since, and fills it up.
    """

    decision_id: str
    at: dt.datetime
    by: str
    reason: str
    kind: DecisionKind
    target: str
    report_id: str = ""
    start: int | None = None
    end: int | None = None
    quote: str | None = None
    before: dict[str, object] = field(default_factory=dict)
    after: dict[str, object] = field(default_factory=dict)


class Tie(NamedTuple):
    """A reviewer's word on which claims are one incident: `claims` and `others` are ("together") or not ("apart")."""

    kind: Literal["together", "apart"]
    claims: frozenset[str]
    others: frozenset[str]
