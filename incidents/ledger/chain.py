"""How one link of a chain hangs on the one before it."""

from __future__ import annotations

import hashlib

FIRST = "0" * 64
"""What stands in the place of a hash before the first."""


def next_hash(previous: str, record: str) -> str:
    """SHA-256, in hexadecimal, of the previous hash and the canonical JSON `record`."""
    return hashlib.sha256(f"{previous}\n{record}".encode("utf-8", "surrogatepass")).hexdigest()
