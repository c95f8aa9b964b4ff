"""The numbers of people in a row: for each unit those for everybody, then those for some of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from incidents.exchange.importing.quantities import Quantity, quantity
from incidents.exchange.importing.row_cells import RowCells, RowError
from incidents.exchange.importing.words import CATEGORIES, Figure, unit_of
from incidents.model import UNITS, Category, Unit


class Counted(NamedTuple):
    """A figure of a row.  part: its people are in the row's figure of the same unit for everybody."""

    figure: Figure
    quantity: Quantity
    part: bool = False


def figures_of(cells: RowCells, category: Category | None) -> list[Counted]:
    """Every number of people in the row; category: of those whose column tells none.  Raises RowError."""
    out: list[Counted] = []
    for unit in UNITS:
        whole = _spread(cells, unit, None)
        some = {c: found for c in CATEGORIES if (found := _spread(cells, unit, c))}
        apart = len(some) > 1 and not whole
        for of, told in ((category, whole), *some.items()):
            for figure, number in _as_range(told) if apart else told:
                part = bool(whole) and figure.category is not None
                out.append(Counted(Figure(unit, of, figure.end), number, part))
    out += _long_figure(cells, category)
    names = [item.figure for item in out]
    if twice := next((figure for figure in names if names.count(figure) > 1), None):
        raise RowError(f"two columns tell the number of {twice.field.replace('_', ' ')}")
    return out


def _spread(cells: RowCells, unit: Unit, category: Category | None) -> list[tuple[Figure, Quantity]]:
    """What the cells for one kind of people say: a number, or its least, best and most."""
    told: dict[str, Quantity] = {}
    for end in ("", "low", "best", "high"):
        figure = Figure(unit, category, end)
        if figure.field in cells.mapping.columns and (number := _number(cells, figure.field)):
            told[end] = number
    base = Figure(unit, category).field
    open_above = f"{base}_high" in cells.mapping.columns
    return [(Figure(unit, category, end), q) for end, q in _ends(told, base, open_above)]


def _number(cells: RowCells, name: str) -> Quantity | None:
    number = cells.read(name, quantity)
    at = cells.table.index.get(cells.cell(name)[0])
    for column, first, last in cells.row.merged:
        if number and column == at:
            raise cells.wrong(
                name,
                f"the number is in a cell merged over rows {first} to {last}: whose it is cannot be told",
            )
    return number


def _ends(told: dict[str, Quantity], base: str, open_above: bool) -> Iterator[tuple[str, Quantity]]:
    """The cells of least, best and most as one range; a best within it as three claims, each what its cell says.

    open_above: is there a column for the most, so that an empty cell in it leaves the number open?
    """
    low = told["low"].low if "low" in told else None
    high = told["high"].high if "high" in told else None
    best = told.get("best") or told.get("")
    number = best.low if best and best.basis == "exact" else None
    if _above(low, number) or _above(number, high) or _above(low, high):
        raise RowError(f"the numbers of {base.replace('_', ' ')} do not go from the least to the most")
    if best and (number is None or (low is None and high is None)):
        yield "", best
    elif number is None or low == number:
        if low is not None or high is not None:
            is_open = high is None and (open_above or number is None)
            yield "", _ranged(low, high if high is not None or is_open else low)
    else:
        yield "", Quantity(number, number, "exact")
        if low is not None:
            yield "low", Quantity(low, None, "at_least")
        if high is not None and high > number:
            yield "high", Quantity(0, high, "up_to")


def _long_figure(cells: RowCells, category: Category | None) -> list[Counted]:
    """A number whose row says what happened to the people: columns "number" and "unit"."""
    number = _number(cells, "number")
    if number is None:
        return []
    text = cells.text("unit")
    unit = unit_of(text) if text else None
    if unit is None:
        what = f"“{text}” does not say" if text else "nothing says"
        raise cells.wrong("unit", f"{what} what happened to the people counted (killed, injured, …)")
    return [Counted(Figure(unit, category), number)]


def _above(low: int | None, high: int | None) -> bool:
    return low is not None and high is not None and low > high


def _ranged(low: int | None, high: int | None) -> Quantity:
    if low == high:
        return Quantity(low, high, "exact")
    if high is None:
        return Quantity(low, None, "at_least")
    return Quantity(low or 0, high, "range" if low else "up_to")


def _as_range(told: list[tuple[Figure, Quantity]]) -> list[tuple[Figure, Quantity]]:
    """Least, best and most as one range, where people of several kinds are to be added up."""
    if len(told) < 2:
        return told
    lows = [q.low for _, q in told if q.low is not None and q.basis != "up_to"]
    highs = [q.high for _, q in told if q.high is not None]
    return [(told[0][0]._replace(end=""), _ranged(min(lows), max(highs)))]
