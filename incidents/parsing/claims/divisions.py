"""Governorates behind names: lists by governorate, and the area that several places share."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from incidents.model import Place
from incidents.parsing.claims.drafts import Draft
from incidents.parsing.scene.narrative import Spot

_LONG_LIST = 3
"""So many governorates told one after another are no row of cities."""


class Divisions(Protocol):
    """What is asked about first-level divisions."""

    def governorate(self, place: Place) -> Place | None:
        """The first-level division that a place lies in."""

    def around(self, place: Place) -> Place | None:
        """The smallest area that the land around a settlement is told by."""

    def namesake(self, place: Place) -> Place | None:
        """The first-level division that bears the name of a settlement in it."""


def common_area(spot: Spot | None, known: Divisions) -> Spot | None:
    """Several places under one figure stand for the governorate that all lie in, where the text names no area.

    What lies beside settlements is given the areas around them, since it is in none of them.
    """
    if spot and spot.beside:
        spot = _areas_around(spot, known)
    if spot is None or spot.place or not spot.places:
        return spot
    areas = {known.governorate(place) for place in spot.places}
    return replace(spot, place=areas.pop()) if len(areas) == 1 else spot


def _areas_around(spot: Spot, known: Divisions) -> Spot:
    """ "North of Jableh" is Jableh's district; a road between two towns is in the areas around both."""
    towns = spot.places or (spot.place,)
    areas = tuple(dict.fromkeys(area for town in towns if town and (area := known.around(town))))
    named = spot.place if spot.places else None
    if len(areas) > 1:
        return replace(spot, place=named, places=areas, beside=False)
    return replace(spot, place=next(iter(areas), named), places=(), beside=not areas)


def divisions_of_list(drafts: list[Draft], known: Divisions) -> None:
    """Read "98 in Latakia and 62 in Tartus" by governorate, in place, where a list names nothing else.

    Plain "Latakia" is the city; but the parts of a count over a whole area, or a list of three and more
    that are all named after governorates, are that area's governorates.
    """
    wholes = [d.parent for d in drafts if d.parent]
    told = [d for d in drafts if d.count and d.own_place and not any(d is whole for whole in wholes)]
    listed = [d for d in told if d.spot and d.spot.place and not d.spot.places]
    divisions = [_division(d, known) for d in listed]
    of_area = [d for d in listed if d.parent and d.parent.spot and not d.parent.spot.is_point]
    chained = sum(d.count is not None and d.count.inherited for d in listed)
    places = {d.spot.place.place_id for d in listed if d.spot and d.spot.place}
    is_list = len(of_area) >= 2 or (len(listed) >= _LONG_LIST and chained >= _LONG_LIST - 1)
    if len(places) < 2 or not is_list or not all(divisions):
        return
    for draft, division in zip(listed, divisions, strict=True):
        if draft.spot and division:
            draft.spot = Spot(division, draft.spot.as_written, reason=draft.spot.reason).by("division")


def _division(draft: Draft, known: Divisions) -> Place | None:
    """The governorate of the same name as a draft's place, or the governorate that it already is."""
    place = draft.spot.place if draft.spot else None
    if place is None or place.geo_precision == "governorate":
        return place
    return known.namesake(place)
