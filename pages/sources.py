"""The sources: outlets and roots, who draws on whom, and their grades."""

from incidents.dashboard import entry, sources_page

entry.through_app(__file__)
sources_page.show()
