"""`python -m incidents.languages` writes the table of README.md anew."""

from incidents.languages.schema import write_readme

write_readme()
