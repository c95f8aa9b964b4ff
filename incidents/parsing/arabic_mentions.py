"""Place names in an Arabic text: the gazetteer's names among its words, with what is written onto them.

Arabic has no capitals, and many villages are called like things or people; so a name counts when it is a country,
a region or a well-known town, or when a word before it says that it is a place (قرية, محافظة, ريف …).
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from dataclasses import replace

from incidents.geocoding.index import Candidate, Gazetteer
from incidents.geocoding.names import arabic_readings, fold, without_article
from incidents.geocoding.place_words import PlaceWords
from incidents.geocoding.resolve import Cue
from incidents.parsing.place_text import Mention

LONGEST_NAME = 4
LARGE = 200_000

_WORD = re.compile(r"[\u0621-\u064a\u0671-\u06d3\u0640][\u0621-\u065f\u0670-\u06d3]*")
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
    def __init__(self, text: str, gazetteer: Gazetteer, lists: PlaceWords) -> None:
        self.text = text
        self.lists = lists
        self.words = [(m.start(), m.end()) for m in _WORD.finditer(text)]
        self.hits = self._hits(gazetteer)

    def mentions(self, home: frozenset[str]) -> list[Mention]:
        countries = home | {
            c.place.country
            for group in self.hits.values()
            for c in group
            if c.place.country
            and (
                c.place.kind == "country" or (c.place.place_id.startswith("overlay:") and not c.needs_context)
            )
        }
        found: list[Mention] = []
        taken: set[int] = set()
        for span in sorted(self.hits, key=lambda s: (s[0] - s[1], s[0], s[2])):
            first, last, _ = span
            if taken.isdisjoint(range(first, last)):
                mention = self._from_hit(span, countries, found)
                if mention:
                    found.append(mention)
                    taken.update(range(first, last))
        for first in range(len(self.words)):
            if first not in taken and self._cue(first) == "settlement":
                mention = self._unknown(first, taken)
                if mention:
                    found.append(mention)
                    taken.update(range(mention.first, mention.last))
        return self._cues_along_lists(sorted(found, key=lambda m: m.start))

    def _word(self, index: int) -> str:
        return self.text[slice(*self.words[index])]

    def _hits(self, gazetteer: Gazetteer) -> dict[_Span, tuple[Candidate, ...]]:
        keys: dict[_Span, str] = {}
        for first, (start, _) in enumerate(self.words):
            for drop, key in arabic_readings(self._word(first)):
                for last in range(first + 1, min(first + LONGEST_NAME, len(self.words)) + 1):
                    if last - first > 1 and self._gap(last - 1) != " ":
                        break
                    if last - first == 1 and key in self.lists.before:
                        continue  # مدينة says that a name follows; alone it is no name
                    keys[first, last, drop] = fold(self.text[start + drop : self.words[last - 1][1]])
        bare = {key: without_article(key) for key in keys.values() if " " not in key}
        found = gazetteer.lookup([*keys.values(), *bare.values()])
        out: dict[_Span, tuple[Candidate, ...]] = {}
        for span, key in keys.items():
            candidates = found.get(key, ())
            if not candidates and key in bare:
                candidates = tuple(
                    replace(c, match="demonym") for c in found.get(bare[key], ()) if _describes(c)
                )
            if candidates:
                out[span] = candidates
        return out

    def _gap(self, index: int) -> str:
        """The text between word `index` and the one before it."""
        return (
            self.text[self.words[index - 1][1] : self.words[index][0]] if 0 < index < len(self.words) else ""
        )

    def _cue(self, first: int) -> Cue:
        if self._gap(first) != " ":
            return ""
        return next(
            (
                self.lists.before[key]
                for _, key in arabic_readings(self._word(first - 1))
                if key in self.lists.before
            ),
            "",
        )

    def _mention(self, span: _Span) -> Mention:
        first, last, drop = span
        start, end = self.words[first][0] + drop, self.words[last - 1][1]
        name = self.text[start:end]
        return Mention(start, end, first, last, name, name, self._cue(first) if not drop else "")

    def _from_hit(
        self, span: _Span, countries: AbstractSet[str | None], found: list[Mention]
    ) -> Mention | None:
        first, _, drop = span
        candidates = self.hits[span]
        mention = self._mention(span)
        if self._in_organisation(first):
            known = any(
                c.match == "demonym" or c.place.kind == "country" or c.population >= LARGE for c in candidates
            )
            return replace(mention, in_organisation=True) if known else None
        if any(c.place.kind == "region" for c in candidates):
            return replace(mention, certain=True, phrase=all(c.match == "bound" for c in candidates))
        if mention.cue in ("settlement", "admin", "countryside", "district"):
            return replace(mention, certain=True)
        if any(c.match == "demonym" for c in candidates):
            return replace(mention, demonym=True, cue="")
        if fold(mention.name) in self.lists.never:
            return None
        own = [
            c for c in candidates if c.place.place_id.startswith("overlay:") and c.place.country in countries
        ]
        if any(c.place.kind == "country" and c.match in ("name", "variant") for c in candidates):
            return mention
        if any(not c.needs_context for c in own):
            return replace(mention, certain=True)
        supported = drop > 0 or self._after_preposition(first)
        if own and supported and len(fold(mention.name)) > 3:
            return replace(mention, certain=True)
        large = any(c.population >= LARGE and c.match != "demonym" for c in candidates)
        return mention if large and supported and len(fold(mention.name)) > 3 else None

    def _unknown(self, first: int, taken: set[int]) -> Mention | None:
        """A name after قرية or بلدة that no gazetteer knows; القرية is no such word."""
        before = self._word(first - 1)
        readings = {key for _, key in arabic_readings(self._word(first))}
        named = any(
            key in self.lists.unknown_after
            for drop, key in arabic_readings(before)
            if not before[:drop].endswith(("ال", "لل"))
        )
        if not named or readings & (self.lists.never | self.lists.before.keys()):
            return None
        last = first + 1
        if (
            fold(self._word(first)) in self.lists.compound_heads
            and self._gap(last) == " "
            and last not in taken
        ):
            last += 1
        return replace(self._mention((first, last, 0)), certain=True)

    def _after_preposition(self, first: int) -> bool:
        if self._gap(first) != " ":
            return False
        return any(key in self.lists.place_before for _, key in arabic_readings(self._word(first - 1)))

    def _in_organisation(self, first: int) -> bool:
        """Is it part of the name of an organisation? (المرصد السوري, جامعة حلب)"""
        for index in range(first, max(0, first - 2), -1):
            if self._gap(index) != " ":
                return False
            if any(key in self.lists.organisation for _, key in arabic_readings(self._word(index - 1))):
                return True
        return False

    def _cues_along_lists(self, mentions: list[Mention]) -> list[Mention]:
        """One word for all names of a list: محافظتي اللاذقية وطرطوس."""
        out = list(mentions)
        for i in range(1, len(out)):
            left, right = out[i - 1], out[i]
            between = self.text[left.end : right.start].strip()
            plural = left.first and fold(self._word(left.first - 1)) in self.lists.for_all
            carried = i > 1 and left.cue and left.first == out[i - 2].last
            if (
                left.cue
                and between in ("و", "،")
                and not right.cue
                and not right.demonym
                and (plural or carried)
            ):
                out[i] = replace(right, cue=left.cue, certain=True)
        return out


def _describes(candidate: Candidate) -> bool:
    """May the name with the article be an adjective of the place? (السورية)"""
    return candidate.place.kind == "country"
