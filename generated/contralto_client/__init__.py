# Generated from spec/published/2026-08-14 by contralto generate. Do not edit.
"""Unofficial client of the Cartesia voice API, version 2026-08-14.

`Client` and `AsyncClient` are the way in; `models` holds the values, `errors` what is raised, `protocol` the
state tables of the sockets. Names are imported when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from ._version import API_VERSION, PACKAGE_VERSION

if TYPE_CHECKING:
    from ._async.client import AsyncClient
    from ._async.pagination import AsyncPager
    from ._async.realtime import AsyncContext, AsyncContextSocket
    from ._async.streams import AsyncAudioStream, AsyncEventStream
    from ._events import UnknownEvent
    from ._options import CallOptions, Timeout
    from ._speech import Speech, TimedText
    from ._sync.client import Client
    from ._sync.pagination import Pager
    from ._sync.realtime import Context, ContextSocket
    from ._sync.streams import AudioStream, EventStream
    from .errors import (
        ApiError,
        AuthenticationError,
        BadRequestError,
        ConflictError,
        ConnectionFailed,
        ContraltoError,
        DeadlineExceeded,
        DecodeError,
        InboxFull,
        LocalProtocolError,
        MissingCredential,
        NotFoundError,
        PayloadTooLargeError,
        PaymentRequiredError,
        PermissionDeniedError,
        ProtocolError,
        RateLimitError,
        Received,
        RemoteProtocolError,
        RequestTimeoutError,
        ServerError,
        StreamError,
        StreamTruncated,
        UnprocessableEntityError,
    )

__version__ = PACKAGE_VERSION

_MODULES = {
    "AsyncClient": "_async.client",
    "Client": "_sync.client",
    "CallOptions": "_options",
    "Timeout": "_options",
    "UnknownEvent": "_events",
    "Speech": "_speech",
    "TimedText": "_speech",
    "AsyncPager": "_async.pagination",
    "Pager": "_sync.pagination",
    "AsyncAudioStream": "_async.streams",
    "AudioStream": "_sync.streams",
    "AsyncEventStream": "_async.streams",
    "EventStream": "_sync.streams",
    "AsyncContext": "_async.realtime",
    "Context": "_sync.realtime",
    "AsyncContextSocket": "_async.realtime",
    "ContextSocket": "_sync.realtime",
    "ContraltoError": "errors",
    "ConnectionFailed": "errors",
    "DeadlineExceeded": "errors",
    "Received": "errors",
    "StreamTruncated": "errors",
    "DecodeError": "errors",
    "InboxFull": "errors",
    "MissingCredential": "errors",
    "ProtocolError": "errors",
    "LocalProtocolError": "errors",
    "RemoteProtocolError": "errors",
    "ApiError": "errors",
    "BadRequestError": "errors",
    "AuthenticationError": "errors",
    "PaymentRequiredError": "errors",
    "PermissionDeniedError": "errors",
    "NotFoundError": "errors",
    "RequestTimeoutError": "errors",
    "ConflictError": "errors",
    "PayloadTooLargeError": "errors",
    "UnprocessableEntityError": "errors",
    "RateLimitError": "errors",
    "ServerError": "errors",
    "StreamError": "errors",
}

__all__ = [
    "API_VERSION",
    "ApiError",
    "AsyncAudioStream",
    "AsyncClient",
    "AsyncContext",
    "AsyncContextSocket",
    "AsyncEventStream",
    "AsyncPager",
    "AudioStream",
    "AuthenticationError",
    "BadRequestError",
    "CallOptions",
    "Client",
    "ConflictError",
    "ConnectionFailed",
    "Context",
    "ContextSocket",
    "ContraltoError",
    "DeadlineExceeded",
    "DecodeError",
    "EventStream",
    "InboxFull",
    "LocalProtocolError",
    "MissingCredential",
    "NotFoundError",
    "Pager",
    "PayloadTooLargeError",
    "PaymentRequiredError",
    "PermissionDeniedError",
    "ProtocolError",
    "RateLimitError",
    "Received",
    "RemoteProtocolError",
    "RequestTimeoutError",
    "ServerError",
    "Speech",
    "StreamError",
    "StreamTruncated",
    "TimedText",
    "Timeout",
    "UnknownEvent",
    "UnprocessableEntityError",
]


if not TYPE_CHECKING:  # a type checker sees the imports above, and reports names that do not exist

    def __getattr__(name):
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(f".{_MODULES[name]}", __name__), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_MODULES})
