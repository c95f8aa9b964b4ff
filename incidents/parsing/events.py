"""What kind of event a clause tells, in ACLED's types (codebook of 2024), and whether it happened at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from incidents.languages import EventKind, Mark
from incidents.model import Category, Status, Unit
from incidents.parsing.counting.people import ARMED
from incidents.parsing.text import COMMAS, SEMICOLONS, Sentence

ATTACK = EventKind("Violence against civilians", "Attack")
_BATTLE = EventKind("Battles", "Armed clash")
_ABDUCTION = EventKind("Violence against civilians", "Abduction/forced disappearance")
_DISPLACEMENT = EventKind("Displacement", "Displacement")
_ARRESTS = EventKind("Strategic developments", "Arrests")
_BY_UNIT: dict[Unit, EventKind] = {
    "abducted": _ABDUCTION,
    "missing": _ABDUCTION,
    "displaced": _DISPLACEMENT,
    "arrested": _ARRESTS,
}
REMOTE = "Explosions/Remote violence"
VIOLENT = frozenset((ATTACK.type, _BATTLE.type, REMOTE))
_REACH = 8
"""Words at most between an attack and the post or the people that it hit."""
_FALSE_REACH = 12
"""Words at most from what is told to "are false"."""
_BOMBS = frozenset(("Suicide bomb", "Remote explosive/landmine/IED", "Grenade"))
_BESIDE = 12
"""Words at most between a bomb and the shooting that came with it."""
_CAME = 5
"""Words at most in "came two days after"."""
_GUN = 4
"""Words at most between a gun and what it did: "the gun accidentally went off"."""


class KindFound(NamedTuple):
    """The kind of an event, the rule that decided it, and the tokens [start, end) that it went by."""

    kind: EventKind
    rule: str
    at: tuple[int, int] = (0, 0)


class Standing(NamedTuple):
    """Whether something happened as the text has it, with the rule and the tokens that decided it."""

    status: Status
    rule: str
    at: tuple[int, int] = (0, 0)


def kind_of_figure(s: Sentence, unit: Unit, category: Category, start: int, end: int) -> KindFound:
    """The event behind a figure: told by the unit, by a remote weapon in the sentence, or by who was hurt."""
    if unit in _BY_UNIT:
        return KindFound(_BY_UNIT[unit], "event_type.unit", (start, end))
    marks = _beside_turn(s, s.of("event"), start)
    remote = next((m for m in marks if m.value.type == REMOTE and not _is_shot(s, m)), None)
    armed = category in ARMED
    if remote and (ground := _on_the_ground(s, remote)):
        kind = _BATTLE if armed else ATTACK
        return KindFound(kind, "event_type.assault", (ground.start, ground.end))
    if remote:
        return KindFound(remote.value, "event_type.weapon", (remote.start, remote.end))
    if armed:
        return KindFound(_BATTLE, "event_type.armed_victims", (start, end))
    violent = [m for m in marks if m.value.type in (ATTACK.type, _BATTLE.type)]
    violent = [m for m in violent if m.value != _ABDUCTION]  # who was killed beside it was attacked
    if category != "unspecified":
        violent = [m for m in violent if m.value.type == ATTACK.type]
    near = min(violent, key=lambda m: _gap(m, start, end), default=None)
    if near:
        return KindFound(near.value, "event_type.word", (near.start, near.end))
    return KindFound(ATTACK, "event_type.people_hurt", (start, end))


def _beside_turn(s: Sentence, marks: Sequence[Mark], start: int) -> Sequence[Mark]:
    """Where one event "came after" another, the words of the one that tokens from `start` are of."""
    turn = next(
        (m for m in s.of("series.subordinate") if s.has("retold.came", m.start - _CAME, m.start)), None
    )
    return [m for m in marks if (m.start < turn.start) == (start < turn.start)] if turn else marks


def _on_the_ground(s: Sentence, bomb: Mark) -> Mark | None:
    """The shooting or storming that a bombing goes with: "two car bombings and subsequent gunfire"."""
    if bomb.value.sub not in _BOMBS:
        return None
    return next((m for m in s.of("told.ground") if _go_together(s, *sorted((bomb, m), key=_start))), None)


def _start(mark: Mark) -> int:
    return mark.start


def _go_together(s: Sentence, one: Mark, other: Mark) -> bool:
    """Are two words of events near, with nothing between them that sets them apart, nor a place for each?"""
    between = one.end, other.start
    if other.start - one.end > _BESIDE or any(s.has(g, *between) for g in ("date", "retold.another")):
        return False
    if any(s.word(i) in SEMICOLONS for i in range(*between)):
        return False
    return not (s.has("toponym", *between) and s.has("toponym", other.end))


def of_one_event(kinds: list[EventKind]) -> EventKind:
    """The kind of an event whose victims are told in one list: by a remote weapon, else against civilians if any."""
    remote = [kind for kind in kinds if kind.type == REMOTE]
    civil = [kind for kind in kinds if kind.type == ATTACK.type]
    return (remote or civil or kinds)[0]


def is_arrest(kind: EventKind) -> bool:
    """Arrests come after what they are made for, so that they never share its day by themselves."""
    return kind.sub == "Arrests"


def family(kind: EventKind) -> str:
    """What kinds that may tell one event have in common: violence, or the sub-type."""
    return "violence" if kind.type in VIOLENT and not kind.sub.startswith("Abduction") else kind.sub


def _gap(mark: Mark, start: int, end: int) -> int:
    return max(mark.start - end, start - mark.end, 0)


def kind_of_happening(s: Sentence, mark: Mark) -> KindFound:
    """The event that a word tells; an attack on armed targets is a battle (ACLED)."""
    kind: EventKind = mark.value
    if kind.type == REMOTE and _is_shot(s, mark):
        return KindFound(ATTACK, "event_type.gun", (max(0, mark.start - _GUN), mark.end))
    ground = _on_the_ground(s, mark) if kind.type == REMOTE else None
    target = armed_target(s, mark) if kind.sub == ATTACK.sub or ground else None
    if target:
        return KindFound(_BATTLE, "event_type.armed_target", (target.start, target.end))
    if ground:
        return KindFound(ATTACK, "event_type.assault", (ground.start, ground.end))
    return KindFound(kind, "event_type.word", (mark.start, mark.end))


def _is_shot(s: Sentence, mark: Mark) -> bool:
    """Is it a gun that "went off" or "exploded", and no bomb?"""
    return s.has("told.firearm", max(0, mark.start - _GUN), mark.start)


def is_passive(s: Sentence, mark: Mark) -> bool:
    """Is it a verb in the passive, whose subject is the one that was hit?"""
    near = range(mark.start - 2, mark.start + 1)
    return s.at("told.noun", mark.start) is None and any(s.ending("grammar.be", i) for i in near)


def armed_target(s: Sentence, mark: Mark) -> Mark | None:
    """The armed people or posts that an attack hit: the subject of a passive, else the first object behind it."""
    if is_passive(s, mark):
        return s.last("armed_target", max(0, mark.start - _REACH), mark.start)
    on = next((i for i in range(mark.end, mark.end + _REACH) if s.word_in("hit", i)), None)
    for target in s.of("armed_target"):
        if not mark.end <= target.start < (on or mark.end) + _REACH:
            continue
        behind = on is not None and mark.end < on < target.start  # "an attack by rebels on a barracks"
        if behind or not s.has("grammar.agent", mark.end, target.start):
            return None if s.has("people.civilians", mark.end, target.start) else target
    return None


def standing(s: Sentence, start: int, end: int) -> Standing | None:
    """Did what tokens [start, end) tell happen?  Denied and threatened are told apart; None: it tells nothing."""
    if s.of("status.unreal") or s.has("status.verdict", start, end) or _sentenced(s, start):
        return None
    if denied := _denied(s, start) or _called_false(s, end):
        return _by(denied, "denied")
    threatened = _before(s, "status.threatened", start, 8) or _intended(s, start)
    if threatened and not _is_reason(s, threatened.end, start):
        return _by(threatened, "threatened")
    if _before(s, "status.counterfactual", start, 3) or s.at("status.counterfactual", end):
        return None
    hypothetical = _before(s, "status.hypothetical", start, 4) or s.first("status.hypothetical", start, end)
    own = hypothetical and any(
        s.covering(group, hypothetical.start) for group in ("date", "fate.killing", "bodies.seen")
    )
    if (
        hypothetical and not own
    ):  # "in May gunmen killed …", "could not save him", "can be seen on the ground"
        perfect = s.any_word_in("perfect", hypothetical.end, hypothetical.end + 2)
        at = hypothetical.start, hypothetical.end
        return Standing("alleged", "status.possible", at) if perfect else None
    apart = s.last("role.apart", max(0, start - 4), start)
    verb = start  # "no civilian has been killed"
    while s.covering("grammar.be", verb - 1):
        verb -= 1
    negations = [m for m in s.of("status.negation") if verb - 2 <= m.start < end]
    if not apart and not all(_is_modifier(s, m) for m in negations):
        return None
    if alleged := _before(s, "status.alleged", start, 20) or s.first("status.alleged", start, end):
        return _by(alleged, "alleged")
    if confirmed := _before(s, "status.confirmed", start, 8):
        return _by(confirmed, "confirmed")
    return Standing("reported", "status.reported")


def _denied(s: Sentence, start: int) -> Mark | None:
    """What denies it; not where the same sentence goes on to say something: "denied the report, saying …"."""
    denied = _before(s, "status.denied", start, 30)
    if denied is None:
        return None
    said = [
        m.start
        for group in ("say.say", "say.confirm", "say.goes_on")
        for m in s.of(group)
        if denied.end <= m.start < start
    ]
    free = [i for i in said if not s.at("grammar.relative", i - 1)]
    ends = [i for i in range(denied.end, max(free, default=0)) if _ends_clause(s, i)]
    return None if ends else denied


def _ends_clause(s: Sentence, index: int) -> bool:
    return s.word(index) in COMMAS or bool(s.at("grammar.and", index) or s.at("attribution.segment", index))


def _called_false(s: Sentence, end: int) -> Mark | None:
    """ "Reports that 40 people were killed in Jableh are false": told false in the same clause, without a comma."""
    false = s.first("status.false", end, end + _FALSE_REACH)
    if false is None or any(not s.tokens[i].is_word for i in range(end, false.start)):
        return None
    return None if s.first("series.subordinate", end, false.start) else false


def _sentenced(s: Sentence, start: int) -> bool:
    """«قضت محكمة بإعدام ثلاثة»: what a court means to be done."""
    told = s.at("status.infinitive", start) and _before(s, "status.sentenced", start, 8)
    return told is not None and told.end <= start


def _intended(s: Sentence, start: int) -> Mark | None:
    """ "Plans to kill", "threatened last month to kill", "aimed at killing": an intention, with the verb of it."""
    if aim := next(iter(s.ending("status.aim", start)), None):
        return aim
    told = s.at("status.infinitive", start - 1) or s.at("status.infinitive", start)
    meant = _before(s, "status.intended", start, 8) if told else None
    return meant if meant and all(s.tokens[i].is_word for i in range(meant.end, start)) else None


def _is_reason(s: Sentence, end: int, start: int) -> bool:
    """ "Urged caution after two people were shot": what happened before somebody asked for something."""
    led = s.last("status.reason", end, start)
    return led is not None and not s.ends_with("gerund", led.end)


def _by(mark: Mark, status: Status) -> Standing:
    return Standing(status, f"status.{status}", (mark.start, mark.end))


def _is_modifier(s: Sentence, negation: Mark) -> bool:
    """ "No fewer than 12", «ما لا يقل عن 12»; "did not survive" says itself what happened."""
    groups = ("modifier", "fate.killed", "fate.killing")
    return any(s.covering(group, negation.start) for group in groups)


def _before(s: Sentence, group: str, index: int, reach: int) -> Mark | None:
    mark = s.last(group, max(0, index - reach), index)
    if mark and any(s.word(i) in SEMICOLONS for i in range(mark.end, index)):
        return None
    return mark
