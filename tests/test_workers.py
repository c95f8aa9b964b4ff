"""Work spread over processes."""

from __future__ import annotations

import math
import os
from queue import Queue

import pytest

from incidents.commands.workers import in_order, usual_number
from incidents.errors import IncidentsError


def test_results_come_in_the_order_of_the_work() -> None:
    given = [20_000, 3, 5_000, 0, 10_000, 1]
    told: list[int] = []
    in_order(math.factorial, given, told.append, jobs=2)
    assert told == [math.factorial(number) for number in given]


def test_a_result_does_not_wait_for_more_work() -> None:
    told: Queue[int] = Queue()

    def asked():
        for number in (1, -2, 3):
            yield number
            assert told.get(timeout=60) == abs(number)

    in_order(abs, asked(), told.put, jobs=2)


def test_what_goes_wrong_in_a_process_is_raised_here() -> None:
    told: list[float] = []
    with pytest.raises(ValueError, match=r"math domain error|nonnegative"):
        in_order(math.sqrt, [4.0, -1.0, 9.0], told.append, jobs=2)
    assert told == [2.0]


def test_what_goes_wrong_with_a_result_is_raised_here() -> None:
    def refuse(_: float) -> None:
        raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        in_order(math.sqrt, iter(lambda: 4.0, None), refuse, jobs=2)


def test_a_process_that_ends_by_itself_is_told_in_a_sentence() -> None:
    with pytest.raises(IncidentsError, match="smaller --jobs"):
        in_order(os._exit, [1] * 40, print, jobs=2)


def test_there_is_always_somebody_to_do_the_work() -> None:
    assert usual_number() >= 1
