"""Every entry of every language file is exercised: a text that has it gives what its table says."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from incidents.geocoding import open_gazetteer
from incidents.geocoding.names import fold
from incidents.geocoding.place_words import place_words
from incidents.languages import Language, available, load, schema
from incidents.languages.organisations import find
from incidents.parsing.counting.figures import numbers
from incidents.parsing.dates.dates import DateFinder, DateMention
from incidents.parsing.text import Sentence, sentences

PUBLISHED = dt.date(2025, 3, 8)
REACHED = dt.date(2025, 2, 3)
DAY = dt.timedelta(days=1)
FILLER = "zzq"
"""A word of no language."""
VOWELS = "aeiouyhàâéèêëîïôöùûü"


def tree_of(code: str) -> dict[str, Any]:
    return tomllib.loads(Path("incidents/languages", f"{code}.toml").read_text(encoding="utf-8"))


def entries(*kinds: schema.Kind) -> list[Any]:
    """(code, path, entries) of each table of some kinds that a language has."""
    return [
        pytest.param(code, table.path, value, id=f"{code}-{table.path}")
        for code in available()
        for table in schema.of_kind(*kinds)
        if (value := schema.value_at(tree_of(code), table.path))
    ]


def only(text: str, code: str) -> Sentence:
    (sentence,) = sentences(text, load(code))
    return sentence


# ------------------------------------------------------------ phrases and words


def written(phrase: str, language: Language) -> Iterator[str]:
    """Ways in which a text may have a phrase: with capitals, other apostrophes, small words written onto it."""
    yield from (phrase, phrase.capitalize(), phrase.upper(), phrase.replace("'", "’"))
    for small in language.proclitics:
        if not phrase.startswith(language.proclitics) and len(phrase.split(maxsplit=1)[0]) > 1:
            yield small + phrase


def around(text: str, language: Language) -> tuple[str, str]:
    """What stands before and behind a phrase: a word apart, or written onto it where it begins or ends so."""
    before = language.elisions[0] if text[0].lower() in VOWELS and language.elisions else f"{FILLER} "
    return before, FILLER if text[-1] in "'’" else f" {FILLER}"


def is_marked(text: str, group: str, code: str) -> bool:
    """Is all of the text between the fillers one mark of the group?"""
    before, after = around(text, load(code))
    s = only(f"{before}{text}{after}", code)
    return any((m.start, m.end) == (1, len(s.tokens) - 1) for m in s.of(group))


@pytest.mark.parametrize(("code", "path", "phrases"), entries("phrases"))
def test_every_phrase_is_found_in_a_text(code: str, path: str, phrases: list[str]) -> None:
    texts = [text for phrase in phrases for text in written(phrase, load(code))]
    assert [text for text in texts if not is_marked(text, path, code)] == []


@pytest.mark.parametrize(("code", "path", "kinds"), entries("events"))
def test_every_word_of_an_event_tells_its_kind(code: str, path: str, kinds: list[dict[str, Any]]) -> None:
    for kind in kinds:
        for phrase in kind["words"]:
            s = only(f"{FILLER} {phrase} {FILLER}", code)
            told = [
                (m.value.type, m.value.sub) for m in s.of(path) if m.end == len(s.tokens) - 1 and m.start == 1
            ]
            assert (kind["type"], kind["sub"]) in told, phrase


@pytest.mark.parametrize(("code", "path", "words"), entries("words"))
def test_every_small_word_is_known_at_its_token(code: str, path: str, words: list[str]) -> None:
    family, _, name = path.rpartition(".")
    language = load(code)
    for word in words:
        s = only("".join((f"{FILLER} ", word, around(word, language)[1])), code)
        forms = set(s.tokens[1].forms)
        if family == "words":
            assert s.word_in(name, 1) and s.any_word_in(name), word
        elif path == "articles":
            assert s.word(1) in language.articles, word
        elif path == "reading.words":
            assert forms & language.reading, word
        elif path == "abbreviations":
            assert len(sentences(f"{FILLER} {word}. {FILLER.title()}", language)) == 1, word


@pytest.mark.parametrize(("code", "path", "endings"), entries("endings"))
def test_every_ending_is_known(code: str, path: str, endings: list[str]) -> None:
    family, _, name = path.rpartition(".")
    for ending in endings:
        if family == "suffixes":
            assert only(f"{FILLER}{ending}", code).ends_with(name, 0), ending
        else:
            assert path == "numbers.ordinals"
            month = schema.value_at(tree_of(code), "dates.months")[0].title()
            assert days(f"2{ending} {month} 2024", code) == [(dt.date(2024, 1, 2), dt.date(2024, 1, 2))], (
                ending
            )


@pytest.mark.parametrize("code", available())
def test_a_word_is_known_without_each_small_word_written_onto_it(code: str) -> None:
    language = load(code)
    assert [p for p in language.proclitics if FILLER not in language.forms(p + FILLER)] == []
    for small in language.elisions:
        assert [t.text for t in only(f"{FILLER} {small}{FILLER}", code).tokens] == [FILLER, small, FILLER]


def test_letters_that_look_like_the_article_belong_to_the_word() -> None:
    assert is_marked("الألغام", "told.weapon", "ar")
    (number,) = numbers(only(f"{FILLER} ألفان {FILLER}", "ar"), load("ar").numbers["words"])
    assert number.value == 2000
    assert numbers(only(f"{FILLER} فإن {FILLER}", "ar"), load("ar").numbers["words"]) == []


# ------------------------------------------------------------ numbers


@pytest.mark.parametrize(("code", "path", "listed"), entries("numbers"))
def test_every_number_is_read_back(code: str, path: str, listed: dict[str, int]) -> None:
    words = dict(load(code).numbers["words"])
    for phrase, value in listed.items() if path.startswith("numbers.") else ():
        many = "3 " if path == "numbers.scales" else ""
        for text in (phrase, phrase.upper()):
            (number,) = numbers(only(f"{FILLER} {many}{text} {FILLER}", code), words)
            wanted = 3 * value if many else value
            assert (number.low, number.high) == (wanted, None if path == "numbers.vague" else wanted), text
            assert number.end == len(only(f"{FILLER} {many}{text}", code).tokens), text


@pytest.mark.parametrize(("code", "path", "marks"), entries("signs"))
def test_signs_between_thousands_part_no_number(code: str, path: str, marks: list[str]) -> None:
    for mark in marks:
        (number,) = numbers(only(f"{FILLER} 12{mark}345{mark}678 {FILLER}", code), {})
        assert number.value == 12_345_678
        apart = numbers(only(f"{FILLER} 7{mark}12 {FILLER} 2025{mark}311 {FILLER}", code), {})
        assert [n.value for n in apart] == [7, 12, 311]


# ------------------------------------------------------------ dates


def found(text: str, code: str) -> list[DateMention]:
    s = only(text, code)
    return DateFinder(load(code), PUBLISHED).find(s, REACHED, REACHED)


def days(text: str, code: str) -> list[tuple[dt.date | None, dt.date | None]]:
    return [(m.first, m.last) for m in found(text, code)]


@pytest.mark.parametrize("code", available())
def test_every_weekday_is_the_last_one(code: str) -> None:
    dates = load(code).dates
    for number in range(7):
        day = PUBLISHED - DAY * ((PUBLISHED.weekday() - number) % 7)
        assert days(f"{FILLER} {dates['weekdays'][number].title()} {FILLER}", code) == [(day, day)]
        for name in dates["weekdays_short"][number : number + 1]:
            written = f"{FILLER} {name.title()}, {dates['months'][day.month - 1].title()} {day.day} {FILLER}"
            assert days(written, code) == [(day, day)], name


@pytest.mark.parametrize("code", available())
@pytest.mark.parametrize("table", ["months", "months_short", "months_alt", "months_also"])
def test_every_month_is_read(code: str, table: str) -> None:
    names = load(code).dates.get(table, ())
    numbered = names.items() if isinstance(names, dict) else ((name, i + 1) for i, name in enumerate(names))
    for name, month in numbered:
        day = dt.date(2024, month, 5)
        assert days(f"{FILLER} 5 {name.title()} 2024 {FILLER}", code) == [(day, day)], name


@pytest.mark.parametrize("code", available())
@pytest.mark.parametrize(("table", "base"), [("relative", PUBLISHED), ("anchored", REACHED)])
def test_every_relative_day_is_as_far_as_it_says(code: str, table: str, base: dt.date) -> None:
    for phrase, told in load(code).dates.get(table, {}).items():
        first, last = told if isinstance(told, list) else (told, told)
        wanted = [(base + DAY * first, base + DAY * last)]
        assert days(f"{FILLER} {phrase} {FILLER}", code) == wanted, phrase


@pytest.mark.parametrize("code", available())
def test_every_day_with_a_name_is_read(code: str) -> None:
    for phrase, told in load(code).dates.get("holidays", {}).items():
        ((first, last),) = days(f"{FILLER} {phrase} {FILLER}", code)
        assert first == last <= PUBLISHED and first > PUBLISHED - 366 * DAY, phrase
        assert (first.month, first.day if len(told) == 2 else first.weekday()) == tuple(told[:2]), phrase


@pytest.mark.parametrize("code", available())
def test_every_word_for_a_span_of_days_is_read(code: str) -> None:
    language = load(code)
    weekday = language.dates["weekdays"][3].title()
    month = language.dates["months"][1].title()
    thursday = dt.date(2025, 3, 6)

    def each(table: str) -> list[str]:
        return schema.value_at(tree_of(code), f"dates.{table}") or []

    for word in each("since"):
        assert days(f"{FILLER} {word} {weekday} {FILLER}", code) == [(thursday, PUBLISHED)], word
    for word in each("until"):
        gap = "" if word.endswith("'") else " "
        (mention,) = found(f"{FILLER} {word}{gap}{weekday} {FILLER}", code)
        assert mention.kind == "until", word
    for word in each("month_lead"):
        gap = "" if word.endswith("'") else " "
        assert days(f"{FILLER} {word}{gap}{month} {FILLER}", code)[0][1] is not None, word
    for word in each("range_joiners"):
        assert days(f"{FILLER} 6 {word} 9 {month} 2024", code) == [
            (dt.date(2024, 2, 6), dt.date(2024, 2, 9))
        ], word
    for phrase in each("beginning_of"):
        assert days(f"{FILLER} {phrase} {month} {FILLER}", code), phrase
    for phrase in each("last_week_of"):
        assert days(f"{FILLER} {weekday} {phrase} {FILLER}", code) == [(dt.date(2025, 2, 27),) * 2], phrase
    for phrase in each("start_of_events.words"):
        assert days(f"{FILLER} {phrase} {FILLER}", code) == [(REACHED, PUBLISHED)], phrase
    for phrase in each("start_of_year.words"):
        assert days(f"{FILLER} {phrase} {FILLER}", code) == [(dt.date(2025, 1, 1), PUBLISHED)], phrase


@pytest.mark.parametrize("code", available())
def test_every_unit_of_time_is_read(code: str) -> None:
    units = load(code).dates.get("units", {})
    shifts = [(word, 1) for word in units.get("later", ())] + [
        (word, -1) for word in units.get("earlier", ())
    ]
    for length, table in ((1, "day"), (7, "week")):
        for unit in units.get(table, ()):
            for word, sign in shifts:
                base = REACHED if sign > 0 or "ago" in units else PUBLISHED
                day = base + sign * DAY * 3 * length
                ((first, _),) = days(f"{FILLER} 3 {unit} {word} {FILLER}", code)
                assert first == day, (unit, word)
    for hour in units.get("hour", ()):
        assert days(f"{FILLER} 48 {hour} {FILLER}", code) == [(PUBLISHED - 2 * DAY, PUBLISHED)], hour
    for last in units.get("last", ()) if units.get("day") else ():
        assert days(f"{FILLER} {last} 3 {units['day'][-1]} {FILLER}", code) == [
            (PUBLISHED - 2 * DAY, PUBLISHED)
        ], last


# ------------------------------------------------------------ names


@pytest.mark.parametrize("code", available())
def test_words_around_place_names_are_read(code: str) -> None:
    assert place_words(code).place_before


@pytest.mark.parametrize(("code", "path", "names"), entries("spellings"))
def test_every_name_is_known_by_its_other_name(
    code: str, path: str, names: dict[str, str], place_index: Path
) -> None:
    if path == "organisations":
        assert [name for name, known in names.items() if find(known) is None] == []
        return
    gazetteer = open_gazetteer(place_index.parent)
    known = gazetteer.lookup({fold(known) for known in names.values()})
    countries = {key for key, group in known.items() if any(c.place.kind == "country" for c in group)}
    assert [name for name, other in names.items() if fold(other) not in countries] == []
