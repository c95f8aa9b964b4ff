"""Tables as monitors keep them: what becomes of their rows."""

from __future__ import annotations

import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.styles import PatternFill

from incidents.errors import ExchangeError
from incidents.exchange.importing import Mapping, mapping_for, open_table
from incidents.exchange.importing.sheets import SheetChoiceError
from tests.exchange.importing.tables import as_csv, as_xlsx, claims, day, problems, read
from tests.linking.say import BANIYAS

HEAD = ["Date", "Town", "Killed", "Injured", "Type", "Source"]
ROW = ["2025-03-07", "Baniyas", 60, 12, "Massacre", "Local council; Civil defence"]


def test_a_row_becomes_a_claim_for_each_number_with_the_row_as_evidence():
    imported = read(as_csv([HEAD, ROW]))
    killed, injured = imported.extraction.claims
    assert (killed.unit, killed.low, killed.high, killed.count_basis) == ("killed", 60, 60, "exact")
    assert (injured.unit, injured.low) == ("injured", 12)
    assert killed.place == BANIYAS
    assert (killed.date_start, killed.date_end, killed.date_precision) == (day(7), day(7), "day")
    assert (killed.event_type, killed.sub_event_type) == ("Violence against civilians", "Attack")
    assert killed.claimed_by == ("Local council", "Civil defence")
    for claim in imported.extraction.claims:
        assert imported.report.text[claim.start : claim.end] == claim.quote
        assert claim.quote == (
            "[2] Date: 2025-03-07; Town: Baniyas; Killed: 60; Injured: 12; Type: Massacre; "
            "Source: Local council; Civil defence"
        )
    assert imported.report.publisher == "Coast Monitor"


def test_bad_rows_are_told_by_the_number_a_spreadsheet_shows_and_good_ones_land():
    rows = [
        ["Incidents on the coast"], [], HEAD, ROW,
        ["2025-02-31", "Baniyas", 5, None, "Attack", ""],
        ["2025-03-08", "Baniyas", "many", None, "Attack", ""],
        [],
        ["2025-03-09", "Baniyas", None, None, "", ""],
        ["2025-03-10", "Baniyas", 3, None, "Picnic", ""],
        ["2025-03-11", "Baniyas", 4, None, "Attack", ""],
    ]  # fmt: skip
    for data in (as_csv(rows, ";"), as_xlsx(rows)):
        imported = read(data)
        told = problems(imported)
        assert imported.good == (4, 10)
        assert list(told) == [5, 6, 8, 9]
        assert "“2025-02-31” is not a day" in told[5] and told[5].startswith("row 5: Date")
        assert "“many” cannot be read as one number" in told[6]
        assert "neither a number of people nor a type" in told[8]
        assert "“Picnic”" in told[9]


def test_sums_below_the_rows_and_rows_told_twice_are_never_counted():
    imported = read(as_csv([HEAD, ROW, ROW, ["Total", None, 120, 24, None, None]]))
    assert imported.good == (2,)
    assert "same as row 2" in problems(imported)[3]
    assert "counted twice" in problems(imported)[4]


def test_a_number_in_a_cell_merged_over_rows_is_nobody_s():
    rows = [
        ["Date", "Town", "Killed"],
        ["2025-03-07", "Baniyas", 12],
        [None, "Latakia", None],
        [None, "Latakia", 3],
    ]
    imported = read(as_xlsx(rows, "A2:A4", "C2:C3"))
    assert imported.good == (4,)
    assert imported.extraction.claims[0].date_start == day(7)
    assert (
        "merged over rows 2 to 3" in problems(imported)[2]
        and "merged over rows 2 to 3" in problems(imported)[3]
    )


def test_a_formula_without_a_stored_value_is_no_empty_cell():
    imported = read(as_xlsx([["Date", "Town", "Killed"], ["2025-03-07", "Baniyas", "=5+5"]]))
    assert "formula without a stored value" in problems(imported)[2]


def test_a_sheet_has_to_be_chosen_where_there_are_several():
    data = as_xlsx([HEAD, ROW], Other=[["Date", "Town", "Killed"], ["2025-03-01", "Latakia", 1]], Empty=[])
    with pytest.raises(SheetChoiceError, match="“Data”, “Other”"):
        open_table(data)
    assert read(data, sheet="Other").extraction.claims[0].low == 1
    with pytest.raises(SheetChoiceError, match="no sheet “Third”"):
        open_table(data, "Third")
    assert read(as_xlsx([HEAD, ROW], Empty=[])).rows == 1


def test_cells_that_only_look_empty_cost_nothing_and_a_row_far_below_is_found():
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx([HEAD, ROW])))
    sheet = book.active
    sheet.cell(3, 9000).fill = PatternFill("solid", fgColor="FF0000")
    sheet.cell(200_000, 1).value = "2025-02-31"
    stream = io.BytesIO()
    book.save(stream)
    imported = read(stream.getvalue())
    assert imported.good == (2,)
    assert list(problems(imported)) == [200_000]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "no table"),
        (b"\x00\x01\x02\xff" * 50, "neither a CSV"),
        (b"PK\x03\x04 nothing", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Office"),
        (as_csv([HEAD]), "No row follows"),
        (b'Date,Town,Killed\n2025-03-07,"Baniyas,5\n', "quotation mark"),
        (as_csv([["x"] * 501] * 2), "500 columns"),
        (as_xlsx([["x"] * 501] * 2), "500 columns"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(data, why):
    with pytest.raises(ExchangeError, match=why):
        open_table(data)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1256"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_delimiters_make_no_difference(encoding, delimiter):
    rows = [["التاريخ", "المكان", "عدد القتلى", "الجرحى"], ["٢٠٢٥-٠٣-٠٧", "بانياس", "٦٠", "أكثر من 20"],
            ["٢٠٢٥-٠٣-٠٨", "قرية صغيرة في ريف اللاذقية", "٣", ""]]  # fmt: skip
    text = as_csv(rows, delimiter).decode()
    if encoding == "cp1256":
        text = text.translate(str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789"))
    told = [(c.unit, c.low, c.high, c.date_start) for c in claims(text.encode(encoding))]
    assert told == [
        ("killed", 60, 60, day(7)), ("injured", 20, None, day(7)), ("killed", 3, 3, day(8)),
    ]  # fmt: skip


def test_a_first_line_for_spreadsheets_is_not_counted_as_a_row():
    imported = read(
        b"sep=;\r\n"
        + as_csv(
            [["Date", "Town", "Killed"], ["2025-03-07", "Baniyas", "x"], ["2025-03-08", "Baniyas", 2]], ";"
        )
    )
    assert (list(problems(imported)), imported.good) == ([2], (3,))


def test_ends_of_a_range_are_one_claim_and_a_best_within_it_is_told_apart():
    head = ["Date", "Town", "Killed min", "Killed best", "Killed max"]
    told = [
        [(c.low, c.high, c.count_basis) for c in claims(as_csv([head, ["2025-03-07", "Baniyas", *cells]]))]
        for cells in ((5, 5, 5), (5, "", 9), (5, 7, 9), (5, 5, ""), ("", 7, ""), ("", "", 9), (0, 0, 4))
    ]
    assert told == [
        [(5, 5, "exact")], [(5, 9, "range")], [(7, 7, "exact"), (5, None, "at_least"), (0, 9, "up_to")],
        [(5, None, "at_least")], [(7, 7, "exact")], [(0, 9, "up_to")], [(0, 4, "up_to")],
    ]  # fmt: skip
    assert read(as_csv([head, ["2025-03-07", "Baniyas", 9, 7, 5]])).good == ()


def test_kinds_of_people_are_parts_of_the_number_for_everybody():
    head = ["Date", "Town", "Killed", "of which women killed", "civilians_killed"]
    whole, civilians, women = claims(as_csv([head, ["2025-03-07", "Baniyas", 60, 5, 40]]))
    assert (whole.low, whole.role, whole.category) == (60, "new", "unspecified")
    assert (civilians.category, civilians.role, civilians.part_of) == ("civilians", "part", whole.claim_id)
    assert (women.category, women.role, women.part_of) == ("women", "part", whole.claim_id)
    (alone,) = claims(as_csv([["Date", "Town", "Civilians killed"], ["2025-03-07", "Baniyas", 40]]))
    assert (alone.category, alone.role, alone.part_of) == ("civilians", "new", None)


def test_one_number_a_row_with_what_happened_beside_it():
    head = ["Date", "Town", "Number", "Unit", "Category"]
    data = as_csv(
        [head, ["2025-03-07", "Baniyas", 5, "wounded", "soldiers"], ["2025-03-07", "Baniyas", 5, "", ""]]
    )
    imported = read(data)
    (claim,) = imported.extraction.claims
    assert (claim.unit, claim.low, claim.category, claim.event_type) == (
        "injured",
        5,
        "security_forces",
        "Battles",
    )
    assert "what happened to the people" in problems(imported)[3]


def test_totals_and_running_counts_are_kept_as_such():
    head = ["Date start", "Date end", "Location", "Killed", "Row kind", "Cumulative", "Since"]
    total, plain = claims(
        as_csv(
            [
                head,
                ["2025-03-06", "2025-03-09", "Latakia", 830, "total", "yes", "2025-03-06"],
                ["2025-03-07", "", "Baniyas", 60, "incident", "no", ""],
            ]
        )
    )
    assert (total.role, total.cumulative, total.since, total.date_end) == ("total", True, day(6), day(9))
    assert (plain.role, plain.cumulative, plain.since) == ("new", False, None)


def test_text_that_a_spreadsheet_would_run_is_only_text():
    head = ["Date", "Town", "Killed", "Source"]
    (claim,) = claims(as_csv([head, ["2025-03-07", "Baniyas", 1, "'=HYPERLINK(1)"]]))
    assert claim.claimed_by == ("=HYPERLINK(1)",)


def test_what_holds_for_all_rows_need_not_be_a_column():
    table = as_csv([["Date", "Town", "Dead"], ["2025-03-07", "Baniyas", 1]])
    mapping = Mapping(
        {"date": "Date", "place": "town", "killed": "Dead"}, {"source": "SOHR", "status": "confirmed"}
    )
    (claim,) = claims(table, mapping)
    assert (claim.claimed_by, claim.status) == (("SOHR",), "confirmed")


@pytest.mark.parametrize(
    ("columns", "why"),
    [
        ({"killed": "Gone"}, "no column “Gone”"),
        ({"colour": "Dead"}, "the field “colour”"),
        ({"place": "Town"}, "number"),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused(columns, why):
    with pytest.raises(ExchangeError, match=why):
        read(as_csv([["Date", "Town", "Dead"], ["2025-03-07", "Baniyas", 1]]), Mapping(columns))


def test_a_column_is_not_taken_for_what_its_cells_cannot_be():
    head = ["Date", "Town", "Killed", "Status", "Category", "Type"]
    rows = [
        ["2025-03-07", "Baniyas", 1, "open", "A", "IED"],
        ["2025-03-08", "Baniyas", 2, "closed", "B", "Shelling"],
    ]
    columns = mapping_for(open_table(as_csv([head, *rows]))).columns
    assert columns == {"date": "Date", "place": "Town", "event_type": "Type", "killed": "Killed"}


TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=8)
CELL = st.one_of(
    st.none(), st.integers(-2, 50), TEXT, st.dates(),
    st.sampled_from(["2025-03-07", "31/02/2025", "Baniyas", "20+", "dozens", "n/a", "Total", "Attack", "=1+1"]),
)  # fmt: skip


@given(st.lists(st.lists(CELL, max_size=8), min_size=1, max_size=12))
def test_no_row_is_lost(rows):
    def filled(row):
        return any(str(cell).strip() for cell in row if cell is not None)

    data = as_csv([HEAD, ["2025-03-07", "Baniyas", 1, None, None, None], *rows])
    imported = read(
        data,
        Mapping(dict(zip(("date", "place", "killed", "injured", "event_type", "source"), HEAD, strict=True))),
    )
    numbers = [*imported.good, *(bad.number for bad in imported.bad)]
    assert len(numbers) == len(set(numbers)) == imported.rows
    assert imported.rows >= 1 + sum(map(filled, rows)) - 1  # a row of tags under the head is none
    quoted = {claim.quote for claim in imported.extraction.claims}
    assert len(quoted) == len(imported.good)
    ids = [claim.claim_id for claim in imported.extraction.claims]
    assert len(ids) == len(set(ids))
    for claim in imported.extraction.claims:
        assert imported.report.text[claim.start : claim.end] == claim.quote


def test_the_same_bytes_always_give_the_same_claims():
    data = as_csv([HEAD, ROW])
    assert read(data) == read(data)
