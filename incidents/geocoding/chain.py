"""Several geocoders in a row: our own first, and those that a person has switched on behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from geopy.exc import GeocoderQueryError, GeocoderServiceError
from geopy.location import Location


class Link(Protocol):
    """Anything that geocodes as geopy's geocoders do."""

    def geocode(self, query: str, exactly_one: bool = ...) -> Any:
        """A Location, a list of them, or None."""


class ChainGeocoder:
    """Asks geocoders in order until one has an answer.

    An error of a service is not "not found": a later link may still answer, but when none does, the first error
    is raised.
    """

    def __init__(self, links: Sequence[Link]) -> None:
        self.links = tuple(links)

    def geocode(self, query: str, exactly_one: bool = True) -> Location | list[Location] | None:
        """The first answer, its `raw` with the key "geocoder" added; None when every link says it knows none.

        Raises geopy.exc.GeocoderServiceError when no link answers and one could not be asked, and
        GeocoderQueryError for an empty query.
        """
        if not query.strip():
            raise GeocoderQueryError("Give the name of a place to look for.")
        failed: GeocoderServiceError | None = None
        for link in self.links:
            try:
                answer = link.geocode(query, exactly_one=exactly_one)
            except GeocoderServiceError as error:
                failed = failed or error
                continue
            if answer:
                name = getattr(link, "name", type(link).__name__)
                return _named(answer, name) if exactly_one else [_named(a, name) for a in answer]
        if failed:
            raise failed
        return None


def _named(answer: Location, name: str) -> Location:
    raw = answer.raw if isinstance(answer.raw, dict) else {"answer": answer.raw}
    return Location(answer.address, answer.point, raw | {"geocoder": name})
