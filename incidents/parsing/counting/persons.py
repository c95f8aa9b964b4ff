"""One person as a sentence mentions them: "a 25-year-old man", "her grandmother", "Mayor Rana Saleh", "he".

A person is told by a noun in the singular with its article or possessive, by an age, by a name of two words or
more (of one, where the text gave it in full elsewhere), by a title with a name, or by a pronoun.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from incidents.languages import Mark
from incidents.parsing.counting.nationals import nationals
from incidents.parsing.counting.people import ARMED, Kind, Person, Sex, Stage, category_of, side_of
from incidents.parsing.text import COMMAS, WRITTEN_ARTICLE, Sentence

_REACH = 7
"""Words at most between an article and its noun."""
_ADULT = 20
"""Who is as old as this is told as a man or a woman."""
_NUMBER = re.compile(r"[0-9٠-٩]{1,3}")


def persons(s: Sentence) -> list[Person]:
    """The single people that a sentence mentions, from left to right."""
    found: list[Person] = []
    for person in sorted(
        [*_by_noun(s), *_by_age(s), *_by_name(s), *_by_pronoun(s), *nationals(s)],
        key=lambda p: (p.start, -p.end),
    ):
        if found and person.start < found[-1].end:
            continue
        found.append(person)
    return _with_appositions(s, [_described(s, p) for p in found])


def _noun(s: Sentence, index: int) -> Mark | None:
    """The noun of one person at a token."""
    groups = ("person.any", "person.male", "person.female", "person.kin")
    own = [m for g in groups if (m := s.at(g, index))]
    mark = s.at("people", index)
    if (
        mark
        and s.language.articles
        and not any(s.ends_with(k, mark.end - 1) for k in ("plural", "plural_person"))
    ):
        own.append(mark)
    longest = max(own, key=lambda m: m.end, default=None)
    never = s.at("person.no", index)
    if longest is None or (never and never.end >= longest.end):
        return None
    if _is_of_event(s, longest) or _is_of_body(s, longest):
        return None
    if not s.language.articles and (s.covering("toponym", index) or s.covering("date", index)):
        return None  # «أم الفحم», «آب»
    return longest


def _is_of_event(s: Sentence, mark: Mark) -> bool:
    """ "A terrorist attack", "a rebel ambush": the noun says whose event it was."""
    event = s.at("event", mark.end) if mark.group == "people.fighters" else None
    verbal = ("verb_object", "fate.hurting", "fate.hurt")
    if event is None or any(s.at(group, mark.end) for group in verbal):
        return False
    return not s.ends_with("past", event.end - 1)


def _is_of_body(s: Sentence, mark: Mark) -> bool:
    """ "The civilian militia", "a rebel group": the noun says of what kind a body of people is."""
    body = s.at("actor", mark.end) if s.language.articles else None
    return body is not None and not any(s.at(group, mark.end) for group in ("people", "person"))


def _by_noun(s: Sentence) -> Iterator[Person]:
    index = 0
    while index < len(s.tokens):
        mark = _noun(s, index)
        if mark is None or _owns(s, mark.end):
            index += 1
            continue
        while (following := _noun(s, mark.end)) is not None and _is_compound(s, mark.end):
            mark = following
        start, kind = _opening(s, index)
        end = mark.end
        if kind is not None:
            end = _called_end(s, _name_end(s, end))
            yield Person(start, end, kind, mark.start)
        index = max(mark.end, end)


def _is_compound(s: Sentence, index: int) -> bool:
    """Does a noun go on with the phrase: "female driver", but not «رجل زوجته» (his wife) nor «ضابط وجندي»?"""
    joined = not s.language.articles and (s.has_and(index) or s.at("person.kin", index) is not None)
    return s.at("person", index) is not None and not joined


def _name_end(s: Sentence, index: int) -> int:
    name = s.at("name", index)
    return name.end if name else index


def _called_end(s: Sentence, index: int) -> int:
    """ "A boy identified as the victim": what the person of a noun that ends here is called, too."""
    called = s.at("person.called", index)
    if called is None:
        return index
    head = called.end + (s.word(called.end) in s.language.articles)
    noun = _noun(s, head)
    return noun.end if noun else index


def _opening(s: Sentence, head: int) -> tuple[int, Kind | None]:
    """Where the phrase of a noun begins, and what kind of mention it is; no kind: it is none."""
    if not s.language.articles:  # Arabic: the article is written on the noun
        return head, "the" if s.word(head).startswith(WRITTEN_ARTICLE) else "a"
    first = head - 1
    while first >= 0 and head - first < _REACH:
        word = s.word(first)
        if s.at("person.another", first):
            return first, "another"
        if word in s.language.articles:
            if s.at("person.another", first + 1):
                return first, "another"
            return first, "the" if s.word_in("the", first) else "a"
        if s.at("person.her", first) or s.tokens[first].text.endswith(("'s", "’s")):
            return first, "kin" if s.at("person.kin", head) else "the"
        if s.at("number", first) and not is_age(s, first):
            return head, None
        if not _inside(s, first):
            break
        first -= 1
    start = first + 1
    if s.at("grammar.and", first) and _ends_noun(s, first):
        return start, "a"  # "a father and daughter"
    if s.at("name", _after(s, head)):
        return start, "name"  # a title: "Mayor A B", "farmer A B"
    opens = start == 0 or s.word(start - 1) in (":", "•", "×", "|", "]", "--", "–", "—")
    return (start, "a") if opens and head - start < 5 else (head, None)


def _ends_noun(s: Sentence, index: int) -> bool:
    """Does the noun of one person end before a token?"""
    return any((m := _noun(s, i)) is not None and m.end == index for i in (index - 1, index - 2) if i >= 0)


def _after(s: Sentence, head: int) -> int:
    mark = _noun(s, head)
    return mark.end if mark else head + 1


def _inside(s: Sentence, index: int) -> bool:
    """May a token stand between the article and the noun of a phrase?"""
    token = s.tokens[index]
    if not token.is_word:
        return token.text in ("-", "/") or is_age(s, index)
    return not (
        s.at("grammar.noun_stop", index)
        or s.at("grammar.of", index)
        or s.covering("say", index)
        or s.at("person.her", index)
    )


def is_age(s: Sentence, index: int) -> bool:
    """ "25" of "25-year-old"."""
    if not _NUMBER.fullmatch(s.tokens[index].text) and not s.at("number", index):
        return False
    return any(s.at("person.unit_of_age", index + step) for step in (1, 2))


def _by_age(s: Sentence) -> Iterator[Person]:
    """ "A 16-year-old was hurt"; one with its noun is found by the noun."""
    for mark in s.of("person.unit_of_age"):
        first = mark.start - 1
        while first >= 0 and (s.word(first) == "-" or is_age(s, first)):
            first -= 1
        if not s.language.articles or s.tokens[mark.end - 1].text.endswith(("'s", "’s")):
            continue
        another = s.at("person.another", first)
        kind: Kind = "another" if another else "the" if s.word_in("the", first) else "a"
        several = s.at("number", first)
        if (several and several.value != 1) or s.word(first).isdecimal():
            continue  # "two 17-year-old boys"
        start = first if another or s.word(first) in s.language.articles else first + 1
        if start < mark.start:
            yield Person(start, _called_end(s, _name_end(s, mark.end)), kind, mark.start)


def _by_name(s: Sentence) -> Iterator[Person]:
    for mark in s.of("name"):
        if not _owns(s, mark.end):
            start = mark.start
            while start > 0 and (s.at("person.title", start - 1) or (s.word(start - 1) == "." and start > 1)):
                start -= 1
            yield Person(start, mark.end, "name", mark.start)


def _owns(s: Sentence, end: int) -> bool:
    """ "Quint's house" tells nothing of Quint, but "Quint's death" does."""
    return _is_possessive(s, end - 1) and s.at("fate.own_death", end) is None


def _is_possessive(s: Sentence, index: int) -> bool:
    return s.tokens[index].text.lower().endswith(("'s", "’s", "s'", "s’"))


def _by_pronoun(s: Sentence) -> Iterator[Person]:
    for group in ("person.he", "person.she", "person.her"):
        for mark in s.of(group):
            object_ = s.at("person.object", mark.start) and not _could_be_noun(s, mark.end)
            if group != "person.her" or object_ or is_own_death(s, mark.end):
                yield Person(mark.start, mark.end, "pronoun", mark.start)
    for mark in s.of("person.another"):  # "and another injured"
        after = mark.end
        if not s.language.articles and not s.ending("verb_first", mark.start):
            continue  # «جثة أخرى»: the adjective of the noun before
        led = s.at("grammar.noun_stop", mark.start - 1) and not s.at("grammar.and", mark.start - 1)
        ends = after >= len(s.tokens) or not s.language.articles or not _could_be_noun(s, after)
        alone = not led and ends
        if alone:
            yield Person(mark.start, mark.end, "another", mark.start)


def is_own_death(s: Sentence, index: int) -> bool:
    """ "His body was found": does a word of death stand here, with "his" or "her" before it and a verb behind?"""
    death = s.at("fate.own_death", index)
    whose = s.at("person.his", index - 1) or s.at("person.object", index - 1)
    return bool(death and whose and s.at("grammar.be", death.end))


def _could_be_noun(s: Sentence, index: int) -> bool:
    """May the word begin the noun of a phrase, or is it the number of one?"""
    if index >= len(s.tokens) or not (s.tokens[index].is_word or s.tokens[index].text[0].isdecimal()):
        return False
    groups = ("grammar.be", "grammar.noun_stop", "fate", "verb_object", "verb_subject")
    return not any(s.at(group, index) for group in groups) and not s.ends_with("adverb", index)


def _described(s: Sentence, person: Person) -> Person:
    """The person with sex, age, stage of life, category and name as the words tell them."""
    inside = range(person.start, person.end)
    marks = [m for i in inside if (m := s.at("people", i))]
    sex: Sex | None = None
    stage: Stage | None = None
    for i in inside:
        if i > person.start and s.tokens[i - 1].text.endswith(("'s", "’s")):
            sex = stage = None
        sex = "male" if s.at("person.male", i) else "female" if s.at("person.female", i) else sex
        stage = "child" if s.at("person.child", i) else "adult" if s.at("person.adult", i) else stage
    if person.kind == "pronoun":
        sex = "male" if s.at("person.he", person.start) or s.at("person.his", person.start) else "female"
    if person.kind == "another" and sex is None and not s.language.articles:
        sex = "female" if s.ends_with("feminine", person.head) else "male"  # «ثالثة», «ثالث»
    if any(s.at("person.young", i) for i in inside) and stage == "adult":
        stage = None
    age, end = _age(s, person)
    if age is not None and stage is None and age >= _ADULT:
        stage = "adult"
    if stage == "child" and age is not None and age > 12:
        stage = None
    told = [m for m in s.of("name") if person.start <= m.start < person.end]
    name = [m for m in told if person.kind == "name" or not _is_possessive(s, m.end - 1)]
    whose = tuple(w for m in told if m not in name for w in _name_words(s, m.start, m.end))
    names = tuple(w for m in name[-1:] for w in _name_words(s, m.start, m.end))
    if not name and person.kind == "name":
        names = tuple(_name_words(s, person.head, person.end))
    category = category_of(marks[-1:])
    if category == "unspecified" and s.word_in("member", person.head):
        category = side_of(s, person.end)
    return replace(
        person, end=end, category=category, sex=sex, stage=stage, age=age, names=names, whose=whose
    )


def _name_words(s: Sentence, start: int, end: int) -> list[str]:
    words = [s.tokens[i].forms[-1] if _is_possessive(s, i) else s.word(i) for i in range(start, end)]
    return [w for w in words if len(w) > 1 and w != "."]


def _age(s: Sentence, person: Person) -> tuple[int | None, int]:
    """(age, end of the phrase with it): "a 25-year-old man", "Name, 34,", "a man aged 34", "Name (34)"."""
    for i in range(person.start, person.end):
        if s.tokens[i].text.isdecimal() and is_age(s, i):
            return _years(s, i), person.end
    at = person.end
    if s.word(at) in COMMAS or s.word(at) == "(" or s.at("grammar.age", at):
        at += 1
    if s.at("grammar.age", at):
        at += 1
    if (
        at > person.end
        and at < len(s.tokens)
        and s.tokens[at].text.isdecimal()
        and len(s.tokens[at].text) <= 2
    ):
        after = s.word(at + 1)
        if after in COMMAS or after in (")", ".", "") or at - person.end == 2:
            end = at + 2 if after in COMMAS or after == ")" else at + 1
            return int(s.tokens[at].text), min(end, len(s.tokens))
    return None, person.end


def _years(s: Sentence, index: int) -> int:
    """The age told by "25-year-old", "22-month-old" or "30-day-old", in whole years."""
    number = int(s.tokens[index].text)
    if s.has("person.months", index + 1, index + 4):
        return number // 12
    return 0 if s.has("person.days", index + 1, index + 4) else number


def _with_appositions(s: Sentence, found: list[Person]) -> list[Person]:
    """ "The victim, A B, 34, was", "A B, a farmer, was": two mentions of one person become one."""
    out: list[Person] = []
    for person in found:
        before = out[-1] if out else None
        if before and _is_apposition(s, before, person):
            out[-1] = _merged(before, person)
        else:
            out.append(person)
    return out


def _is_apposition(s: Sentence, before: Person, person: Person) -> bool:
    called = next((m for m in s.ending("person.called", person.start) if before.end <= m.start), None)
    gap = range(before.end, called.start if called else person.start)
    commas = [i for i in (*gap, before.end - 1) if s.word(i) in COMMAS]
    if not (commas or called) or len(gap) > 1 or any(s.word(i) not in COMMAS for i in gap):
        return False
    if person.kind in ("another", "pronoun", "kin") or before.kind in ("another", "pronoun"):
        return False
    closes = person.end >= len(s.tokens) or not s.at("grammar.and", person.end)
    return closes and bool(before.names) != bool(person.names) and agree(before, person)


def agree(a: Person, b: Person) -> bool:
    """Does nothing that is told of the two contradict that they are one person?  Names are not looked at."""
    if a.sex and b.sex and a.sex != b.sex:
        return False
    if a.age is not None and b.age is not None and a.age != b.age:
        return False
    if a.stage and b.stage and a.stage != b.stage:
        return False
    told = {a.category, b.category} - {"unspecified", "men"}
    return len(told) < 2 or not told & ARMED


def _merged(a: Person, b: Person) -> Person:
    return replace(
        a,
        end=b.end,
        names=a.names or b.names,
        age=a.age if a.age is not None else b.age,
        sex=a.sex or b.sex,
        stage=a.stage or b.stage,
        category=a.category if a.category != "unspecified" else b.category,
    )
