"""One person told without a number, and what happened to them: counts of one.

A verb in the passive, an intransitive one, a wound or a hospital bed tells of the person before it; an active
verb and "the death of" tell of the one behind; the members of a list share what is told of its last or first.
Who is told of twice in a text is `identity`'s matter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from incidents.parsing.counting.doers import Doing, own_deaths
from incidents.parsing.counting.fates import Fate, fates_of
from incidents.parsing.counting.figures import silent
from incidents.parsing.counting.people import Count, Person, count_of
from incidents.parsing.counting.persons import is_own_death, persons
from incidents.parsing.counting.triggers import Trigger
from incidents.parsing.text import CLAUSE_ENDS, COMMAS, WRITTEN_AND, WRITTEN_ARTICLE, Sentence

_PHRASE = 8
"""So many words of a phrase may stand between a person and the verb: "a man in a parked car was shot"."""
_APPOSITION = 24
"""Words at most of what commas put in between a person and the verb."""
_OBJECT = 2
"""Words at most between an active verb and its object."""
_OF_PEOPLE = ("killed", "injured", "abducted", "arrested", "missing")
"""What befalls people who are told as some of others."""
_LONGEST_ARTICLE_LIKE = 4
"""Letters at most of a word that only begins like the article («الى»)."""
_RELATIVE = 3
"""Words at most between "who" and its verb."""
_BRACKETS = frozenset("()")
_CLAUSE = ("verb_first", "say", "act", "event", "grammar.agent", "grammar.relative", "fate")
_NOUNS = ("person.male", "person.female", "person.kin")


def singles(s: Sentence, taken: Sequence[Count], done: Sequence[Doing] = ()) -> list[Count]:
    """The single people of a sentence to whom something happened; taken: the counts told by number.

    done: where Arabic tells the doer behind the verb.
    """
    people = [p for p in persons(s) if not any(_holds(s, c, p) for c in taken)]
    doers = [p for p in people if any(d.start <= p.start < d.end for d in done)]
    people = [p for p in people if p not in doers]
    objects = {d.verb.start: d.object for d in done}
    told: dict[Person, Fate] = {}
    subject: Person | None = None
    for fate in fates_of(s, [(p.start, p.end) for p in people] + [(c.start, c.end) for c in taken]):
        if fate.side == "object":
            found = _object(s, fate, people, taken, objects.get(fate.start, fate.end))
            found += _and_self(s, fate, found, people)
        else:
            person = _subject(s, fate, people, taken, subject)
            subject = person or subject
            found = _list_before(s, person, fate, people, taken)
        for person in found:
            if any(_is_counted(s, count, person, fate) for count in taken):
                continue
            if person not in told or (fate.unit == "killed" and told[person].unit == "injured"):
                told[person] = fate
    alone = [*(_count(s, person, fate) for person, fate in told.items()), *own_deaths(s, done, doers)]
    return [*_parts(s, people, taken, told), *alone]


def _parts(
    s: Sentence, people: Sequence[Person], taken: Sequence[Count], told: Mapping[Person, Fate]
) -> Iterator[Count]:
    """ "Killed six people, a 12-year-old boy among them": what happened to all of them happened to the one."""
    for person in people:
        if person in told or person.kind == "pronoun":
            continue
        named = s.ending("role.part", person.start) or s.at("role.part", person.end)
        whole = [c for c in taken if c.unit in _OF_PEOPLE and c.end <= person.start]
        if named and whole and whole[-1].trigger:
            yield replace(count_of(person, whole[-1].unit, whole[-1].trigger), inherited=True)


def _is_counted(s: Sentence, count: Count, person: Person, fate: Fate) -> bool:
    """Does a number tell of the person: "three brothers, A, B and C D, were killed", «14 جثة أخرى»?"""
    if count.start <= fate.start < count.end:
        return True
    same = count.trigger is not None and count.trigger.start == fate.start and count.unit == fate.unit
    return (
        same
        and person.kind == "name"
        and count.end <= person.start < fate.start
        and s.word(count.end) in COMMAS
    )


def _holds(s: Sentence, count: Count, person: Person) -> bool:
    """Is the person in a count told by number, or its apposition: "one of the victims, a 20-year-old"?"""
    one = count.number.value == 1
    apposition = one and count.end == person.start - 1 and s.word(count.end) in COMMAS
    apposition = apposition or (one and count.start == person.end and not s.language.articles)  # "شخص واحد"
    return (count.start < person.end and person.start < count.end) or apposition


def trigger_of(fate: Fate) -> Trigger:
    """A fate as the trigger of a count."""
    return Trigger(fate.start, fate.end, fate.unit, "before" if fate.side == "subject" else "after")


def _count(s: Sentence, person: Person, fate: Fate) -> Count:
    one = count_of(person, fate.unit, trigger_of(fate))
    if not s.at("person.several", person.start):
        return one
    return replace(one, number=silent(person.start, 2, None, "at_least"), weak=False, person=None)


# --- to whom ---


def _object(
    s: Sentence, fate: Fate, people: Sequence[Person], taken: Sequence[Count], at: int
) -> list[Person]:
    """The person behind an active verb or "the death of", with those that a list goes on with; at: the object."""
    near = [p for p in people if 0 <= p.start - at <= _OBJECT and _is_object(s, p)]
    behind = _behind_subject(s, fate, people)
    near = [behind] if behind else near
    if near and not s.language.articles and s.has("verb_first", at, near[0].start):
        near = []  # «شخصين استشهدا وأصيب ثالث»
    first = next((c for c in taken if 0 <= c.start - at <= 1 and c.unit == fate.unit), None)
    if first:  # the list may go on: "killed six soldiers, four civilians and a policeman"
        first = max((c for c in taken if c.trigger == first.trigger), key=lambda c: c.end)
    if first and not near and not s.language.articles:  # elsewhere the matter of `lists`
        near = [
            p for p in people if is_joint(s, first.end, p.start) and p.kind != "pronoun" and not _is_led(s, p)
        ]
    elif not near or not all(s.tokens[i].is_word for i in range(at, near[0].start)):
        return []
    if not near:
        return []
    if not (first or behind) and any(
        s.covering("people", i) or s.at("grammar.noun_stop", i) or s.ends_with("gerund", i)
        for i in range(at, near[0].start)
    ):
        return []
    out = [near[0]]
    for person in people[people.index(near[0]) + 1 :]:
        joint = is_joint(s, out[-1].end, person.start) or _is_kin_behind(s, out[-1].end, person, people)
        if person.kind == "pronoun" or not joint or _is_led(s, person):
            break
        out.append(person)
    if not s.language.articles and len(out) == 1 and fate.unit == "killed":
        kin = next((p for p in people if p.start == out[0].end and s.at("person.kin", p.start)), None)
        return [kin] if kin else out  # "a man killed his wife"
    return out


def _is_led(s: Sentence, person: Person) -> bool:
    """ "Killed six soldiers, and a guard was hurt": has the person a verb of their own?"""
    verbs = ("verb_object", "fate.hurt", "fate.killed", "verb_subject")
    be = s.at("grammar.be", person.end)
    return be is not None and any(s.has(group, be.end, be.end + 2) for group in verbs)


def _behind_subject(s: Sentence, fate: Fate, people: Sequence[Person]) -> Person | None:
    """Where the verb comes first, the person behind those who did it: «قتل مسلحون من إدلب راعيا».

    A noun in the accusative ends in an alif; behind a subject in the plural («مسلحون») no ending need tell it.
    """
    if s.language.articles or not s.at("verb_first", fate.start):
        return None
    doer = s.at("actor.words", fate.end)
    for person in people:
        between = range(fate.end, person.start)
        if not 0 < len(between) <= _PHRASE or not all(s.tokens[i].is_word for i in between):
            continue
        if any(
            s.covering(g, i)
            for g in ("verb_first", "say", "grammar.relative", "grammar.agent")
            for i in between
        ):
            return None
        accusative = s.ends_with("accusative", person.head) and not s.at("person.kin", person.head)
        if accusative or (doer and doer.end == person.start and s.ends_with("nominative", doer.end - 1)):
            return person
    return None


def _is_kin_behind(s: Sentence, start: int, person: Person, people: Sequence[Person]) -> bool:
    """ "A candidate running for a seat, his driver and a guard": a list goes on behind what describes its first."""
    if not s.language.articles:
        kin = s.at("person.kin", person.start)
        return kin is not None and s.has_and(person.start) and is_described(s, start, person.start)
    if person.kind != "kin" or person.start - start > _PHRASE:
        return False
    commas = [i for i in range(start, person.start) if s.word(i) in COMMAS]
    if commas != [person.start - 1] or not s.ends_with("gerund", start):
        return False
    return any(is_joint(s, person.end, p.start, with_and=True) for p in people if p.start > person.end)


def is_described(s: Sentence, start: int, end: int) -> bool:
    """Do Arabic tokens [start, end) only name or describe the person before: «شاب من أبناء القرية | وشقيقه»?"""
    between = range(start, end)
    return 0 < len(between) <= _PHRASE and not any(
        not s.tokens[i].text[0].isalnum()
        or s.has_and(i)
        or (s.at("grammar.noun_stop", i) and not s.at("grammar.of", i) and not _is_definite(s, i))
        or any(s.covering(group, i) for group in (*_CLAUSE, *_NOUNS))
        for i in between
    )


def _is_definite(s: Sentence, index: int) -> bool:
    """Is the Arabic article written onto a token, which then is no preposition: the name «العلي» is not «على»?"""
    text = s.tokens[index].text
    return text.startswith(WRITTEN_ARTICLE) and len(text) > _LONGEST_ARTICLE_LIKE


def _is_object(s: Sentence, person: Person) -> bool:
    return person.kind != "pronoun" or s.at("person.object", person.start) is not None


def _and_self(s: Sentence, fate: Fate, found: Sequence[Person], people: Sequence[Person]) -> list[Person]:
    """Whoever "killed his son and then himself"."""
    own = s.first("fate.self", found[-1].end, found[-1].end + 5) if found else None
    if own is None or fate.unit != "killed":
        return []
    if not (
        any(s.at("grammar.and", i) for i in range(fate.end, own.start)) or s.word_in("then", own.start - 1)
    ):
        return []
    doer = [p for p in people if p.end <= fate.start]
    return doer[:1] if doer and doer[0] not in found else []


def is_joint(s: Sentence, start: int, end: int, with_and: bool = False) -> bool:
    """Do tokens [start, end) only join the members of a list?  with_and: is "and" among them?"""
    if not s.language.articles:
        return start == end and s.tokens[end].text.startswith(WRITTEN_AND) if end < len(s.tokens) else False
    if with_and and not any(s.at("grammar.and", i) for i in range(start, end)):
        return False
    if start == end:
        return s.word(start - 1) in COMMAS  # "A B, 20, C D, 22,"
    return 0 < end - start <= 2 and all(
        s.word(i) in COMMAS or s.at("grammar.and", i) for i in range(start, end)
    )


def _subject(
    s: Sentence, fate: Fate, people: Sequence[Person], taken: Sequence[Count], before: Person | None
) -> Person | None:
    """The person whom a passive or an intransitive verb tells of; before: whom the verb before tells of."""
    if not s.language.articles:
        near = [p for p in people if p.end <= fate.start and fate.start - p.end <= _PHRASE]
        return near[-1] if near else None
    if s.ends_with("gerund", fate.lead) and s.tokens[fate.lead - 1].text.endswith(("'s", "’s")):
        return None  # "a mother was charged in her son's shooting himself"
    if s.ends_with("gerund", fate.lead) and s.at("grammar.noun_stop", fate.lead - 1):
        return _main_subject(s, fate, people)
    coordinate = s.at("grammar.and", fate.lead - 1) or s.word(fate.lead - 1) in COMMAS
    if s.word_in("but", fate.lead - 1):
        alone = before is not None and not any(before.end <= p.start and p.end <= fate.lead for p in people)
        return before if alone else None  # "a man was wounded but died"
    closer = any(p.end == fate.lead and before and p.start >= before.end for p in people)  # "a man, 31, dead"
    if coordinate and before is not None and before.end <= fate.lead and not closer:
        return before
    spans = [(c.start, c.end) for c in taken]
    for person in reversed(people):
        if person.end > fate.lead:
            continue
        if any(person.end <= start and end <= fate.lead and fate.lead - end <= 2 for start, end in spans):
            return None
        if _is_object_of_preposition(s, person, people) or _is_object_pronoun(s, person):
            continue
        if _is_in_brackets(s, person, fate):
            continue
        return person if reaches(s, person, fate) else None
    return None


def _is_attacked(s: Sentence, person: Person) -> bool:
    """ "Gunmen attacked a policeman and two civilians were killed": the person is the object of another verb."""
    verb = next((m for group in ("act", "event") for m in s.ending(group, person.start)), None)
    return (verb is not None and s.ends_with("past", verb.end - 1)) or s.at(
        "series.preposition", person.start - 1
    ) is not None


def _main_subject(s: Sentence, fate: Fate, people: Sequence[Person]) -> Person | None:
    """ "A girl is recovering after being shot", "he shot his wife before killing himself": whom the clause is about."""
    start = max((m.end for m in s.of("say") if m.end <= fate.lead), default=0)
    first = next((p for p in people if start <= p.start and p.end <= fate.lead), None)
    if first is None or _is_plural(s, fate) or s.first("grammar.relative", first.end + 1, fate.lead):
        return None
    others = ("pronoun", "series.subordinate")
    return None if any(s.first(group, first.end, fate.lead - 1) for group in others) else first


def _is_object_of_preposition(s: Sentence, person: Person, people: Sequence[Person]) -> bool:
    """ "by a gunman", "the son of a farmer": not whom the verb tells of."""
    if person.start == 0:
        return False
    if s.word_in("by", person.start - 1) and not s.at("grammar.relative", person.end):
        return True
    lead = s.at("grammar.of", person.start - 1) or s.word_in("link", person.start - 1)
    return (
        bool(lead)
        and any(p.end == person.start - 1 for p in people)
        and not s.at("grammar.relative", person.end)
    )


def _is_object_pronoun(s: Sentence, person: Person) -> bool:
    """ "The man who shot him was killed": "him" is nobody's subject; but "her body was found"."""
    told = person.kind == "pronoun" and s.at("person.object", person.start)
    return bool(told) and not is_own_death(s, person.end)


def _is_in_brackets(s: Sentence, person: Person, fate: Fate) -> bool:
    """ "Members of the patrol (the village guard) died": who stands in brackets only explains what is before them."""
    near = range(person.end, min(fate.lead, person.end + _APPOSITION))
    closed = next((i for i in near if s.word(i) in _BRACKETS), None)
    return person.start > 1 and closed is not None and s.word(closed) == ")"


def reaches(s: Sentence, person: Person, fate: Fate, many: bool = False) -> bool:
    """May the verb tell of the person, by what stands between them and by the number of the verb?"""
    start, end = person.end, fate.lead
    if not many and _is_plural(s, fate) and not _joins_list(s, person):
        return False
    if start < end and s.at("grammar.relative", start):
        return end - start <= _RELATIVE or s.word(end - 1) in COMMAS
    between = range(start, end)
    if any(s.word(i) in CLAUSE_ENDS for i in between):
        return False
    if s.word(start) in COMMAS or s.word(start) == "(" or s.word(start - 1) in COMMAS:
        closed = end > start and (s.word(end - 1) in COMMAS or s.word(end - 1) == ")")
        return end == start or (closed and end - start <= _APPOSITION)
    told = ("say", "verb_object", "verb_subject", "verb_active", "grammar.be", "fate.hurting")
    if any(s.covering(group, i) for i in between for group in told):
        return bool(s.at("grammar.and", end - 1)) and not any(s.covering("say", i) for i in between)
    return end - start <= _PHRASE


def _is_plural(s: Sentence, fate: Fate) -> bool:
    return s.any_word_in("be_several", fate.lead, fate.end)


def _is_singular(s: Sentence, fate: Fate) -> bool:
    return s.any_word_in("be_one", fate.lead, fate.end)


def _joins_list(s: Sentence, person: Person) -> bool:
    return bool(s.at("grammar.and", person.start - 1))


def _list_before(
    s: Sentence, last: Person | None, fate: Fate, people: Sequence[Person], taken: Sequence[Count]
) -> list[Person]:
    """The subject and those before it in its list: "a farmer, his wife and their three sons were found dead"."""
    plural, singular = _is_plural(s, fate), _is_singular(s, fate)
    edge = last.start if last else None
    out = [last] if last else []
    if edge is None and plural:
        near = [
            c
            for c in taken
            if c.end <= fate.lead and (fate.lead - c.end <= 1 or trigger_of(fate) == c.trigger)
        ]
        edge = near[-1].start if near else None
    if edge is None or singular:
        return out
    if edge > 0 and s.at("person.her", edge - 1):
        edge -= 1  # "and their three sons"
    for person in reversed(people):
        if person.end <= edge and is_joint(s, person.end, edge, with_and=not plural and len(out) == 1):
            if not last and len(out) == 0 and _is_attacked(s, person):
                break
            out.append(person)
            edge = person.start
    return out
