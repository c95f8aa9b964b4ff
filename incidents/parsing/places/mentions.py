"""Place names in an English text, before it is asked which places they are.

Two kinds of evidence: the recogniser's spans, and the gazetteer's names among the capitalised words.  A name that
only the gazetteer knows counts where something else speaks for it: a cue word, a preposition of place, a list with
another place, or that nearly nothing else is called so (countries, large cities).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from incidents.geocoding.index import Candidate, Gazetteer
from incidents.geocoding.names import fold
from incidents.geocoding.place_words import PlaceWords
from incidents.geocoding.short_names import short_key
from incidents.parsing.places.judging import LONGEST_NAME, Hits, Judge, is_famous, is_region
from incidents.parsing.places.named import Named, NamedWords
from incidents.parsing.places.place_text import Mention, PlaceText, words_of
from incidents.parsing.places.recogniser import NamedSpan

_INITIALS = 3
"""Letters of a region's name that is written as initials ("EU")."""


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
    return _Scan(text, spans, gazetteer, lists).mentions(home)


class _Scan:
    """One text on its way to its mentions."""

    def __init__(
        self, text: str, spans: Sequence[NamedSpan], gazetteer: Gazetteer, lists: PlaceWords
    ) -> None:
        self.page = PlaceText(text, lists)
        self.lists = lists
        self.words = self.page.words
        self.named = NamedWords(self.page, spans, lists)
        self.hits = self._hits(gazetteer)
        self.judge = Judge(self.page, self.named, self.hits)
        self.gazetteer = gazetteer

    def mentions(self, home: frozenset[str]) -> list[Mention]:
        countries = home | {
            c.place.country
            for group in self.hits.values()
            for c in group
            if c.place.country
            and (
                c.place.kind == "country"
                or (c.place.by_hand and not c.needs_context and c.match in ("name", "variant"))
            )
        }
        found = list(self._streets_and_rivers())
        taken = {index for m in found for index in range(m.first, m.last)}
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
        mentions = self.page.cues_along_lists(sorted(found, key=lambda m: m.start))
        return [self._countryside(m) if m.cue == "countryside" else m for m in mentions]

    def _countryside(self, mention: Mention) -> Mention:
        """The countryside of a town, which may be a division of its own ("the Damascus countryside": Rif Dimashq)."""
        name = f"{mention.name} countryside"
        own = any(c.place.geo_precision == "governorate" for c in self.gazetteer.named(name))
        return replace(mention, name=name, cue="admin") if own else mention

    # --- evidence -------------------------------------------------------------------------------------------

    def _hits(self, gazetteer: Gazetteer) -> Hits:
        keys: dict[tuple[int, int], str] = {}
        folded = [fold(w.text) for w in self.words]
        within = [fold(self.page.text[w.start : w.full_end]) for w in self.words]  # "Syria's coast"
        for first, word in enumerate(self.words):
            if word.capital or folded[first] in gazetteer.region_heads:
                for last in range(first + 1, min(first + LONGEST_NAME, len(self.words)) + 1):
                    if last - first > 1 and not self.page.adjacent(last - 2):
                        break
                    key = " ".join((*within[first : last - 1], folded[last - 1]))
                    keys[first, last] = fold(self.lists.spellings.get(key, key))
        self.short = dict(self._short_names())
        found = gazetteer.lookup({*keys.values(), *self.short.values()})
        hits = {
            span: found[key]
            for span, key in keys.items()
            if key in found and self._may_be_name(span, found[key], found)
        }
        self.short = {span: key for span, key in self.short.items() if key in found}
        return hits | {span: found[key] for span, key in self.short.items()}

    def _short_names(self) -> Iterator[tuple[tuple[int, int], str]]:
        """Words that may be short for a state: after a comma, a party or a preposition, or with dots inside."""
        for index, word in enumerate(self.words):
            if not word.capital or len(word.text) > 5:
                continue
            after_comma = self.page.between(index, index) == ","
            likely = after_comma or self.page.after_party(index) or self.page.after_preposition(index)
            likely |= self.page.goes_on_small(index)
            if self.page.has_dot(index) and (likely or "." in word.text[:-1]):
                yield (index, index + 1), short_key(word.text.rstrip(".") + ".")
            elif after_comma and word.text.isupper():
                yield (index, index + 1), short_key(word.text)

    def _may_be_name(
        self,
        span: tuple[int, int],
        candidates: tuple[Candidate, ...],
        found: Mapping[str, tuple[Candidate, ...]],
    ) -> bool:
        """Names are written with capitals; our own regions may be phrases ("coastal towns and villages").

        An article is part of a name only where the name has no other place without it ("The Hague").
        """
        first, last = span
        initials = last - first == 1 and len(self.words[first].text) <= _INITIALS  # "eu", French for "had"
        if any(is_region(c) and c.place.by_hand for c in candidates) and not initials:
            return True
        if self.words[first].text == "The" and last - first > 1:
            rest = found.get(" ".join(fold(w.text) for w in self.words[first + 1 : last]), ())
            return not {c.place.place_id for c in candidates} & {c.place.place_id for c in rest}
        return self.words[first].capital and self.words[last - 1].capital

    # --- mentions -------------------------------------------------------------------------------------------

    def _from_hit(self, first: int, last: int, countries: AbstractSet[str | None]) -> Mention | None:
        candidates = self.hits[first, last]
        if (first, last) in self.short:
            return replace(self.page.mention(first, last, dotted=True), short=True, certain=True, cue="")
        if self.judge.names_group(first) or self.judge.of_building(first, last):
            return replace(self.page.mention(first, last), in_organisation=True)
        if any(map(is_region, candidates)) and not self.judge.is_thing(first, last):
            return self._region(first, last, candidates)
        demonym = any(c.match == "demonym" for c in candidates)
        mention = self.page.mention(first, last, demonym=demonym)
        if self._is_no_place(mention, (first, last), candidates):
            return None
        named = self.named.at(first)
        strong = [c for c in candidates if self.judge.is_strong(c, countries)]
        own_body = self.judge.of_public_body(first, last, bool(strong))
        if not own_body and self.judge.in_organisation(first, last, named):
            return replace(mention, in_organisation=True) if strong or demonym else None
        if demonym:
            return mention
        if own_body:
            local = self.judge.of_local_body(last)
            return replace(
                mention, certain=True, local=local, cue=mention.cue or ("settlement" if local else "")
            )
        if self.page.before_office(mention.last) or self.page.tells_origin(first, mention.last):
            return replace(mention, certain=True)
        if self.judge.speaks(first, last, candidates):
            return replace(mention, in_organisation=True)
        if named and named.label == "person" and named.wider(first, last):
            return None
        if self.judge.is_certain(mention, candidates):
            return replace(mention, certain=True)
        famous = any(map(is_famous, candidates))
        if self.named.is_person(first, last) or (self.named.like_a_person(first, last) and not famous):
            return None
        return self._likely(mention, (first, last), named, strong)

    def _is_no_place(
        self, mention: Mention, span: tuple[int, int], candidates: tuple[Candidate, ...]
    ) -> bool:
        """Is it a sum ("US$"), a disease, a word, an acronym, or somebody who is killed or arrested?"""
        beside = (
            self.page.text[mention.start - 1 : mention.start] + self.page.text[mention.end : mention.end + 1]
        )
        return (
            "$" in beside
            or self.judge.is_thing(*span)
            or self.judge.is_word(mention, span[1])
            or self.judge.is_acronym(*span, candidates)
            or (self.named.is_suffering(*span) and not mention.cue)
        )

    def _likely(
        self, mention: Mention, span: tuple[int, int], named: Named | None, strong: Sequence[Candidate]
    ) -> Mention | None:
        """A gazetteer's name that no cue word marks: what the recogniser, its size and its place in the text say."""
        first, last = span
        if named and named.label in ("place", "facility"):
            return replace(mention, certain=True) if self.judge.fills(first, last, named) else None
        if named and named.wider(first, last):
            return None
        if named and self.page.inside(first):
            return replace(mention, certain=True)
        supported = self.page.after_preposition(first)
        if self.named.only_a_person(first, last) and not any(map(is_famous, strong)):
            return None
        if strong and (supported or named or any(map(is_famous, strong))):
            return replace(mention, certain=supported)
        shared = any(c.place.by_hand and c.needs_context == "places" for c in strong)
        return mention if shared else None

    def _region(self, first: int, last: int, candidates: tuple[Candidate, ...]) -> Mention | None:
        regions = [c for c in candidates if is_region(c)]
        phrase = all(c.match == "bound" for c in regions)
        if phrase and self.judge.other_coast(first, last, regions[0].place.country):
            return None
        return replace(self.page.mention(first, last), certain=True, phrase=phrase)

    def _near_home(self, countries: AbstractSet[str | None]) -> bool:
        """Is the text about a country whose small places we know by hand?  Then its unknown names count, too."""
        own = {
            c.place.country
            for group in self.hits.values()
            for c in group
            if c.place.by_hand and c.place.kind != "region"
        }
        return bool(own & countries)

    def _from_recogniser(self, near_home: bool) -> Iterator[Mention]:
        """Names that the recogniser or a cue word calls places and no gazetteer knows.

        near_home: a name after "in" or "near", or one like that of a place we know, is a place there whatever the
        recogniser makes of it.
        """
        for name in self.named.names:
            mention = self._unknown(name, near_home)
            if mention:
                yield mention
        for first, word in enumerate(self.words):
            if not self.named.at(first) and word.capital and self.page.cue_before(first) == "settlement":
                last = first + 1
                while last < min(first + 4, len(self.words)) and self._goes_on(last):
                    last += 1
                yield replace(self.page.mention(first, last), certain=True)

    def _unknown(self, name: Named, near_home: bool) -> Mention | None:
        first, last = name.first, name.last
        while last > first and fold(self.words[last - 1].text) in self.lists.after:
            last -= 1
        if first == last or fold(self.words[first].text) in self.lists.titles:
            return None
        mention = self.page.mention(first, last)
        head = fold(self.words[first].text)
        if fold(mention.name) in self.lists.never:
            return None
        if head in self.lists.never and (last - first == 1 or head not in self.lists.directions):
            return None
        if name.label == "nationality" or self.judge.in_organisation(first, last, name):
            return None
        if self.judge.is_thing(first, last) or self.judge.is_initials(first, last):
            return None
        if not mention.cue and self.judge.of_building(first, last):
            return replace(mention, in_organisation=True)
        of_origin = name.label != "person" and self.page.tells_origin(first, last)
        if mention.cue in ("settlement", "district") or of_origin:
            return replace(mention, certain=True)
        if self.named.is_person(first, last) or self.named.like_a_person(first, last):
            return None
        heads = name.label != "place" and last - first == 1 and self.page.starts_sentence(first)
        if near_home and not heads and self._like_home(mention):
            return replace(mention, certain=True)
        if self.named.mostly_other(first, last) or name.label != "place":
            return None
        return replace(mention, certain=True) if near_home or self.judge.is_placed(first, last) else None

    def _streets_and_rivers(self) -> Iterator[Mention]:
        """Names that end in a word for what they name ("Third Street", "Catawba River")."""
        yield from self._lakes_and_forts()
        free = len(self.words)
        for index in range(len(self.words) - 1, 0, -1):
            if index < free and fold(self.words[index].text) in self.lists.features:
                first = self._first_of_name(index)
                if first < index:
                    yield replace(
                        self.page.mention(
                            first, index + 1, dotted=fold(self.words[index].text) in self.lists.abbreviated
                        ),
                        feature=True,
                        cue="",
                    )
                    free = first

    def _lakes_and_forts(self) -> Iterator[Mention]:
        """Names that begin with a word for what they name ("Lake Lanier"), where no gazetteer has them whole."""
        for index, word in enumerate(self.words[:-1]):
            begins = word.capital and not (index and self._goes_on(index) and self.words[index - 1].capital)
            if fold(word.text) in self.lists.feature_heads and begins and self._goes_on(index + 1):
                ends = [
                    last for last in range(index + 2, index + LONGEST_NAME) if (index + 1, last) in self.hits
                ]
                last = max(ends, default=index + 2)
                goes_on = last < len(self.words) and self._goes_on(last)
                if not goes_on and not any(
                    (index, e) in self.hits for e in range(last, index + LONGEST_NAME)
                ):
                    yield replace(self.page.mention(index, last), feature=True, cue="")

    def _first_of_name(self, index: int) -> int:
        """The first of the capitalised words, at most three, that lead up to a capitalised word."""
        first = index
        while first > max(0, index - 3) and self._goes_on(first) and self.words[first - 1].capital:
            if self.words[first - 1].end < self.words[first - 1].full_end:
                break  # "Harare's Third Street"
            first -= 1
        skipped = (self.lists.never - self.lists.directions) | {"the"}
        while first < index and fold(self.words[first].text) in skipped:
            first += 1
        return first

    def _goes_on(self, index: int) -> bool:
        return self.words[index].capital and self.page.adjacent(index - 1)

    def _like_home(self, mention: Mention) -> bool:
        if mention.name.isupper():
            return False
        if mention.first and self.words[mention.first - 1].text.lower() in ("in", "near"):
            return True
        similar = self.gazetteer.similar(mention.name)
        return any(c.needs_context in ("", "places") and c.place.by_hand for c in similar)

    def _listed(self, found: list[Mention], taken: set[int]) -> list[Mention]:
        """Names in a list with places: "Muzayraa, al-Zubar and Al-Mukhtariya in Latakia province"."""
        out: list[Mention] = []
        kinds = [m for m in found if self.page.in_list_of_kind(m)]
        for first, last in sorted(self.hits, key=lambda span: (span[0] - span[1], -span[0])):
            if not taken.isdisjoint(range(first, last)) or not self.words[first].capital:
                continue
            named = self.named.at(first)
            of_kind = self.page.joined(first, last, kinds)
            own = of_kind or any(c.place.by_hand for c in self.hits[first, last])
            fits = not named or (named.first, named.last) == (first, last)
            if (
                fold(self.words[first].text) not in self.lists.never
                and own
                and fits
                and self.page.joined(first, last, [*found, *out])
            ):
                out.append(replace(self.page.mention(first, last), certain=True))
                kinds += out[-1:] if of_kind else []
                taken.update(range(first, last))
        return out

    def _repeats(self, found: list[Mention], taken: set[int]) -> list[Mention]:
        """A name found once is marked everywhere."""
        known = {
            fold(m.name): m
            for m in found
            if not (m.demonym or m.in_organisation) and self.words[m.first].capital
        }
        heads: dict[str, list[Mention]] = {}
        for mention in known.values():
            heads.setdefault(fold(self.words[mention.first].text), []).append(mention)
        out = []
        for first, word in enumerate(self.words):
            if not word.capital:
                continue
            for mention in heads.get(fold(word.text), ()):
                last = first + len(words_of(mention.name))
                if last > len(self.words) or not taken.isdisjoint(range(first, last)):
                    continue
                if fold(self.page.text[word.start : self.words[last - 1].end]) != fold(mention.name):
                    continue
                if not self.words[last - 1].capital or self.named.is_person(first, last):
                    continue
                if self.page.text[self.words[last - 1].end :][:1] == "$":
                    continue
                named = self.named.at(first)
                if named and named.label != "organisation" and not self.judge.fills(first, last, named):
                    continue
                inside = self.judge.in_organisation(first, last, named)
                inside &= not self.judge.of_public_body(first, last, True)
                out.append(
                    replace(self.page.mention(first, last), certain=mention.certain, in_organisation=inside)
                )
                taken.update(range(first, last))
        return out
