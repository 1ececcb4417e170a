"""Small servers that behave badly on purpose, each on a free port of the loopback in a thread of its own."""

from __future__ import annotations

import asyncio
import contextlib
import json
import ssl
import threading
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from websockets.asyncio.server import ServerConnection, serve
from websockets.http11 import Request

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
SocketHandler = Callable[[ServerConnection], Awaitable[None]]


@dataclass(frozen=True)
class Target:
    """Where a server listens."""

    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextlib.contextmanager
def _in_thread(start: Callable[[], Awaitable[Any]]) -> Iterator[Target]:
    ports: list[int] = []
    loops: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []
    began = threading.Event()

    async def main() -> None:
        server = await start()
        stop = asyncio.Event()
        ports.append(server.sockets[0].getsockname()[1])
        loops.append((asyncio.get_running_loop(), stop))
        began.set()
        await stop.wait()
        server.close()

    thread = threading.Thread(target=lambda: asyncio.run(main()), daemon=True)
    thread.start()
    try:
        assert began.wait(5)
        yield Target(ports[0])
    finally:
        loop, stop = loops[0]
        loop.call_soon_threadsafe(stop.set)
        thread.join(5)


@contextlib.contextmanager
def raw_server(handle: Handler, tls: ssl.SSLContext | None = None) -> Iterator[Target]:
    """A TCP server that leaves everything to `handle`; the connection is closed when it returns."""

    async def guarded(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            await handle(reader, writer)
        writer.close()

    with _in_thread(lambda: asyncio.start_server(guarded, "127.0.0.1", 0, ssl=tls)) as target:
        yield target


@contextlib.contextmanager
def socket_server(handle: SocketHandler, **options: Any) -> Iterator[Target]:
    """A WebSocket server that leaves every open socket to `handle`."""

    async def start() -> Any:
        return await serve(handle, "127.0.0.1", 0, **options)

    with _in_thread(start) as target:
        yield target


async def read_request(reader: asyncio.StreamReader) -> tuple[str, str, dict[str, str], bytes]:
    """Method, target, headers (names in lower case) and body of one HTTP request."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, target, _ = head[0].split(" ")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:] if line)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return method, target, headers, body


def answer(status: int, body: bytes | Mapping[str, Any] | list[Any], kind: str = "application/json") -> bytes:
    """A whole HTTP answer that closes its connection."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    head = f"HTTP/1.1 {status} X\r\ncontent-type: {kind}\r\ncontent-length: {len(content)}\r\nconnection: close\r\n\r\n"
    return head.encode() + content


def answering(answers: Callable[[str, str, dict[str, str]], bytes]) -> Handler:
    """A handler that reads one request and writes what `answers(method, path, headers)` gives."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        method, target, headers, _ = await read_request(reader)
        writer.write(answers(method, target, headers))
        await writer.drain()

    return handle


async def hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Takes the connection and says nothing."""
    await asyncio.sleep(60)


def refuse(status: int, body: bytes) -> Callable[[ServerConnection, Request], Any]:
    """`process_request` of a socket server that refuses every upgrade."""

    def process(connection: ServerConnection, request: Request) -> Any:
        return connection.respond(status, body.decode())

    return process
