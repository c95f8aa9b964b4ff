"""The sentence about size, which every way in shares."""

from __future__ import annotations


def over_limit(what: str, size_bytes: int | None, limit_bytes: int) -> str:
    """One sentence; `size_bytes` None when it was not read to its end."""
    size = f"has {megabytes(size_bytes)}" if size_bytes is not None else "is too large"
    return (
        f"{what} {size}, and the limit is {megabytes(limit_bytes)}: split it, or raise the limit "
        "(--limit-mb on the command line, server.maxUploadSize in .streamlit/config.toml)."
    )


def megabytes(size_bytes: int) -> str:
    """ "26.3 MB", "800 kB" or "12 bytes"."""
    if size_bytes >= 1024 * 1024:
        return f"{size_bytes / 1024 / 1024:.1f}".removesuffix(".0") + " MB"
    return f"{size_bytes / 1024:.0f} kB" if size_bytes >= 1024 else f"{size_bytes} bytes"
