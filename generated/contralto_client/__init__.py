# Generated from spec/published/2026-08-14 by contralto generate. Do not edit.
"""Unofficial client of the Cartesia voice API, version 2026-08-14.

`Client` and `AsyncClient` are the way in; `models` holds the values, `errors` what is raised, `events` what
streams and sockets give, `protocol` the state tables of the sockets. Names are imported when they are first
used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from ._version import API_VERSION, PACKAGE_VERSION

if TYPE_CHECKING:
    from ._async.client import AsyncClient
    from ._async.pagination import AsyncPager
    from ._async.realtime import AsyncContext, AsyncContextSocket
    from ._async.socket import AsyncSocket
    from ._async.speaking import AsyncUtterance
    from ._async.streams import AsyncAudioStream, AsyncByteStream, AsyncEventStream
    from ._events import UnknownEvent
    from ._forms import File
    from ._options import CallOptions, Timeout
    from ._speech import Section, Speech, TimedText, timed_texts
    from ._sync.client import Client
    from ._sync.pagination import Pager
    from ._sync.realtime import Context, ContextSocket
    from ._sync.socket import Socket
    from ._sync.speaking import Utterance
    from ._sync.streams import AudioStream, ByteStream, EventStream
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
    "File": "_forms",
    "Section": "_speech",
    "Speech": "_speech",
    "TimedText": "_speech",
    "timed_texts": "_speech",
    "AsyncPager": "_async.pagination",
    "Pager": "_sync.pagination",
    "AsyncAudioStream": "_async.streams",
    "AudioStream": "_sync.streams",
    "AsyncByteStream": "_async.streams",
    "ByteStream": "_sync.streams",
    "AsyncEventStream": "_async.streams",
    "EventStream": "_sync.streams",
    "AsyncContext": "_async.realtime",
    "Context": "_sync.realtime",
    "AsyncContextSocket": "_async.realtime",
    "ContextSocket": "_sync.realtime",
    "AsyncUtterance": "_async.speaking",
    "Utterance": "_sync.speaking",
    "AsyncSocket": "_async.socket",
    "Socket": "_sync.socket",
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
    "AsyncByteStream",
    "AsyncClient",
    "AsyncContext",
    "AsyncContextSocket",
    "AsyncEventStream",
    "AsyncPager",
    "AsyncSocket",
    "AsyncUtterance",
    "AudioStream",
    "AuthenticationError",
    "BadRequestError",
    "ByteStream",
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
    "File",
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
    "Section",
    "ServerError",
    "Socket",
    "Speech",
    "StreamError",
    "StreamTruncated",
    "TimedText",
    "Timeout",
    "UnknownEvent",
    "UnprocessableEntityError",
    "Utterance",
    "timed_texts",
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
