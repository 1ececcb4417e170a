"""Opening a socket, tried again as plain calls are: an upgrade costs nothing."""

from __future__ import annotations

import logging
import random
from collections.abc import Sequence

from .._deadline import Deadline
from .._deprecation import warn_of_model
from .._failures import outcome_of
from .._hooks import Call, CallEnded, RequestStarted, RetryScheduled, SocketOpened
from .._options import CallOptions, redacted_url
from .._version import DEPRECATED_MODELS
from ..errors import ApiError, ConnectionFailed, DeadlineExceeded
from ._backend import sleep
from ._connection import ClientConnection, open_socket
from .transport import Transport

log = logging.getLogger("contralto_client")


def dial(
    transport: Transport,
    path: str,
    options: CallOptions,
    *,
    query: Sequence[tuple[str, str]] = (),
    max_message_bytes: int,
    texts_only: bool,
) -> tuple[ClientConnection, Call]:
    """The open connection to `path`, which is percent-encoded already, and the call that hooks know it by.

    Raises ApiError by status, ConnectionFailed, DeadlineExceeded, MissingCredential, and ValueError for a header that
    cannot be sent.
    """
    config = transport.config.merged(options)
    call = Call(path, "GET", config.websocket_url + path)
    for name, value in query:
        if name == "model":
            warn_of_model(value, DEPRECATED_MODELS)
    try:
        connection = _dial(transport, call, options, query, max_message_bytes, texts_only)
    except BaseException as exc:
        transport.hooks.emit(CallEnded(call, call.elapsed_s(), error=exc))
        raise
    if transport.hooks:
        response = connection.response
        request_id = None if response is None else response.headers.get("x-request-id")
        transport.hooks.emit(SocketOpened(call, call.elapsed_s(), request_id))
    return connection, call


def _dial(
    transport: Transport,
    call: Call,
    options: CallOptions,
    query: Sequence[tuple[str, str]],
    max_message_bytes: int,
    texts_only: bool,
) -> ClientConnection:
    config = transport.config.merged(options)
    timeout = config.timeout
    deadline = Deadline(timeout.total_s)
    url = call.url + config.url_query(tuple(query))
    plain = transport.headers(config)
    n_retries = 0
    renewed = False
    while True:
        credential = transport.credential(config, call.operation, deadline)
        subprotocol = config.subprotocol(credential)
        headers = plain if credential is None else {**plain, **credential.headers()}
        transport.secrets.note(headers, config.credential_headers)
        timeout_s = deadline.cap(timeout.connect_s)
        transport.hooks.emit(RequestStarted(call, n_retries))
        try:
            return open_socket(
                url,
                plain if subprotocol else headers,
                subprotocol=subprotocol,
                proxy=config.proxy,
                ssl_context=config.ssl_context,
                timeout_s=timeout_s,
                max_message_bytes=max_message_bytes,
                texts_only=texts_only,
                api_error=transport.error,
            )
        except (ApiError, ConnectionFailed, DeadlineExceeded) as exc:
            if isinstance(exc, DeadlineExceeded) and timeout_s != timeout.connect_s:  # the total time was the shorter
                raise deadline.exceeded(f"opening {redacted_url(url)}") from exc
            if isinstance(exc, ApiError) and transport.refused(credential, exc) and not renewed:
                renewed = True
                log.info("%s: the access token was refused, trying again with another", call.operation)
                continue
            delay_s = config.retry.delay_s(n_retries, outcome_of(exc), paid=False, random=random.random)
            if delay_s is None or not deadline.allows(delay_s):
                raise
            log.info("%s failed (%s), trying again in %.2f s", call.operation, type(exc).__name__, delay_s)
            n_retries += 1
            transport.hooks.emit(RetryScheduled(call, n_retries, delay_s, exc))
        sleep(delay_s)
