"""The toponyms of a text: names found, resolved to places or left unresolved with the reason."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from incidents.geocoding.build import ARABIC_SCRIPT
from incidents.geocoding.index import Candidate, Gazetteer
from incidents.geocoding.names import fold, is_arabic
from incidents.geocoding.place_words import place_words
from incidents.geocoding.resolve import (
    SHARPNESS,
    Asked,
    Context,
    Resolution,
    choose,
    context_of,
    depends_on_context,
    likelihoods,
    weighed,
)
from incidents.geocoding.votes import Votes
from incidents.languages import available
from incidents.legible import legible
from incidents.model import Place, Toponym, ToponymKind
from incidents.parsing.places.arabic_mentions import LARGE, arabic_mentions
from incidents.parsing.places.casing import passages_in_capitals, small, with_capitals
from incidents.parsing.places.chains import chained, listed_with
from incidents.parsing.places.mentions import english_mentions
from incidents.parsing.places.outlets import Home, home_of
from incidents.parsing.places.place_text import Mention
from incidents.parsing.places.recogniser import NamedSpan, Recogniser
from incidents.parsing.places.territories import territories

_DEFAULT = "en"
"""The language that the recogniser knows."""
SURE = 0.6
"""A name resolved at least so surely is context for the others."""
HOME_COUNTRY, HOME_PLACE = 2.0, 2.0
"""Votes of the outlet's home, where a place that is named once has 1.2."""
_MOST_HOMES = 1000
"""So many outlets are remembered with their towns."""
_KIND_OF_ANOTHER = re.compile(r"\s+(?:city|town|village|suburb)\s+of\s")
_KINDS: dict[str, ToponymKind] = {
    "settlement": "settlement",
    "admin": "admin",
    "country": "country",
    "region": "region",
    "feature": "feature",
    "facility": "facility",
}


class PlaceFinder:
    """Finds toponyms with a gazetteer and, in English, a recogniser; the same text gives the same answer."""

    def __init__(self, gazetteer: Gazetteer, recogniser: Recogniser) -> None:
        self._gazetteer = gazetteer
        self._recogniser = recogniser
        self._homes: dict[str, Home] = {}

    def find(
        self,
        text: str,
        *,
        language: str | None = None,
        title: str | None = None,
        publisher: str | None = None,
    ) -> tuple[Toponym, ...]:
        """Toponyms in the order of the text.

        language: ISO 639-1, guessed from the letters when None; one without word lists is read as English.
        title: helps to tell where the text plays.  publisher: its name is never a place of the text.
        Characters that nobody sees are as if they were not there, except in spans.
        """
        seen = legible(text)
        title = legible(title or "").text
        language = language or ("ar" if _mostly_arabic(seen.text) else _DEFAULT)
        language = language if language in available() else _DEFAULT
        if language == _DEFAULT:
            seen = replace(seen, text=self.in_ordinary_case(seen.text))
            title = self.in_ordinary_case(title)
        text = seen.text
        titled = self._mentions(title, (), language, frozenset()) if title else []
        spans = self._recogniser.find(text) if language == _DEFAULT else ()
        mentions = self._mentions(text, spans, language, self._countries(titled))
        here = self._read(text, mentions)
        there = self._read(title, titled)
        return seen.as_written(self._resolve(here, there, publisher))

    def in_ordinary_case(self, text: str) -> str:
        """An English text whose passages in capitals are as they would stand in print; as long as it was."""
        for start, end in passages_in_capitals(text):
            low = small(text[start:end])
            read = with_capitals(low, self._recogniser.words(low), self._gazetteer.lookup)
            text = text[:start] + read + text[end:]
        return text

    def _home(self, publisher: str) -> Home:
        if publisher not in self._homes:
            if len(self._homes) >= _MOST_HOMES:
                self._homes.clear()
            self._homes[publisher] = home_of(publisher, self._gazetteer)
        return self._homes[publisher]

    def governorate(self, place: Place) -> Place | None:
        """The first-level division that a place lies in, where the gazetteer has it."""
        return self._division(place.admin1, place) if place.admin1 else None

    def around(self, place: Place) -> Place | None:
        """The area that holds the land around a settlement, by DESIGN.md's rule for "X countryside".

        That is the division called so (Rif Dimashq), else the governorate of a capital, a town's district, or its
        governorate where the gazetteer has no district.
        """
        district = self._division(place.admin2, place, "district") if place.admin2 else None
        countryside = self._division(f"{place.name} countryside", place)
        return countryside or self.namesake(place) or district or self.governorate(place)

    def namesake(self, place: Place) -> Place | None:
        """The first-level division that bears the name of the settlement and holds it: Latakia and Latakia."""
        division = self._division(place.name, place)
        return division if division and division.admin1 == place.admin1 else None

    def _division(self, name: str, place: Place, precision: str = "governorate") -> Place | None:
        named = (c.place for c in self._gazetteer.named(name))
        within = (p for p in named if precision == "governorate" or p.admin1 == place.admin1)
        return next((p for p in within if (p.geo_precision, p.country) == (precision, place.country)), None)

    def _mentions(
        self, text: str, spans: Sequence[NamedSpan], language: str, home: frozenset[str]
    ) -> list[Mention]:
        if language == "ar":
            return arabic_mentions(text, self._gazetteer, place_words("ar"), home)
        return english_mentions(text, spans, self._gazetteer, place_words(language), home)

    def _countries(self, mentions: Sequence[Mention]) -> frozenset[str]:
        known = self._gazetteer.lookup(m.key for m in mentions)
        return frozenset(c.place.country for group in known.values() for c in group[:1] if c.place.country)

    def _read(self, text: str, mentions: Sequence[Mention]) -> list[_Name]:
        """The mentions with their candidates."""
        mentions = [_without_false_cue(text, m) for m in mentions]
        found = self._gazetteer.lookup(m.key for m in mentions)
        known = _counties_by_their_bare_name(mentions, [_meant(m, found.get(m.key, ())) for m in mentions])
        inside = chained(text, mentions, known)
        beside = listed_with(text, mentions, known, inside)
        return [
            _Name(m, Asked(m.name, m.cue, parent, m.certain, kind), candidates, of_name)
            for m, (parent, candidates), of_name, kind in zip(mentions, inside, known, beside, strict=True)
        ]

    def _resolve(self, names: list[_Name], titled: list[_Name], publisher: str | None) -> tuple[Toponym, ...]:
        groups = _grouped([*names, *titled])
        home = self._home(publisher) if publisher else Home()
        resolve = _Resolver(self._gazetteer)
        votes = Votes()
        for sharpness in SHARPNESS:
            votes = _votes(groups, home, Context(votes=votes), sharpness)
        answers = {g.asked: choose(g.asked, g.candidates, (), Context(votes=votes)) for g in groups}
        context = context_of(_anchors(groups, answers), votes)
        open_ones = [g for g in groups if not answers[g.asked].place or g.depends_on_context()]
        for _ in range(2):
            answers |= {group.asked: resolve(group, context) for group in open_ones}
            context = context_of(_settled(groups, answers), votes)
        answers |= territories(answers)
        return tuple(
            _toponym(n.mention, answers[n.asked], n.known, publisher)
            for n in names
            if answers[n.asked].place or not n.mention.phrase
        )


@dataclass(frozen=True, slots=True)
class _Name:
    """A mention, what is asked of it, the candidates that lie where it is said to lie, and all of its name."""

    mention: Mention
    asked: Asked
    candidates: Sequence[Candidate]
    known: Sequence[Candidate]


@dataclass(slots=True)
class _Group:
    """The mentions of a text that ask the same: they have one answer.

    count: all of them.  places: those that stand for a place, and for no people or organisation.
    pool: the candidates that fit, with their priors, where one of them does.
    """

    asked: Asked
    candidates: Sequence[Candidate]
    known: Sequence[Candidate]
    weight: float = 0.0
    count: int = 0
    places: int = 0
    pool: list[tuple[Candidate, float]] = field(default_factory=list)

    def depends_on_context(self) -> bool:
        return any(map(depends_on_context, self.candidates))


def _grouped(names: Sequence[_Name]) -> list[_Group]:
    groups: dict[Asked, _Group] = {}
    for name in names:
        group = groups.get(name.asked)
        if group is None:
            group = groups[name.asked] = _Group(name.asked, name.candidates, name.known)
        group.count += 1
        group.places += not (name.mention.demonym or name.mention.in_organisation)
    for group in groups.values():
        group.pool = weighed(group.asked, group.candidates) if group.places else []
        group.weight = 1 + 0.2 * min(group.places, 6) if group.places else 0.6 + 0.1 * min(group.count, 6)
    return list(groups.values())


def _without_false_cue(text: str, mention: Mention) -> Mention:
    """ "Indiana counties" are counties in Indiana, "the Hunan city of Yueyang" is no Hunan City."""
    if mention.cue not in ("district", "settlement"):
        return mention
    after = text[mention.end : mention.end + 24]
    listed = text[: mention.start].rstrip().endswith((",", " and", "&", " or"))
    plural = after.lstrip().startswith("counties") and not listed
    of_another = _KIND_OF_ANOTHER.match(after) and mention.surface == mention.name
    return replace(mention, cue="") if plural or of_another else mention


def _meant(mention: Mention, known: Sequence[Candidate]) -> Sequence[Candidate]:
    """Those a mention may mean.

    Words such as "the coast" are a region or nothing, capitals such as "EU" and "WA" never a town; a town's own police
    is never a country's, and called by its name of today; an Arabic name of an Arab town is no small town's elsewhere.
    """
    bound = [c for c in known if c.match == "bound"]
    if bound or mention.phrase:
        return bound
    if len(mention.name) <= 3 and mention.name.isupper():
        return [c for c in known if c.place.kind in ("country", "admin", "region")]
    if is_arabic(mention.name):
        arab = any(c.place.country in ARABIC_SCRIPT for c in known)
        return [c for c in known if not (arab and _is_small_and_far(c))]
    if mention.local:
        return [c for c in known if c.match == "name" and c.place.kind in ("settlement", "admin")]
    return known


def _is_small_and_far(candidate: Candidate) -> bool:
    """Is it a town that Arabic has a name for only because all places are listed in all letters? (Naples in Utah)"""
    place = candidate.place
    return place.kind == "settlement" and place.country not in ARABIC_SCRIPT and candidate.population < LARGE


def _counties_by_their_bare_name(
    mentions: Sequence[Mention], known: Sequence[Sequence[Candidate]]
) -> list[Sequence[Candidate]]:
    """Where a text names "DeKalb County", its "DeKalb" may be the county, too."""
    counties = {
        c.place.place_id
        for m, candidates in zip(mentions, known, strict=True)
        for c in candidates
        if c.place.geo_precision == "district" and (m.cue == "district" or c.match == "name")
    }
    return [
        [replace(c, match="name") if c.place.place_id in counties else c for c in candidates]
        if counties and not m.cue
        else candidates
        for m, candidates in zip(mentions, known, strict=True)
    ]


def _votes(groups: Sequence[_Group], home: Home, context: Context, sharpness: float) -> Votes:
    votes = Votes()
    if home.country:
        votes.add("", [(_whole(home.country), HOME_COUNTRY)])
    for name, candidates in home.places.items():
        asked = Asked(name)
        shares = likelihoods(asked, weighed(asked, candidates), context, sharpness)
        votes.add(name, [(c.place, HOME_PLACE * p) for c, p in shares])
    for group in groups:
        name = fold(group.asked.name)
        if group.places:
            shares = likelihoods(group.asked, group.pool, context, sharpness)
            votes.add(name, [(c.place, group.weight * p) for c, p in shares])
        elif country := _owner(group.known):
            votes.add(name, [(country, group.weight)])
    return votes


class _Resolver:
    """`choose`, with other transliterations fetched only when the name as written gives nothing."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._similar: dict[str, tuple[Candidate, ...]] = {}

    def __call__(self, group: _Group, context: Context) -> Resolution:
        asked = group.asked
        answer = choose(asked, group.candidates, (), context)
        if answer.place or not asked.certain or any(c.match == "bound" for c in group.known):
            return answer
        if asked.name not in self._similar:
            self._similar[asked.name] = self._gazetteer.similar(asked.name)
        return choose(asked, group.candidates, self._similar[asked.name], context)


def _anchors(groups: Sequence[_Group], answers: Mapping[Asked, Resolution]) -> list[tuple[Place, float]]:
    """The first context: what names leave no doubt about, or nearly so."""
    sure = {
        asked: answer
        if answer.place and (answer.place.kind in ("country", "region") or answer.confidence >= 0.8)
        else Resolution(None, 0.0, "")
        for asked, answer in answers.items()
    }
    return _settled(groups, sure)


def _settled(groups: Sequence[_Group], answers: Mapping[Asked, Resolution]) -> list[tuple[Place, float]]:
    """(place, weight), one a name: more for names that come often, and a share for demonyms."""
    out = []
    for group in groups:
        if group.places:
            answer = answers[group.asked]
            if answer.place and answer.confidence >= SURE:
                out.append((answer.place, group.weight))
        elif country := _owner(group.known):
            out.append((country, group.weight))
    return out


def _whole(country: str) -> Place:
    return Place(
        place_id=f"country:{country}", name=country, kind="country", geo_precision="country", country=country
    )


def _owner(candidates: Sequence[Candidate]) -> Place | None:
    """The place whose people or things a demonym names, else the country that bears the name."""
    own = (c.place for c in candidates if c.match == "demonym")
    return next(own, None) or next((c.place for c in candidates if c.place.kind == "country"), None)


def _toponym(
    mention: Mention, answer: Resolution, known: Sequence[Candidate], publisher: str | None
) -> Toponym:
    kind: ToponymKind
    if mention.in_organisation or (publisher and mention.name == publisher):
        place = _owner(known) if mention.demonym else None
        kind, answer = "in_organisation", Resolution(place, 0.5, "part of an organisation's name")
    elif mention.demonym:
        place = _owner(known)
        kind, answer = (
            "demonym",
            Resolution(place, 0.9, "its people or things", (place.place_id,) if place else ()),
        )
    elif mention.feature and not answer.place:
        kind = "feature"
    elif answer.place:
        kind = _KINDS[answer.place.kind]
    else:
        kind = "admin" if mention.cue in ("admin", "countryside", "district") else "settlement"
    place = answer.place
    if place and mention.cue == "countryside" and place.geo_precision in ("governorate", "district"):
        place = replace(place, part="countryside")
    return Toponym(
        start=mention.start,
        end=mention.end,
        surface=mention.surface,
        kind=kind,
        place=place,
        confidence=answer.confidence,
        reason=answer.reason,
        candidates=answer.candidates,
    )


def _mostly_arabic(text: str) -> bool:
    letters = [c for c in text[:4000] if c.isalpha()]
    return sum(map(is_arabic, letters)) * 2 > len(letters)
