"""The project's records as JSON, and back, for any dataclass made of plain types.

A date is written "2025-03-08", a time with its offset from UTC, bytes in base64, a tuple as a list, a record
as an object with every one of its fields.  Reading is strict: a value of the wrong type, a word that is not
in a code list or a field that the record does not have is a ValueError that names the field, so that what a
reviewer sends is checked by the record's own type hints.  A missing field takes its default.
"""

from __future__ import annotations

import base64
import dataclasses
import datetime as dt
import functools
import json
import types
from collections.abc import Callable, Hashable, Mapping
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")
Decoder = Callable[[Any], Any]


def canonical(value: object) -> str:
    """`value`, already JSON-able, as the one JSON text that stands for it: sorted keys, no spaces, real letters."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def to_json(value: object) -> Any:
    """A record, or anything a record may hold, as JSON-able data.  JSON-able data comes back equal."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, list | tuple | frozenset):
        return [to_json(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): to_json(item) for key, item in value.items()}
    if isinstance(value, dt.date):  # and dt.datetime, which is one
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {name: to_json(getattr(value, name)) for name in _field_names(type(value))}
    raise ValueError(f"a {type(value).__name__} cannot be written as JSON")


def from_json(cls: type[T], data: object) -> T:
    """The record of class `cls` that `data` (from `to_json`) describes; ValueError says which field is wrong."""
    record: T = _record_decoder(cast(Hashable, cls))(data)
    return record


def field_from_json(cls: type, name: str, value: object) -> Any:
    """One field of `cls` from JSON-able data: a date from "2025-03-08", a Place from its object."""
    decoders = _field_decoders(cls)
    if name not in decoders:
        raise ValueError(f"{cls.__name__} has no field {name!r}")
    return _decode(decoders[name], name, value)


def _decode(decoder: Decoder, name: str, value: object) -> Any:
    try:
        return decoder(value)
    except ValueError as problem:
        raise ValueError(f"{name}: {problem}") from problem


@functools.cache
def _field_names(cls: type) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(cls))


@functools.cache
def _field_decoders(cls: type) -> dict[str, Decoder]:
    hints = get_type_hints(cls)
    return {name: _decoder(hints[name]) for name in _field_names(cls)}


@functools.cache
def _record_decoder(cls: Any) -> Decoder:
    def decode(data: Any) -> Any:
        decoders = _field_decoders(cls)
        if not isinstance(data, Mapping):
            raise ValueError(f"expected the fields of a {cls.__name__}, not {data!r:.60}")
        unknown = sorted(str(name) for name in data.keys() - decoders.keys())
        if unknown:
            raise ValueError(f"{cls.__name__} has no field {', '.join(unknown)}")
        try:
            return cls(**{name: _decode(decoders[name], name, value) for name, value in data.items()})
        except TypeError as problem:
            raise ValueError(f"{cls.__name__} lacks a field: {problem}") from problem

    return decode


def _decoder(hint: Any) -> Decoder:
    """The function that reads a value of the type `hint`."""
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return _optional(args)
    if origin is Literal:
        return _one_of(args)
    if origin is tuple:
        return _many(_decoder(args[0]), tuple)
    if origin is frozenset:
        return _many(_decoder(args[0]), frozenset)
    if origin is dict:
        return _mapping(_decoder(args[1]))
    if dataclasses.is_dataclass(hint):
        return _record_decoder(cast(Hashable, hint))
    return _PLAIN[hint]


def _optional(args: tuple[Any, ...]) -> Decoder:
    inner = _decoder(next(arg for arg in args if arg is not types.NoneType))
    return lambda value: None if value is None else inner(value)


def _one_of(words: tuple[str, ...]) -> Decoder:
    def decode(value: Any) -> str:
        if not isinstance(value, str) or value not in words:
            raise ValueError(f"{value!r:.60} is none of {', '.join(words)}")
        return value

    return decode


def _many(inner: Decoder, container: Callable[[Any], Any]) -> Decoder:
    def decode(value: Any) -> Any:
        if not isinstance(value, list | tuple):
            raise ValueError(f"expected a list, not {value!r:.60}")
        return container(inner(item) for item in value)

    return decode


def _mapping(inner: Decoder) -> Decoder:
    def decode(value: Any) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            raise ValueError(f"expected an object, not {value!r:.60}")
        return {str(key): inner(item) for key, item in value.items()}

    return decode


def _is(kind: type, name: str) -> Decoder:
    def decode(value: Any) -> Any:
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise ValueError(f"expected {name}, not {value!r:.60}")
        return value

    return decode


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"expected a number, not {value!r:.60}")
    return float(value)


def _text_to(read: Callable[[str], Any], name: str) -> Decoder:
    def decode(value: Any) -> Any:
        if not isinstance(value, str):
            raise ValueError(f"expected {name}, not {value!r:.60}")
        try:
            return read(value)
        except ValueError as problem:
            raise ValueError(f"expected {name}, not {value!r:.60}") from problem

    return decode


_PLAIN: dict[Any, Decoder] = {
    str: _is(str, "a text"),
    int: _is(int, "a whole number"),
    bool: _is(bool, "true or false"),
    float: _number,
    object: lambda value: value,
    dt.date: _text_to(dt.date.fromisoformat, "a date written YYYY-MM-DD"),
    dt.datetime: _text_to(dt.datetime.fromisoformat, "a time in ISO 8601"),
    bytes: _text_to(functools.partial(base64.b64decode, validate=True), "base64"),
}
