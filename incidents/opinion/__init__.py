"""A model's second opinion on what the parser found: asked for by a person, and of no weight for anything else.

`endpoint` asks a server that speaks OpenAI's chat completions, on this machine or its own network unless a person
allows another (`hosts`); `question` says what is asked, `pieces` how a long text is cut for it.  What comes back is
not trusted: `answers` takes in its shape, `comparing` keeps only what the text says itself (`written`).

Nothing is stored, merged or counted, and nothing but the command `second-opinion` imports this.
"""

from __future__ import annotations

from incidents.opinion.asking import second_opinion
from incidents.opinion.comparing import Addition, Opinion
from incidents.opinion.endpoint import Endpoint, open_endpoint
from incidents.opinion.errors import OpinionError

__all__ = ["Addition", "Endpoint", "Opinion", "OpinionError", "open_endpoint", "second_opinion"]
