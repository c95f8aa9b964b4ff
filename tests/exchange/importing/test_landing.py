"""Tables in the ledger: once each, as evidence like any report, and known again by what their rows say."""

from __future__ import annotations

import pytest

from incidents import pipeline
from incidents.errors import ExchangeError
from incidents.exchange.importing import Mapping, land, mapping_for, open_table, save, saved
from incidents.exchange.importing.mapping import load_mapping
from incidents.exchange.importing.summary import outcome
from incidents.ledger import Ledger
from tests.exchange.importing.tables import as_csv, as_xlsx, read

HEAD = ["Date", "Town", "Killed", "Injured"]
ROWS = [["2025-03-07", "Baniyas", 60, 12], ["2025-03-08", "Latakia", 5, ""]]


@pytest.fixture
def ledger(tmp_path):
    with Ledger.open(tmp_path) as opened:
        yield opened


def test_the_same_file_twice_is_one_report(ledger):
    imported = read(as_csv([HEAD, *ROWS]))
    assert [land(ledger, imported).kind for _ in range(2)] == ["added", "again"]
    assert [report.publisher for report in ledger.reports()] == ["Coast Monitor"]
    assert ledger.claims() == list(imported.extraction.claims)
    assert ledger.verify() == []


def test_a_corrected_file_is_a_new_report_that_says_what_was_known(ledger):
    land(ledger, read(as_csv([HEAD, *ROWS])))
    changed = read(
        as_csv([HEAD, ["2025-03-06", "Baniyas", 1, ""], ROWS[0], ["2025-03-08", "Latakia", 6, ""]]),
        name="v2.csv",
    )
    landed = land(ledger, changed)
    assert (landed.kind, landed.known, landed.before) == ("added", 1, "casualties.csv")
    assert "1 of its rows" in outcome(changed, landed)
    assert len(ledger.reports()) == 2


def test_another_mapping_of_the_same_file_reads_it_anew(ledger):
    data = as_csv([HEAD, *ROWS])
    land(ledger, read(data))
    fewer = Mapping({"date": "Date", "place": "Town", "killed": "Killed"})
    assert land(ledger, read(data, fewer)).kind == "read_again"
    assert {claim.unit for claim in ledger.claims()} == {"killed"}
    assert ledger.verify() == []


def test_another_sheet_of_the_same_file_is_not_taken_for_it(ledger):
    data = as_xlsx([HEAD, *ROWS], Other=[HEAD, ["2025-03-01", "Baniyas", 1, 1]])
    land(ledger, read(data, sheet="Data"))
    with pytest.raises(ExchangeError, match="Another sheet"):
        land(ledger, read(data, sheet="Other"))


def test_a_table_is_never_parsed_as_a_text(ledger):
    imported = read(as_csv([HEAD, *ROWS]))
    land(ledger, imported)

    def parse(report):
        raise AssertionError("it was parsed")

    assert not pipeline.reread(ledger, imported.report.report_id, parse)
    assert len(ledger.claims()) == 3


def test_a_mapping_is_kept_and_used_for_tables_with_the_same_columns(tmp_path):
    table = open_table(as_csv([["Wann", "Wo", "Tote"], ["2025-03-07", "Baniyas", 3]]))
    mapping = Mapping(
        {"date": "Wann", "place": "Wo", "killed": "Tote"}, {"country": "SY"}, "dmy", headers=table.headers
    )
    file = save(mapping, "our list", tmp_path)
    assert saved(tmp_path) == {"our list": mapping}
    assert load_mapping(file) == mapping
    assert mapping_for(table, [mapping]) == mapping
    other = open_table(as_csv([["Wann", "Wo", "Verletzte"], ["2025-03-07", "Baniyas", 3]]))
    assert mapping_for(other, [mapping]) != mapping


@pytest.mark.parametrize("name", ["", "../up", "a/b", " x", "."])
def test_a_mapping_s_name_is_no_path(tmp_path, name):
    with pytest.raises(ExchangeError, match="no name"):
        save(Mapping(), name, tmp_path)


@pytest.mark.parametrize(
    "text", ["", "[]", '{"columns": {"date": 1}}', '{"dates": "x"}', '{"header_row": "a"}', "{"]
)
def test_a_file_that_is_no_mapping_is_refused(tmp_path, text):
    file = tmp_path / "m.json"
    file.write_text(text)
    with pytest.raises(ExchangeError, match=r"m\.json cannot be read"):
        load_mapping(file)
