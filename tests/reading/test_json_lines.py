"""JSON Lines: many documents in one file, each line for itself."""

from __future__ import annotations

import datetime as dt
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.errors import ReportError
from incidents.model import Report
from incidents.reading import (
    ReadOptions,
    ReadProblem,
    read_bytes,
    read_line,
    read_lines,
    read_path,
    read_upload,
)
from tests.reading.made_files import ARABIC, ENGLISH, json_line


def test_a_line_is_a_report_and_its_bytes_are_its_content(tmp_path: Path) -> None:
    first = json_line(
        doc_id="d1",
        text=f"{ENGLISH}\r\n",
        published="2025-03-08",
        publisher="P",
        title="T",
        url="u",
        language="en",
    )
    second = json_line(doc_id=2, text=ARABIC, published=None, other=[1])
    file = tmp_path / "docs.jsonl"
    file.write_bytes(b"\xef\xbb\xbf" + first + b"\n" + second)
    one, two = read_path(file)
    assert isinstance(one, Report)
    assert isinstance(two, Report)
    assert (one.doc_id, one.text, one.published) == ("d1", f"{ENGLISH}\r\n", dt.date(2025, 3, 8))
    assert (one.publisher, one.title, one.url, one.language) == ("P", "T", "u", "en")
    assert one.content == first.rstrip(b"\n")
    assert (two.doc_id, two.language, two.published) == ("2", "ar", None)


@pytest.mark.parametrize("written", ["8 March", "2025-02-30", "7:58 AM ET", 20250308])
def test_a_published_date_that_is_none_leaves_the_date_open_and_keeps_the_text(written: str | int) -> None:
    report = read_line(json_line(doc_id="x", text=ENGLISH, published=written), "line 1")
    assert (report.text, report.published) == (ENGLISH, None)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b'{"doc_id": "x", "text": "a"', "not JSON"),
        (b'["text"]', "no JSON object"),
        (b'{"doc_id": "x"}', "no text"),
        (b'{"doc_id": "x", "text": 5}', "no text"),
        (b'{"doc_id": "x", "text": "a", "title": ["b"]}', '"title"'),
        (b'{"text": "\xff"}', "UTF-8"),
        (b"[" * 100_000, "not JSON"),
        (b'{"text": "' + b"a" * 2000 + b'"}', "the limit is 1 kB"),
    ],
)
def test_a_bad_line_is_a_problem_of_that_line_only(line: bytes, words: str) -> None:
    good = json_line(doc_id="good", text=ENGLISH)
    options = ReadOptions(limit_bytes=1024 if b"aaaa" in line else 10**6)
    before, problem, after = read_lines(io.BytesIO(good + line + b"\n" + good), "f.jsonl", options=options)
    assert isinstance(before, Report)
    assert isinstance(after, Report)
    assert isinstance(problem, ReadProblem)
    assert problem.name == "f.jsonl, line 2"
    assert words in problem.message


def test_the_problem_names_the_document_where_the_line_tells_it() -> None:
    (problem,) = read_lines(io.BytesIO(b'{"doc_id": "x7"}\n'), "f")
    assert isinstance(problem, ReadProblem)
    assert problem.doc_id == "x7"


def test_uploads_and_single_documents() -> None:
    line = json_line(doc_id="a", text=ENGLISH)
    assert [type(item) for item in read_upload(line * 3, "x.jsonl")] == [Report] * 3
    assert read_bytes(line, "named wrongly.txt").doc_id == "a"
    with pytest.raises(ReportError, match="holds 2 documents"):
        read_bytes(line * 2, "x.jsonl")


@given(st.text(), st.text(min_size=1), st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)))
def test_text_comes_back_to_the_letter(text: str, doc_id: str, day: dt.date) -> None:
    line = json.dumps({"doc_id": doc_id, "text": text, "published": day.isoformat()}).encode()
    report = read_line(line, "line")
    assert report.text == text.replace("\x00", "\ufffd")
    assert report.published == day
    assert report.doc_id == doc_id


def test_half_a_surrogate_pair_keeps_its_place() -> None:
    report = read_line(b'{"text": "a\\ud800b \\u0000 c"}', "line")
    assert report.text == "a\ufffdb \ufffd c"
    report.text.encode()
