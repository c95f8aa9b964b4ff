"""Who says it, and through whom: the sources of a sentence and the attribution that holds for a claim in it.

claimed_by is whose figure or statement it is; via is whoever relays it.  Where a sentence names several
speakers, agencies and outlets are relays of the others.  "The monitor", "it added" and the like stand for
an organisation or speaker named elsewhere; a sentence that goes on with a report keeps its speaker.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from incidents.languages import Language
from incidents.languages.organisations import RELAYS, Organisation, find
from incidents.parsing.text import CLAUSE_ENDS, COMMAS, Sentence

_SUBJECT_REACH = 14
_OBJECT_REACH = 8


@dataclass(frozen=True, slots=True)
class Source:
    """Somebody who may say something, at tokens [start, end)."""

    start: int
    end: int
    name: str
    kind: str
    relay: bool = False
    pronoun: bool = False


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says it and through whom, for the part of a sentence that begins at token `start`."""

    start: int
    end: int
    claimed_by: tuple[str, ...]
    via: tuple[str, ...] = ()
    confirmed: bool = False
    pronoun: bool = False


@dataclass(slots=True)
class Speakers:
    """What the narrative knows of its speakers so far."""

    publisher: str | None
    by_kind: dict[str, str] = field(default_factory=dict)
    everywhere: dict[str, list[str]] = field(default_factory=dict)
    current: Attribution | None = None
    paragraph: int = -1
    heard: set[tuple[str, ...]] = field(default_factory=set)

    def named(self, kind: str) -> str | None:
        """The last organisation of a kind; if none came yet, the only one of the whole text."""
        if kind in self.by_kind:
            return self.by_kind[kind]
        known = self.everywhere.get(kind, [])
        return known[0] if len(known) == 1 else None


class SourceFinder:
    """Finds sources and attributions in the sentences of one text."""

    def __init__(self, language: Language, publisher: str | None, text: str) -> None:
        self.language = language
        self.text = text
        self.publisher = publisher
        self.verb_first = language.direction == "rtl"
        self.titles = language.words["title"]

    def speakers(self, sentences: list[Sentence]) -> Speakers:
        """A fresh narrative state that knows which organisations the text names at all."""
        state = Speakers(self.publisher)
        for sentence in sentences:
            for mark in sentence.of("org"):
                names = state.everywhere.setdefault(mark.value.kind, [])
                if mark.value.name not in names:
                    names.append(mark.value.name)
        return state

    # ------------------------------------------------------------ sources

    def sources(self, s: Sentence, state: Speakers) -> list[Source]:
        """The possible speakers of a sentence from left to right."""
        out: list[Source] = [self._organisation(m.start, m.end, m.value) for m in s.of("org")]
        for mark in s.of("source.words"):
            if not _inside(out, mark.start):
                out.append(self._unnamed(s, mark.start, mark.end, state))
        for index in range(len(s.tokens)):
            opens = s.tokens[index].is_capitalised and s.word(index) not in self.language.articles
            if opens and not _inside(out, index):
                end = self._name_end(s, index)
                if end - index >= 2 or (end > index and self._beside_say(s, index, end)):
                    out.append(self._person(s, index, end))
        for mark in s.of("pronoun.words"):
            if not _inside(out, mark.start) and s.first("say", mark.end, mark.end + 2):
                out.append(Source(mark.start, mark.end, s.word(mark.start), "pronoun", pronoun=True))
        return sorted(self._folded(s, out), key=lambda x: x.start)

    def _organisation(self, start: int, end: int, organisation: Organisation) -> Source:
        relay = organisation.kind in RELAYS or organisation is find(self.publisher or "")
        return Source(start, end, organisation.name, organisation.kind, relay)

    def _unnamed(self, s: Sentence, start: int, end: int, state: Speakers) -> Source:
        head = start
        while head > 0 and start - head < 4:
            token = s.tokens[head - 1]
            stop = (
                s.at("grammar.noun_stop", head - 1)
                or s.covering("say", head - 1)
                or s.covering("org", head - 1)
            )
            if not token.is_word or stop or s.covering("date", head - 1):
                break
            head -= 1
            if token.forms[0] in self.language.articles:
                break
        words = [s.tokens[i].forms[-1] if "'" in s.word(i) else s.word(i) for i in range(head, end)]
        phrase = " ".join(words)
        for kind in ("monitor", "agency", "authority", "international"):
            anaphor = any(m.start >= head - 1 and m.end == end for m in s.of(f"anaphor.{kind}"))
            name = state.named(kind) if anaphor or phrase.endswith(kind) else None
            if name:
                return Source(head, end, name, kind, kind == "agency")
        while words and words[0] in self.language.articles:
            words = words[1:]
            head += 1
        if s.word_in("the", head - 1) and len(words) == 1:
            earlier = state.by_kind.get(f"unnamed:{words[-1]}")
            if earlier:
                return Source(head, end, earlier, "unnamed", s.has("relay_source", start, start + 1))
        head += 1 if s.at("grammar.age", head) and end - head > 1 else 0
        name = s.text(head, end, self.text).removesuffix("'s").removesuffix("’s")
        if head <= 1:
            name = name[:1].lower() + name[1:]  # a capital only because the sentence begins
        return Source(head, end, name, "unnamed", s.has("relay_source", start, start + 1))

    def _name_end(self, s: Sentence, start: int) -> int:
        end = start
        while end < len(s.tokens) and end - start < 6:
            token = s.tokens[end]
            linked = token.text.lower() in ("al", "el", "bin", "abu", "de", "van", "of") and end > start
            if not (token.is_capitalised or linked) or any(
                s.covering(g, end) for g in ("date", "toponym", "org")
            ):
                break
            if s.covering("say", end) or (s.at("source.words", end) and not token.is_capitalised):
                break
            end += 1
        while end > start and not s.tokens[end - 1].is_capitalised:
            end -= 1
        first_word_only = end - start == 1 and (start == 0 or not s.tokens[start - 1].is_word)
        return start if first_word_only and s.covering("people", start) else end

    def _beside_say(self, s: Sentence, start: int, end: int) -> bool:
        return s.at("say", end) is not None or any(m.end == start for m in s.of("say"))

    def _person(self, s: Sentence, start: int, end: int) -> Source:
        known = find(s.text(start, end, self.text))
        if known:
            return self._organisation(start, end, known)
        words = [t.text for t in s.tokens[start:end]]
        while len(words) > 1 and words[0].lower().rstrip(".") in self.titles:
            words = words[1:]
        return Source(start, end, " ".join(words).removesuffix("'s").removesuffix("’s"), "person")

    def _folded(self, s: Sentence, found: list[Source]) -> list[Source]:
        """A person or office told beside an organisation speaks for it: "X, head of the Observatory"."""
        found = sorted(found, key=lambda x: x.start)
        out: list[Source] = []
        for source in found:
            before = out[-1] if out else None
            joined = self._joined(s, before, source) if before else None
            if joined:
                out[-1] = joined
                continue
            out.append(source)
        return out

    def _joined(self, s: Sentence, before: Source, source: Source) -> Source | None:
        gap = range(before.end, source.start)
        is_body, speaks = source.kind in _BODIES, before.kind in {"person", "unnamed"}
        led = any(s.at("attribution.speaks_for", i) for i in gap)
        if speaks and is_body and led and len(gap) <= 6 and not any(s.covering("say", i) for i in gap):
            return replace(source, start=before.start)
        if gap:
            return None
        if before.kind in _BODIES and source.kind in {"person", "unnamed"}:
            return replace(before, end=source.end)
        if before.kind == "unnamed" and (source.kind == "person" or source.kind in RELAYS):
            return replace(source, start=before.start)
        return None

    # ------------------------------------------------------------ attributions

    def find(self, s: Sentence, state: Speakers) -> list[Attribution]:
        """The attributions of a sentence; several only where clauses have speakers of their own."""
        if not s.of("say") and not s.of("according"):
            return []
        sources = self.sources(s, state)
        claimers: list[tuple[int, Source]] = []
        relays: list[Source] = []
        confirmed = False
        for mark in s.of("say"):
            if s.word(mark.start - 1) in self.language.articles:
                continue  # "in a report"
            subject = self._subject(s, mark.start, mark.end, sources)
            if mark.group == "say.relay":
                relays += [x for x in sources if mark.end <= x.start < mark.end + 3][:1]
                continue
            following = [
                x for x in sources if mark.end <= x.start <= mark.end + _OBJECT_REACH and x is not subject
            ]
            if mark.group == "say.cite":
                if subject and following:
                    relays.append(subject)
                claimers += [(mark.start, x) for x in following[:1]]
                continue
            if not subject or mark.group == "say.deny":
                continue
            told = following if s.at("attribution.heard", mark.start) else []
            if told:
                relays.append(subject)
                claimers.append((mark.start, told[0]))
                continue
            confirmed = confirmed or mark.group == "say.confirm"
            claimers.append((mark.start, subject))
            to_somebody = mark.group == "say.say" and s.at("places.toward", mark.end)
            if s.at("attribution.told", mark.start) or to_somebody:
                relays += [x for x in following[:1] if x.start <= mark.end + 3]
            relays += [
                x
                for x in following
                if x.kind in ("authority", "agency", "outlet") and self._in_statement(s, x)
            ]
        claimers += self._according(s, sources)
        return self._attributions(s, claimers, relays, confirmed, state)

    def _in_statement(self, s: Sentence, source: Source) -> bool:
        """ "in an Interior Ministry statement"."""
        return (
            s.at("attribution.medium", source.end) is not None
            or s.covering("attribution.medium", source.end - 1) is not None
        )

    def _subject(self, s: Sentence, start: int, end: int, sources: list[Source]) -> Source | None:
        before = [x for x in sources if x.end <= start and start - x.end <= _SUBJECT_REACH]
        after = [x for x in sources if end <= x.start <= end + (4 if self.verb_first else 2)]
        if self.verb_first and after:
            return after[0]
        for source in reversed(before):
            between = range(source.end, start)
            if any(s.word(i) in CLAUSE_ENDS for i in between):
                break
            if s.at("attribution.object_lead", source.start - 1) and source is not before[0]:
                continue
            commas = sum(s.word(i) in COMMAS for i in between)
            if commas == 1 and start - source.end > 3 and s.tokens[start - 1].text not in COMMAS:
                continue
            return source
        return after[0] if after else None

    def _according(self, s: Sentence, sources: list[Source]) -> list[tuple[int, Source]]:
        out = []
        for mark in s.of("according.words"):
            out += [(mark.start, x) for x in sources if mark.end <= x.start <= mark.end + 4][:1]
        for mark in s.of("according.possessive"):
            out += [
                (mark.start, x)
                for x in sources
                if 0 <= mark.start - x.end <= 1 and _is_possessive(s, x.end - 1)
            ]
            out += [
                (mark.start, x)
                for x in sources
                if s.word_in("of_or_by", mark.end) and 0 <= x.start - mark.end <= 3
            ]
        return out

    def _attributions(
        self,
        s: Sentence,
        claimers: list[tuple[int, Source]],
        relays: list[Source],
        confirmed: bool,
        state: Speakers,
    ) -> list[Attribution]:
        own = [(at, x) for at, x in claimers if x not in relays]
        heads = {self._segment(s, at) for at, x in own if not x.relay}
        speaking = [(at, x) for at, x in own if not x.relay or self._segment(s, at) not in heads]
        via = [x for x in relays if x not in [y for _, y in speaking]]
        via += [x for _, x in own if x.relay and x not in [y for _, y in speaking]]
        names = tuple(dict.fromkeys(x.name for x in via if x.name != self.publisher and not x.pronoun))
        for source in [x for _, x in speaking]:
            self._remember(source, state)
        for source in via:
            self._remember(source, state)
        out: list[Attribution] = []
        for at, source in sorted(speaking, key=lambda item: item[0]):
            if source.pronoun:
                said = state.current.claimed_by if state.current and state.paragraph == s.paragraph else ()
                if not said:
                    continue
                keeps = state.current.via if state.current and not names else names
                out.append(Attribution(self._segment(s, at), at, said, keeps, confirmed, pronoun=True))
                continue
            start = self._segment(s, at)
            if out and out[-1].start == start:
                both = tuple(dict.fromkeys((*out[-1].claimed_by, source.name)))
                out[-1] = replace(out[-1], claimed_by=both)
            else:
                keeps = names or self._kept_via(s, (source.name,), state)
                out.append(Attribution(start, at, (source.name,), keeps, confirmed))
        return out

    def _kept_via(self, s: Sentence, said: tuple[str, ...], state: Speakers) -> tuple[str, ...]:
        """A paragraph that goes on with one speaker goes on through the same relay."""
        current = state.current
        same = current is not None and state.paragraph == s.paragraph and current.claimed_by == said
        return current.via if same and current else ()

    def _remember(self, source: Source, state: Speakers) -> None:
        state.by_kind[source.kind] = source.name
        if source.kind == "unnamed":
            state.by_kind[f"unnamed:{source.name.split()[-1].lower()}"] = source.name

    def _segment(self, s: Sentence, index: int) -> int:
        """First token of the part of a sentence that a speaker's words may fill."""
        for at in range(index, 0, -1):
            if s.at("attribution.segment", at):
                return at
        return 0


def _is_possessive(s: Sentence, index: int) -> bool:
    return s.tokens[index].text.lower().endswith(("'s", "’s", "s'", "s’")) or s.word_in("whose", index)


def _inside(sources: list[Source], index: int) -> bool:
    return any(x.start <= index < x.end for x in sources)


def in_force(s: Sentence, at: int, own: list[Attribution]) -> Attribution | None:
    """The attribution of a sentence that holds at a token: that of its part, else the first."""
    inside = [a for a in own if a.start <= at]
    return inside[-1] if inside else (own[0] if own else None)


_BODIES = frozenset(("monitor", "authority", "international", "agency", "outlet", "actor"))
