"""The `incidents` command: see `incidents --help`, and DESIGN.md for what each command does.

Exit codes: 0 all well, 1 problems with some of the input, 2 the command was not understood.  What goes wrong is
told in one sentence on standard error.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Sequence

from incidents import __version__
from incidents.commands import GROUPS
from incidents.commands.common import PROBLEMS, say
from incidents.errors import IncidentsError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code."""
    args = _parser().parse_args(arguments)
    try:
        code: int = args.run(args)
        sys.stdout.flush()
    except IncidentsError as problem:
        say(f"incidents {args.command}: {problem}")
        return PROBLEMS
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    except BrokenPipeError:  # who read our output has heard enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 128 + signal.SIGPIPE
    except OSError as problem:
        say(
            f"incidents {args.command}: {problem.filename or 'input or output'}: {problem.strerror or problem}"
        )
        return PROBLEMS
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="incidents", description="Reports of killings in; who says what happened where and when out."
    )
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for group in GROUPS:
        group.add(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
