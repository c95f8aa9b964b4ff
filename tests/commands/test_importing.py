"""`incidents import`, as a person runs it."""

from __future__ import annotations

from pathlib import Path

import pytest

from incidents import cli
from incidents.commands.common import OK, PROBLEMS
from incidents.ledger import Ledger

TABLE = """\
Date;Town;Country;Killed;Injured;Type
07/03/2025;Baniyas;Syria;60;20+;Massacre
13/03/2025;Jableh;Syria;5;;Attack
31.02.2025;Jableh;Syria;5;;Attack
14/03/2025;Jableh;Syria;=cmd();;Attack
"""


@pytest.fixture
def data_dir(tmp_path: Path, place_index: Path) -> Path:
    data = tmp_path / "data"
    data.mkdir()
    (data / "gazetteer").symlink_to(place_index)
    return data


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "march.csv"
    file.write_text(TABLE)
    return file


def run(file: Path, data_dir: Path, *options: str) -> int:
    return cli.main(["import", str(file), "--profile", "table", "--data", str(data_dir), *options])


def test_good_rows_land_and_bad_ones_are_told_by_number(table, data_dir, tmp_path, capsys):
    problems = tmp_path / "problems.csv"
    assert run(table, data_dir, "--publisher", "Coast Monitor", "--problems", str(problems)) == PROBLEMS
    told = capsys.readouterr()
    assert told.out == "march.csv: 4 rows: 2 good, 2 not taken in; 3 claims added.\n"
    assert "row 4: Date: the date “31.02.2025” is not a day" in told.err
    lines = problems.read_text("utf-8").splitlines()
    assert lines[0] == "row,column,value,problem"
    assert lines[2].startswith("5,Killed,'=cmd(),")
    with Ledger.open(data_dir) as ledger:
        killed, injured, other = ledger.claims()
        assert ledger.verify() == []
        assert ledger.reports()[0].publisher == "Coast Monitor"
    assert (killed.low, killed.place and killed.place.name, str(killed.date_start)) == (
        60,
        "Baniyas",
        "2025-03-07",
    )
    assert (injured.low, injured.high, other.low) == (20, None, 5)
    assert run(table, data_dir, "--publisher", "Coast Monitor") == PROBLEMS
    assert "in the ledger already" in capsys.readouterr().out


def test_a_preview_stores_nothing(table, data_dir, capsys):
    assert run(table, data_dir, "--preview") == PROBLEMS
    told = capsys.readouterr().out
    assert "killed      ← Killed" in told
    assert (
        "[2] 60 killed; Violence against civilians / Attack; 2025-03-07; Baniyas (settlement); march" in told
    )
    assert "Nothing was stored." in told
    with Ledger.open(data_dir) as ledger:
        assert ledger.reports() == []


def test_a_mapping_is_said_kept_and_used_again(tmp_path, data_dir, capsys):
    file = tmp_path / "a.csv"
    file.write_text("Wann,Wo,Tote\n03/04/2025,Baniyas,3\n")
    columns = [
        "--column",
        "date=Wann",
        "--column",
        "place=Wo",
        "--column",
        "killed=Tote",
        "--set",
        "country=Syria",
    ]
    assert run(file, data_dir, *columns, "--save-mapping", "list") == PROBLEMS
    assert "can be read in two ways" in capsys.readouterr().err
    assert run(file, data_dir, *columns, "--dates", "dmy", "--save-mapping", "list", "--preview") == OK
    file.write_text("wann,wo,tote\n05/06/2025,Baniyas,3\n")
    assert run(file, data_dir) == OK
    with Ledger.open(data_dir) as ledger:
        assert [str(claim.date_start) for claim in ledger.claims()] == ["2025-06-05"]
    assert run(file, data_dir, "--mapping", "other") == PROBLEMS
    assert "There is no mapping “other”" in capsys.readouterr().err


def test_what_is_no_table_is_told_in_a_sentence(tmp_path, data_dir, capsys):
    file = tmp_path / "x.xlsx"
    file.write_bytes(b"PK\x03\x04 no workbook")
    assert run(file, data_dir) == PROBLEMS
    assert "no workbook, or a damaged one" in capsys.readouterr().err
