"""The day an HTML page says it was published.  Only what the page declares; nothing is guessed."""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from functools import cache
from importlib.resources import files
from typing import Any

from incidents.errors import ReportError
from incidents.reading.documents import parse_day


def declared_day(tree: Any) -> dt.date | None:
    """The declared day as written there, from meta elements, else JSON-LD, else marked elements; or None.

    tree: the page as an lxml element.
    """
    return _first(_meta(tree)) or _first(_json_ld(tree)) or _only(_marked(tree))


@cache
def _places() -> dict[str, list[str]]:
    return tomllib.loads(files("incidents.reading").joinpath("html_dates.toml").read_text("utf-8"))


def _meta(tree: Any) -> Iterator[str]:
    """Contents of meta elements, in the order of preference of their names."""
    declared: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        declared.setdefault(name.strip().lower(), element.get("content") or "")
    yield from (declared[name] for name in _places()["meta"] if name in declared)


def _json_ld(tree: Any) -> Iterator[str]:
    for script in tree.iter("script"):
        if (script.get("type") or "").strip().lower() != "application/ld+json":
            continue
        try:
            loaded = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        yield from (str(item["datePublished"]) for item in _objects(loaded) if "datePublished" in item)


def _objects(loaded: Any) -> Iterator[dict[str, Any]]:
    """The page's own objects: at the top, in a list at the top, or in @graph."""
    for item in loaded if isinstance(loaded, list) else [loaded]:
        if not isinstance(item, dict):
            continue
        kinds = item.get("@type")
        if any(
            kind in _places()["json_ld_types"] for kind in (kinds if isinstance(kinds, list) else [kinds])
        ):
            yield item
        graph = item.get("@graph")
        if isinstance(graph, list):
            yield from _objects(
                [entry for entry in graph if isinstance(entry, dict) and "@graph" not in entry]
            )


def _marked(tree: Any) -> Iterator[str]:
    """<time pubdate> and whatever is marked itemprop="datePublished"."""
    for element in tree.iter("time", "span", "div", "p", "abbr"):
        properties = (element.get("itemprop") or "").lower().split()
        if "datepublished" in properties or (element.tag == "time" and "pubdate" in element.attrib):
            yield element.get("datetime") or element.get("content") or element.text_content()


def _first(values: Iterator[str]) -> dt.date | None:
    return next(filter(None, map(_day, values)), None)


def _only(values: Iterator[str]) -> dt.date | None:
    """The day when all agree on one: lists of other articles carry their own marks."""
    days = set(filter(None, map(_day, values)))
    return days.pop() if len(days) == 1 else None


def _day(value: str) -> dt.date | None:
    """ISO 8601, or the form of e-mail and HTTP ("Sat, 08 Mar 2025 10:00:00 GMT")."""
    try:
        return parse_day(value)
    except ReportError:
        pass
    try:
        return parse_day(parsedate_to_datetime(value.strip()).isoformat())
    except (ValueError, TypeError, OverflowError):
        return None
