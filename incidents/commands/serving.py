"""`incidents serve`: the dashboard in the browser."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import NoReturn

from incidents.commands.common import USAGE, add_command, say
from incidents.workspace import VARIABLE, checkout

HOST = "127.0.0.1"


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = add_command(commands, "serve", serve, "open the dashboard, on this machine only")
    parser.add_argument("--port", type=int, default=8501)


def serve(args: argparse.Namespace) -> int:
    """Become Streamlit; come back only when that is not possible."""
    root = checkout()
    if root:
        _become_streamlit(root, args.data.resolve(), args.port)
    say("incidents serve: app.py is not beside the package: run it from a checkout of the project")
    return USAGE


def _become_streamlit(root: Path, data_dir: Path, port: int) -> NoReturn:
    """In place of this process, so that signals and the exit code are Streamlit's own."""
    os.environ[VARIABLE] = str(data_dir)
    os.chdir(root)  # where Streamlit looks for .streamlit/config.toml
    options = ["--server.address", HOST, "--server.port", str(port)]
    os.execv(sys.executable, [sys.executable, "-m", "streamlit", "run", "app.py", *options])  # noqa: S606
