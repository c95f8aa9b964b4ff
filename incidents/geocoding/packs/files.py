"""The bytes of a pack's file: plain, gzip or zip, told by content; what is wrong with them, with the line."""

from __future__ import annotations

import codecs
import contextlib
import csv
import gzip
import hashlib
import io
import itertools
import json
import math
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO, Any

from incidents.errors import GazetteerError
from incidents.geocoding.packs.record import Progress
from incidents.geocoding.packs.unpacking import Stream, pieces, recoded, too_large
from incidents.geocoding.reference import reference_dir

LARGEST_JSON_BYTES = 300 * 2**20
"""GeoJSON is read whole, and refused beyond this."""
LONGEST_LINE_BYTES = 1_000_000
_EVERY = 2000
_NO_COUNTRY = ("", "-1", "-99", "XX")
csv.field_size_limit(LONGEST_LINE_BYTES)


@dataclass(frozen=True)
class Source:
    """A file to import, and whom to tell how much of it has been read."""

    path: Path
    tell: Progress = lambda what, share: None
    country: str = ""
    """Of rows that do not say theirs."""

    @property
    def name(self) -> str:
        """How messages call it."""
        return self.path.name

    def wrong(self, why: str, line: int | None = None, where: str = "") -> GazetteerError:
        """The error that refuses the file.  where: "line 7" and the like in place of the line."""
        where = f"line {line}" if line else where
        return GazetteerError(f"{self.name}{', ' if where else ''}{where}: {why}")

    def sha256(self) -> str:
        """The hash of the file as it is."""
        try:
            with self.path.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise self.wrong(f"the file cannot be read: {error.strerror or error}.") from error

    def iso2(self, code: str | None, where: str, line: int | None) -> str:
        """The alpha-2 code of a cell with an ISO 3166 code.  Raises GazetteerError where there is none, or no such."""
        asked = (code or "").strip().upper()
        asked = self.country.upper() if asked in _NO_COUNTRY else asked
        found = _country_codes().get(asked)
        if found:
            return found
        if asked:
            raise self.wrong(f"{where}“{asked:.20}” is no country code of ISO 3166.", line)
        raise self.wrong(
            f"{where}it does not say its country: give that with --country SY, for example.", line
        )

    def head(self, size: int = 65_536) -> str:
        """The beginning of the text."""
        with self._open() as (file, _):
            return file.read(size).decode("utf-8-sig", errors="replace")

    def lines(self) -> Iterator[str]:
        """The lines, ends included."""
        with self._open() as (file, share):
            number = 0
            while line := file.readline(LONGEST_LINE_BYTES + 1):
                number += 1
                if len(line) > LONGEST_LINE_BYTES:
                    raise self.wrong("it is longer than any line of a list of places.", number)
                try:
                    yield line.decode("utf-8-sig" if number == 1 else "utf-8")
                except UnicodeDecodeError as error:
                    raise self.wrong("it is not UTF-8 text: save the file as UTF-8.", number) from error
                if number % _EVERY == 0:
                    self.tell(f"Reading {self.name}", share())

    def tabbed(self) -> Iterator[tuple[int, list[str]]]:
        """(line number, cells) of a file whose cells are parted by tabs and never quoted."""
        for number, line in enumerate(self.lines(), start=1):
            if line.strip():
                yield number, line.rstrip("\r\n").split("\t")

    def rows(self) -> Iterator[tuple[int, dict[str, str]]]:
        """(line number, cells by column) of a CSV file with a heading; parted by comma, semicolon or tab."""
        first = self.head().partition("\n")[0]
        delimiter = max(",;\t", key=first.count)
        reader = csv.reader(self.lines(), delimiter=delimiter, strict=True)
        try:
            heading = [cell.strip() for cell in next(reader, [])]
            if len(set(heading)) < len(heading):
                raise self.wrong("a column stands there twice.", 1)
            for cells in reader:
                if len(cells) != len(heading):
                    if not any(cells):
                        continue
                    raise self.wrong(
                        f"it has {len(cells)} cells, the heading has {len(heading)}.", reader.line_num
                    )
                yield reader.line_num, dict(zip(heading, (cell.strip() for cell in cells), strict=True))
        except csv.Error as error:
            raise self.wrong(f"it is not CSV: {error}.", reader.line_num) from error

    def features(self) -> Iterator[tuple[int, dict[str, Any], dict[str, Any] | None]]:
        """(number, properties, geometry) of a GeoJSON feature collection, counted from 1."""
        with self._open() as (file, _):
            text = file.read(LARGEST_JSON_BYTES + 1)
        if len(text) > LARGEST_JSON_BYTES:
            raise self.wrong("it is longer than any list of places.")
        try:
            whole = json.loads(text.decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            line = text[: error.start].count(b"\n") + 1
            raise self.wrong("it is not UTF-8 text: save the file as UTF-8.", line) from error
        except json.JSONDecodeError as error:
            raise self.wrong(f"it is not JSON: {error.msg}.", error.lineno) from error
        except RecursionError as error:
            raise self.wrong("it is not GeoJSON: it is nested too deeply.") from error
        found = whole.get("features") if isinstance(whole, dict) else None
        if not isinstance(found, list):
            raise self.wrong("it is not a GeoJSON feature collection.")
        for number, feature in enumerate(found, start=1):
            about = feature.get("properties") if isinstance(feature, dict) else None
            if not isinstance(about, dict) or not isinstance(feature.get("geometry"), dict | None):
                raise self.wrong(f"feature {number} has no properties.")
            yield number, about, feature.get("geometry")
            if number % _EVERY == 0:
                self.tell(f"Reading {self.name}", number / len(found))

    @contextlib.contextmanager
    def _open(self) -> Iterator[tuple[IO[bytes], Callable[[], float]]]:
        """The unpacked bytes, as UTF-8 where they are marked as UTF-16, and a function that tells the share read."""
        try:
            with self.path.open("rb") as raw:
                size = max(1, self.path.stat().st_size)
                with self._unpacked(raw) as file:
                    whole = pieces(file, lambda: size if file is raw else raw.tell(), self._too_large)
                    yield io.BufferedReader(Stream(self._utf8(whole))), lambda: min(1.0, raw.tell() / size)
        except (EOFError, zlib.error, zipfile.BadZipFile, gzip.BadGzipFile) as error:
            raise self.wrong("the packed file is damaged or cut short: fetch it again.") from error
        except (NotImplementedError, RuntimeError) as error:
            raise self.wrong("it is packed in a way that cannot be read: unpack it first.") from error
        except OSError as error:
            raise self.wrong(f"the file cannot be read: {error.strerror or error}.") from error

    @contextlib.contextmanager
    def _unpacked(self, raw: IO[bytes]) -> Iterator[IO[bytes]]:
        magic = raw.read(4)
        raw.seek(0)
        if magic[:2] == b"\x1f\x8b":
            with gzip.GzipFile(fileobj=raw) as packed:
                yield packed  # type: ignore[misc]
        elif magic == b"PK\x03\x04":
            with zipfile.ZipFile(raw) as archive, archive.open(self._member(archive)) as member:
                yield member
        else:
            yield raw

    def _utf8(self, whole: Iterator[bytes]) -> Iterator[bytes]:
        first = next(whole, b"")
        rest = itertools.chain((first,), whole)
        if not first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            yield from rest
            return
        try:
            yield from recoded(rest)
        except UnicodeDecodeError as error:
            raise self.wrong("it begins as UTF-16 and is not: save the file as UTF-8.") from error

    def _too_large(self) -> GazetteerError:
        return self.wrong("unpacked it is larger than any list of places: nothing was taken from it.")

    def _member(self, archive: zipfile.ZipFile) -> zipfile.ZipInfo:
        """The list of places in a zip: the one table or GeoJSON file that is not a read-me."""
        wanted = [
            info
            for info in archive.infolist()
            if info.filename.lower().endswith((".txt", ".csv", ".tsv", ".json", ".geojson"))
            and not Path(info.filename).stem.lower().startswith(("readme", "iso-language"))
        ]
        if any(info.filename == "xl/workbook.xml" for info in archive.infolist()):
            raise self.wrong(
                "it is a spreadsheet: save the sheet with the places as CSV in UTF-8, and add that."
            )
        if len(wanted) != 1:
            raise self.wrong(
                f"it holds {len(wanted)} tables where one is wanted: unpack it and add one of them."
            )
        if too_large(wanted[0].file_size, wanted[0].compress_size):
            raise self._too_large()
        return wanted[0]


def degrees(source: Source, lat: Any, lon: Any, where: str, line: int | None) -> tuple[float, float] | None:
    """A point (latitude, longitude) from two cells; None where both are empty.

    Raises GazetteerError for what is no point on Earth, and for 0,0, which stands for "unknown" in many tables.
    """
    if (lat is None or lat == "") and (lon is None or lon == ""):
        return None
    try:
        point = float(lat), float(lon)
    except (TypeError, ValueError):
        raise source.wrong(
            f"{where}the coordinates {lat!s:.20}, {lon!s:.20} are not numbers.", line
        ) from None
    if not all(map(math.isfinite, point)) or abs(point[0]) > 90 or abs(point[1]) > 180:
        raise source.wrong(
            f"{where}{point[0]}, {point[1]} is not a latitude and a longitude in degrees.", line
        )
    if point == (0.0, 0.0):
        raise source.wrong(f"{where}0, 0 is not the place of anything: leave the coordinates empty.", line)
    return round(point[0], 6), round(point[1], 6)


@cache
def _country_codes() -> dict[str, str]:
    """ISO alpha-2 and alpha-3 codes -> alpha-2."""
    with (reference_dir() / "countries.csv").open(encoding="utf-8", newline="") as file:
        return {code: row["iso2"] for row in csv.DictReader(file) for code in (row["iso2"], row["iso3"])}
