"""Documents made for the tests, each by the library that usually makes them."""

from __future__ import annotations

import io
import json
import zipfile

import docx
import pikepdf
from fpdf import FPDF

ENGLISH = "More than 30 people were killed in the village on Friday, residents said."
ARABIC = "قُتل أكثر من ثلاثين مدنياً في قرية المختارية يوم الجمعة، وفق مصادر محلية من سكان القرية."

PAGE = """<!DOCTYPE html>
<html lang="en-GB"><head>
<title>Clashes on the coast | Coast Post</title>
<meta property="og:site_name" content="Coast Post">
<meta property="og:title" content="Clashes on the coast">
{head}
<link rel="canonical" href="https://coastpost.example/clashes">
<script>document.title = "owned by a script"</script>
</head><body>
<nav><ul><li><a href="/">Front page of the day</a></li><li><a href="/sport">Sport and games</a></li></ul></nav>
<article><h1>Clashes on the coast</h1>
<p>More than 30 people were killed in the village on Friday, residents told the newspaper by telephone.</p>
<script>alert("owned")</script>
<p onclick="alert(1)">The Observatory said that 45 members of the security forces were killed in the clashes.</p>
{body}</article>
<footer><a href="/imprint">Imprint and terms of use</a> Copyright 2024, last changed 1 May 2025</footer>
</body></html>"""


def html_page(head: str = "", body: str = "") -> bytes:
    return PAGE.format(head=head, body=body).encode()


def pdf_file(*pages: str, title: str = "Report of the week") -> bytes:
    pdf = FPDF()
    pdf.set_title(title)
    pdf.set_font("helvetica", size=12)
    for page in pages:
        pdf.add_page()
        pdf.multi_cell(0, 6, page)
    return bytes(pdf.output())


def locked_pdf(pdf: bytes, *, password: str) -> bytes:
    """Encrypted with AES-256; an empty `password` opens, but forbids changes."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.save(out, encryption=pikepdf.Encryption(user=password, owner="owner", R=6))
    return out.getvalue()


def arabic_pdf() -> bytes:
    """A PDF whose letters a to z stand for the Arabic ones, as fonts in PDF files do it."""
    pairs = "".join(f"<{97 + n:02x}> <{0x0627 + n:04x}>\n" for n in range(19))
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf_file(ENGLISH, "abc def 125 ghi"))) as opened:
        cmap = f"1 begincodespacerange <00> <ff> endcodespacerange\n19 beginbfchar\n{pairs}endbfchar"
        for font in opened.pages[1].Resources.Font.values():
            font.ToUnicode = opened.make_stream(cmap.encode())
        opened.save(out)
    return out.getvalue()


def docx_file(*paragraphs: str, rows: tuple[tuple[str, ...], ...] = (), title: str = "") -> bytes:
    document = docx.Document()
    document.core_properties.title = title
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if rows:
        table = document.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            for cell, words in zip(table.add_row().cells, row, strict=True):
                cell.text = words
    document.add_paragraph("After the table.")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_part(package: bytes, name: str, content: bytes) -> bytes:
    """The package with one part replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            if entry != name:
                new.writestr(entry, old.read(entry))
        new.writestr(name, content)
    return out.getvalue()


def zip_file(**entries: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, words in entries.items():
            archive.writestr(f"{name}.txt", words)
    return out.getvalue()


def json_line(**fields: object) -> bytes:
    return json.dumps(fields, ensure_ascii=False).encode() + b"\n"
