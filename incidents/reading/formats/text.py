"""Plain text and Markdown, both with or without front matter (YAML between two lines of dashes)."""

from __future__ import annotations

import yaml

from incidents.errors import ReportError
from incidents.reading.documents import Document, parse_day
from incidents.reading.encodings import decode
from incidents.reading.sniffing import MARKDOWN, PLAIN

_FRONT_MATTER_MAX_CHARS = 64 * 1024
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))


def read_plain(data: bytes, charset: str | None = None) -> Document:
    """Plain text; with front matter it is Markdown."""
    return parse_text(decode(data, charset), PLAIN)


def read_markdown(data: bytes, charset: str | None = None) -> Document:
    """Markdown; the text keeps its marks."""
    return parse_text(decode(data, charset), MARKDOWN)


def parse_text(text: str, media_type: str = PLAIN) -> Document:
    """The text without the blank lines around it, and what its front matter says."""
    head, body = _split(text)
    fields = _fields(head) if head else None
    if fields is None:
        return Document(text=text.strip("\n"), media_type=media_type)
    published = fields.get("published")
    return Document(
        text=body.strip("\n"),
        media_type=MARKDOWN,
        publisher=fields.get("publisher"),
        title=fields.get("title"),
        url=fields.get("url"),
        published=parse_day(published) if published else None,
        language=fields.get("language"),
    )


def _split(text: str) -> tuple[str, str]:
    """Front matter and body; ("", text) where there is none."""
    if not text.startswith("---\n"):
        return "", text
    head, mark, body = text[4:].partition("\n---\n")
    return (head, body) if mark and len(head) <= _FRONT_MATTER_MAX_CHARS else ("", text)


def _fields(head: str) -> dict[str, str] | None:
    """The single values by key in lower case, as written; None when `head` is no mapping but a text."""
    try:
        # the base loader leaves every value a string: dates stay as written, "no" does not become False
        loaded = yaml.load(head, Loader=yaml.BaseLoader)  # noqa: S506  (builds strings, lists and mappings only)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" at line {mark.line + 2}" if mark else ""
        raise ReportError(
            f'The front matter cannot be read{where}: write one "key: value" on each line, '
            "and put a value that holds a colon or quotation marks in quotes."
        ) from error
    if not isinstance(loaded, dict):
        return None
    return {
        str(key).lower(): value
        for key, value in loaded.items()
        if isinstance(value, str) and value not in _NULLS
    }
