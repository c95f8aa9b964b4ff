"""A country's GeoNames dump by its code, where a person has switched the network on."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path

import requests

from incidents.errors import GazetteerError
from incidents.geocoding.packs.record import Progress

BASE_URL = "https://download.geonames.org/export/dump"
CONNECT_SECONDS, READ_SECONDS = 10.0, 30.0
LARGEST_BYTES = 500 * 2**20
CODE = re.compile(r"[A-Za-z]{2}")
_CHUNK = 1 << 16


def ask_first(code: str) -> str:
    """What to tell somebody who gives a country code without switching the network on."""
    return (
        f"“{code}” is no file here. To fetch the GeoNames dump of {code.upper()}, say --download: GeoNames then learns "
        f"your network address and that you want the places of this country. Or fetch {BASE_URL}/{code.upper()}.zip "
        "elsewhere and give the file."
    )


def fetch_dump(
    code: str,
    folder: Path,
    tell: Progress,
    *,
    base_url: str = BASE_URL,
    timeout_seconds: tuple[float, float] = (CONNECT_SECONDS, READ_SECONDS),
) -> Path:
    """Fetch a country's dump and its alternate names into `folder`, as `geonames.alternates_beside` finds them.

    code: ISO alpha-2.  timeout_seconds: to connect, and without a byte.  Returns the dump.  Raises GazetteerError
    where it cannot be had whole.
    """
    file = f"{code.upper()}.zip"
    dump, alternates = folder / file, folder / "alternatenames" / file
    alternates.parent.mkdir(parents=True, exist_ok=True)
    base = base_url.rstrip("/")
    if not _fetch(f"{base}/{file}", dump, tell, timeout_seconds):
        raise GazetteerError(f"There is no dump of “{code.upper()}” at {base}: check the country code.")
    # Without the second file the names in column 4 of the dump do.
    _fetch(f"{base}/alternatenames/{file}", alternates, tell, timeout_seconds)
    return dump


def _fetch(url: str, target: Path, tell: Progress, timeout: tuple[float, float]) -> bool:
    """Write what is at an address to a file; False where nothing is there."""
    with _told(url), requests.get(url, stream=True, timeout=timeout) as answer:
        if answer.status_code == requests.codes.not_found:
            return False
        answer.raise_for_status()
        length = int(answer.headers.get("Content-Length") or 0)
        had = 0
        with target.open("wb") as file:
            for chunk in answer.iter_content(_CHUNK):
                had += len(chunk)
                if had > LARGEST_BYTES:
                    raise GazetteerError(
                        f"{url} is larger than any country's dump: nothing was taken from it."
                    )
                file.write(chunk)
                tell(f"Fetching {target.name}", had / length if length else 0.0)
        if had < length:
            raise GazetteerError(f"{url} came only in part ({had} of {length} bytes): try again.")
    return True


@contextlib.contextmanager
def _told(url: str) -> Iterator[None]:
    """Trouble on the way as one sentence."""
    try:
        yield
    except requests.Timeout as error:
        raise GazetteerError(f"{url} does not answer in time: try again later.") from error
    except requests.HTTPError as error:
        raise GazetteerError(
            f"{url} answers with error {error.response.status_code}: try again later."
        ) from error
    except requests.exceptions.ChunkedEncodingError as error:
        raise GazetteerError(f"{url} came only in part: try again.") from error
    except requests.RequestException as error:
        if "Read timed out" in str(error):  # requests gives a pause within an answer no class of its own
            raise GazetteerError(f"{url} does not answer in time: try again later.") from error
        raise GazetteerError(f"{url} cannot be reached: is the network there?") from error
