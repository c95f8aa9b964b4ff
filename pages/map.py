"""Incidents on a map, beside a timeline and the sources."""

from incidents.dashboard import entry, map_page

entry.through_app()
map_page.show()
