"""What a model is asked about a piece of a text: made from question.toml, and the same each time."""

from __future__ import annotations

import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from incidents.model import UNITS

_RULE = "=" * 20


def request(model: str, text: str) -> dict[str, Any]:
    """The body of a request of chat completions that asks a model for the claims of a text."""
    asked = _question()
    messages = [{"role": "system", "content": _task()}]
    for example in asked["example"]:
        messages += [
            {"role": "user", "content": _framed(example["text"])},
            {"role": "assistant", "content": _answer(example["claims"])},
        ]
    messages.append({"role": "user", "content": _framed(text)})
    return {
        "model": model,
        "messages": messages,
        "temperature": 0,
        "seed": 0,
        "max_tokens": asked["most_tokens"],
        "stream": False,
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "claims", "strict": True, "schema": schema()},
        },
    }


def schema() -> dict[str, Any]:
    """The JSON schema of an answer."""
    fields = {field["name"]: _kind(field) for field in _question()["field"]}
    return _object({"claims": {"type": "array", "items": _object(fields)}})


def _object(fields: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": fields, "required": [*fields], "additionalProperties": False}


def _kind(field: dict[str, Any]) -> dict[str, Any]:
    kind: dict[str, Any] = {"type": [field["type"], "null"] if field["nullable"] else field["type"]}
    return kind | {"enum": [*UNITS, None]} if field.get("choices") == "units" else kind


@cache
def _question() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("question.toml").read_text(encoding="utf-8"))


def _task() -> str:
    units = ", ".join(UNITS)
    fields = [f"- {field['name']}: {field['says'].format(units=units)}" for field in _question()["field"]]
    return "\n".join([_question()["task"].strip(), *fields])


def _framed(text: str) -> str:
    return f"{_RULE}\n{text}\n{_RULE}"


def _answer(claims: list[dict[str, Any]]) -> str:
    """An answer as it is wanted; what an example leaves out is null, which TOML cannot write."""
    names = [field["name"] for field in _question()["field"]]
    return json.dumps({"claims": [{n: claim.get(n) for n in names} for claim in claims]}, ensure_ascii=False)
