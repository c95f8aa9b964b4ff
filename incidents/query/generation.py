"""A generation: the two tables derived from one revision of the ledger, kept as Parquet beside it.

Generations are numbered folders in `generations/`.  One is written under another name and then renamed, so
that a reader finds a whole one or none; older ones are removed.  It can always be made again from the ledger.
"""

from __future__ import annotations

import io
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from incidents.errors import QueryError
from incidents.ledger import Ledger, Reviewed
from incidents.linking import LINKING_VERSION, Reported
from incidents.query.linked import LINKS, links_table
from incidents.query.relinking import Relinker, relinker
from incidents.query.schema import CLAIMS, GEOMETRY, INCIDENTS
from incidents.query.tables import Areas, claims_table, incidents_table

FOLDER, REVISION = "generations", "revision"
CLAIMS_FILE, INCIDENTS_FILE, LINKS_FILE = "claims.parquet", "incidents.parquet", "links.parquet"
DRAFT, DRAFT_SECONDS = "draft-", 3600
"""A draft so old was left by a process that was killed."""
TABLES_VERSION = "2"
"""Changes with the columns or with how they are filled."""


@dataclass(frozen=True)
class Generation:
    """The tables, and the revision of the ledger they were derived from.

    links: why claims are one incident, and which incidents may be one (LINKS).
    """

    revision: str
    claims: pa.Table
    incidents: pa.Table
    links: pa.Table


def generation(data_dir: Path, ledger: Ledger, areas: Areas) -> Generation:
    """The stored generation where it is of the ledger's revision, else a new one, then stored."""
    revision = ledger.revision
    stored = load(data_dir, revision)
    if stored is None:
        purged = ledger.purged()
        stored = derive(ledger, revision, areas, relinker(data_dir))
        save(data_dir, stored)
        if ledger.purged() != purged:  # while it was made: it may hold what was erased
            forget(data_dir)
    return stored


def derive(ledger: Ledger, revision: str, areas: Areas, linking: Relinker) -> Generation:
    """Link the claims, name the events, and make the tables.  linking: with what was linked last, if anything."""
    reviewed = ledger.reviewed()
    reports: list[Reported] = [*ledger.reports(), *reviewed.by_hand]
    claims = [c for i, c in reviewed.claims.items() if reviewed.verification[i] != "rejected"]
    strays = _strays(reviewed, reports, linking)
    linked = linking.linked(claims, reports, reviewed.ties)
    clusters = linked.clusters
    event_ids = ledger.name_clusters([frozenset(c.claim_ids) for c in clusters], revision)
    named = list(zip(clusters, event_ids, strict=True))
    rows = linking.rows(named, claims, reports, reviewed.verification)
    home = {i: event for c, event in named for i in c.claim_ids}
    beside = _beside(strays, home)
    told = claims_table(reviewed.claims.values(), reports, clusters, event_ids, reviewed.verification, beside)
    links = links_table([*linked.links, *linked.proposals], home)
    return Generation(revision, told, incidents_table(rows, areas), links)


def _strays(
    reviewed: Reviewed, reports: Sequence[Reported], linking: Relinker
) -> list[tuple[list[str], list[str]]]:
    """Rejected claims, and the claims they would be with had they not been rejected."""
    rejected = {i for i, verdict in reviewed.verification.items() if verdict == "rejected"}
    if not rejected:
        return []
    found = linking.clusters(reviewed.claims.values(), reports, reviewed.ties)
    both = (
        ([i for i in c.claim_ids if i in rejected], [i for i in c.claim_ids if i not in rejected])
        for c in found
    )
    return [(strays, others) for strays, others in both if strays]


def _beside(strays: Iterable[tuple[list[str], list[str]]], home: Mapping[str, str]) -> Mapping[str, str]:
    """Rejected claim → the event that holds most of the claims it would be with.  home: claim → event."""
    found: dict[str, str] = {}
    for rejected, others in strays:
        counts = Counter(home[i] for i in others if i in home)
        if counts:
            found |= dict.fromkeys(rejected, min(counts, key=lambda e: (-counts[e], e)))
    return found


# --- on disk ---


def load(data_dir: Path, revision: str) -> Generation | None:
    """The newest stored generation, if it is of this revision and was made by this version of the program."""
    for folder in reversed(_numbered(data_dir / FOLDER)):
        try:
            if (folder / REVISION).read_text(encoding="utf-8") != _stamp(revision):
                continue
            claims = pq.read_table(folder / CLAIMS_FILE)
            incidents = pq.read_table(folder / INCIDENTS_FILE)
            links = pq.read_table(folder / LINKS_FILE)
            return Generation(revision, claims.cast(CLAIMS), incidents.cast(INCIDENTS), links.cast(LINKS))
        except (OSError, ValueError, KeyError):
            continue  # being removed, or damaged: it can be made again
    return None


def save(data_dir: Path, made: Generation) -> None:
    """Store a generation as the newest, and remove the others.  Raises QueryError."""
    parent = data_dir / FOLDER
    try:
        parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=DRAFT, dir=parent))
        try:
            pq.write_table(made.claims, draft / CLAIMS_FILE)
            pq.write_table(_geo(made.incidents), draft / INCIDENTS_FILE)
            pq.write_table(made.links, draft / LINKS_FILE)
            (draft / REVISION).write_text(_stamp(made.revision), encoding="utf-8")
            newest = _publish(draft, parent)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
        left = [f for f in parent.glob(f"{DRAFT}*") if _seconds_old(f) > DRAFT_SECONDS]
        older = [folder for folder in _numbered(parent) if int(folder.name) < int(newest.name)]
        for folder in left + older:
            shutil.rmtree(folder, ignore_errors=True)
    except OSError as problem:
        raise QueryError(
            f"The tables cannot be stored in {parent} ({problem.strerror}): make room or choose another folder."
        ) from problem


def forget(data_dir: Path) -> None:
    """Remove every stored generation and draft: what they were derived from was erased.  Raises QueryError."""
    for _ in range(5):  # another process may be writing one
        shutil.rmtree(data_dir / FOLDER, ignore_errors=True)
        if not (data_dir / FOLDER).exists():
            return
    raise QueryError(f"The tables in {data_dir / FOLDER} cannot be removed: remove them by hand.")


def _seconds_old(folder: Path) -> float:
    """How long ago a folder was last written to; 0 when it has gone."""
    try:
        return time.time() - folder.stat().st_mtime
    except FileNotFoundError:
        return 0


def _publish(draft: Path, parent: Path) -> Path:
    """Rename the draft to the next free number; another process may take one at the same time."""
    while True:
        numbers = [int(folder.name) for folder in _numbered(parent)]
        target = parent / str(max(numbers, default=0) + 1)
        try:
            draft.rename(target)
        except OSError:
            if not target.exists():
                raise
        else:
            return target


def _numbered(parent: Path) -> list[Path]:
    folders = [f for f in parent.glob("*") if f.name.isdigit()] if parent.is_dir() else []
    return sorted(folders, key=lambda f: int(f.name))


def _stamp(revision: str) -> str:
    return f"{revision} linking {LINKING_VERSION} tables {TABLES_VERSION}"


def _geo(incidents: pa.Table) -> pa.Table:
    """The table as GeoParquet: geopandas says what the geometry is, the other columns keep their Arrow types."""
    shapes = gpd.GeoSeries(shapely.from_wkb(incidents.column(GEOMETRY).to_pylist()), crs="EPSG:4326")
    file = io.BytesIO()
    gpd.GeoDataFrame({GEOMETRY: shapes}, geometry=GEOMETRY).to_parquet(file)
    return incidents.replace_schema_metadata({"geo": pq.read_schema(file).metadata[b"geo"]})
