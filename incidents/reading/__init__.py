"""From bytes to a Report: files, folders, uploads, pasted text and addresses on the web.

One small module a format in `formats/`; `sniffing` tells them apart by their bytes, `encodings` and
`languages` by their characters.  Nothing here knows what a report says.
"""

from __future__ import annotations

from incidents.reading.formats.jsonl import read_line, read_lines
from incidents.reading.options import Overrides, ReadOptions, ReadProblem
from incidents.reading.reader import read_bytes, read_path, read_text, read_upload
from incidents.reading.web import read_url

__all__ = [
    "Overrides",
    "ReadOptions",
    "ReadProblem",
    "read_bytes",
    "read_line",
    "read_lines",
    "read_path",
    "read_text",
    "read_upload",
    "read_url",
]
