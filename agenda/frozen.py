"""Frozen dataclasses to plain data and back, exactly; nothing of Django."""

import dataclasses
import re
import types
import typing
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

# NUL and lone surrogates, which JSON can write and PostgreSQL refuses.
_NOT_STORED = re.compile(r"[\x00\ud800-\udfff]")
LATER = {"is_later": True}


class Unreadable(ValueError):
    """Data that is not what the dataclass says; the message names the place."""


def encode(value: Any) -> Any:
    """
    Turn dataclasses, tuples, mappings, dates and moments into what JSON can hold.

    A field marked with ``LATER`` came after the first data was stored: without a value it is left
    out, so that what was written before stays the same to the last byte.
    """
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            f.name: encode(said)
            for f in _stored(type(value))
            if (said := getattr(value, f.name)) or f.metadata != LATER
        }
    if isinstance(value, tuple):
        return [encode(one) for one in value]
    if isinstance(value, Mapping):
        return {key: encode(value[key]) for key in sorted(value)}
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return value


def decode(wanted: Any, data: Any, *, place: str = "") -> Any:
    """
    Turn data back into the type ``wanted``; fields that are missing keep their defaults.

    :raises Unreadable: a value is of another type, unknown, or missing without a default
    """
    origin, arguments = typing.get_origin(wanted), typing.get_args(wanted)
    if origin in {types.UnionType, typing.Union}:
        rest = next(one for one in arguments if one is not types.NoneType)
        return None if data is None else decode(rest, data, place=place)
    if origin is tuple:
        rows = _of_type(list, data, place)
        return tuple(decode(arguments[0], one, place=f"{place}[{i}]") for i, one in enumerate(rows))
    if origin is not None:  # Mapping[str, str], the only other generic here
        return {k: _of_type(str, v, f"{place}.{k}") for k, v in _of_type(dict, data, place).items()}
    if dataclasses.is_dataclass(wanted):
        return _decode_class(wanted, _of_type(dict, data, place), place)
    if wanted in {datetime, date}:
        return _decode_time(wanted, data, place)
    return _of_type(wanted, data, place)


def _decode_class(wanted: Any, data: Mapping[str, Any], place: str) -> Any:
    hints = _hints(wanted)
    unknown = set(data) - set(hints)
    if unknown:
        raise Unreadable(f"{place}: unknown {', '.join(sorted(unknown))}")
    values = {k: decode(hints[k], v, place=f"{place}.{k}") for k, v in data.items()}
    try:
        return wanted(**values)
    except TypeError as error:
        raise Unreadable(f"{place}: {error}") from error


def _decode_time(wanted: type[date], data: Any, place: str) -> date:
    try:
        value = wanted.fromisoformat(_of_type(str, data, place))
        if not isinstance(value, datetime):
            return value
        if value.tzinfo is not None:
            return value.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise error if isinstance(error, Unreadable) else Unreadable(f"{place}: {error}") from error
    raise Unreadable(f"{place}: a moment without its offset from UTC")


def _of_type(wanted: type, data: Any, place: str) -> Any:
    # ``True`` is an ``int`` for Python, not for a programme.
    if type(data) is not wanted:
        raise Unreadable(f"{place}: {wanted.__name__} expected, not {type(data).__name__}")
    if isinstance(data, str) and not data.isprintable() and _NOT_STORED.search(data):
        raise Unreadable(f"{place}: a character that the database cannot hold")
    return data


@cache
def _hints(wanted: type) -> dict[str, Any]:
    hints = typing.get_type_hints(wanted)
    return {f.name: hints[f.name] for f in _stored(wanted)}


@cache
def _stored(wanted: Any) -> tuple[dataclasses.Field[Any], ...]:
    return tuple(f for f in dataclasses.fields(wanted) if f.init)
