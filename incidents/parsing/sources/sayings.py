"""Words by which somebody says something, and how several of them one inside the other become an attribution."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from incidents.model import Reason
from incidents.parsing.sources.sources import Source
from incidents.parsing.sources.speakers import Attribution, Speakers
from incidents.parsing.text import Sentence


@dataclass(frozen=True, slots=True)
class Saying:
    """Words at tokens [start, end) by which sources say something; relays: to whom or through whom they say it.

    part: first token of the part of the sentence that it fills.  trailing: it stands behind what is said.
    inner: the sources of another's words ("citing").  verb: its first token, 0 where it has none.
    """

    start: int
    end: int
    part: int
    sources: tuple[Source, ...]
    rule: str
    relays: tuple[Source, ...] = ()
    trailing: bool = False
    inner: bool = False
    verb: int = 0

    @property
    def relayed(self) -> bool:
        """Do only agencies and outlets speak?"""
        return all(x.relay for x in self.sources)


def through(sayings: list[Saying], relays: list[tuple[int, Source]]) -> list[Saying]:
    """The sayings with those who carry them, each relay at the saying nearest to it; a relay does not itself speak."""
    carriers = [x for _, x in relays]
    left = [x for x in sayings if not all(y in carriers for y in x.sources)]
    for at, relay in relays:
        if left:
            near = min(left, key=lambda x: max(x.start - at, at - x.end, 0))
            left[left.index(near)] = replace(near, relays=(*near.relays, relay))
    return left


def attributions(s: Sentence, sayings: list[Saying], state: Speakers) -> list[Attribution]:
    """Inside one part: what stands behind frames what stands before, and each verb what comes after it."""
    outer = [x for x in reversed(sayings) if x.trailing and not x.inner]
    forward = [x for x in sayings if not x.trailing and not x.inner]
    inner = [x for x in sayings if x.inner]
    if inner or not forward:
        return [_chained(s, [*outer, *forward, *inner], state, sayings[0].part)]
    out = []
    for count, saying in enumerate(forward, 1):
        start = saying.part if count == 1 else saying.start
        out.append(_chained(s, [*outer, *forward[:count]], state, start))
    return out


def _chained(s: Sentence, chain: Sequence[Saying], state: Speakers, start: int) -> Attribution:
    """The attribution of sayings one inside the other, the outermost first."""
    own = [x for x in chain if not x.relayed] or list(chain)
    claimer = own[-1]
    names = tuple(dict.fromkeys(x.name for x in claimer.sources))
    relays: list[Source] = []
    for saying in reversed(chain):
        relays += [] if saying is claimer else saying.sources
        relays += saying.relays
    relays = [x for x in relays if x.name not in (*names, state.publisher)]
    via = tuple(dict.fromkeys(x.name for x in relays))
    reasons = [Reason(f"claimed_by.{claimer.rule}", (_span(s, claimer),))]
    last = state.current
    if via:
        reasons.append(Reason("via.relays", tuple(_span(s, x) for x in relays)))
    elif last and last.via and last.claimed_by == names and state.paragraph == s.paragraph:
        via = last.via
        reasons += [Reason("via.kept", x.spans) for x in last.reasons if x.field == "via"]
    trailing = all(x.trailing for x in chain)
    subject = (claimer.sources[0].end, claimer.verb)
    spans = tuple((x.start, x.end) for saying in chain for x in (*saying.sources, *saying.relays))
    return Attribution(start, names, via, trailing, subject, spans, claimer.sources[0].voice, tuple(reasons))


def _span(s: Sentence, told: Saying | Source) -> tuple[int, int]:
    """Its offsets in the text; those of its verb for a source that the verb alone tells."""
    return s.span(told.start, max(told.start + 1, told.end))
