"""`incidents second-opinion`, run as a person runs it; and that nothing else knows of it."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from incidents import cli
from incidents.commands.common import OK, PROBLEMS
from tests.opinion.fake_model import FakeModel, Reply, completion

ROOT = Path(__file__).resolve().parents[2]
TEXT = "At least 163 civilians were killed in Baniyas on Friday, the Observatory said. A further 40 are missing there."
DOCUMENT = {"doc_id": "a", "text": TEXT, "published": "2025-03-08", "publisher": "A paper", "language": "en"}
KEY = "sk-very-secret"
KILLED = {
    "quote": "163 civilians were killed in Baniyas",
    "unit": "killed",
    "low": 163,
    "high": None,
    "place": "Baniyas",
}
ABDUCTED = {
    "quote": "A further 40 are missing there",
    "unit": "abducted",
    "low": 40,
    "high": 40,
    "place": None,
}


@pytest.fixture
def data_dir(tmp_path: Path, place_index: Path) -> Path:
    data = tmp_path / "data"
    data.mkdir()
    (data / "gazetteer").symlink_to(place_index)
    return data


def run(*arguments: str, data: Path, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "incidents.cli", *arguments, "--data", str(data)]
    environment = os.environ | {"MODEL_KEY": KEY}
    finished = subprocess.run(
        command, input=given, capture_output=True, check=False, cwd=ROOT, env=environment
    )
    assert b"Traceback" not in finished.stderr, finished.stderr.decode()
    assert KEY.encode() not in finished.stderr + finished.stdout
    return finished


def as_lines(*records: Any) -> bytes:
    return b"".join(r if isinstance(r, bytes) else json.dumps(r).encode() + b"\n" for r in records)


def answers(finished: subprocess.CompletedProcess[bytes]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in finished.stdout.splitlines()]


def test_each_line_is_answered_and_one_that_fails_stops_nothing(data_dir: Path, model: FakeModel) -> None:
    invented = KILLED | {"quote": "163 civilians were killed in Jableh"}
    model.replies[:] = [
        Reply(completion({"claims": [KILLED, invented, ABDUCTED]})),
        Reply(KEY.encode(), 500),
        Reply(completion("I would rather not say.")),
        Reply(completion({"claims": []})),
    ]
    documents = [DOCUMENT, DOCUMENT | {"doc_id": "b"}, b"not JSON\n", DOCUMENT | {"doc_id": 3}, DOCUMENT]
    asked = ["second-opinion", "--endpoint", model.address, "--model", "tiny", "--key-env", "MODEL_KEY"]
    finished = run(*asked, data=data_dir, given=as_lines(*documents))
    assert finished.returncode == OK
    told = answers(finished)
    assert [answer["doc_id"] for answer in told] == ["a", "b", None, 3, "a"]
    assert ["error" in answer for answer in told] == [False, True, True, True, False]
    assert "status 500" in told[1]["error"]
    assert "not the JSON that was asked for" in told[3]["error"]

    claims = answers(run("parse", data=data_dir, given=as_lines(DOCUMENT)))[0]["claims"]
    killed = next(n for n, claim in enumerate(claims) if claim["unit"] == "killed")
    assert told[0]["also_found"] == [killed]
    assert told[0]["not_found"] == [n for n in range(len(claims)) if n != killed]
    assert told[0]["refused"] == {"quote_not_in_text": 1, "number_not_in_quote": 0, "unusable": 0}
    (only,) = told[0]["only_model"]
    assert TEXT[only["start"] : only["end"]] == only["evidence"] == ABDUCTED["quote"]
    assert (only["unit"], only["low"], only["high"], only["place_as_written"]) == ("abducted", 40, 40, None)
    assert told[4]["not_found"] == list(range(len(claims)))
    assert {headers["Authorization"] for headers in model.headers} == {f"Bearer {KEY}"}
    assert {body["model"] for body in model.asked} == {"tiny"}
    assert [*data_dir.iterdir()] == [data_dir / "gazetteer"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--endpoint", "http://93.184.215.14/v1"], "--allow-remote"),
        (["--endpoint", "here"], "is no address of a server"),
        (
            ["--endpoint", "http://127.0.0.1:9/v1", "--key-env", "NO_SUCH_VARIABLE"],
            "NO_SUCH_VARIABLE holds no key",
        ),
    ],
)
def test_what_cannot_be_asked_is_told_at_once_in_one_sentence(
    options: list[str], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["second-opinion", "--model", "tiny", *options, "--data", str(tmp_path)]) == PROBLEMS
    told = capsys.readouterr().err
    assert told.startswith("incidents second-opinion: ")
    assert words in told
    assert told.count("\n") == 1


def test_without_an_endpoint_nobody_is_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["second-opinion", "--model", "tiny", "--data", str(tmp_path)])
    assert "--endpoint" in capsys.readouterr().err


def test_nothing_else_imports_it() -> None:
    knows = set()
    for file in (*(ROOT / "incidents").rglob("*.py"), *(ROOT / "pages").glob("*.py"), ROOT / "app.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import | ast.ImportFrom):
                module = getattr(node, "module", None)
                names = [f"{module}.{alias.name}" if module else alias.name for alias in node.names]
                if any(name.startswith("incidents.opinion") for name in names):
                    knows.add(file.relative_to(ROOT).as_posix())
    outside = {name for name in knows if not name.startswith("incidents/opinion/")}
    assert outside == {"incidents/commands/opinions.py"}


def test_reading_and_storing_reports_need_nothing_of_it(tmp_path: Path, data_dir: Path) -> None:
    script = (
        "import sys\n"
        "from incidents import cli\n"
        "code = cli.main(sys.argv[1:])\n"
        "print(code, *[m for m in sys.modules if m.startswith('incidents.opinion')], file=sys.stderr)\n"
    )
    (tmp_path / "in.jsonl").write_bytes(as_lines(DOCUMENT))
    commands = [
        ["parse", "--jobs", "1"],
        ["ingest", str(tmp_path / "in.jsonl")],
        ["export", "--profile", "claims"],
    ]
    for command in commands:
        finished = subprocess.run(
            [sys.executable, "-c", script, *command, "--data", str(data_dir)],
            input=as_lines(DOCUMENT),
            capture_output=True,
            check=True,
            cwd=ROOT,
        )
        assert finished.stdout
        assert finished.stderr.decode().splitlines()[-1] == "0"
