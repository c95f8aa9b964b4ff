"""PDF and Word: words in their order, properties, and no date taken from the file."""

from __future__ import annotations

import pytest

from incidents.errors import ReportError
from incidents.reading import read_bytes
from tests.reading.made_files import ARABIC, ENGLISH, docx_file, locked_pdf, pdf_file, with_part

DOCUMENT = """<?xml version="1.0" encoding="UTF-8"?>{doctype}
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:body>{body}</w:body></w:document>"""


def words(run: str) -> str:
    return f"<w:r><w:t>{run}</w:t></w:r>"


def document(body: str, doctype: str = "") -> bytes:
    return with_part(
        docx_file("x"), "word/document.xml", DOCUMENT.format(body=body, doctype=doctype).encode()
    )


def test_pdf() -> None:
    report = read_bytes(pdf_file(ENGLISH, "Second page."), "report.pdf")
    assert report.text == f"{ENGLISH}\nSecond page."
    assert (report.title, report.language, report.media_type) == (
        "Report of the week",
        "en",
        "application/pdf",
    )
    assert report.published is None
    assert report.publisher is None


def test_a_pdf_under_another_name_and_with_a_file_name_for_title() -> None:
    report = read_bytes(pdf_file(ENGLISH, title="Microsoft Word - final_v3.docx"), "download")
    assert report.text == ENGLISH
    assert report.title is None


def test_a_pdf_that_only_forbids_changes_is_read() -> None:
    assert read_bytes(locked_pdf(pdf_file(ENGLISH), password=""), "a.pdf").text == ENGLISH


def test_docx() -> None:
    data = docx_file(ENGLISH, "", ARABIC, rows=(("Place", "Killed"), ("Baniyas", "12")), title="Weekly")
    report = read_bytes(data, "report.docx")
    assert report.text == f"{ENGLISH}\n\n{ARABIC}\n\nPlace\tKilled\nBaniyas\t12\n\nAfter the table."
    assert report.title == "Weekly"
    assert report.published is None


def test_docx_reads_what_is_tracked_or_boxed_once_and_nothing_deleted() -> None:
    body = (
        f"<w:p>{words('Twelve ')}<w:ins>{words('people')}</w:ins><w:del><w:r><w:delText>dogs</w:delText></w:r></w:del>"
        f"<w:moveFrom>{words('gone')}</w:moveFrom></w:p>"
        f"<w:sdt><w:sdtContent><w:p>{words('In a field.')}</w:p></w:sdtContent></w:sdt>"
        f"<w:p><mc:AlternateContent><mc:Choice>{words('Box.')}</mc:Choice>"
        f"<mc:Fallback>{words('Box.')}</mc:Fallback></mc:AlternateContent></w:p>"
    )
    assert read_bytes(document(body), "a.docx").text == "Twelve people\n\nIn a field.\n\nBox."


def test_docx_entities_are_not_expanded() -> None:
    doctype = (
        '<!DOCTYPE w [<!ENTITY a "boom"><!ENTITY f SYSTEM "file:///etc/hostname"><!ENTITY b "&a;&a;&a;">]>'
    )
    report = read_bytes(document(f"<w:p>{words('Safe &b; &f;')}</w:p>", doctype), "a.docx")
    assert report.text.strip() == "Safe"


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = with_part(docx_file(ENGLISH), "word/media/zeros.bin", bytes(210 * 1024 * 1024))
    assert len(bomb) < 1024 * 1024
    with pytest.raises(ReportError, match="unpacks to more"):
        read_bytes(bomb, "a.docx")
