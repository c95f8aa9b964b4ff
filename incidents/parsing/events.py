"""What kind of event a clause tells, in ACLED's types (codebook of 2024), and whether it happened at all."""

from __future__ import annotations

from incidents.languages import EventKind, Mark
from incidents.model import Category, Status, Unit
from incidents.parsing.text import SEMICOLONS, Sentence

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


def kind_of_figure(s: Sentence, unit: Unit, category: Category, start: int, end: int) -> EventKind:
    """The event behind a figure: told by the unit, by a remote weapon in the sentence, or by who was hurt."""
    if unit in _BY_UNIT:
        return _BY_UNIT[unit]
    marks = s.of("event")
    remote = [m for m in marks if m.value.type == REMOTE]
    if remote:
        told: EventKind = remote[0].value
        return told
    if category in ("security_forces", "fighters"):
        return _BATTLE
    near = sorted(
        (m for m in marks if m.value.type in ("Violence against civilians", "Battles")),
        key=lambda m: _gap(m, start, end),
    )
    if category == "unspecified" and near:
        kind: EventKind = near[0].value
        return kind
    return next((m.value for m in near if m.value.type == "Violence against civilians"), ATTACK)


def of_one_event(kinds: list[EventKind]) -> EventKind:
    """The kind of an event whose victims are told in one list: by a remote weapon, else against civilians if any."""
    remote = [kind for kind in kinds if kind.type == REMOTE]
    civil = [kind for kind in kinds if kind.type == ATTACK.type]
    return (remote or civil or kinds)[0]


def is_arrest(kind: EventKind) -> bool:
    """Arrests come after what they are made for, so that they never share its day by themselves."""
    return kind.sub == "Arrests"


def family(kind: EventKind) -> str:
    """Kinds that one sentence tells as one event."""
    return "violence" if kind.type in VIOLENT and not kind.sub.startswith("Abduction") else kind.sub


def _gap(mark: Mark, start: int, end: int) -> int:
    return max(mark.start - end, start - mark.end, 0)


def kind_of_happening(s: Sentence, mark: Mark) -> EventKind:
    """The event that a word tells; an attack on armed targets is a battle (ACLED)."""
    kind: EventKind = mark.value
    if kind.sub == "Attack" and s.first("armed_target", max(0, mark.start - 8), mark.end + 8):
        return _BATTLE
    return kind


def standing(s: Sentence, start: int, end: int) -> Status | None:
    """Did what tokens [start, end) tell happen?  Denied and threatened are told apart; None: it tells nothing."""
    if s.of("status.unreal"):
        return None
    if _before(s, "status.denied", start, 30):
        return "denied"
    if _before(s, "status.threatened", start, 8):
        return "threatened"
    hypothetical = _before(s, "status.hypothetical", start, 4) or s.first("status.hypothetical", start, end)
    if hypothetical:
        perfect = s.any_word_in("perfect", hypothetical.end, hypothetical.end + 2)
        return "alleged" if perfect else None
    apart = s.last("role.apart", max(0, start - 4), start)
    if not apart and (_before(s, "status.negation", start, 2) or s.first("status.negation", start, end)):
        return None
    if _before(s, "status.alleged", start, 20) or s.first("status.alleged", start, end):
        return "alleged"
    if _before(s, "status.confirmed", start, 8):
        return "confirmed"
    return "reported"


def _before(s: Sentence, group: str, index: int, reach: int) -> Mark | None:
    mark = s.last(group, max(0, index - reach), index)
    if mark and any(s.word(i) in SEMICOLONS for i in range(mark.end, index)):
        return None
    return mark
