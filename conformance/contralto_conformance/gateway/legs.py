"""One HTTP request on both legs of the gateway, streamed in both directions."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Iterable

import h11

from . import heads
from .exchange import Call, Headers, Refusal, upstream_failed
from .hooks import Hooks
from .pool import Pool

READ_SIZE = 64 * 1024
"""Bytes that are under way in the gateway, on each leg and in each direction, besides what the system keeps."""

_LINGER_S = 5.0
"""How long a client may go on sending what nobody wants."""

_MAKERS = ("/access-token", "/sessions")
"""How paths end whose answers hold a token that the service made."""

_MAX_LEARNED = 64 * 1024
"""Bytes of an answer in which such a token is looked for."""


class ClientGone(Exception):
    """The client has gone away."""


class _Again(Exception):
    """The request is to be sent once more."""


class Leg:
    """One end of a connection that speaks HTTP/1.1."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, role: type[h11.CLIENT] | type[h11.SERVER]
    ) -> None:
        self.reader = reader
        self.writer = writer
        self.http = h11.Connection(role, max_incomplete_event_size=64 * 1024)

    async def event(self) -> h11.Event:
        """The next thing that the other end says. Raises OSError, EOFError or h11.RemoteProtocolError."""
        while True:
            event = self.http.next_event()
            if event is h11.NEED_DATA:
                self.http.receive_data(await self.reader.read(READ_SIZE))
            elif event is h11.PAUSED:
                raise EOFError("the request before is not finished")
            else:
                assert not isinstance(event, type)
                return event

    async def say(self, event: h11.Event) -> None:
        """Sends one event; waits until the system has taken it."""
        data = self.http.send(event)
        if data:
            self.writer.write(data)
            await self.writer.drain()

    async def linger(self) -> None:
        """Takes the rest of a request that was answered early, so that the answer is not lost with it."""
        with contextlib.suppress(TimeoutError, OSError, h11.RemoteProtocolError):
            async with asyncio.timeout(_LINGER_S):
                while self.http.their_state is h11.SEND_BODY:
                    await self.event()

    def cut(self) -> None:
        """Ends the connection at once."""
        self.writer.transport.abort()


class HttpExchange:
    """One request: `run` answers it."""

    def __init__(self, call: Call, client: Leg, pool: Pool, hooks: Hooks, host: str, port: int) -> None:
        self._attempts = 0
        self._call = call
        self._client = client
        self._pool = pool
        self._hooks = hooks
        self._host = host
        self._port = port
        self.status = 0

    async def run(self) -> None:
        """Answers the request. Raises ClientGone, or OSError when the connection to the client is of no more use."""
        call = self._call
        try:
            with self._pool.lent(call):
                await self._forward_until_answered()
        except Refusal as refusal:
            await refuse(self._client, call, self._hooks, refusal)
            self.status = refusal.status

    async def _forward_until_answered(self) -> None:
        while True:
            self._attempts += 1
            try:
                await self._forward()
            except _Again:
                continue
            return

    async def _forward(self) -> None:
        """Sends the request on and the answer back. Raises Refusal while nothing is answered yet."""
        reader, writer = await connected(self._host, self._port)
        service = Leg(reader, writer, h11.CLIENT)
        sending = asyncio.create_task(self._send(service))
        answering = asyncio.create_task(self._answer(service, sending))
        try:
            await asyncio.wait({answering, sending}, return_when=asyncio.FIRST_COMPLETED)
            if not answering.done() and not sending.cancelled() and sending.exception() is None:
                await self._watch(answering)
            await answering
        finally:
            for task in (answering, sending):
                task.cancel()
            await asyncio.gather(answering, sending, return_exceptions=True)
            service.cut()

    async def _watch(self, answering: asyncio.Task[None]) -> None:
        """Waits for the answer to end, or for the client to go away. Raises ClientGone."""
        listening = asyncio.create_task(self._client.reader.read(READ_SIZE))
        await asyncio.wait({answering, listening}, return_when=asyncio.FIRST_COMPLETED)
        if answering.done():
            listening.cancel()
            with contextlib.suppress(asyncio.CancelledError, OSError):
                self._keep(await listening)
            return
        try:
            heard = listening.result()
        except OSError:
            heard = b""
        if heard:
            self._keep(heard)  # the next request, sent early
        elif self._hooks.ends_with_client(self._call):
            raise ClientGone
        else:
            with contextlib.suppress(OSError):
                await answering
            raise ClientGone

    def _keep(self, heard: bytes) -> None:
        self._client.http.receive_data(heard)

    async def _send(self, service: Leg) -> None:
        """Sends the request, as far as the client sends it. Raises what the client's connection raises."""
        call = self._call
        host = f"{self._host}:{self._port}"
        headers = self._hooks.sent_headers(call, heads.sent(call, host))
        path = self._hooks.path(call, call.path)
        query = self._hooks.query(call, heads.sent_query(call.query))
        target = path + ("?" + query if query else "")
        with contextlib.suppress(ConnectionError):  # the answer says why, if there is one
            await service.say(h11.Request(method=call.method, target=target, headers=framed(headers, call)))
            body = read_ahead(self._body()) if self._hooks.reads_ahead(call, "up") else self._body()
            async for piece in self._hooks.sent_body(call, body):
                await service.say(h11.Data(data=piece))
            await service.say(h11.EndOfMessage())

    async def _body(self) -> AsyncIterator[bytes]:
        client = self._client
        if client.http.they_are_waiting_for_100_continue and self._hooks.is_asked_to_continue(self._call):
            await client.say(h11.InformationalResponse(status_code=100, headers=[], reason=b"Continue"))
        while True:
            try:
                event = await client.event()
            except h11.RemoteProtocolError:
                raise ClientGone from None
            if isinstance(event, h11.EndOfMessage):
                return
            if not isinstance(event, h11.Data):
                raise ClientGone
            yield bytes(event.data)

    async def _answer(self, service: Leg, sending: asyncio.Task[None]) -> None:
        """Passes the answer on. Raises Refusal before its head, ClientGone or OSError after it."""
        call = self._call
        head = await self._head(service, sending)
        if self._attempts == 1 and self._hooks.tries_again(call, head.status_code):
            raise _Again
        self._pool.hear(call, head.status_code)
        status, headers = self._hooks.answer(call, head.status_code, self._answered(decoded(head.headers)))
        self.status = status
        if self._attempts == 1 or not self._hooks.repeats_cut(call):
            response = h11.Response(status_code=status, headers=encoded(headers), reason=bytes(head.reason))
            await self._client.say(response)
        pieces = self._pieces(service)
        if self._hooks.reads_ahead(call, "down"):
            pieces = read_ahead(pieces)
        try:
            async for piece in self._hooks.body(call, pieces):
                await self._client.say(h11.Data(data=piece))
        except (h11.RemoteProtocolError, EOFError):
            if self._attempts == 1 and self._hooks.repeats_cut(call):
                raise _Again from None
            # What was cut off there must look cut off here.
            self._client.cut()
            raise ClientGone from None
        await self._client.say(h11.EndOfMessage())

    def _answered(self, headers: Headers) -> Headers:
        """The headers of the answer for the client, with addresses of the service in the terms of the gateway."""
        own = self._call.memo["service"] = f"{self._host}:{self._port}"
        return [
            (name, self._hooks.location(self._call, heads.location_here(value, own, self._call.base)))
            if name in ("location", "content-location")
            else (name, value)
            for name, value in heads.passing(headers)
        ]

    async def _head(self, service: Leg, sending: asyncio.Task[None]) -> h11.Response:
        try:
            while True:
                event = await service.event()
                if isinstance(event, h11.Response):
                    return event
                if not isinstance(event, h11.InformationalResponse):
                    raise upstream_failed("the connection was closed")
        except (OSError, EOFError, h11.RemoteProtocolError) as error:
            if sending.done() and isinstance(sending.exception(), ClientGone):
                raise ClientGone from None
            raise upstream_failed(type(error).__name__) from None

    async def _pieces(self, service: Leg) -> AsyncIterator[bytes]:
        call = self._call
        learned = b""
        is_maker = call.method == "POST" and call.path.endswith(_MAKERS)
        while True:
            event = await service.event()
            if isinstance(event, h11.Data):
                if is_maker and len(learned) < _MAX_LEARNED:
                    learned += bytes(event.data)
                    self._learn(learned)
                yield bytes(event.data)
            elif isinstance(event, h11.EndOfMessage):
                return
            else:
                raise EOFError

    def _learn(self, answer: bytes) -> None:
        with contextlib.suppress(ValueError, KeyError, TypeError):
            self._pool.learn(self._call, json.loads(answer)["token"])


async def connected(host: str, port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A new connection to the service. Raises Refusal if there is none."""
    try:
        return await asyncio.open_connection(host, port, limit=READ_SIZE)
    except OSError as error:
        raise upstream_failed(type(error).__name__) from None


async def refuse(client: Leg, call: Call, hooks: Hooks, refusal: Refusal) -> None:
    """Answers an error of the gateway."""
    refusal = hooks.refusal(call, refusal)
    headers, body = hooks.refusal_answer(call, *heads.error_answer(call, refusal))
    headers = [*headers, ("content-length", str(len(body)))]
    await client.say(h11.Response(status_code=refusal.status, headers=encoded(headers)))
    if call.method != "HEAD":
        await client.say(h11.Data(data=body))
    await client.say(h11.EndOfMessage())


def framed(headers: Headers, call: Call) -> list[tuple[bytes, bytes]]:
    """The headers of a request on the leg to the service; a body without a length goes in chunks."""
    has_length = any(name == "content-length" for name, _ in headers)
    if not has_length and call.header("transfer-encoding") is not None:
        headers = [*headers, ("transfer-encoding", "chunked")]
    return encoded(headers)


def encoded(headers: Headers) -> list[tuple[bytes, bytes]]:
    """Headers as bytes."""
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]


def decoded(headers: Iterable[tuple[bytes, bytes]]) -> Headers:
    """Headers as text, in their order."""
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, value in headers]


async def read_ahead(pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The same pieces, taken as fast as they come and kept until they are wanted."""
    waiting: asyncio.Queue[bytes | BaseException | None] = asyncio.Queue()

    async def take() -> None:
        try:
            async for piece in pieces:
                waiting.put_nowait(piece)
            waiting.put_nowait(None)
        except Exception as error:  # noqa: BLE001 - it is raised where the pieces are wanted
            waiting.put_nowait(error)

    taking = asyncio.create_task(take())
    try:
        while (piece := await waiting.get()) is not None:
            if isinstance(piece, BaseException):
                raise piece
            yield piece
    finally:
        taking.cancel()
        await asyncio.gather(taking, return_exceptions=True)


__all__ = ["ClientGone", "HttpExchange", "Leg", "connected", "encoded", "refuse"]
