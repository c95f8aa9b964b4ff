"""`incidents gazetteer` as a person runs it."""

from __future__ import annotations

from pathlib import Path

import pytest

from incidents import cli
from incidents.commands.common import OK, PROBLEMS, USAGE
from incidents.geocoding.packs import fetching
from tests.geocoding.packs.made import contents, csv_file, data_folder, opened


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder without packs."""
    return data_folder(tmp_path / "data")


def gazetteer(data: Path, *arguments: object) -> int:
    return cli.main(["gazetteer", *map(str, arguments), "--data", str(data)])


def test_add_list_find_and_remove(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = csv_file(tmp_path / "My places.csv", "Zorvenna;35.01;36.05", heading="Village;lat;lon")
    options = ("--column", "name=Village", "--country", "SY", "--attribution", "Surveyed by ourselves")
    assert gazetteer(data, "add", path, *options) == OK
    told = capsys.readouterr().out
    assert "my-places: added, 1 places, 0 outlines." in told
    assert gazetteer(data, "list") == OK
    told = capsys.readouterr().out
    for part in ("my-places: 1 places", "of SY", "My places.csv (csv)", "SHA-256", "Surveyed by ourselves"):
        assert part in told
    assert cli.main(["geocode", "Zorvenna", "--data", str(data)]) == OK
    assert "Tartus" in capsys.readouterr().out
    assert gazetteer(data, "remove", "my-places") == OK
    assert opened(data).named("Zorvenna") == ()
    assert gazetteer(data, "list") == OK
    assert "There are no packs" in capsys.readouterr().out


def test_one_bad_file_of_several_leaves_everything_as_it_was(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(data)
    good = csv_file(tmp_path / "good.csv", "1,Zorvenna,35.01,36.05,,SY")
    bad = csv_file(tmp_path / "bad.csv", "1,Zorvenna,35.01,36.05,,SY", "2,Qelmisur,35.01,361,,SY")
    assert gazetteer(data, "add", good, bad) == PROBLEMS
    told = capsys.readouterr().err
    assert "incidents gazetteer: bad.csv, line 3: 35.01, 361.0 is not a latitude and a longitude" in told
    assert contents(data) == before
    assert gazetteer(data, "list") == OK
    assert "There are no packs" in capsys.readouterr().out


def test_rows_that_are_left_out_are_told(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    villages = [f"{n},Zorvenna {chr(65 + n)},35.0{n % 10},36.3{n // 10},,SY" for n in range(20)]
    path = csv_file(tmp_path / "places.csv", *villages, "91,Qelmisur,48.2,16.4,,SY", "92,--,35,36.5,,SY")
    assert gazetteer(data, "add", path) == OK
    told = capsys.readouterr()
    assert "places: added, 20 places, 0 outlines, 2 rows left out." in told.out
    assert "incidents gazetteer: places.csv: 1 row lies more than 25 km outside its country" in told.err
    assert "line 22: Qelmisur at 48.2, 16.4, not in SY." in told.err
    assert "places.csv: 1 row is left out whose name has no letter: line 23." in told.err


def test_a_country_code_asks_nobody_until_it_is_allowed(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object, **__: object) -> Path:
        raise AssertionError("it wanted to use the network")

    monkeypatch.setattr(fetching, "fetch_dump", never)
    assert gazetteer(data, "add", "SY") == PROBLEMS
    told = capsys.readouterr().err
    assert "say --download: GeoNames then learns your network address" in told


@pytest.mark.parametrize(
    "wrong", [["add"], ["add", "x", "--column", "name"], ["add", "x", "--format", "xml"], []]
)
def test_what_is_not_understood_is_refused_with_2(data: Path, wrong: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        gazetteer(data, *wrong)
    assert caught.value.code == USAGE


def test_one_name_is_not_given_to_two_packs(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert gazetteer(data, "add", "a.csv", "b.csv", "--name", "x") == USAGE
    assert "several packs" in capsys.readouterr().err
