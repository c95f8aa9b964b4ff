"""Adding and removing packs, and the index that follows from them: each change whole or not at all.

gazetteer/index.sqlite is what is opened.  Where there are packs it is made of gazetteer/base.sqlite, the index
without them, and of the packs.  An index that does not fit its packs, after a crash for instance, or with a new base,
is made again by whoever opens it next.
"""

from __future__ import annotations

import contextlib
import itertools
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Literal

from incidents.errors import GazetteerError
from incidents.geocoding.build import build, index_fingerprint
from incidents.geocoding.packs.assembling import assemble
from incidents.geocoding.packs.importing import Imported
from incidents.geocoding.packs.record import Pack, Progress
from incidents.geocoding.packs.store import (
    installed,
    packs_dir,
    packs_fingerprint,
    path_of,
    paths,
    read_pack,
    write_pack,
)
from incidents.geocoding.reference import reference_dir

Outcome = Literal["added", "replaced", "there already"]


def add_packs(data_dir: Path, imported: Sequence[Imported], tell: Progress) -> list[tuple[Pack, Outcome]]:
    """Take packs in, all or none; of each what became of it.

    What is there already stays as it is; an older pack of the same name and file is replaced.  Raises GazetteerError
    where two different files would go by one name.
    """
    for first, second in itertools.combinations(imported, 2):
        _refuse_namesake(first.pack, second.pack)
    with _alone(data_dir):
        there = {pack.name: pack for pack in installed(data_dir)}
        outcomes: list[tuple[Pack, Outcome]] = []
        new: dict[str, Imported] = {}
        for one in imported:
            pack = one.pack
            same = next((p for p in there.values() if _same(p, pack)), None)
            if same:
                outcomes.append((same, "there already"))
                continue
            if pack.name in there:
                _refuse_namesake(there[pack.name], pack)
            outcomes.append((pack, "replaced" if pack.name in there else "added"))
            new[pack.name] = one
        if new:
            rest = [read_pack(path_of(data_dir, name)) for name in there if name not in new]
            _renew(data_dir, [*rest, *new.values()], tell, commit=lambda: _store(data_dir, new.values()))
    return outcomes


def _same(one: Pack, two: Pack) -> bool:
    """Do two packs hold the same?"""
    return (one.content, one.attribution) == (two.content, two.attribution)


def _refuse_namesake(one: Pack, two: Pack) -> None:
    if one.name == two.name and one.file != two.file:
        raise GazetteerError(
            f"The pack “{one.name}” is made of {one.file}: give that of {two.file} another --name, or remove it first."
        )


def _store(data_dir: Path, imported: Iterable[Imported]) -> None:
    for one in imported:
        write_pack(path_of(data_dir, one.pack.name), one)


def remove_pack(data_dir: Path, name: str, tell: Progress) -> None:
    """Take a pack out again; the index is then as it was without it.  Raises GazetteerError for an unknown name."""
    with _alone(data_dir):
        path = path_of(data_dir, name)
        known = [p.name.partition(".")[0] for p in paths(data_dir)]
        if name not in known:
            there = f"there are {', '.join(known)}" if known else "there are none"
            raise GazetteerError(f"There is no pack “{name}”: {there}.")
        rest = [read_pack(other) for other in paths(data_dir) if other != path]
        _renew(data_dir, rest, tell, commit=path.unlink)


def remake_index(data_dir: Path, tell: Progress) -> None:
    """Make the index of the base and of all packs again, unless another process has just done so."""
    with _alone(data_dir, patience_seconds=120):
        wanted = index_fingerprint(reference_dir()) + packs_fingerprint(installed(data_dir))
        if _fingerprint(data_dir / "gazetteer" / "index.sqlite") != wanted:
            _renew(data_dir, [read_pack(path) for path in paths(data_dir)], tell, commit=lambda: None)


def _renew(data_dir: Path, packs: Sequence[Imported], tell: Progress, commit: Callable[[], object]) -> None:
    """Write the index of these packs beside the one there is; then change the packs, then put it in its place."""
    folder = reference_dir()
    here = data_dir / "gazetteer"
    target, ready = here / "index.sqlite", here / "index.sqlite.new"
    base = _base(here, folder, tell)
    packs = sorted(packs, key=lambda p: p.pack.name)
    fingerprint = index_fingerprint(folder) + packs_fingerprint([p.pack for p in packs])
    if packs:
        assemble(base, ready, folder, packs, fingerprint, tell)
    else:
        shutil.copyfile(base, ready)
    try:
        commit()
        ready.replace(target)
    finally:
        ready.unlink(missing_ok=True)
    if not packs:
        base.unlink()  # it is the index now


def _base(here: Path, folder: Path, tell: Progress) -> Path:
    """The index without packs: as it lies there, else a copy of the index before the first pack, else built."""
    base, wanted = here / "base.sqlite", index_fingerprint(folder)
    if _fingerprint(base) != wanted:
        if _fingerprint(here / "index.sqlite") == wanted:
            part = here / "base.sqlite.part"
            shutil.copyfile(here / "index.sqlite", part)
            part.replace(base)
        else:
            build(base, folder, tell)
    return base


def _fingerprint(path: Path) -> str | None:
    """What an index was made of; None where there is none."""
    if not path.is_file():
        return None
    try:
        with contextlib.closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as db:
            row = db.execute("SELECT value FROM meta WHERE key = 'fingerprint'").fetchone()
    except sqlite3.DatabaseError:
        return None
    return row[0] if row else None


@contextlib.contextmanager
def _alone(data_dir: Path, patience_seconds: float = 0.5) -> Iterator[None]:
    """Nobody else changes the packs meanwhile; a lock that ends with the process, however it ends."""
    packs_dir(data_dir).mkdir(parents=True, exist_ok=True)
    with contextlib.closing(
        sqlite3.connect(packs_dir(data_dir) / "lock", timeout=patience_seconds, isolation_level=None)
    ) as db:
        try:
            db.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise GazetteerError(
                "Another process is changing the packs: try again when it is done."
            ) from error
        for leftover in _leftovers(data_dir):
            leftover.unlink(missing_ok=True)
        yield


def _leftovers(data_dir: Path) -> list[Path]:
    """Half-made files, which only whoever changes the packs makes: of a process that was killed, if none does."""
    here = data_dir / "gazetteer"
    made = (
        here.glob("index.sqlite.new*"),
        here.glob("base.sqlite*.part"),
        packs_dir(data_dir).glob("*.part"),
    )
    return [path for group in made for path in group]


def clear_leftovers(data_dir: Path) -> None:
    """Delete what a process that was killed left half made; nothing while another changes the packs."""
    if _leftovers(data_dir):
        with contextlib.suppress(GazetteerError, OSError), _alone(data_dir, patience_seconds=0):
            pass
