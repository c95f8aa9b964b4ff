"""Claims in groups that nothing joins: what linking makes of one group does not hang on the claims of another."""

from __future__ import annotations

from collections.abc import Iterable

from incidents.linking.told import Reported, makes_row
from incidents.model import Claim


def independent(claims: Iterable[Claim], reports: Iterable[Reported] = ()) -> list[list[Claim]]:
    """The claims that make rows, in such groups; each claim is in one."""
    group = [c for c in claims if makes_row(c)]
    return [group] if group else []
