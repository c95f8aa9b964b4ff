"""Bars of accounts: lengths in proportion, every number in words, names escaped, an overrun drawn and said."""

from __future__ import annotations

import re
from typing import Any

import pytest

from incidents.dashboard import account_bars as bars
from incidents.linking.accounts import Account
from incidents.linking.counts import Gap
from tests.linking.say import BANIYAS, COAST, MUKHTARIYAH, claim, march
from tests.linking.test_containment import totals

TOTAL: dict[str, Any] = {"place": COAST, "role": "total", "cumulative": True, "date_start": march(6),
                         "date_end": march(8), "since": march(6)}  # fmt: skip


def account(*parts: int, **total: Any) -> Account:
    places = [BANIYAS, MUKHTARIYAH]
    told = [claim(f"p{n}", n=size, place=places[n]) for n, size in enumerate(parts)]
    (made,) = totals([claim("all", **TOTAL, **total), *told])
    return made


def widths(html: str) -> list[float]:
    return [float(w) for w in re.findall(r"width:([\d.]+)%", html)]


def test_a_bar_is_as_long_as_its_people_and_says_them() -> None:
    made = bars.bar_html(bars.account_bar(account(60, 31, n=340)))
    assert widths(made) == pytest.approx([100 * 91 / 340, 100 * 249 / 340], abs=0.01)
    assert 'aria-label="91 placed on the map; 249 in no place that is told"' in made


def test_an_overrun_is_drawn_beyond_the_total_and_said() -> None:
    bar = bars.account_bar(account(40, 30, n=50))
    assert bar.over == 20
    made = bars.bar_html(bar)
    assert "parts exceed the total by 20" in made
    assert f"inset-inline-start:{100 * 50 / 70:.3f}%" in made


def test_open_numbers_are_said_as_at_least_and_up_to() -> None:
    assert "at least 309 in no place" in bars.bar_html(bars.account_bar(account(60, 31, low=400)))
    words = bars.say_gap(Gap(None, 309), "accounts.rest", "accounts.no_rest")
    assert words == "up to 309 in no place that is told"
    assert bars.say_gap(Gap(-5, 7), "accounts.rest", "accounts.no_rest").endswith(
        "may exceed the total by up to 5"
    )
    assert bars.say_gap(Gap(None, None), "accounts.rest", "accounts.no_rest").startswith("an unknown number")
    assert bars.say_gap(Gap(0, 0), "accounts.rest", "accounts.no_rest") == "nobody left over"


def test_names_from_reports_are_escaped() -> None:
    made = bars.bar_html(bars.Bar((bars.Segment(1, '<img src=x onerror="x">', "none"),)))
    assert "<img" not in made and "&lt;img" in made
