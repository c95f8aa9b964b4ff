"""The commands, run as a person or a program runs them."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents import cli
from incidents.commands.common import OK, PROBLEMS, USAGE
from incidents.commands.exporting import PROFILES
from incidents.commands.streaming import doc_id_of, lines, written
from incidents.exchange import EXPORTERS
from incidents.ledger import Ledger
from incidents.workspace import default_data_dir

ROOT = Path(__file__).resolve().parents[1]
TEXT = "At least 163 civilians were killed in Baniyas on Friday, the Observatory said."
DOCUMENT = {"doc_id": "a", "text": TEXT, "published": "2025-03-08", "publisher": "A paper", "language": "en"}


@pytest.fixture
def data_dir(tmp_path: Path, place_index: Path) -> Path:
    """A data folder with nothing but the gazetteer index."""
    data = tmp_path / "data"
    data.mkdir()
    (data / "gazetteer").symlink_to(place_index)
    return data


def run(*arguments: object, data: Path, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "incidents.cli", *map(str, arguments), "--data", str(data)]
    return subprocess.run(command, input=given, capture_output=True, check=False, cwd=ROOT)


def as_lines(*records: Any) -> bytes:
    return b"".join(r if isinstance(r, bytes) else json.dumps(r).encode() + b"\n" for r in records)


def answers(finished: subprocess.CompletedProcess[bytes]) -> list[dict[str, Any]]:
    assert b"Traceback" not in finished.stderr, finished.stderr.decode()
    return [json.loads(line) for line in finished.stdout.splitlines()]


@pytest.mark.parametrize("jobs", [1, 2])
def test_parse_answers_every_line_in_order_and_goes_on_after_a_bad_one(data_dir: Path, jobs: int) -> None:
    bad = [
        b"not JSON\n",
        b"\n",
        b"[1]\n",
        b"\xff\xfe\n",
        as_lines({"doc_id": "no text"}),
        b'{"doc_id": 1e999}\n',
    ]
    bad.append(as_lines({"doc_id": 7, "text": "x", "published": "soon"}))
    finished = run(
        "parse",
        "--jobs",
        jobs,
        data=data_dir,
        given=as_lines(DOCUMENT, *bad, DOCUMENT | {"doc_id": None}, b'{"text": ""}'),
    )
    told = answers(finished)
    assert [answer["doc_id"] for answer in told] == [
        "a",
        None,
        None,
        None,
        None,
        "no text",
        None,
        7,
        None,
        None,
    ]
    assert [("error" in answer) for answer in told] == [False] + [True] * 6 + [False] * 3
    assert [n for n, answer in enumerate(told) if "warning" in answer] == [7]
    assert finished.returncode == OK
    claim = told[0]["claims"][0]
    assert TEXT[claim["start"] : claim["end"]] == claim["evidence"]
    assert (claim["place"], claim["low"], claim["unit"], claim["date_start"]) == (
        "Baniyas",
        163,
        "killed",
        "2025-03-07",
    )
    assert told[0]["toponyms"][0]["surface"] == "Baniyas"
    assert told[0]["incidents"]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_parse_answers_as_it_is_asked(data_dir: Path, jobs: str) -> None:
    command = [sys.executable, "-m", "incidents.cli", "parse", "--jobs", jobs, "--data", str(data_dir)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for number in range(3):
            process.stdin.write(as_lines(DOCUMENT | {"doc_id": str(number)}))
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["doc_id"] == str(number)
        process.stdin.close()
        assert process.wait(timeout=60) == OK
    assert not (data_dir / "ledger.sqlite").exists()


def test_parse_says_why_on_demand(data_dir: Path) -> None:
    hidden = DOCUMENT | {"text": "\u200e" + TEXT.replace("Baniyas", "Ban\u00adiyas")}
    plain, why = answers(run("parse", "--explain", data=data_dir, given=as_lines(DOCUMENT, hidden)))
    for answer, words in ((plain, "Baniyas"), (why, "Ban\u00adiyas")):
        place = answer["claims"][0]["because"]["place"]
        assert place["rule"] == "place.named"
        assert [word["text"] for word in place["words"]] == [words]
    unasked = answers(run("parse", data=data_dir, given=as_lines(DOCUMENT)))[0]
    assert "because" not in unasked["claims"][0]


def test_geocode_answers_names_and_lines(data_dir: Path) -> None:
    asked = [{"id": 1, "query": "Baniyas", "country": "SY"}, b"what?\n", {"id": 3, "query": "Xyzzyqwerty"}]
    finished = run("geocode", "--jsonl", data=data_dir, given=as_lines(*asked))
    found, bad, unknown = answers(finished)
    assert finished.returncode == OK
    assert (found["id"], round(found["lat"], 1), round(found["lon"], 1)) == (1, 35.2, 35.9)
    assert bad["id"] is None
    assert bad["error"]
    assert (unknown["id"], unknown["lat"], unknown["gazetteer_id"]) == (3, None, None)
    spoken = run("geocode", "Baniyas", data=data_dir)
    assert spoken.returncode == OK
    assert "Baniyas" in spoken.stdout.decode()
    assert run("geocode", data=data_dir).returncode == USAGE


def test_ingest_then_verify_then_export(tmp_path: Path, data_dir: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(as_lines(DOCUMENT, b"not JSON\n"))
    data = data_dir
    first = run("ingest", tmp_path / "in.jsonl", "gone.txt", data=data)
    assert first.returncode == PROBLEMS
    assert first.stdout.decode() == "Reports: 1 added, 0 there already, 2 not taken in.\n"
    told = first.stderr.decode().splitlines()
    assert [line.partition(":")[0] for line in told if "\r" not in line][-2:] == [
        "in.jsonl, line 2",
        "gone.txt",
    ]
    again = run("ingest", "-", "--publisher", "A paper", data=data, given=as_lines(DOCUMENT))
    assert (again.returncode, again.stdout.decode()) == (OK, "Reports: 0 added, 1 there already.\n")
    pasted = b"Three people were killed in Latakia, residents said."
    assert run("ingest", "-", "--published", "2025-03-09", data=data, given=pasted).returncode == OK
    assert [str(report.published) for report in Ledger.open(data).reports()] == ["2025-03-08", "2025-03-09"]
    assert run("ingest", "seeds", "--if-empty", data=data).returncode == OK
    assert len(Ledger.open(data).reports()) == 2

    verified = run("verify", data=data)
    assert verified.returncode == OK
    assert "2 reports" in verified.stdout.decode()

    claims = answers(run("export", "--profile", "claims", data=data))
    keys = {"doc_id", "start", "end", "evidence", "claim_id", "incident_id", "series_id", "role", "counted"}
    assert keys <= claims[0].keys()
    assert len(claims) == len(Ledger.open(data).claims())
    links = answers(run("export", "--profile", "links", data=data))
    assert links[0]["doc_id"] == "a"
    assert links[0]["incident_ids"]
    file = tmp_path / "out.geojson"
    assert run("export", file, "--profile", "geojson", "--source", "A paper", data=data).returncode == OK
    features = json.loads(file.read_bytes())["features"]
    assert {feature["properties"]["location"] for feature in features} == {"Baniyas"}
    csv = run("export", "--profile", "csv", "--from", "2030-01-01", data=data)
    assert len(csv.stdout.splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["fly"],
        ["ingest"],
        ["export"],
        ["export", "--profile", "pdf"],
        ["ingest", "x", "--published", "soon"],
    ],
)
def test_what_is_not_understood_is_refused_with_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main(arguments)
    assert caught.value.code == USAGE
    assert "usage: incidents" in capsys.readouterr().err


def test_a_ledger_that_cannot_be_opened_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "ledger.sqlite").write_bytes(b"no database, though long enough to be taken for one " * 40)
    assert cli.main(["verify", "--data", str(tmp_path)]) == PROBLEMS
    told = capsys.readouterr().err
    assert told.startswith("incidents verify: the ledger ")
    assert told.count("\n") == 1


def test_a_reader_that_has_heard_enough_is_no_error(data_dir: Path) -> None:
    command = f"yes '{json.dumps(DOCUMENT)}' | head -200 | {sys.executable} -m incidents.cli parse --data {data_dir}"
    finished = subprocess.run(f"{command} | head -1", shell=True, capture_output=True, cwd=ROOT, check=True)
    assert json.loads(finished.stdout)["doc_id"] == "a"
    assert finished.stderr == b""


def test_the_data_folder_is_the_one_named_by_the_variable(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("INCIDENTS_DATA", str(tmp_path))
    assert default_data_dir() == tmp_path
    monkeypatch.delenv("INCIDENTS_DATA")
    assert default_data_dir() == ROOT / "data" / "workspace"


def test_every_exporter_can_be_chosen() -> None:
    assert tuple(EXPORTERS) == PROFILES


def test_help_needs_none_of_the_heavy_libraries() -> None:
    check = "import sys, incidents.cli; incidents.cli._parser().format_help(); print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", check], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert not {"sqlalchemy", "pandas", "spacy", "streamlit", "tqdm"} & set(loaded.stdout.split())


@given(st.lists(st.binary(max_size=12)), st.integers(0, 8))
def test_a_stream_has_as_many_lines_as_it_has_line_ends(parts: list[bytes], limit_bytes: int) -> None:
    written_lines = [part.translate(None, b"\r\n\xef") for part in parts]
    found = list(lines(io.BytesIO(b"".join(line + b"\r\n" for line in written_lines)), limit_bytes))
    assert len(found) == len(parts)
    for line, whole in zip(found, written_lines, strict=True):
        assert line == whole or (limit_bytes < len(line) and whole.startswith(line))


@given(st.text() | st.just("\ud800"), st.text() | st.integers())
def test_every_answer_is_one_line_of_json_and_keeps_its_key(text: str, key: str | int) -> None:
    line = written({"doc_id": key, "text": text})
    assert line.count(b"\n") == 1
    assert json.loads(line) == {"doc_id": key, "text": text}
    assert doc_id_of(line) == key


@pytest.fixture(autouse=True)
def _without_a_named_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("INCIDENTS_DATA", raising=False)


def test_the_limit_is_a_setting(tmp_path: Path, data_dir: Path) -> None:
    large = tmp_path / "large.txt"
    large.write_bytes(b"a " * 700_000)
    refused = run("ingest", str(large), "--limit-mb", "1", data=data_dir)
    assert refused.returncode == PROBLEMS
    assert "--limit-mb" in refused.stderr.decode()
    assert run("ingest", str(large), "--limit-mb", "0", data=data_dir).returncode == USAGE
