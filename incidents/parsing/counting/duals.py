"""Two people told by the Arabic dual alone: «قتل شخصان», «جنديان», «امرأتان».

The dual is an ending and needs no list of its own: a noun that the lists hold in the singular, or, right behind a verb
of killing or wounding, any noun whose adjective stands in the dual as well («قتل صيادان سوريان»).  The ending «ين» is
read only where it can't be the plural of the same noun, as it is in «مدنيين» and «عاملين».
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from incidents.languages import Mark, normal
from incidents.parsing.counting.figures import Number, modified_after
from incidents.parsing.counting.people import Count, category_of
from incidents.parsing.text import Sentence

_SHORTEST = 3
_AND = "و"
_PARTICIPLE, _RELATING, _LONG_A = "م", "ي", "ا"


def duals(s: Sentence) -> list[Count]:
    """The counts of two that a noun's dual ending tells, from left to right."""
    out: list[Count] = []
    if not s.language.suffixes.get("dual"):
        return out
    for index in range(len(s.tokens)):
        if out and index < out[-1].end:
            continue
        if index and _agrees(s, index - 1) and not s.word(index).startswith(_AND):
            continue  # the adjective of a dual that counts things
        marks = _known(s, index)
        if not marks and not _is_open(s, index):
            continue
        end = index + 1
        while end < len(s.tokens) and (_is_two(s, end) or _agrees(s, end)):
            end += 1
        side = s.at("losers", end + 1) if s.at("grammar.of", end) else None  # «عنصران من الجيش»
        category = category_of(marks)
        if side and category == "unspecified":
            category = side.group.partition(".")[2]  # type: ignore[assignment]
        unit = next((m.group.partition(".")[2] for m in marks if m.group.startswith("casualty.")), None)
        two, end = modified_after(s, Number(index, end, index, 2, 2, "exact"), end)
        out.append(Count(index, end, two, category, True, unit=unit, open_noun=not marks))  # type: ignore[arg-type]
    return out


def _known(s: Sentence, index: int) -> list[Mark]:
    """The marks of people that the noun has in the singular, or that it has itself where "two" stands behind it."""
    if _is_two(s, index + 1) and (mark := s.at("people", index) or s.at("casualty", index)):
        return [mark]
    if any(s.covering(group, index) for group in ("people", "casualty", "toponym", "date", "number", "say")):
        return []
    for stem, certain in _stems(s, index):
        marks = [m for m in s.language.table.find([(stem,)]) if m.group.startswith(("people.", "casualty."))]
        if marks and (
            certain or _is_two(s, index + 1) or not _has_plural_in(stem, s.language.words["broken"])
        ):
            return marks
    return []


def _stems(s: Sentence, index: int) -> Iterator[tuple[str, bool]]:
    """Singulars that a word may be the dual of; is the ending the dual's alone?"""
    endings = s.language.suffixes
    feminine = normal(endings["feminine"][0])
    for form in s.tokens[index].forms[::-1]:
        for name, put, certain in (
            ("dual_feminine", feminine, True),
            ("dual", "", True),
            ("dual_object", "", False),
        ):
            for ending in map(normal, endings[name]):
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
    return mark is not None and mark.value == 2


def _agrees(s: Sentence, index: int) -> bool:
    """An adjective in the dual, without an "and" before it."""
    word = s.word(index)
    if word.startswith(_AND) or s.covering("toponym", index) or s.covering("say", index):
        return False
    return any(certain for _, certain in _stems(s, index))


def _is_open(s: Sentence, index: int) -> bool:
    """A dual of no list right behind a verb of killing or wounding, with an adjective in the dual behind it."""
    verb = next((m for m in s.of("verb_first") if m.end == index), None)
    if verb is None or verb.group.partition(".")[2] not in ("killed", "injured"):
        return False
    if any(s.covering(group, index) for group in ("toponym", "people", "casualty", "number", "things")):
        return False
    stems = [stem for stem, certain in _stems(s, index) if certain]
    thing = any(m.group.startswith("things") for stem in stems for m in s.language.table.find([(stem,)]))
    return bool(stems) and not thing and index + 1 < len(s.tokens) and _agrees(s, index + 1)
