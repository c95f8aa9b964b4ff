"""The possible speakers of a sentence: organisations, persons, unnamed sources and what stands for them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from incidents.languages import Language
from incidents.languages.organisations import RELAYS, Organisation, find
from incidents.parsing.speakers import Speakers
from incidents.parsing.text import Sentence


@dataclass(frozen=True, slots=True)
class Source:
    """Somebody who may say something, at tokens [start, end)."""

    start: int
    end: int
    name: str
    kind: str
    relay: bool = False
    pronoun: bool = False


class SourceFinder:
    """Finds the possible speakers in the sentences of one text."""

    def __init__(self, language: Language, publisher: str | None, text: str) -> None:
        self.language = language
        self.text = text
        self.publisher = publisher
        self.titles = language.words["title"]

    def find(self, s: Sentence, state: Speakers) -> list[Source]:
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


def _inside(sources: list[Source], index: int) -> bool:
    return any(x.start <= index < x.end for x in sources)


_BODIES = frozenset(("monitor", "authority", "international", "agency", "outlet", "actor"))
