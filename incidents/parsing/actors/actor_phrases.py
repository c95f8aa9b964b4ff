"""The noun phrases of a sentence that may name or describe somebody who did something: "gunmen in army uniform"."""

from __future__ import annotations

from dataclasses import dataclass, replace

from incidents.languages import Mark
from incidents.languages.organisations import Organisation
from incidents.parsing.counting.numbered import end_of_number
from incidents.parsing.text import COMMAS, Sentence

_BEFORE = 5
"""Words of a phrase before its head."""
_AFTER = 8
"""Words of a noun phrase behind it."""
_ATTIRE = 4
"""Words behind "in" among which uniforms or vehicles are told."""
_WRITTEN_ON = (
    ("لل", "ال"),
    ("بال", "ال"),
    ("وال", "ال"),
    ("فال", "ال"),
    ("و", ""),
    ("ب", ""),
    ("ل", ""),
    ("ف", ""),
)
_BRACKETS = frozenset("([")
QUOTES = frozenset("\"“”«'‘")
_SIDES = ("security_forces", "fighters")
_VERBS = ("say", "act", "verb_object", "verb_active", "grammar.be", "blame")
_BEFORE_HEAD = (*_VERBS, "date", "number", "modifier", "role", "grammar.of")
_BEHIND_HEAD = (*_VERBS, "date", "verb_subject")
_BEHIND_HEAD_RTL = (
    "say",
    "act",
    "verb_first",
    "date",
    "number",
    "people",
    "event",
    "things",
    "blame",
    "accusation",
)
"""Groups of marks at which the phrase around a head ends."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who may have done it, told by tokens [start, end).

    name: as the text has it without its article, or the kept name of a known organisation.  side: security_forces or
    fighters, where the words say it.  lone: a word for any person ("a man"), an attacker only where he is seen to act.
    known: it names an organisation or a person.  anaphor: "the attackers", "the group": told before.  empty: a bare
    "group" or "suspects", which describes nobody.
    """

    start: int
    end: int
    name: str
    side: str | None = None
    lone: bool = False
    known: bool = False
    anaphor: bool = False
    empty: bool = False


def actors(s: Sentence, text: str) -> list[Actor]:
    """The possible actors of a sentence from left to right, none inside another."""
    out: list[Actor] = []
    for start, end, organisation in _heads(s):
        if out and start < out[-1].end:
            continue
        floor = out[-1].end if out else 0
        actor = _actor(s, start, end, organisation, floor, text)
        if s.word_in("whose", actor.start):
            owner = next((a for a in reversed(out) if a.known), None)
            actor = replace(
                actor, name=owner.name if owner else actor.name.partition(" ")[2], known=bool(owner)
            )
        if not _nobody(s, actor.start) and not s.has("actor.peaceful", actor.start, start):
            out.append(actor)
    return out


def _heads(s: Sentence) -> list[tuple[int, int, Organisation | None]]:
    spans: list[tuple[int, int, Organisation | None]] = []
    for group in ("actor.words", "actor.lone"):
        spans += [(m.start, m.end, None) for m in s.of(group) if not _describes_event(s, m)]
    spans += [(m.start, m.end, m.value) for m in s.of("org") if m.value.may_act]
    spans += [(i, i + 1, None) for i in range(len(s.tokens)) if s.ends_with("actor", i)]
    return sorted(spans, key=lambda h: (h[0], -h[1]))


def _describes_event(s: Sentence, mark: Mark) -> bool:
    """Is it the adjective of an event before it: «هجوم مسلح», «الهجوم المسلح»?"""
    event = s.at("told.noun", mark.start - 1)
    adjective = s.at("actor.adjective", mark.start)
    written = s.language.direction == "rtl" and not s.is_led(mark.start)  # but «هجوم لمسلحين»
    return written and event is not None and adjective is not None


def _actor(
    s: Sentence, start: int, end: int, organisation: Organisation | None, floor: int, text: str
) -> Actor:
    first = _first(s, start, floor)
    head = _head_end(s, end)
    called = s.at("org", head + (head < len(s.tokens) and s.tokens[head].text in QUOTES))
    if called and called.value.may_act and organisation is None and s.covering("actor.crew", head - 1):
        return Actor(first, called.end, called.value.name, known=True)  # "the militant group Boko Haram"
    last = _last(s, head)
    inside = [m for m in s.of("org") if first <= m.start and m.end <= last and m.value.may_act]
    name = _written(s, first, last, text)
    doubt = any(s.covering("actor.doubt", i) for i in range(first, last))
    known = organisation if organisation and last <= head else None
    if inside and not known and _is_body(s, first, last, inside[0]):
        known = inside[0].value
    behind = (i for i in range(end, head) if s.tokens[i].is_word and not s.covering("org", i))
    if known and not doubt and all(s.covering("actor.crew", i) for i in behind):
        name = known.name
    anaphor = (
        last == end
        and end - first == 1
        and not inside
        and s.word_in("the", first - 1)
        and s.covering("actor.anaphor", first) is not None
    )
    lone = organisation is None and s.at("actor.words", start) is None and not s.ends_with("actor", start)
    empty = last - first == 1 and s.covering("actor.empty", first) is not None
    state = "security_forces" if known and known.armed and known.kind != "actor" else None
    side = _side(s, first, last) or state
    return Actor(first, last, name, side, lone, known is not None, anaphor, empty)


def _written(s: Sentence, first: int, last: int, text: str) -> str:
    """A phrase as the text has it, on one line, without a possessive ending or a word written onto its front."""
    name = " ".join(s.text(first, last, text).split())
    for ending in ("'s", "’s", "'", "’"):
        name = name.removesuffix(ending)
    for led, whole in _WRITTEN_ON if s.language.direction == "rtl" else ():
        if name.startswith(led) and s.word(first) not in s.language.table.by_first:
            return whole + name.removeprefix(led)
    return name


def _is_body(s: Sentence, first: int, last: int, mark: Mark) -> bool:
    """ "suspected Boko Haram militants", "fighters of the Somali group Al Shabaab": the organisation itself."""
    around = [i for i in range(first, last) if not mark.start <= i < mark.end and s.tokens[i].is_word]
    if s.tokens[mark.start - 1].text in _BRACKETS:
        return True  # the short name of what stands before it
    return all(
        s.covering("actor.crew", i)
        or s.at("grammar.of", i)
        or s.word_in("the", i)
        or s.covering("actor.kind_of", i)
        or s.covering("actor.doubt", i)
        or s.covering("toponym", i)
        for i in around
    )


def _side(s: Sentence, first: int, last: int) -> str | None:
    return next((side for side in _SIDES if s.first(f"people.{side}", first, last)), None)


def _nobody(s: Sentence, start: int) -> bool:
    """ "no group", "neither the army ..."."""
    at = start - 1
    while at >= 0 and s.word(at) in s.language.articles:
        at -= 1
    return s.at("status.negation", at) is not None or s.at("status.negation", start) is not None


def _first(s: Sentence, start: int, floor: int) -> int:
    """The first token of what stands before a head and describes it."""
    first = start
    if s.language.direction == "rtl":
        return first
    while first > floor and start - first < _BEFORE:
        at = first - 1
        if _joins_names(s, at):
            first = at - 1
            continue
        if s.tokens[at].text.endswith(("'s", "’s")) and (s.at("person.he", at) or s.at("person.she", at)):
            return start  # "he's glad officers came"
        ordinal = s.tokens[at].text[0].isdigit() and s.tokens[at].text[-1].isalpha()  # "the 7th Brigade"
        if not ordinal and not s.tokens[at].is_word:
            break
        if s.word(at) in s.language.articles or _ends_before(s, at):
            break
        first = at
    while first < start and (
        s.word_in("lead_in", first)
        or s.covering("grammar.age", first)
        or (s.ends_with("adverb", first) and s.tokens[first].is_capitalised)
    ):
        first += 1
    return first


def _joins_names(s: Sentence, at: int) -> bool:
    """ "Interior and Defence ministry members"."""
    if at < 1 or not s.at("grammar.and", at):
        return False
    both = s.tokens[at - 1].is_capitalised and s.tokens[at + 1].is_capitalised
    return both and not s.covering("actor", at - 1) and not s.covering("date", at - 1)


def _ends_before(s: Sentence, at: int) -> bool:
    if s.covering("source", at) and s.ends_with("plural", at):
        return True  # "witnesses saw gunmen"
    if s.covering("attribution.see", at) or s.covering("attribution.show", at):
        return True  # "he saw soldiers kill", "the video shows soldiers"
    if s.covering("actor.with", at) or s.ends_with("gerund", at):
        return True
    if s.covering("actor.adjective", at):
        return False
    stop = s.at("grammar.noun_stop", at) or s.at("grammar.clause_start", at) or s.at("status.negation", at)
    mark = s.covering("people", at)
    people = mark and mark.end == at + 1 and not s.covering("actor", at)  # not "government forces"
    return bool(stop or people or any(s.covering(g, at) for g in _BEFORE_HEAD))


def _head_end(s: Sentence, end: int) -> int:
    """Nouns that stand together: "militia fighters", "Division 25", "Shining Path (SL) rebels"."""
    end = end_of_number(s, end)
    while end < len(s.tokens):
        short = s.at("org", end + 1) if s.tokens[end].text in _BRACKETS else None
        if short and short.end < len(s.tokens):
            end = short.end + 1
            continue
        mark = s.at("actor.words", end) or s.at("actor.crew", end)
        people = s.covering("people.security_forces", end) or s.covering("people.fighters", end)
        further = mark or (people if people and people.start <= end else None)
        if not further or s.language.direction == "rtl":
            break
        end = further.end
    return end


def _last(s: Sentence, end: int) -> int:
    """Behind what follows a head and describes it: "of the former army", "armed with knives", "in uniform"."""
    if s.language.direction == "rtl":
        return _last_rtl(s, end)
    while True:
        if s.ends_with("gerund", end + 1):
            return end  # "accused the squads of committing"
        if s.at("grammar.of", end) or s.word_in("from", end):
            further = _noun_end(s, end + 1)
        elif mark := s.at("actor.with", end):
            further = max(mark.end, _noun_end(s, mark.end))
        else:
            further = _attire(s, end)
        if further <= end + 1 or _describes(s, end, further):
            return end
        end = further


def _describes(s: Sentence, start: int, end: int) -> bool:
    """Do tokens [start, end) go on with an event: "remnants of a bloody | shooting"?"""
    event = s.at("told.noun", end)
    past = event is not None and s.ends_with("past", event.end - 1)
    return event is not None and not past and any(s.word(i) in s.language.articles for i in range(start, end))


def _attire(s: Sentence, at: int) -> int:
    """ "in military fatigues", "on a motorcycle": how they looked or came, which tells who they were."""
    if not s.at("grammar.noun_stop", at):
        return at
    reach = range(at + 1, min(at + 1 + _ATTIRE, len(s.tokens)))
    for index in reach:
        if not s.tokens[index].is_word or _ends_noun(s, index):
            break
        if s.word_in("attire", index):
            return index + 1
    return at


def _noun_end(s: Sentence, start: int) -> int:
    """Where the noun phrase that begins here ends."""
    end = start
    while end < len(s.tokens) and end - start < _AFTER:
        if not s.tokens[end].is_word or _ends_noun(s, end):
            break
        if end > start and s.word(end) in s.language.articles and not s.at("grammar.of", end - 1):
            break  # another noun phrase
        end += 1
    while end > start and (s.word(end - 1) in s.language.articles or s.at("grammar.of", end - 1)):
        end -= 1
    return end


def _ends_noun(s: Sentence, at: int) -> bool:
    if s.at("grammar.noun_stop", at) or s.at("grammar.clause_start", at) or s.word_in("have", at):
        return True
    if s.is_adverb(at) or s.at("role.part", at):
        return True
    following = s.word(at + 1) in s.language.articles or s.word_in("to", at + 1)
    if following and s.ends_with("past_participle", at) and not s.covering("actor", at):
        return True  # "members of the group planted a bomb"
    return any(s.covering(g, at) for g in _BEHIND_HEAD)


def _last_rtl(s: Sentence, end: int) -> int:
    """Arabic: the adjectives and the genitive that follow a head, and what "of" or "dressed as" add."""
    head = end - 1
    bound = not s.ends_with("complete", head)
    while end < len(s.tokens):
        token = s.tokens[end]
        if not token.is_word or _ends_noun_rtl(s, end):
            break
        if led := s.at("actor.with", end):
            further = led.end
            while further < len(s.tokens) and further - led.end < 4 and _goes_on_rtl(s, further):
                further += 1
            if further == led.end and not s.word_in("attire", led.start):
                break
            end = further
            continue
        if (
            s.has_article(head)
            and s.at("actor.words", end)
            and not (s.has_article(end) or s.covering("org", end))
        ):
            break  # «اتهمت الشرطة | مسلحين»
        fits = s.covering("actor.adjective", end) or s.covering("org", end) or s.at("actor.words", end)
        if not (fits or (bound and token.text.startswith(("ال", "لل")))):
            break
        end += 1
    return end


def _goes_on_rtl(s: Sentence, at: int) -> bool:
    token = s.tokens[at]
    named = s.has_article(at) or s.covering("toponym", at) or s.covering("org", at)
    closed = s.has_article(at - 1) or s.covering("org", at - 1) or s.ends_with("accusative", at)
    if closed and not named:  # «مسلحون من داعش | حاجزا», «من العشائر | نقطة»
        return False
    return token.is_word and not _ends_noun_rtl(s, at) and not s.word_in("place_kind", at)


def _ends_noun_rtl(s: Sentence, at: int) -> bool:
    if s.at("actor.with", at):
        return False
    if s.covering("actor.words", at) or s.covering("actor.adjective", at) or s.covering("org", at):
        return False
    stop = s.at("grammar.noun_stop", at) or s.at("grammar.clause_start", at) or s.word_in("place_kind", at)
    toponym = s.covering("toponym", at)
    placed = toponym is not None and toponym.value.kind not in ("demonym", "in_organisation")
    return bool(stop or placed or any(s.covering(g, at) for g in _BEHIND_HEAD_RTL))


def is_subject_place(s: Sentence, actor: Actor) -> bool:
    """Does a phrase stand where a subject stands, not as the object of a verb or behind a preposition?"""
    at = actor.start - 1
    while at >= 0 and (
        s.covering("grammar.age", at)
        or s.word(at) in s.language.articles
        or s.covering("number", at)
        or s.covering("modifier", at)
        or s.tokens[at].text[0].isdigit()
    ):
        at -= 1
    if at < 0 or not s.tokens[at].is_word:
        return at < 0 or s.tokens[at].text not in COMMAS or not _in_list(s, at)
    if s.covering("verb_object", at) or s.covering("verb_active", at) or s.covering("act", at):
        return False
    if s.at("grammar.and", at):
        joined = next(iter((*s.ending("actor.words", at), *s.ending("people", at))), None)
        lead = joined.start - 1 - (s.word(joined.start - 1) in s.language.articles) if joined else at
        led = joined and s.at("grammar.noun_stop", lead) and not s.at("grammar.clause_start", lead)
        return not led and (joined is None or s.covering("actor", joined.start) is not None)
    if s.at("attribution.told", at) or s.at("attribution.heard", at):
        return False
    groups = ("say.say", "say.confirm", "attribution.see", "attribution.show")
    if s.at("grammar.clause_start", at) or any(s.covering(group, at) for group in groups):
        return True
    before = s.covering("toponym", at) or s.covering("date", at) or s.covering("org", at)
    return before is not None or s.ends_with("adverb", at) or s.language.direction == "rtl"


def _in_list(s: Sentence, comma: int) -> bool:
    """Does a comma part the members of a list of people?"""
    return bool(s.ending("people", comma)) and s.covering("number", comma + 1) is not None
