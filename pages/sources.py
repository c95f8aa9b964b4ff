"""The sources: outlets and roots, who draws on whom, and their grades."""

from incidents.dashboard import entry, sources_page

entry.through_app()
sources_page.show()
