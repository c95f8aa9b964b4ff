"""Organisations: names folded, roots, and a file that is refused with the name of what is wrong in it."""

from __future__ import annotations

import pytest

from incidents.errors import LanguageError
from incidents.languages.organisations import known, publishing, read, relations, root

MINISTRY = '[[organisation]]\nname = "Defence Ministry"\naliases = ["وزارة الدفاع"]\nkind = "authority"\n'
STATE = '[[body]]\nname = "Government"\naliases = []\nkind = "authority"\n'


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[[organisation", "no TOML"),
        ("[[outlet]]\nname = 'A'", "'outlet'"),
        ("[[organisation]]\nname = 'A'\naliases = []", "'A' lacks 'kind'"),
        (MINISTRY + "relay = ['A']", "no key 'relay'"),
        (MINISTRY + "relays = 'A'", "relays is no list of texts"),
        (MINISTRY + "part_of = ['A']", "part_of is no text"),
        (MINISTRY.replace("authority", "ministry"), "no kind 'ministry'"),
        (MINISTRY + "part_of = 'Government'", "'Government' is the kept name of no other organisation"),
        (MINISTRY + "relays = ['Defence Ministry']", "'Defence Ministry' is the kept name of no other"),
        (MINISTRY + "[[body]]\nname = 'B'\naliases = ['وزارة الدفاع']\nkind = 'outlet'", "stands for both"),
        (
            MINISTRY + "part_of = 'Government'\n" + STATE + "part_of = 'Defence Ministry'",
            "Defence Ministry is part of Government is part of Defence Ministry",
        ),
    ],
)
def test_a_malformed_entry_is_refused_by_name(text: str, named: str) -> None:
    with pytest.raises(LanguageError, match=r"organisations\.toml") as refused:
        read(text)
    assert named in str(refused.value)


def test_outlets_may_print_each_other() -> None:
    two = "[[body]]\nname='{}'\naliases=[]\nkind='outlet'\nrelays=['{}']\n"
    assert len(read(two.format("A", "B") + two.format("B", "A")).bodies) == 2


def test_relations_name_organisations_by_their_kept_names() -> None:
    names = {o.name for o in known()}
    assert relations().part_of["SANA"] == relations().part_of["Defence Ministry"] == "Syrian government"
    assert {n for pair in relations().part_of.items() for n in pair} <= names
    assert {n for outlets in relations().relays.values() for n in outlets} <= names


def test_a_body_is_known_by_its_names_in_both_languages() -> None:
    assert (
        root(("the Syrian government",), "Daily")
        == root(("الحكومة السورية",), "Evening")
        == "Syrian government"
    )
    assert root(("SOHR",), "Daily") == root(("المرصد السوري",), "Evening")
    assert root(("وزارة الدفاع",), "Daily") == root(("Hassan Abdul Ghani",), "Daily") == "Defence Ministry"


def test_unnamed_sources_of_two_outlets_are_two_roots() -> None:
    assert root(("local sources",), "Daily") != root(("local sources",), "Evening")
    assert root(("Baniyas residents",), "Daily") != root(("Baniyas residents",), "Evening")
    assert root(("Latakia Documentation Centre",), "Daily") == root(
        ("Latakia Documentation Centre",), "Evening"
    )


def test_an_unnamed_source_is_of_whoever_heard_it() -> None:
    one = root(("a resident",), "Daily", ("Agence France-Presse",))
    assert one == root(("a resident",), "Evening", ("AFP",)) == "a resident (AFP)"
    assert root(("a resident",), "Evening", ("regional media",)) == "a resident (Evening)"


def test_an_outlets_own_count_is_its_own_root() -> None:
    assert root((), "Daily") == root(("Daily",), "Daily") == root(("our correspondent",), "Daily") == "Daily"
    assert root(("المراسل",), "الميادين (Al Mayadeen)") == root((), "Al Mayadeen")


@pytest.mark.parametrize(
    ("publisher", "kept"),
    [
        ("OHCHR, on Daily", "UN Human Rights Office"),
        ("Reuters (London)", "Reuters"),
        ("Agence France-Presse", "AFP"),
        ("The Daily, on air", "The Daily, on air"),
        ("Daily (Evening)", "Daily (Evening)"),
    ],
)
def test_a_publisher_is_known_by_its_line(publisher: str, kept: str) -> None:
    assert publishing(publisher) == root((), publisher) == kept
