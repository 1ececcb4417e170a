"""Why a WebSocket could not be opened, as an error of this client; shared by both kinds of connection."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping

from websockets.exceptions import InvalidHandshake, InvalidProxy, InvalidStatus, InvalidURI

from ._options import redacted_url
from .errors import ApiError, ConnectionFailed, ContraltoError, DeadlineExceeded

UPGRADE_FAILURES = (OSError, TimeoutError, InvalidHandshake, InvalidURI, EOFError, ValueError)
"""What `connect` of the library can raise; ValueError and EOFError for answers that are no HTTP."""

PING_INTERVAL_S = 20.0
"""Pings keep middle boxes from dropping an idle connection. Their answers are not awaited: a consumer that pauses also
pauses the reading, and the connection must survive that. Silence is bounded by `read_s`."""
CLOSE_TIMEOUT_S = 2.0
"""The longest wait for the server's half of the closing handshake."""

SILENT_LOG = logging.Logger("contralto_client.socket")
"""For the library below, which would log the handshake, and with it the credential. In no tree of loggers, so that no
configuration turns it on."""
SILENT_LOG.disabled = True


def upgrade_failure(
    exc: Exception,
    url: str,
    timeout_s: float | None,
    api_error: Callable[[int, Mapping[str, str], bytes], ApiError],
) -> ContraltoError:
    """The error for a refused or failed upgrade; `api_error` makes the one for a status with a body."""
    where = redacted_url(url)
    if isinstance(exc, InvalidStatus):
        response = exc.response
        headers = {name.lower(): value for name, value in response.headers.raw_items()}
        return api_error(response.status_code, headers, bytes(response.body or b""))
    if isinstance(exc, InvalidProxy):  # its text quotes the address of the proxy, which may hold a password
        return ConnectionFailed(f"{where} could not be reached: the address of the proxy is not valid")
    if isinstance(exc, TimeoutError):
        limit = "its time" if timeout_s is None else f"{timeout_s:g} s"
        return DeadlineExceeded(f"{where} did not open within {limit} (connect)", limit="connect")
    if isinstance(exc, OSError):
        return ConnectionFailed(f"{where} could not be reached: {exc}")
    return ConnectionFailed(f"{where} did not answer as a WebSocket server: {exc or type(exc).__name__}")
