"""What all commands share: the data folder, dates on the command line, how problems are told."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, Self

from incidents.workspace import default_data_dir

if TYPE_CHECKING:
    from tqdm import tqdm

OK, PROBLEMS, USAGE = 0, 1, 2
"""Exit codes: all well; something was wrong with some of the input; the command was not understood."""

Command = Callable[[argparse.Namespace], int]


def add_command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, run: Command, text: str
) -> argparse.ArgumentParser:
    """A command with its `--data` option; `text` is its help."""
    parser = commands.add_parser(name, help=text, description=text)
    parser.add_argument(
        "--data",
        type=Path,
        default=default_data_dir(),
        metavar="DIR",
        help="folder of the ledger and the gazetteer index (else INCIDENTS_DATA, else data/workspace)",
    )
    parser.set_defaults(run=run)
    return parser


def day(value: str) -> dt.date:
    """A date on the command line."""
    try:
        return dt.date.fromisoformat(value)
    except ValueError as problem:
        raise argparse.ArgumentTypeError(f"{value!r} is not a date: write YYYY-MM-DD") from problem


def positive(written: str) -> int:
    """A whole number above zero on the command line."""
    if not written.isdecimal() or int(written) < 1:
        raise argparse.ArgumentTypeError(f"{written} is not a whole number above zero")
    return int(written)


def say(message: str) -> None:
    """One line on standard error."""
    print(message, file=sys.stderr, flush=True)


class Bar:
    """Progress bars on standard error, one for each thing that is being done."""

    def __init__(self) -> None:
        self._bars: dict[str, tqdm[NoReturn]] = {}

    def __call__(self, name: str, done: int, total: int | None) -> None:
        """`done` of `total` (None: not known) are done."""
        bar = self._bars.get(name)
        if bar is None:
            from tqdm import tqdm

            bar = self._bars[name] = tqdm(desc=name, total=total, disable=None, leave=False)
        bar.total = total
        bar.update(done - bar.n)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        for bar in self._bars.values():
            bar.close()
