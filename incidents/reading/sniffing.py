"""What kind of document bytes are: by the bytes first, by the name second."""

from __future__ import annotations

import json
import re
import tomllib
from functools import cache
from importlib.resources import files
from pathlib import PurePath
from typing import Any

from incidents.errors import ReportError
from incidents.reading.encodings import READABLE, TABLE

HTML = "text/html"
JSONL = "application/jsonl"
MARKDOWN = "text/markdown"
PLAIN = "text/plain"

_ENDING = re.compile(r"\.(?=\w*[a-z])\w{1,8}", re.ASCII)
# atomic groups: what stands before the first element is passed over once, never tried another way
_HTML_START = re.compile(
    r"(?>\s+|<\?xml[^>]*>|<!--.*?-->)*+<(?:!doctype\s+html|html|head|body|title|meta|article)\b",
    re.IGNORECASE | re.DOTALL,
)
_XML_START = re.compile(r"\s{0,100}<\?xml\b", re.IGNORECASE)
_HEAD_BYTES = 4096


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("signatures.toml").read_text("utf-8"))


def media_type(data: bytes, name: str) -> str:
    """The media type to read `data` as; `name` (may be empty) decides only what the bytes leave open.

    Raises ReportError for kinds of files that are known and not read, and for nothing but blanks.
    """
    if not data.strip():
        raise ReportError("There is nothing in it: check that the file was saved or copied completely.")
    return _by_signature(data) or _by_text(data) or _by_name(name)


def is_jsonl(head: bytes, name: str) -> bool:
    """Is this JSON Lines of documents?  `head`: the first bytes, which should hold the first line."""
    if _ending(name) in _table()["endings"][JSONL]:
        return True
    first = head.lstrip(b"\xef\xbb\xbf \t\r\n").split(b"\n", 1)[0]
    if not first.startswith(b"{"):
        return False
    try:
        return "text" in json.loads(first)
    except (ValueError, RecursionError):
        return False


def _by_signature(data: bytes) -> str | None:
    for entry in _table()["signature"]:
        if not data.startswith(bytes.fromhex(entry["bytes"])):
            continue
        if "contains" in entry and entry["contains"].encode("utf-16-le") not in data:
            continue
        if "refused" in entry:
            raise ReportError(entry["refused"])
        return str(entry["media_type"])
    return None


def _by_text(data: bytes) -> str | None:
    head = data[:_HEAD_BYTES]
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    start = head.decode("utf-16" if wide else "latin-1", "ignore").removeprefix("ï»¿")
    if _HTML_START.match(start):
        return HTML
    if _XML_START.match(start):
        raise ReportError(
            "This is an XML file and not a report: open the page or document it belongs to and add that."
        )
    return None


def _by_name(name: str) -> str:
    ending = _ending(name)
    for kind, endings in _table()["endings"].items():
        if ending in endings:
            return str(kind)
    if ending in _table()["tables"]:
        raise ReportError(TABLE)
    raise ReportError(f"Files ending in {ending} are not read: {READABLE}.")


def _ending(name: str) -> str:
    """The ending of a file name, in lower case; "" where what follows the last dot is none ("No. 12")."""
    suffix = PurePath(name).suffix.lower()
    return suffix if _ENDING.fullmatch(suffix) else ""
