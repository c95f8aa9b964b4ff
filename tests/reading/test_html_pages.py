"""HTML: the article without menus and scripts, and only the date that the page declares."""

from __future__ import annotations

import datetime as dt

import pytest

from incidents.errors import ReportError
from incidents.reading import Overrides, ReadOptions, read_bytes
from tests.reading.made_files import ARABIC, html_page

DAY = dt.date(2025, 3, 8)
PUBLISHED = '<meta property="article:published_time" content="2025-03-08T23:30:00+03:00">'
JSON_LD = '<script type="application/ld+json">{}</script>'


def test_the_article_without_menus_scripts_and_footer() -> None:
    report = read_bytes(html_page(PUBLISHED), "page.html")
    paragraphs = report.text.split("\n\n")
    assert paragraphs[-2].startswith("More than 30 people were killed")
    assert paragraphs[-1].endswith("were killed in the clashes.")
    for alien in ("alert", "owned", "script", "Sport", "Imprint", "onclick", "<"):
        assert alien not in report.text
    assert (report.title, report.publisher) == ("Clashes on the coast", "Coast Post")
    assert report.url == "https://coastpost.example/clashes"
    assert (report.published, report.language, report.media_type) == (DAY, "en", "text/html")


@pytest.mark.parametrize(
    "head",
    [
        PUBLISHED,
        '<meta name="DC.date.issued" content="2025-03-08">',
        '<meta itemprop="datePublished" content="Sat, 08 Mar 2025 10:00:00 GMT">',
        JSON_LD.format('{"@type": "NewsArticle", "datePublished": "2025-03-08T10:00:00Z"}'),
        JSON_LD.format('{"@graph": [{"@type": ["WebPage"], "datePublished": "2025-03-08"}]}'),
        '<meta name="date" content="soon">'
        + JSON_LD.format('[{"@type": "Article", "datePublished": "2025-03-08"}]'),
    ],
)
def test_declared_dates_of_the_head(head: str) -> None:
    assert read_bytes(html_page(head), "page").published == DAY


@pytest.mark.parametrize(
    "body",
    [
        '<time pubdate datetime="2025-03-08T10:00">Saturday</time>',
        '<span itemprop="datePublished" content="2025-03-08">8 March</span>',
    ],
)
def test_declared_dates_of_the_body(body: str) -> None:
    assert read_bytes(html_page(body=body), "page").published == DAY


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("", ""),
        ('<meta property="article:modified_time" content="2025-03-09">', ""),
        (JSON_LD.format('{"@type": "Person", "datePublished": "2025-03-08"}'), ""),
        (JSON_LD.format('{"@type": "ItemList", "itemListElement": [{"datePublished": "2025-03-08"}]}'), ""),
        (JSON_LD.format("{broken"), ""),
        ("", "<p>Published on 8 March 2025</p><time>2025-03-08</time>"),
        ("", "".join(f'<time pubdate datetime="2025-03-0{d}">x</time>' for d in (7, 8))),
        ('<meta name="date" content="03/08/2025">', ""),
        ('<meta name="date" content="0001-01-01">', ""),
    ],
)
def test_no_date_is_guessed(head: str, body: str) -> None:
    assert read_bytes(html_page(head, body), "page").published is None


def test_a_page_without_a_date_takes_the_one_given() -> None:
    options = ReadOptions(overrides=Overrides(published=DAY, publisher="Not this one"))
    report = read_bytes(html_page(), "page", options=options)
    assert (report.published, report.publisher) == (DAY, "Coast Post")


def test_the_declared_encoding_counts_and_the_declared_language_does_not() -> None:
    head = '<html lang="en"><head><meta charset="windows-1256"><title>x</title></head>'
    page = f"{head}<body><p>{ARABIC * 4}</p></body></html>"
    report = read_bytes(page.encode("windows-1256", "ignore"), "page.htm")
    assert "المختارية" in report.text
    assert report.language == "ar"


def test_escaped_markup_stays_words() -> None:
    body = "<p>The leaflet read &lt;script&gt;alert(1)&lt;/script&gt; in large letters, people who saw it said.</p>"
    assert "<script>alert(1)</script>" in read_bytes(html_page(body=body), "page").text


def test_html_is_known_by_its_bytes() -> None:
    for data in (
        html_page(),
        b"\xef\xbb\xbf\n<!-- saved -->\n" + html_page(),
        html_page().decode().encode("utf-16"),
    ):
        report = read_bytes(data, "saved.txt")
        assert report.media_type == "text/html"
        assert "Sport" not in report.text


@pytest.mark.parametrize("page", [b"<html><body></body></html>", b"<html><script>alert(1)</script></html>"])
def test_a_page_without_an_article_is_refused(page: bytes) -> None:
    with pytest.raises(ReportError, match="No article was found"):
        read_bytes(page, "page.html")
