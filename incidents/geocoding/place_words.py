"""The words around place names, read from data/reference/place_words.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from incidents.errors import LanguageError
from incidents.geocoding.names import fold
from incidents.geocoding.reference import reference_dir
from incidents.geocoding.resolve import Cue
from incidents.languages import Language, load

_CUES: tuple[Cue, ...] = ("settlement", "admin", "district", "countryside", "area", "feature")
_LISTS = (
    "place_before",
    "inside",
    "attacks",
    "directions",
    "features",
    "feature_heads",
    "counts",
    "people",
    "abbreviated",
    "organisation",
    "groups",
    "bodies",
    "schools",
    "buildings",
    "saints",
    "local_bodies",
    "inseparable",
    "never",
    "placed",
    "titles",
    "kin",
    "whose",
    "harmed",
    "listeners",
    "offices",
    "person_after",
    "say_after",
    "thing_after",
    "for_all",
    "compound_heads",
    "unknown_after",
)


@dataclass(frozen=True, eq=False)
class PlaceWords:
    """Word lists of one language; phrases are folded (see `names.fold`).

    before, after: phrase -> what it says of the name beside it.  joiners: what stands between names of a list.
    place_before: prepositions of place.  inside: those of them that of all names only places follow.
    directions: words for a part of a place.  features: last words of the names of streets, rivers and the like.
    feature_heads: first words of the names of lakes and the like.  people: words for somebody who is from a place, and
    counts: those that stand before it then.
    abbreviated: those of them that are written with a dot.
    organisation: words that make a name an organisation's.  groups: names of armed groups that go
    on with the two areas they claim.  bodies: words for the public bodies of a place.  schools: words for its schools.
    local_bodies: those that only a town or a county has.  buildings: words for churches, hotels, stations …, and
    saints: first words of the names of those after whom they are called.
    inseparable: kinds that stay with a name when a longer name goes on.
    never: words that are not taken for a place without a cue.  placed: those of them that are one after "in".
    titles: words before the name of a person.  kin: words before the name of somebody's wife, son …, and whose: those
    before kin.  harmed: what is done to people alone.  listeners: who is told something by people alone.
    offices: those titles that only places have.  person_after: verbs after a person.
    say_after: verbs by which a government speaks.  thing_after: words that make the name before them a disease's.
    for_all: words before the first name of a list that are said of all of it.
    compound_heads: first words of names of two words.  unknown_after: words after which a name that no gazetteer
    knows is still a place.
    attacks: words after which "on" leads to a place.
    elisions: small words that are written onto a name ("d'Alep").  spellings: names of countries in the language,
    folded, and the names by which the gazetteer knows them.
    """

    before: dict[str, Cue]
    after: dict[str, Cue]
    joiners: frozenset[str]
    place_before: frozenset[str]
    organisation: frozenset[str]
    groups: frozenset[str]
    bodies: frozenset[str]
    schools: frozenset[str]
    buildings: frozenset[str]
    saints: frozenset[str]
    local_bodies: frozenset[str]
    inseparable: frozenset[str]
    never: frozenset[str]
    placed: frozenset[str]
    directions: frozenset[str]
    for_all: frozenset[str]
    compound_heads: frozenset[str]
    unknown_after: frozenset[str]
    titles: frozenset[str]
    kin: frozenset[str]
    whose: frozenset[str]
    harmed: frozenset[str]
    listeners: frozenset[str]
    offices: frozenset[str]
    person_after: frozenset[str]
    say_after: frozenset[str]
    thing_after: frozenset[str]
    inside: frozenset[str]
    attacks: frozenset[str]
    features: frozenset[str]
    feature_heads: frozenset[str]
    counts: frozenset[str]
    people: frozenset[str]
    abbreviated: frozenset[str]
    elisions: tuple[str, ...]
    spellings: Mapping[str, str]


@lru_cache
def place_words(language: str) -> PlaceWords:
    """The word lists of a language: of place_words.toml, else of the language's own file."""
    path = reference_dir() / "place_words.toml"
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    return _read(path, language, tables) if language in tables else _of_own_file(load(language))


def _of_own_file(language: Language) -> PlaceWords:
    """What a language file says of place names; what it does not say is empty."""
    keys = [*_LISTS, "joiners", *(f"{cue}_{side}" for cue in _CUES for side in ("before", "after"))]
    if unknown := sorted(language.place_words.keys() - set(keys)):
        raise LanguageError(
            f"{language.code}.toml, place_words.{unknown[0]}: there is no such list; use one of {', '.join(keys)}."
        )
    path, table = Path(f"{language.code}.toml"), dict.fromkeys(keys, ()) | dict(language.place_words)
    return replace(
        _read(path, language.code, {language.code: table}),
        elisions=language.elisions,
        spellings={fold(name): known for name, known in language.countries.items()},
    )


def _read(path: Path, language: str, tables: Mapping[str, Any]) -> PlaceWords:
    try:
        table = tables[language]
        return PlaceWords(
            before={fold(phrase): cue for cue in _CUES for phrase in table[f"{cue}_before"]},
            after={fold(phrase): cue for cue in _CUES for phrase in table[f"{cue}_after"]},
            joiners=frozenset(table["joiners"]),
            elisions=(),
            spellings={},
            **{name: frozenset(fold(w) for w in table[name]) for name in _LISTS},
        )
    except (KeyError, tomllib.TOMLDecodeError) as error:
        raise LanguageError(
            f"{path.name}: the word lists for “{language}” are missing or broken ({error})."
        ) from error
