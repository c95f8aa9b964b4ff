"""The toponyms of a text: names found, resolved to places or left unresolved with the reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from incidents.geocoding.index import Candidate, Gazetteer
from incidents.geocoding.names import fold, is_arabic
from incidents.geocoding.place_words import place_words
from incidents.geocoding.resolve import Asked, Context, Cue, Resolution, choose, context_of
from incidents.model import Place, Toponym, ToponymKind
from incidents.parsing.arabic_mentions import arabic_mentions
from incidents.parsing.mentions import english_mentions
from incidents.parsing.place_text import Mention
from incidents.parsing.recogniser import NamedSpan, Recogniser

SURE = 0.6
"""A name resolved at least so surely is context for the others."""
_ROUNDS = 2
_PARENT_GAPS = frozenset((",", "in", "(", ", in", "،", "في", ", in the", "in the"))
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

    def find(
        self,
        text: str,
        *,
        language: str | None = None,
        title: str | None = None,
        publisher: str | None = None,
    ) -> tuple[Toponym, ...]:
        """Toponyms in the order of the text.

        language: ISO 639-1, guessed from the letters when None; only Arabic is read differently.
        title: helps to tell where the text plays.  publisher: its name is never a place of the text.
        """
        language = language or ("ar" if _mostly_arabic(text) else "en")
        titled = self._mentions(title, (), language, frozenset()) if title else []
        spans = self._recogniser.find(text) if language != "ar" else ()
        mentions = self._mentions(text, spans, language, self._countries(titled))
        return self._resolve(mentions, titled, publisher)

    def governorate(self, place: Place) -> Place | None:
        """The first-level division that a place lies in, where the gazetteer has it."""
        return self._division(place.admin1, place) if place.admin1 else None

    def namesake(self, place: Place) -> Place | None:
        """The first-level division that bears the name of the settlement and holds it: Latakia and Latakia."""
        division = self._division(place.name, place)
        return division if division and division.admin1 == place.admin1 else None

    def _division(self, name: str, place: Place) -> Place | None:
        named = (c.place for c in self._gazetteer.named(name))
        return next(
            (p for p in named if (p.geo_precision, p.country) == ("governorate", place.country)), None
        )

    def _mentions(
        self, text: str, spans: Sequence[NamedSpan], language: str, home: frozenset[str]
    ) -> list[Mention]:
        if language == "ar":
            return arabic_mentions(text, self._gazetteer, place_words("ar"), home)
        return english_mentions(text, spans, self._gazetteer, place_words("en"), home)

    def _countries(self, mentions: Sequence[Mention]) -> frozenset[str]:
        known = self._gazetteer.lookup(m.key for m in mentions)
        return frozenset(c.place.country for group in known.values() for c in group[:1] if c.place.country)

    def _resolve(
        self, mentions: list[Mention], titled: list[Mention], publisher: str | None
    ) -> tuple[Toponym, ...]:
        everything = [*mentions, *titled]
        known = self._gazetteer.lookup(m.key for m in everything)
        asked = [*self._asked(mentions, known), *self._asked(titled, known)]
        resolve = _Resolver(self._gazetteer, known)
        context = context_of(_anchors(everything, asked, known))
        for _ in range(_ROUNDS):
            answers = {a: resolve(a, context) for a in dict.fromkeys(asked)}
            context = context_of(_weighted(everything, asked, answers, known))
        return tuple(
            _toponym(m, answers[a], known.get(m.key, ()), publisher)
            for m, a in zip(mentions, asked, strict=False)
            if answers[a].place or not m.phrase
        )

    def _asked(self, mentions: Sequence[Mention], known: dict[str, tuple[Candidate, ...]]) -> list[Asked]:
        out = []
        for here, after in zip(mentions, [*mentions[1:], None], strict=False):
            parent = None
            if after and after.first - here.last <= 2 and not here.demonym:
                parent = _parent(here, after, known)
            out.append(Asked(here.name, here.cue, parent, here.certain, here.key))
        return out


class _Resolver:
    """`choose`, with other transliterations fetched only when the name as written gives nothing."""

    def __init__(self, gazetteer: Gazetteer, known: dict[str, tuple[Candidate, ...]]) -> None:
        self._gazetteer = gazetteer
        self._known = known
        self._similar: dict[str, tuple[Candidate, ...]] = {}

    def __call__(self, asked: Asked, context: Context) -> Resolution:
        exact = self._known.get(asked.key, ())
        answer = choose(asked, exact, (), context)
        if answer.place or not asked.certain:
            return answer
        if asked.name not in self._similar:
            self._similar[asked.name] = self._gazetteer.similar(asked.name)
        return choose(asked, exact, self._similar[asked.name], context)


def _parent(here: Mention, after: Mention, known: dict[str, tuple[Candidate, ...]]) -> str | None:
    """The country or division named right after a place, where the place has a candidate in it."""
    places = [c.place for c in known.get(after.key, ()) if c.match in ("name", "variant")]
    areas = [p for p in places if p.kind == "country" or p.geo_precision == "governorate"]
    inside = [
        c.place for c in known.get(here.key, ()) if c.place.geo_precision not in ("country", "governorate")
    ]
    for area in areas:
        value = area.country if area.kind == "country" else area.admin1
        if any(value in (p.country, p.admin1) and p.country == area.country for p in inside):
            return value
    return None


def _anchors(
    mentions: Sequence[Mention], asked: Sequence[Asked], known: dict[str, tuple[Candidate, ...]]
) -> list[tuple[Place, float]]:
    """The first context: what names leave no doubt about, or nearly so."""
    sure = {
        (m.name, a.cue): r.place
        for m, a in zip(mentions, asked, strict=True)
        for r in (choose(a, known.get(m.key, ()), (), Context()),)
        if r.place and (r.place.kind in ("country", "region") or r.confidence >= 0.8)
    }
    return _counted(mentions, sure, known)


def _weighted(
    mentions: Sequence[Mention],
    asked: Sequence[Asked],
    answers: dict[Asked, Resolution],
    known: dict[str, tuple[Candidate, ...]],
) -> list[tuple[Place, float]]:
    sure = {
        (m.name, a.cue): answers[a].place
        for m, a in zip(mentions, asked, strict=True)
        if answers[a].confidence >= SURE and not m.in_organisation
    }
    return _counted(mentions, {k: p for k, p in sure.items() if p}, known)


def _counted(
    mentions: Sequence[Mention], sure: dict[tuple[str, Cue], Place], known: dict[str, tuple[Candidate, ...]]
) -> list[tuple[Place, float]]:
    """(place, weight), one a name: more for names that come often, and a share for demonyms."""
    counts = Counter((m.name, m.cue) for m in mentions if not m.in_organisation)
    out = [(place, 1 + 0.2 * min(counts[key], 6)) for key, place in sure.items()]
    for name, number in Counter(m.name for m in mentions if m.demonym or m.in_organisation).items():
        country = _owner(known.get(fold(name), ()))
        if country:
            out.append((country, 0.6 + 0.1 * min(number, 6)))
    return out


def _owner(candidates: Sequence[Candidate]) -> Place | None:
    """The place whose people or things a demonym names, else the country that bears the name."""
    own = (c.place for c in candidates if c.match == "demonym")
    return next(own, None) or next((c.place for c in candidates if c.place.kind == "country"), None)


def _toponym(
    mention: Mention, answer: Resolution, known: Sequence[Candidate], publisher: str | None
) -> Toponym:
    kind: ToponymKind
    if mention.in_organisation or (publisher and mention.name == publisher):
        kind, answer = "in_organisation", Resolution(None, 0.5, "part of an organisation's name")
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
    return Toponym(
        start=mention.start,
        end=mention.end,
        surface=mention.surface,
        kind=kind,
        place=answer.place,
        confidence=answer.confidence,
        reason=answer.reason,
        candidates=answer.candidates,
    )


def _mostly_arabic(text: str) -> bool:
    letters = [c for c in text[:4000] if c.isalpha()]
    return sum(map(is_arabic, letters)) * 2 > len(letters)
