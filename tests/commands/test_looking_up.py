"""Looking a name or a point up as a person does, with a service on this machine behind the gazetteer."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import pytest

from incidents.commands import looking_up
from incidents.commands.common import OK, PROBLEMS
from incidents.errors import GazetteerError
from tests.geocoding.fake_service import FakeService, Reply, serve


@pytest.fixture
def data_dir(tmp_path: Path, place_index: Path) -> Path:
    """A data folder of its own, with the shared index in it."""
    (tmp_path / "gazetteer").mkdir()
    (tmp_path / "gazetteer" / "index.sqlite").symlink_to(place_index / "index.sqlite")
    return tmp_path


@pytest.fixture
def fake(data_dir: Path) -> Iterator[FakeService]:
    with serve() as service:
        (data_dir / "geocoders.toml").write_text(
            f"""[house]
            service = "nominatim"
            user_agent = "a test"
            min_delay_seconds = 0
            options = {{ domain = "{service.domain}", scheme = "http" }}
            """
        )
        yield service


def look_up(data_dir: Path, *arguments: str) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="*")
    looking_up.add_options(parser)
    args = parser.parse_args(arguments)
    args.data = data_dir
    return looking_up.look_up(args)


def test_a_name_that_the_gazetteer_places_is_asked_of_nobody(
    data_dir: Path, fake: FakeService, capsys: pytest.CaptureFixture[str]
) -> None:
    assert look_up(data_dir, "Qardaha", "--online", "house") == OK
    assert capsys.readouterr().out.startswith("Qardaha: Qardaha")
    assert fake.asked == []


def test_an_unknown_name_is_asked_of_the_service_and_the_person_is_told_who_learns_it(
    data_dir: Path, fake: FakeService, capsys: pytest.CaptureFixture[str]
) -> None:
    assert look_up(data_dir, "Zzatlantis", "Nowhereville xq", "--online", "house") == OK
    told = capsys.readouterr()
    assert "house: Zzatlantis, Sea at 1.5000, 2.5000" in told.out
    assert "house: Zzatlantis, Land at 3.5000, 4.5000" in told.out
    assert "OpenStreetMap contributors" in told.out
    assert told.out.rstrip().endswith("and no service knows it either")
    assert f"Asking {fake.domain}, which learns the names" in told.err


def test_without_the_switch_nobody_is_asked_whatever_the_file_describes(
    data_dir: Path, fake: FakeService, capsys: pytest.CaptureFixture[str]
) -> None:
    assert look_up(data_dir, "Zzatlantis", "--at", "35.183,35.95") == OK
    assert fake.asked == [] and "no service" not in capsys.readouterr().out


def test_an_error_is_told_for_its_name_and_the_next_name_is_answered(
    data_dir: Path, fake: FakeService, capsys: pytest.CaptureFixture[str]
) -> None:
    fake.replies = [Reply(403)]
    assert look_up(data_dir, "Zzyzzyva", "Zzatlantis", "--online", "house") == PROBLEMS
    told = capsys.readouterr()
    assert f"incidents geocode: Zzyzzyva: {fake.domain} answered with status 403." in told.err
    assert "house: Zzatlantis, Sea" in told.out


def test_a_service_without_a_file_is_explained(data_dir: Path) -> None:
    with pytest.raises(GazetteerError, match=r"geocoders\.toml: write one"):
        look_up(data_dir, "Zzatlantis", "--online", "nominatim")


def test_a_point_is_answered_with_what_is_near_and_around(
    data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert look_up(data_dir, "--at", "35.183,35.95", "--at=-33.9,151.2", "--at", "0,-150") == OK
    out = capsys.readouterr().out
    assert "35.183,35.95: in Tartus (governorate), Syria (country)" in out
    assert "Baniyas" in out and "overlay:baniyas" in out
    assert "-33.9,151.2: in Australia (country)" in out
    assert "0,-150: no settlement within 200 km" in out


def test_what_is_no_point_is_a_problem_told_in_a_sentence(
    data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert look_up(data_dir, "--at", "nowhere") == PROBLEMS
    assert "give latitude and longitude in degrees" in capsys.readouterr().err
