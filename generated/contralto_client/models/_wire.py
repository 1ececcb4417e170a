# Generated from spec/published/2026-08-14 by contralto generate. Do not edit.
"""How models are read from JSON objects and written to them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any, Protocol, TypeVar

from .._null import NULL

T = TypeVar("T")
Decode = Callable[[Any], T]

_PLAIN = frozenset({str, bool, int, float, type(None)})
"""Types of what is JSON as it is: most values, and asking for more costs ten times as much."""


class Model(Protocol):
    """What every model can do."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Any: ...

    def to_dict(self) -> dict[str, Any]: ...


def rest_of(data: Mapping[str, Any], required: Collection[str], optional: Collection[str]) -> dict[str, Any]:
    """The members that a class has no field for.

    An explicit null of an optional member is one of them, so that it is written back as it came.
    """
    return {
        name: value for name, value in data.items() if name not in required and (value is None or name not in optional)
    }


def optional(decode: Decode[T]) -> Decode[T | None]:
    """The decoder of a value that may be null or absent."""
    return lambda value: None if value is None else decode(value)


def list_of(decode: Decode[T]) -> Decode[list[T]]:
    """The decoder of a list of such values."""
    return lambda values: [decode(value) for value in values]


def map_of(decode: Decode[T]) -> Decode[dict[str, T]]:
    """The decoder of an object whose members are all such values."""
    return lambda members: {name: decode(value) for name, value in members.items()}


def by_tag(name: str, classes: Mapping[object, type[Model]]) -> Decode[Any]:
    """The decoder of a union whose classes are told apart by one member; what has no class is left as it is."""

    def decode(value: Any) -> Any:
        found = classes.get(value.get(name)) if isinstance(value, dict) else None
        return value if found is None else found.from_dict(value)

    return decode


def by_shape(*classes: type[Model]) -> Decode[Any]:
    """The decoder of a union of classes and other values: the first class whose required members are all there."""

    def decode(value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        for candidate in classes:
            try:
                return candidate.from_dict(value)
            except KeyError:
                continue
        return value

    return decode


def to_wire(value: Any) -> Any:
    """The JSON value of a model, of a list or mapping of models, or of anything that is JSON already."""
    if type(value) in _PLAIN:
        return value
    if hasattr(value, "to_dict"):
        return value.to_dict()
    if type(value) is dict or isinstance(value, Mapping):
        return {name: to_wire(member) for name, member in value.items()}
    if isinstance(value, (list, tuple)):
        return [to_wire(item) for item in value]
    return instant(value) if isinstance(value, datetime) else value


def instant(value: datetime) -> str:
    """A point in time as the API writes it, with `Z` for UTC."""
    return value.isoformat().replace("+00:00", "Z")


def given(members: Mapping[str, Any]) -> dict[str, Any]:
    """The members that have a value; `NULL` is one."""
    return {name: None if value is NULL else value for name, value in members.items() if value is not None}
