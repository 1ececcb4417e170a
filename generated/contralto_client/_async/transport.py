"""Sends requests over HTTP: credential, version, retries, deadlines, typed errors.

The only module that talks to the HTTP library. Retries end where an answer with a good status begins: a body that
breaks off later is repeated for a plain call, which nobody has seen a part of, and never for a stream.
"""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext
from typing import Any, TypeVar

import httpx

from .. import _codec
from .._auth import Credential, Secrets
from .._deadline import Deadline
from .._deprecation import log_headers, warn_of_model, warn_of_operation
from .._failures import HTTP_FAILURES, outcome_of, request_failure
from .._hooks import Call, CallEnded, Hook, Hooks, RequestStarted, ResponseStarted, RetryScheduled
from .._multipart import SourceFailure, Upload
from .._options import CallOptions, ClientConfig, check_headers, redacted_url
from .._request import Request, Response
from .._retry import asked_delay_s, told_to_retry
from .._version import DEPRECATED_MODELS
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
from ._backend import Limit, Places, bind_deadlines, body_of, sleep
from .body import AsyncBody, Plan
from .pool import new_http_client
from .tokens import AsyncTokenSource

T = TypeVar("T")

MAX_ERROR_BYTES = 256 * 1024
"""How much of an error's body is read and kept."""
MAX_ANSWER_BYTES = 256 * 1024 * 1024
"""Limit for an answer that is held in memory as a whole; streams have none."""

log = logging.getLogger("contralto_client")


class AsyncTransport:
    """The way to the service for all resources of one client.

    `tokens` makes the credential where the client has none of its own; `places` bounds the paid calls at once.
    """

    def __init__(
        self,
        config: ClientConfig,
        http_client: httpx.AsyncClient | None = None,
        *,
        tokens: AsyncTokenSource | None = None,
        hooks: Iterable[Hook] = (),
        max_concurrency: int | None = None,
    ) -> None:
        self.config = config
        self.hooks = Hooks(hooks)
        self.secrets = Secrets()
        self._owns_client = http_client is None
        self._http = http_client if http_client is not None else new_http_client(config.proxy, config.ssl_context)
        self._can_limit = bind_deadlines(self._http)
        self._tokens = tokens
        self._places = None if max_concurrency is None else Places(max_concurrency)

    def with_options(self, options: CallOptions) -> AsyncTransport:
        """A transport over the same connections whose calls behave as `options` says. Closing it closes nothing."""
        other = type(self).__new__(type(self))
        other.__dict__.update(self.__dict__)
        other.config = self.config.merged(options)
        other._owns_client = False
        return other

    async def call(self, request: Request, parse: Callable[[Response], T], options: CallOptions | None = None) -> T:
        """Sends `request`, reads the whole answer and gives what `parse` makes of it.

        Raises ApiError by status, ConnectionFailed, DeadlineExceeded, StreamTruncated, DecodeError if `parse` cannot
        read the answer, and OSError if a file to send cannot be read.
        """
        plan = self.plan(request, options, encoding="gzip")
        response = (await self._send(plan, whole=True))[1]
        if plan.config.on_response is not None:
            plan.config.on_response(response)
        try:
            return parse(response)
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as exc:
            what = f"member {exc} is missing" if isinstance(exc, KeyError) else str(exc)
            raise DecodeError(
                f"the answer to {plan.doing} is not as documented: {what}",
                raw=response.content,
                request_id=response.request_id,
            ) from exc

    async def open(self, request: Request, options: CallOptions | None = None) -> AsyncBody:
        """Sends `request` and gives the body of the good answer unread. Raises as `call`. The caller closes it."""
        plan = self.plan(request, options, encoding="identity")
        body, response = await self._send(plan, whole=False)
        if plan.config.on_response is not None:
            try:
                plan.config.on_response(response)
            except BaseException as exc:
                body.failure = exc
                await body.close()
                raise
        return body

    async def close(self) -> None:
        """Closes the connections, unless the HTTP client was passed in by the caller."""
        if self._owns_client:
            await self._http.aclose()

    def plan(self, request: Request, options: CallOptions | None, *, encoding: str) -> Plan:
        """Resolves a request. `encoding` is the content encoding to ask for, unless the caller's headers name one.

        Warns of what is deprecated. Raises ValueError for a body that is no JSON and for a header that cannot be sent.
        """
        config = self.config.merged(options)
        if request.deprecated:
            warn_of_operation(request.operation, request.deprecated)
        members = _members(request, config)
        content = None if members is None else _codec.dumps(members)
        headers = self.headers(config)
        headers["accept"] = request.accept
        headers.setdefault("accept-encoding", encoding)
        if content is not None:
            headers["content-type"] = "application/json"
        check_headers(request.headers)
        for name, value in request.headers.items():
            headers[name.lower()] = value
        address = config.base_of(request.base_url) + request.path
        return Plan(
            request=request,
            config=config,
            url=address + config.url_query(request.query),
            headers=headers,
            content=content,
            upload=Upload(request.form) if request.form else None,
            deadline=Deadline(config.timeout.total_s),
            call=Call(request.operation, request.method, address),
            hooks=self.hooks,
        )

    def headers(self, config: ClientConfig) -> dict[str, str]:
        """The headers of every request and upgrade, by lower-case names: version and the caller's own.

        Raises ValueError for a header that cannot be sent.
        """
        headers = {"user-agent": config.user_agent, "cartesia-version": config.api_version, **config.headers}
        check_headers(headers)
        return headers

    async def credential(
        self,
        config: ClientConfig,
        operation: str,
        deadline: Deadline,
        *,
        authenticated: bool = True,
        admin: bool = False,
    ) -> Credential | None:
        """What proves who sends a request; None if the caller's headers do, or nothing need to.

        Raises MissingCredential if one is needed and there is none, DeadlineExceeded, and what a token provider raises.
        """
        if config.headers.keys() & config.credential_headers:
            return None
        if admin and config.admin_credential is not None:
            return config.admin_credential
        if config.credential is not None:
            return config.credential
        if not authenticated:
            return None
        if self._tokens is None:
            raise MissingCredential(config.missing_credential(operation, admin=admin))
        async with Limit(deadline, "getting an access token", maybe_executed=False):
            return await self._tokens.credential()

    def refused(self, credential: Credential | None, exc: ApiError) -> bool:
        """Whether `exc` means that a token of the provider is good no more, so that another may help."""
        if self._tokens is None or credential is None or not (credential.renewable and exc.status_code == 401):
            return False
        self._tokens.refused(credential)
        return True

    async def _send(self, plan: Plan, *, whole: bool) -> tuple[AsyncBody, Response]:
        """Tries until an answer is good or the policy says no more. With `whole` its body is read, too."""
        try:
            return await self._tries(plan, whole=whole)
        except BaseException as exc:
            if plan.hooks:
                plan.hooks.emit(CallEnded(plan.call, plan.call.elapsed_s(), error=exc))
            raise

    async def _tries(self, plan: Plan, *, whole: bool) -> tuple[AsyncBody, Response]:
        n_retries = 0
        renewed = False
        request = plan.request
        while True:
            credential = await self.credential(
                plan.config,
                request.operation,
                plan.deadline,
                authenticated=request.authenticated,
                admin=request.admin,
            )
            try:
                return await self._attempt(plan, credential, n_retries, whole=whole)
            except (ApiError, ConnectionFailed, DeadlineExceeded, StreamTruncated) as exc:
                delay_s = self._delay_s(plan, n_retries, exc)
                if isinstance(exc, ApiError) and self.refused(credential, exc) and not renewed and plan.repeatable:
                    renewed = True
                    log.info("%s: the access token was refused, trying again with another", plan.doing)
                    continue
                if delay_s is None:
                    raise
                log.info("%s failed (%s), trying again in %.2f s", plan.doing, type(exc).__name__, delay_s)
                n_retries += 1
                plan.hooks.emit(RetryScheduled(plan.call, n_retries, delay_s, exc))
            await sleep(delay_s)

    def _delay_s(self, plan: Plan, n_retries: int, exc: ContraltoError) -> float | None:
        if isinstance(exc, DeadlineExceeded) and exc.limit == "total":
            return None
        if not plan.repeatable:
            return None
        policy = plan.config.retry
        delay_s = policy.delay_s(
            n_retries,
            outcome_of(exc),
            paid=plan.request.paid and not plan.config.retry_paid,
            random=random.random,
        )
        asked_s = exc.retry_after_s if isinstance(exc, ApiError) else None
        if delay_s is None and asked_s is not None and asked_s > policy.max_asked_delay_s:
            log.info("%s: the service asks for a pause of %.0f s, which is left to the caller", plan.doing, asked_s)
        return delay_s if delay_s is not None and plan.deadline.allows(delay_s) else None

    async def _attempt(
        self, plan: Plan, credential: Credential | None, n_retries: int, *, whole: bool
    ) -> tuple[AsyncBody, Response]:
        places = self._places if plan.request.paid else None
        if places is None:
            return await self._exchange(plan, credential, n_retries, None, whole=whole)
        limit_s = plan.config.timeout.pool_s
        if not await places.take(plan.deadline.cap(limit_s)):
            plan.deadline.check(f"waiting for one of {places.n} paid calls at once")
            raise DeadlineExceeded(
                f"{plan.doing} was not sent: {places.n} paid calls are under way (`max_concurrency`), and none ended "
                f"within {limit_s:g} s (pool)",
                limit="pool",
            )
        on_close = None if whole else places.give_back
        try:
            answer = await self._exchange(plan, credential, n_retries, on_close, whole=whole)
        except BaseException:
            places.give_back()
            raise
        if whole:
            places.give_back()
        return answer

    async def _exchange(
        self,
        plan: Plan,
        credential: Credential | None,
        n_retries: int,
        on_close: Callable[[], object] | None,
        *,
        whole: bool,
    ) -> tuple[AsyncBody, Response]:
        if self._http.is_closed:
            raise LocalProtocolError(f"{plan.doing} was not sent: the client is closed")
        if plan.hooks:
            plan.hooks.emit(RequestStarted(plan.call, n_retries))
        began_s = time.monotonic()
        response = await self._answer(plan, credential)
        headers = self.secrets.scrubbed(response.headers)
        request_id = headers.get("x-request-id")
        log.debug(
            "%s -> %d after %.0f ms (request id %s)",
            plan.doing,
            response.status_code,
            (time.monotonic() - began_s) * 1000,
            request_id,
        )
        elapsed_s = plan.call.elapsed_s()
        if plan.hooks:
            plan.hooks.emit(ResponseStarted(plan.call, n_retries, response.status_code, request_id, elapsed_s))
        log_headers(plan.request.operation, headers)
        body = AsyncBody(response, headers, plan, can_limit=self._can_limit)
        if not response.is_success:
            raise await self._error(body)
        content = await self._whole(body, plan) if whole else b""
        if not whole:
            body.watch(on_close)
        elif plan.hooks:
            plan.hooks.emit(CallEnded(plan.call, plan.call.elapsed_s(), body.n_bytes))
        return body, Response(body.status_code, body.headers, content, n_retries, elapsed_s)

    async def _answer(self, plan: Plan, credential: Credential | None) -> httpx.Response:
        """Sends the request once; the answer with its body unread."""
        headers = plan.headers if credential is None else {**plan.headers, **credential.headers()}
        self.secrets.note(headers, plan.config.credential_headers)
        timeout = plan.config.timeout
        with nullcontext() if plan.upload is None else plan.upload.opened() as form:
            request = self._http.build_request(
                plan.request.method,
                plan.url,
                headers=headers if form is None else {**headers, **form.headers},
                content=plan.content if form is None else body_of(form.pieces, form.may_wait),
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
                    return await self._http.send(request, stream=True)
            except SourceFailure as exc:
                raise exc.error from None
            except (httpx.LocalProtocolError, httpx.InvalidURL) as exc:
                raise request_failure(exc, plan.doing, plan.deadline, timeout) from None
            except HTTP_FAILURES as exc:
                raise request_failure(exc, plan.doing, plan.deadline, timeout) from exc

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
        content = self.secrets.scrub(content)
        headers = self.secrets.scrubbed(headers)
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
        if (clean := self.secrets.scrub(raw)) is not raw:
            raw = clean
            message = _codec.loads(clean)
        return error_from_event(message, received=received, body=raw)


def _members(request: Request, config: ClientConfig) -> object | None:
    """The JSON body with what the caller adds; warns of an old model. Raises ValueError if nothing can be added."""
    members = request.json
    if config.body:
        if request.form or not isinstance(members, Mapping | None):
            raise ValueError(f"`body` adds members to a JSON object, and `{request.operation}` sends none")
        members = {**(members or {}), **config.body}
    if isinstance(members, Mapping):
        warn_of_model(members.get("model_id"), DEPRECATED_MODELS)
    return members
