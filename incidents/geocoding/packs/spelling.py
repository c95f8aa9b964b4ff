"""Which of a source's names a text may use."""

from __future__ import annotations

import re

from incidents.geocoding.names import is_arabic

_LATIN = re.compile(r"[\u0000-\u024f\u02b0-\u02ff\u1e00-\u1eff\u2018\u2019]+")


def readable(name: str) -> bool:
    """Is it a name in Latin or Arabic letters, and neither a code in capitals nor a search form in small letters?"""
    if is_arabic(name):
        return len(name) >= 3
    return len(name) >= 3 and name != name.lower() and name != name.upper() and bool(_LATIN.fullmatch(name))
