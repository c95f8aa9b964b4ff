"""How a sentence becomes a claim: the rules and word lists."""

from incidents.dashboard import entry, method_page

entry.through_app(__file__)
method_page.show()
