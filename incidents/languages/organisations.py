"""Organisations under one name: aliases folded, persons to the body they speak for, and how they stand to each other.

Everything is read from organisations.toml, whose head says what it holds; a malformed entry is refused by name.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal, get_args

from incidents.errors import LanguageError
from incidents.languages.language import PhraseTable

OrganisationKind = Literal["monitor", "agency", "outlet", "authority", "international", "actor"]
RELAYS: frozenset[OrganisationKind] = frozenset(("agency", "outlet"))
"""Kinds that usually pass on what others say."""

_FILE = Path(__file__).with_name("organisations.toml")
_ARTICLE = re.compile(r"^(?:the|a|an)\s+")
_NOT_WORD = re.compile(r"[^\w\u0600-\u06ff]+")
_REMEMBERED = 65_536
"""Names kept folded: a million claims name the same few thousand."""
_ON = re.compile(r",? (?:on|via) ")
_HEARD = re.compile(r"(.+?) \(.+\)")
_BRACKETED = re.compile(r" ?\([^()]*\)$")
_TABLES = ("organisation", "body", "staff", "unnamed", "credits")
_KEYS: Mapping[str, type] = {
    "name": str, "aliases": list, "kind": str, "people": list, "armed": bool, "home": str, "part_of": str,
    "relays": list,
}  # fmt: skip
_TYPES = {str: "text", list: "list of texts", bool: "true or false"}


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation that reports name as a source or a relay.

    home: the country whose body the bare name means, where every country has one ("the Defence Ministry").
    part_of: the body that it belongs to and speaks for.  relays: whose figures it prints as its own, as a rule.
    """

    name: str
    aliases: tuple[str, ...]
    kind: OrganisationKind
    people: tuple[str, ...] = ()
    armed: bool = False
    home: str | None = None
    part_of: str | None = None
    relays: tuple[str, ...] = ()

    @property
    def may_act(self) -> bool:
        """Is it an armed group or a state's force, which may be told as having done something?"""
        return self.armed or self.kind == "actor"


@lru_cache(maxsize=65_536)
def folded(name: str) -> str:
    """A name for comparing: lower case, no diacritics, punctuation or leading article.

    >>> folded("The Syrian Observatory")
    'syrian observatory'
    """
    text = unicodedata.normalize("NFKD", name.replace("’", "'").removesuffix("'s"))
    text = "".join(c for c in text if not unicodedata.combining(c)).lower()
    return _ARTICLE.sub("", _NOT_WORD.sub(" ", text).strip())


@dataclass(frozen=True, slots=True)
class Known:
    """What organisations.toml holds.

    organisations: those whose names are looked for in texts.  bodies: those known only where their name stands
    alone, as a publisher or as who says something.  staff: words, folded, by which an outlet calls its own people.
    unnamed: words with which a description of somebody ends who has no name.  credits: words of a line of credit.
    """

    organisations: tuple[Organisation, ...]
    bodies: tuple[Organisation, ...]
    staff: frozenset[str]
    unnamed: frozenset[str]
    credits: frozenset[str]

    def __iter__(self) -> Iterator[Organisation]:
        return iter((*self.organisations, *self.bodies))


@dataclass(frozen=True, slots=True)
class Relations:
    """How organisations stand to each other, by their kept names.

    part_of: a body → the one it belongs to.  relays: an outlet → those whose figures it prints as its own.
    """

    part_of: Mapping[str, str]
    relays: Mapping[str, tuple[str, ...]]


@cache
def known() -> Known:
    """Everything in organisations.toml; LanguageError when an entry is malformed."""
    return read(_FILE.read_text(encoding="utf-8"))


def organisations() -> tuple[Organisation, ...]:
    """Every organisation whose names are looked for in texts."""
    return known().organisations


@cache
def relations() -> Relations:
    """How the organisations of organisations.toml stand to each other."""
    return Relations(
        {o.name: o.part_of for o in known() if o.part_of}, {o.name: o.relays for o in known() if o.relays}
    )


# --- reading the file ---


def read(text: str) -> Known:
    """The organisations and bodies of a text as organisations.toml has it.

    Raises LanguageError for a key or a kind that there is not, a value of another type, a name that stands for two
    organisations, a relation to nobody known, and a body that is in the end a part of itself.
    """
    tree = _tree(text)
    if unknown := sorted(tree.keys() - set(_TABLES)):
        raise LanguageError(
            f"{_FILE.name}: there is no table {unknown[0]!r}; there are {', '.join(_TABLES)}."
        )
    entries, bodies = (tuple(map(_entry, tree.get(name, ()))) for name in _TABLES[:2])
    words = (frozenset(map(folded, tree.get(name, ()))) for name in _TABLES[2:])
    found = Known(entries, bodies, *words)
    _check_names(found)
    _check_relations(found)
    return found


def _tree(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise LanguageError(f"{_FILE.name} is no TOML: {problem}.") from problem


def _entry(entry: Mapping[str, Any]) -> Organisation:
    name = entry.get("name", "?")
    for key in ("name", "aliases", "kind"):
        if key not in entry:
            raise LanguageError(f"{_FILE.name}: the organisation {name!r} lacks {key!r}; add it.")
    for key, value in entry.items():
        wanted = _KEYS.get(key)
        if wanted is None:
            raise LanguageError(
                f"{_FILE.name}, {name}: there is no key {key!r}; there are {', '.join(_KEYS)}."
            )
        words = wanted is not list or (isinstance(value, list) and all(isinstance(v, str) for v in value))
        if not isinstance(value, wanted) or not words:
            raise LanguageError(f"{_FILE.name}, {name}: {key} is no {_TYPES[wanted]}.")
    if entry["kind"] not in get_args(OrganisationKind):
        kinds = ", ".join(get_args(OrganisationKind))
        raise LanguageError(f"{_FILE.name}, {name}: there is no kind {entry['kind']!r}; there are {kinds}.")
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in entry.items()}
    return Organisation(**values)


def _forms(organisation: Organisation) -> tuple[str, ...]:
    return (organisation.name, *organisation.aliases, *organisation.people)


def _check_names(found: Known) -> None:
    taken: dict[str, str] = {}
    for organisation in found:
        for form in _forms(organisation):
            other = taken.setdefault(folded(form), organisation.name)
            if other != organisation.name:
                raise LanguageError(
                    f"{_FILE.name}: {form!r} stands for both {other} and {organisation.name}; keep it with one."
                )


def _check_relations(found: Known) -> None:
    by_name = {o.name: o for o in found}
    for organisation in found:
        for other in (*organisation.relays, *([organisation.part_of] if organisation.part_of else ())):
            if other not in by_name or other == organisation.name:
                raise LanguageError(
                    f"{_FILE.name}, {organisation.name}: {other!r} is the kept name of no other organisation; "
                    "add it, or write its name as it stands there."
                )
        chain = [organisation.name]
        while (above := by_name[chain[-1]].part_of) is not None:
            if above in chain:
                raise LanguageError(
                    f"{_FILE.name}: {' is part of '.join((*chain, above))}; take one of them out."
                )
            chain.append(above)


# --- names ---


@cache
def _by_name() -> dict[str, Organisation]:
    return {folded(form): o for o in organisations() for form in _forms(o)}


@cache
def _bodies() -> dict[str, Organisation]:
    return {folded(form): o for o in known().bodies for form in _forms(o)}


@cache
def table() -> PhraseTable:
    """Every name, alias and spokesperson as phrases of the group "org", with the organisation as value."""
    phrases = PhraseTable()
    for organisation in organisations():
        forms = [_ARTICLE.sub("", form) for form in (organisation.name, *organisation.aliases)]
        for form in dict.fromkeys(f for written in forms for f in (written, written.replace("-", " "))):
            phrases.add(form, "org", organisation)
        for person in organisation.people:
            phrases.add(person, "org", organisation)
    phrases.seal()
    return phrases


def find(name: str) -> Organisation | None:
    """The organisation known by this name or alias, or for which this person speaks; else None."""
    return _by_name().get(folded(name))


def canonical(name: str) -> str:
    """The organisation's kept name where it is known, else the name as given."""
    known = find(name)
    return known.name if known else name


@lru_cache(maxsize=_REMEMBERED)
def kept_name(name: str) -> str | None:
    """The kept name of an organisation or body whose name, alias or spokesperson this is, standing alone; else None."""
    organisation = look_up(name)
    return organisation.name if organisation else None


def look_up(name: str) -> Organisation | None:
    """The organisation or body whose name, alias or spokesperson this is, standing alone; else None."""
    return find(name) or _bodies().get(folded(name))


@lru_cache(maxsize=_REMEMBERED)
def publishing(publisher: str) -> str:
    """The kept name of the organisation that publishes: "the Network, on Scoop" is the Network; else as it is given."""
    before = _ON.split(publisher, maxsplit=1)[0].strip()
    forms = (publisher, before, _BRACKETED.sub("", before))
    return next((name for form in forms if form and (name := kept_name(form))), publisher)


def root(claimed_by: Sequence[str], publisher: str | None, via: Sequence[str] = ()) -> str:
    """The organisation a figure starts from (DESIGN.md, sources by root).

    claimed_by, via: nearest to the event first.  An unnamed source ("local sources") is a root only together with
    whoever heard it, the first relay with a name or else the outlet, since two outlets' unnamed sources need not be
    the same people.  An outlet's own staff is the outlet.
    """
    outlet = publishing(publisher) if publisher else "unknown publisher"
    for name in claimed_by:
        if kept := kept_name(name):
            return kept
        if publisher and name == publisher:
            return outlet
        if _is_name(name):
            return name
    heard_by = next((kept for name in via if (kept := kept_name(name))), outlet)
    if not claimed_by or folded(claimed_by[0]) in known().staff:
        return heard_by
    return f"{claimed_by[0]} ({heard_by})"


@lru_cache(maxsize=_REMEMBERED)
def _is_name(text: str) -> bool:
    """Is what a text calls somebody a name, and no description?  Only capital letters tell."""
    return text[:1].isupper() and folded(text).rpartition(" ")[2] not in known().unnamed


def is_unnamed(root_name: str) -> bool:
    """Is a root an unnamed source, together with whoever heard it: "local sources (AFP)"?"""
    told = _HEARD.fullmatch(root_name)
    return told is not None and kept_name(root_name) is None and not _is_name(told[1])
