"""Short names of states and provinces ("Kan.", "W.Va.", "TX"): keys that no other name has.

`fold` drops dots, so that "Kan." and "Ill." would be the names of villages and common words.  The index keeps the
dotted forms of data/reference/abbreviations.csv with a dot at the end of the key, the postal codes with a comma at its
head: a text is only asked for them where it writes the dot, or the comma of "Austin, TX".
"""

from __future__ import annotations

from incidents.geocoding.names import fold


def short_key(written: str) -> str:
    """The key of a short name: "W.Va." and "W. Va." → "w va.", "TX" → ",tx"."""
    return f"{fold(written)}." if "." in written else f",{fold(written)}"


def place_keys(written: str) -> tuple[str, ...]:
    """The keys to ask the index for: the name's own, and that of a short name where it may be one.

    A postal code is to be asked for only after a comma that follows a place.
    """
    if "." in written or (len(written) <= 3 and written[:2].isupper()):
        return (fold(written), short_key(written))
    return (fold(written),)
