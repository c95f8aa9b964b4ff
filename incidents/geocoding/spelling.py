"""How far apart two spellings of a name are: a weighted edit distance over what the names sound like.

Only for comparing a name with the places of one division: there a near spelling, and no other near it, is the place.
Vowels, which every transliteration of Arabic, Persian, Pashto or Kurdish writes otherwise, cost little; consonants that
one writes for another (q, k, g) cost less than those that nobody mixes up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from incidents.geocoding.names import ARTICLES, is_arabic, without_article
from incidents.geocoding.queries import qualities

_DIGRAPHS = tuple(
    pair.split("=")
    for pair in (
        "tsch=C sch=S sh=S ch=S kh=X gh=G th=T dh=D ph=f dj=j zh=j dz=z ck=k ou=u oo=u ee=i ei=ay ai=ay ey=ay ae=ay "
        "au=aw ow=aw iyy=iy ia=iya ie=iye io=iyo ua=uwa"
    ).split()
)
"""Letters of Latin spellings that are one sound, and the sign for it, in the order they are replaced."""
_VOWELS = frozenset("aeiouyw")
_VOWEL, _WEAK, _OTHER, _SPACE = 0.3, 0.5, 1.0, 0.1
"""What a sign that only one spelling has costs: a vowel, an h or the like, another consonant, a space."""
_ALIKE = {
    frozenset(pair): cost
    for cost, pairs in (
        (0.1, "ei iy ou uw"),
        (0.2, "ae ai oa au eu ea oy eo qk ck vw vf hX gG Xk bp jg jy ay wo ia iu"),
        (0.5, "td kg qg qj zd zD sT sS tT dD Gk sz Tt ln lr mn TD Sz SC"),
    )
    for pair in pairs.split()
}
"""What two signs cost that one writes for the other."""
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Sound:
    """What a folded name sounds like, roughly.

    text: words without articles, one sign a sound, none doubled.  marks: words for its side or size ("west", "upper")
    and numbers, which two spellings of one name share.
    """

    text: str
    marks: frozenset[str]


@lru_cache(maxsize=65_536)
def sound(key: str) -> Sound:
    """The sound of a folded name."""
    known = qualities()
    words, marks = [], []
    for word in key.split():
        bare = without_article(word) if is_arabic(word) else word
        if mark := known.get(bare):
            marks.append(mark)
        elif _NUMBER.fullmatch(bare):
            marks.append(bare)
        elif bare not in ARTICLES:
            words.append(bare if is_arabic(bare) else _word(bare))
    return Sound(" ".join(words or marks or key.split()), frozenset(marks))


def consonants(text: str) -> str:
    """The consonants of a sound, and its first sign."""
    return text[:1] + "".join(c for c in text[1:] if c not in _VOWELS and c != " ")


def apart(one: str, other: str, limit: float = 9.0) -> float:
    """The distance of two sounds in consonants: 1 for one that is another; `limit` where it is that or more."""
    before = [0.0]
    for sign in other:
        before.append(before[-1] + _alone(sign))
    for at, sign in enumerate(one):
        row = [before[0] + _alone(sign)]
        for number, twin in enumerate(other):
            row.append(
                min(
                    before[number] + (0.0 if sign == twin else _swapped(sign, twin)),
                    before[number + 1] + _alone(sign) * (1.3 if at == 0 else 1.0),
                    row[-1] + _alone(twin) * (1.3 if number == 0 else 1.0),
                )
            )
        if min(row) >= limit:
            return limit
        before = row
    return min(before[-1], limit)


def _alone(sign: str) -> float:
    if sign == " ":
        return _SPACE
    return _VOWEL if sign in _VOWELS else _WEAK if sign == "h" else _OTHER


def _swapped(one: str, other: str) -> float:
    if (cost := _ALIKE.get(frozenset((one, other)))) is not None:
        return cost
    if one in _VOWELS and other in _VOWELS:
        return _VOWEL
    return 1.2 if one in _VOWELS or other in _VOWELS else _OTHER


def _word(word: str) -> str:
    """The sound of a word; `Elbarashmeh`, with the article grown on, is `Barashmeh`."""
    if word.startswith("el") and len(word) > 5 and word[2] not in _VOWELS:
        word = word[2:]
    for letters, sign in _DIGRAPHS:
        word = word.replace(letters, sign)
    out = word[:1]
    for sign in word[1:]:
        if sign != out[-1]:
            out += sign
    if len(out) > 2 and out[-1] == "h":
        out = out[:-1]
    return out
