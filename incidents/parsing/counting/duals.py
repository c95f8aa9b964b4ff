"""Two people told by the Arabic dual alone: «قتل شخصان», «جنديان», «امرأتان».

The dual is an ending and needs no list of its own: a noun that the lists hold in the singular, or, right behind a verb
of killing or wounding, any noun whose adjective stands in the dual as well («قتل صيادان سوريان»).  The ending «ين» is
read only where it can't be the plural of the same noun, as it is in «مدنيين» and «عاملين».
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from incidents.languages import Mark
from incidents.parsing.counting.figures import Number, modified_after
from incidents.parsing.counting.people import Count, category_of, side_of
from incidents.parsing.text import WRITTEN_AND, Sentence

_SHORTEST = 3
"""Letters of the shortest singular."""
_THIRD = 6
"""Words at most from a dual to "and a third"."""
_NOUNS = ("people.", "casualty.", "person.male", "person.female")
_NATIONALS = "يان"
_PARTICIPLE, _RELATING, _LONG_A = "م", "ي", "ا"


def duals(s: Sentence) -> list[Count]:
    """The counts of two that a noun's dual ending tells, from left to right."""
    out: list[Count] = []
    if not s.language.suffixes.get("dual"):
        return out
    for index in range(len(s.tokens)):
        if out and index < out[-1].end:
            continue
        behind_things = index > 0 and _agrees(s, index - 1) and not _is_two(s, index - 1)
        if behind_things and not s.word(index).startswith(WRITTEN_AND):
            continue  # the adjective of a dual that counts things
        marks = _known(s, index)
        if not marks and not _is_open(s, index):
            continue
        end = index + 1
        while end < len(s.tokens) and (_is_two(s, end) or _agrees(s, end)):
            end += 1
        category = category_of(marks)
        if category == "unspecified" and s.at("grammar.of", end):
            category = side_of(s, end)
        unit = next((m.group.partition(".")[2] for m in marks if m.group.startswith("casualty.")), None)
        two, end = modified_after(s, Number(index, end, index, 2, 2, "exact"), end)
        out.append(Count(index, end, two, category, True, unit=unit, open_noun=not marks))  # type: ignore[arg-type]
    return out


def _known(s: Sentence, index: int) -> list[Mark]:
    """The marks of people that the noun has in the singular, or that it has itself where "two" stands behind it."""
    if _is_two(s, index + 1) and (mark := s.at("people", index) or s.at("casualty", index)):
        return [mark]
    third = _has_third(s, index)
    never = ("casualty", "toponym", "date", "number", "say", *(() if third else ("people",)))
    if any(s.covering(group, index) for group in never):
        return []
    for stem, certain in _stems(s, index):
        marks = [m for m in s.language.table.find([(stem,)]) if m.group.startswith(_NOUNS)]
        told = certain or third or _is_two(s, index + 1)
        if marks and (told or not _has_plural_in(stem, s.language.words["broken"])):
            return marks
    return of_kin(s, index)


def of_kin(s: Sentence, index: int) -> list[Mark]:
    """«طفلاها», «والديه»: the dual of a noun that with the same pronoun is one of somebody's kin («طفلها»)."""
    for form in s.tokens[index].forms[::-1]:
        for pronoun in s.language.suffixes["pronoun"]:
            for ending in s.language.suffixes["dual_bound"]:
                stem = form.removesuffix(ending + pronoun)
                if stem == form or len(stem) < _SHORTEST:
                    continue
                found = list(s.language.table.find([(stem + pronoun,), (stem,)]))
                if any(m.group == "person.kin" and m.start == 0 for m in found):
                    own = [m for m in found if m.start == 1 and m.group.startswith(_NOUNS)]
                    return own or [m for m in found if m.group == "person.kin"]
    return []


def _has_third(s: Sentence, index: int) -> bool:
    """«مقتل مواطنين وإصابة ثالث»: a third behind them says that they were two."""
    if not s.at("verb_first", index - 1):
        return False
    behind = range(index + 1, min(index + _THIRD, len(s.tokens) - 1))
    return any(s.has_and(i) and s.at("verb_first", i) and s.word_in("third", i + 1) for i in behind)


def _stems(s: Sentence, index: int) -> Iterator[tuple[str, bool]]:
    """Singulars that a word may be the dual of; is the ending the dual's alone?"""
    endings = s.language.suffixes
    feminine = endings["feminine"][0]
    for form in s.tokens[index].forms[::-1]:
        for name, put, certain in (
            ("dual_feminine", feminine, True),
            ("dual", "", True),
            ("dual_object", "", False),
        ):
            for ending in endings[name]:
                stem = form.removesuffix(ending)
                if stem != form and len(stem + put) >= _SHORTEST:
                    yield stem + put, certain


def _has_plural_in(stem: str, words: AbstractSet[str]) -> bool:
    """Does a noun of this form make its plural in «ين» too: a participle or a noun of relation, but not «جندي»?"""
    sound = stem.startswith(_PARTICIPLE) or stem.endswith(_RELATING) or stem[1] == _LONG_A
    return sound and stem not in words


def _is_two(s: Sentence, index: int) -> bool:
    """«جنديان اثنان»."""
    mark = s.at("number.words", index)
    return mark is not None and mark.value == 2 and not s.has_and(index)


def _agrees(s: Sentence, index: int) -> bool:
    """An adjective in the dual, without an "and" before it."""
    word = s.word(index)
    if word.startswith(WRITTEN_AND) or s.covering("toponym", index) or s.covering("say", index):
        return False
    return any(certain for _, certain in _stems(s, index))


def _is_open(s: Sentence, index: int) -> bool:
    """A dual of no list right behind a verb of killing or wounding: a nationality, or with its adjective behind it."""
    if not any(s.ending(f"verb_first.{unit}", index) for unit in ("killed", "injured")):
        return False
    if any(s.covering(group, index) for group in ("toponym", "people", "casualty", "number", "things")):
        return False
    stems = [stem for stem, certain in _stems(s, index) if certain]
    thing = any(m.group.startswith("things") for stem in stems for m in s.language.table.find([(stem,)]))
    told = s.word(index).endswith(_NATIONALS) or (index + 1 < len(s.tokens) and _agrees(s, index + 1))
    return bool(stems) and not thing and told
