"""Traces: what went over the wire while one case was played.

A `Trace` is a list of `Exchange`s (one HTTP request with its answer, or one socket from upgrade to close),
and an `Exchange` holds `Frame`s: the pieces of a received body as they arrived, or the messages of a socket
in both directions. Traces are values: the drivers record them, the oracle judges them, the reports show them.

Secrets never reach a trace: the recorder has put a placeholder (`REDACTED_KEY` and its like) in their place, in URLs,
headers, subprotocols and bodies of both directions. A server that echoes a credential is therefore still
visible. Keys with which a proxy calls the service behind it have a mark of their own each (`upstream_mark`), so that
a key on the wrong side can be told from the token of the client.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

Direction = Literal["sent", "received"]
Kind = Literal["text", "binary", "body", "ping", "pong", "close"]
Transport = Literal["http", "sse", "websocket"]
Ending = Literal["complete", "truncated", "deadline", "too-large", "left", "closed", "unreachable"]

REDACTED_KEY = "[redacted-key]"
REDACTED_ADMIN_KEY = "[redacted-admin-key]"
REDACTED_SPENT_KEY = "[redacted-spent-key]"
REDACTED_TOKEN = "[redacted-token]"  # noqa: S105  (the placeholder, not a secret)
REDACTED_UPSTREAM = "[redacted-upstream-key-"
"""How the placeholder of every key of the service behind a proxy begins."""

PROXY_LOG = "proxy_log"
KEY_ACCOUNTS = "key_accounts"
KEY_CONCURRENCY = "key_concurrency"
"""Values of a trace on both sides of a proxy: what the proxy wrote into its log meanwhile; the accounts of its keys, in
the order of their numbers and with commas between them; and how many requests and sockets a key may carry at once."""

MARK_HEADER = "contralto-exchange"
"""Header that a request to a proxy carries, so that it can be known again when it arrives at the service behind."""


def team_mark(kind: str) -> str:
    """The placeholder of the token of a team that is `forbidden`, `limited` or `keyless` at a proxy."""
    return f"[redacted-{kind}-token]"


def upstream_mark(number: int) -> str:
    """The placeholder of the key with that number, from 1, of those that the proxy has for the service behind it."""
    return f"{REDACTED_UPSTREAM}{number}]"


MAX_JSON_DEPTH = 100
"""No message of the API comes near it; deeper ones could exhaust the stack of whoever walks through them."""

_STRINGS = re.compile(rb'"(?:[^"\\]|\\.)*+"', re.DOTALL)
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))


def read_json(text: bytes, **options: Any) -> Any:
    """The value of a JSON text from outside. Raises ValueError if it is none, or nested deeper than `MAX_JSON_DEPTH`.

    options: of `json.loads`.
    """
    if text.count(b"[") + text.count(b"{") > MAX_JSON_DEPTH:
        rest = _STRINGS.sub(b"", text).translate(None, _NO_BRACKETS)
        # Each round takes away what is nested no deeper; brackets that have no partner stay.
        for _ in range(MAX_JSON_DEPTH):
            rest, before = rest.replace(b"[]", b"").replace(b"{}", b""), rest
            if rest == before:
                break
        if rest:
            raise ValueError(f"the JSON is not whole, or nested deeper than {MAX_JSON_DEPTH} levels")
    return json.loads(text, **options)


@dataclass(frozen=True, slots=True)
class Frame:
    """One piece of traffic of an exchange.

    time_s: seconds since the exchange began (request sent, or upgrade begun), monotonic clock.
    kind: `body` for a piece of an HTTP body as it arrived; `text` and `binary` for whole socket messages
        (fragments are joined, the time is that of the last one); `ping`, `pong` and `close` for control
        frames.
    payload: bytes as sent; of a `close` frame the two code bytes and the reason, or nothing.
    """

    time_s: float
    direction: Direction
    kind: Kind
    payload: bytes = b""

    @property
    def text(self) -> str:
        """Payload as UTF-8; bytes that are not UTF-8 are replaced by U+FFFD."""
        return self.payload.decode("utf-8", "replace")

    def json(self) -> Any:
        """Payload as JSON. Raises ValueError if it is none."""
        return read_json(self.payload)

    def to_dict(self) -> dict[str, Any]:
        """JSON form: `text` if the payload is UTF-8, else `base64`."""
        return {
            "time_s": self.time_s,
            "direction": self.direction,
            "kind": self.kind,
            **_payload_to_dict(self.payload),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Frame:
        """Inverse of `to_dict`. Raises KeyError or ValueError on anything else."""
        return cls(
            time_s=float(data["time_s"]),
            direction=data["direction"],
            kind=data["kind"],
            payload=_payload_from_dict(data),
        )


@dataclass(frozen=True)
class Exchange:
    """One HTTP request with its answer, or one socket from the upgrade request to its end.

    label: name of the exchange inside its case (`first`, `request-2`, `socket-1`), unique in the trace.
    method, url: of the request; a socket has `GET` and a `ws`/`wss` URL. Credentials in the URL are redacted.
    path: the API path below the target's base path, without query (`/tts/websocket`). query: its decoded
    pairs.
    request_headers, response_headers: in wire order, names in lower case, values redacted.
    request_body: bytes of an HTTP request body, redacted; empty for sockets.
    status: of the answer; 101 for an open socket, the refusal's status otherwise; None if there was no
    answer.
    frames: http and sse: `body` pieces received; websocket: messages and control frames both ways. The body
        of a refused upgrade is kept as one received `body` frame.
    ending: how it ended.
        complete: the body ended as its framing said, or the driver closed the socket after its last step, or
            an upgrade was refused in an orderly way.
        truncated: the peer ended the connection in mid-body, or without a close frame.
        deadline: the driver's own limit of time ended it; `detail` says which.
        too-large: the driver's own limit of size ended it; what came until then is kept.
        left: the driver went away in mid-body, as the case wanted.
        closed: the server closed the socket with a close frame, before the driver did.
        unreachable: no answer at all (no connection, TLS failure, closed before the status line).
    close_code, close_reason: of the close frame received; None and "" if there was none.
    elapsed_s: from `started_s` to the end. started_s: seconds since the case began.
    detail: one sentence for people about an ending that is not `complete`; never parsed.
    """

    label: str
    transport: Transport
    method: str
    url: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    request_headers: tuple[tuple[str, str], ...] = ()
    request_body: bytes = b""
    status: int | None = None
    response_headers: tuple[tuple[str, str], ...] = ()
    frames: tuple[Frame, ...] = ()
    ending: Ending = "complete"
    close_code: int | None = None
    close_reason: str = ""
    elapsed_s: float = 0.0
    started_s: float = 0.0
    detail: str = ""

    @cached_property
    def body(self) -> bytes:
        """Received body pieces joined: the answer's body, or that of a refused upgrade."""
        return b"".join(frame.payload for frame in self.frames if frame.kind == "body")

    @property
    def text(self) -> str:
        """Body as UTF-8; bytes that are not UTF-8 are replaced by U+FFFD."""
        return self.body.decode("utf-8", "replace")

    def json(self) -> Any:
        """Body as JSON. Raises ValueError if it is none."""
        return read_json(self.body)

    def header(self, name: str) -> str | None:
        """First response header of that name, in any case; None if absent."""
        return _first(self.response_headers, name)

    def request_header(self, name: str) -> str | None:
        """First request header of that name, in any case; None if absent."""
        return _first(self.request_headers, name)

    @property
    def media_type(self) -> str:
        """`content-type` of the answer without parameters, in lower case; "" if absent."""
        return (self.header("content-type") or "").split(";", 1)[0].strip().lower()

    def received(self, *kinds: Kind) -> tuple[Frame, ...]:
        """Frames received, of these kinds (default: text and binary messages)."""
        wanted = kinds or ("text", "binary")
        return tuple(f for f in self.frames if f.direction == "received" and f.kind in wanted)

    def sent(self, *kinds: Kind) -> tuple[Frame, ...]:
        """Frames sent, of these kinds (default: text and binary messages)."""
        wanted = kinds or ("text", "binary")
        return tuple(f for f in self.frames if f.direction == "sent" and f.kind in wanted)

    def to_dict(self) -> dict[str, Any]:
        """JSON form, lossless."""
        return {
            "label": self.label,
            "transport": self.transport,
            "method": self.method,
            "url": self.url,
            "path": self.path,
            "query": [list(pair) for pair in self.query],
            "request_headers": [list(pair) for pair in self.request_headers],
            "request_body": _payload_to_dict(self.request_body),
            "status": self.status,
            "response_headers": [list(pair) for pair in self.response_headers],
            "frames": [frame.to_dict() for frame in self.frames],
            "ending": self.ending,
            "close_code": self.close_code,
            "close_reason": self.close_reason,
            "elapsed_s": self.elapsed_s,
            "started_s": self.started_s,
            "detail": self.detail,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Exchange:
        """Inverse of `to_dict`. Raises KeyError or ValueError on anything else."""
        return cls(
            label=data["label"],
            transport=data["transport"],
            method=data["method"],
            url=data["url"],
            path=data["path"],
            query=_pairs(data["query"]),
            request_headers=_pairs(data["request_headers"]),
            request_body=_payload_from_dict(data["request_body"]),
            status=data["status"],
            response_headers=_pairs(data["response_headers"]),
            frames=tuple(Frame.from_dict(frame) for frame in data["frames"]),
            ending=data["ending"],
            close_code=data["close_code"],
            close_reason=data["close_reason"],
            elapsed_s=float(data["elapsed_s"]),
            started_s=float(data["started_s"]),
            detail=data["detail"],
        )


@dataclass(frozen=True)
class Trace:
    """Everything that went over the wire while one case was played once.

    case: full name (`tts/ws/one-shot`, `fuzz/list_voices`, `sessions/tts-ws`).
    api_version: the version under test (what the target was asked for; single cases may send another on
    purpose).
    tags: of the case (`positive` and `negative` on fuzz traces).
    values: the case's variables: context ids, the voice id, saved answers; secrets are redacted.
    stopped: why the script could not be played to its end ("step 2: upgrade refused with 401"); "" if it was.
    script: the case as YAML that can be played again, if it is not in the suite (generated sessions); else "".
    variant: tells several traces of one case apart (`positive`, `negative`, or a number); else "".
    upstream: what arrived at the service behind a proxy and what it answered, seen from there: `sent` is what the proxy
        sent. Times are of the same clock as those of `exchanges`. None if the suite did not play that service.
    """

    case: str
    api_version: str
    tags: frozenset[str] = frozenset()
    exchanges: tuple[Exchange, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    stopped: str = ""
    script: str = ""
    variant: str = ""
    upstream: tuple[Exchange, ...] | None = None

    @property
    def key(self) -> str:
        """Names the trace inside one run and version: the case, and after `#` the variant if there are several."""
        return f"{self.case}#{self.variant}" if self.variant else self.case

    def exchange(self, label: str) -> Exchange | None:
        """The exchange of that label; None if it did not happen."""
        return next((exchange for exchange in self.exchanges if exchange.label == label), None)

    @property
    def sockets(self) -> tuple[Exchange, ...]:
        """The socket exchanges, refused ones included, in order."""
        return tuple(exchange for exchange in self.exchanges if exchange.transport == "websocket")

    def to_dict(self) -> dict[str, Any]:
        """JSON form, lossless."""
        return {
            "case": self.case,
            "api_version": self.api_version,
            "tags": sorted(self.tags),
            "exchanges": [exchange.to_dict() for exchange in self.exchanges],
            "values": dict(self.values),
            "stopped": self.stopped,
            "script": self.script,
            "variant": self.variant,
            **({} if self.upstream is None else {"upstream": [exchange.to_dict() for exchange in self.upstream]}),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Trace:
        """Inverse of `to_dict`. Raises KeyError or ValueError on anything else."""
        return cls(
            case=data["case"],
            api_version=data["api_version"],
            tags=frozenset(data["tags"]),
            exchanges=tuple(Exchange.from_dict(exchange) for exchange in data["exchanges"]),
            values=dict(data["values"]),
            stopped=data["stopped"],
            script=data["script"],
            variant=data["variant"],
            upstream=(
                tuple(Exchange.from_dict(exchange) for exchange in data["upstream"]) if "upstream" in data else None
            ),
        )


def _first(pairs: Iterable[tuple[str, str]], name: str) -> str | None:
    wanted = name.lower()
    return next((value for key, value in pairs if key.lower() == wanted), None)


def _pairs(data: Iterable[Iterable[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((key, value) for key, value in data)


def _payload_to_dict(payload: bytes) -> dict[str, str]:
    try:
        return {"text": payload.decode("utf-8")}
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(payload).decode("ascii")}


def _payload_from_dict(data: Mapping[str, Any]) -> bytes:
    if "text" in data:
        return str(data["text"]).encode("utf-8")
    return base64.b64decode(data["base64"], validate=True)
