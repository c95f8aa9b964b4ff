"""Place names in an Arabic text: the gazetteer's names among its words, with what is written onto them.

Arabic has no capitals, and many villages are called like things or people; so a name counts when it is a country,
a region or a well-known town, or when the words around it say that it is a place (قرية, محافظة, ريف …).
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from incidents.geocoding.build import ARABIC_SCRIPT
from incidents.geocoding.index import Candidate, Gazetteer
from incidents.geocoding.names import fold, without_article
from incidents.geocoding.place_words import PlaceWords
from incidents.parsing.places.arabic_text import ArabicText
from incidents.parsing.places.place_text import Mention

LONGEST_NAME = 4
"""Words at most of a name."""
LARGE = 200_000
"""A city of so many people is known well enough to be meant wherever the text plays."""
TOWN = 20_000
"""A town of so many people is meant in a text about its country, and after "in" if it lies in an Arab country."""
_HOME_TOWN = 15_000
"""The same right behind "in", in a text about its country (مأرب)."""
SHORT_TOWN = 100_000
"""The same where its name is hardly longer than a root."""
_ARAB = ARABIC_SCRIPT - {"AF", "IR", "PK"}
_SHORT = 3
"""Letters of a name that is as likely some other word."""

_Span = tuple[int, int, int]
"""First word, end word, letters of the first word that are written onto the name."""


def arabic_mentions(
    text: str, gazetteer: Gazetteer, lists: PlaceWords, home: frozenset[str] = frozenset()
) -> list[Mention]:
    """The place names of an Arabic text, in order, not overlapping.

    home: ISO codes of the countries that the text is about besides what it says itself (from its title).
    """
    return _Scan(text, gazetteer, lists).mentions(home)


class _Scan:
    """One text on its way to its mentions."""

    def __init__(self, text: str, gazetteer: Gazetteer, lists: PlaceWords) -> None:
        self.page = ArabicText(text, lists)
        self.lists = lists
        self.found: list[Mention] = []
        self.first: dict[int, Mention] = {}
        self.end: dict[int, Mention] = {}
        self.taken: set[int] = set()
        self.bare: set[_Span] = set()
        """Names with the article of which the gazetteer has the city without it: الخرطوم."""
        self.hits = self._hits(gazetteer)
        self.starts: dict[tuple[int, int], list[_Span]] = {}
        for span in self.hits:
            self.starts.setdefault((span[0], span[2]), []).append(span)

    def mentions(self, home: frozenset[str]) -> list[Mention]:
        countries = home | self._countries()
        for span in sorted(self.hits, key=lambda s: (s[0] - s[1], s[0], s[2])):
            self._add(self._from_hit(span, countries))
        for first in range(len(self.page.words)):
            if first not in self.taken and self.page.cue(first) == "settlement":
                self._add(self._unknown(first))
        for mention in list(self.found):
            self._add(self._apposed(mention))
        for mention in [m for m in self.found if self.page.said_of_all(m.first)]:
            self._unknown_of_list(mention.last)
        for span in sorted(self.hits, key=lambda s: (s[0], -s[1], s[2])):
            self._add(self._listed(span, countries))
        return self._cues_along_lists(sorted(self.found, key=lambda m: m.start))

    def _add(self, mention: Mention | None) -> None:
        if mention and self.taken.isdisjoint(range(mention.first, mention.last)):
            self.found.append(mention)
            self.first[mention.first] = self.end[mention.last] = mention
            self.taken.update(range(mention.first, mention.last))

    # --- evidence -------------------------------------------------------------------------------------------

    def _hits(self, gazetteer: Gazetteer) -> dict[_Span, tuple[Candidate, ...]]:
        keys = self._keys()
        for (first, last, _), key in keys.items():
            if last - first > 1 and key in self.lists.never:
                self.taken.update(range(first, last))  # words that go together: no place in حماة الديار
        bare = {key: without_article(key) for key in keys.values() if " " not in key}
        found = gazetteer.lookup([*keys.values(), *bare.values()])
        out: dict[_Span, tuple[Candidate, ...]] = {}
        for span, key in keys.items():
            candidates = found.get(key, ())
            if not candidates and key in bare:
                lands = (c for c in found.get(bare[key], ()) if c.place.kind == "country")
                candidates = tuple(replace(c, match="demonym") for c in lands)  # السورية
            elif key in bare and (city := _capital_of(candidates, found.get(bare[key], ()))):
                candidates = (*candidates, city)
                self.bare.add(span)
            if candidates and self.taken.isdisjoint(range(*span[:2])):
                out[span] = candidates
        return out

    def _keys(self) -> dict[_Span, str]:
        """Folded names of all stretches of words that may be one."""
        keys: dict[_Span, str] = {}
        for first, readings in enumerate(self.page.readings):
            for drop, key in readings:
                if key not in self.lists.before and key not in self.lists.directions:  # مدينة, شمال: no names
                    keys[first, first + 1, drop] = key
            drops = self.page.drops(first)
            for last in range(first + 2, min(first + LONGEST_NAME, len(self.page.words)) + 1):
                if self.page.gap(last - 1) != " ":
                    break
                for drop in drops:
                    keys[first, last, drop] = self.page.key(first, last, drop)
        return keys

    def _countries(self) -> set[str]:
        """Countries that the text names, or of which it names a town that we know by hand."""
        return {
            c.place.country
            for group in self.hits.values()
            for c in group
            if c.place.country and (c.place.kind == "country" or (c.place.by_hand and not c.needs_context))
        }

    # --- mentions -------------------------------------------------------------------------------------------

    def _mention(self, span: _Span) -> Mention:
        first, last, drop = span
        start, end = self.page.words[first][0] + drop, self.page.words[last - 1][1]
        surface = self.page.text[start:end]
        name = without_article(surface) if span in self.bare else surface
        return Mention(start, end, first, last, name, surface, self.page.cue(first) if not drop else "")

    def _from_hit(self, span: _Span, countries: AbstractSet[str | None]) -> Mention | None:
        """A name that the words around it, or its fame, make a place; one of a list may come later."""
        first, _, drop = span
        candidates = self.hits[span]
        mention = self._mention(span)
        demonym = any(c.match == "demonym" for c in candidates)
        demonym |= self.page.counted(first, drop) and any(c.place.kind == "country" for c in candidates)
        if self.page.in_organisation(first, demonym):
            known = demonym or any(
                c.place.kind == "country" or c.place.by_hand or _is_city(c, countries) for c in candidates
            )
            own = without_article(mention.name) if demonym else mention.name
            return replace(mention, name=own, demonym=demonym, in_organisation=True) if known else None
        if any(c.place.kind == "region" for c in candidates):
            return replace(mention, certain=True, phrase=all(c.match == "bound" for c in candidates))
        if demonym or (mention.cue == "settlement" and all(c.place.kind == "country" for c in candidates)):
            name = without_article(mention.name) if demonym else mention.name
            return replace(mention, name=name, demonym=demonym, cue="")
        if self._is_half(span, countries):
            return None
        if self._is_titled(span):
            return replace(mention, certain=True)
        if mention.cue in ("settlement", "admin", "countryside", "district"):
            return replace(mention, certain=True)
        of_person = not drop and self.page.after_title(first) and all(map(_is_town, candidates))
        if of_person or self.page.part_of_feature(first):
            return None
        return self._likely(mention, span, countries)

    def _likely(self, mention: Mention, span: _Span, countries: AbstractSet[str | None]) -> Mention | None:
        """A name that no word for its kind marks: what stands around it, its size and the text's country say."""
        first, last, drop = span
        candidates = self.hits[span]
        if not drop and self.page.speaks(first) and not any(c.place.kind == "country" for c in candidates):
            known = any(c.place.by_hand for c in candidates)
            return replace(mention, in_organisation=True) if known else None
        supported = self.page.after_preposition(first, drop) or (not drop and self.page.of_capital(first))
        key = self.page.full_key(first, last, drop)
        if key in self.lists.never:
            told = mention.cue == "area" or (supported and self.page.division_follows(last))
            told |= key in self.lists.placed and self.page.stands_in(first, last)
            fits = any(c.place.country in countries and c.match != "demonym" for c in candidates)
            return replace(mention, certain=True) if told and fits else None
        if any(c.place.kind == "country" and c.match in ("name", "variant") for c in candidates):
            return mention
        if last - first == 1 and self._lacks_article(mention, drop, candidates):
            return None
        own = [c for c in candidates if c.place.by_hand and c.place.country in countries]
        if any(not c.needs_context for c in own):
            return replace(mention, certain=True)
        if len(key) <= _SHORT and not self._is_short_city(key, (first, last), candidates, countries):
            return None
        placed = self.page.division_follows(last) or self._near_follows(last)
        if own and (supported or placed):
            return replace(mention, certain=True)
        if self._is_told_in(mention, candidates):
            return replace(mention, certain=True)
        return mention if self._is_town(mention, candidates, countries, supported, placed) else None

    def _lacks_article(self, mention: Mention, drop: int, candidates: tuple[Candidate, ...]) -> bool:
        """Is it a word that only with the article is the name? (ف + رقة is no "Raqqa", but a squad)

        للرقة has the article; and right after "in" it is left out by some (في صنوبر).
        """
        if mention.name.startswith("ال") or self.page.word(mention.first)[:drop].endswith("ل"):
            return False
        if self.page.after_in(mention.first):
            return False
        return any(fold(c.place.name_ar or "") == fold("ال" + mention.name) for c in candidates)

    def _is_short_city(
        self,
        key: str,
        span: tuple[int, int],
        candidates: tuple[Candidate, ...],
        countries: AbstractSet[str | None],
    ) -> bool:
        """Is a name that is hardly longer than a root a city's, right after "in"? (في غزة)"""
        alone = key not in self.lists.compound_heads
        known = any(_is_city(c, countries) or _is_arab(c, SHORT_TOWN) for c in candidates)
        return alone and known and self.page.stands_in(*span)

    def _is_titled(self, span: _Span) -> bool:
        """Is it a division with the word for it, which the gazetteer does not know without it?

        محافظة مأرب, محافظة الجوف (which alone is another country's)
        """
        first, last, _ = span
        if last - first < 2 or self.page.kind(first) != "admin":
            return False
        alone = {c.place.place_id for c in self.hits.get((first + 1, last, 0), ())}
        divisions = [c for c in self.hits[span] if c.place.kind == "admin"]
        return bool(divisions) and alone.isdisjoint(c.place.place_id for c in divisions)

    def _is_half(self, span: _Span, countries: AbstractSet[str | None]) -> bool:
        """Is it but the first word of a longer name that no gazetteer knows? (حرف in قرية حرف بنمرة)"""
        first, last, drop = span
        return (
            last - first == 1
            and self.page.key(first, last, drop) in self.lists.compound_heads
            and not any(c.place.by_hand or c.place.country in countries for c in self.hits[span])
            and self.page.gap(last) == " "
            and self.page.may_be_unknown_name(last)
        )

    def _is_town(
        self,
        mention: Mention,
        candidates: tuple[Candidate, ...],
        countries: AbstractSet[str | None],
        supported: bool,
        placed: bool,
    ) -> bool:
        """A city that all know, or a town of the text's country.

        Nearly every noun with the article may be a town's name, too; so that counts only with its division.
        """
        if any(_is_city(c, countries) for c in candidates):
            return supported
        home = [c for c in candidates if c.place.country in countries and c.place.kind == "settlement"]
        if placed and supported:
            return bool(home)
        least = _HOME_TOWN if self.page.stands_in(mention.first, mention.last) else TOWN
        return supported and not mention.name.startswith("ال") and any(c.population >= least for c in home)

    def _is_told_in(self, mention: Mention, candidates: tuple[Candidate, ...]) -> bool:
        """Is it a town or division of an Arab country, right after "in"? (في طولكرم, قصف على خان يونس)

        Two words that go together mean nothing else, if it isn't a division's (الحدود الشمالية).
        """
        glued = self.page.words[mention.first][0] < mention.start
        if " " in mention.key:
            known = any(_is_arab(c, 0) for c in candidates)
        else:
            known = any(_is_arab(c, TOWN) or _is_arab_division(c) for c in candidates)
            known &= not mention.name.startswith("ال")
        return known and not glued and self.page.stands_in(mention.first, mention.last)

    def _near_follows(self, last: int) -> bool:
        return self.page.direction_follows(last) and (last + 1, 0) in self.starts

    def _listed(self, span: _Span, countries: AbstractSet[str | None]) -> Mention | None:
        """A name in a list with places: في جبلة والصنوبر."""
        first, last, drop = span
        before = self.end.get(first)
        if not before or before.demonym or before.in_organisation or drop not in self.page.joined(first):
            return None
        key = self.page.full_key(first, last, drop)
        if len(key) <= _SHORT or (key in self.lists.never and not before.certain):
            return None
        towns = [c for c in self.hits[span] if c.place.by_hand or c.population >= TOWN]
        known = any(
            c.place.country in countries or _is_city(c, countries) or _is_arab(c, TOWN) for c in towns
        )
        return replace(self._mention(span), certain=True) if known else None

    def _unknown(self, first: int) -> Mention | None:
        """A name after قرية or بلدة that no gazetteer knows; القرية is no such word."""
        before = self.page.word(first - 1)
        named = any(
            key in self.lists.unknown_after and not before[:drop].endswith(("ال", "لل"))
            for drop, key in self.page.readings[first - 1]
        )
        if not named or not self.page.may_be_unknown_name(first):
            return None
        return replace(self._mention((first, self.page.end_of_name(first, 0, self.taken), 0)), certain=True)

    def _apposed(self, mention: Mention) -> Mention | None:
        """A name after "in" that no gazetteer knows, told by the town after it: في حرف بنمرة، بانياس."""
        last = mention.first
        if mention.demonym or mention.in_organisation or not self.page.closes(last, mention.last):
            return None
        for first in range(max(1, last - 3), last):
            if self.page.after_in(first) and self.page.may_be_unknown_name(first):
                ends = self.page.end_of_name(first, 0, self.taken) == last
                return replace(self._mention((first, last, 0)), certain=True) if ends else None
        return None

    def _unknown_of_list(self, first: int) -> None:
        """The other names of a list that a word such as قرى begins, up to the last that is surely one."""
        waiting: list[Mention] = []
        while first < len(self.page.words):
            known = self.first.get(first)
            drop = next(iter(self.page.joined(first)), None)
            if drop is None or not (known or self._may_be_listed(first, drop)):
                break
            if known:
                self._take(waiting)
                first = known.last
            else:
                ends = [end for _, end, _ in self.starts.get((first, drop), ())]
                last = max(self.page.end_of_name(first, drop, self.taken), *ends, 0)
                waiting.append(replace(self._mention((first, last, drop)), certain=True))
                first = last
        if self.page.list_ends(first) or self._glued(first):
            self._take(waiting)

    def _may_be_listed(self, first: int, drop: int) -> bool:
        towns = (c for span in self.starts.get((first, drop), ()) for c in self.hits[span])
        return any(c.place.by_hand for c in towns) or self.page.may_be_unknown_name(first, drop)

    def _glued(self, first: int) -> bool:
        """Does a name stand here with "in" or "to" written onto it? (ببانياس)"""
        return any((first, drop) in self.starts for drop in self.page.drops(first) if drop)

    def _take(self, waiting: list[Mention]) -> None:
        for mention in waiting:
            self._add(mention)
        waiting.clear()

    def _cues_along_lists(self, mentions: list[Mention]) -> list[Mention]:
        """One word for all names of a list: محافظتي اللاذقية وطرطوس."""
        out = list(mentions)
        spreads = False
        for i in range(1, len(out)):
            left, right = out[i - 1], out[i]
            spreads = bool(left.cue) and (self.page.said_of_all(left.first) or spreads)
            listed = self.page.text[left.end : right.start].strip() in self.lists.joiners
            if spreads and listed and not right.cue and not right.demonym:
                out[i] = replace(right, cue=left.cue, certain=True)
            else:
                spreads = False
        return out


def _is_town(candidate: Candidate) -> bool:
    return candidate.place.kind in ("settlement", "admin")


def _is_city(candidate: Candidate, countries: AbstractSet[str | None]) -> bool:
    """Known all over the world; a division is known at home (بشار, الشمال and الداخلية are divisions, too)."""
    at_home = candidate.place.kind != "admin" or candidate.place.country in countries
    return candidate.population >= LARGE and at_home


def _is_arab(candidate: Candidate, least: int) -> bool:
    """Is it a town of so many people in a country where its Arabic name is its own?"""
    place = candidate.place
    return place.country in _ARAB and place.kind == "settlement" and candidate.population >= least


def _capital_of(divisions: Sequence[Candidate], towns: Sequence[Candidate]) -> Candidate | None:
    """The city of which one of the divisions has its name."""
    if not all(c.place.kind == "admin" for c in divisions):
        return None
    names = {(c.place.name, c.place.country) for c in divisions}
    cities = (c for c in towns if c.place.kind == "settlement" and c.population >= LARGE)
    return next((c for c in cities if (c.place.name, c.place.country) in names), None)


def _is_arab_division(candidate: Candidate) -> bool:
    return candidate.place.country in _ARAB and candidate.place.geo_precision == "governorate"
