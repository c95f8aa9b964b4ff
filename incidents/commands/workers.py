"""Work spread over processes: results in the order of the work, each as soon as it and all before it are there."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from queue import SimpleQueue
from threading import Semaphore, Thread
from typing import TypeVar

from incidents.errors import IncidentsError

Item = TypeVar("Item")
Result = TypeVar("Result")
MOST = 4
"""Processes that are started unless more are asked for: each takes some 300 MiB."""
_AHEAD = 8
"""Items that may wait for each process, so that none is idle while another is at a long one."""


def usual_number() -> int:
    """Processes that make use of this machine: one for each processor, but not many."""
    return min(
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, MOST
    )


def in_order(
    work: Callable[[Item], Result], items: Iterable[Item], deliver: Callable[[Result], None], jobs: int
) -> None:
    """Deliver `work(item)` of each item; items may come slowly, and none waits for the next to come.

    work: a function of a module, or a `partial` of one, since it is sent to the processes.  deliver: called in another
    thread.  jobs: how many processes there may be; one is started only where all others are busy.
    Raises what `work` or `deliver` raises first, and IncidentsError when a process ends by itself.
    """
    waiting: SimpleQueue[Future[Result] | None] = SimpleQueue()
    room = Semaphore(jobs * _AHEAD)
    failures: list[BaseException] = []

    def deliver_all() -> None:
        while (future := waiting.get()) is not None:
            try:
                if failures:
                    future.cancel()
                else:
                    deliver(future.result())
            except Exception as problem:  # noqa: BLE001 - raised below
                failures.append(problem)
            room.release()

    # Forking is no way to share what has threads and an open database.
    pool = ProcessPoolExecutor(jobs, get_context("spawn"), initializer=_end_with_parent)
    deliverer = Thread(target=deliver_all)
    deliverer.start()
    try:
        for item in items:
            room.acquire()
            if failures:
                break
            waiting.put(pool.submit(work, item))
    except BaseException as problem:  # noqa: BLE001 - raised below
        failures.append(problem)
    waiting.put(None)
    deliverer.join()
    pool.shutdown()
    if failures and isinstance(failures[0], BrokenProcessPool):
        raise IncidentsError(
            "a process that read reports was ended from outside, perhaps for want of memory: give a smaller --jobs."
        )
    if failures:
        raise failures[0]


def _end_with_parent() -> None:
    """A process ends when the one that started it does, however that ends; Ctrl-C is for that one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_wait_for_parent, daemon=True).start()


def _wait_for_parent() -> None:
    if parent := parent_process():
        parent.join()
        os._exit(0)
