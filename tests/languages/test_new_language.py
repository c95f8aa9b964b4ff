"""A language of the required tables alone, in a folder of its own, loads and reads a text."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import pytest

from incidents.errors import LanguageError
from incidents.languages import Language, available, load, schema
from incidents.languages.language import made
from incidents.model import Report
from incidents.parsing.claims.drafts import Draft
from incidents.parsing.claims.finder import ClaimFinder
from incidents.parsing.places.toponyms import PlaceFinder
from incidents.parsing.text import sentences
from tests.parsing.conftest import places

__all__ = ["places"]
ESPERANTO = """
code = "eo"
name = "Esperanto"
direction = "ltr"
numbers.words = { du = 2, tri = 3, dek = 10 }
people.civilians = ["vilaĝanoj"]
people.unspecified = ["homoj"]
things.words = ["domoj"]
casualty.killed = ["mortintoj"]
say.say = ["diris"]
according.words = ["laŭ"]
status.denied = ["neis"]
status.threatened = ["minacis"]
status.hypothetical = ["eble"]
status.negation = ["ne", "neniu"]
places.locative = ["en"]
grammar.and = ["kaj"]
grammar.noun_stop = ["en", "laŭ"]
[[event]]
type = "Violence against civilians"
sub = "Attack"
words = ["masakro"]
[dates]
weekdays = ["lundo", "mardo", "merkredo", "ĵaŭdo", "vendredo", "sabato", "dimanĉo"]
months = ["januaro", "februaro", "marto", "aprilo", "majo", "junio", "julio", "aŭgusto", "septembro", "oktobro",
          "novembro", "decembro"]
"""
PUBLISHED = dt.date(2025, 3, 8)


def claims(text: str, language: Language, known: PlaceFinder) -> list[Draft]:
    report = Report(
        report_id="r1",
        doc_id="text",
        content=text.encode(),
        text=text,
        media_type="text/plain",
        origin="test",
        publisher="The Daily Paper",
        title=None,
        published=PUBLISHED,
        language=language.code,
    )
    return ClaimFinder(report, language, known).find(sentences(text, language), [])


def test_a_language_in_a_folder_of_its_own_counts_the_dead(tmp_path: Path, places: PlaceFinder) -> None:
    (tmp_path / "eo.toml").write_text(ESPERANTO, encoding="utf-8")
    assert available(tmp_path) == ("eo",)
    (draft,) = claims("En la vilaĝo estis tri mortintoj je vendredo.", load("eo", tmp_path), places)
    assert (draft.unit, draft.low, draft.high) == ("killed", 3, 3)
    assert draft.date_start == draft.date_end == dt.date(2025, 3, 7)


def test_a_file_under_another_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "xx.toml").write_text(ESPERANTO, encoding="utf-8")
    with pytest.raises(LanguageError, match=r"xx\.toml, code: is 'eo'; write 'xx'"):
        load("xx", tmp_path)


def test_a_file_that_is_no_toml_says_where(tmp_path: Path) -> None:
    (tmp_path / "eo.toml").write_text(ESPERANTO + "months = 12", encoding="utf-8")
    with pytest.raises(LanguageError, match=r"eo\.toml is not valid TOML"):
        load("eo", tmp_path)


def only_required(code: str) -> dict[str, Any]:
    tree = tomllib.loads(Path("incidents/languages", f"{code}.toml").read_text(encoding="utf-8"))
    least: dict[str, Any] = {}
    for table in schema.tables().values():
        if table.required:
            *folders, name = table.path.split(".")
            at = least
            for folder in folders:
                at = at.setdefault(folder, {})
            at[name] = schema.value_at(tree, table.path)
    return least


TEXTS = {
    "en": "The army said on Friday that 12 civilians were killed in Homs. It later lowered the toll from 12 to 9.",
    "ar": "قال الجيش يوم الجمعة إن 12 مدنيا قتلوا في حمص. ثم خفض الحصيلة من 12 إلى 9.",
    "fr": "L'armée a déclaré vendredi que 12 civils avaient été tués à Homs. Le bilan a été ramené de 12 à 9.",
}


@pytest.mark.parametrize("code", available())
def test_each_language_reads_a_text_with_its_required_tables_alone(code: str, places: PlaceFinder) -> None:
    language = made(only_required(code), f"{code}.toml")
    assert all(d.low is None or d.low in (9, 12) for d in claims(TEXTS[code], language, places))
