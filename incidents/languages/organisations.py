"""Organisations under one name: aliases folded, persons to the body they speak for (organisations.toml)."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from incidents.errors import LanguageError
from incidents.languages.language import PhraseTable

OrganisationKind = Literal["monitor", "agency", "outlet", "authority", "international", "actor"]
RELAYS: frozenset[OrganisationKind] = frozenset(("agency", "outlet"))
"""Kinds that usually pass on what others say."""

_FILE = Path(__file__).with_name("organisations.toml")
_ARTICLE = re.compile(r"^(?:the|a|an)\s+")
_NOT_WORD = re.compile(r"[^\w\u0600-\u06ff]+")


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation that reports name as a source or a relay.

    home: the country whose body the bare name means, where every country has one ("the Defence Ministry").
    """

    name: str
    aliases: tuple[str, ...]
    kind: OrganisationKind
    people: tuple[str, ...] = ()
    armed: bool = False
    home: str | None = None

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


@cache
def organisations() -> tuple[Organisation, ...]:
    """Every organisation of organisations.toml; LanguageError when an entry is malformed."""
    entries = tomllib.loads(_FILE.read_text(encoding="utf-8")).get("organisation", [])
    try:
        return tuple(
            Organisation(
                e["name"],
                tuple(e["aliases"]),
                e["kind"],
                tuple(e.get("people", ())),
                e.get("armed", False),
                e.get("home"),
            )
            for e in entries
        )
    except KeyError as missing:
        raise LanguageError(f"{_FILE.name}: an organisation lacks {missing}; add it.") from missing


@cache
def _by_name() -> dict[str, Organisation]:
    return {folded(form): o for o in organisations() for form in (o.name, *o.aliases, *o.people)}


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


def root(claimed_by: Sequence[str], publisher: str | None) -> str:
    """The organisation a figure starts from (DESIGN.md, sources by root).

    claimed_by: nearest to the event first.  An unnamed source ("local sources") is a root only together
    with the outlet that heard it, since two outlets' unnamed sources need not be the same people.
    """
    for name in claimed_by:
        if find(name) or name[:1].isupper():
            return canonical(name)
    outlet = canonical(publisher) if publisher else "unknown publisher"
    return f"{claimed_by[0]} ({outlet})" if claimed_by else outlet
