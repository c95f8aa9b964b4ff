"""`incidents second-opinion`: reports as JSON Lines in, what a model finds in them beside the parser out.

Off unless a person names an endpoint.  Nothing is stored; the parser's claims stay as they are.
"""

from __future__ import annotations

import argparse
import os
import sys
from itertools import count
from typing import TYPE_CHECKING, Any

from incidents.commands.common import OK, Bar, add_command, positive, say
from incidents.commands.streaming import doc_id_of, lines, put
from incidents.errors import IncidentsError

if TYPE_CHECKING:
    from incidents.opinion import Addition, Opinion

Record = dict[str, Any]


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "second-opinion",
        second_opinions,
        "reports as JSON Lines in, what a language model finds in them beside the parser out; nothing is stored",
    )
    parser.add_argument(
        "--endpoint",
        required=True,
        metavar="ADDRESS",
        help="base address of a server that speaks OpenAI's chat completions, as in http://127.0.0.1:8080/v1",
    )
    parser.add_argument("--model", required=True, metavar="NAME", help="the model's name on that server")
    parser.add_argument(
        "--allow-remote",
        action="store_true",
        help="let a server beyond this machine and its own network read the reports",
    )
    parser.add_argument(
        "--key-env", metavar="VARIABLE", help="the environment variable that holds the server's key"
    )
    parser.add_argument(
        "--timeout",
        type=positive,
        default=120,
        metavar="SECONDS",
        help="how long an answer may take (default: 120)",
    )


def second_opinions(args: argparse.Namespace) -> int:
    """Answer each document on standard input."""
    from incidents.opinion import open_endpoint, second_opinion
    from incidents.pipeline import open_parser, parsed
    from incidents.reading import read_line

    endpoint = open_endpoint(
        args.endpoint,
        allow_remote=args.allow_remote,
        key_variable=args.key_env,
        timeout_seconds=args.timeout,
        environment=os.environ,
        tell=say,
    )
    with Bar() as bar:
        parse = open_parser(args.data, bar)
        asked = count(1)

        def ask(body: Any) -> str:
            said = endpoint.ask(body)
            bar("texts asked about", next(asked), None)
            return said

        for number, line in enumerate(lines(sys.stdin.buffer), start=1):
            told: Record = {"doc_id": doc_id_of(line)}
            try:
                report = read_line(line, f"line {number}")
                told |= record(second_opinion(report, parsed(report, parse), args.model, ask))
            except IncidentsError as problem:
                told |= {"error": str(problem)}
            put(told)
    return OK


def record(opinion: Opinion) -> Record:
    """An opinion; also_found and not_found are indexes of the claims that `incidents parse` gives of the line."""
    return {
        "also_found": list(opinion.also_found),
        "not_found": list(opinion.not_found),
        "only_model": [_addition(one) for one in opinion.only_model],
        "refused": dict(opinion.refused),
    }


def _addition(one: Addition) -> Record:
    return {
        "start": one.start,
        "end": one.end,
        "evidence": one.quote,
        "unit": one.unit,
        "low": one.low,
        "high": one.high,
        "place_as_written": one.place_as_written,
    }
