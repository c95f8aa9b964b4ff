"""Texts in capitals (telexes, radio monitoring) as they would stand in ordinary print, character for character.

Capitals throughout tell nothing about names.  So such a text is put into small letters, and its names get their
capitals back: words that a tagger takes for names, nouns that no dictionary knows, and the names of countries,
peoples and regions.  All that follows then reads it like any other text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from incidents.geocoding.index import Candidate
from incidents.geocoding.names import fold
from incidents.geocoding.short_names import short_key
from incidents.languages import load

Lookup = Callable[[Iterable[str]], Mapping[str, tuple[Candidate, ...]]]

_NAMES = frozenset(("NNP", "NNPS"))
_NOUNS = _NAMES | {"NN", "NNS", "JJ", "FW"}
"""Tags (Penn Treebank) of words that may be names."""
_LARGE = 50_000
"""People of the smallest town by which an acronym is not called."""
_FAMOUS = 500_000
"""People of a city that a noun after a preposition stands for, whatever else it means."""
_PREPOSITIONS = frozenset(("IN", "TO"))
_STOPS = frozenset(("", ",", ".", ";", ")", "]", "-", "--"))
_LONGEST = 4
"""Words of the longest names looked up."""
_ACRONYM = 6
"""Letters of the longest word that is taken for an acronym."""
_PASSAGE = 200
"""Letters of the shortest passage in capitals that is put into small letters in a text that has others."""
_MOST = 0.8
"""A text with so many of its letters large is written in capitals."""
_BREAK = re.compile(r"\n[ \t\r]*\n")
_INITIALS = re.compile(r"(?:[a-z]\.){2,}$|[a-z]\.[a-z]$")
_HOURS = frozenset(("a.m.", "p.m."))
_SENTENCE_ENDS = frozenset((".", "!", "?"))
_OPENING = frozenset(('"', "“", "''", "``", "[", "("))
_GAPS = frozenset((" ", "\n", "-", "  "))


@dataclass(frozen=True, slots=True)
class ReadWord:
    """A word or sign of a text in small letters.  Offsets in code points.

    tag: its part of speech (Penn Treebank).  known: a dictionary has it or the word it is a form of.
    named: a recogniser of names takes it for part of one.  acronym: it is always written in capitals.
    """

    start: int
    end: int
    tag: str
    known: bool
    named: bool = False
    acronym: bool = False

    @property
    def may_be_name(self) -> bool:
        """Is it a noun, an adjective or a foreign word?"""
        return self.tag in _NOUNS


def mostly_capitals(text: str) -> bool:
    """Is the text written in capitals, as radio transcripts and telexes are?"""
    head = text[:4000]
    letters = sum(map(str.isalpha, head))
    return letters > 20 and sum(map(str.isupper, head)) > _MOST * letters


def passages_in_capitals(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of what is written in capitals: the text, or those of its paragraphs that are long enough."""
    if mostly_capitals(text):
        yield 0, len(text)
        return
    start = 0
    for end in [*(m.start() for m in _BREAK.finditer(text)), len(text)]:
        part = text[start:end]
        if sum(map(str.isupper, part)) >= _PASSAGE and mostly_capitals(part):
            yield start, end
        start = end


def small(text: str) -> str:
    """The text in small letters, as long as it was."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c if len(c.lower()) > 1 else c.lower() for c in text)


def with_capitals(text: str, words: Sequence[ReadWord], lookup: Lookup) -> str:
    """A text in small letters with the capitals of its sentences, names and acronyms; as long as it was.

    lookup: the places that go by folded names.
    """
    letters = list(text)
    forms = [text[w.start : w.end] for w in words]
    places = _places(text, words, forms, lookup)
    acronyms = {form for i, form in enumerate(forms) if i not in places and _is_acronym(words, forms, i)}
    states = _states(words, forms, lookup)
    raised = _names(words, forms) | places | {i - 2 for i in states}
    for i, (word, form) in enumerate(zip(words, forms, strict=True)):
        if (
            i in states
            or (form in acronyms and word.may_be_name)
            or (_INITIALS.match(form) and form not in _HOURS)
        ):
            letters[word.start : word.end] = map(_large, form)
        elif i in raised or form == "i" or _is_day_or_month(forms, i) or _begins(text, words, forms, i):
            letters[word.start] = _large(form[0])
    return "".join(letters)


def _large(letter: str) -> str:
    large = letter.upper()
    return large if len(large) == 1 and large.lower() == letter else letter


def _is_acronym(words: Sequence[ReadWord], forms: Sequence[str], i: int) -> bool:
    """ "(eln)", "fmln": an unknown short word alone in brackets, or one that nobody can pronounce."""
    word, form = words[i], forms[i]
    if not form.isalpha() or not 2 <= len(form) <= _ACRONYM:
        return False
    alone = forms[max(0, i - 1) : i + 2] in (["(", form, ")"], ["[", form, "]"], [",", form, "]"])
    if alone or word.acronym:
        return word.tag in _NAMES or not word.known
    return word.may_be_name and not word.known and not set("aeiouy") & set(form)


def _names(words: Sequence[ReadWord], forms: Sequence[str]) -> set[int]:
    """Words that are names by what they are, or by what the same word mostly is in this text."""
    likely = {
        i
        for i, w in enumerate(words)
        if w.may_be_name and forms[i][0].isalpha() and (w.tag in _NAMES or w.named or not w.known)
    }
    told, told_as_names = Counter(forms), Counter(forms[i] for i in likely)
    return {
        i
        for i, form in enumerate(forms)
        if i in likely
        or (2 * told_as_names[form] >= told[form] and (words[i].may_be_name or not words[i].known))
    }


def _places(text: str, words: Sequence[ReadWord], forms: Sequence[str], lookup: Lookup) -> set[int]:
    """Words of the names of countries, peoples and regions, and of places one of whose words is surely a name."""
    spans = {}
    for first, word in enumerate(words):
        if not forms[first][0].isalpha() or not (word.may_be_name or word.tag == "DT" or not word.known):
            continue
        for last in range(first + 1, min(first + _LONGEST, len(words)) + 1):
            if last - first > 1 and text[words[last - 2].end : words[last - 1].start] not in _GAPS:
                break
            if words[last - 1].may_be_name:
                spans[first, last] = fold(" ".join(forms[first:last]))
    found = lookup(set(spans.values()))
    return {
        i
        for (first, last), key in spans.items()
        if key in found
        and (
            _is_place(words[first:last], len(key), found[key])
            or (_is_after_preposition(words, first, last) and any(map(_is_famous, found[key])))
        )
        for i in range(first, last)
    }


def _states(words: Sequence[ReadWord], forms: Sequence[str], lookup: Lookup) -> set[int]:
    """The towns and states of "portland, or." and "(gary, in)": two letters between a noun's comma and a stop."""
    behind = {
        i
        for i, form in enumerate(forms)
        if len(form) == 2
        and form.isalpha()
        and i > 1
        and forms[i - 1] == ","
        and words[i - 2].may_be_name
        and "".join(forms[i + 1 : i + 2]) in _STOPS
    }
    known = lookup({short_key(forms[i].upper()) for i in behind})
    return {i for i in behind if short_key(forms[i].upper()) in known}


def _is_place(name: Sequence[ReadWord], letters: int, candidates: Sequence[Candidate]) -> bool:
    sure = any(w.tag in _NAMES or (w.may_be_name and not w.known) for w in name)
    if any(_is_widely_known(c, sure) for c in candidates) and letters > 3:
        return True
    return len(name) > 1 and sure and any(c.match in ("name", "variant") for c in candidates)


def _is_widely_known(candidate: Candidate, sure: bool) -> bool:
    """Is it a word for a people, or the name of a country, region or, for a word that is surely a name, city?"""
    if candidate.match == "demonym":
        return True
    of_many = candidate.place.kind in ("country", "region") or (sure and candidate.population >= _LARGE)
    return candidate.match == "name" and of_many


def _is_after_preposition(words: Sequence[ReadWord], first: int, last: int) -> bool:
    nouns = all(w.tag in _NAMES or w.tag == "NN" for w in words[first:last])
    return nouns and first > 0 and words[first - 1].tag in _PREPOSITIONS


def _is_famous(candidate: Candidate) -> bool:
    return candidate.match == "name" and candidate.population >= _FAMOUS


def _is_day_or_month(forms: Sequence[str], i: int) -> bool:
    """ "5 january", "mar 3", "monday"; "march" and "may" only beside a number."""
    numbered = any(f[:1].isdigit() for f in (*forms[max(0, i - 1) : i], *forms[i + 1 : i + 2]))
    word = forms[i].rstrip(".")
    return word in load("en").day_words and (numbered or len(word) > len("march"))


def _begins(text: str, words: Sequence[ReadWord], forms: Sequence[str], i: int) -> bool:
    """Does a sentence begin with this word?"""
    before = i - 1
    while before >= 0 and forms[before] in _OPENING:
        before -= 1
    if before >= 0 and forms[before] == "]":  # "[text] The minister", but "the FMLN [the rebels] said"
        opens = next((j for j in range(before, -1, -1) if forms[j] == "["), 0)
        return opens == 0 or not forms[opens - 1][0].isalnum()
    return before < 0 or forms[before] in _SENTENCE_ENDS or "\n\n" in text[words[before].end : words[i].start]
