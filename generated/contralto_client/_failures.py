"""Failures of the HTTP library and the sockets as errors of this client."""

from __future__ import annotations

import httpx

from ._deadline import Deadline
from ._options import Timeout
from ._retry import Outcome
from .errors import ApiError, ConnectionFailed, ContraltoError, DeadlineExceeded, DecodeError, StreamTruncated

HTTP_FAILURES = (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError)
"""What a send or a read can raise; OSError, since not every TLS failure is wrapped by the library."""

CLOCK_SLACK_S = 0.005
"""A wait capped by the deadline may wake up this much before the clock says so."""

_TIMEOUTS: tuple[tuple[type[httpx.TimeoutException], str], ...] = (
    (httpx.ConnectTimeout, "connect"),
    (httpx.ReadTimeout, "read"),
    (httpx.WriteTimeout, "write"),
    (httpx.PoolTimeout, "pool"),
)


def request_failure(exc: Exception, doing: str, deadline: Deadline, timeout: Timeout) -> ContraltoError:
    """The error for a request that got no answer. `doing` is method and path."""
    if isinstance(exc, httpx.TimeoutException):
        return _timed_out(exc, doing, deadline, timeout)
    if isinstance(exc, httpx.LocalProtocolError | httpx.InvalidURL):
        # The library's text quotes the header at fault, which may be a credential.
        return ConnectionFailed(f"{doing} was not sent: a header or the address is not valid in HTTP")
    if isinstance(exc, httpx.ConnectError | httpx.ProxyError | httpx.UnsupportedProtocol):
        return ConnectionFailed(f"{doing} found no server: {exc or 'connection refused'}")
    if isinstance(exc, httpx.DecodingError):
        return DecodeError(f"the answer to {doing} is not encoded as its headers say: {exc}")
    return ConnectionFailed(f"{doing} got no answer: {exc or type(exc).__name__}", maybe_executed=True)


def body_failure(exc: Exception, doing: str, deadline: Deadline, timeout: Timeout, n_bytes: int) -> ContraltoError:
    """The error for a body that broke off after `n_bytes`."""
    if isinstance(exc, httpx.TimeoutException):
        return _timed_out(exc, doing, deadline, timeout)
    if isinstance(exc, httpx.DecodingError):
        return DecodeError(f"the answer to {doing} is not encoded as its headers say: {exc}")
    return StreamTruncated(f"the answer to {doing} broke off after {n_bytes} bytes: {exc or type(exc).__name__}")


def _timed_out(exc: httpx.TimeoutException, doing: str, deadline: Deadline, timeout: Timeout) -> DeadlineExceeded:
    limit = next((name for kind, name in _TIMEOUTS if isinstance(exc, kind)), "read")
    maybe_executed = limit in ("read", "write")
    if not deadline.allows(CLOCK_SLACK_S):
        return deadline.exceeded(doing, maybe_executed=maybe_executed)
    seconds: float | None = getattr(timeout, f"{limit}_s")
    text = "its time" if seconds is None else f"{seconds:g} s"
    return DeadlineExceeded(
        f"{doing} made no progress within {text} ({limit})", limit=limit, maybe_executed=maybe_executed
    )


def outcome_of(exc: ContraltoError) -> Outcome:
    """A failed attempt as the retry policy sees it."""
    if isinstance(exc, ApiError):
        return Outcome(
            exc.status_code,
            asked_delay_s=exc.retry_after_s,
            should_retry=exc.should_retry,
            error_code=exc.error_code,
        )
    if isinstance(exc, ConnectionFailed | DeadlineExceeded):
        return Outcome(maybe_executed=exc.maybe_executed)
    return Outcome(maybe_executed=True)
