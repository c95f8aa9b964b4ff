"""Made claims and reports of any number, always the same for one number: a world with towns, events and counts.

Towns, days and the names that passages tell all grow with the root of the number, so that a town's day is as crowded
and a name of some weeks as rare at a million claims as at ten thousand, while the largest town grows with the whole.
Towns and outlets are chosen by Zipf's
law.  An event has a type, a day, actors, victims and two rare words, and is told by one to eight reports in
the days after it; a report tells one to four events of one outlet and day.  Sources count differently now
and then, some tellings leave the day or the place out, or name only the area, and each report has parts and
the injured.  Beside events, a few organisations count the dead of an area day by day, and outlets pass
these counts on.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
import math
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from incidents.model import MENTIONED, Category, Claim, Place

FIRST_DAY = dt.date(2020, 1, 1)
REPORTS_AN_EVENT = (45, 20, 12, 8, 6, 4, 3, 2)
"""Of a hundred events, so many are told by one report, by two, … by eight."""
CLAIMS_AN_EVENT = 2.9
"""About so many claims come of an event, with its share of the running counts."""
OUTLETS = 80
OTHER_NAMES = 1 << 20
"""The names that may stand in a passage of any event are numbered from here."""
NAMES = 40_000
"""So many of these at ten thousand claims."""
ROOTS = (
    "Syrian Observatory for Human Rights", "SANA", "AFP", "Reuters", "Syrian Network for Human Rights",
    "Ministry of Defense", "local sources", "a security source", "residents", "Civil Defence", "Harbour Watch",
    "Committee of the Towns",
)  # fmt: skip
KINDS = (
    ("Violence against civilians", "Attack"), ("Violence against civilians", "Attack"),
    ("Violence against civilians", "Abduction/forced disappearance"), ("Battles", "Armed clash"),
    ("Explosions/Remote violence", "Shelling/artillery/missile attack"),
    ("Explosions/Remote violence", "Air/drone strike"), ("Strategic developments", "Arrests"),
)  # fmt: skip
ACTORS = ("gunmen", "Army", "Northern Front", "River Brigades", "police", "unidentified militia", "Air Force")
VICTIMS = (
    "civilians",
    "farmers",
    "soldiers",
    "a teacher",
    "drivers",
    "students",
    "guards",
    "shepherds",
    "a family",
)
CATEGORIES: tuple[Category | None, ...] = (
    "civilians",
    "civilians",
    "security_forces",
    "fighters",
    "unspecified",
    None,
)
_OPENINGS = {
    "en": ("ba", "ka", "ta", "ja", "ha", "sa", "mar", "tal"),
    "ar": ("با", "كا", "تا", "جا", "ها", "سا", "مر", "تل"),
}
_ENDINGS = {
    "en": ("niyas", "bleh", "rtus", "ram", "dun", "fita"),
    "ar": ("نياس", "بله", "رطوس", "رم", "دون", "فيتا"),
}
_SAYS = {
    "en": "{n} {who} were killed by {by} in {place} near the {word}, {root} said. ",
    "ar": "قتل {n} {who} على يد {by} في {place} قرب {word}، بحسب {root}. ",
    "fr": "{n} {who} ont été tués par {by} à {place} près de {word}, selon {root}. ",
}


@dataclass(frozen=True, slots=True)
class MadeReport:
    """A report, as far as linking and the ledger ask."""

    report_id: str
    doc_id: str
    publisher: str
    published: dt.date
    text: str
    title: str
    language: str


@dataclass(frozen=True, slots=True)
class _Event:
    number: int
    place: Place
    day: dt.date
    kind: tuple[str, str]
    killed: int
    injured: int
    category: Category | None
    actor: str
    victims: str
    words: tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Telling:
    """An event, or a running count (then with its figure), as a report is going to tell it."""

    event: _Event
    root: str
    count: int | None = None


class World:
    """Areas and towns, and chance; all of one seed."""

    def __init__(self, claims: int) -> None:
        self.chance = random.Random(claims)
        root = math.sqrt(claims / 10_000)
        self.days = round(120 * root)
        self.areas = [_area(n) for n in range(max(14, round(14 * root)))]
        self.towns = [_town(n, self.areas[n % len(self.areas)]) for n in range(round(600 * root))]
        self.names = round(NAMES * root)
        self.area_of = {area.name: area for area in self.areas}
        self.crowd = list(itertools.accumulate(1 / (rank + 1) for rank in range(len(self.towns))))
        self.press = list(itertools.accumulate(1 / (rank + 1) for rank in range(OUTLETS)))

    def town(self) -> Place:
        """A town, by Zipf's law."""
        return self.chance.choices(self.towns, cum_weights=self.crowd)[0]

    def outlet(self) -> int:
        """An outlet, by Zipf's law."""
        return self.chance.choices(range(OUTLETS), cum_weights=self.press)[0]


def made(claims: int) -> tuple[list[MadeReport], list[Claim]]:
    """So many claims, and their reports in the order of their days."""
    world = World(claims)
    desk: dict[tuple[dt.date, int], list[_Telling]] = defaultdict(list)
    for telling, day, outlet in itertools.chain(_events(world, claims), _counts(world, claims)):
        desk[day, outlet].append(telling)
    reports: list[MadeReport] = []
    told: list[Claim] = []
    for (day, outlet), tellings in sorted(desk.items(), key=lambda item: item[0]):
        at = 0
        while at < len(tellings) and len(told) < claims:
            size = world.chance.randint(1, 4)
            report, own = _report(world, f"{day}-{outlet}-{at}", day, outlet, tellings[at : at + size])
            reports.append(report)
            told += own[: claims - len(told)]
            at += size
    return reports, told


# --- what happens, and who tells it ---


def _events(world: World, claims: int) -> Iterator[tuple[_Telling, dt.date, int]]:
    chance = world.chance
    for number in range(round(claims / CLAIMS_AN_EVENT)):
        event = _event(world, number)
        roots = chance.sample(ROOTS, k=min(3, 1 + int(chance.expovariate(1.5))))
        times = chance.choices(range(1, len(REPORTS_AN_EVENT) + 1), weights=REPORTS_AN_EVENT)[0]
        for outlet in {world.outlet() for _ in range(times)}:
            later = min(9, int(chance.expovariate(1)))
            yield _Telling(event, chance.choice(roots)), event.day + dt.timedelta(days=later), outlet


def _event(world: World, number: int) -> _Event:
    chance = world.chance
    place: Place = world.town()
    if chance.random() < 0.04:
        place = replace(
            place, place_id=f"{place.place_id}:square", geo_precision="exact", name=f"{place.name} square"
        )
    killed = min(400, int(chance.paretovariate(1.1)))
    return _Event(
        number,
        place,
        FIRST_DAY + dt.timedelta(days=chance.randrange(world.days)),
        chance.choice(KINDS),
        killed,
        injured=int(killed * chance.random() * 2),
        category=chance.choice(CATEGORIES),
        actor=chance.choice(ACTORS),
        victims=chance.choice(VICTIMS),
        words=(_word(2 * number), _word(2 * number + 1)),
    )


def _counts(world: World, claims: int) -> Iterator[tuple[_Telling, dt.date, int]]:
    """Running counts of some areas by some organisations, which start anew now and then."""
    chance = world.chance
    values = claims // 30
    counts = max(1, values // 40)  # a count has some twenty values, each passed on by two outlets
    for number in range(counts):
        area = world.areas[number % len(world.areas)]
        start = FIRST_DAY + dt.timedelta(days=chance.randrange(world.days))
        event = replace(_event(world, 0), place=area, day=start, kind=KINDS[0], words=("count", "toll"))
        total, root = chance.randint(5, 200), ROOTS[chance.randrange(6)]
        for step in range(20):
            total += int(chance.expovariate(1 / 20))
            for outlet in {world.outlet() for _ in range(2)}:
                yield _Telling(event, root, total), start + dt.timedelta(days=step + 1), outlet


# --- reports and claims ---


def _report(
    world: World, name: str, day: dt.date, outlet: int, tellings: Sequence[_Telling]
) -> tuple[MadeReport, list[Claim]]:
    language = ("en", "en", "en", "ar", "fr")[outlet % 5]
    report_id = hashlib.sha256(name.encode()).hexdigest()
    text = ""
    claims: list[Claim] = []
    for telling in tellings:
        said = _said(world, telling, language, day)
        quote = _quote(telling, language, said)
        known: dict[str, Any] = {
            "report_id": report_id, "start": len(text), "end": len(text) + len(quote) - 1, "quote": quote[:-1],
            "event_type": telling.event.kind[0], "sub_event_type": telling.event.kind[1], "count_basis": "exact",
            "perpetrator": (telling.event.actor,), "claimed_by": (telling.root,), "confidence": 0.6,
            "extractor_version": "made", "words": _passage(world, telling.event),
        }  # fmt: skip
        claims += [Claim(**{**known, **one}) for one in said]
        text += quote
    numbered = [replace(c, claim_id=_id(f"{name}-{n}")) for n, c in enumerate(claims)]
    whole = {c.claim_id: n.claim_id for c, n in zip(claims, numbered, strict=True)}
    numbered = [replace(c, part_of=whole[c.part_of]) if c.part_of else c for c in numbered]
    report = MadeReport(report_id, name, f"Outlet {outlet}", day, text, text[:60], language)
    return report, numbered


def _said(world: World, telling: _Telling, language: str, day: dt.date) -> list[dict[str, Any]]:
    """The fields of each claim that a telling makes."""
    event, chance = telling.event, world.chance
    marks = f"{event.number}-{telling.count}"
    if telling.count is not None:
        since = {"since": event.day, "date_start": event.day} if chance.random() < 0.6 else {}
        return [
            {"claim_id": marks, "place": event.place, "place_as_written": event.place.name, "unit": "killed",
             "low": telling.count, "high": telling.count, "category": "civilians", "cumulative": True, "role": "total",
             "date_end": day, "date_precision": "days", **since},
        ]  # fmt: skip
    told = {**_where(world, event, language), **_when(world, event, day), "victim": (event.victims,)}
    draw = chance.random()
    if draw < 0.05:
        told |= {"background": True} if draw < 0.03 else {"status": "denied"}
    killed = max(0, event.killed + (chance.choice((-2, -1, 1, 3)) if chance.random() < 0.2 else 0))
    if event.kind[1] == "Arrests" or chance.random() < 0.15:
        said = [{**told, "claim_id": marks, "count_basis": "none"}]
    else:
        bounds = {"low": killed, "high": None if chance.random() < 0.15 else killed}
        said = [{**told, **bounds, "claim_id": marks, "unit": "killed", "category": event.category}]
        if killed > 3 and chance.random() < 0.3:
            some = chance.randint(1, killed - 1)
            part = {"low": some, "high": some, "unit": "killed", "category": "children", "role": "part"}
            said.append({**told, **part, "claim_id": f"{marks}-part", "part_of": marks})
    if event.injured and chance.random() < 0.4:
        hurt = {"low": event.injured, "high": event.injured, "unit": "injured", "category": event.category}
        said.append({**told, **hurt, "claim_id": f"{marks}-hurt"})
    return said


def _where(world: World, event: _Event, language: str) -> dict[str, Any]:
    """The place as told: as it is, or the area it lies in, or a name that was not resolved, or none."""
    draw, place = world.chance.random(), event.place
    written = place.name_ar if language == "ar" else place.name
    if draw < 0.84:
        return {"place": place, "place_as_written": written}
    if draw < 0.93:
        area = world.area_of[place.admin1 or ""]
        return {"place": area, "place_as_written": area.name}
    return {"place_as_written": written} if draw < 0.97 else {}


def _when(world: World, event: _Event, day: dt.date) -> dict[str, Any]:
    """The days as told: the day, a few days, or none but the day of telling."""
    draw = world.chance.random()
    if draw < 0.75:
        return {"date_start": event.day, "date_end": event.day, "date_precision": "day"}
    if draw < 0.82:
        return {
            "date_start": event.day - dt.timedelta(days=2),
            "date_end": event.day,
            "date_precision": "days",
        }
    return {"date_end": day} if draw < 0.93 else {}


def _quote(telling: _Telling, language: str, said: Sequence[dict[str, Any]]) -> str:
    event = telling.event
    figure = next((one["low"] for one in said if one.get("low") is not None), 0)
    written = next((one["place_as_written"] for one in said if one.get("place_as_written")), "the area")
    word = event.words[0] if language == "en" else event.words[1]
    return _SAYS[language].format(
        n=figure, who=event.victims, by=event.actor, place=written, word=word, root=telling.root
    )


def _passage(world: World, event: _Event) -> tuple[str, ...]:
    """The event's own words, the place that is mentioned, and names that any passage may tell."""
    others = (_word(OTHER_NAMES + world.chance.randrange(world.names)) for _ in range(4))
    return tuple(sorted({*event.words, *others, f"{MENTIONED}{event.place.place_id}"}))


# --- names ---


def _id(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:24]


def _name(number: int, language: str) -> str:
    """Another name for each number."""
    openings, endings = _OPENINGS[language], _ENDINGS[language]
    name = openings[number % len(openings)] + endings[number // len(openings) % len(endings)]
    more = number // (len(openings) * len(endings))
    while more:
        name += endings[more % len(endings)]
        more //= len(endings)
    return name.capitalize()


def _word(number: int) -> str:
    """A rare word: another one for each number."""
    return "".join("bdfgklmnprstvz"[int(d, 16) % 14] + "aeiou"[int(d, 16) % 5] for d in f"{number:x}") + "ul"


def _area(number: int) -> Place:
    country = ("SY", "LB", "IQ", "JO", "SD", "YE", "ML")[number // 14 % 7]
    name = f"{_name(number, 'en')} governorate"
    return Place(
        place_id=f"made:area{number}", name=name, kind="admin", geo_precision="governorate", country=country,
        admin1=name, lat=_spread(number, 2, 30, 36), lon=_spread(number, 3, 36, 44),
    )  # fmt: skip


def _town(number: int, area: Place) -> Place:
    """A town within some 60 km of its area's middle."""
    middle = (area.lat or 0.0, area.lon or 0.0)
    return Place(
        place_id=f"made:{number}", name=_name(number, "en"), name_ar=_name(number, "ar"), kind="settlement",
        geo_precision="settlement", country=area.country, admin1=area.admin1, admin2=f"{area.name} {number % 5}",
        lat=middle[0] + _spread(number, 5, -0.5, 0.5), lon=middle[1] + _spread(number, 7, -0.5, 0.5),
    )  # fmt: skip


def _spread(number: int, base: int, low: float, high: float) -> float:
    """The number's turn in Halton's sequence, between low and high."""
    share, step = 0.0, 1 / base
    while number:
        share, number, step = share + number % base * step, number // base, step / base
    return low + share * (high - low)
