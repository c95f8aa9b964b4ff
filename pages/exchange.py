"""Exchange: tables made elsewhere, taken in with their columns guessed and previewed."""

from incidents.dashboard import entry, exchange_page

entry.through_app(__file__)
exchange_page.show()
