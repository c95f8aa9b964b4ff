"""Accounts as pictures and words: stacked bars in HTML, each with the same numbers in words; pure."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from incidents.dashboard.figures import days, figure, nice, people
from incidents.dashboard.words import label, palette, say
from incidents.linking.accounts import Account, Range
from incidents.linking.containment import Breakdown
from incidents.linking.counts import NOBODY, Count, Gap
from incidents.linking.entries import Entry

HATCH = "repeating-linear-gradient(45deg,{0} 0 3px,transparent 3px 7px)"
DOTS = "repeating-linear-gradient(90deg,{0} 0 4px,{1} 4px 6px)"
"""Fills that differ in form as well as in colour."""


@dataclass(frozen=True)
class Segment:
    """One piece of a bar.  size: people, for its length; words: what it stands for; fill: CSS background."""

    size: int
    words: str
    fill: str


@dataclass(frozen=True)
class Bar:
    """Pieces beside each other; total: where the total ends (None: there is none); is_open: it may be more."""

    segments: tuple[Segment, ...]
    total: int | None = None
    is_open: bool = False

    @property
    def over(self) -> int:
        """By how many people the pieces reach beyond the total."""
        return 0 if self.total is None else max(0, sum(s.size for s in self.segments) - self.total)


def account_bar(account: Account) -> Bar:
    """What is on the map, what is named but not on it, and what is left."""
    colours = palette()["accounts"]
    pieces = [
        Segment(
            account.placed.size, say("accounts.placed", figure=number(account.placed)), colours["placed"]
        ),
        Segment(
            account.not_placed.size,
            say("accounts.not_placed", figure=number(account.not_placed)),
            DOTS.format(colours["not_placed"], colours["not_placed_gap"]),
        ),
    ]
    pieces = [piece for piece, count in zip(pieces, (account.placed, account.not_placed), strict=True)
              if count != NOBODY]  # fmt: skip
    if account.total is None or account.remainder is None:
        return Bar(tuple(pieces))
    total = account.total.entry.count
    return _with_rest(pieces, total, say_gap(account.remainder, "accounts.rest", "accounts.no_rest"))


def breakdown_bar(breakdown: Breakdown, whole: Count) -> Bar:
    """The parts of one breakdown, and what is in none of them."""
    colours = palette()["accounts"]["parts"]
    pieces = [
        Segment(part.entry.count.size, number(part.entry.count), colours[n % len(colours)])
        for n, part in enumerate(breakdown.parts)
    ]
    return _with_rest(
        pieces, whole, say_gap(breakdown.remainder, "accounts.none_of_these", "accounts.adds_up")
    )


def _with_rest(pieces: Sequence[Segment], total: Count, words: str) -> Bar:
    left = total.size - sum(piece.size for piece in pieces)
    rest = Segment(max(0, left), words, HATCH.format(palette()["accounts"]["rest"]) if left > 0 else "none")
    return Bar((*pieces, rest), total.size, total.high is None)


def number(count: Count) -> str:
    """ "at least 60", "52", "4,500 to 5,500"."""
    return figure(count.low, count.high)


def say_gap(gap: Gap, left: str, nothing: str) -> str:
    """What is left in words; keys of strings for people left and for nobody left."""
    if gap.overrun:
        return say("accounts.over", figure=number(gap.overrun))
    if gap == Gap(0, 0):
        return say(nothing)
    if gap.high is None and (gap.low or 0) <= 0:
        return say(left, figure=say("accounts.unknown"))
    words = say(left, figure=figure(max(gap.low or 0, 0), gap.high))
    if gap.low is not None and gap.low < 0:
        words += say("accounts.may_exceed", n=-gap.low)
    return words


def bar_html(bar: Bar, height_em: float = 1.5, scale: int = 1) -> str:
    """The bar as an image with its words for screen readers, and the words with their colours below it.

    scale: people that the whole width stands for, where the bar itself holds fewer.
    """
    colours = palette()["accounts"]
    scale = max(sum(s.size for s in bar.segments), bar.total or 0, scale)
    frame = colours["line"] if bar.total is not None else "transparent"
    fade = "-webkit-mask-image:linear-gradient(90deg,#000 70%,transparent);" if bar.is_open else ""
    pieces = "".join(
        f'<span style="width:{100 * s.size / scale:.3f}%;background:{s.fill};{fade if s is bar.segments[-1] else ""}'
        f'border-inline-end:{1 if s.size else 0}px solid {colours["line"]}"></span>'
        for s in bar.segments
    )
    if bar.over and bar.total is not None:
        left = 100 * bar.total / scale
        pieces += (
            f'<span style="position:absolute;inset-block:0;inset-inline-start:{left:.3f}%;inset-inline-end:0;'
            f'background:{HATCH.format(colours["over"])};border-inline-start:3px solid {colours["over"]}"></span>'
        )
    words = html.escape("; ".join(s.words for s in bar.segments))
    box = f"display:flex;position:relative;overflow:hidden;height:{height_em}em;border:1px solid {frame}"
    return f'<div role="img" aria-label="{words}" style="{box}">{pieces}</div>{_key(bar.segments)}'


def _key(segments: Iterable[Segment]) -> str:
    swatch = "width:0.8em;height:0.8em;margin-inline-end:0.4em;flex:none;align-self:center"
    swatch += f";border:1px solid {palette()['accounts']['line']}"
    items = "".join(
        '<span style="display:inline-flex">'
        + (f'<i style="{swatch};background:{s.fill}"></i>' if s.size else "")
        + f"<bdi>{html.escape(s.words)}</bdi></span>"
        for s in segments
    )
    line = "display:flex;flex-wrap:wrap;gap:0.1em 1.1em;font-size:0.85em;margin:0.25em 0 0.1em"
    return f'<div aria-hidden="true" style="{line}">{items}</div>'


def range_html(one: Range) -> str:
    """A line from the lowest to the highest total, with a mark for each source, and the sources in words."""
    colours = palette()["accounts"]
    totals = sorted(
        ((a.total.entry, a.root) for a in one.accounts if a.total), key=lambda t: (t[0].count.low, t[1])
    )
    scale = 1.04 * max(entry.count.size for entry, _ in totals)

    def at(entry: Entry, thick: int, colour: str) -> str:
        start, wide = 100 * entry.count.low / scale, 100 * (entry.count.size - entry.count.low) / scale
        return (
            f'<span style="position:absolute;inset-block:{thick}px;inset-inline-start:{start:.3f}%;'
            f'width:max({wide:.3f}%,4px);background:{colour}"></span>'
        )

    left, right = 100 * one.low / scale, 100 * (one.high or scale) / scale
    band = (
        f'<span style="position:absolute;inset-block:5px;inset-inline-start:{left:.3f}%;'
        f'width:{right - left:.3f}%;background:{colours["range"]}"></span>'
    )
    words = [
        say("accounts.of_root", figure=number(e.count), root=root, date=nice(e.day)) for e, root in totals
    ]
    items = "".join(f"<bdi>{html.escape(w)}</bdi>" for w in words)
    box = f"position:relative;height:1.1em;border-bottom:1px solid {colours['line']}"
    key = "display:flex;flex-wrap:wrap;gap:0.1em 1.1em;font-size:0.85em;margin:0.25em 0 0.4em"
    marks = "".join(at(entry, 1, colours["placed"]) for entry, _ in totals)
    said = html.escape("; ".join(words))
    return (
        f'<div role="img" aria-label="{said}" style="{box}">{band}{marks}</div>'
        f'<div aria-hidden="true" style="{key}">{items}</div>'
    )


# --- words ---


def told(entry: Entry) -> str:
    """The figure with who is counted: "at least 124 people killed"."""
    return people(entry.count.low, entry.count.high, entry.category, label("unit", entry.unit))


def where(entry: Entry) -> str:
    """The places of a figure, as known or as written."""
    names = dict.fromkeys(place.name for place in entry.places)
    return " + ".join(names) or entry.place_as_written or say("accounts.nowhere")


def line(entry: Entry) -> str:
    """A figure in one line: how many, where, which days."""
    return " · ".join(part for part in (told(entry), where(entry), days(entry.start, entry.end)) if part)


def told_on(entry: Entry) -> str:
    """When the figure was told."""
    return say("accounts.told_on", date=nice(entry.day))
