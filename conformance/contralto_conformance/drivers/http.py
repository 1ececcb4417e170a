"""HTTP driver: one request, its answer recorded piece by piece. Server-sent events are recorded raw.

Each exchange has a connection of its own, so that no exchange can be spoilt by what an earlier one left
behind. Redirects are not followed and no proxy of the environment is used: what is judged is the target
itself.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx

from contralto_conformance.drivers.endpoint import USER_AGENT, Address, Endpoint
from contralto_conformance.trace import Ending, Exchange, Frame, Transport

HELD_BUFFER_BYTES = 64 * 1024
"""What the system takes in of an answer that nobody reads: little, so that the server soon has to wait."""

_TLS_HINTS = ("ssl", "tls", "certificate", "wrong version number", "handshake")


def tls_context() -> ssl.SSLContext:
    """Context that trusts certifi's authorities, or those of SSL_CERT_FILE and SSL_CERT_DIR."""
    return httpx.create_ssl_context(trust_env=True)


def client(context: ssl.SSLContext | None, patience_s: float, *, buffer_bytes: int | None = None) -> httpx.AsyncClient:
    """Client for `exchange`; `context` None for plain HTTP. buffer_bytes: how much the system may take in unread."""
    options = [] if buffer_bytes is None else [(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer_bytes)]
    return httpx.AsyncClient(
        transport=httpx.AsyncHTTPTransport(
            verify=context if context is not None else False,
            trust_env=False,
            limits=httpx.Limits(max_connections=None, max_keepalive_connections=0),
            socket_options=options,
        ),
        follow_redirects=False,
        trust_env=False,
        timeout=httpx.Timeout(patience_s, pool=None),
        headers={"user-agent": USER_AGENT, "accept": "*/*", "accept-encoding": "identity"},
    )


@dataclass
class _Recording:
    """What has been seen so far of one answer."""

    started: float
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    ending: Ending = "complete"
    detail: str = ""


async def exchange(
    http: httpx.AsyncClient,
    endpoint: Endpoint,
    label: str,
    method: str,
    to: Address,
    content: bytes | None,
    *,
    started_s: float = 0.0,
) -> Exchange:
    """Sends one request and records the answer, still with secrets. Never raises on what the target does.

    started_s: seconds since the case began, for the record.
    """
    answer = Answer(http, endpoint, label, method, to, content, started_s)
    await answer.read()
    return answer.exchange()


class Answer:
    """One request and what has been read of its answer."""

    def __init__(
        self,
        http: httpx.AsyncClient,
        endpoint: Endpoint,
        label: str,
        method: str,
        to: Address,
        content: bytes | None,
        started_s: float,
    ) -> None:
        """started_s: seconds since the case began, for the record."""
        self.label = label
        self._http = http
        self._endpoint = endpoint
        self._method = method
        self._to = to
        self._content = content
        self._started_s = started_s
        self._request_headers = to.headers
        self._response: httpx.Response | None = None
        self._pieces: AsyncIterator[bytes] | None = None
        self._seen = _Recording(started=time.monotonic())
        self._frames: list[Frame] = []
        self._ended: float | None = None

    @property
    def is_held(self) -> bool:
        """Whether the answer has begun and its connection is still open."""
        return self._response is not None and self._ended is None

    async def read(self, *, first_piece_only: bool = False) -> None:
        """Sends the request and reads the answer: to its end, or of one with status 200 the first piece of the body.

        Never raises on what the target does.
        """
        seen, endpoint = self._seen, self._endpoint
        is_held = False
        try:
            async with asyncio.timeout(endpoint.step_limit_s):
                is_held = await self._receive(first_piece_only=first_piece_only)
        except asyncio.CancelledError:
            seen.ending, seen.detail = "deadline", "the run was cut off"
            raise
        except TimeoutError:
            seen.ending, seen.detail = "deadline", f"not finished after {endpoint.step_limit_s:g} s"
        except httpx.TimeoutException as fault:
            connecting = isinstance(fault, httpx.ConnectTimeout)
            seen.ending = "unreachable" if connecting else "deadline"
            what = "no connection" if connecting else "nothing arrived"
            seen.detail = f"{what} for {endpoint.patience_s:g} s"
        except httpx.HTTPError as fault:
            seen.ending = "unreachable" if seen.status is None else "truncated"
            seen.detail = describe_fault(fault)
        except (httpx.InvalidURL, UnicodeError) as fault:
            # Nothing was sent: the address cannot be written on a request line, or its host not be looked up.
            seen.ending, seen.detail = "unreachable", f"the address cannot be used: {fault}"
        finally:
            if not is_held:
                await self._end()

    async def let_go(self) -> None:
        """Breaks off an answer that is held; nothing for one that has ended."""
        if self.is_held:
            self._seen.ending, self._seen.detail = "left", "the rest was not read"
            await self._end()

    def exchange(self) -> Exchange:
        """What was recorded, still with secrets."""
        seen = self._seen
        return Exchange(
            label=self.label,
            transport=transport(self._to.path, seen.headers),
            method=self._method,
            url=self._to.url,
            path=self._to.path,
            query=self._to.query,
            request_headers=self._request_headers,
            request_body=self._content or b"",
            status=seen.status,
            response_headers=seen.headers,
            frames=tuple(self._frames),
            ending=seen.ending,
            elapsed_s=(time.monotonic() if self._ended is None else self._ended) - seen.started,
            started_s=self._started_s,
            detail=seen.detail,
        )

    async def _receive(self, *, first_piece_only: bool) -> bool:
        """Whether the answer is held now."""
        seen, to = self._seen, self._to
        request = self._http.build_request(self._method, to.url, headers=list(to.headers), content=self._content)
        self._request_headers = tuple((name.lower(), value) for name, value in request.headers.multi_items())
        self._response = await self._http.send(request, stream=True)
        seen.status = self._response.status_code
        seen.headers = tuple((name.lower(), value) for name, value in self._response.headers.multi_items())
        left = self._endpoint.memory.allowance
        self._pieces = self._response.aiter_raw()
        async for piece in self._pieces:
            self._frames.append(Frame(time.monotonic() - seen.started, "received", "body", piece))
            left -= self._endpoint.memory.take(len(piece))
            if left < 0:
                size = sum(len(frame.payload) for frame in self._frames)
                seen.ending, seen.detail = "too-large", f"reading stopped after {size} bytes"
                break
            if first_piece_only and seen.status == 200:
                return True
        return False

    async def _end(self) -> None:
        self._ended = time.monotonic()
        if self._endpoint.heard is not None:
            self._endpoint.heard(self.exchange())
        if self._response is not None:
            await self._response.aclose()


def describe_fault(fault: httpx.HTTPError) -> str:
    """One sentence on a transport fault, with the innermost cause; starts with `TLS:` if it is one of TLS."""
    cause: BaseException = fault
    while (deeper := cause.__cause__ or cause.__context__) is not None:
        cause = deeper
    text = str(cause) or str(fault) or type(fault).__name__
    if isinstance(cause, ssl.SSLError) or any(hint in text.lower() for hint in _TLS_HINTS):
        return f"TLS: {text}"
    return text


def transport(path: str, headers: tuple[tuple[str, str], ...]) -> Transport:
    """How an HTTP answer at this path, with these headers, was sent."""
    media = next((value for name, value in headers if name == "content-type"), "")
    is_stream = path.endswith("/sse") or media.lower().startswith("text/event-stream")
    return "sse" if is_stream else "http"
