"""Where the figures of a row come from: its independent voices, and the tree root → relay → outlet; escaped."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping

from incidents.dashboard.figures import people
from incidents.dashboard.grading import codes
from incidents.dashboard.words import plain, say
from incidents.ledger import Grade
from incidents.linking.attribution import Branch
from incidents.linking.roots import Voice
from incidents.linking.told import Told


def voices_line(voices: Iterable[Voice]) -> str:
    """How many voices there are, and which roots are one, in Markdown."""
    found = tuple(voices)
    names = [
        voice.name
        if voice.roots == (voice.name,)
        else say("attribution.of_body", body=voice.name, roots=", ".join(voice.roots))
        for voice in found
    ]
    printing = [
        say("attribution.relays", names=plain(", ".join(voice.relays)), voice=plain(voice.name))
        for voice in found
        if voice.relays
    ]
    told = f"**{say('attribution.voices', n=len(found))}**: {' · '.join(plain(name) for name in names)}."
    return " ".join((told, *printing))


def tree_html(branches: Iterable[Branch], grades: Mapping[str, Grade]) -> str:
    """The tree as nested lists; a report shows its figures, not its fingerprint."""
    return (
        f'<ul style="margin:0;padding-inline-start:1.2em">{"".join(_item(b, grades) for b in branches)}</ul>'
    )


def _item(branch: Branch, grades: Mapping[str, Grade]) -> str:
    if branch.layer == "report":
        return f"<li>{html.escape('; '.join(dict.fromkeys(map(_figure, branch.claims))))}</li>"
    name = f"<bdi>{html.escape(branch.name)}</bdi>"
    name = f"<b>{name}</b>" if branch.layer == "root" else name
    grade = f" <small>[{html.escape(code)}]</small>" if (code := codes(grades.get(branch.name))) else ""
    return f"<li>{name}{grade}{tree_html(branch.branches, grades)}</li>"


def _figure(t: Told) -> str:
    claim = t.claim
    return people(claim.low, claim.high, claim.category, claim.unit) if claim.has_figure else claim.event_type
