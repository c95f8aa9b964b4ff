"""Who claims an act, and who is blamed for it, apart from the verb that tells it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from incidents.languages import Mark
from incidents.parsing.actors.acting import Acting
from incidents.parsing.actors.actor_phrases import Actor
from incidents.parsing.actors.charges import is_of_harm, is_open
from incidents.parsing.actors.names import name_after, name_before, named
from incidents.parsing.actors.subjects import is_demonym, is_number
from incidents.parsing.text import CLAUSE_ENDS, COMMAS, Sentence

_SUBJECT_REACH = 16
"""Tokens at most between whoever is blamed and the verb of blame."""
_OBJECT_REACH = 3
"""Words at most between that verb and the deed."""
_LISTED = 30
"""Tokens behind "those blamed include" that may name them."""
_LATER = 10
"""Tokens at most to a crime that a man is charged with, and to the deed behind an Arabic verb."""


@dataclass(frozen=True, slots=True)
class Blame:
    """Those who claim an act or are blamed for it by the words at tokens [start, end)."""

    start: int
    end: int
    actors: tuple[Actor, ...]
    rule: str


def blames(acting: Acting) -> list[Blame]:
    """Every claim and accusation of a sentence."""
    s = acting.s
    if acting.asks:
        return []
    out = []
    for group, rule_name, rule in _RULES:
        for mark in s.of(group):
            found = rule(acting, mark)
            if found and _is_told(s, mark, found):
                out.append(Blame(mark.start, mark.end, found, rule_name))
    return sorted([*out, *_suspects(acting)], key=lambda b: b.start)


def _is_told(s: Sentence, mark: Mark, found: tuple[Actor, ...]) -> bool:
    """Is it told that they did it?  Not "denied that it was behind", "was blamed for the drought", "vowed to hold"."""
    if any(s.has(g, max(0, mark.start - 4), mark.start) for g in ("status.denied", "status.negation")):
        return False
    name = mark.group.partition(".")[2]
    held = name == "holds" or s.word_in("other_participle", mark.start)  # "must be | held responsible"
    if held and is_open(s, mark.start):
        return False
    if name == "behind" and is_open(s, min(a.start for a in found)):
        return False
    if name in ("behind", "claims"):
        last = s.at("accusation.leads", mark.end - 1)
        return is_of_harm(s, last.start if last else mark.end)
    at = max(mark.end, *(a.end for a in found))
    if name == "holds":
        told = s.first("blame.responsible", at, at + _SUBJECT_REACH)
        return told is None or is_of_harm(s, told.end, led=bool(s.language.articles))
    return name != "accuses" or is_of_harm(s, at)


def _claims(acting: Acting, mark: Mark) -> tuple[Actor, ...]:
    """ "X claimed responsibility", "X and Y have been blamed": the subject, a name that no list knows included."""
    s = acting.s
    if acting.verb_first:
        found = next((a for a in acting.actors if mark.end <= a.start <= mark.end + 2), None)
        return (found,) if found else _before(acting, mark.start - s.word_in("have", mark.start - 1))
    at = mark.start
    while at and (s.is_adverb(at - 1) or s.word_in("have", at - 1) or s.ending("grammar.be", at)):
        at -= 1
    return _before(acting, at)


def _before(acting: Acting, at: int) -> tuple[Actor, ...]:
    s, speaker = acting.s, acting.speaker
    if at and s.covering("pronoun", at - 1) and (meant := acting.of_pronoun(at - 1)):
        return (replace(meant, start=at - 1, end=at),)
    if at and s.at("status.negation", at - 1):
        return ()
    floor = at
    while floor > 0 and at - floor < _SUBJECT_REACH:
        if s.word(floor - 1) in CLAUSE_ENDS or s.covering("say", floor - 1) or s.covering("blame", floor - 1):
            break
        floor -= 1
    inside = [a for a in acting.actors if floor <= a.start and a.end <= at]
    name = name_before(s, at)
    while name is None and at - 1 > floor and s.tokens[at - 1].text in COMMAS:
        opens = [i for i in range(floor, at - 1) if s.tokens[i].text in COMMAS]
        if not opens:
            break
        at = opens[-1] + 1
        name = name_before(s, opens[-1])
    if any(s.at("status.negation", i) for i in range(floor, at)):
        return ()
    ending = [a for a in inside if a.end <= at and at - a.end <= 1]
    if ending and ending[-1].anaphor and speaker:
        return (replace(speaker, start=ending[-1].start, end=ending[-1].end),)
    if ending:
        return _coordinated(acting, inside, ending[-1])
    if (
        name
        and not s.covering("source.words", name[1] - 1)
        and not any(not m.value.may_act for m in s.of("org") if name[0] <= m.start < name[1])
    ):
        return _coordinated(acting, inside, named(s, *name, acting.text))
    known = [a for a in inside if not a.lone]
    return (known[-1],) if known and s.covering("pronoun", at - 1) is None and at == floor else ()


def _coordinated(acting: Acting, inside: list[Actor], last: Actor) -> tuple[Actor, ...]:
    """ "Security forces, allied groups and foreign jihadists"."""
    s = acting.s
    out = [last]
    for actor in reversed([a for a in inside if a.end <= last.start]):
        gap = range(actor.end, out[0].start)
        joined = all(s.at("grammar.and", i) or s.tokens[i].text in COMMAS for i in gap)
        if not joined or not gap:
            break
        out.insert(0, actor)
    return tuple(out)


def _after(acting: Acting, mark: Mark) -> tuple[Actor, ...]:
    """ "blamed on X", "accused X of", "the work of X"."""
    s, end = acting.s, mark.end
    accused = _accused_rtl(acting, end) if acting.verb_first else None
    found = accused or acting.at(end) or _inside(acting, end)
    if found is None and (name := name_after(s, _behind_article(s, end))):
        found = named(s, *name, acting.text) if name[0] <= end + 1 and _is_free(s, name) else None
    if found is None:
        return ()
    found = _linked(acting, found)
    if found.anaphor and acting.speaker:
        return (replace(acting.speaker, start=found.start, end=found.end),)
    return _listed(acting, found)


def _linked(acting: Acting, actor: Actor) -> Actor:
    """ "The Islamic State affiliated group X" is X."""
    s, at = acting.s, actor.end
    if not s.ends_with("past_participle", at) or not actor.known:
        return actor
    return next((a for a in acting.actors if a.known and a.start in (at, at + 1)), actor)


def _accused(acting: Acting, mark: Mark) -> tuple[Actor, ...]:
    """ "accused X of killing", "blamed X for the raid", "suspect X"."""
    return tuple(_before_charge(acting.s, a, acting.text) for a in _after(acting, mark))


def _before_charge(s: Sentence, actor: Actor, text: str) -> Actor:
    """ "accused the army | of fraud": a noun of no actors without an article, which is what somebody is accused of."""
    of = next((i for i in range(actor.end - 1, actor.start, -1) if s.at("grammar.of", i)), None)
    if of is None or not s.language.articles:
        return actor  # in Arabic what somebody is accused of stands behind a verb or a preposition of its own
    if any(
        s.word(i) in s.language.articles or s.tokens[i].is_capitalised or s.covering("actor", i)
        for i in range(of + 1, actor.end)
    ):
        return actor
    return replace(actor, end=of, name=actor.name.removesuffix(s.text(of, actor.end, text)).strip())


def _accused_rtl(acting: Acting, at: int) -> Actor | None:
    """Arabic: "accused - witnesses - the brigade - of killing": the last one before what they are accused of."""
    s = acting.s
    reach = range(at + 1, min(at + _SUBJECT_REACH, len(s.tokens)))
    deeds = ("verb_first", "act", "event", "blame.responsible")
    of = next((i for i in reach if any(s.at(g, i) for g in deeds)), None)
    before = [a for a in acting.actors if of is not None and at < a.start and a.end <= of]
    return before[-1] if before else None


def _inside(acting: Acting, at: int) -> Actor | None:
    """The known group that ends a phrase in which this token stands: "members of the group X"."""
    return next((a for a in acting.actors if a.known and a.start < at < a.end), None)


def _behind_article(s: Sentence, at: int) -> int:
    return at + (s.word(at) in s.language.articles)


def _is_free(s: Sentence, name: tuple[int, int]) -> bool:
    bodies = [m for m in s.of("org") if name[0] <= m.start < name[1]]
    if any(s.covering(g, name[1] - 1) for g in ("people", "toponym")):
        return False
    return not bodies or any(m.value.may_act for m in bodies)


def _listed(acting: Acting, first: Actor) -> tuple[Actor, ...]:
    """The actors of a list that begins with one."""
    s = acting.s
    out = [first]
    for actor in acting.actors:
        if actor.start < out[-1].end:
            continue
        gap = range(out[-1].end, actor.start)
        ends = [i for i in gap if s.at("grammar.and", i)]
        if not ends and any(s.word(i) in s.language.articles for i in gap):
            break  # "X, a splinter group of Y"
        if not gap or not all(
            s.at("grammar.and", i) or s.tokens[i].text in COMMAS or s.word(i) in s.language.articles
            for i in gap
        ):
            break
        out.append(actor)
    return tuple(out)


def _charged(acting: Acting, mark: Mark) -> tuple[Actor, ...]:
    """ "X is charged with murder", "arrested X in connection with the shooting": a name, and the crime behind it."""
    s = acting.s
    found = name_after(s, _behind_age(s, mark.end))
    at = found[1] if found else mark.end
    crime = s.first("blame.crime", at, at + _LATER)
    if crime is None or any(s.word(i) in CLAUSE_ENDS for i in range(at, crime.start)):
        return ()
    if found:
        return (named(s, *found, acting.text),) if found[1] - found[0] >= 2 and _is_free(s, found) else ()
    before = [a for a in _claims(acting, mark) if a.known and a not in acting.actors]
    full = [a for a in before if a.end - a.start > 1 or s.covering("name", a.start)]
    return tuple(a for a in full if acting.opens_clause(a.start))  # not "a man who dated X is charged"


def _behind_age(s: Sentence, at: int) -> int:
    """Behind the words that introduce a name: "charged 24-year-old X"."""
    end = at
    while end < len(s.tokens) and end - at < _SUBJECT_REACH // 2 and _introduces(s, end):
        end += 1
    return end


def _list(acting: Acting, mark: Mark) -> tuple[Actor, ...]:
    """ "those blamed include X, Y and Z": everybody of the list, each told by its own words."""
    return tuple(a for a in acting.actors if mark.end <= a.start <= mark.end + _LISTED)


def _act(acting: Acting, mark: Mark) -> tuple[Actor, ...]:
    """ "X claimed the bombing": a verb that claims only with an act behind it."""
    s = acting.s
    at = _behind_article(s, mark.end)
    if s.covering("pronoun", at) and not s.at("blame.deed", at):
        return ()  # "claimed he was shot"
    if s.at("attribution.content", mark.end):
        return ()  # "admitted that the bomb ..."
    groups = ("blame.deed",) if acting.verb_first else ("event", "casualty.killed", "blame.deed")
    reach = at + (_LATER if acting.verb_first else _OBJECT_REACH)
    act = any(s.has(g, at, reach) for g in groups)
    return _claims(acting, mark) if act else ()


def _held(acting: Acting, mark: Mark) -> tuple[Actor, ...]:
    """ "X held Y responsible"."""
    behind = acting.s.first("blame.responsible", mark.end, mark.end + _SUBJECT_REACH)
    return _after(acting, mark) if behind else ()


def _identity(acting: Acting, mark: Mark) -> tuple[Actor, ...]:
    """ "The attackers belonged to X", "the gunman was identified as Y", "he had pledged allegiance to X"."""
    return _after(acting, mark) if _tells_attackers(acting, mark.start) else ()


def _tells_attackers(acting: Acting, at: int) -> bool:
    """Is whoever stands before a token the attacker, by a noun or as "he"?"""
    s = acting.s
    reach = range(max(0, at - _SUBJECT_REACH // 2), at)
    he = next((i for i in reversed(reach) if s.at("person.he", i) or s.at("person.she", i)), None)
    before = [a for a in acting.actors if a.end <= at and at - a.end <= _OBJECT_REACH]
    if before and (he is None or he < before[-1].end):
        last = before[-1]
        body = s.covering("org", last.end - 1) or (last.empty and last.side is None)
        other = s.has("act", last.end, at)  # "gunmen attacked a bus belonging to ..."
        return last.side != "security_forces" and not (body or other) and (not last.lone or acting.he)
    if he is None or any(s.word(i) in CLAUSE_ENDS or s.covering("people", i) for i in range(he + 1, at)):
        return False
    first = s.first("people", 0, he)
    return acting.he if first is None else s.at("actor.attacker", first.start) is not None


def _suspects(acting: Acting) -> list[Blame]:
    """ "The gunman, 23-year-old A B, ...": the name told beside those who are known as the attackers."""
    s = acting.s
    out = []
    for actor in acting.actors:
        if not any(s.covering("actor.anaphor", i) for i in range(actor.start, actor.end)):
            continue
        at = _behind_age(s, actor.end)
        name = name_after(s, at)
        speaks = name is not None and (s.first("say", name[1], name[1] + 2) or s.any_word_in("title", *name))
        if name and not speaks and name[0] == at > actor.end and name[1] - at >= 2 and _is_free(s, name):
            found = named(s, *name, acting.text)
            out.append(Blame(actor.start, actor.end, (found,), "identity"))
    return out


def _introduces(s: Sentence, at: int) -> bool:
    """Words between an attacker and his name: a comma, his age and where he is from."""
    return (
        s.word(at) in COMMAS
        or is_number(s, at)
        or s.covering("grammar.age", at) is not None
        or s.word_in("introduces", at)
        or is_demonym(s, at)
    )


_RULES = (
    ("blame.claims", "claims", _claims),
    ("blame.claims_act", "claims", _act),
    ("blame.behind", "behind", _claims),
    ("blame.done", "done", _after),
    ("blame.accuses", "accuses", _accused),
    ("blame.holds", "accuses", _held),
    ("blame.charged", "identity", _charged),
    ("blame.lists", "lists", _list),
    ("blame.identity", "identity", _identity),
)
"""Words that tell it, the rule of rules/perpetrator.toml, and whom they mean."""
