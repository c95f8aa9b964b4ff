"""What the program cannot decide, and what people decided."""

from incidents.dashboard import entry, review_page

entry.through_app(__file__)
review_page.show()
