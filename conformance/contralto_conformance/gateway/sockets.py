"""One socket on both legs of the gateway: the upgrade, then frames in both directions."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from dataclasses import dataclass, field

import h11
from websockets.client import ClientProtocol
from websockets.datastructures import Headers as SocketHeaders
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory, ServerPerMessageDeflateFactory
from websockets.frames import Close, Frame, Opcode
from websockets.http11 import Request, Response
from websockets.protocol import State
from websockets.server import ServerProtocol
from websockets.uri import parse_uri

from . import heads
from .exchange import Call, Headers, Refusal, upstream_failed
from .hooks import Direction, Hooks
from .legs import READ_SIZE, ClientGone, Leg, connected, encoded, refuse
from .pool import Pool

_MAX_MESSAGE_BYTES = 32 * 1024 * 1024
_CLOSE_WAIT_S = 2.0
"""How long a side may take to answer a close frame."""

_SILENT = logging.getLogger("contralto.gateway")
_SILENT.disabled = True  # the library logs frames and headers at DEBUG, secrets included


class _Service(ClientProtocol):
    """Takes whatever subprotocol the service selects."""

    def process_subprotocol(self, headers: SocketHeaders) -> None:
        return None


@dataclass
class _Side:
    """One open socket. early: frames that came with the answer to the upgrade. is_gone: its connection has ended."""

    protocol: ClientProtocol | ServerProtocol
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    early: list[Frame] = field(default_factory=list)
    is_gone: bool = False

    def events(self) -> list[Frame]:
        """The frames that have come since the last call."""
        frames = [*self.early, *(event for event in self.protocol.events_received() if isinstance(event, Frame))]
        self.early.clear()
        return frames

    async def flush(self) -> None:
        """Sends what the protocol has to say."""
        for data in self.protocol.data_to_send():
            if data and not self.writer.is_closing():
                self.writer.write(data)
        with contextlib.suppress(OSError):
            await self.writer.drain()

    @property
    def is_open(self) -> bool:
        """Whether messages may still be sent."""
        return self.protocol.state is State.OPEN


class SocketExchange:
    """One socket: `run` opens and relays it."""

    def __init__(self, call: Call, client: Leg, pool: Pool, hooks: Hooks, host: str, port: int) -> None:
        self._call = call
        self._client = client
        self._pool = pool
        self._hooks = hooks
        self._host = host
        self._port = port
        self.status = 0
        self._early = b""  # what the client said before it was answered
        self._moved_s = time.monotonic()

    async def run(self) -> None:
        """The whole life of the socket. Raises ClientGone in the end, as the connection is of no more use."""
        call = self._call
        try:
            with self._pool.lent(call):
                await self._relay()
        except Refusal as refusal:
            self.status = refusal.status
            await refuse(self._client, call, self._hooks, refusal)
            return
        raise ClientGone

    # opening --------------------------------------------------------------------------------------

    async def _relay(self) -> None:
        """Raises Refusal while nothing is answered yet."""
        down = await self._accept([]) if self._hooks.accepts_first(self._call) else None
        reader, writer = await connected(self._host, self._port)
        try:
            up, answer = await self._upgraded(reader, writer)
            if answer.status_code != 101:
                await self._pass_refusal(answer, reader)
                return
            if down is None:
                down = await self._accept([(name.lower(), value) for name, value in answer.headers.raw_items()])
            await self._talk(down, up)
        finally:
            writer.transport.abort()

    async def _upgraded(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> tuple[_Side, Response]:
        call, hooks = self._call, self._hooks
        path = hooks.path(call, call.path)
        query = hooks.query(call, heads.sent_query(call.query))
        url = f"ws://{self._host}:{self._port}{path}{'?' if query else ''}{query}"
        protocol = _Service(
            parse_uri(url),
            extensions=[ClientPerMessageDeflateFactory()] if _offers_deflate(call) else None,
            max_size=_MAX_MESSAGE_BYTES,
            logger=_SILENT,
        )
        request = protocol.connect()
        offered = hooks.offered(call, heads.sent_subprotocols(call.subprotocols))
        if offered:
            request.headers["Sec-WebSocket-Protocol"] = ", ".join(offered)
        for name, value in hooks.sent_headers(call, heads.sent(call, f"{self._host}:{self._port}")):
            if name != "host":
                request.headers[name] = value
        protocol.send_request(request)
        up = _Side(protocol, reader, writer)
        await up.flush()
        try:
            while True:
                self._feed(up, await self._heard_or_gone(reader))
                events = protocol.events_received()
                if events and isinstance(events[0], Response):
                    up.early += [event for event in events[1:] if isinstance(event, Frame)]
                    return up, events[0]
                if protocol.handshake_exc is not None:
                    raise upstream_failed("the answer to the upgrade cannot be read")
        except OSError as error:
            raise upstream_failed(type(error).__name__) from None

    async def _heard_or_gone(self, reader: asyncio.StreamReader) -> bytes:
        """What the service says next. Raises ClientGone if the client goes away before."""
        if self.status == 101:
            return await reader.read(READ_SIZE)
        service = asyncio.create_task(reader.read(READ_SIZE))
        while not service.done():
            client = asyncio.create_task(self._client.reader.read(READ_SIZE))
            await asyncio.wait({service, client}, return_when=asyncio.FIRST_COMPLETED)
            if not client.done():
                client.cancel()
            with contextlib.suppress(asyncio.CancelledError, OSError):
                heard = await client
                self._early += heard
                if heard:
                    continue
            if not service.done():
                service.cancel()
                raise ClientGone
        return service.result()

    async def _pass_refusal(self, answer: Response, reader: asyncio.StreamReader) -> None:
        """Passes on that the service refuses the upgrade. Raises Refusal for a key that it does not take."""
        call = self._call
        self._pool.hear(call, answer.status_code)
        body = bytes(answer.body or b"")
        headers: Headers = [(name.lower(), value) for name, value in answer.headers.raw_items()]
        headers = [pair for pair in heads.passing(headers) if pair[0] != "content-length"]
        self.status, headers = self._hooks.answer(call, answer.status_code, headers)
        headers.append(("content-length", str(len(body))))
        await self._client.say(h11.Response(status_code=self.status, headers=encoded(headers)))
        await self._client.say(h11.Data(data=body))
        await self._client.say(h11.EndOfMessage())

    async def _accept(self, answered: Headers) -> _Side:
        """Answers the client's upgrade. answered: headers of the service's answer."""
        call = self._call
        protocol = ServerProtocol(
            extensions=[ServerPerMessageDeflateFactory()], max_size=_MAX_MESSAGE_BYTES, logger=_SILENT
        )
        head = "".join(f"{name}: {value}\r\n" for name, value in call.headers)
        protocol.receive_data(f"GET {call.path} HTTP/1.1\r\n{head}\r\n".encode("latin-1"))
        request = next((event for event in protocol.events_received() if isinstance(event, Request)), None)
        if request is None or protocol.handshake_exc is not None:
            raise Refusal(400, "bad_upgrade", "Invalid request", "the upgrade cannot be read")
        response = protocol.accept(request)
        if response.status_code != 101:
            raise Refusal(400, "bad_upgrade", "Invalid request", "the upgrade is not one of RFC 6455")
        service_chose = next((value for name, value in answered if name == "sec-websocket-protocol"), None)
        chosen = self._hooks.subprotocol(call, heads.token_subprotocol(call.subprotocols) or service_chose)
        if chosen is not None:
            response.headers["Sec-WebSocket-Protocol"] = chosen
        kept = [pair for pair in heads.passing(answered) if not pair[0].startswith("sec-websocket-")]
        _, kept = self._hooks.answer(call, 101, kept)
        for name, value in kept:
            if name not in ("date", "server"):
                response.headers[name] = value
        protocol.send_response(response)
        down = _Side(protocol, self._client.reader, self._client.writer)
        await down.flush()
        self.status = 101
        early = self._client.http.trailing_data[0] + self._early
        if early:
            protocol.receive_data(early)
        return down

    # relaying -------------------------------------------------------------------------------------

    async def _talk(self, down: _Side, up: _Side) -> None:
        pumps = {
            asyncio.create_task(self._pump("up", down, up)),
            asyncio.create_task(self._pump("down", up, down)),
        }
        limiting = asyncio.create_task(self._limit(down, up))
        try:
            await asyncio.wait({*pumps, limiting}, return_when=asyncio.FIRST_COMPLETED)
            await asyncio.wait(pumps, timeout=_CLOSE_WAIT_S)
        finally:
            for task in (*pumps, limiting):
                task.cancel()
            await asyncio.gather(*pumps, limiting, return_exceptions=True)
            with contextlib.suppress(OSError):
                down.writer.close()

    async def _limit(self, down: _Side, up: _Side) -> None:
        life_s, idle_s = self._hooks.socket_life_s(self._call), self._hooks.idle_s(self._call)
        began_s = self._moved_s
        while True:
            now_s = time.monotonic()
            limits = [(life_s, began_s), (idle_s, self._moved_s)]
            left = [limit_s - (now_s - since_s) for limit_s, since_s in limits if limit_s is not None]
            if not left:
                await asyncio.Event().wait()
            if min(left) <= 0:
                for side in (down, up):
                    if side.is_open:
                        side.protocol.send_close(1001, "the gateway ends it")
                        await side.flush()
                return
            await asyncio.sleep(min(left))

    async def _pump(self, direction: Direction, source: _Side, sink: _Side) -> None:
        """Passes on what one side says, until it closes or is lost."""
        while True:
            for frame in source.events():
                if not await self._pass(direction, frame, source, sink):
                    return
            await source.flush()
            await sink.flush()
            if source.is_gone or source.protocol.parser_exc is not None:
                await self._lose(direction, source, sink)
                return
            try:
                heard = await source.reader.read(READ_SIZE)
            except OSError:
                heard = b""
            self._moved_s = time.monotonic()
            self._feed(source, heard)

    async def _pass(self, direction: Direction, frame: Frame, source: _Side, sink: _Side) -> bool:
        """Passes one frame on; False after a close."""
        match frame.opcode:
            case Opcode.TEXT | Opcode.BINARY | Opcode.CONT:
                for each in self._hooks.frames(self._call, direction, frame):
                    if sink.is_open:
                        _send(sink, each)
                await sink.flush()
            case Opcode.PING:
                if sink.is_open and self._hooks.relays_ping(self._call, direction):
                    sink.protocol.send_ping(bytes(frame.data))
            case Opcode.CLOSE:
                close = Close.parse(bytes(frame.data))
                passed = self._hooks.closing(self._call, direction, close.code, close.reason)
                if passed is not None and sink.is_open:
                    _close(sink, *passed)
                await source.flush()
                await sink.flush()
                return False
        return True

    async def _lose(self, direction: Direction, source: _Side, sink: _Side) -> None:
        said = self._hooks.lost(self._call, direction)
        if said is None:
            sink.writer.transport.abort()
        elif sink.is_open:
            _close(sink, *said)
            await sink.flush()

    def _feed(self, side: _Side, heard: bytes) -> None:
        if heard:
            side.protocol.receive_data(heard)
        else:
            side.is_gone = True
            side.protocol.receive_eof()


def _close(side: _Side, code: int, reason: str) -> None:
    """Says that it is over; 1005 stands for no code."""
    side.protocol.send_close(*((code, reason) if code != 1005 else (None, "")))


def _send(side: _Side, frame: Frame) -> None:
    data = bytes(frame.data)
    match frame.opcode:
        case Opcode.TEXT:
            side.protocol.send_text(data, fin=frame.fin)
        case Opcode.BINARY:
            side.protocol.send_binary(data, fin=frame.fin)
        case _:
            side.protocol.send_continuation(data, fin=frame.fin)


def _offers_deflate(call: Call) -> bool:
    return "permessage-deflate" in (call.header("sec-websocket-extensions") or "")
