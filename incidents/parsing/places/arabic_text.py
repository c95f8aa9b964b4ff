"""An Arabic text as words, and what the words around a place name say of it."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from functools import cache

from incidents.geocoding.names import PROCLITICS, arabic_readings, fold
from incidents.geocoding.place_words import PlaceWords
from incidents.geocoding.resolve import Cue
from incidents.languages import load, normal

_WORD = re.compile(r"[\u0621-\u064a\u0671-\u06d3\u0640][\u0621-\u065f\u0670-\u06d3]*")
_DIVISIONS: frozenset[Cue] = frozenset(("admin", "countryside", "district"))
_NOT_IN_NAMES = ("لل", "بال", "كال", "فال", "وال")
_OF_THEM = ("ها", "هما", "هم", "هن")
"""Endings of "its", "their": a word that has one is no name (ريفها, سكانهم)."""
_AND = "و"
_IN = frozenset(("في", "وفي", "ففي"))
_CAPITAL = "عاصمة"
_OF_A_PEOPLE = re.compile("يا\u064b?$|ي\u064bا$")
"""How the word for one of a people ends where it is counted; so do the names of many countries."""
_NUMBER = re.compile(r"(\d{1,6}) $")
_YEAR = re.compile(r"\b(?:19|20)\d\d $")
_SAYING = frozenset(("say.say", "say.confirm", "say.deny", "say.accuse"))


@cache
def _says() -> frozenset[str]:
    """Verbs of saying; those of counting are left out, since a town has a toll, too (سجلت حماة)."""
    entries = (entry for group in load("ar").table.by_first.values() for entry in group)
    return frozenset(words[0] for words, group, _ in entries if group in _SAYING and len(words) == 1)


@cache
def _ordinary() -> frozenset[str]:
    """Words that open a phrase of the language's lists, or are small words: none is a village's name."""
    language = load("ar")
    return frozenset(language.table.by_first).union(*language.words.values())


class ArabicText:
    """A text, its words and the word lists.  A word may have small words written onto it (see `arabic_readings`)."""

    def __init__(self, text: str, lists: PlaceWords) -> None:
        self.text = text
        self.lists = lists
        self.words = [(m.start(), m.end()) for m in _WORD.finditer(text)]
        self.readings = [arabic_readings(text[start:end]) for start, end in self.words]

    def word(self, index: int) -> str:
        """The word at an index, as it stands."""
        return self.text[slice(*self.words[index])]

    def gap(self, index: int) -> str:
        """The text between a word and the one before it; nothing at the ends of the text."""
        if not 0 < index < len(self.words):
            return ""
        return self.text[self.words[index - 1][1] : self.words[index][0]]

    def key(self, first: int, last: int, drop: int) -> str:
        """The folded name of words [first, last) without the first `drop` letters."""
        return fold(self.text[self.words[first][0] + drop : self.words[last - 1][1]])

    def drops(self, first: int) -> list[int]:
        """How many letters may be written onto the first word of a longer name, which may be short (جب رملة)."""
        word = self.word(first)
        return [0, *(len(c) for c in PROCLITICS if word.startswith(c) and len(word) - len(c) >= 2)]

    def full_key(self, first: int, last: int, drop: int) -> str:
        """The same with the article that "to" has swallowed: للقبو is ل and القبو."""
        swallowed = drop and self.word(first)[:drop].endswith("لل")
        return ("ال" if swallowed else "") + self.key(first, last, drop)

    def among(self, index: int, words: AbstractSet[str]) -> bool:
        """Is the word, with or without what is written onto it, one of these?"""
        return 0 <= index < len(self.words) and any(key in words for _, key in self.readings[index])

    def definite(self, index: int) -> bool:
        """Has it the article, be it behind a small word?"""
        word = self.word(index)
        return any(word[drop:].startswith("ال") for drop, _ in self.readings[index]) or word.startswith("لل")

    def cue(self, first: int) -> Cue:
        """What the word right before a name says it is; "the countryside of the town of X" is countryside."""
        cue = self.kind(first - 1) if self.gap(first) == " " else ""
        if cue == "settlement" and self.gap(first - 1) == " " and self.kind(first - 2) == "countryside":
            return "countryside"
        return cue

    def kind(self, index: int) -> Cue:
        """What a word says of the name behind it."""
        if index < 0:
            return ""
        return next((self.lists.before[k] for _, k in self.readings[index] if k in self.lists.before), "")

    def said_of_all(self, first: int) -> bool:
        """Is the word before a name a plural or dual, said of the whole list that the name begins?"""
        return self.gap(first) == " " and self.among(first - 1, self.lists.for_all)

    def after_preposition(self, first: int, drop: int) -> bool:
        """Does a preposition of place, or a word such as "the people of", stand before the name?"""
        if drop:
            start = self.words[first][0]
            return self.text[start : start + drop] not in (_AND, _AND + "ال")
        led = self.among(first - 1, self.lists.place_before) or self.after_in(first)
        return self.gap(first) == " " and (led or self.struck(first))

    def struck(self, first: int) -> bool:
        """Is an attack "on" it told of? (غارات إسرائيلية على رفح)"""
        on = self.gap(first) == " " and self.word(first - 1) == "على"
        return on and any(self.among(i, self.lists.attacks) for i in range(first - 6, first - 1))

    def counted(self, first: int, drop: int) -> bool:
        """Is it a word for people, as it stands after a number from eleven on? (قتل 12 سوريا: 12 Syrians)"""
        if drop or not _OF_A_PEOPLE.search(self.word(first)):
            return False
        if self.word(first).endswith(("\u064b", "\u064b\u0627")):
            return True
        start = self.words[first][0]
        before = self.text[max(0, start - 12) : start]
        if number := _NUMBER.search(before):
            return not _YEAR.search(before) and int(number.group(1)) % 100 > 10
        if self.gap(first) != " ":
            return False
        values = load("ar").numbers["words"]
        return any(values.get(form, 0) >= 10 for form in load("ar").forms(self.word(first - 1)))

    def after_title(self, first: int) -> bool:
        """Does a title stand before it, or a verb for what is done to people alone? (الشاب, استشهد)"""
        return self.gap(first) == " " and self.among(first - 1, self.lists.titles)

    def after_in(self, first: int) -> bool:
        """Does "in" stand right before it, as a word of its own?  (في, وفي, ففي)"""
        return self.gap(first) == " " and self.word(first - 1) in _IN

    def of_capital(self, first: int) -> bool:
        """Is it the name of a capital that is told to be one?  (العاصمة دمشق, العاصمة الصومالية مقديشو)"""
        if self.gap(first) != " ":
            return False
        behind_adjective = self.gap(first - 1) == " " and self.definite(first - 1)
        return self._is_capital(first - 1) or (behind_adjective and self._is_capital(first - 2))

    def _is_capital(self, index: int) -> bool:
        return index >= 0 and self.definite(index) and self.word(index).endswith(_CAPITAL)

    def stands_in(self, first: int, last: int) -> bool:
        """Does "in" stand before words [first, last), or is an attack "on" them told of?

        Not with an adjective after them (في الدالية الخضراء).
        """
        adjective = self.gap(last) == " " and self.word(last).startswith("ال")  # but not «في غزة بالرصاص»
        described = adjective and fold(self.word(last)) not in self.lists.never
        return (self.after_in(first) or self.struck(first)) and not described

    def closes(self, first: int, last: int) -> bool:
        """Do words [first, last) stand between a comma and the end of the clause?"""
        return self.gap(first) == "، " and (last >= len(self.words) or self.gap(last).strip() != "")

    def part_of_feature(self, first: int) -> bool:
        """Is it the name of a river, a street, a dish …, after the word for it?"""
        return self.gap(first) == " " and self.among(first - 1, self.lists.features)

    def division_follows(self, last: int) -> bool:
        """Is it told in which division or countryside the name lies? (القبو بريف جبلة, القبو في ريف جبلة)"""
        if self.gap(last) not in (" ", "، "):
            return False
        if fold(self.word(last)) == "في" and self.gap(last + 1) == " ":
            last += 1
        return self.kind(last) in _DIVISIONS

    def direction_follows(self, last: int) -> bool:
        """Is it told north of what, or near what, the name lies?  (the other name stands two words on)"""
        return self.gap(last) == " " and self.gap(last + 1) == " " and self.among(last, self.lists.directions)

    def in_organisation(self, first: int, demonym: bool) -> bool:
        """Is it part of the name of an organisation? (المرصد السوري, جامعة حلب, مجلس مدينة حلب)

        After a word with the article only an adjective can belong to its name: not in "دخل الجيش حماة".
        """
        if self.gap(first) != " ":
            return False
        if self.among(first - 1, self.lists.organisation):
            return demonym or not self.definite(first - 1)
        if self.gap(first - 1) != " " or not self.among(first - 2, self.lists.organisation):
            return False
        if demonym:
            return not self.among(first - 1, self.lists.place_before)
        return not self.definite(first - 2) and self.kind(first - 1) != ""

    def speaks(self, first: int) -> bool:
        """Does the name stand for a government that says something? (أعلنت دمشق)"""
        if self.gap(first) != " " or self.after_preposition(first, 0):
            return False
        return not _says().isdisjoint(load("ar").forms(self.word(first - 1)))

    def joined(self, first: int) -> tuple[int, ...]:
        """How many letters of a word may be the "and" of a list that goes on with it; none where it does not."""
        after_comma = self.gap(first).strip() == "،"
        if not after_comma and self.gap(first) != " ":
            return ()
        if not self.word(first).startswith(_AND):
            return (0,) if after_comma else ()
        return (0, 1) if after_comma and self.key(first, first + 1, 0) in self.lists.compound_heads else (1,)

    def may_be_unknown_name(self, first: int, drop: int = 0) -> bool:
        """Can the word be the name of a village that nobody has heard of, and not an ordinary word?"""
        word = self.word(first)[drop:]
        if fold(word) in self.lists.compound_heads and self.gap(first + 1) == " ":
            return True
        if len(word) < 3 or word.startswith(_NOT_IN_NAMES) or word.endswith(_OF_THEM):
            return False
        if word.endswith("ية") and not word.startswith("ال"):
            return False  # قرية ساحلية: a village of a kind, not a village's name
        if not drop and word.startswith(_AND):
            return False
        keys = {key for _, key in self.readings[first]} if not drop else {fold(word)}
        ordinary = (
            self.lists.never | self.lists.place_before | self.lists.directions | self.lists.before.keys()
        )
        return not keys & ordinary and normal(word) not in _ordinary()

    def end_of_name(self, first: int, drop: int, taken: AbstractSet[int]) -> int:
        """End word of a name that no gazetteer knows: more than one word after عين, بيت, تل …"""
        last = first + 1
        key = self.key(first, last, drop)
        while key in self.lists.compound_heads and self.gap(last) == " " and last not in taken:
            key, last = fold(self.word(last)), last + 1
        return last

    def list_ends(self, last: int) -> bool:
        """Does a list of names end here? (at the end of a clause, or before "in the countryside of", "north of")"""
        ends = self.gap(last).strip() != "" or last >= len(self.words)
        return ends or self.division_follows(last) or self.direction_follows(last)
