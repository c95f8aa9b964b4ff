"""What speaks for and against a name of an English text being a place's: its words, its size, and what is around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property

from incidents.geocoding.index import Candidate
from incidents.geocoding.names import fold
from incidents.parsing.places.named import Named, NamedWords
from incidents.parsing.places.place_text import Mention, PlaceText

LONGEST_NAME = 7
"""Words of the longest names looked up ("coastal region of western Syria")."""
LARGE = 50_000
"""A town of so many people is known well enough to be meant by a bare name after a preposition."""
SEAT = 500_000
"""A city of so many people may be the seat of a government that speaks by its name."""
_FAMOUS = 500_000
"""A city of so many people is meant by its bare name."""
_INITIALS = re.compile(
    r"(?:[A-Z][a-z]?\.)+$|[A-Z]{2,6}$|[A-Za-z]*[a-z][A-Z]{2,}[A-Za-z]*$|[A-Z]{2,}[a-z]+[A-Za-z]*$"
)
_AND_ANOTHER = re.compile(r" and (?:the )?[A-Z]")

Hits = dict[tuple[int, int], tuple[Candidate, ...]]


class Judge:
    """Judges the names of one text."""

    def __init__(self, page: PlaceText, named: NamedWords, hits: Hits) -> None:
        self.page = page
        self.named = named
        self.hits = hits
        self.words = page.words
        self.lists = page.lists

    def is_word(self, mention: Mention, last: int) -> bool:
        """Is it a word that nearly always means something else?  Not where its kind is part of the name."""
        of_its_name = mention.cue == "district" and mention.last > last  # "Hall County"
        return fold(mention.name) in self.lists.never and not of_its_name

    def is_certain(self, mention: Mention, candidates: Sequence[Candidate]) -> bool:
        """Do the words around a name leave no doubt that it is a place's?"""
        if mention.cue in ("settlement", "admin", "countryside", "district"):
            return True
        if self.page.is_dateline(mention.first, mention.last) or self.page.after_party(mention.first):
            return True
        parents = self.hits.get(self._after_comma(mention.last), ())
        inside = {c.place.country for c in candidates}
        return any(
            c.place.country in inside and c.match in ("name", "variant") and not c.place.by_hand
            for c in parents
            if c.place.geo_precision in ("country", "governorate")
        )

    def _after_comma(self, last: int) -> tuple[int, int]:
        """The longest name of the gazetteer right after a comma at word `last`; an empty span where there is none."""
        if last >= len(self.words) or self.page.between(last, last) != ",":
            return last, last
        ends = (end for end in range(min(last + LONGEST_NAME, len(self.words)), last, -1))
        return next(((last, end) for end in ends if (last, end) in self.hits), (last, last))

    def fills(self, first: int, last: int, named: Named) -> bool:
        """Is a gazetteer's name the whole of the recogniser's, but for words such as "northern" and "city"?"""
        rest = [self.words[i] for i in range(named.first, named.last) if not first <= i < last]
        longer = [w for w in rest if w.capital and w.text.lower() not in self.lists.directions]
        return all(fold(w.text) in self.lists.after for w in longer)

    def is_placed(self, first: int, last: int) -> bool:
        """Does the text somewhere use an unknown name as a place's: after a preposition, or before a comma?"""
        return self.named.text(first, last) in self._placed

    @cached_property
    def _placed(self) -> frozenset[str]:
        return frozenset(
            self.named.text(n.first, n.last)
            for n in self.named.names
            if self.page.after_preposition(n.first) or self.page.between(n.last, n.last) == ","
        )

    @cached_property
    def _things(self) -> frozenset[str]:
        """Names that the text gives to a thing ("Marburg fever")."""
        pairs = zip(self.words, self.words[1:], strict=False)
        return frozenset(w.text for w, after in pairs if w.capital and after.text in self.lists.thing_after)

    def is_thing(self, first: int, last: int) -> bool:
        """Is it the name of a disease or the like in this text, and not once a place's after "in"?"""
        return self.words[last - 1].text in self._things and not self.page.inside(first)

    @cached_property
    def _agencies(self) -> frozenset[str]:
        """Names that the text gives to a news agency ("the official Sana news agency"), but no town's or people's."""
        called = (
            (w.text, self.hits.get((i, i + 1), ()))
            for i, w in enumerate(self.words[:-2])
            if w.capital and [after.text for after in self.words[i + 1 : i + 3]] == ["news", "agency"]
        )
        return frozenset(name for name, known in called if all(c.match == "variant" for c in known[:1]))

    def is_strong(self, candidate: Candidate, countries: AbstractSet[str | None]) -> bool:
        """Is the place known well enough to be meant by its name in a text about these countries?"""
        place = candidate.place
        if place.kind in ("country", "admin"):
            return place.geo_precision != "district" and candidate.match in ("name", "variant")
        if place.by_hand:
            return place.country in countries
        return candidate.population >= (5_000 if place.country in countries else LARGE)

    def in_organisation(self, first: int, last: int, named: Named | None) -> bool:
        """Is it part of the name of an organisation? ("Tehran Times", "University of Aleppo")"""
        if self.words[last - 1].end < self.words[last - 1].full_end:
            return False  # "Syria's Ministry of Health" names Syria
        if last - first == 1 and self.words[first].text in self._agencies:
            return True
        if named and named.label == "organisation" and named.wider(first, last):
            leading = self.words[named.first : first]
            if not self.page.only_types(range(last, named.last)):
                return True
            if any(w.capital and w.text.lower() not in self.lists.directions for w in leading):
                return True
        index = last
        while index < len(self.words) and index < last + 4 and self.page.adjacent(index - 1):
            word = self.words[index]
            if not word.capital and word.text not in ("for", "of"):
                return index == last and word.text == "group"
            if word.capital and fold(word.text) in self.lists.organisation:
                return True
            index += 1
        before = self.words[max(0, first - 2) : first]
        return (
            len(before) == 2
            and before[1].text == "of"
            and before[0].capital
            and fold(before[0].text) in self.lists.organisation
        )

    def names_group(self, first: int) -> bool:
        """Is it one of the two areas by which an armed group calls itself? ("Islamic State of Iraq and the Levant")"""
        if not first or self.words[first - 1].text not in ("of", "in", "and", "the"):
            return False
        before = " ".join(fold(w.text) for w in self.words[max(0, first - 7) : first])
        goes_on = _AND_ANOTHER.match(self.page.text, self.words[first].full_end)
        return any(
            re.search(rf"\b{group} (?:of|in)(?: \w+){{1,2}} and(?: the)?$", before)
            or (goes_on and re.search(rf"\b{group} (?:of|in)$", before))
            for group in self.lists.groups
        )

    def of_public_body(self, first: int, last: int, strong: bool) -> bool:
        """Does the name tell whose public body is named? ("Berea Police Department", "Ohio Supreme Court")

        Such a body is the place's own, as the police of Berea are; a company or a paper may be anywhere.
        strong: it is a well-known place, and no person, after whom a school may be named.
        """
        other = self.lists.directions | self.lists.titles
        if (
            first
            and self.words[first - 1].capital
            and self.page.adjacent(first - 1)
            and fold(self.words[first - 1].text) not in other
        ):
            return False
        start = last - 1 if fold(self.words[last - 1].text) in self.lists.inseparable else last
        for index in range(start, min(last + (6 if strong else 2), len(self.words))):
            word = self.words[index]
            if not self.page.adjacent(index - 1) or not (word.capital or (word.text == "and" and strong)):
                return False
            key = fold(word.text)
            if key in self.lists.bodies or (key in self.lists.schools and strong and index == last):
                return True
            if key in self.lists.organisation and key not in self.lists.schools:
                return False
        return False

    def of_local_body(self, last: int) -> bool:
        """Does a body that only a town or a county has follow the name? ("Berea Police Department")"""
        after = [fold(w.text) for w in self.words[last : last + 2] if w.capital]
        return bool(after) and not self.lists.local_bodies.isdisjoint((after[0], " ".join(after)))

    def of_building(self, first: int, last: int) -> bool:
        """Is it the name of a church, a club or the like? ("Saint Mark's Church", "the Kawsar educational center")

        A name that a gazetteer has tells where the building stands ("a Burbank hotel"), unless it is a saint's and
        goes on in capitals.
        """
        words = [fold(w.text) for w in self.words[first : first + 2]]
        if last - first > 2 and words[0] in self.lists.buildings and words[1] == "of":
            return True  # "the University of Texas"
        known = (first, last) in self.hits
        if known and words[0] not in self.lists.saints:
            return False
        if any((first, end) in self.hits for end in range(first + 1, last)):
            return False  # "the Allendale Woman's Club" may be Allendale's
        for index in range(last, min(last + 2, len(self.words))):
            if self.page.gap(index) != " " or (known and not self.words[index].capital):
                return False
            if fold(self.words[index].text) in self.lists.buildings:
                return True
        return False

    def speaks(self, first: int, last: int, candidates: Sequence[Candidate]) -> bool:
        """Does a government speak by the name of its seat? ("Damascus said it would not withdraw")"""
        seat = any(c.place.kind == "settlement" and c.population >= SEAT for c in candidates)
        after = self.words[last].text if last < len(self.words) else ""
        return (
            seat
            and after in self.lists.say_after
            and self.page.text[self.words[last - 1].end : self.words[last].start] == " "
            and not self.page.after_preposition(first)
            and (not first or self.words[first - 1].text != "and")
        )

    def is_acronym(self, first: int, last: int, candidates: tuple[Candidate, ...]) -> bool:
        """A short word in capitals names a country, a union or an organisation ("UAE", "EU", "SANA"), never a town."""
        word = self.words[first].text
        short = last - first == 1 and len(word) <= 4 and word.isupper() and not self.page.capitals
        return short and not any(c.place.kind in ("country", "region") for c in candidates)

    def is_initials(self, first: int, last: int) -> bool:
        """A word with several capitals is an organisation's or a thing's ("UNAMID", "IoTX")."""
        word = self.words[first].text
        return last - first == 1 and not self.page.capitals and bool(_INITIALS.match(word))

    def other_coast(self, first: int, last: int, country: str | None) -> bool:
        """Is "the coast" said to be another country's? ("the Libyan coast", "the coast of Lebanon", "Gold Coast")"""
        beside = [(first - 1, first)]
        if last < len(self.words) and self.words[last].text.lower() in ("of", "off", "in"):
            beside.append((last + 1, last + 2))
        for span in beside:
            owners = [c for c in self.hits.get(span, ()) if c.match == "demonym" or c.place.kind == "country"]
            if owners:
                return all(c.place.country != country for c in owners)
        return self.words[first].capital and not self.page.starts_sentence(first)


def is_region(candidate: Candidate) -> bool:
    """Is it a region by its own name, not by a word for its people?"""
    return candidate.place.kind == "region" and candidate.match != "demonym"


def is_famous(candidate: Candidate) -> bool:
    """Meant by its bare name even without a preposition."""
    place = candidate.place
    if place.kind in ("country", "admin"):
        return candidate.match == "name" or place.kind == "country"
    return (place.by_hand and not candidate.needs_context) or (
        candidate.match == "name" and candidate.population >= _FAMOUS
    )
