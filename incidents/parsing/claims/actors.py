"""Who did it, only as the text names or describes them, in the claim's sentence or another of the same event."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field, replace

from incidents.parsing.actors.acting import Acting, Deed
from incidents.parsing.actors.actor_phrases import Actor, is_subject_place
from incidents.parsing.actors.blame import Blame, blames
from incidents.parsing.claims.attackers import STATE, Attackers, counts_attackers
from incidents.parsing.claims.drafts import Draft
from incidents.parsing.events import VIOLENT, family
from incidents.parsing.scene.narrative import is_place
from incidents.parsing.text import Sentence

_HURT = frozenset(("killed", "injured", "abducted"))
_SENTENCES = 3
"""So many sentences of a paragraph after an attack, its attackers may be meant without a word."""
_PEOPLE = ("people", "person.male", "person.female", "actor.words")
_CAUSES = ("event", "act", "things", "series.subordinate")
_OF_THE_ATTACK = frozenset(("claims", "identity", "lists"))


@dataclass(slots=True)
class Cast:
    """The actors of the narrative so far: who attacked last, and for whom "the group" and "it" stand."""

    attackers: Attackers = field(default_factory=Attackers)
    group: Actor | None = None


@dataclass(slots=True)
class Told:
    """What one sentence says about who did what."""

    acting: Acting
    deeds: list[Deed]
    blames: list[Blame]


class ActorFinder:
    """Finds the perpetrators in the sentences of one text; cast: whom the narrative has told so far."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.cast = Cast()
        self.full: dict[str, str] = {}

    def complete(
        self, drafts: list[Draft], sentences: list[Sentence], title: list[Sentence], text: str
    ) -> None:
        """Complete what is told without a doer by the title's: "Gunmen kill dozens in a town"."""
        deeds = [d for s in title for d in Acting(s, text).deeds if d.rule == "subject" and not d.answer]
        for draft in drafts:
            told = draft.perpetrator or draft.status != "reported"
            whole = draft.cumulative or draft.background or draft.category == "fighters"  # their own dead
            open_ = deeds and not (told or whole) and _is_violent(draft) and suits(draft, deeds[0].actor)
            s = sentences[draft.sentence]
            if open_ and not (_is_of_people(s, draft) or _is_seen(s, draft)):
                draft.perpetrator = (deeds[0].actor.name,)
                draft.because("perpetrator.told_before", title[0])

    def read(self, s: Sentence, drafts: list[Draft]) -> Told:
        """The deeds and accusations of a sentence; drafts: its claims."""
        acting = Acting(s, self.text, self.cast.group, he=self.cast.attackers.is_he(s))
        for m in s.of("name"):
            if m.end - m.start > 1:
                self.full.setdefault(s.word(m.end - 1), " ".join(s.text(m.start, m.end, self.text).split()))
        blamed = [replace(b, actors=tuple(map(self._in_full, b.actors))) for b in blames(acting)]
        deeds = [d for d in acting.deeds if not any(_befell(s, d, draft) for draft in drafts)]
        return Told(acting, deeds, blamed)

    def _in_full(self, actor: Actor) -> Actor:
        """Whoever is told by his last name, by the name that the text gave him before."""
        full = self.full.get(actor.name.lower()) if actor.known else None
        return replace(actor, name=full) if full else actor

    def notice(self, s: Sentence, draft: Draft, told: Told) -> None:
        """Say of a draft whether it counts the attackers themselves."""
        if counts_attackers(s, draft, told.deeds, self.cast.attackers):
            draft.of_attackers = True

    # ------------------------------------------------------------ in the claim's own sentence

    def fill(self, s: Sentence, draft: Draft, told: Told) -> None:
        """Set a draft's perpetrators by its own sentence."""
        deed = self._own(s, draft, told) or self._of_sentence(s, draft, told)
        if deed and draft.of_attackers and not self._killed_attackers(draft, deed):
            deed = None
        doers: list[Actor] = []
        if deed and not (deed.answer and draft.unit is None):
            doers = [self._meant(deed.actor), *_beside(told, deed)]
            if _names(doers):
                draft.because(f"perpetrator.{deed.rule}", s, *deed.spans)
        answer = deed is not None and deed.answer
        blames = [b for b in told.blames if _is_of(s, b, draft)]
        blamed = [a for b in blames for a in b.actors if not _is_victim(draft, a) and suits(draft, a)]
        if _names(blamed) and _is_violent(draft) and draft.status != "denied" and not answer:
            doers = [*blamed, *doers]
            draft.because(f"perpetrator.{blames[0].rule}", s, *_spans(blames[0]))
        _set(draft, doers)

    def _own(self, s: Sentence, draft: Draft, told: Told) -> Deed | None:
        """The doer that the draft's own verb or event names."""
        trigger = draft.trigger
        start, end = draft.told_at
        for deed in told.deeds:
            if start <= deed.start < end and not _is_victim(draft, deed.actor):
                return deed
        if trigger and draft.unit not in _HURT and (other := told.acting.of(trigger.start, trigger.end)):
            return None if _is_victim(draft, other.actor) else other
        lost = trigger is not None and s.at("verb_lost", trigger.start) is not None
        return None if lost else told.acting.by(*draft.core)

    def _of_sentence(self, s: Sentence, draft: Draft, told: Told) -> Deed | None:
        """The doer of another act of the sentence, the nearest first: "12 died when gunmen attacked the bus"."""
        if not _is_violent(draft):
            return None
        fit = [
            d
            for d in told.deeds
            if not (d.answer or _is_victim(draft, d.actor) or _is_of_others(told, draft, d))
            and suits(draft, d.actor)
            and not _is_apart(told.acting.s, draft, d)
        ]
        first, last = draft.core
        part = s.last("attribution.segment", 0, first)  # "Gunmen killed 30 in Homs, while 27 died in Hama"
        fit = [d for d in fit if part is None or d.end > part.start]
        return min(fit, key=lambda d: max(d.start - last, first - d.end, 0), default=None)

    def _killed_attackers(self, draft: Draft, deed: Deed) -> bool:
        """May somebody have killed the attackers: police, or one behind "by" who is none of them?  Not by an arrest."""
        mine = {a.name for a in self.cast.attackers.actors}
        other = not deed.actor.anaphor and deed.actor.name not in mine and deed.rule == "agent"
        return draft.unit != "arrested" and (deed.actor.side == STATE or other)

    def _meant(self, actor: Actor) -> Actor:
        """ "The attackers", "the group": those told before, where the text told any; an army is no group."""
        before = [a for a in self.cast.attackers.actors if not (actor.empty and a.side == STATE)]
        return before[0] if actor.anaphor and before else self._in_full(actor)

    # ------------------------------------------------------------ from sentence to sentence

    def carry(self, s: Sentence, drafts: list[Draft], told: Told, earlier: list[Draft]) -> None:
        """Complete this sentence's drafts by attackers told before, and earlier drafts by this sentence."""
        for draft in drafts:
            if not (draft.perpetrator or _is_seen(s, draft)):
                self._from_before(s, draft)
        deeds = [d for d in told.deeds if not d.answer]
        near = [d for d in earlier if d.paragraph == s.paragraph]
        own = any(_is_violent(d) for d in drafts)
        if told.blames and (not own or told.blames[0].rule in _OF_THE_ATTACK) and not _is_of_other_act(s):
            listed = any(b.rule == "lists" for b in told.blames)
            self._blame(s, told, earlier if listed else near or _last_paragraph(earlier))
        elif deeds and not any((d.own_place and d.unit) or d.category == "fighters" for d in drafts):
            self._explain(s, deeds[0], near, drafts)
        self._remember(s, told)

    def _from_before(self, s: Sentence, draft: Draft) -> None:
        before = self.cast.attackers
        if before.sentence is None or draft.unit not in _HURT or draft.cumulative or draft.background:
            return
        close = before.sentence.paragraph == s.paragraph and s.index - before.sentence.index <= _SENTENCES
        elsewhere = draft.own_place and any(is_place(m) for m in s.of("toponym"))
        if not close or elsewhere or draft.own_date or s.has("actor.another") or before.may_be(draft.count):
            return
        fit = [a for a in before.actors if suits(draft, a) and not a.empty]
        if fit:
            _set(draft, fit)
            draft.because("perpetrator.told_before", before.sentence, *before.spans)

    def _explain(self, s: Sentence, deed: Deed, earlier: list[Draft], drafts: list[Draft]) -> None:
        """ "20 people were killed at a market. Gunmen opened fire on shoppers."  drafts: what is told with it."""
        last = earlier[-1] if earlier else None
        if last is None or deed.actor.anaphor or s.has("actor.another") or last.sentence < s.index - 1:
            return
        for draft in earlier:
            same = draft.sentence == last.sentence and not draft.perpetrator and not draft.cumulative
            same = same and not any(_counts_others(d, draft) for d in drafts if d.count)
            same = same and not any(_is_other_deed(deed, d, draft) for d in drafts)
            if same and _is_violent(draft) and suits(draft, deed.actor) and not deed.actor.empty:
                _set(draft, [deed.actor])
                draft.because("perpetrator.told_after", s, *deed.spans)

    def _blame(self, s: Sentence, told: Told, earlier: list[Draft]) -> None:
        """A sentence that says who claims it or is blamed completes the claims told before."""
        blame = told.blames[0]
        actors = [a for b in told.blames for a in b.actors if not a.empty]
        spans = [(a.start, a.end) for a in told.acting.actors] + [_reach(b) for b in told.blames]
        free = [m for m in s.of("toponym") if not any(a <= m.start < b for a, b in spans)]
        placed = {p.place_id for m in free if is_place(m) and (p := m.value.place)}
        for draft in earlier:
            here = draft.spot.place.place_id if draft.spot and draft.spot.place else None
            elsewhere = bool(placed) and here not in placed
            if not _is_violent(draft) or draft.background or draft.status == "denied" or elsewhere:
                continue
            named = {word for name in draft.perpetrator for word in (name, *name.split())}
            if draft.sentence == s.index or any(a.known and a.name in named for a in actors):
                continue
            fit = [a for a in actors if suits(draft, a)]
            if fit and (not draft.perpetrator or all(a.known for a in fit)):
                draft.perpetrator = tuple(dict.fromkeys((*_names(fit), *draft.perpetrator)))
                draft.because(f"perpetrator.{blame.rule}", s, *_spans(blame))

    def _remember(self, s: Sentence, told: Told) -> None:
        acting = told.acting
        seen = [d for d in told.deeds if not d.actor.anaphor and not d.answer]
        if seen:
            self.cast.attackers = self.cast.attackers.told(seen[0], s)
        elif again := [d for d in told.deeds if d.actor.anaphor and not d.answer]:
            self.cast.attackers = self.cast.attackers.seen(again[0], s)
        named = [a for b in told.blames for a in b.actors if not a.anaphor]
        spoken = [a for a in acting.actors if not a.lone and not a.anaphor and is_subject_place(s, a)]
        for blame in told.blames:
            if blame.rule == "identity":
                self.cast.attackers = self.cast.attackers.named(blame.actors)
        if named or spoken:
            self.cast.group = (named or spoken)[-1]


def _is_seen(s: Sentence, draft: Draft) -> bool:
    """Is it of bodies that are seen, which don't tell who did it?"""
    return draft.trigger is not None and s.at("bodies.seen", draft.trigger.start) is not None


def _is_of_people(s: Sentence, draft: Draft) -> bool:
    """ "The driver lost control and killed two": do people whom no rule knows as its doers lead an active verb?"""
    verb = draft.trigger
    if verb is None or verb.kind != "after" or not s.ends_with("past", verb.end - 1):
        return False
    start = max((m.end for m in s.of("say") if m.end <= verb.start), default=0)
    led = min((m.start for g in _PEOPLE for m in s.of(g) if start <= m.start < verb.start), default=None)
    return led is not None and not any(s.has(g, start, led + 1) for g in _CAUSES)


def _is_apart(s: Sentence, draft: Draft, deed: Deed) -> bool:
    """ "Gunmen killed six, two days after 11 were killed": do "so many days after" stand between them?"""
    bases = [(m.end, m.value.base_end) for m in s.of("date") if m.value.base_end]
    return any((a <= draft.core[0] < b) != (a <= deed.start < b) for a, b in bases)


def _counts_others(figure: Draft, earlier: Draft) -> bool:
    """Does a figure count people of another day, or some of the earlier ones, so that its doer is not theirs?"""
    other_day = figure.own_date and earlier.date_start and figure.date_start != earlier.date_start
    fewer = figure.unit == earlier.unit and figure.value < earlier.value
    return bool(other_day or fewer)


def _is_other_deed(deed: Deed, told: Draft, earlier: Draft) -> bool:
    """ "Fifteen bodies arrived.  Gunmen abducted a farmer": is what they did of another kind?"""
    return told.core[0] <= deed.start < told.core[1] and family(told.kind) != family(earlier.kind)


def _beside(told: Told, deed: Deed) -> list[Actor]:
    """Others joined to the doer: "killed by security forces and groups allied to them"."""
    s = told.acting.s
    out: list[Actor] = []
    end = deed.actor.end
    for actor in told.acting.actors:
        gap = range(end, actor.start)
        if actor.start >= end and len(gap) == 1 and s.at("grammar.and", gap[0]) and deed.rule == "agent":
            out.append(actor)
            end = actor.end
    return out


def _is_of(s: Sentence, blame: Blame, draft: Draft) -> bool:
    """ "at the hands of": said of the verb before it, not of one before that."""
    if blame.rule != "done":
        return True
    groups = ("verb_object", "verb_subject")
    return not any(s.first(g, draft.core[1], blame.start) for g in groups)


def _is_of_other_act(s: Sentence) -> bool:
    """ "Witnesses accused fighters of burning 33 villages": of nothing that hurt the people told of before."""
    events = {m.value.type for m in s.of("event")}
    return bool(events) and events.isdisjoint(VIOLENT)


def _spans(blame: Blame) -> list[tuple[int, int]]:
    return [(a.start, a.end) for a in blame.actors] + [(blame.start, blame.end)]


def _set(draft: Draft, actors: list[Actor]) -> None:
    """Name the perpetrators of a draft; whom others than a state's forces hurt are no attackers."""
    draft.perpetrator = _names(actors)
    if draft.of_attackers is None and any(a.side != STATE for a in actors if not a.empty):
        draft.of_attackers = False


def _reach(blame: Blame) -> tuple[int, int]:
    """From the first to the last word of a blame: "X, 24, of Jableh, was charged" tells no place of the attack."""
    edges = [edge for span in _spans(blame) for edge in span]
    return min(edges), max(edges)


def _names(actors: list[Actor]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(a.name for a in actors if not a.empty))


def _is_violent(draft: Draft) -> bool:
    return draft.kind.type in VIOLENT or draft.unit in _HURT


def _befell(s: Sentence, deed: Deed, draft: Draft) -> bool:
    """ "Two were killed and five soldiers wounded": the verb tells what befell the soldiers, and not what they did."""
    trigger = draft.trigger
    if trigger is None or trigger.kind != "before" or not trigger.start <= deed.start < trigger.end:
        return False
    return _is_victim(draft, deed.actor) and not s.has("fate.self", trigger.start, trigger.end)


def _is_victim(draft: Draft, actor: Actor) -> bool:
    """Is it the very people whom the figure counts?"""
    count = draft.count
    spans = [x for x in (count, count and count.person) if x is not None]  # who killed himself is told before
    return any(actor.start < x.end and x.start < actor.end for x in spans)


def _is_of_others(told: Told, draft: Draft, deed: Deed) -> bool:
    """«قتل 40، هم 22 مدنيا و18 عنصرا قتلوا في غارات إسرائيلية»: Arabic tells who killed the last of a list."""
    s, count = told.acting.s, draft.count
    if s.ends_with("pronoun", deed.start):  # «40 قتلتهم القوات», but «هجوم نفذه مسلحون»
        before = deed.start - 1
        people = s.covering("people", before) or s.covering("number", before) or s.word(before).isdecimal()
        return bool(people) and (count is None or count.end != deed.start)
    if count and count.trigger and count.trigger.start == count.end:
        return False
    first = min(draft.core[1], count.end) if count else draft.core[1]
    verbs = told.acting.told_apart
    at = bisect_left(verbs, first)
    return at < len(verbs) and verbs[at] < deed.start


def suits(draft: Draft, actor: Actor) -> bool:
    """Nobody is told to have killed his own side: soldiers hurt in the sentence are not hurt by soldiers."""
    person = draft.person
    himself = person and person.names and set(person.names) <= set(actor.name.lower().split())
    if himself or (draft.of_attackers and actor.side != STATE):
        return False
    return actor.side is None or actor.side != draft.category


def _last_paragraph(earlier: list[Draft]) -> list[Draft]:
    return [d for d in earlier if d.paragraph == earlier[-1].paragraph] if earlier else []
