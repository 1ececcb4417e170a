"""Opening a socket, tried again as plain calls are: an upgrade costs nothing."""

from __future__ import annotations

import logging
import random
from collections.abc import Sequence
from urllib.parse import quote, urlencode

from .._deadline import Deadline
from .._options import CallOptions, redacted_url
from ..errors import ApiError, ConnectionFailed, DeadlineExceeded
from ._backend import sleep
from ._connection import ClientConnection, open_socket
from .transport import AsyncTransport, outcome_of

log = logging.getLogger("contralto_client")


async def dial(
    transport: AsyncTransport,
    path: str,
    options: CallOptions,
    *,
    query: Sequence[tuple[str, str]] = (),
    max_message_bytes: int,
) -> ClientConnection:
    """The open connection to `path`, which is percent-encoded already.

    Raises ApiError by status, ConnectionFailed, DeadlineExceeded, and ValueError for a header that cannot be sent.
    """
    config = transport.config.merged(options)
    timeout = config.timeout
    deadline = Deadline(timeout.total_s)
    url = config.websocket_url + path + ("?" + urlencode(query, quote_via=quote) if query else "")
    n_retries = 0
    while True:
        timeout_s = deadline.cap(timeout.connect_s)
        try:
            return await open_socket(
                url,
                transport.socket_headers(path, options),
                subprotocol=config.subprotocol(),
                timeout_s=timeout_s,
                max_message_bytes=max_message_bytes,
                api_error=transport.error,
            )
        except (ApiError, ConnectionFailed, DeadlineExceeded) as exc:
            if isinstance(exc, DeadlineExceeded) and timeout_s != timeout.connect_s:  # the total time was the shorter
                raise deadline.exceeded(f"opening {redacted_url(url)}") from exc
            delay_s = config.retry.delay_s(n_retries, outcome_of(exc), paid=False, random=random.random)
            if delay_s is None or not deadline.allows(delay_s):
                raise
            log.info("%s failed (%s), trying again in %.2f s", path, type(exc).__name__, delay_s)
        n_retries += 1
        await sleep(delay_s)
