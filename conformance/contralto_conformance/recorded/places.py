"""Where the API stands in a recording: under which base URL its operations and sockets were asked for.

A recording of a browser holds everything that a page fetched. The base is what stands before the path of a documented
operation or socket; the place with the most such requests is taken, and requests that name an API version count most.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

import contralto_spec
from contralto_conformance.oracle.exchanges import stated_version
from contralto_conformance.trace import Exchange

_NAMED_WEIGHT = 100
_FITTING_WEIGHT = 10
"""A request that names a version is of this API; one whose path fits may be of any service."""


@dataclass(frozen=True)
class Base:
    """Where the API begins. host: with port if it is not the usual one. path: without a final slash. secure: TLS."""

    host: str
    path: str
    secure: bool

    @property
    def url(self) -> str:
        """As a person would give it to `contralto check`."""
        return f"http{'s' if self.secure else ''}://{self.host}{self.path}"

    def holds(self, exchange: Exchange) -> bool:
        """Whether a request, whose path is still the whole one, is below this base."""
        return _origin(exchange) == (self.host, self.secure) and _below(exchange.path, self.path) is not None

    def path_of(self, exchange: Exchange) -> str:
        """The path of a request below the base."""
        return _below(exchange.path, self.path) or "/"


def find_base(exchanges: Sequence[Exchange], wanted: str = "") -> Base | None:
    """The base that most of these requests agree on; None if nothing looks like this API.

    wanted: a base path or base URL that the user named; it then only remains to find the host.
    """
    parts = urlsplit(wanted)
    path = parts.path.rstrip("/")
    votes: Counter[Base] = Counter()
    for exchange in exchanges:
        host, secure = _origin(exchange)
        if not host or (parts.netloc and parts.netloc.lower() != host):
            continue
        weight = _NAMED_WEIGHT if stated_version(exchange) is not None else _FITTING_WEIGHT
        for prefix in _prefixes(exchange):
            if not wanted or prefix == path:
                votes[Base(host, prefix, secure)] += weight
        if wanted and _below(exchange.path, path) is not None:
            # The user knows: even `GET /`, which fits anything, is then of this API.
            votes[Base(host, path, secure)] += 1
    if not votes:
        return None
    # Of equals the one nearest to the root, so that a path that stands in the API itself is no base.
    return min(votes, key=lambda base: (-votes[base], base.path.count("/"), base.url))


def is_documented(exchange: Exchange) -> bool:
    """Whether any version documents what was asked for; `exchange.path` is the one below the base."""
    return _meets(exchange, exchange.path)


def _prefixes(exchange: Exchange) -> Iterable[str]:
    """Everything that may be the base path if this is a request of the API."""
    segments = exchange.path.rstrip("/").split("/")
    for end in range(1, len(segments)):
        rest = "/" + "/".join(segments[end:])
        if _meets(exchange, rest):
            yield "/".join(segments[:end])


def _meets(exchange: Exchange, path: str) -> bool:
    kind = "socket" if exchange.transport == "websocket" else exchange.method.lower()
    pattern = _documented().get(kind)
    return pattern is not None and pattern.fullmatch(path.rstrip("/") or "/") is not None


@cache
def _documented() -> Mapping[str, re.Pattern[str]]:
    """What the paths of any version look like, by HTTP method; those of sockets under `socket`."""
    spec = contralto_spec.load()
    paths: dict[str, set[str]] = {}
    for version in spec.described_versions:
        for path, operations in spec.openapi(version.date)["paths"].items():
            for method in operations:
                paths.setdefault(method, set()).add(path)
        for channel in spec.asyncapi(version.date)["channels"].values():
            paths.setdefault("socket", set()).add(channel["address"])
    return {kind: re.compile("|".join(map(_pattern, sorted(found)))) for kind, found in paths.items()}


def _pattern(path: str) -> str:
    parts = re.split(r"(\{[^}]*\})", path.rstrip("/") or "/")
    return "".join("[^/]+" if part.startswith("{") else re.escape(part) for part in parts)


def _origin(exchange: Exchange) -> tuple[str, bool]:
    parts = urlsplit(exchange.url)
    return parts.netloc.lower(), parts.scheme in ("https", "wss")


def _below(path: str, base: str) -> str | None:
    """The rest of a path below a base; None if it is elsewhere."""
    if path == base:
        return "/"
    return path[len(base) :] if path.startswith(f"{base}/") else None
