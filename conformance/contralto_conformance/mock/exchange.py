"""One request and its answer, as everything behind the gateway sees them."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from .auth import Identity
from .documented import Channel, Documented
from .errors import ErrorFormat, Fault, error_body
from .forms import Form
from .versions import Version

Event = dict[str, object]
"""A JSON object that a stream or a socket sends."""


@dataclass(slots=True)
class Call:
    """An HTTP request or the upgrade of a socket.

    `path` is below the prefix and has no slash at its end, even if there was one (`has_final_slash`); `headers` are by
    lower-case name; `memo` is a place for hooks. `operation` or `channel` is what the documents have at the path,
    `parameters` are the values in the path;
    `body` is what was sent, `form` its fields and files where it was a form.
    """

    transport: Literal["http", "websocket"]
    method: str
    path: str
    base_url: str
    query: tuple[tuple[str, str], ...]
    headers: Mapping[str, str]
    request_id: str
    version: Version
    new_id: Callable[[], str]
    has_final_slash: bool = False
    operation: Documented | None = None
    channel: Channel | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    form: Form | None = None
    identity: Identity | None = None
    memo: dict[str, Any] = field(default_factory=dict)

    @property
    def documented(self) -> Documented:
        """The operation; only for a request that has been led to one."""
        assert self.operation is not None
        return self.operation

    @property
    def error_format(self) -> ErrorFormat:
        """The envelope in which this request hears of errors."""
        if self.version.errors == "structured" and self.operation is not None and self.operation.has_public_errors:
            return "public"
        return self.version.errors


@dataclass(slots=True)
class Reply:
    """An HTTP answer: a complete body, or pieces of one that are sent as they come. Header names are lower-case."""

    status: int
    media_type: str | None
    body: bytes | AsyncGenerator[bytes, None] = b""
    headers: list[tuple[str, str]] = field(default_factory=list)

    def header(self, name: str) -> str | None:
        """The first value of a header other than the media type; None when there is none."""
        return next((value for key, value in self.headers if key == name), None)


def error_reply(fault: Fault, form: ErrorFormat, request_id: str) -> Reply:
    """The HTTP answer that says `fault`."""
    media_type, body = error_body(fault, form, request_id)
    return Reply(fault.status, media_type, body, list(fault.headers))
