"""The possible speakers of a sentence: organisations, persons, unnamed sources and what stands for them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from incidents.languages import Language, Mark
from incidents.languages.organisations import RELAYS, find
from incidents.model import Toponym
from incidents.parsing.scene.place_names import NO_PLACE_KINDS
from incidents.parsing.sources.noun_phrases import NounPhrases, is_definite, is_possessive
from incidents.parsing.sources.speakers import Speakers
from incidents.parsing.text import COMMAS, Sentence

_ANAPHORS = ("monitor", "agency", "outlet", "authority", "international")
_BODIES = frozenset(("monitor", "authority", "international", "agency", "outlet", "actor"))
_FOR_REACH = 6
"""Words at most between a spokesman and the body that he speaks for."""
_ENCLOSING = frozenset("\"“”«»()'")


@dataclass(frozen=True, slots=True)
class Source:
    """Somebody who may say something, at tokens [start, end).

    relay: usually passes on what others say.  voice: "person" for whom "he" or "she" goes on to speak, "body" for
    what "it" does, "many" for whom only "they" does; empty where it may be a person or a body.
    """

    start: int
    end: int
    name: str
    kind: str
    relay: bool = False
    voice: str = ""

    @property
    def pronoun(self) -> bool:
        """Is it "he", "it" and the like, or told by a verb alone?"""
        return self.kind == "pronoun"

    @property
    def is_body(self) -> bool:
        """Is it an organisation?"""
        return self.kind in _BODIES


class SourceFinder:
    """Finds the possible speakers in the sentences of one text."""

    def __init__(self, language: Language, publisher: str | None, text: str) -> None:
        self.language = language
        self.publisher = publisher
        self.own = find(publisher or "")
        self.nouns = NounPhrases(language, text)
        self.verb_first = self.nouns.verb_first

    def speakers(self, sentences: list[Sentence]) -> Speakers:
        """A fresh narrative state that knows which organisations the text names, and how."""
        state = Speakers(self.publisher)
        full = {self.own.name} if self.own else set()
        marks = [(s, m) for s in sentences for m in s.of("org")]
        full |= {m.value.name for s, m in marks if not _is_described(s, m)}
        for s, mark in marks:
            name = mark.value.name
            if self.verb_first and mark.value.kind not in RELAYS:
                _learn(s, mark.start, name, "named", state)
            if name not in full:
                written = self.nouns.named(s, mark.start, mark.end)
                state.shown.setdefault(
                    name, f"the {written}" if s.word_in("the", mark.start - 1) else written
                )
            names = state.everywhere.setdefault(mark.value.kind, [])
            if (shown := state.shown.get(name, name)) not in names:
                names.append(shown)
        return state

    def find(self, s: Sentence, state: Speakers) -> list[Source]:
        """The possible speakers of a sentence from left to right."""
        out = [self._organisation(s, m, state) for m in s.of("org")]
        taken = {i for x in out for i in range(x.start, x.end)}
        for found in (self._quoted, self._listed, self._names, self._beside_speech, self._pronouns):
            for source in found(s, state, taken):
                if taken.isdisjoint(range(source.start, source.end)):
                    out.append(source)
                    taken |= set(range(source.start, source.end))
        return self._folded(s, out)

    def _organisation(self, s: Sentence, mark: Mark, state: Speakers) -> Source:
        known = mark.value
        relay = known.kind in RELAYS or known.name in (self.publisher, self.own and self.own.name)
        name = state.shown.get(known.name, known.name)
        if known.home and (place := self._home(s, mark, known.home)):
            name = f"{known.name} ({place})"
        voice = "" if self.nouns.named(s, mark.start, mark.end) in known.people else "body"
        return Source(mark.start, mark.end, name, known.kind, relay, voice=voice)

    def _home(self, s: Sentence, mark: Mark, usual: str) -> str | None:
        """Whose ministry it is, if another country's: "Russia's Defence Ministry", «وزارة الدفاع الروسية»."""
        found = s.covering("toponym", mark.end if self.verb_first else mark.start - 1)
        if found is None and s.at("attribution.speaks_for", mark.end):
            found = s.at("toponym", mark.end + 1)  # "the Health Ministry in Gaza"
        if found is None:
            return None
        named: Toponym = found.value
        if named.place is None:
            return None if named.kind in NO_PLACE_KINDS else named.surface
        return None if named.place.country == usual else named.place.name

    def _listed(self, s: Sentence, state: Speakers, taken: set[int]) -> list[Source]:
        """What the word lists know as a speaker: "a security source", "residents", "the monitor"."""
        marks = s.of("source.words")
        heads = marks if self.verb_first else [m for m in marks if not s.at("source.words", m.end)]
        return [self._described(s, *self.nouns.around(s, m.start, m.end), m, state) for m in heads]

    def _described(self, s: Sentence, start: int, end: int, mark: Mark, state: Speakers) -> Source:
        relay = s.has("relay_source", mark.start, mark.end)
        voice = self.nouns.voice(s, end - 1)
        for kind in _ANAPHORS:
            stands = any(m.start >= start - 1 for m in s.ending(f"anaphor.{kind}", mark.end))
            alone = stands and (end == mark.end or not self.verb_first)
            if alone and is_definite(s, start) and (name := state.named(kind)):
                return Source(start, end, name, kind, kind in RELAYS, voice="body")
            voice = "body" if stands else voice
        if self.verb_first and s.has_article(end - 1) and (body := _body_told(s, end - 1, state)):
            return Source(start, end, body, "authority", voice="body" if end - start == 1 else "")
        known = state.by_kind.get(f"unnamed:{self.nouns.head(s, start, end)}")
        same = s.word_in("same", start) or s.word_in("same", end - 1)
        if known and is_definite(s, start) and (same or end - start == 1):
            return Source(start, end, known, "unnamed", relay, voice=voice)
        return Source(start, end, self.nouns.described(s, start, end), "unnamed", relay, voice=voice)

    def unlisted(self, s: Sentence, start: int) -> Source | None:
        """Whatever noun "according to" leads to: "court documents"."""
        found = self.nouns.forward(s, start)
        return Source(*found, self.nouns.named(s, *found), "unnamed") if found else None

    def _quoted(self, s: Sentence, state: Speakers, taken: set[int]) -> list[Source]:
        """An outlet that only its quotation marks tell: «قال سكان لـ"العربي الجديد"»."""
        spans = self.nouns.quoted_recipients(s)
        return [Source(a, b, self.nouns.named(s, a, b), "outlet", relay=True) for a, b in spans]

    def _names(self, s: Sentence, state: Speakers, taken: set[int]) -> list[Source]:
        """Persons and organisations that only their capital letters tell."""
        out = []
        for begin, end in self.nouns.capitalised(s):
            start = next((i for i in range(begin, end) if i not in taken), end)
            if start == end or (start > begin and self.nouns.is_link(s, start)):
                continue  # "Residents of Jableh"
            article = start - (s.word(start - 1) in self.language.articles)
            led = any(s.ending(group, i) for group in ("say", "according") for i in (start, article))
            beside = led or s.at("say", end)
            name = self.nouns.without_title(s, start, end)
            spoke = (state.people.get(name),) in state.heard and self.nouns.may_be_subject(s, end)
            if end - start < 2 and not beside and not (spoke and not is_possessive(s, start)):
                continue
            if known := find(name):
                out.append(Source(start, end, state.shown.get(known.name, known.name), known.kind))
                continue
            full = state.people.get(name, name)
            if " " in name and " and " not in name:
                state.people[name.split()[-1]] = name
            out.append(Source(start, end, full, "person"))
        return out

    def _beside_speech(self, s: Sentence, state: Speakers, taken: set[int]) -> list[Source]:
        """Whoever stands where a verb of speech has its subject: "two shopkeepers said", "Damascus said"."""
        out = []
        for verb in s.of("attribution.speech"):
            at = verb.end if self.verb_first else self.nouns.before_verb(s, verb.start) - 1
            place = s.covering("toponym", at) if 0 <= at < len(s.tokens) else None
            if place and place.value.kind != "demonym" and self.nouns.is_free(s, place.start):
                name = self.nouns.named(s, place.start, place.end)
                out.append(Source(place.start, place.end, name, "authority"))
            elif found := self.nouns.subject(s, verb) or self.nouns.inverted(s, verb):
                voice = self.nouns.voice(s, found[1] - 1)
                out.append(Source(*found, self.nouns.described(s, *found), "unnamed", voice=voice))
        return out

    def _pronouns(self, s: Sentence, state: Speakers, taken: set[int]) -> list[Source]:
        return [
            Source(m.start, m.end, s.word(m.start), "pronoun", voice=_voice(s, m.start))
            for m in s.of("pronoun.words")
            if s.first("say", m.end, m.end + 2)
        ]

    def _folded(self, s: Sentence, found: list[Source]) -> list[Source]:
        """A person or office told beside an organisation speaks for it: "X, head of the Observatory"."""
        out: list[Source] = []
        for one in sorted(found, key=lambda x: x.start):
            source = one
            body = next((x for x in reversed(out) if x.is_body or x.kind == "person"), None)
            if body and s.word_in("its", one.start):
                source = replace(body, start=one.start, end=one.end)  # "the Observatory said its sources"
            joined = self._joined(s, out[-1], source) if out else None
            if joined:
                out[-1] = joined
            else:
                out.append(source)
        return out

    def _joined(self, s: Sentence, before: Source, source: Source) -> Source | None:
        accused = self.verb_first and s.ending("say.accuse", before.start)
        if accused or (source.relay and self.nouns.is_recipient(s, source.start)):
            return None  # «اتهم ناشطون قوات»: whom they accuse
        gap = [i for i in range(before.end, source.start) if s.tokens[i].text not in _ENCLOSING]
        speaks = before.kind in {"person", "unnamed"}
        led = any(s.at("attribution.speaks_for", i) for i in gap)
        apart = ("say", "attribution.content", "attribution.speaking")
        saying = any(s.covering(group, i) for group in apart for i in gap)
        if s.covering("attribution.medium", before.end - 1) and led and len(gap) <= 2 and not saying:
            return replace(source, start=before.start)  # "a statement from the army"
        if speaks and source.is_body and led and len(gap) <= _FOR_REACH and not saying:
            return replace(source, start=before.start, voice="")
        if self._is_apposition(s, before, source, gap):
            return replace(before, end=source.end)
        if gap:
            return None
        if before.is_body and source.kind in {"person", "unnamed"}:
            return replace(before, end=source.end, voice="")
        idafa = self.verb_first and source.is_body
        if before.kind == "unnamed" and (source.kind == "person" or source.kind in RELAYS or idafa):
            return replace(source, start=before.start, voice="")
        return None

    def _is_apposition(self, s: Sentence, before: Source, source: Source, gap: list[int]) -> bool:
        """ "The Network, a monitor, said": what is told of a speaker between commas."""
        if source.kind != "unnamed" or before.kind not in _BODIES | {"person"} or not gap:
            return False
        comma, *rest = gap
        only = s.word(comma) in COMMAS and all(s.word(i) in self.language.articles for i in rest)
        return only and s.word(source.end) in COMMAS

    def remember(self, s: Sentence, source: Source, state: Speakers) -> None:
        """A source has spoken."""
        state.by_kind[source.kind] = source.name
        if self.verb_first and source.is_body and not source.relay:
            _learn(s, source.start, source.name, "spoke", state)
        if source.kind == "unnamed":
            state.by_kind[f"unnamed:{self.nouns.head(s, source.start, source.end)}"] = source.name


def _learn(s: Sentence, index: int, name: str, how: str, state: Speakers) -> None:
    """Know a body by the noun that its Arabic name begins with; of two that share it neither is meant."""
    for form in s.tokens[index].forms:
        known = state.by_kind.setdefault(f"{how}:{form}", name)
        state.by_kind[f"{how}:{form}"] = name if known == name else ""


def _body_told(s: Sentence, index: int, state: Speakers) -> str:
    """«الوزارة», «المتحدث باسم الهيئة»: the only body of the text, or of those that spoke, that the noun may mean."""
    keys = [f"{how}:{form}" for how in ("spoke", "named") for form in s.tokens[index].forms]
    return next((name for key in keys if (name := state.by_kind.get(key))), "")


def _is_described(s: Sentence, mark: Mark) -> bool:
    """Is an organisation called by a common noun alone ("the Observatory"), which is no name of its own?"""
    nouns = (m for kind in _ANAPHORS for m in s.ending(f"anaphor.{kind}", mark.end))
    return any(m.start in (mark.start - 1, mark.start) for m in nouns)


def _voice(s: Sentence, pronoun: int) -> str:
    """Whom a pronoun may mean: "he" a person, "it" a body, "they" either."""
    if s.at("person.he", pronoun) or s.at("person.she", pronoun):
        return "person"
    return "body" if s.at("pronoun.body", pronoun) else ""
