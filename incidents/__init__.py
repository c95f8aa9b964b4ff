"""Reports in, claims and incidents out: see DESIGN.md for the words and the way through the house."""

__version__ = "0.1.0"
