"""What the documents of a version describe, whether the mock serves it or not."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import contralto_spec
from contralto_spec.ranges import METHODS


@dataclass(frozen=True)
class _Paths:
    """Documented paths with their methods: those without ids by the path itself, the others by pattern."""

    fixed: dict[str, tuple[str, frozenset[str]]]
    patterns: tuple[tuple[re.Pattern[str], str, frozenset[str]], ...]

    def at(self, path: str) -> Iterator[tuple[str, frozenset[str]]]:
        """What a path may be; fixed segments go before ids, as the service routes them."""
        if path in self.fixed:
            yield self.fixed[path]
        for pattern, documented, methods in self.patterns:
            if pattern.fullmatch(path):
                yield documented, methods


def is_fixed(date: str, path: str) -> bool:
    """Whether the version `date` documents this very path, so that no part of it is an id."""
    return path in _operations(date).fixed


def operation_at(date: str, method: str, path: str) -> tuple[str, str] | None:
    """Method and documented path of the operation that such a request meets in the version `date`, if there is one."""
    return next(((method, documented) for documented, methods in _operations(date).at(path) if method in methods), None)


def socket_at(date: str, path: str) -> tuple[str, str] | None:
    """`SOCKET` and the documented address of the channel at a path in the version `date`, if there is one."""
    return next((("SOCKET", address) for address, _ in _channels(date).at(path)), None)


@functools.cache
def _operations(date: str) -> _Paths:
    paths = contralto_spec.load().openapi(date)["paths"]
    return _read((path, frozenset(name.upper() for name in METHODS if name in item)) for path, item in paths.items())


@functools.cache
def _channels(date: str) -> _Paths:
    channels = contralto_spec.load().asyncapi(date)["channels"].values()
    return _read((str(channel["address"]), frozenset()) for channel in channels)


def _read(paths: Iterable[tuple[str, frozenset[str]]]) -> _Paths:
    fixed, patterns = {}, []
    for path, methods in sorted(paths, key=lambda item: (item[0].count("{"), item[0])):
        # A slash at the end makes no difference.
        plain = path.rstrip("/") or "/"
        parts = re.split(r"(\{[^}]*\})", plain)
        if len(parts) == 1:
            fixed[plain] = path, methods
        else:
            pattern = "".join("[^/]+" if part.startswith("{") else re.escape(part) for part in parts)
            patterns.append((re.compile(pattern), path, methods))
    return _Paths(fixed, tuple(patterns))
