"""The packs of a data folder as files: gazetteer/packs/<name>.jsonl.gz, the first line about the pack itself."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import json
import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from incidents.errors import GazetteerError
from incidents.geocoding.packs.importing import Imported
from incidents.geocoding.packs.record import Outline, Pack, PackPlace, as_json, from_json

MERGE_VERSION = 1
"""To be raised when packs are merged in another way: indexes with packs are then made again."""
_SUFFIX = ".jsonl.gz"


def packs_dir(data_dir: Path) -> Path:
    """Where the packs of a data folder lie."""
    return data_dir / "gazetteer" / "packs"


def installed(data_dir: Path) -> list[Pack]:
    """The packs of a data folder by name.  Raises GazetteerError where one is damaged."""
    return [_head(path) for path in paths(data_dir)]


def paths(data_dir: Path) -> list[Path]:
    """The files of the packs by name."""
    return sorted(packs_dir(data_dir).glob(f"*{_SUFFIX}"))


def path_of(data_dir: Path, name: str) -> Path:
    """The file of a pack."""
    return packs_dir(data_dir) / f"{name}{_SUFFIX}"


def packs_fingerprint(packs: Sequence[Pack]) -> str:
    """What an index made of these packs depends on, beside the base; empty where there are none."""
    if not packs:
        return ""
    told = [[p.name, p.content] for p in packs]
    return f"+{MERGE_VERSION}:{hashlib.sha256(json.dumps(told).encode()).hexdigest()}"


def read_pack(path: Path) -> Imported:
    """A stored pack.  Raises GazetteerError where it is damaged."""
    places: list[PackPlace] = []
    outlines: list[Outline] = []
    with _reading(path) as lines:
        pack = Pack(**from_json(json.loads(next(lines))))
        for line in lines:
            values = from_json(json.loads(line))
            if "shape" in values:
                outlines.append(Outline(**values))
            else:
                places.append(PackPlace(**values))
    return Imported(pack, tuple(places), tuple(outlines))


def write_pack(path: Path, imported: Imported) -> None:
    """Store a pack, whole or not at all."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as raw, gzip.open(raw, "wt", encoding="utf-8", compresslevel=5) as file:
            records: tuple[Pack | PackPlace | Outline, ...] = (
                imported.pack,
                *imported.places,
                *imported.outlines,
            )
            for record in records:
                file.write(json.dumps(as_json(record), ensure_ascii=False) + "\n")
        part.chmod(0o644)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _head(path: Path) -> Pack:
    with _reading(path) as lines:
        return Pack(**from_json(json.loads(next(lines))))


@contextlib.contextmanager
def _reading(path: Path) -> Iterator[Iterator[str]]:
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            yield file
    except (OSError, EOFError, ValueError, TypeError, StopIteration) as error:
        name = path.name.removesuffix(_SUFFIX)
        raise GazetteerError(
            f"The pack “{name}” is damaged: remove it with `incidents gazetteer remove {name}` and add its file again."
        ) from error
