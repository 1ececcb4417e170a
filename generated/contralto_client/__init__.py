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
    from ._async.calls import AsyncCallSocket, AsyncToolSocket
    from ._async.client import AsyncClient
    from ._async.context import AsyncContext
    from ._async.pagination import AsyncPage, AsyncPager
    from ._async.realtime import AsyncContextSocket
    from ._async.resources.line_agent_socket import AsyncLineAgentSocket
    from ._async.resources.managed_agent_socket import AsyncManagedAgentSocket
    from ._async.resources.stt_socket import AsyncSttSocket
    from ._async.resources.stt_turns_socket import AsyncSttTurnsSocket
    from ._async.resources.tts_socket import AsyncTtsSocket
    from ._async.socket import AsyncSocket
    from ._async.speaking import AsyncUtterance
    from ._async.streams import AsyncAudioStream, AsyncByteStream, AsyncEventStream
    from ._async.tokens import AsyncIssuedTokens
    from ._async.transcription import AsyncTranscriptionSocket
    from ._audio import AudioFormat, AudioInput
    from ._auth import AccessToken
    from ._deprecation import ServiceDeprecationWarning
    from ._events import UnknownEvent
    from ._forms import File, FileInput
    from ._hooks import (
        Call,
        CallEnded,
        ClientEvent,
        FirstAudio,
        Hook,
        RequestStarted,
        ResponseStarted,
        RetryScheduled,
        SocketClosed,
        SocketOpened,
    )
    from ._multipart import FileChanged
    from ._null import NULL, Null
    from ._options import CallOptions, Timeout
    from ._request import ApiResponse, TextPage
    from ._retry import RetryPolicy
    from ._speech import Section, Speech, TimedText, timed_texts
    from ._sync.calls import CallSocket, ToolSocket
    from ._sync.client import Client
    from ._sync.context import Context
    from ._sync.pagination import Page, Pager
    from ._sync.realtime import ContextSocket
    from ._sync.resources.line_agent_socket import LineAgentSocket
    from ._sync.resources.managed_agent_socket import ManagedAgentSocket
    from ._sync.resources.stt_socket import SttSocket
    from ._sync.resources.stt_turns_socket import SttTurnsSocket
    from ._sync.resources.tts_socket import TtsSocket
    from ._sync.socket import Socket
    from ._sync.speaking import Utterance
    from ._sync.streams import AudioStream, ByteStream, EventStream
    from ._sync.tokens import IssuedTokens
    from ._sync.transcription import TranscriptionSocket
    from ._tools import ToolError
    from ._tracing import TracingHook
    from ._transcript import Transcript
    from .errors import (
        ApiError,
        AuthenticationError,
        BadRequestError,
        ConcurrencyLimitError,
        ConflictError,
        ConnectionFailed,
        ContraltoError,
        DeadlineExceeded,
        DecodeError,
        InboxFull,
        LanguageNotSupportedError,
        LocalProtocolError,
        MissingCredential,
        ModelNotFoundError,
        ModelSunsettedError,
        NotFoundError,
        PayloadTooLargeError,
        PaymentRequiredError,
        PermissionDeniedError,
        PlanUpgradeRequiredError,
        ProtocolError,
        QuotaExceededError,
        RateLimitError,
        Received,
        RemoteProtocolError,
        RequestTimeoutError,
        ServerError,
        StreamError,
        StreamTruncated,
        UnprocessableEntityError,
        UnsupportedAudioFormatError,
        VoiceModelMismatchError,
        VoiceNotFoundError,
    )

__version__ = PACKAGE_VERSION

_MODULES = {
    "AsyncClient": "_async.client",
    "Client": "_sync.client",
    "AsyncLineAgentSocket": "_async.resources.line_agent_socket",
    "LineAgentSocket": "_sync.resources.line_agent_socket",
    "AsyncManagedAgentSocket": "_async.resources.managed_agent_socket",
    "ManagedAgentSocket": "_sync.resources.managed_agent_socket",
    "AsyncSttTurnsSocket": "_async.resources.stt_turns_socket",
    "SttTurnsSocket": "_sync.resources.stt_turns_socket",
    "AsyncSttSocket": "_async.resources.stt_socket",
    "SttSocket": "_sync.resources.stt_socket",
    "AsyncTtsSocket": "_async.resources.tts_socket",
    "TtsSocket": "_sync.resources.tts_socket",
    "CallOptions": "_options",
    "Timeout": "_options",
    "RetryPolicy": "_retry",
    "AccessToken": "_auth",
    "ApiResponse": "_request",
    "TextPage": "_request",
    "ServiceDeprecationWarning": "_deprecation",
    "Call": "_hooks",
    "CallEnded": "_hooks",
    "ClientEvent": "_hooks",
    "FirstAudio": "_hooks",
    "Hook": "_hooks",
    "RequestStarted": "_hooks",
    "ResponseStarted": "_hooks",
    "RetryScheduled": "_hooks",
    "SocketClosed": "_hooks",
    "SocketOpened": "_hooks",
    "TracingHook": "_tracing",
    "AsyncIssuedTokens": "_async.tokens",
    "IssuedTokens": "_sync.tokens",
    "NULL": "_null",
    "Null": "_null",
    "UnknownEvent": "_events",
    "File": "_forms",
    "FileInput": "_forms",
    "FileChanged": "_multipart",
    "AudioFormat": "_audio",
    "AudioInput": "_audio",
    "Transcript": "_transcript",
    "ToolError": "_tools",
    "Section": "_speech",
    "Speech": "_speech",
    "TimedText": "_speech",
    "timed_texts": "_speech",
    "AsyncPage": "_async.pagination",
    "Page": "_sync.pagination",
    "AsyncPager": "_async.pagination",
    "Pager": "_sync.pagination",
    "AsyncAudioStream": "_async.streams",
    "AudioStream": "_sync.streams",
    "AsyncByteStream": "_async.streams",
    "ByteStream": "_sync.streams",
    "AsyncEventStream": "_async.streams",
    "EventStream": "_sync.streams",
    "AsyncContext": "_async.context",
    "Context": "_sync.context",
    "AsyncContextSocket": "_async.realtime",
    "ContextSocket": "_sync.realtime",
    "AsyncUtterance": "_async.speaking",
    "Utterance": "_sync.speaking",
    "AsyncSocket": "_async.socket",
    "Socket": "_sync.socket",
    "AsyncTranscriptionSocket": "_async.transcription",
    "TranscriptionSocket": "_sync.transcription",
    "AsyncCallSocket": "_async.calls",
    "CallSocket": "_sync.calls",
    "AsyncToolSocket": "_async.calls",
    "ToolSocket": "_sync.calls",
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
    "ConcurrencyLimitError": "errors",
    "QuotaExceededError": "errors",
    "PlanUpgradeRequiredError": "errors",
    "VoiceNotFoundError": "errors",
    "VoiceModelMismatchError": "errors",
    "ModelNotFoundError": "errors",
    "ModelSunsettedError": "errors",
    "LanguageNotSupportedError": "errors",
    "UnsupportedAudioFormatError": "errors",
    "StreamError": "errors",
}

__all__ = [
    "API_VERSION",
    "NULL",
    "AccessToken",
    "ApiError",
    "ApiResponse",
    "AsyncAudioStream",
    "AsyncByteStream",
    "AsyncCallSocket",
    "AsyncClient",
    "AsyncContext",
    "AsyncContextSocket",
    "AsyncEventStream",
    "AsyncIssuedTokens",
    "AsyncLineAgentSocket",
    "AsyncManagedAgentSocket",
    "AsyncPage",
    "AsyncPager",
    "AsyncSocket",
    "AsyncSttSocket",
    "AsyncSttTurnsSocket",
    "AsyncToolSocket",
    "AsyncTranscriptionSocket",
    "AsyncTtsSocket",
    "AsyncUtterance",
    "AudioFormat",
    "AudioInput",
    "AudioStream",
    "AuthenticationError",
    "BadRequestError",
    "ByteStream",
    "Call",
    "CallEnded",
    "CallOptions",
    "CallSocket",
    "Client",
    "ClientEvent",
    "ConcurrencyLimitError",
    "ConflictError",
    "ConnectionFailed",
    "Context",
    "ContextSocket",
    "ContraltoError",
    "DeadlineExceeded",
    "DecodeError",
    "EventStream",
    "File",
    "FileChanged",
    "FileInput",
    "FirstAudio",
    "Hook",
    "InboxFull",
    "IssuedTokens",
    "LanguageNotSupportedError",
    "LineAgentSocket",
    "LocalProtocolError",
    "ManagedAgentSocket",
    "MissingCredential",
    "ModelNotFoundError",
    "ModelSunsettedError",
    "NotFoundError",
    "Null",
    "Page",
    "Pager",
    "PayloadTooLargeError",
    "PaymentRequiredError",
    "PermissionDeniedError",
    "PlanUpgradeRequiredError",
    "ProtocolError",
    "QuotaExceededError",
    "RateLimitError",
    "Received",
    "RemoteProtocolError",
    "RequestStarted",
    "RequestTimeoutError",
    "ResponseStarted",
    "RetryPolicy",
    "RetryScheduled",
    "Section",
    "ServerError",
    "ServiceDeprecationWarning",
    "Socket",
    "SocketClosed",
    "SocketOpened",
    "Speech",
    "StreamError",
    "StreamTruncated",
    "SttSocket",
    "SttTurnsSocket",
    "TextPage",
    "TimedText",
    "Timeout",
    "ToolError",
    "ToolSocket",
    "TracingHook",
    "Transcript",
    "TranscriptionSocket",
    "TtsSocket",
    "UnknownEvent",
    "UnprocessableEntityError",
    "UnsupportedAudioFormatError",
    "Utterance",
    "VoiceModelMismatchError",
    "VoiceNotFoundError",
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
