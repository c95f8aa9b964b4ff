"""A town that a report's lead leaves unnamed ("a town in Homs province") and that it names a little later."""

from __future__ import annotations

from collections.abc import Sequence

from incidents.languages import Mark
from incidents.parsing.claims.drafts import Draft
from incidents.parsing.scene.narrative import Narrative, holds, is_led, precision_of, spot_of
from incidents.parsing.scene.place_names import is_town, tells_unnamed
from incidents.parsing.scene.positions import position
from incidents.parsing.text import Sentence

_SOON = 3
"""Sentences at most from the town without a name to its name."""


def name_towns(drafts: Sequence[Draft], sentences: Sequence[Sentence], where: Narrative) -> None:
    """Give what happened in "a town" of an area the one town that the next sentences name there, in place."""
    for draft in drafts:
        s = sentences[draft.sentence]
        if not (draft.own_place and _is_unnamed(s, draft, where)):
            continue
        town = _town(draft, sentences[s.index : s.index + _SOON + 1], where)
        if town:
            later, mark = town
            draft.spot = spot_of(later, mark).by("named_later")


def _is_unnamed(s: Sentence, draft: Draft, where: Narrative) -> bool:
    spot = draft.spot
    if spot is None or spot.place is None or spot.is_point or spot.places or spot.beside:
        return False
    return any(m.value.place == spot.place and tells_unnamed(s, m) for m in where.named[s.index])


def _town(draft: Draft, near: Sequence[Sentence], where: Narrative) -> tuple[Sentence, Mark] | None:
    """The only town that some sentences name, if it lies in the area and the first to name it tells of the event.

    Not the area's chief town, by which the area may be meant.
    """
    named = [(s, m) for s in near for m in where.named[s.index] if precision_of(m) in ("settlement", "exact")]
    if not named or len({m.value.place and m.value.place.place_id for _, m in named}) > 1:
        return None
    s, mark = named[0]
    area, town = draft.spot and draft.spot.place, mark.value.place
    if not (area and is_town(mark) and holds(area, town)) or town.name in (town.admin1, area.name):
        return None
    told = s.of("aftermath.words") or s.of("casualty.killed") or s.of("event")
    plain = is_led(s, mark) and position(s, mark) not in ("near", "beside")
    return (s, mark) if told and plain else None
