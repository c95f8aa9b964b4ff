"""Place names in an English text, before it is asked which places they are.

Two kinds of evidence: the recogniser's spans, and the gazetteer's names among the capitalised words.  A name that
only the gazetteer knows counts where something else speaks for it: a cue word, a preposition of place, a list with
another place, or that nearly nothing else is called so (countries, large cities).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from incidents.geocoding.index import Candidate, Gazetteer
from incidents.geocoding.names import fold
from incidents.geocoding.place_words import PlaceWords
from incidents.parsing.place_text import Mention, PlaceText, words_of
from incidents.parsing.recogniser import Label, NamedSpan

LONGEST_NAME = 7
"""Words of the longest names looked up ("coastal region of western Syria")."""
LARGE = 50_000
"""A town of so many people is known well enough to be meant by a bare name after a preposition."""

Hits = dict[tuple[int, int], tuple[Candidate, ...]]


def english_mentions(
    text: str,
    spans: Sequence[NamedSpan],
    gazetteer: Gazetteer,
    lists: PlaceWords,
    home: frozenset[str] = frozenset(),
) -> list[Mention]:
    """The place names of an English text, in order, not overlapping.

    home: ISO codes of the countries that the text is about besides what it says itself (from its title).
    """
    scan = _Scan(text, spans, gazetteer, lists)
    return scan.mentions(home)


class _Scan:
    """One text on its way to its mentions."""

    def __init__(
        self, text: str, spans: Sequence[NamedSpan], gazetteer: Gazetteer, lists: PlaceWords
    ) -> None:
        self.page = PlaceText(text, lists)
        self.lists = lists
        self.words = self.page.words
        self.labels = self._labels(spans)
        self.hits = self._hits(gazetteer)
        self.gazetteer = gazetteer

    def mentions(self, home: frozenset[str]) -> list[Mention]:
        countries = home | {
            c.place.country
            for group in self.hits.values()
            for c in group
            if c.place.country
            and (c.place.kind == "country" or (_is_own(c) and not c.needs_context and c.match == "name"))
        }
        found: list[Mention] = []
        taken: set[int] = set()
        for first, last in sorted(self.hits, key=lambda span: (span[0] - span[1], span[0])):
            if taken.isdisjoint(range(first, last)):
                mention = self._from_hit(first, last, countries)
                if mention:
                    found.append(mention)
                    taken.update(range(mention.first, mention.last))
        for mention in self._from_recogniser(self._near_home(countries)):
            if taken.isdisjoint(range(mention.first, mention.last)):
                found.append(mention)
                taken.update(range(mention.first, mention.last))
        found += self._listed(found, taken)
        found += self._repeats(found, taken)
        return self.page.cues_along_lists(sorted(found, key=lambda m: m.start))

    # --- evidence -------------------------------------------------------------------------------------------

    def _labels(self, spans: Iterable[NamedSpan]) -> dict[int, tuple[Label, int, int]]:
        """Word index -> (label, first word, end word) of the recogniser's span that covers it."""
        out: dict[int, tuple[Label, int, int]] = {}
        index = 0
        for span in spans:
            while index < len(self.words) and self.words[index].start < span.start:
                index += 1
            first = index
            while index < len(self.words) and self.words[index].start < span.end:
                index += 1
            while first < index and self.words[first].text.lower() in ("the", "a", "an"):
                first += 1
            out |= dict.fromkeys(range(first, index), (span.label, first, index))
        return out

    def _hits(self, gazetteer: Gazetteer) -> Hits:
        keys: dict[tuple[int, int], str] = {}
        for first, word in enumerate(self.words):
            if word.capital or fold(word.text) in gazetteer.region_heads:
                for last in range(first + 1, min(first + LONGEST_NAME, len(self.words)) + 1):
                    if last - first > 1 and not self.page.adjacent(last - 2):
                        break
                    keys[first, last] = fold(self.page.text[word.start : self.words[last - 1].end])
        found = gazetteer.lookup(keys.values())
        return {
            span: found[key]
            for span, key in keys.items()
            if key in found and self._may_be_name(span, found[key])
        }

    def _may_be_name(self, span: tuple[int, int], candidates: tuple[Candidate, ...]) -> bool:
        """Names are written with capitals; regions may be phrases ("coastal towns and villages")."""
        first, last = span
        if any(c.place.kind == "region" for c in candidates):
            return True
        return self.words[first].capital and self.words[last - 1].capital

    # --- mentions -------------------------------------------------------------------------------------------

    def _from_hit(self, first: int, last: int, countries: AbstractSet[str | None]) -> Mention | None:
        candidates = self.hits[first, last]
        if any(c.place.kind == "region" for c in candidates):
            return self._region(first, last, candidates)
        demonym = any(c.match == "demonym" for c in candidates)
        mention = self.page.mention(first, last, demonym=demonym)
        if fold(mention.name) in self.lists.never or self._is_acronym(first, last, candidates):
            return None
        label, span_first, span_last = self.labels.get(first, (None, first, last))
        wider = span_last - span_first > last - first
        strong = [c for c in candidates if self._is_strong(c, countries)]
        if self._in_organisation(first, last, label, wider, span_last):
            return replace(mention, in_organisation=True) if strong or demonym else None
        if demonym:
            return mention
        if wider and label == "person":
            return None
        if label in ("place", "facility"):
            rest = [self.words[i] for i in range(span_first, span_last) if not first <= i < last]
            longer = [w for w in rest if w.capital and w.text.lower() not in self.lists.directions]
            if any(fold(w.text) not in self.lists.after for w in longer):
                return None  # part of a longer name, which the recogniser's own span will give
            return replace(mention, certain=True)
        if mention.cue in ("settlement", "admin", "countryside", "district"):
            return replace(mention, certain=True)
        supported = bool(mention.cue) or self.page.after_preposition(first)
        if strong and not wider and (supported or label == "organisation" or any(map(_is_famous, strong))):
            return replace(mention, certain=supported)
        shared = any(_is_own(c) and c.needs_context == "places" for c in strong)
        return mention if shared and not wider else None

    def _region(self, first: int, last: int, candidates: tuple[Candidate, ...]) -> Mention | None:
        phrase = all(c.match == "bound" for c in candidates)
        if phrase and self._other_coast(first, last, candidates[0].place.country):
            return None
        return replace(self.page.mention(first, last), certain=True, phrase=phrase)

    def _near_home(self, countries: AbstractSet[str | None]) -> bool:
        """Is the text about a country whose small places we know by hand?  Then its unknown names count, too."""
        own = {
            c.place.country
            for group in self.hits.values()
            for c in group
            if _is_own(c) and c.place.kind != "region"
        }
        return bool(own & countries)

    def _from_recogniser(self, near_home: bool) -> Iterator[Mention]:
        """Names that the recogniser or a cue word calls places and no gazetteer knows.

        near_home: a name after "in" or "near", or one like that of a place we know, is a place there whatever the
        recogniser makes of it.
        """
        for index, (label, first, end) in self.labels.items():
            if index == first:
                words = self._trimmed(first, end)
                if words and fold(self.words[words[0]].text) not in self.lists.never:
                    mention = self.page.mention(*words)
                    named = label == "place" or (
                        near_home and label != "nationality" and self._like_home(mention)
                    )
                    named |= label != "nationality" and mention.cue in ("settlement", "district")
                    if named and not self._in_organisation(*words, label, False, words[1]):
                        yield replace(mention, certain=True)
        for first, word in enumerate(self.words):
            if first not in self.labels and word.capital and self.page.cue_before(first) == "settlement":
                last = first + 1
                while last < min(first + 4, len(self.words)) and self._goes_on(last):
                    last += 1
                yield replace(self.page.mention(first, last), certain=True)

    def _goes_on(self, index: int) -> bool:
        return self.words[index].capital and self.page.adjacent(index - 1)

    def _trimmed(self, first: int, last: int) -> tuple[int, int] | None:
        """A span of the recogniser without small words at its ends and words for the kind of place."""
        while last > first and (
            not self.words[last - 1].capital or fold(self.words[last - 1].text) in self.lists.after
        ):
            last -= 1
        while first < last and not self.words[first].capital:
            first += 1
        return (first, last) if first < last else None

    def _like_home(self, mention: Mention) -> bool:
        if mention.name.isupper():
            return False
        if mention.first and self.words[mention.first - 1].text.lower() in ("in", "near"):
            return True
        similar = self.gazetteer.similar(mention.name)
        return any(c.needs_context in ("", "places") and _is_own(c) for c in similar)

    def _listed(self, found: list[Mention], taken: set[int]) -> list[Mention]:
        """Names in a list with places: "Muzayraa, al-Zubar and Al-Mukhtariya in Latakia province"."""
        out: list[Mention] = []
        for first, last in sorted(self.hits, key=lambda span: (span[0] - span[1], span[0])):
            if not taken.isdisjoint(range(first, last)) or not self.words[first].capital:
                continue
            _, span_first, span_last = self.labels.get(first, (None, first, last))
            own = any(_is_own(c) for c in self.hits[first, last])
            fits = (span_first, span_last) == (first, last)
            if (
                fold(self.words[first].text) not in self.lists.never
                and own
                and fits
                and self.page.joined(first, last, [*found, *out])
            ):
                out.append(replace(self.page.mention(first, last), certain=True))
                taken.update(range(first, last))
        return out

    def _repeats(self, found: list[Mention], taken: set[int]) -> list[Mention]:
        """A name found once is marked everywhere."""
        known = {
            m.name: m for m in found if not (m.demonym or m.in_organisation) and self.words[m.first].capital
        }
        heads: dict[str, list[Mention]] = {}
        for mention in known.values():
            heads.setdefault(self.words[mention.first].text, []).append(mention)
        out = []
        for first, word in enumerate(self.words):
            for mention in heads.get(word.text, ()):
                last = first + len(words_of(mention.name))
                if last > len(self.words) or not taken.isdisjoint(range(first, last)):
                    continue
                if self.page.text[word.start : self.words[last - 1].end] != mention.name:
                    continue
                label, span_first, span_last = self.labels.get(first, (None, first, last))
                wider = span_last - span_first > last - first
                if wider and label == "person":
                    continue
                inside = self._in_organisation(first, last, label, wider, span_last)
                out.append(
                    replace(self.page.mention(first, last), certain=mention.certain, in_organisation=inside)
                )
                taken.update(range(first, last))
        return out

    # --- judgements -----------------------------------------------------------------------------------------

    def _is_strong(self, candidate: Candidate, countries: AbstractSet[str | None]) -> bool:
        place = candidate.place
        if place.kind in ("country", "admin"):
            return place.geo_precision != "district" and candidate.match in ("name", "variant")
        if _is_own(candidate):
            return place.country in countries
        return candidate.population >= (5_000 if place.country in countries else LARGE)

    def _in_organisation(
        self, first: int, last: int, label: Label | None, wider: bool, span_last: int
    ) -> bool:
        """Is it part of the name of an organisation? ("Tehran Times", "University of Aleppo")"""
        if label == "organisation" and wider and not self.page.only_types(range(last, span_last)):
            return True
        index = last
        while index < len(self.words) and index < last + 4 and self.page.adjacent(index - 1):
            word = self.words[index]
            if not word.capital and word.text not in ("for", "of", "and", "the"):
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

    def _is_acronym(self, first: int, last: int, candidates: tuple[Candidate, ...]) -> bool:
        """A short word in capitals names a country or an organisation ("UAE", "SANA"), never a town."""
        word = self.words[first].text
        short = last - first == 1 and len(word) <= 4 and word.isupper() and not self.page.capitals
        return short and not any(c.place.kind == "country" for c in candidates)

    def _other_coast(self, first: int, last: int, country: str | None) -> bool:
        """Is "the coast" said to be another country's? ("the Libyan coast", "the coast of Lebanon", "Gold Coast")"""
        beside = [(first - 1, first)]
        if last < len(self.words) and self.words[last].text.lower() in ("of", "off", "in"):
            beside.append((last + 1, last + 2))
        for span in beside:
            owners = [c for c in self.hits.get(span, ()) if c.match == "demonym" or c.place.kind == "country"]
            if owners:
                return all(c.place.country != country for c in owners)
        return self.words[first].capital and not self.page.starts_sentence(first)


def _is_own(candidate: Candidate) -> bool:
    return candidate.place.place_id.startswith("overlay:")


def _is_famous(candidate: Candidate) -> bool:
    """Meant by its bare name even without a preposition."""
    place = candidate.place
    if place.kind in ("country", "admin"):
        return candidate.match == "name" or place.kind == "country"
    return (_is_own(candidate) and not candidate.needs_context) or (
        candidate.match == "name" and candidate.population >= 500_000
    )
