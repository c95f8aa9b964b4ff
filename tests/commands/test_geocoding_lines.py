"""`incidents geocode --jsonl` in a pipe: answers come with the lines, none waits for the next, odd bytes are lines."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from incidents.commands.streaming import waves
from tests.geocoding.indexed import DATA_DIR, gazetteer


class Slow(io.RawIOBase):
    """Bytes that come in pieces."""

    def __init__(self, pieces: list[bytes]) -> None:
        super().__init__()
        self._pieces = [piece for piece in pieces if piece]

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        piece = self._pieces.pop(0) if self._pieces else b""
        taken = min(len(buffer), len(piece))
        buffer[:taken] = piece[:taken]
        if taken < len(piece):
            self._pieces.insert(0, piece[taken:])
        return taken


@given(
    st.lists(st.binary(max_size=12) | st.sampled_from([b"\n", b"\r\n", b"a\nb", "ü".encode()]), max_size=12)
)
def test_lines_are_the_same_however_they_come(pieces: list[bytes]) -> None:
    whole = b"".join(pieces)
    expected = [line.removeprefix(b"\xef\xbb\xbf").rstrip(b"\r") for line in whole.split(b"\n")]
    if not whole or whole.endswith(b"\n"):
        expected.pop()
    assert [line for wave in waves(io.BufferedReader(Slow(pieces))) for line in wave] == expected


@given(st.integers(1, 40), st.integers(1, 60), st.lists(st.integers(1, 20), max_size=8))
def test_a_line_over_the_limit_stays_over_it_and_takes_no_more_room(
    limit: int, length: int, cuts: list[int]
) -> None:
    text, pieces = b"x" * length, []
    for cut in cuts:
        pieces.append(text[:cut])
        text = text[cut:]
    (lines,) = [list(wave) for wave in waves(io.BufferedReader(Slow([*pieces, text, b"\n"])), limit)]
    assert (len(lines[0]) > limit) == (length > limit)
    assert lines[0] == b"x" * length or length > limit


def test_an_answer_comes_while_the_sender_waits() -> None:
    gazetteer()
    command = [
        sys.executable,
        "-c",
        "from incidents.cli import main; raise SystemExit(main())",
        "geocode",
        "--jsonl",
    ]
    here = Path(__file__).parents[2]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=here,
        env=os.environ | {"INCIDENTS_DATA": str(DATA_DIR)},
    ) as process:
        assert process.stdin
        assert process.stdout
        for number, query in enumerate(("Homs", "حمص", "\ud800", "Nowhere at all")):
            line = json.dumps({"id": number, "query": query, "country": "SY"})
            process.stdin.write(line.encode() + b"\n")
            process.stdin.flush()
            answer = json.loads(process.stdout.readline())
            assert answer["id"] == number
            assert (answer["gazetteer_id"] == "overlay:homs") == (number < 2)
        process.stdin.write(b"\xff\xfe not a line")
        process.stdin.close()
        assert "error" in json.loads(process.stdout.readline())
        assert process.wait() == 0
