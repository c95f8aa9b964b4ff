"""What cannot be read gets one sentence that says what is wrong and what to do; the rest goes on."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from incidents.errors import ReportError
from incidents.model import Report
from incidents.reading import ReadOptions, ReadProblem, read_bytes, read_path, read_text, read_upload
from tests.exchange.importing.tables import as_xlsx
from tests.reading.made_files import ENGLISH, arabic_pdf, docx_file, html_page, locked_pdf, pdf_file, zip_file

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
NOISE = random.Random(7).randbytes(5000)
BAD = {
    "empty.md": (b"", "nothing in it"),
    "blank.txt": (b" \n\n", "nothing in it"),
    "only head.md": (b"---\ntitle: x\n---\n\n", "no words"),
    "broken.pdf": (pdf_file(ENGLISH)[:300], "damaged"),
    "not.pdf": (b"%PDF-1.7\n" + NOISE, "damaged"),
    "text.pdf": (ENGLISH.encode(), "damaged"),
    "locked.pdf": (locked_pdf(pdf_file(ENGLISH), password="secret"), "without a password"),
    "arabic.pdf": (arabic_pdf(), "paste its text"),
    "scan.pdf": (pdf_file(""), "text recognition"),
    "zip.docx": (zip_file(a=ENGLISH), "unpack it"),
    "zip.zip": (zip_file(a=ENGLISH), "unpack it"),
    "cut.docx": (docx_file(ENGLISH)[:2000], "damaged"),
    "text.docx": (ENGLISH.encode(), "damaged"),
    "noise.txt": (NOISE, "no words in any encoding"),
    "noise": (NOISE, "no words in any encoding"),
    "noise.bin": (NOISE, "Files ending in .bin are not read"),
    "nul.txt": (bytes(500), "no words in any encoding"),
    "old.doc": (OLE, "save it as .docx"),
    "locked.docx": (OLE + "EncryptedPackage".encode("utf-16-le"), "without a password"),
    "letter.rtf": (rb"{\rtf1 words}", "save it as .docx"),
    "photo.jpg": (b"\xff\xd8\xff\xe0" + NOISE, "picture"),
    "menu.html": (b"<html><body><nav><a href='/'>x</a></nav></body></html>", "No article"),
    "feed.xml": (b"<?xml version='1.0'?><rss></rss>", "XML"),
    "table.csv": (b"place,killed\nBaniyas,12\n", "incidents import FILE --profile table"),
    "table.xlsx": (as_xlsx([["place", "killed"], ["Baniyas", 12]]), "incidents import FILE --profile table"),
    "date.md": (b"---\npublished: 8 March\n---\nWords.", "“8 March” is not a date"),
    "early.md": (b"---\npublished: 0025-03-08\n---\nWords.", "is not a date"),
    "colon.md": (b"---\nurl: x\ntitle: Coast: 30 killed\n---\nWords.", "line 3"),
    "deep.md": (b"---\na: " + b"[" * 20_000 + b"\n---\nWords.", "front matter"),
}


def one_sentence(message: str) -> bool:
    """Ends in one full stop, has no second sentence, and says after a colon what to do."""
    return message.endswith(".") and ". " not in message and "\n" not in message and ":" in message


@pytest.mark.parametrize("name", BAD)
def test_each_says_in_one_sentence_what_is_wrong_and_what_to_do(name: str) -> None:
    data, words = BAD[name]
    with pytest.raises(ReportError) as raised:
        read_bytes(data, name)
    message = str(raised.value)
    assert words in message
    assert one_sentence(message)


def test_the_rest_of_a_folder_goes_on(tmp_path: Path) -> None:
    (tmp_path / "good").mkdir()
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config").write_text("hidden")
    (tmp_path / "good" / "last.md").write_text(ENGLISH)
    (tmp_path / "a.txt").write_text(ENGLISH)
    (tmp_path / "page.html").write_bytes(html_page())
    for name, (data, _) in BAD.items():
        (tmp_path / name).write_bytes(data)
    items = list(read_path(tmp_path))
    assert [item.doc_id for item in items if isinstance(item, Report)] == ["a.txt", "last.md", "page.html"]
    problems = {item.name: item.message for item in items if isinstance(item, ReadProblem)}
    assert problems.keys() == BAD.keys()
    assert all(BAD[name][1] in message for name, message in problems.items())


def test_over_the_limit(tmp_path: Path) -> None:
    options = ReadOptions(limit_bytes=1024 * 1024)
    file = tmp_path / "large.txt"
    with file.open("wb") as stream:
        stream.truncate(26 * 1024 * 1024)
    (problem,) = read_path(file, options=options)
    assert isinstance(problem, ReadProblem)
    assert "has 26 MB, and the limit is 1 MB: split it" in problem.message
    for read in (
        lambda: read_bytes(b"a" * 1_500_000, "a", options=options),
        lambda: read_text("a" * 1_500_000, options=options),
    ):
        with pytest.raises(ReportError, match=r"has 1\.4 MB, and the limit is 1 MB"):
            read()
    assert read_bytes(b"a " * 512 * 1024, "a", options=options)


def test_missing_unreadable_and_strange_paths(tmp_path: Path) -> None:
    (missing,) = read_path(tmp_path / "no such.md")
    assert isinstance(missing, ReadProblem)
    assert "no file or folder" in missing.message
    (empty,) = read_path(tmp_path)
    assert isinstance(empty, ReadProblem)
    assert "no files in this folder" in empty.message
    os.mkfifo(tmp_path / "pipe.txt")
    (pipe,) = read_path(tmp_path / "pipe.txt")
    assert isinstance(pipe, ReadProblem)
    assert "no ordinary file" in pipe.message


@pytest.mark.parametrize("text", ["", " \n\t"])
def test_nothing_pasted(text: str) -> None:
    with pytest.raises(ReportError, match="paste the words"):
        read_text(text)


STARTS = (b"", b"%PDF-1.7\n", b"PK\x03\x04", b"<html><body>", b"---\n", b"{", b"\xff\xfe", b"\xef\xbb\xbf", *(
    made[: len(made) // 2] for made in (pdf_file(ENGLISH), docx_file(ENGLISH), html_page())
))  # fmt: skip
NAMES = ("", "a.md", "a.txt", "a.html", "a.pdf", "a.docx", "a.jsonl", "a.bin")


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(STARTS), st.binary(max_size=400), st.sampled_from(NAMES))
@example(b"<html><body>", b"\x00" * 50, "a.html")
def test_no_bytes_raise_anything_but_a_report_error(start: bytes, rest: bytes, name: str) -> None:
    refused = None
    try:
        report = read_bytes(start + rest, name)
    except ReportError as error:
        refused = str(error)
    if refused is None:
        assert report.content == start + rest
        report.text.encode()
    else:
        assert one_sentence(refused)
    for item in read_upload(start + rest, name):
        assert isinstance(item, (Report, ReadProblem))


@settings(deadline=None)
@given(st.text(min_size=1))
def test_no_pasted_text_raises_anything_but_a_report_error(text: str) -> None:
    refused = None
    try:
        assert read_text(text).text.strip("\n\r") or not text.strip()
    except ReportError as error:
        refused = str(error)
    assert refused is None or one_sentence(refused)
