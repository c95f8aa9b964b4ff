"""What the parser knows of languages and organisations, as data: TOML word lists and their readers.

A new language is a new `<code>.toml` that keeps to schema.toml; a new organisation is an entry in organisations.toml.
"""

from incidents.languages.language import EventKind, Language, Mark, available, load
from incidents.languages.tokens import normal

__all__ = ["EventKind", "Language", "Mark", "available", "load", "normal"]
