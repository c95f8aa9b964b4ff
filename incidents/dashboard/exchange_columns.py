"""What the columns of a table hold: the reader's words for it, and a list in which a person chooses."""

from __future__ import annotations

from functools import cache
from itertools import islice

import pandas as pd
import streamlit as st

from incidents.dashboard.words import label, say, section
from incidents.exchange.importing import Mapping, Table
from incidents.exchange.importing.cells import text_of
from incidents.exchange.importing.words import figures
from incidents.model import UNITS

SHOWN_CELLS = 3
LONGEST_CELL = 40


@cache
def field_words() -> dict[str, str]:
    """Field → the reader's words for it: the plain fields, then numbers, those for everybody first."""
    told = {str(name): str(words) for name, words in section("exchange_fields").items()}
    ordered = sorted(
        figures().items(), key=lambda item: (item[1].category is not None, UNITS.index(item[1].unit))
    )
    for name, figure in ordered:
        who = say(f"exchange_numbers.{figure.category or 'everybody'}")
        told[name] = say(
            f"exchange_numbers.{figure.end or 'plain'}", who=who, unit=label("unit", figure.unit)
        )
    return told


def chosen(table: Table, guessed: Mapping, key: str) -> Mapping | None:
    """The mapping as a person changes it in a list of columns; None where two columns hold one thing."""
    words = field_words()
    field_of = {column: field for field, column in guessed.columns.items()}
    frame = pd.DataFrame(
        {
            "column": list(table.headers),
            "holds": [
                words[field_of[h]] if h in field_of else say("exchange.not_read") for h in table.headers
            ],
            "cells": [_sample(table, header) for header in table.headers],
        }
    )
    edited = st.data_editor(
        frame,
        key=key,
        hide_index=True,
        disabled=["column", "cells"],
        height=min(38 + 35 * len(frame), 423),
        column_config={
            "column": st.column_config.TextColumn(say("exchange.column"), width="medium"),
            "holds": st.column_config.SelectboxColumn(
                say("exchange.holds"),
                options=[say("exchange.not_read"), *words.values()],
                required=True,
                width="medium",
            ),
            "cells": st.column_config.TextColumn(say("exchange.cells"), width="large"),
        },
    )
    fields = {told: name for name, told in words.items()}
    columns: dict[str, str] = {}
    for header, told in zip(edited["column"], edited["holds"], strict=True):
        field = fields.get(told)
        if field in columns:
            st.warning(say("exchange.twice", field=told))
            return None
        if field:
            columns[field] = header
    return Mapping(columns=columns, headers=table.headers)


def _sample(table: Table, header: str) -> str:
    cells = (text_of(cell)[:LONGEST_CELL] for cell in table.column(header))
    return " · ".join(islice(filter(None, cells), SHOWN_CELLS))
