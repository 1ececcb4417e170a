"""Raw driver: one HTTP/1.1 request on a connection of its own, written as it is told.

For what a comfortable client does by itself or not at all: the query byte for byte, headers that stand twice,
`Expect: 100-continue`, and clients that rest or leave in the middle of an answer. An empty frame of the kind `body`
stands where the request had been sent to its end.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import time
from urllib.parse import urlsplit

import h11

from contralto_conformance.cases.model import Manner
from contralto_conformance.drivers.endpoint import USER_AGENT, Address, Endpoint
from contralto_conformance.drivers.http import transport
from contralto_conformance.trace import Ending, Exchange, Frame

_READ_SIZE = 65536
_SMALL_BUFFER = 16 * 1024
"""Bytes that the system may keep of an answer to a client that rests, so that the server feels it."""

_CONTINUE_WAIT_S = 3.0


async def exchange(
    context: ssl.SSLContext | None,
    endpoint: Endpoint,
    label: str,
    method: str,
    to: Address,
    content: bytes | None,
    manner: Manner,
    *,
    started_s: float = 0.0,
) -> Exchange:
    """Sends one request and records the answer, still with secrets. Never raises on what the target does.

    context: for `https`. started_s: seconds since the case began, for the record.
    """
    talk = _Talk(endpoint, label, method, to, content, manner, started_s)
    try:
        async with asyncio.timeout(endpoint.step_limit_s):
            await talk.run(context)
    except TimeoutError:
        talk.ending, talk.detail = "deadline", f"not finished after {endpoint.step_limit_s:g} s"
    except (OSError, h11.RemoteProtocolError, EOFError) as fault:
        talk.ending = "unreachable" if talk.status is None else "truncated"
        talk.detail = str(fault) or type(fault).__name__
    finally:
        talk.hang_up()
    return talk.exchange()


class _Talk:
    """One request and what came back."""

    def __init__(
        self,
        endpoint: Endpoint,
        label: str,
        method: str,
        to: Address,
        content: bytes | None,
        manner: Manner,
        started_s: float,
    ) -> None:
        self.status: int | None = None
        self.ending: Ending = "complete"
        self.detail = ""
        self._endpoint = endpoint
        self._label = label
        self._method = method
        self._to = to
        self._content = content
        self._manner = manner
        self._started_s = started_s
        self._started = time.monotonic()
        self._frames: list[Frame] = []
        self._request_headers: tuple[tuple[str, str], ...] = ()
        self._response_headers: tuple[tuple[str, str], ...] = ()
        self._writer: asyncio.StreamWriter | None = None
        self._left = endpoint.memory.allowance

    async def run(self, context: ssl.SSLContext | None) -> None:
        """The whole exchange. Raises OSError, EOFError or h11.RemoteProtocolError when the server breaks off."""
        parts = urlsplit(self._to.url)
        secure = parts.scheme == "https"
        port = parts.port or (443 if secure else 80)
        own = await self._connected(parts.hostname or "", port)
        self._reader, self._writer = await asyncio.open_connection(
            sock=own,
            ssl=context if secure else None,
            server_hostname=parts.hostname if secure else None,
            limit=_SMALL_BUFFER,
        )
        self._http = h11.Connection(h11.CLIENT)
        target = parts.path + ("?" + parts.query if parts.query else "")
        self._request_headers = self._headers(parts.netloc)
        head = h11.Request(method=self._method, target=target, headers=list(self._request_headers))
        self._write(self._http.send(head))
        if self._manner.expects_continue:
            await self._await_continue()
        writing = asyncio.create_task(self._write_body())
        try:
            await self._read_answer()
        finally:
            writing.cancel()
            with contextlib.suppress(asyncio.CancelledError, OSError):
                await writing

    async def _connected(self, host: str, port: int) -> socket.socket:
        loop = asyncio.get_running_loop()
        family, kind, number, _, address = (await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM))[0]
        own = socket.socket(family, kind, number)
        own.setblocking(False)
        if self._manner.rest_s:
            own.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _SMALL_BUFFER)
        try:
            await loop.sock_connect(own, address)
        except BaseException:
            own.close()
            raise
        return own

    def _headers(self, host: str) -> tuple[tuple[str, str], ...]:
        usual = {"host": host, "user-agent": USER_AGENT, "accept": "*/*", "accept-encoding": "identity"}
        given = {name.lower() for name, _ in self._to.headers}
        headers = [(name, value) for name, value in usual.items() if name not in given]
        headers += self._to.headers
        if self._content is not None and "content-length" not in given:
            headers.append(("content-length", str(len(self._content))))
        if self._manner.expects_continue:
            headers.append(("expect", "100-continue"))
        return tuple(headers)

    async def _await_continue(self) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_CONTINUE_WAIT_S):
                while True:
                    event = self._http.next_event()
                    if event is h11.NEED_DATA:
                        await self._more()
                    elif isinstance(event, h11.InformationalResponse):
                        self._note_interim(event)
                        return
                    else:
                        self._early = event
                        return

    _early: h11.Event | type[h11.NEED_DATA] | type[h11.PAUSED] | None = None

    def _note_interim(self, event: h11.InformationalResponse) -> None:
        self.detail = self.detail or f"interim answer {event.status_code}"

    async def _write_body(self) -> None:
        assert self._writer is not None
        with contextlib.suppress(OSError, h11.LocalProtocolError):
            content = self._content or b""
            pieces = [content[at : at + _READ_SIZE] for at in range(0, len(content), _READ_SIZE)]
            if self._manner.pause_s:
                pieces = [content[: len(content) // 2], content[len(content) // 2 :]]
            for number, piece in enumerate(pieces):
                if number and self._manner.pause_s:
                    await asyncio.sleep(self._manner.pause_s)
                self._write(self._http.send(h11.Data(piece)))
                await self._writer.drain()
            self._write(self._http.send(h11.EndOfMessage()))
            await self._writer.drain()
            if content:
                self._frames.append(Frame(time.monotonic() - self._started, "sent", "body"))

    async def _read_answer(self) -> None:
        has_rested = False
        size = 0
        while True:
            event = self._early or self._http.next_event()
            self._early = None
            if event is h11.NEED_DATA:
                await self._more()
            elif isinstance(event, h11.InformationalResponse):
                self._note_interim(event)
            elif isinstance(event, h11.Response):
                self.status = event.status_code
                self._response_headers = tuple((n.decode("latin-1"), v.decode("latin-1")) for n, v in event.headers)
            elif isinstance(event, h11.Data):
                payload = bytes(event.data)
                self._frames.append(Frame(time.monotonic() - self._started, "received", "body", payload))
                size += len(payload)
                self._left -= self._endpoint.memory.take(len(payload))
                if self._left < 0:
                    self.ending, self.detail = "too-large", f"reading stopped after {size} bytes"
                    return
            else:
                return  # the end of the message, or of the connection
            if self._manner.rest_s and size and not has_rested:
                has_rested = True
                await asyncio.sleep(self._manner.rest_s)
            leave_at = self._manner.leave_after_bytes
            if leave_at is not None and self.status is not None and size >= leave_at:
                self.ending, self.detail = "deadline", f"the client went away after {size} bytes"
                return

    async def _more(self) -> None:
        async with asyncio.timeout(self._endpoint.patience_s + self._manner.rest_s):
            self._http.receive_data(await self._reader.read(_READ_SIZE))

    def _write(self, data: bytes | None) -> None:
        if data and self._writer is not None:
            self._writer.write(data)

    def hang_up(self) -> None:
        """Cuts the connection."""
        if self._writer is not None:
            self._writer.transport.abort()

    def exchange(self) -> Exchange:
        """What was recorded, still with secrets."""
        return Exchange(
            label=self._label,
            transport=transport(self._to.path, self._response_headers),
            method=self._method,
            url=self._to.url,
            path=self._to.path,
            query=self._to.query,
            request_headers=self._request_headers,
            request_body=self._content or b"",
            status=self.status,
            response_headers=self._response_headers,
            frames=tuple(self._frames),
            ending=self.ending,
            elapsed_s=time.monotonic() - self._started,
            started_s=self._started_s,
            detail=self.detail,
        )
