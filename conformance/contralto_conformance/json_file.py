"""JSON files that somebody else wrote: read with limits, and told about by file and place when they are wrong."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MAX_FILE_BYTES = 128 * 1024 * 1024
MAX_DEPTH = 64
MAX_VALUES = 5_000_000
"""Values of one document, members and items counted."""

_SHOWN = 60


class Unreadable(Exception):
    """A file that cannot be read as what it should be. The message names file and place and says what is wrong."""

    def __init__(self, file: Path | str, problem: str, place: str = "") -> None:
        where = f", {place}" if place else ""
        super().__init__(f"`{file}`{where}: {problem}")


def load(path: Path) -> Any:
    """The JSON value of a file. Raises Unreadable, also for what is larger or deeper than the limits."""
    data = _bytes(path)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(path, "it is not UTF-8", f"byte {error.start}") from None
    if not text.strip():
        raise Unreadable(path, "it is empty")
    try:
        value = json.loads(text, parse_constant=_refused, parse_float=_finite)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise Unreadable(path, f"it is not JSON: {error.msg[:1].lower()}{error.msg[1:]}", place) from None
    except RecursionError:
        raise Unreadable(path, f"it is nested deeper than {MAX_DEPTH} levels") from None
    except ValueError as error:
        raise Unreadable(path, f"it is not JSON: {_shown(str(error))}") from None
    _measure(path, value)
    return value


def _bytes(path: Path) -> bytes:
    try:
        if not path.is_file():
            problem = "it is a folder, not a file" if path.is_dir() else "there is no such file"
            raise Unreadable(path, "it is no ordinary file" if path.exists() and not path.is_dir() else problem)
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise Unreadable(path, f"it cannot be read: {(error.strerror or str(error)).lower()}") from None
    except ValueError:
        raise Unreadable(path, "that is not a path") from None
    if len(data) > MAX_FILE_BYTES:
        raise Unreadable(path, f"it is larger than {MAX_FILE_BYTES // (1024 * 1024)} MiB")
    return data


def _refused(constant: str) -> Any:
    raise ValueError(f"{constant} is no number of JSON")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"the number {text[:_SHOWN]} is too large")
    return number


def _measure(path: Path, value: Any) -> None:
    """Raises Unreadable for a document that is too deep or has too many values."""
    level = [value]
    total = 0
    for _ in range(MAX_DEPTH + 1):
        below = [item for outer in level for item in _inside(outer)]
        total += len(below)
        if total > MAX_VALUES:
            raise Unreadable(path, f"it holds more than {MAX_VALUES:,} values")
        if not below:
            return
        level = below
    raise Unreadable(path, f"it is nested deeper than {MAX_DEPTH} levels")


def _inside(value: Any) -> Any:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


@dataclass(frozen=True)
class Node:
    """A value of a document with its place in it; every access that does not fit raises Unreadable."""

    file: Path
    value: Any
    place: str = ""

    def wrong(self, problem: str) -> Unreadable:
        """What to raise about this value."""
        return Unreadable(self.file, problem, self.place)

    def member(self, name: str) -> Node:
        """A member that has to be there and not null."""
        found = self.optional(name)
        if found is None:
            raise self.wrong(f"the member `{name}` is missing")
        return found

    def optional(self, name: str) -> Node | None:
        """A member, or None if it is absent or null."""
        if not isinstance(self.value, dict):
            raise self.wrong(f"an object is expected, not {_kind(self.value)}")
        value = self.value.get(name)
        place = f"{self.place}.{name}" if self.place else name
        return None if value is None else Node(self.file, value, place)

    def items(self) -> Iterator[Node]:
        """The items of an array."""
        if not isinstance(self.value, list):
            raise self.wrong(f"an array is expected, not {_kind(self.value)}")
        for number, value in enumerate(self.value):
            yield Node(self.file, value, f"{self.place}[{number}]")

    def members(self, name: str) -> Iterator[Node]:
        """The items of an array that is a member; none if it is absent."""
        found = self.optional(name)
        return iter(()) if found is None else found.items()

    @property
    def text(self) -> str:
        """The value, which has to be a string."""
        if not isinstance(self.value, str):
            raise self.wrong(f"a string is expected, not {_kind(self.value)}")
        return self.value

    @property
    def number(self) -> float:
        """The value, which has to be a number; as float, so it may be too large."""
        if isinstance(self.value, bool) or not isinstance(self.value, int | float):
            raise self.wrong(f"a number is expected, not {_kind(self.value)}")
        try:
            return float(self.value)
        except OverflowError:
            raise self.wrong("the number is too large") from None

    @property
    def integer(self) -> int:
        """The value, which has to be a whole number."""
        if not self.number.is_integer():
            raise self.wrong("a whole number is expected")
        return int(self.value)

    def text_of(self, name: str, default: str = "") -> str:
        """A member that is a string, if it is there."""
        found = self.optional(name)
        return default if found is None else found.text

    def number_of(self, name: str, default: float = 0.0) -> float:
        """A member that is a number, if it is there."""
        found = self.optional(name)
        return default if found is None else found.number


def _kind(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "a boolean"
    for kind, name in ((dict, "an object"), (list, "an array"), (str, "a string")):
        if isinstance(value, kind):
            return name
    return "a number"


def _shown(text: str) -> str:
    return text if len(text) <= 2 * _SHOWN else text[: 2 * _SHOWN] + "..."
