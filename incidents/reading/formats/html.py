"""HTML: the article and what the page says about it, through trafilatura; nothing is run or rendered."""

from __future__ import annotations

import logging
import re
from typing import Any

import trafilatura
from trafilatura.settings import Document as Extracted

from incidents.errors import ReportError
from incidents.reading.documents import Document, one_newline
from incidents.reading.encodings import decode
from incidents.reading.formats.html_dates import declared_day
from incidents.reading.languages import detect_language
from incidents.reading.sniffing import HTML

_META_CHARSET = re.compile(rb"""<meta[^>]{1,200}?charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
_HEAD_BYTES = 4096
_LARGEST_CHARS = 5_000_000
_EMBEDDED = re.compile(r"data:[\w.+/-]{1,80};base64,[\w+/=%]*")
# trafilatura would guess a date; ours is only what the page declares, so its own search is kept short
_NO_GUESSING = {"extensive_search": False, "original_date": True}
# on a page without an article trafilatura falls back to all words there are; these never are the report
_MENUS = ["//nav", "//footer", "//form", "//*[@role='navigation' or @role='menu' or @role='contentinfo']"]

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it says there becomes our sentence


def read(data: bytes, charset: str | None = None) -> Document:
    """Article text (paragraphs with an empty line between them), title, site, address, declared date, language."""
    markup = _EMBEDDED.sub(
        "", decode(data, charset or _meta_charset(data))
    )  # pages saved whole hold their pictures
    if len(markup) > _LARGEST_CHARS:
        raise ReportError(
            "This HTML page is too large to find its article: copy the article's text and paste it."
        )
    tree = trafilatura.load_html(markup)
    found = None if tree is None else _extract(tree)
    if found is None or not (found.text or "").strip():
        raise ReportError(
            "No article was found in this HTML page: open it in a browser, copy the article's text and paste it."
        )
    text = "\n\n".join(filter(None, one_newline(found.text or "").split("\n")))
    return Document(
        text=text,
        media_type=HTML,
        publisher=_site(found),
        title=found.title,
        url=found.url,
        published=declared_day(tree),
        # templates declare their own language whatever the article is in, so the words come first
        language=detect_language(text) or _page_language(tree),
    )


def _extract(tree: Any) -> Extracted | None:
    found = trafilatura.bare_extraction(
        tree,
        include_comments=False,
        with_metadata=True,
        date_extraction_params=_NO_GUESSING,
        prune_xpath=_MENUS,
    )
    return found if isinstance(found, Extracted) else None


def _meta_charset(data: bytes) -> str | None:
    found = _META_CHARSET.search(data[:_HEAD_BYTES])
    return found[1].decode("ascii") if found else None


def _site(found: Extracted) -> str | None:
    """The name the site gives itself; trafilatura's stand-in, the host of the address, is not one."""
    name = found.sitename
    return None if not name or name in (found.hostname, f"www.{found.hostname}") else name


def _page_language(tree: Any) -> str | None:
    language = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang")
    return str(language) if language else None
