"""Frames that the connection takes by itself, against the library's own reading of the same bytes."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import pairwise
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from websockets.asyncio.client import ClientConnection
from websockets.client import ClientProtocol
from websockets.exceptions import ConnectionClosed
from websockets.frames import Frame, Opcode
from websockets.http11 import Request
from websockets.server import ServerProtocol
from websockets.sync.client import ClientConnection as SyncConnection
from websockets.uri import parse_uri

LIMITS_BYTES = (1000, 70_000)

Action = tuple[str, int]
"""What the server says, and how long it is."""

lengths = st.sampled_from([0, 1, 5, 125, 126, 127, 1000, 1001, 65_535, 65_536, 70_001])
actions: st.SearchStrategy[Action] = st.one_of(
    st.tuples(st.sampled_from(["text", "binary", "fragments"]), lengths),
    st.tuples(st.just("text"), st.integers(0, 2000)),
    st.tuples(st.sampled_from(["ping", "pong"]), st.integers(0, 125)),
    st.tuples(st.sampled_from(["close", "stray", "reserved", "long ping"]), st.just(0)),
)


class Transport(asyncio.Transport):
    """Keeps what is written, and whether reading is paused."""

    def __init__(self) -> None:
        super().__init__()
        self.written = b""
        self.is_reading_paused = False
        self.n_pauses = 0

    def write(self, data: Any) -> None:
        self.written += bytes(data)

    def pause_reading(self) -> None:
        self.is_reading_paused = True
        self.n_pauses += 1

    def resume_reading(self) -> None:
        self.is_reading_paused = False

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        pass

    def is_closing(self) -> bool:
        return False

    def can_write_eof(self) -> bool:
        return False

    def close(self) -> None:
        pass

    def abort(self) -> None:
        pass


def said(request: Any, script: Sequence[Action]) -> bytes:
    """The bytes of a server that accepts the upgrade and says all this."""
    server = ServerProtocol()
    server.receive_data(request)
    asked = server.events_received()[0]
    assert isinstance(asked, Request)
    server.send_response(server.accept(asked))
    data = b"".join(server.data_to_send())
    for number, (kind, length) in enumerate(script):
        payload = (bytes((0x81, 1, number % 256)) * length)[:length]  # which looks like frames itself
        half = length // 2
        frames = {
            "text": [Frame(Opcode.TEXT, payload)],
            "binary": [Frame(Opcode.BINARY, payload)],
            "fragments": [Frame(Opcode.TEXT, payload[:half], fin=False), Frame(Opcode.CONT, payload[half:])],
            "ping": [Frame(Opcode.PING, payload)],
            "pong": [Frame(Opcode.PONG, payload)],
            "close": [Frame(Opcode.CLOSE, b"\x03\xe9bye")],
            "stray": [Frame(Opcode.CONT, b"")],
        }.get(kind, [])
        data += b"".join(frame.serialize(mask=False) for frame in frames)
        data += {"reserved": b"\xc1\x00", "long ping": b"\x89\x7e\x00\x7e" + bytes(126)}.get(kind, b"")
    return data


def pieces(data: bytes, cuts: Sequence[int]) -> list[bytes]:
    edges = sorted({0, len(data), *(cut % (len(data) + 1) for cut in cuts)})
    return [data[start:end] for start, end in pairwise(edges)]


class Heard:
    """What one connection makes of the bytes."""

    def __init__(self) -> None:
        self.messages: list[bytes] = []
        self.close_code: int | None = None
        self.answers: list[tuple[Opcode, bytes]] = []
        self.is_reading_paused = False

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Heard) and vars(self) == vars(other)

    def __repr__(self) -> str:
        return f"{[len(message) for message in self.messages]} {self.close_code} {self.answers}"


async def hear(
    make: Callable[[ClientProtocol], Any],
    script: Sequence[Action],
    cuts: Sequence[int],
    *,
    at_once: bool,
    limit_bytes: int,
) -> Heard:
    protocol = ClientProtocol(parse_uri("ws://localhost/"), max_size=limit_bytes)
    connection = make(protocol)
    transport = Transport()
    connection.connection_made(transport)
    protocol.send_request(protocol.connect())
    heard = Heard()
    receive = getattr(connection, "receive", lambda: connection.recv(decode=False))

    async def take() -> None:
        try:
            while True:
                heard.messages.append(await receive())
        except ConnectionClosed as exc:
            heard.close_code = None if exc.rcvd is None else exc.rcvd.code

    connection.send_data()
    reading = asyncio.create_task(take()) if at_once else None
    request, transport.written = transport.written, b""
    for piece in pieces(said(request, script), cuts):
        connection.data_received(piece)
        if at_once:
            await asyncio.sleep(0)
    connection.eof_received()
    connection.connection_lost(None)
    await (reading or take())
    server = ServerProtocol(state=protocol.state.OPEN)
    server.receive_data(transport.written)
    for event in server.events_received():
        assert isinstance(event, Frame)
        heard.answers.append((event.opcode, bytes(event.data)))
    heard.is_reading_paused = transport.is_reading_paused
    return heard


@given(
    script=st.lists(actions, max_size=30),
    cuts=st.lists(st.integers(0, 200_000), max_size=12),
    at_once=st.booleans(),
    limit_bytes=st.sampled_from(LIMITS_BYTES),
)
@example(script=[("text", 5)] * 40, cuts=[], at_once=False, limit_bytes=1000)
@example(script=[("text", 5)] * 40 + [("binary", 5)], cuts=[], at_once=False, limit_bytes=1000)
@example(
    script=[("text", 1), ("ping", 3), ("text", 200), ("close", 0)],
    cuts=list(range(400)),
    at_once=True,
    limit_bytes=1000,
)
@example(script=[("text", 1), ("text", 2)], cuts=list(range(0, 300, 2)), at_once=True, limit_bytes=1000)
@example(script=[("text", 1), ("text", 2)], cuts=list(range(1, 300, 2)), at_once=False, limit_bytes=1000)
@example(script=[("text", 1000), ("text", 1001), ("text", 1)], cuts=[], at_once=False, limit_bytes=1000)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_read_as_the_library_reads_them(
    runtime_package: Callable[[str], ModuleType], script: list[Action], cuts: list[int], at_once: bool, limit_bytes: int
) -> None:
    module = runtime_package("_async._connection")

    def ours(protocol: ClientProtocol) -> Any:
        return module.ClientConnection(protocol, texts_only=True, max_message_bytes=limit_bytes)

    async def main() -> tuple[Heard, Heard]:
        return (
            await hear(ours, script, cuts, at_once=at_once, limit_bytes=limit_bytes),
            await hear(ClientConnection, script, cuts, at_once=at_once, limit_bytes=limit_bytes),
        )

    here, library = asyncio.run(main())
    assert here == library


def hear_by_thread(connect: Callable[..., Any], script: Sequence[Action], cuts: Sequence[int]) -> Heard:
    ours, theirs = socket.socketpair()
    heard = Heard()

    def speak() -> None:
        for piece in pieces(said(theirs.recv(65536), script), cuts):
            theirs.sendall(piece)
        theirs.shutdown(socket.SHUT_WR)
        while theirs.recv(65536):
            pass

    with theirs, ThreadPoolExecutor(1) as pool:
        speaking = pool.submit(speak)
        connection = connect(ours, ClientProtocol(parse_uri("ws://localhost/"), max_size=1000), ping_interval=None)
        connection.handshake()
        receive = getattr(connection, "receive", lambda timeout_s: connection.recv(timeout_s, decode=False))
        try:
            while True:
                heard.messages.append(receive(60))
        except ConnectionClosed as exc:
            heard.close_code = None if exc.rcvd is None else exc.rcvd.code
        speaking.result()
    return heard


@given(script=st.lists(actions, max_size=30), cuts=st.lists(st.integers(0, 200_000), max_size=12))
@example(script=[("text", 5)] * 60, cuts=[])
@example(script=[("text", 5)] * 60 + [("binary", 5), ("text", 1), ("close", 0)], cuts=[])
@example(script=[("text", 1), ("ping", 3), ("text", 200), ("close", 0)], cuts=list(range(400)))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_read_by_threads_as_the_library_reads_them(
    runtime_package: Callable[[str], ModuleType], script: list[Action], cuts: list[int]
) -> None:
    module = runtime_package("_sync._connection")
    ours = partial(module.ClientConnection, texts_only=True, max_message_bytes=1000)
    assert hear_by_thread(ours, script, cuts) == hear_by_thread(SyncConnection, script, cuts)


def test_a_socket_that_nobody_reads_any_more_closes(runtime_package: Callable[[str], ModuleType]) -> None:
    module = runtime_package("_sync._connection")
    ours, theirs = socket.socketpair()
    with theirs, ThreadPoolExecutor(1) as pool:
        speaking = pool.submit(lambda: theirs.sendall(said(theirs.recv(65536), [("text", 1000)] * 100)))
        connection = module.ClientConnection(
            ours,
            ClientProtocol(parse_uri("ws://localhost/")),
            ping_interval=None,
            texts_only=True,
            max_message_bytes=1000,
        )
        connection.handshake()
        speaking.result()
        connection.receive(60)
        connection.close_socket()

        def receive_all() -> None:
            while True:
                connection.receive(60)

        with pytest.raises(ConnectionClosed):
            receive_all()


@pytest.mark.parametrize("odd", [[], [("binary", 5)]], ids=["text alone", "then a binary message"])
def test_many_messages_that_nobody_takes_pause_the_reading(
    runtime_package: Callable[[str], ModuleType], odd: list[Action]
) -> None:
    module = runtime_package("_async._connection")

    async def main() -> None:
        connection = module.ClientConnection(
            protocol := ClientProtocol(parse_uri("ws://localhost/")), texts_only=True, max_message_bytes=1000
        )
        transport = Transport()
        connection.connection_made(transport)
        protocol.send_request(protocol.connect())
        connection.send_data()
        script = [("text", 10)] * 40 + odd
        connection.data_received(said(transport.written, script))
        assert transport.is_reading_paused
        for _ in range(36 + len(odd) - 1):
            await connection.receive()
            assert transport.is_reading_paused
        await connection.receive()
        assert not transport.is_reading_paused
        connection.connection_lost(None)

    asyncio.run(main())
