"""The hash chain over decisions: each row's hash covers the hash before it and its own canonical JSON.

Changing, removing or inserting a row in the middle breaks every hash after it.  Cutting rows off the end does
not; who wants to prove that nothing was cut keeps a copy of the last hash elsewhere.
"""

from __future__ import annotations

import hashlib

FIRST = "0" * 64
"""What the first decision has in the place of a previous hash."""


def next_hash(previous: str, record: str) -> str:
    """SHA-256, in hexadecimal, of the previous hash and the canonical JSON `record`."""
    return hashlib.sha256(f"{previous}\n{record}".encode()).hexdigest()
