"""Plain text, Markdown and pasted text: words, metadata, encodings, language."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

import pytest

from incidents.model import Report
from incidents.reading import Overrides, ReadOptions, read_bytes, read_path, read_text
from incidents.reading.languages import detect_language
from tests.reading.made_files import ARABIC, ENGLISH

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
FRONT = '---\ntitle: "A: title"\npublisher: Coast Post\npublished: 2025-03-08\nlanguage: en-GB\n---\n\n'


def expected(report: str) -> tuple[dict[str, str], str]:
    """Fields and body by the rule of the parse contract, written down once more without YAML."""
    head, body = report.removeprefix("---\n").split("\n---\n", 1)
    pairs = (line.partition(":") for line in head.splitlines())
    return {key: value.strip().strip('"') for key, _, value in pairs}, body.strip("\n")


def test_every_seed_is_read_as_the_contract_says() -> None:
    reports = list(read_path(SEEDS))
    assert [r.doc_id for r in reports if isinstance(r, Report)] == sorted(p.name for p in SEEDS.iterdir())
    for report in reports:
        assert isinstance(report, Report)
        content = (SEEDS / report.doc_id).read_bytes()
        fields, body = expected(content.decode())
        assert report.text == body
        assert report.content == content
        assert report.report_id == hashlib.sha256(content).hexdigest()
        assert (report.title, report.publisher, report.url) == (
            fields["title"],
            fields["publisher"],
            fields.get("url"),
        )
        assert str(report.published) == fields["published"]
        assert report.language == fields["language"] == detect_language(body)


def test_front_matter_is_read_and_left_out_of_the_text() -> None:
    report = read_bytes((FRONT + ENGLISH + "\n\n").encode(), "a.md")
    assert report.text == ENGLISH
    assert (report.title, report.publisher, report.published, report.language) == (
        "A: title",
        "Coast Post",
        dt.date(2025, 3, 8),
        "en",
    )
    assert report.media_type == "text/markdown"


def test_overrides_fill_only_what_the_document_leaves_open() -> None:
    known = Overrides(
        publisher="Other", url="https://a.example/1", published=dt.date(2020, 1, 1), language="ar"
    )
    report = read_bytes((FRONT + ENGLISH).encode(), "a.md", options=ReadOptions(overrides=known))
    assert (report.publisher, report.published, report.language) == ("Coast Post", dt.date(2025, 3, 8), "en")
    assert report.url == "https://a.example/1"


def test_without_a_date_none_is_invented(tmp_path: Path) -> None:
    file = tmp_path / "2025-03-08 report.txt"
    file.write_text(ENGLISH)
    (report,) = read_path(file)
    assert isinstance(report, Report)
    assert report.published is None
    assert report.publisher is None


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (ARABIC, "utf-8"),
        (ARABIC, "utf-8-sig"),
        (ARABIC, "utf-16"),
        (ARABIC, "utf-16-le"),
        (ARABIC, "utf-32"),
        (ARABIC, "windows-1256"),
        (ARABIC.replace("\u064f", "").replace("\u064b", ""), "iso-8859-6"),
        ("“They killed everyone” – a café owner said to the paper on Friday.", "windows-1252"),
        (ENGLISH, "utf-16-le"),
    ],
)
def test_encodings_are_told_apart(text: str, encoding: str) -> None:
    data = text.encode(encoding, "ignore" if encoding == "iso-8859-6" else "strict")
    report = read_bytes(data, "report.txt")
    assert report.text == data.decode(encoding.removesuffix("-sig")).removeprefix("\ufeff")
    assert report.content == data


def test_a_letter_cut_in_half_does_not_change_the_encoding() -> None:
    report = read_bytes((ARABIC * 2).encode()[:-1] + b"\xd8", "cut.txt")
    assert report.text.startswith(ARABIC)
    assert report.language == "ar"


def test_line_endings_become_line_feeds_and_the_words_stay() -> None:
    assert read_bytes(b"\r\nOne.\r\n\r\nTwo  two.\rThree.\r\n", "a.txt").text == "One.\n\nTwo  two.\nThree."


def test_a_text_of_one_line_of_a_megabyte() -> None:
    text = f"{ENGLISH} " * 14_000 + "End."
    report = read_bytes(text.encode(), "long.txt")
    assert len(report.text) > 1_000_000
    assert report.text == text


def test_pasted_text() -> None:
    known = Overrides(title="Clashes", publisher="Coast Post", published=dt.date(2025, 3, 8))
    report = read_text(f"\n{ENGLISH}\r\n", options=ReadOptions(overrides=known))
    assert report.text == ENGLISH
    assert (report.title, report.publisher, report.published) == (
        "Clashes",
        "Coast Post",
        dt.date(2025, 3, 8),
    )
    assert (report.language, report.origin) == ("en", "pasted text")
    assert report.doc_id == f"pasted-{report.report_id[:8]}"
    assert read_bytes(report.content, "again.txt").text == report.text


def test_a_rule_of_dashes_is_no_front_matter() -> None:
    text = "---\nThe army said that five were killed.\n---\nMore."
    assert read_bytes(text.encode(), "a.md").text == text


def test_a_name_with_a_dot_and_no_ending_is_text() -> None:
    assert read_bytes(ENGLISH.encode(), "Report No. 12").text == ENGLISH


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (ENGLISH, "en"),
        (ARABIC, "ar"),
        (f"{ARABIC} (Coast Post)", "ar"),
        ("Trois personnes ont été tuées vendredi dans un village de la côte, selon des habitants.", "fr"),
        (
            "Tres personas murieron el viernes en un pueblo de la costa, según dijeron los vecinos del lugar.",
            None,
        ),
        ("Tre persone sono state uccise venerdì in un villaggio della costa, secondo gli abitanti.", None),
        ("Três pessoas foram mortas na sexta-feira em uma aldeia da costa, segundo os moradores.", None),
        ("Am Freitag wurden in einem Dorf an der Küste drei Menschen getötet, sagten Bewohner.", None),
        ("Tres persones van morir divendres en un poble de la costa, segons els veïns.", None),
        ("Drie mensen werden vrijdag gedood in een dorp aan de kust, zeiden bewoners.", None),
        ("روز جمعه بیش از سی نفر در این روستا کشته شدند، به گفته‌ی ساکنان که گزارش کردند.", None),
        ("В пятницу в деревне погибли более 30 человек, сообщили жители.", None),
        ("12 345", None),
        ("", None),
    ],
)
def test_languages_are_told_apart_or_left_open(text: str, language: str | None) -> None:
    assert detect_language(text) == language
