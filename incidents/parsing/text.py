"""Tokens, sentences and paragraphs of a text, with the phrases of the language marked in them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from incidents.languages import Language, Mark
from incidents.languages.tokens import split

_END = frozenset(".!?؟…")
_CLOSING = frozenset("\"”’')»]")
COMMAS = frozenset((",", "،"))
SEMICOLONS = frozenset((";", "؛"))
CLAUSE_ENDS = SEMICOLONS | {":"}
DASHES = frozenset(("-", "–", "—", "--"))
OPENING_QUOTES, CLOSING_QUOTES = frozenset('"“«'), frozenset('"”»')
QUOTES = OPENING_QUOTES | CLOSING_QUOTES
WRITTEN_AND, WRITTEN_ARTICLE = "و", "ال"
"""What Arabic writes onto the word behind it."""
_WRITTEN_LEADS = ("ب", "ل")
_OF_HARM = frozenset(
    (
        *("verb_object", "verb_active", "verb_subject", "verb_first", "verb_split", "verb_lives"),
        *("fatal_end", "casualty", "toll", "event", "fate", "people"),
    )
)
"""Families of groups that tell of harm, which a phrase of `unhurt` takes back."""
MAX_TOKENS = 120
"""A longer sentence is cut here, so that no text can make the work on one sentence run away."""


class Token(NamedTuple):
    """A word, number or punctuation mark with its offsets in the text."""

    start: int
    end: int
    text: str
    forms: tuple[str, ...]

    @property
    def is_word(self) -> bool:
        """Does it begin with a letter?"""
        return self.text[0].isalpha()

    @property
    def is_capitalised(self) -> bool:
        """Does it begin with a capital letter?"""
        return self.text[0].isupper()


@dataclass(slots=True)
class Sentence:
    """A sentence: its tokens, the phrases marked in it, and where it stands."""

    tokens: list[Token]
    paragraph: int
    index: int
    language: Language
    _by_group: dict[str, list[Mark]] = field(default_factory=dict)
    _by_start: dict[tuple[str, int], Mark] = field(default_factory=dict)
    _by_end: dict[tuple[str, int], list[Mark]] = field(default_factory=dict)
    _by_token: dict[tuple[str, int], Mark] = field(default_factory=dict)

    @property
    def start(self) -> int:
        """Offset of the first character."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """Offset behind the last character."""
        return self.tokens[-1].end

    def add_marks(self, marks: Iterator[Mark]) -> None:
        """Keep the marks; inside one family of groups, one that lies wholly in a longer one is dropped."""
        longest: dict[str, int] = {}
        found = sorted(marks, key=lambda m: (m.start, m.start - m.end))
        unhurt = [(m.start, m.end) for m in found if m.group == "unhurt.words"]
        for mark in found:
            group = mark.group
            family = group.partition(".")[0]
            if family in _OF_HARM and any(first <= mark.start and mark.end <= last for first, last in unhurt):
                continue
            reach = longest.get(family, -1)
            if mark.end > reach:
                longest[family] = mark.end
            elif not any(k.start == mark.start for k in self.ending(family, mark.end)):
                continue
            for name in (group,) if group == family else (family, group):
                self._by_group.setdefault(name, []).append(mark)
                self._by_start.setdefault((name, mark.start), mark)
                self._by_end.setdefault((name, mark.end), []).append(mark)
                for index in range(mark.start, mark.end):
                    self._by_token.setdefault((name, index), mark)

    def of(self, group: str) -> Sequence[Mark]:
        """The marks of a group ("people.women") or of a family of groups ("people"), from left to right."""
        return self._by_group.get(group, ())

    def has(self, group: str, start: int = 0, end: int | None = None) -> bool:
        """Does a mark of the group begin in tokens [start, end)?"""
        return self.first(group, start, end) is not None

    def first(self, group: str, start: int = 0, end: int | None = None) -> Mark | None:
        """The first mark of the group that begins in tokens [start, end)."""
        last = len(self.tokens) if end is None else end
        for mark in self.of(group):
            if start <= mark.start < last:
                return mark
        return None

    def last(self, group: str, start: int, end: int) -> Mark | None:
        """The last mark of the group that begins in tokens [start, end)."""
        return next((m for m in reversed(self.of(group)) if start <= m.start < end), None)

    def at(self, group: str, index: int) -> Mark | None:
        """A mark of the group that begins at a token."""
        return self._by_start.get((group, index))

    def ending(self, group: str, index: int) -> Sequence[Mark]:
        """The marks of the group that end before a token."""
        return self._by_end.get((group, index), ())

    def covering(self, group: str, index: int) -> Mark | None:
        """A mark of the group that covers a token."""
        return self._by_token.get((group, index))

    def word(self, index: int) -> str:
        """The normal form of a token; empty outside the sentence."""
        return self.tokens[index].forms[0] if 0 <= index < len(self.tokens) else ""

    def word_in(self, group: str, index: int) -> bool:
        """Is a token one of the small words of a group in the language's `words`?"""
        if not 0 <= index < len(self.tokens):
            return False
        return not self.language.words[group].isdisjoint(self.tokens[index].forms)

    def any_word_in(self, group: str, start: int = 0, end: int | None = None) -> bool:
        """Is one of the tokens [start, end) such a word?"""
        listed = self.language.words[group]
        return any(not listed.isdisjoint(t.forms) for t in self.tokens[start:end])

    def has_and(self, index: int) -> bool:
        """Is the Arabic "and" written onto a token, which no list knows as it is («وضابط», but not «والد»)?"""
        word = self.word(index)
        written_on = len(word) > 2 and word.startswith(WRITTEN_AND) and not self.language.articles
        return written_on and word not in self.language.table.by_first

    def is_adverb(self, index: int) -> bool:
        """Is a token an adverb, by its ending or as a listed word ("brutally", "also")?"""
        return self.ends_with("adverb", index) or self.word_in("adverb", index)

    def is_led(self, index: int) -> bool:
        """Is an Arabic preposition written onto a token («بانفجار», «لمقتل»), which no list knows as it is?"""
        word = self.word(index)
        return (
            word.startswith(_WRITTEN_LEADS)
            and not self.language.articles
            and word not in self.language.table.by_first
        )

    def has_article(self, index: int) -> bool:
        """Is the article written onto a token, as in Arabic?  Every proclitic of two letters or more has it."""
        word = self.word(index)
        return any(len(p) > 1 and word.startswith(p) for p in self.language.proclitics)

    def ends_with(self, kind: str, index: int) -> bool:
        """Does a token have an ending of a kind in the language's `suffixes`?"""
        endings = self.language.suffixes.get(kind, ())
        return bool(endings) and self.word(index).endswith(endings)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the text of tokens [start, end)."""
        return self.tokens[start].start, self.tokens[end - 1].end

    def text(self, start: int, end: int, source: str) -> str:
        """The words of tokens [start, end) as the text has them."""
        return source[self.tokens[start].start : self.tokens[end - 1].end] if end > start else ""

    def token_at(self, offset: int) -> int:
        """Index of the first token that ends behind an offset of the text."""
        return bisect_left([t.end for t in self.tokens], offset + 1)


def tokens(text: str, language: Language) -> list[Token]:
    """Tokens of a text with the forms under which the word lists may know them."""
    pieces = split(text, language.group_marks, language.elisions)
    return [Token(start, end, word, language.forms(word)) for start, end, word in pieces]


def _ends(text: str, found: list[Token], position: int, language: Language) -> bool:
    """Does a sentence end at this token?"""
    token = found[position]
    following = found[position + 1]
    gap = text[token.end : following.start]
    if token.is_word and "\n" not in gap:
        return False
    if gap.count("\n") >= 2:
        return True
    if token.text not in _END and not (token.text[0] in _CLOSING and found[position - 1].text in _END):
        return "\n" in gap and (token.text[0] in ":؛" or (not following.is_word and token.text == "."))
    if "\n" in gap:
        return True
    if not gap or following.text[0].islower():
        return False
    if _tells_hour(found, position) and not language.day_words.isdisjoint(following.forms):
        return False
    before = found[position - 1] if position else token
    initial = len(before.text) == 1 and before.is_capitalised
    return not (token.text == "." and (initial or before.forms[0] in language.abbreviations))


def _tells_hour(found: list[Token], position: int) -> bool:
    """Is this the last point of "11 p.m."?"""
    hour = "".join(t.text for t in found[max(0, position - 3) : position + 1])
    return hour.lower() in ("a.m.", "p.m.")


def sentences(text: str, language: Language) -> list[Sentence]:
    """Sentences of a text in order, with the language's phrases marked."""
    found = tokens(text, language)
    out: list[Sentence] = []
    current: list[Token] = []
    paragraph = 0
    for position, token in enumerate(found):
        current.append(token)
        last = position + 1 == len(found)
        if last or len(current) >= MAX_TOKENS or _ends(text, found, position, language):
            sentence = Sentence(current, paragraph, len(out), language)
            sentence.add_marks(language.table.find([t.forms for t in current]))
            out.append(sentence)
            current = []
            if not last and "\n" in text[token.end : found[position + 1].start]:
                paragraph += 1
    return out
