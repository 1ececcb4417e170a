"""Plain JSON data that remembers where it was written.

`Object` and `Array` are a dict and a list that also know their own place and the place of each key or item. They go
through merging, overlays and version ranges like any dict or list; `plain` gives what validators that look at exact
types can take.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import unquote

Json = Any
Location = tuple[str | int, ...]
"""The way to a value: keys and indexes from the root."""

Place = tuple[str, int, int]
"""File, line and column, the latter from 1."""


class Object(dict[str, Json]):
    """A mapping that was written somewhere; `keys_at` holds the places of its keys, some of which may be gone."""

    __slots__ = ("at", "keys_at")

    def __init__(self, at: Place) -> None:
        super().__init__()
        self.at = at
        self.keys_at: dict[str, Place] = {}


class Array(list[Json]):
    """A sequence that was written somewhere; `items_at` is as long as the sequence."""

    __slots__ = ("at", "items_at")

    def __init__(self, at: Place) -> None:
        super().__init__()
        self.at = at
        self.items_at: list[Place] = []

    def __delitem__(self, index: Any) -> None:
        super().__delitem__(index)
        del self.items_at[index]

    def put(self, value: Json, at: Place) -> None:
        """Append a value that was written at this place."""
        self.append(value)
        self.items_at.append(at)


def copied(value: Json) -> Json:
    """A deep copy that keeps the places."""
    kind = type(value)
    if kind is Object:
        result = Object(value.at)
        result.keys_at = value.keys_at.copy()
        for key, child in value.items():
            result[key] = copied(child) if type(child) in _CONTAINERS else child
        return result
    if kind is Array:
        items = Array(value.at)
        items.items_at = value.items_at.copy()
        items.extend([copied(child) if type(child) in _CONTAINERS else child for child in value])
        return items
    if kind is dict:
        return {key: copied(child) for key, child in value.items()}
    if kind is list:
        return [copied(child) for child in value]
    return value


def plain(value: Json) -> Json:
    """The same data as exact dicts and lists."""
    if isinstance(value, dict):
        return {key: plain(child) if isinstance(child, (dict, list)) else child for key, child in value.items()}
    if isinstance(value, list):
        return [plain(child) if isinstance(child, (dict, list)) else child for child in value]
    return value


_CONTAINERS = {Object, Array, dict, list}


def mapping(value: Json) -> dict[str, Any]:
    """The value if it is a mapping, else an empty one."""
    return value if isinstance(value, dict) else {}


def sequence(value: Json) -> list[Any]:
    """The value if it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def text(value: Json) -> str:
    """The value if it is a string, else an empty one."""
    return value if isinstance(value, str) else ""


def pointer(location: Location) -> str:
    """A location as the fragment of a reference."""
    return "#" + "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in location)


def location_of(reference: str) -> Location | None:
    """The way that a reference into the same document describes, `()` for `#`; None for other references."""
    if reference == "#":
        return ()
    if not reference.startswith("#/"):
        return None
    parts = (unquote(reference) if "%" in reference else reference)[2:].split("/")
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in parts)


def value_at(root: Json, location: Location) -> tuple[Location, Json] | None:
    """The value at a location, whose parts may be indexes written as text, beside the location with real indexes.

    None if there is no value, so that it is not taken for a null.
    """
    value = root
    real: list[str | int] = []
    for part in location:
        if isinstance(value, dict) and part in value:
            value = value[part]
            real.append(part)
        elif isinstance(value, list) and str(part).isdecimal() and len(str(part)) < 9 and int(part) < len(value):
            value = value[int(part)]
            real.append(int(part))
        else:
            return None
    return tuple(real), value


def place_of(root: Json, location: Sequence[str | int]) -> Place | None:
    """Where the value at this location was written, or the nearest thing around it; None for data without places."""
    value = root
    best: Place | None = getattr(root, "at", None)
    for part in location:
        if isinstance(value, Object) and isinstance(part, str):
            best = value.keys_at.get(part, best)
        elif isinstance(value, Array) and isinstance(part, int) and part < len(value.items_at):
            best = value.items_at[part]
        try:
            value = value[part]
        except (KeyError, IndexError, TypeError):
            break
    return best


def walk(value: Json, location: Location = ()) -> Iterator[tuple[Location, Json]]:
    """Every value of a document with its location, parents before children and in the order of the document."""
    waiting: list[tuple[Location, Json]] = [(location, value)]
    while waiting:
        here, current = waiting.pop()
        yield here, current
        if isinstance(current, dict):
            waiting.extend([((*here, key), child) for key, child in reversed(current.items())])
        elif isinstance(current, list):
            waiting.extend([((*here, index), current[index]) for index in range(len(current) - 1, -1, -1)])
