"""A text as words, and what the words around a place name say of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from incidents.geocoding.names import ARTICLES, fold
from incidents.geocoding.place_words import PlaceWords
from incidents.geocoding.resolve import Cue
from incidents.geocoding.short_names import short_key
from incidents.languages.tokens import elided
from incidents.parsing.places.casing import mostly_capitals

_LETTERS = r"[^\W\d_]+(?:['’‘ʿʾ`´][^\W\d_]+)*"
_WORD = re.compile(rf"(?:[A-Z][a-z]?\.){{2,}}|(?:(?i:{'|'.join(sorted(ARTICLES))})[-‑])?{_LETTERS}")
"""A word; with dots for initials ("U.S.", "W.Va."), with its article ("al-Haissa"), each part of a compound apart."""
_POSSESSIVE = re.compile(r"(?:'s|’s|'S|’S)$")
_ARTICLE_NAME = re.compile(rf"(?:{'|'.join(sorted(ARTICLES))})[-‑][A-Z]", re.IGNORECASE)
_INNER_GAPS = frozenset((" ", "-", "\u00a0", "\n"))
_DATELINE_END = re.compile(r"(?:, [\w. ]{2,30})?\s?(?:\([\w ,.]{1,40}\)\s?)?(?:--|[—–]|-\s)")
_SMALL_AFTER_DOT = re.compile(r"\.? [a-z]")
_SPACE = re.compile(r"\s{1,3}$")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the text; `end` leaves a possessive off, `full_end` does not.  numbered: "Kurdistan24"."""

    start: int
    end: int
    full_end: int
    text: str
    numbered: bool = False

    @property
    def capital(self) -> bool:
        """Does it look like a name? ("Baniyas", "al-Haissa")"""
        return not self.numbered and (self.text[0].isupper() or bool(_ARTICLE_NAME.match(self.text)))


@dataclass(frozen=True, slots=True)
class Mention:
    """A place name in the text.

    first, last: its words, half open.  name: what to look up; surface: as it stands ("Orange County").
    certain: it is a place's name for certain enough to try other transliterations, and to keep it where no
    gazetteer knows it.  feature: a street, a river or the like.  short: short for a state ("Kan.", "TX").
    phrase: words that are a place only in a text about its country ("the coast").
    local: it names a town's own police, school and the like ("Lebanon High School").
    """

    start: int
    end: int
    first: int
    last: int
    name: str
    surface: str
    cue: Cue = ""
    certain: bool = False
    demonym: bool = False
    in_organisation: bool = False
    feature: bool = False
    short: bool = False
    phrase: bool = False
    local: bool = False

    @property
    def key(self) -> str:
        """The key to ask the gazetteer for."""
        return short_key(self.name) if self.short else fold(self.name)


def words_of(text: str, elisions: tuple[str, ...] = ()) -> list[Word]:
    """The words of a text with their offsets.

    elisions: small words with an apostrophe that are words of their own though written onto the next ("d'Alep").
    """
    out = []
    for match in _WORD.finditer(text):
        start, end = match.start(), match.end() - (2 if _POSSESSIVE.search(match.group()) else 0)
        if cut := elided(match.group(), elisions):
            out.append(Word(start, start + cut, start + cut, text[start : start + cut]))
            start += cut
        numbered = text[match.end() : match.end() + 1].isdigit()
        out.append(Word(start, end, match.end(), text[start:end], numbered))
    return out


class PlaceText:
    """A text, its words and the word lists of its language."""

    def __init__(self, text: str, lists: PlaceWords) -> None:
        self.text = text
        self.lists = lists
        self.words = words_of(text, lists.elisions)
        self.capitals = mostly_capitals(text)
        self._kinds = self.lists.after.keys() | self.lists.titles

    def gap(self, index: int) -> str:
        """The text between a word and the one before it."""
        return (
            self.text[self.words[index - 1].full_end : self.words[index].start]
            if 0 < index < len(self.words)
            else ""
        )

    def adjacent(self, index: int) -> bool:
        """Is there nothing but a space or a hyphen between this word and the next, or the dot of an initial?"""
        gap = self.text[self.words[index].full_end : self.words[index + 1].start]
        word = self.words[index].text
        return gap in _INNER_GAPS or (gap == ". " and (word in ("St", "Ft", "Mt") or len(word) == 1))

    def cue(self, first: int, last: int) -> Cue:
        """What the words right beside words [first, last) say the name is."""
        for length in (2, 1):
            stop = last + length
            if stop <= len(self.words) and all(_SPACE.match(self.gap(i)) for i in range(last, stop)):
                cue = self.lists.after.get(
                    fold(self.text[self.words[last].start : self.words[stop - 1].end]), ""
                )
                if cue:
                    return cue
        return self.cue_before(first)

    def cue_before(self, first: int) -> Cue:
        """What the words right before a word say it is."""
        stop = first
        if stop and self.words[stop - 1].text.lower() == "the":
            stop -= 1
        for length in (3, 2, 1):
            start = stop - length
            if start >= 0 and all(_SPACE.match(self.gap(i)) for i in range(start + 1, stop)):
                phrase = fold(self.text[self.words[start].start : self.words[stop - 1].end])
                cue = self.lists.before.get(phrase, "")
                gap = self.gap(stop)
                joined = not gap and self.words[stop - 1].text[-1:] in ("'", "’")
                if length == 1 and self.words[start].capital and not self.starts_sentence(start):
                    continue  # "City Manager", "Village People"
                if cue and (
                    joined or _SPACE.match(gap) or (phrase.endswith("s") and re.fullmatch(r"[:,] ", gap))
                ):
                    return cue
        return ""

    def after_preposition(self, first: int) -> bool:
        """Does a preposition of place stand before it, with at most "northern" and the like between?"""
        index = first - 1
        while (
            index >= 0
            and _SPACE.match(self.gap(index + 1))
            and self.words[index].text.lower() in self.lists.directions
        ):
            index -= 1
        return (
            index >= 0
            and fold(self.words[index].text) in self.lists.place_before
            and not self.gap(index + 1).strip()
        )

    def inside(self, first: int) -> bool:
        """Does "in", "near" or the like stand right before it?"""
        before = self.words[first - 1].text if first else ""
        return before[:1].islower() and fold(before) in self.lists.inside and not self.gap(first).strip()

    def after_party(self, first: int) -> bool:
        """Is it the home of a politician? ("D-Raleigh", "R-Kan.")"""
        return first > 0 and self.gap(first) == "-" and self.words[first - 1].text in ("D", "R", "I")

    def before_office(self, last: int) -> bool:
        """Does an office that only places have follow? ("Beaconsfield Mayor Anne Roy")"""
        return (
            last < len(self.words)
            and self.words[last].capital
            and self.words[last - 1].end == self.words[last - 1].full_end
            and self.adjacent(last - 1)
            and fold(self.words[last].text) in self.lists.offices
        )

    def tells_origin(self, first: int, last: int) -> bool:
        """Is somebody said to be from there? ("A Woodbridge man", "two Columbia County women")"""
        return (
            first > 0
            and last < len(self.words)
            and self.words[first - 1].text.lower() in self.lists.counts
            and self.gap(first) == " "
            and self.words[last].text in self.lists.people
            and self.words[last - 1].end == self.words[last - 1].full_end
            and self.gap(last) == " "
        )

    def goes_on_small(self, index: int) -> bool:
        """Does a word in small letters follow the dot of this word? ("Mich. utilities")"""
        return bool(_SMALL_AFTER_DOT.match(self.text, self.words[index].end))

    def starts_sentence(self, index: int) -> bool:
        """Does a sentence, or the text, begin with this word?"""
        return index == 0 or bool(re.search(r"[.!?:;\n\"“”]", self.gap(index)))

    def between(self, last: int, first: int) -> str:
        """The text between word `last` - 1 and word `first`, at most two words apart; else nothing."""
        if not 0 <= first - last <= 2 or first >= len(self.words) or not last:
            return ""
        return self.text[self.words[last - 1].full_end : self.words[first].start].strip()

    def joined(self, first: int, last: int, found: Iterable[Mention]) -> bool:
        """Does a list go on from words [first, last) to a mention?"""
        return any(
            self.between(last, m.first) in self.lists.joiners
            or self.between(m.last, first) in self.lists.joiners
            for m in found
            if not m.demonym
        )

    def only_types(self, indexes: Iterable[int]) -> bool:
        """Only words such as "province" and titles ("Anderson County Sheriff")?  True for none at all."""
        return all(fold(self.words[i].text) in self._kinds for i in indexes)

    def is_dateline(self, first: int, last: int) -> bool:
        """Does a report begin here, with the place in capitals and a dash? ("CHARLESTON, W.Va. --")"""
        if not self.starts_sentence(first) or self.capitals:
            return False
        if not all(w.text.isupper() for w in self.words[first:last]):
            return False
        return bool(_DATELINE_END.match(self.text, self.words[last - 1].end))

    def mention(self, first: int, last: int, *, demonym: bool = False, dotted: bool = False) -> Mention:
        """The mention of words [first, last); a kind written like a name is part of it ("Orange County").

        dotted: the dot of an abbreviation is part of it, too ("Kan.").
        """
        start, end = self.words[first].start, self.words[last - 1].end
        name = self.lists.spellings.get(fold(self.text[start:end]), self.text[start:end])
        cue: Cue = "" if demonym else self.cue(first, last)
        if dotted and self.text[end - 1] != "." and self.has_dot(last - 1):
            end, name = end + 1, f"{name}."
        if (
            cue
            and last < len(self.words)
            and self.words[last].capital
            and fold(self.words[last].text) in self.lists.after
            and (fold(self.words[last].text) in self.lists.inseparable or not self._name_goes_on(last))
        ):
            last, end = last + 1, self.words[last].end
        return Mention(start, end, first, last, name, self.text[start:end], cue, demonym=demonym)

    def _name_goes_on(self, index: int) -> bool:
        """Does a longer name go on after this word? ("Dublin City Council", "Ohio Department of Health")"""
        after = self.words[index + 1 : index + 2]
        return bool(after) and (after[0].capital or after[0].text in ("of", "for")) and self.adjacent(index)

    def has_dot(self, index: int) -> bool:
        """Is the word written with a dot at its end, of its own or of the sentence?"""
        word = self.words[index]
        return word.text[-1] == "." or self.text[word.end : word.end + 1] == "."

    def cues_along_lists(self, mentions: list[Mention]) -> list[Mention]:
        """One word for all names of a list: "Latakia and Tartus provinces", "rural Homs and Latakia"."""
        out = list(mentions)
        for step in (1, -1):
            spreading: Cue = ""
            order = range(len(out)) if step == 1 else range(len(out) - 1, -1, -1)
            for i in order:
                previous = i - step
                if (
                    spreading
                    and self._listed_beside(out[min(i, previous)], out[max(i, previous)])
                    and not out[i].cue
                ):
                    out[i] = replace(out[i], cue=spreading, certain=True)
                else:
                    spreading = out[i].cue if self._for_all(out[i], step) else ""
        return out

    def in_list_of_kind(self, mention: Mention) -> bool:
        """Is a plural said of a list that ends with this name? ("Clarke, Madison and Oconee counties")"""
        return bool(mention.cue) and self._for_all(mention, -1)

    def _listed_beside(self, left: Mention, right: Mention) -> bool:
        between = self.between(left.last, right.first)
        return between in self.lists.joiners and not (left.demonym or right.demonym)

    def _for_all(self, mention: Mention, step: int) -> bool:
        """Is the cue of a list's first name (step 1) or last name (step -1) said of the whole list?"""
        if step == -1:
            return mention.last < len(self.words) and fold(self.words[mention.last].text).endswith("s")
        before = [
            w.text.lower()
            for w in self.words[max(0, mention.first - 3) : mention.first]
            if w.text.lower() != "the"
        ]
        if before and before[-1] == "of":
            before.pop()
        return bool(before) and (before[-1].endswith("s") or before[-1] in self.lists.for_all)
