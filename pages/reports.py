"""The reports: adding them, their state, and their text with everything found in it marked."""

from incidents.dashboard import entry, reports_page

entry.through_app(__file__)
reports_page.show()
