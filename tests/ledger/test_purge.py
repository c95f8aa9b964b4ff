"""A purged report leaves no word behind, and the ledger is still proven."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from incidents import pipeline
from incidents.cli import main
from incidents.errors import DecisionError, LedgerError
from incidents.ledger import Ledger
from incidents.model import Extraction, Report, Toponym
from incidents.query import Store
from tests.ledger.records import BANIYAS, EVENT, make_claim, make_decision, make_extraction, make_report
from tests.query.house import areas

PHRASE = "Umm Hazem"
SECRET = make_report(
    f"On Friday {PHRASE} hid 3 wounded in the mill of Ras Tahun; 3 were killed there.",
    doc_id=f"{PHRASE}.txt",
    title=f"{PHRASE} speaks",
    url=f"https://example.org/{PHRASE}",
    origin=f"/inbox/{PHRASE}.txt",
    publisher="A small paper",
)
OTHER = make_report("In Baniyas 60 were killed.", doc_id="other.txt")
HID = make_claim(SECRET, f"{PHRASE} hid 3 wounded", "hid", unit="injured", low=3, place_as_written=PHRASE)
DEAD = make_claim(SECRET, "3 were killed", "dead", low=3, place=BANIYAS, victim=(PHRASE,))
SIXTY = make_claim(OTHER, "60 were killed", "sixty", low=60)


def fill(data_dir: Path, url: str | None = None) -> Ledger:
    ledger = Ledger.open(data_dir, url)
    start = SECRET.text.index(PHRASE)
    named = Toponym(start=start, end=start + len(PHRASE), surface=PHRASE, kind="settlement")
    reading = make_extraction(SECRET, HID, DEAD)
    ledger.add_report(SECRET, replace(reading, toponyms=(*reading.toponyms, named)))
    ledger.add_extraction(make_extraction(SECRET, HID, DEAD, version="2"))
    ledger.add_report(OTHER, make_extraction(OTHER, SIXTY))
    first, second, third = ledger.name_clusters(
        [frozenset(["sixty"]), frozenset(["hid"]), frozenset(["dead"])]
    )
    ledger.decide(make_decision("correct", SECRET, "dead", after={"victim": [f"sister of {PHRASE}"]}))
    ledger.decide(make_decision("accept", SECRET, "hid", reason=f"{PHRASE} told me so"))
    marked = {"start": start, "end": start + len(PHRASE), "quote": PHRASE}
    ledger.decide(make_decision("add", SECRET, **marked, after={"event_type": EVENT}))
    merge = make_decision("merge", OTHER, first, reason=f"{PHRASE} again", after={"events": [second, third]})
    ledger.decide(replace(merge, report_id=""))
    undo = make_decision("undo", OTHER, merge.decision_id, reason=f"not {PHRASE}")
    ledger.decide(replace(undo, report_id=""))
    ledger.decide(replace(make_decision("undo", OTHER, undo.decision_id), report_id=""))
    ledger.decide(make_decision("dispute", OTHER, "sixty"))
    return ledger


def files_with(data_dir: Path, words: str) -> list[str]:
    return [
        file.name for file in data_dir.rglob("*") if file.is_file() and words.encode() in file.read_bytes()
    ]


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    return tmp_path / "data"


def test_the_words_are_in_no_file_and_the_ledger_verifies(data_dir: Path) -> None:
    with fill(data_dir) as ledger:
        Store(ledger, _generation(data_dir, ledger), areas)
        assert files_with(data_dir, PHRASE)
        assert any((data_dir / "generations").iterdir())
        pipeline.purge(data_dir, SECRET.report_id, by="Editor", reason="a witness is in danger")
        assert ledger.verify() == []
    assert files_with(data_dir, PHRASE) == []
    assert files_with(data_dir, PHRASE.encode("unicode_escape").decode()) == []
    assert files_with(data_dir, "Ras Tahun") == []
    assert not (data_dir / "generations").exists()


def _generation(data_dir: Path, ledger: Ledger):  # type: ignore[no-untyped-def]
    from incidents.query.generation import generation

    return generation(data_dir, ledger, areas)


def test_its_claims_go_and_everything_else_stays(data_dir: Path) -> None:
    with fill(data_dir) as ledger:
        before = ledger.decisions()
        purged = ledger.purge(SECRET.report_id, by="Editor", reason="a witness is in danger")
        assert ledger.claims() == [SIXTY]
        assert ledger.verification() == {"sixty": "disputed"}
        assert [report.report_id for report in ledger.reports()] == [OTHER.report_id]
        assert (purged.report_id, purged.by, purged.reason) == (
            SECRET.report_id, "Editor", "a witness is in danger",
        )  # fmt: skip
        reviewed = ledger.reviewed()
        assert (reviewed.ties, reviewed.lost) == ([], [])
        after = ledger.decisions()
        assert [(d.decision_id, d.at, d.by, d.kind) for d in after[:-1]] == [
            (d.decision_id, d.at, d.by, d.kind) for d in before
        ]
        assert after[-2] == before[-1]
        assert after[-1].kind == "purge"
        merged = json.dumps(after[3].before)
        assert "60 were killed" in merged


def test_a_merge_holds_on_for_what_is_left_of_it(data_dir: Path) -> None:
    third = make_report("Sixty died in Baniyas.", doc_id="third.txt")
    with fill(data_dir) as ledger:
        ledger.add_report(third, make_extraction(third, make_claim(third, "Sixty died", "died", low=60)))
        sixty, died, dead = ledger.name_clusters([frozenset([i]) for i in ("sixty", "died", "dead")])
        merge = make_decision("merge", OTHER, sixty, after={"events": [died, dead]})
        ledger.decide(replace(merge, report_id=""))
        ledger.purge(SECRET.report_id, by="Editor", reason="danger")
        (tie,) = ledger.reviewed().ties
        assert (tie.claims, tie.others) == ({"sixty"}, {"died"})
        assert ledger.reviewed().queue == []


def test_a_purged_report_is_not_taken_in_again_unnoticed(data_dir: Path, tmp_path: Path) -> None:
    file = tmp_path / SECRET.doc_id
    file.write_bytes(SECRET.content)

    def parse(report: Report) -> Extraction:
        return Extraction(report_id=report.report_id, extractor_version="1")

    with fill(data_dir) as ledger:
        ledger.purge(SECRET.report_id, by="Editor", reason="a witness is in danger")
        with pytest.raises(LedgerError, match=r"purged on .* by Editor: a witness is in danger"):
            ledger.add_report(SECRET, make_extraction(SECRET, HID))
        with pytest.raises(LedgerError, match="purged"):
            ledger.add_extraction(make_extraction(SECRET, HID, version="3"))
        with pytest.raises(LedgerError, match="purged"):
            ledger.report(SECRET.report_id)
        with pytest.raises(DecisionError, match="purged"):
            ledger.decide(make_decision("report", SECRET, after={"title": PHRASE}))
    result = pipeline.ingest([file], data_dir, parse=parse)
    assert result.added == result.already_there == []
    assert "by Editor: a witness is in danger" in result.problems[0].message
    assert files_with(data_dir, PHRASE) == []


def test_what_a_purge_left_is_proven_too(data_dir: Path) -> None:
    with fill(data_dir) as ledger:
        ledger.purge(SECRET.report_id, by="Editor", reason="danger")
    for statement, row in [
        ("UPDATE reports SET text = 'other words' WHERE number = 1", "report 1"),
        ("UPDATE extractions SET toponyms = '[1]' WHERE number = 2", "reading 2"),
        (
            'UPDATE decisions SET record = replace(record, \'"kind":"correct"\', \'"kind":"rejects"\')',
            "decision 1",
        ),
        ("UPDATE decisions SET record = replace(record, 'danger', 'harm')", "decision 8"),
        ("UPDATE entries SET salt = 'x' WHERE kind = 'report' AND row = 1", "report 1"),
    ]:
        copy = data_dir.with_name("copy")
        copy.mkdir(exist_ok=True)
        (copy / "ledger.sqlite").write_bytes((data_dir / "ledger.sqlite").read_bytes())
        with sqlite3.connect(copy / "ledger.sqlite") as connection:
            connection.execute(statement)
        connection.close()
        with Ledger.open(copy) as damaged:
            assert any(row in str(problem) for problem in damaged.verify()), statement


def test_a_purge_is_refused_without_name_reason_or_report_and_cannot_be_undone(data_dir: Path) -> None:
    with fill(data_dir) as ledger:
        for fields in ({"by": " ", "reason": "r"}, {"by": "Editor", "reason": ""}):
            with pytest.raises(DecisionError, match="a name and a reason"):
                ledger.purge(SECRET.report_id, **fields)
        with pytest.raises(LedgerError, match="no report"):
            ledger.purge("0" * 64, by="Editor", reason="danger")
        with pytest.raises(DecisionError, match="the ledger's purge"):
            ledger.decide(make_decision("purge", SECRET))
        ledger.purge(SECRET.report_id, by="Editor", reason="danger")
        again = ledger.purge(SECRET.report_id, by="Somebody", reason="another")
        assert again.by == "Editor"
        with pytest.raises(DecisionError, match="cannot be undone"):
            ledger.decide(
                replace(make_decision("undo", SECRET, ledger.decisions()[-1].decision_id), report_id="")
            )


def test_words_held_in_a_file_by_another_reader_are_told(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("incidents.ledger.schema.BUSY_TIMEOUT_SECONDS", 0)
    with fill(data_dir) as ledger:
        reader = sqlite3.connect(data_dir / "ledger.sqlite", isolation_level=None)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM reports").fetchone()
        with pytest.raises(LedgerError, match="close it and purge the report again"):
            ledger.purge(SECRET.report_id, by="Editor", reason="danger")
        reader.close()
        ledger.purge(SECRET.report_id, by="Editor", reason="danger")
        assert files_with(data_dir, PHRASE) == []


def test_what_only_a_reviewer_knows_is_purged_too(data_dir: Path) -> None:
    with fill(data_dir) as ledger:
        after = {"event_type": EVENT, "victim": ["Abu Karim"]}
        ledger.decide(replace(make_decision("add", OTHER, after=after), target="", report_id=""))
        known = next(claim for claim in ledger.claims() if claim.without_report)
        assert files_with(data_dir, "Abu Karim")
    wanted = ["--by", "Editor", "--reason", "danger", "--data", str(data_dir), "--yes"]
    assert main(["purge", known.report_id, *wanted]) == 0
    with Ledger.open(data_dir) as ledger:
        assert not any(claim.without_report for claim in ledger.claims())
        assert ledger.reviewed().by_hand == []
        assert ledger.verify() == []
    assert files_with(data_dir, "Abu Karim") == []
    assert main(["purge", "reviewer:0123456789abcdef", *wanted]) == 1


def test_the_command_asks_first_and_verify_says_purged(
    data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(data_dir).close()
    wanted = ["--by", "Editor", "--reason", "a witness is in danger", "--data", str(data_dir)]
    assert main(["purge", SECRET.doc_id, *wanted]) == 2
    assert "--yes" in capsys.readouterr().err
    assert files_with(data_dir, PHRASE)
    assert main(["purge", "nothing.txt", *wanted, "--yes"]) == 1
    assert main(["purge", SECRET.report_id[:10], *wanted, "--yes"]) == 0
    assert files_with(data_dir, PHRASE) == []
    assert main(["verify", "--data", str(data_dir)]) == 0
    told = capsys.readouterr().out
    assert "was purged on" in told
    assert "by Editor: a witness is in danger" in told
    assert "Verified 1 reports, 1 claims" in told
