"""HTTP driver: one request, its answer recorded piece by piece. Server-sent events are recorded raw.

Each exchange has a connection of its own, so that no exchange can be spoilt by what an earlier one left
behind. Redirects are not followed and no proxy of the environment is used: what is judged is the target
itself.
"""

from __future__ import annotations

import asyncio
import ssl
import time
from dataclasses import dataclass

import httpx

from contralto_conformance.drivers.endpoint import USER_AGENT, Address, Endpoint, Memory
from contralto_conformance.trace import Ending, Exchange, Frame, Transport

_TLS_HINTS = ("ssl", "tls", "certificate", "wrong version number", "handshake")


def tls_context() -> ssl.SSLContext:
    """Context that trusts certifi's authorities, or those of SSL_CERT_FILE and SSL_CERT_DIR."""
    return httpx.create_ssl_context(trust_env=True)


def client(context: ssl.SSLContext | None, patience_s: float) -> httpx.AsyncClient:
    """Client for `exchange`; `context` None for plain HTTP."""
    return httpx.AsyncClient(
        verify=context if context is not None else False,
        follow_redirects=False,
        trust_env=False,
        timeout=httpx.Timeout(patience_s, pool=None),
        limits=httpx.Limits(max_connections=None, max_keepalive_connections=0),
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
    seen = _Recording(started=time.monotonic())
    frames: list[Frame] = []
    request_headers = to.headers

    def recorded() -> Exchange:
        exchange = Exchange(
            label=label,
            transport=_transport(to.path, seen.headers),
            method=method,
            url=to.url,
            path=to.path,
            query=to.query,
            request_headers=request_headers,
            request_body=content or b"",
            status=seen.status,
            response_headers=seen.headers,
            frames=tuple(frames),
            ending=seen.ending,
            elapsed_s=time.monotonic() - seen.started,
            started_s=started_s,
            detail=seen.detail,
        )
        if endpoint.heard is not None:
            endpoint.heard(exchange)
        return exchange

    try:
        request = http.build_request(method, to.url, headers=list(to.headers), content=content)
        request_headers = tuple((name.lower(), value) for name, value in request.headers.multi_items())
        async with asyncio.timeout(endpoint.step_limit_s):
            await _receive(http, request, seen, frames, endpoint.memory)
    except asyncio.CancelledError:
        seen.ending, seen.detail = "deadline", "the run was cut off"
        recorded()
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
    return recorded()


async def _receive(
    http: httpx.AsyncClient, request: httpx.Request, seen: _Recording, frames: list[Frame], memory: Memory
) -> None:
    response = await http.send(request, stream=True)
    try:
        seen.status = response.status_code
        seen.headers = tuple((name.lower(), value) for name, value in response.headers.multi_items())
        left = memory.allowance
        async for piece in response.aiter_raw():
            frames.append(Frame(time.monotonic() - seen.started, "received", "body", piece))
            left -= memory.take(len(piece))
            if left < 0:
                size = sum(len(frame.payload) for frame in frames)
                seen.ending, seen.detail = "too-large", f"reading stopped after {size} bytes"
                return
    finally:
        await response.aclose()


def describe_fault(fault: httpx.HTTPError) -> str:
    """One sentence on a transport fault, with the innermost cause; starts with `TLS:` if it is one of TLS."""
    cause: BaseException = fault
    while (deeper := cause.__cause__ or cause.__context__) is not None:
        cause = deeper
    text = str(cause) or str(fault) or type(fault).__name__
    if isinstance(cause, ssl.SSLError) or any(hint in text.lower() for hint in _TLS_HINTS):
        return f"TLS: {text}"
    return text


def _transport(path: str, headers: tuple[tuple[str, str], ...]) -> Transport:
    media = next((value for name, value in headers if name == "content-type"), "")
    is_stream = path.endswith("/sse") or media.lower().startswith("text/event-stream")
    return "sse" if is_stream else "http"
