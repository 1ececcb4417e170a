"""Faults: what networks, proxies and overloaded services do to a correct answer, on demand.

A fault is `WHERE:KIND[=VALUE][WHEN]`, such as `tts.sse:truncate@0.1` or `voices.list:429=retry-after:1x2`. WHERE is
the name that clients give to a call (`voices.list`, `tts.*`; sockets are `tts.ws`, `stt.turns.ws`), or a path below
the prefix with wildcards (`/voices/*`). WHEN is a probability (`@0.1`), a count of requests from the first on (`x2`)
or their numbers (`#1,3-5,9-`); without it every request is struck. All faults whose turn it is strike, in their order.

They stand at the seam of ASGI, around the gateway: a kind is a layer that changes what goes through `send`, or answers
in place of the service. Breaking a connection takes its transport, which the server leaves in `scope["state"]` as
`connection`; without one an error ends the request.
"""

from __future__ import annotations

import difflib
import fnmatch
import functools
import random
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from starlette.types import ASGIApp, Receive, Scope, Send

import contralto_spec

from .documented import channel_at, later_channel_at, operations_at
from .errors import Fault
from .exchange import Call, Reply
from .fault_kinds import KINDS, Kind, Struck, kind_named
from .service import Service
from .wire import send_whole

HEADER = "x-contralto-fault"
MAX_ASKED_FOR = 10
"""Faults in one header."""

_WHEN = re.compile(r"(?:@(?P<probability>[^@#=:]+)|x(?P<count>\d{1,9})|#(?P<numbers>[^@#=:]+))$", re.ASCII)


class UnknownFault(ValueError):
    """A fault that cannot be understood; the text says why."""


@dataclass(frozen=True, slots=True)
class When:
    """Which of the requests at a place are struck, counted from 1."""

    probability: float | None = None
    ranges: tuple[tuple[int, int | None], ...] = ()

    def strikes(self, number: int, dice: random.Random) -> bool:
        """Whether request `number` is struck."""
        if self.probability is not None:
            return dice.random() < self.probability
        return not self.ranges or any(
            first <= number and (last is None or number <= last) for first, last in self.ranges
        )


@dataclass(frozen=True, slots=True)
class FaultSpec:
    """One fault as it was written, and what it means."""

    text: str
    where: str
    kind: Kind
    when: When


class _Armed:
    """A fault with its count of requests and its dice; equal seeds strike equal requests."""

    def __init__(self, spec: FaultSpec, seed: int) -> None:
        self.spec = spec
        self._seen = 0
        self._dice = random.Random(f"{seed} {spec.text}")  # noqa: S311 - repeats for a seed, nothing secret

    def strikes(self) -> bool:
        self._seen += 1
        return self.spec.when.strikes(self._seen, self._dice)


class Faults:
    """The layer of faults around `app`."""

    def __init__(self, app: ASGIApp, service: Service, call_of: Callable[[Scope], Call]) -> None:
        """`call_of` reads a request as the service does. Raises UnknownFault."""
        self._app = app
        self._service = service
        self._call_of = call_of
        self._armed: tuple[_Armed, ...] = ()
        self.set(service.settings.faults)

    @property
    def texts(self) -> tuple[str, ...]:
        """The faults as they were written."""
        return tuple(armed.spec.text for armed in self._armed)

    def set(self, texts: Iterable[str]) -> None:
        """Puts these faults in the place of all, each with its count at 0; raises UnknownFault and changes nothing."""
        self._armed = tuple(_Armed(parse(text), self._service.settings.seed) for text in texts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One connection of the ASGI server."""
        header = self._service.settings.allow_fault_header
        if scope["type"] == "lifespan" or not (self._armed or header):
            await self._app(scope, receive, send)
            return
        call = self._call_of(scope)
        kinds = self._kinds(call)
        struck = Struck(scope, self._service.settings.time_scale, functools.partial(self._error, call))
        if header and HEADER in call.headers:
            try:
                kinds += _asked_for(call.headers[HEADER])
            except UnknownFault as error:
                fault = Fault(400, None, f"`X-Contralto-Fault`: {error}")
                await send_whole(scope, send, struck.error(fault))
                return
        if kinds:
            await struck.run(self._app, kinds, receive, send)
        else:
            await self._app(scope, receive, send)

    def _kinds(self, call: Call) -> list[Kind]:
        found = []
        names = _names(call) if self._armed else []
        for armed in self._armed:
            spec = armed.spec
            places = [call.path] if spec.where.startswith("/") else names
            is_there = spec.where == "*" or any(fnmatch.fnmatchcase(place, spec.where) for place in places)
            if is_there and call.transport in spec.kind.transports and armed.strikes():
                found.append(spec.kind)
        return found

    def _error(self, call: Call, fault: Fault) -> Reply:
        reply = self._service.error_reply(call, fault)
        reply.headers.append(("x-request-id", call.request_id))
        return reply


def _names(call: Call) -> Sequence[str]:
    """What a request is called."""
    if call.transport == "websocket":
        channel = channel_at(call.version.described, call.path) or later_channel_at(call.version.date, call.path)
        return () if channel is None else _socket_names(channel.what.call)
    place = operations_at(call.version.described, call.path)
    method = "GET" if call.method == "HEAD" else call.method
    return (place.what[method].name,) if place is not None and method in place.what else ()


def parse(text: str) -> FaultSpec:
    """The fault that `text` says; raises UnknownFault with the nearest names."""
    where, colon, rest = text.partition(":")
    if not colon or not where or not rest:
        raise UnknownFault(f"a fault is `WHERE:KIND[=VALUE][WHEN]` such as `tts.sse:truncate@0.1`, got `{text[:80]}`")
    found = _WHEN.search(rest)
    kind = parse_kind(rest[: found.start()] if found else rest)
    _check_where(where, kind)
    return FaultSpec(text, where, kind, _when_of(found) if found else When())


def parse_kind(text: str) -> Kind:
    """The kind that `KIND[=VALUE]` names; raises UnknownFault with the nearest names."""
    name, equals, value = text.partition("=")
    try:
        kind = kind_named(name, value if equals else None)
    except ValueError as error:
        raise UnknownFault(f"`{text[:80]}`: {error}") from None
    if kind is None:
        known = [*KINDS, "5xx"]
        others = f"known are {', '.join(known)} and a status such as 429"
        raise UnknownFault(f"there is no fault `{name[:80]}`{_hint(name, known)}; {others}")
    return kind


def _asked_for(header: str) -> list[Kind]:
    texts = header.split(",")
    if len(texts) > MAX_ASKED_FOR:
        raise UnknownFault(f"at most {MAX_ASKED_FOR} faults may be asked for, got {len(texts)}")
    return [parse_kind(text.strip()) for text in texts]


def _when_of(found: re.Match[str]) -> When:
    if found["count"] is not None:
        return When(ranges=((1, int(found["count"])),))
    if found["probability"] is not None:
        text = found["probability"]
        try:
            probability = float(text)
        except ValueError:
            probability = -1.0
        if not 0 <= probability <= 1:
            raise UnknownFault(f"a probability is a number from 0 to 1, got `@{text[:40]}`")
        return When(probability=probability)
    return When(ranges=tuple(_range_of(part.strip()) for part in found["numbers"].split(",")))


def _range_of(text: str) -> tuple[int, int | None]:
    parts = re.fullmatch(r"(\d{1,9})(?:(-)(\d{1,9})?)?", text, re.ASCII)
    if parts is None or int(parts[1]) < 1:
        raise UnknownFault(f"a schedule is numbers of requests from 1 on such as `#1,3-5,9-`, got `{text[:40]}`")
    first = int(parts[1])
    if not parts[2]:
        return first, first
    return first, int(parts[3]) if parts[3] else None


def _check_where(where: str, kind: Kind) -> None:
    if where == "*" or where.startswith("/"):
        return
    names = [name for name in _names_of_all() if fnmatch.fnmatchcase(name, where)]
    if not names:
        raise UnknownFault(f"no call is named `{where[:80]}`{_hint(where, _names_of_all())}; a path begins with `/`")
    if not any(("websocket" if name in _socket_names_of_all() else "http") in kind.transports for name in names):
        what = "a socket" if "http" in kind.transports else "HTTP"
        raise UnknownFault(f"`{kind.name}` does not fit {what}, and `{where}` names nothing else")


def _hint(name: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
    return f"; did you mean {' or '.join(f'`{each}`' for each in near)}" if near else ""


def _socket_names(call: str) -> tuple[str, str]:
    """The name of the call that connects (`tts.connect`), and the shorter one of its socket (`tts.ws`)."""
    return call, call.removesuffix("connect") + "ws"


@functools.cache
def _names_of_all() -> tuple[str, ...]:
    spec = contralto_spec.load()
    names = {
        operation["x-call"]
        for version in spec.described_versions
        for item in spec.openapi(version.date)["paths"].values()
        for operation in item.values()
        if isinstance(operation, dict) and "x-call" in operation
    }
    return tuple(sorted(names | _socket_names_of_all()))


@functools.cache
def _socket_names_of_all() -> frozenset[str]:
    spec = contralto_spec.load()
    calls = {
        channel["x-call"]
        for version in spec.described_versions
        for channel in spec.asyncapi(version.date)["channels"].values()
    }
    return frozenset(name for call in calls for name in _socket_names(call))
