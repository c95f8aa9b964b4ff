"""Where the data lie: the ledger, its generations and the gazetteer index."""

from __future__ import annotations

import os
from pathlib import Path

VARIABLE = "INCIDENTS_DATA"


def checkout() -> Path | None:
    """The folder this package was checked out into, with `app.py` and `seeds/`; None when installed without."""
    root = Path(__file__).resolve().parents[1]
    return root if (root / "app.py").is_file() and (root / "pyproject.toml").is_file() else None


def default_data_dir() -> Path:
    """The variable INCIDENTS_DATA, else data/workspace in the checkout or the current folder."""
    named = os.environ.get(VARIABLE)
    return Path(named) if named else (checkout() or Path.cwd()) / "data" / "workspace"
