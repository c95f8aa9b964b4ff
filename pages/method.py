"""How a sentence becomes a claim: the rules and word lists."""

from incidents.dashboard import entry, method_page

entry.through_app()
method_page.show()
