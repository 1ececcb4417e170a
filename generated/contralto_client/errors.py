"""What the client raises for what the network or the service does, and how the service's errors become values.

    ContraltoError
    ├── ApiError                     the service answered with an error; by status:
    │   ├── BadRequestError 400      ├── NotFoundError 404            ├── PayloadTooLargeError 413
    │   ├── AuthenticationError 401  ├── RequestTimeoutError 408      ├── UnprocessableEntityError 422
    │   ├── PaymentRequiredError 402 ├── ConflictError 409            ├── RateLimitError 429
    │   ├── PermissionDeniedError 403                                 └── ServerError 5xx
    │   ├── StreamError              an error event inside a stream or a context that had begun
    │   └── by `error_code`, beside the class of the status: ConcurrencyLimitError, QuotaExceededError,
    │       PlanUpgradeRequiredError, VoiceNotFoundError, VoiceModelMismatchError, ModelNotFoundError,
    │       ModelSunsettedError, LanguageNotSupportedError, UnsupportedAudioFormatError
    ├── ConnectionFailed             no answer: refused, unreachable, TLS, reset before the answer
    ├── DeadlineExceeded             connect, read or total time ran out
    ├── StreamTruncated              the stream ended before its terminal event or its full length
    ├── DecodeError                  the bytes are not what the API documents
    ├── InboxFull                    a context that nobody consumes holds up the others
    ├── MissingCredential            the operation needs a key or token and none was given
    └── ProtocolError
        ├── LocalProtocolError       this side was about to break the protocol; nothing was sent
        └── RemoteProtocolError      the other side broke it

An error is of every class that fits: a context that ends because too many run at once raises a StreamError that is a
ConcurrencyLimitError and a RateLimitError, too.

The service writes errors in two formats. Since API version 2026-03-01 they are JSON objects with `error_code`,
`title`, `message`, `request_id` and `doc_url`; before that, and for missing or invalid versions, text of the form
`Title: Message`. Stream events follow the same split, the older ones carry that text in a member `error`. Both are
understood whatever version was asked for, since a proxy in between may answer by itself.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import cast

MAX_TITLE_CHARS = 120
"""A text before `: ` that is longer than this is a sentence, not a title."""
MAX_MESSAGE_CHARS = 2_000
"""Longer texts (a web page, say) are cut in the message; `ApiError.body` keeps what was received."""


class ContraltoError(Exception):
    """Root of all errors of this client."""


class ConnectionFailed(ContraltoError):
    """No answer came: the address is unreachable, TLS failed, or the connection broke before an answer.

    `maybe_executed` is true if the request may have reached the service.
    """

    def __init__(self, message: str, *, maybe_executed: bool = False) -> None:
        super().__init__(message)
        self.maybe_executed = maybe_executed


class DeadlineExceeded(ContraltoError):
    """A time limit ran out. `limit` names it: `connect`, `read`, `write`, `pool` or `total`.

    `partial` as in StreamTruncated.
    """

    def __init__(self, message: str, *, limit: str = "total", maybe_executed: bool = False) -> None:
        super().__init__(message)
        self.limit = limit
        self.maybe_executed = maybe_executed
        self.partial: object | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """How much of a stream had arrived: number of events, bytes on the wire, the newest event."""

    n_events: int = 0
    n_bytes: int = 0
    last_event: object | None = None


class StreamTruncated(ContraltoError):
    """A stream ended before its terminal event, or a body before its full length.

    `received` counts what came before. Where the call gathers (`read()`, `collect()`), `partial` holds what it had
    gathered; an iteration has handed everything out already. `close_code` and `close_reason` are those of a socket.
    """

    def __init__(
        self,
        message: str,
        *,
        received: Received | None = None,
        close_code: int | None = None,
        close_reason: str = "",
    ) -> None:
        super().__init__(message)
        self.received: Received = received or Received()
        self.partial: object | None = None
        self.close_code = close_code
        self.close_reason = close_reason


class DecodeError(ContraltoError):
    """Bytes of the service are not what the API documents. `raw` is what came, cut to a few kilobytes."""

    def __init__(self, message: str, *, raw: bytes = b"", request_id: str | None = None) -> None:
        super().__init__(message)
        self.raw = raw[:8192]
        self.request_id = request_id


class InboxFull(ContraltoError):
    """Events of context `context_id` wait unread while the same task or thread waits for another context.

    Nothing is lost: consume that context (or raise `inbox_limit_bytes`), then go on with the other.
    """

    def __init__(self, message: str, *, context_id: str = "") -> None:
        super().__init__(message)
        self.context_id = context_id


class MissingCredential(ContraltoError):
    """The operation needs a credential, and none was given by argument or environment."""


class ProtocolError(ContraltoError):
    """A message did not fit the state of its channel."""


class LocalProtocolError(ProtocolError):
    """This side was about to send what the protocol does not allow now, or on a closed client. Nothing was sent."""


class RemoteProtocolError(ProtocolError):
    """The other side sent what the protocol does not allow."""


class ApiError(ContraltoError):
    """The service answered with an error.

    `status_code` is the HTTP status, or the one an event carries. `error_code` is the machine-readable code, None for
    legacy errors and where none fits. `body` holds the raw bytes as received (long ones cut by the transport).
    `headers` are those of the answer by lower-case names, empty for an event. `retry_after_s` is the pause the service
    asked for, `should_retry` what it says about another attempt.

    Source: official docs, page on API errors.
    """

    def __init__(
        self,
        message: str = "",
        *,
        status_code: int = 0,
        title: str = "",
        error_code: str | None = None,
        request_id: str | None = None,
        doc_url: str | None = None,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        retry_after_s: float | None = None,
        should_retry: bool | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.status_code = status_code
        self.title = title
        self.error_code = error_code
        self.request_id = request_id
        self.doc_url = doc_url
        self.body = body
        self.headers: dict[str, str] = dict(headers or {})
        self.retry_after_s = retry_after_s
        self.should_retry = should_retry

    def __str__(self) -> str:
        text = ": ".join(part for part in (self.title, self.message) if part)
        notes = [
            f"{name} {value}"
            for name, value in (("error_code", self.error_code), ("request_id", self.request_id))
            if value
        ]
        return f"{self.status_code} {text or 'no message'}" + (f" ({', '.join(notes)})" if notes else "")

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self)!r})"

    def __reduce__(self) -> tuple[object, ...]:
        kinds = getattr(type(self), "kinds", (type(self),))
        return _restored, (kinds, self.args), self.__dict__


class BadRequestError(ApiError):
    """400: the request is not valid."""


class AuthenticationError(ApiError):
    """401: credential missing, unknown or expired."""


class PaymentRequiredError(ApiError):
    """402: no credits left, or the plan does not cover the request."""


class PermissionDeniedError(ApiError):
    """403: the credential does not allow this."""


class NotFoundError(ApiError):
    """404: no such route, voice, model or other resource."""


class RequestTimeoutError(ApiError):
    """408: the service gave up waiting for the request."""


class ConflictError(ApiError):
    """409: the resource is in a state that does not allow this."""


class PayloadTooLargeError(ApiError):
    """413: the upload is too large."""


class UnprocessableEntityError(ApiError):
    """422: well-formed, but not acceptable."""


class RateLimitError(ApiError):
    """429: quota or concurrency limit reached; `error_code` tells which."""


class ServerError(ApiError):
    """5xx: the service, or a proxy in front of it, failed."""


class ConcurrencyLimitError(ApiError):
    """`concurrency_limited`: more runs at once than the plan allows. Another attempt may succeed."""


class QuotaExceededError(ApiError):
    """`quota_exceeded`: credits or another quota of the plan are used up. Another attempt meets the same."""


class PlanUpgradeRequiredError(ApiError):
    """`plan_upgrade_required`: the plan does not cover this."""


class VoiceNotFoundError(ApiError):
    """`voice_not_found`: there is no such voice, or it is somebody else's."""


class VoiceModelMismatchError(ApiError):
    """`voice_model_mismatch`: the voice cannot be used with this model."""


class ModelNotFoundError(ApiError):
    """`model_not_found`: there is no such model."""


class ModelSunsettedError(ApiError):
    """`model_sunsetted`: the model was switched off."""


class LanguageNotSupportedError(ApiError):
    """`language_not_supported`: the model or the voice lacks the language."""


class UnsupportedAudioFormatError(ApiError):
    """`unsupported_audio_format`: container or codec of the audio is not accepted."""


class StreamError(ApiError):
    """An error event that ended a stream or a context.

    `context_id` is the context it belongs to, if it names one. `received` counts what came before; `partial` as in
    StreamTruncated.
    """

    def __init__(
        self,
        message: str = "",
        *,
        context_id: str | None = None,
        received: Received | None = None,
        status_code: int = 0,
        title: str = "",
        error_code: str | None = None,
        request_id: str | None = None,
        doc_url: str | None = None,
        body: bytes = b"",
    ) -> None:
        super().__init__(
            message,
            status_code=status_code,
            title=title,
            error_code=error_code,
            request_id=request_id,
            doc_url=doc_url,
            body=body,
        )
        self.context_id = context_id
        self.received: Received = received or Received()
        self.partial: object | None = None


_BY_STATUS: Mapping[int, type[ApiError]] = {
    400: BadRequestError,
    401: AuthenticationError,
    402: PaymentRequiredError,
    403: PermissionDeniedError,
    404: NotFoundError,
    408: RequestTimeoutError,
    409: ConflictError,
    413: PayloadTooLargeError,
    422: UnprocessableEntityError,
    429: RateLimitError,
}

_BY_CODE: Mapping[str, type[ApiError]] = {
    "concurrency_limited": ConcurrencyLimitError,
    "quota_exceeded": QuotaExceededError,
    "plan_upgrade_required": PlanUpgradeRequiredError,
    "voice_not_found": VoiceNotFoundError,
    "voice_model_mismatch": VoiceModelMismatchError,
    "model_not_found": ModelNotFoundError,
    "model_sunsetted": ModelSunsettedError,
    "language_not_supported": LanguageNotSupportedError,
    "unsupported_audio_format": UnsupportedAudioFormatError,
    "file_too_large": PayloadTooLargeError,
}


def error_class(status_code: int) -> type[ApiError]:
    """The class for a status: the one of that number, ServerError from 500 on, else ApiError."""
    return _BY_STATUS.get(status_code) or (ServerError if status_code >= 500 else ApiError)


@cache
def _combined(kinds: tuple[type[ApiError], ...]) -> type[ApiError]:
    """The class that is all of `kinds`, under the name of the first."""
    if len(kinds) == 1:
        return kinds[0]
    return type(kinds[0].__name__, kinds, {"__doc__": kinds[0].__doc__, "__module__": __name__, "kinds": kinds})


def _restored(kinds: tuple[type[ApiError], ...], args: tuple[object, ...]) -> ApiError:
    """An error without its members, which follow: how one is copied and pickled."""
    kind = _combined(kinds)
    return kind.__new__(kind, *args)


def _kinds(status_code: int, error_code: str | None) -> tuple[type[ApiError], ...]:
    """What an error is by code and by status, the more special first."""
    found = (_BY_CODE.get(error_code or ""), error_class(status_code))
    return tuple(dict.fromkeys(kind for kind in found if kind is not None and kind is not ApiError)) or (ApiError,)


@dataclass(frozen=True, slots=True)
class _Described:
    title: str = ""
    message: str = ""
    error_code: str | None = None
    request_id: str | None = None
    doc_url: str | None = None


def error_from_response(
    status_code: int,
    headers: Mapping[str, str],
    body: bytes,
    *,
    retry_after_s: float | None = None,
    should_retry: bool | None = None,
) -> ApiError:
    """The typed error of an HTTP answer or a refused upgrade. Never raises, whatever `body` holds.

    `headers` is looked up by lower-case names.
    """
    described = _describe(_json_or_none(body), body)
    return _combined(_kinds(status_code, described.error_code))(
        described.message or ("" if described.title else "the answer has no body"),
        status_code=status_code,
        title=described.title,
        error_code=described.error_code,
        request_id=described.request_id or headers.get("x-request-id"),
        doc_url=described.doc_url,
        body=body,
        headers={name.lower(): value for name, value in headers.items()},
        retry_after_s=retry_after_s,
        should_retry=should_retry,
    )


def error_from_event(
    event: Mapping[str, object],
    *,
    received: Received | None = None,
    body: bytes = b"",
) -> StreamError:
    """The typed error of an error event, old or new form. Never raises, whatever `event` holds."""
    described = _describe(event, b"")
    status = event.get("status_code")
    status_code = status if type(status) is int else 0
    kinds = tuple(kind for kind in _kinds(status_code, described.error_code) if kind is not ApiError)
    make = cast("type[StreamError]", _combined((StreamError, *kinds)))
    return make(
        described.message or ("" if described.title else "the service sent an error event without a text"),
        context_id=_text(event.get("context_id")),
        received=received,
        status_code=status_code,
        title=described.title,
        error_code=described.error_code,
        request_id=described.request_id,
        doc_url=described.doc_url,
        body=body,
    )


def _describe(parsed: object, body: bytes) -> _Described:
    if isinstance(parsed, Mapping):
        return _describe_object(parsed, body)
    if isinstance(parsed, str):
        return _describe_text(parsed)
    return _describe_text(body.decode("utf-8", "replace"))


def _describe_object(parsed: Mapping[object, object], body: bytes) -> _Described:
    title = _text(parsed.get("title"))
    message = _text(parsed.get("message"))
    legacy = parsed.get("error")
    if isinstance(legacy, Mapping):  # the envelope of a proxy or a dialect, which says `type` for `error_code`
        inner = _describe_object(legacy, b"")
        return replace(inner, error_code=inner.error_code or _text(legacy.get("type")))
    if title is None and isinstance(legacy, str) and legacy:
        split = _describe_text(legacy)
        title, message = split.title, message or split.message
    if title is None and message is None:
        message = _text(parsed.get("detail")) or _cut(body.decode("utf-8", "replace"))
    # Managed agents say `code` where every other place says `error_code`.
    code = _text(parsed.get("error_code")) or _text(parsed.get("code"))
    return _Described(
        title=title or "",
        message=_cut(message or ""),
        error_code=code,
        request_id=_text(parsed.get("request_id")),
        doc_url=_text(parsed.get("doc_url")),
    )


def _describe_text(text: str) -> _Described:
    title, colon, message = text.strip().partition(": ")
    if colon and len(title) <= MAX_TITLE_CHARS and "\n" not in title and not title.startswith("<"):
        return _Described(title=title, message=_cut(message))
    return _Described(message=_cut(text.strip()))


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _cut(text: str) -> str:
    return text if len(text) <= MAX_MESSAGE_CHARS else text[:MAX_MESSAGE_CHARS] + " ..."


def _json_or_none(body: bytes) -> object:
    # The standard library, not the fast codec: this is no hot path, and errors.py stays without imports of the package.
    try:
        parsed: object = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return parsed
