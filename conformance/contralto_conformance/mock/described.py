"""What the documents of a version describe, whether the mock serves it or not."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

import contralto_spec

_METHODS = ("get", "put", "post", "delete", "patch")
_Routes = tuple[tuple[re.Pattern[str], str, frozenset[str]], ...]


def operation_at(date: str, method: str, path: str) -> tuple[str, str] | None:
    """Method and documented path of the operation that such a request meets in the version `date`, if there is one."""
    for pattern, documented, methods in _operations(date):
        if method in methods and pattern.fullmatch(path):
            return method, documented
    return None


def socket_at(date: str, path: str) -> tuple[str, str] | None:
    """`SOCKET` and the documented address of the channel at a path in the version `date`, if there is one."""
    return next((("SOCKET", address) for pattern, address, _ in _channels(date) if pattern.fullmatch(path)), None)


@functools.cache
def _operations(date: str) -> _Routes:
    paths = contralto_spec.load().openapi(date)["paths"]
    methods = {path: frozenset(method.upper() for method in _METHODS if method in item) for path, item in paths.items()}
    return tuple(_routes(methods))


@functools.cache
def _channels(date: str) -> _Routes:
    channels = contralto_spec.load().asyncapi(date)["channels"].values()
    return tuple(_routes({str(channel["address"]): frozenset() for channel in channels}))


def _routes(paths: dict[str, frozenset[str]]) -> Iterator[tuple[re.Pattern[str], str, frozenset[str]]]:
    """Fixed segments go before ids, as the service routes them. A slash at the end makes no difference."""
    for path in sorted(paths, key=lambda path: (path.count("{"), path)):
        parts = re.split(r"(\{[^}]*\})", path.rstrip("/") or "/")
        pattern = "".join("[^/]+" if part.startswith("{") else re.escape(part) for part in parts)
        yield re.compile(pattern), path, paths[path]
