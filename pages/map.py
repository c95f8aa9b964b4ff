"""Incidents on a map, beside a timeline and the sources."""

from incidents.dashboard import entry, map_page

entry.through_app(__file__)
map_page.show()
