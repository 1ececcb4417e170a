"""Sends requests over HTTP: credential, version, retries, deadlines, typed errors.

The only module that talks to the HTTP library. Retries end where an answer with a good status begins: a body that
breaks off later is repeated for a plain call, which nobody has seen a part of, and never for a stream.
"""

from __future__ import annotations

import logging
import random
import time
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any, TypeVar, cast
from urllib.parse import quote, urlencode

import httpx

from .. import _codec
from .._deadline import Deadline
from .._encoding import GzipDecoder, decoder_for
from .._failures import HTTP_FAILURES, body_failure, request_failure
from .._forms import Upload
from .._options import NO_OPTIONS, CallOptions, ClientConfig, Timeout, check_headers, redacted_url
from .._request import Request, Response
from .._retry import Outcome, RetryPolicy, asked_delay_s, told_to_retry
from ..errors import (
    ApiError,
    ConnectionFailed,
    ContraltoError,
    DeadlineExceeded,
    DecodeError,
    LocalProtocolError,
    MissingCredential,
    Received,
    StreamError,
    StreamTruncated,
    error_from_event,
    error_from_response,
)
from ._backend import Limit, bind_deadlines, sleep
from .pool import new_http_client

T = TypeVar("T")

MAX_ERROR_BYTES = 256 * 1024
"""How much of an error's body is read and kept."""
MAX_ANSWER_BYTES = 256 * 1024 * 1024
"""Limit for an answer that is held in memory as a whole; streams have none."""
FINISH_S = 0.25
"""How long the rest of a finished stream is awaited, so that its connection can be used again."""

log = logging.getLogger("contralto_client")


@dataclass(frozen=True, slots=True)
class Plan:
    """One call, resolved: what is sent, and how long and how often it is tried."""

    request: Request
    url: str
    headers: Mapping[str, str]
    content: bytes | None
    upload: Upload | None
    timeout: Timeout
    retry: RetryPolicy
    deadline: Deadline
    retry_paid: bool

    @property
    def doing(self) -> str:
        """Method and path, for messages."""
        return f"{self.request.method} {self.request.path}"


class AsyncBody:
    """The open body of a good answer."""

    def __init__(self, response: httpx.Response, headers: Mapping[str, str], plan: Plan, *, can_limit: bool) -> None:
        self.status_code = response.status_code
        self.headers = headers
        self.n_bytes = 0
        self._response = response
        self._plan = plan
        self._can_limit = can_limit
        self._pieces: AsyncGenerator[bytes, None] | None = None
        self._decoder: GzipDecoder | None = None
        self._closed = False
        self._reading = False

    @property
    def content_type(self) -> str:
        """Media type without parameters, lower case; empty if there is none."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def length(self) -> int | None:
        """The announced length in bytes, if there is one."""
        text = self.headers.get("content-length", "")
        return int(text) if text.isascii() and text.isdigit() and "content-encoding" not in self.headers else None

    async def piece(self) -> bytes:
        """The next bytes, unpacked, as they arrive; empty at the end.

        Raises StreamTruncated if the body breaks off, DeadlineExceeded, or DecodeError for a broken encoding. The body
        is closed then, and at the end.
        """
        if self._closed:
            return b""
        plan = self._plan
        self._reading = True
        try:
            if self._pieces is None:
                self._pieces = self._begin()
            piece = self._decoder.take() if self._decoder is not None else b""
            while not piece:
                async with Limit(plan.deadline, f"reading the answer to {plan.doing}"):
                    raw = await anext(self._pieces, b"")
                if self._decoder is None:
                    piece = raw
                    break
                if not raw:
                    self._decoder.end()
                    break
                self._decoder.feed(raw)
                piece = self._decoder.take()
        except HTTP_FAILURES as exc:
            await self.close()
            failure = body_failure(exc, plan.doing, plan.deadline, plan.timeout, self.n_bytes)
            if isinstance(failure, StreamTruncated):
                failure.received = Received(n_bytes=self.n_bytes)
            raise failure from exc
        except BaseException:
            await self.close()
            raise
        finally:
            self._reading = False
        self.n_bytes += len(piece)
        if not piece:
            await self.close()
        return piece

    def _begin(self) -> AsyncGenerator[bytes, None]:
        response = self._response
        if response.is_stream_consumed:  # a hook or a mock of the caller's has read, and thereby unpacked, it already
            return cast("AsyncGenerator[bytes, None]", response.aiter_bytes())
        self._decoder = decoder_for(self.headers.get("content-encoding", ""))
        return cast("AsyncGenerator[bytes, None]", response.aiter_raw())

    async def finish(self) -> None:
        """Closes after the last event: reads what little may follow, so that the connection can be used again."""
        if self._can_limit and not self._closed and self._pieces is not None:
            try:
                async with Limit(Deadline(FINISH_S), "finishing"):
                    async for _ in self._pieces:
                        pass
            except (ContraltoError, *HTTP_FAILURES):
                log.debug("%s: the body went on after the last event", self._plan.doing)
        await self.close()

    async def close(self) -> None:
        """Ends the answer, read to its end or not. May be called again."""
        if self._closed:
            return
        self._closed = True
        if self._pieces is not None and not self._reading:  # a running generator cannot be closed; its reader will
            await self._pieces.aclose()
        await self._response.aclose()


class AsyncTransport:
    """The way to the service for all resources of one client."""

    def __init__(self, config: ClientConfig, http_client: httpx.AsyncClient | None = None) -> None:
        self.config = config
        self._owns_client = http_client is None
        self._http = http_client if http_client is not None else new_http_client()
        self._can_limit = bind_deadlines(self._http)

    def with_options(self, options: CallOptions) -> AsyncTransport:
        """A transport over the same connections whose calls behave as `options` says. Closing it closes nothing."""
        return AsyncTransport(self.config.merged(options), self._http)

    async def call(self, request: Request, parse: Callable[[Response], T], options: CallOptions | None = None) -> T:
        """Sends `request`, reads the whole answer and gives what `parse` makes of it.

        Raises ApiError by status, ConnectionFailed, DeadlineExceeded, StreamTruncated, DecodeError if `parse` cannot
        read the answer, and OSError if a file to send cannot be read.
        """
        plan = self.plan(request, options, encoding="gzip")
        body, content = await self._send(plan, whole=True)
        try:
            return parse(Response(body.status_code, body.headers, content))
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as exc:
            what = f"member {exc} is missing" if isinstance(exc, KeyError) else str(exc)
            raise DecodeError(
                f"the answer to {plan.doing} is not as documented: {what}",
                raw=content,
                request_id=body.headers.get("x-request-id"),
            ) from exc

    async def open(self, request: Request, options: CallOptions | None = None) -> AsyncBody:
        """Sends `request` and gives the body of the good answer unread. Raises as `call`. The caller closes it."""
        body, _ = await self._send(self.plan(request, options, encoding="identity"), whole=False)
        return body

    async def close(self) -> None:
        """Closes the connections, unless the HTTP client was passed in by the caller."""
        if self._owns_client:
            await self._http.aclose()

    def plan(self, request: Request, options: CallOptions | None, *, encoding: str) -> Plan:
        """Resolves a request. `encoding` is the content encoding to ask for, unless the caller's headers name one.

        Raises MissingCredential; ValueError for a body that is no JSON and for a header that cannot be sent.
        """
        options = options or NO_OPTIONS
        config = self.config.merged(options)
        content = None if request.json is None else _codec.dumps(request.json)
        headers = self.headers(request.authenticated, request.operation, options)
        headers["accept"] = request.accept
        headers.setdefault("accept-encoding", encoding)
        if content is not None:
            headers["content-type"] = "application/json"
        check_headers(request.headers)
        for name, value in request.headers.items():
            headers[name.lower()] = value
        query = "?" + urlencode(request.query, quote_via=quote) if request.query else ""
        return Plan(
            request=request,
            url=config.base_of(request.base_url) + request.path + query,
            headers=headers,
            content=content,
            upload=Upload(request.form) if request.form else None,
            timeout=config.timeout,
            retry=config.retry,
            deadline=Deadline(config.timeout.total_s),
            retry_paid=config.retry_paid,
        )

    def headers(self, authenticated: bool, operation: str, options: CallOptions) -> dict[str, str]:
        """The headers of every request and upgrade, by lower-case names: version, credential, and the caller's own.

        Raises MissingCredential if one is needed and neither credential nor header gives it, ValueError for a header
        that cannot be sent.
        """
        config = self.config.merged(options)
        headers = {"user-agent": config.user_agent, "cartesia-version": config.api_version}
        headers.update(config.credential_headers())
        headers.update(config.headers)
        check_headers(headers)
        if authenticated and not headers.keys() & {config.credential_header, "authorization", "x-api-key"}:
            raise MissingCredential(
                f"`{operation}` needs a credential: pass `api_key` or `access_token` to the client, "
                f"or set {config.env_prefix}_API_KEY"
            )
        return headers

    def socket_headers(self, path: str, options: CallOptions) -> dict[str, str]:
        """The headers of an upgrade; without the credential if a subprotocol carries it. Raises as `headers`."""
        headers = self.headers(True, path, options)
        if self.config.subprotocol() is not None:
            for name in self.config.credential_headers():
                headers.pop(name, None)
        return headers

    async def _send(self, plan: Plan, *, whole: bool) -> tuple[AsyncBody, bytes]:
        """Tries until an answer is good or the policy says no more. With `whole` its body is read, too."""
        n_retries = 0
        while True:
            try:
                return await self._attempt(plan, whole=whole)
            except (ApiError, ConnectionFailed, DeadlineExceeded, StreamTruncated) as exc:
                delay_s = self._delay_s(plan, n_retries, exc)
                if delay_s is None:
                    raise
                log.info("%s failed (%s), trying again in %.2f s", plan.doing, type(exc).__name__, delay_s)
            n_retries += 1
            await sleep(delay_s)

    def _delay_s(self, plan: Plan, n_retries: int, exc: ContraltoError) -> float | None:
        if isinstance(exc, DeadlineExceeded) and exc.limit == "total":
            return None
        if plan.upload is not None and not plan.upload.repeatable:
            return None
        delay_s = plan.retry.delay_s(
            n_retries,
            outcome_of(exc),
            paid=plan.request.paid and not plan.retry_paid,
            random=random.random,
        )
        return delay_s if delay_s is not None and plan.deadline.allows(delay_s) else None

    async def _attempt(self, plan: Plan, *, whole: bool) -> tuple[AsyncBody, bytes]:
        if self._http.is_closed:
            raise LocalProtocolError(f"{plan.doing} was not sent: the client is closed")
        began_s = time.monotonic()
        timeout = plan.timeout
        with nullcontext() if plan.upload is None else plan.upload.opened() as parts:
            request = self._http.build_request(
                plan.request.method,
                plan.url,
                headers=plan.headers,
                content=plan.content,
                files=parts,
                extensions={
                    "timeout": {
                        "connect": timeout.connect_s,
                        "read": timeout.read_s,
                        "write": timeout.write_s,
                        "pool": timeout.pool_s,
                    }
                },
            )
            try:
                async with Limit(plan.deadline, plan.doing):
                    response = await self._http.send(request, stream=True)
            except (httpx.LocalProtocolError, httpx.InvalidURL) as exc:
                raise request_failure(exc, plan.doing, plan.deadline, timeout) from None
            except HTTP_FAILURES as exc:
                raise request_failure(exc, plan.doing, plan.deadline, timeout) from exc
        headers = self.config.scrubbed(response.headers)
        log.debug(
            "%s -> %d after %.0f ms (request id %s)",
            plan.doing,
            response.status_code,
            (time.monotonic() - began_s) * 1000,
            headers.get("x-request-id"),
        )
        body = AsyncBody(response, headers, plan, can_limit=self._can_limit)
        if not response.is_success:
            raise await self._error(body)
        return body, await self._whole(body, plan) if whole else b""

    async def _whole(self, body: AsyncBody, plan: Plan) -> bytes:
        pieces: list[bytes] = []
        try:
            while piece := await body.piece():
                pieces.append(piece)
                if body.n_bytes > MAX_ANSWER_BYTES:
                    raise DecodeError(
                        f"the answer to {plan.doing} has more than {MAX_ANSWER_BYTES} bytes", raw=pieces[0]
                    )
        finally:
            await body.close()
        return b"".join(pieces)

    async def _error(self, body: AsyncBody) -> ApiError:
        """The typed error of a bad answer; a body that breaks off is taken as far as it came."""
        pieces: list[bytes] = []
        try:
            while body.n_bytes < MAX_ERROR_BYTES and (piece := await body.piece()):
                pieces.append(piece)
        except (StreamTruncated, DeadlineExceeded, DecodeError) as exc:
            log.debug("the body of an error broke off: %s", exc)
        finally:
            await body.close()
        return self.error(body.status_code, body.headers, b"".join(pieces)[:MAX_ERROR_BYTES])

    def error(self, status_code: int, headers: Mapping[str, str], content: bytes) -> ApiError:
        """The typed error of an answer or a refused upgrade, without the credential should the server echo it."""
        credential = self.config.credential
        if credential is not None:
            content = credential.scrub(content)
            headers = self.config.scrubbed(headers)
        error = error_from_response(
            status_code,
            headers,
            content,
            retry_after_s=asked_delay_s(headers, time.time()),
            should_retry=told_to_retry(headers),
        )
        if 300 <= status_code < 400 and (location := headers.get("location")):
            error.message = f"the server redirects to {redacted_url(location)}; set `base_url` to the final address"
        return error

    def event_error(self, message: Mapping[str, Any], data: bytes | str, received: Received) -> StreamError:
        """The typed error of an error event, without the credential should the server echo it."""
        raw = data.encode() if isinstance(data, str) else data
        credential = self.config.credential
        if credential is not None and (clean := credential.scrub(raw)) is not raw:
            raw = clean
            message = _codec.loads(clean)
        return error_from_event(message, received=received, body=raw)


def outcome_of(exc: ContraltoError) -> Outcome:
    """A failed attempt as the retry policy sees it."""
    if isinstance(exc, ApiError):
        return Outcome(exc.status_code, asked_delay_s=exc.retry_after_s, should_retry=exc.should_retry)
    if isinstance(exc, ConnectionFailed | DeadlineExceeded):
        return Outcome(maybe_executed=exc.maybe_executed)
    return Outcome(maybe_executed=True)
