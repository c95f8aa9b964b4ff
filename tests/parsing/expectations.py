"""Does what the parser says about a short text meet what its case expects?

A case is a line of a .jsonl file: {"tag", "published", "text", "expect"}, with "language" where it is not English.
What a case may expect (low and high null = open):

deaths        [[low, high, category, role], ...]: exactly these figures of people killed.  "?" = any figure but a year;
              role new, cumulative or subset.  A vague word is an open range; about N is N ± 10 % or N itself.
injured, kidnapped, missing, abducted, displaced, arrested    [[low, high], ...]: each is claimed
total         what a single incident of the text counts as killed; unless told, the figure that has parts
date, date_start and date_end    some claim or incident has these days; a month or year is its first and last day
place, not_place    some claim is there; none is there
source        each is named by some claim, as whose word it is or as who relays it
claimed_by, via    the same for one of the two; [] = nobody is named so
perp          each is named as having done it; [] = nobody is
event         true: something is claimed; false: nothing is, but for what is denied or threatened
event_type    "property": looting or destruction of property
background    true: an event of another time, told as background, and no incident
claim         "denied", "accused" (alleged), "claimed" (not denied);  certainty  "possible" (not confirmed)
"""

from __future__ import annotations

import calendar
import json
import re
import unicodedata
from collections.abc import Callable, Iterable
from itertools import permutations
from pathlib import Path
from typing import Any

Record = dict[str, Any]

UNREAL = frozenset(("denied", "threatened"))
ROLES = {
    "new": frozenset(("new", "correction")),
    "cumulative": frozenset(("total", "correction")),
    "subset": frozenset(("part",)),
}
CATEGORIES = {"security": frozenset(("security_forces",)), "fighters": frozenset(("fighters",))}
PEOPLE = frozenset(("civilians", "women", "children", "men", "unspecified", None))
UNITS = {
    "injured": ("injured",),
    "kidnapped": ("abducted", "missing"),
    "missing": ("missing",),
    "abducted": ("abducted",),
    "displaced": ("displaced",),
    "arrested": ("arrested",),
}
LOOTING = "Looting/property destruction"
SMALL = re.compile(r"\b(?:al|el|city|town|village|district|governorate|province)\b|\bال")


def cases(name: str) -> list[Record]:
    """The cases of a file beside this one."""
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def failures(case: Record, said: Record) -> list[str]:
    """The expectations of a case that an answer of the parser does not meet; empty where it meets all."""
    expect = case["expect"]
    wanted = sorted(key for key in expect if key in CHECKS)
    unmet = [key for key in wanted if not CHECKS[key](expect, said)]
    return unmet + [name for name, holds in ALWAYS.items() if name not in expect and not holds(expect, said)]


# ---------------------------------------------------------------- names, figures and days


def _plain(name: str) -> str:
    text = unicodedata.normalize("NFKD", str(name).lower())
    text = "".join(c for c in text if not unicodedata.combining(c))
    return " ".join(re.sub(r"\W+", " ", SMALL.sub(" ", text)).split())


def _same(one: str, other: str) -> bool:
    """Is one name the other, or told by whole words of the other?"""
    a, b = f" {_plain(one)} ", f" {_plain(other)} "
    return bool(a.strip() and b.strip()) and (a in b or b in a)


def _all_among(wanted: Iterable[str], named: list[str]) -> bool:
    return all(any(_same(name, other) for other in named) for name in wanted)


def _figure_fits(low: Any, high: Any, claim: Record) -> bool:
    said = (claim["low"], claim["high"])
    if said == (low, high):
        return True
    if high is None and said[1] is None and None not in (low, said[0]):
        return abs(low - said[0]) == 1  # "more than 70" is 70 or 71
    middle = (low + high) // 2 if None not in (low, high) else 0
    return 0 < (low or 0) < (high or 0) and round(middle * 0.9) == low and said == (middle, middle)


def _days(text: str) -> tuple[str, str]:
    if len(text) == 10:
        return text, text
    year, month = int(text[:4]), int(text[5:] or 12)
    first = f"{text}-01" if len(text) == 7 else f"{text}-01-01"
    return first, f"{year}-{month:02d}-{calendar.monthrange(year, month)[1]:02d}"


# ---------------------------------------------------------------- what an answer says


def _real(said: Record) -> list[Record]:
    return [c for c in said["claims"] if c["status"] not in UNREAL]


def _killed(expect: Record, said: Record) -> list[Record]:
    replaced = {c["replaces"] for c in said["claims"]} - {None}
    return [
        c
        for index, c in enumerate(said["claims"])
        if c["unit"] == "killed"
        and c["status"] not in UNREAL
        and (c["low"], c["high"]) != (None, None)
        and c["role"] != "comparison"
        and index not in replaced
        and (expect.get("background") or not c["background"])
    ]


def _fits(wanted: list[Any], claim: Record) -> bool:
    low, high, category, role = wanted
    flag = role == "subset" or claim["cumulative"] == (role == "cumulative")
    who = claim["category"] in CATEGORIES.get(category, PEOPLE)
    if category in ("women", "children", "men"):
        who = claim["category"] == category
    return _figure_fits(low, high, claim) and who and flag and claim["role"] in ROLES[role]


def _deaths(expect: Record, said: Record) -> bool:
    wanted, killed = expect["deaths"], _killed(expect, said)
    if any(w[0] == "?" for w in wanted):
        return not any((c["low"] or 0) > 1000 for c in killed)
    return len(killed) == len(wanted) and any(
        all(_fits(w, c) for w, c in zip(wanted, order, strict=True)) for order in permutations(killed)
    )


def _total(expect: Record, said: Record) -> bool:
    if len(said["incidents"]) != 1 or said["incidents"][0]["killed_low"] is None:
        return True
    deaths = expect.get("deaths", [])
    wholes = [d for d in deaths if d[3] != "subset"]
    with_parts = wholes[0][0] if len(wholes) == 1 < len(deaths) else None
    wanted = expect.get("total") or with_parts
    return wanted is None or said["incidents"][0]["killed_low"] == wanted


def _counts(unit: str) -> Callable[[Record, Record], bool]:
    def check(expect: Record, said: Record) -> bool:
        counted = [c for c in _real(said) if c["unit"] in UNITS[unit]]
        return all(any(_figure_fits(low, high, c) for c in counted) for low, high, *_ in expect[unit])

    return check


def _dated(expect: Record, said: Record) -> bool:
    days = _days(expect["date"]) if "date" in expect else (expect["date_start"], expect["date_end"])
    return any((i["date_start"], i["date_end"]) == days for i in [*_real(said), *said["incidents"]])


def _spots(said: Record) -> list[str]:
    return [spot["place"] for c in _real(said) for spot in [c, *c["places"]] if spot["place"]]


def _names(*fields: str) -> Callable[[Record], list[str]]:
    return lambda said: [name for c in said["claims"] for field in fields for name in c[field]]


def _named(key: str, *fields: str) -> Callable[[Record, Record], bool]:
    def check(expect: Record, said: Record) -> bool:
        told = _names(*fields)(said)
        return _all_among(expect[key], told) if expect[key] else not told

    return check


def _perpetrators(expect: Record, said: Record) -> bool:
    told = [name for c in _real(said) for name in c["perpetrator"]]
    return _all_among(expect["perp"], told) if expect["perp"] else not told


def _event(expect: Record, said: Record) -> bool:
    return bool(_real(said)) if expect["event"] else not _real(said) and not said["incidents"]


def _background(expect: Record, said: Record) -> bool:
    told = [c for c in said["claims"] if c["background"]]
    if expect.get("background"):
        return bool(told) and not said["incidents"]
    present = {c["low"] for c in said["claims"] if not c["background"]}
    figures = {c["low"] for c in told} - present - {None}
    return not figures & {i["killed_low"] for i in said["incidents"]}


def _claim(expect: Record, said: Record) -> bool:
    statuses = {c["status"] for c in said["claims"]}
    if expect["claim"] == "claimed":
        return bool(_real(said))
    return {"denied": "denied", "accused": "alleged"}[expect["claim"]] in statuses


CHECKS: dict[str, Callable[[Record, Record], bool]] = {
    "deaths": _deaths,
    **{unit: _counts(unit) for unit in UNITS},
    "date": _dated,
    "date_start": _dated,
    "place": lambda expect, said: any(_same(expect["place"], spot) for spot in _spots(said)),
    "not_place": lambda expect, said: _plain(expect["not_place"]) not in map(_plain, _spots(said)),
    "source": _named("source", "claimed_by", "via"),
    "claimed_by": _named("claimed_by", "claimed_by"),
    "via": _named("via", "via"),
    "perp": _perpetrators,
    "event": _event,
    "event_type": lambda _, said: any(c["sub_event_type"] == LOOTING for c in _real(said)),
    "background": _background,
    "total": _total,
    "claim": _claim,
    "certainty": lambda _, said: "confirmed" not in {c["status"] for c in said["claims"]},
}
ALWAYS: dict[str, Callable[[Record, Record], bool]] = {"total": _total, "background": _background}
