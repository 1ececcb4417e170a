"""Runs the mock on a port: `run` for the command line, `serve` in a thread for tests."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from .app import MockApp, create_app
from .hooks import Hooks
from .settings import MockSettings

MAX_FRAME_BYTES = 4 * 1024 * 1024
MAX_WAITING_PINGS = 16
SHUTDOWN_GRACE_S = 0.3
EXIT_OK = 0
EXIT_CANNOT_LISTEN = 2


class CannotListen(OSError):
    """The address or port cannot be listened on; the text says why."""


@dataclass(frozen=True, slots=True)
class Running:
    """A mock that listens: `url` is the base of the API, `websocket_url` the same for sockets."""

    url: str

    @property
    def websocket_url(self) -> str:
        """The base of the sockets."""
        return "ws" + self.url.removeprefix("http")


Wrap = Callable[[MockApp], ASGIApp]


def run(settings: MockSettings, host: str = "127.0.0.1", port: int = 8080, *, wrap: Wrap | None = None) -> int:
    """Serves until SIGINT or SIGTERM and returns the exit code.

    The first line on standard output is the URL. Returns 0 after a signal, 2 (with a sentence on standard error)
    when `host` and `port` cannot be listened on. Raises ValueError for settings that name what does not
    exist. `wrap` makes the application that is served of the mock's own.
    """
    server = _Server(settings, host, wrap)
    try:
        listening = _listen(host, port)
    except CannotListen as error:
        print(f"contralto mock: {error}", file=sys.stderr, flush=True)
        return EXIT_CANNOT_LISTEN
    # Whoever reads the URL may send a signal at once.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: server.stop())
    print(_url(settings, host, listening), flush=True)
    server.run([listening])
    return EXIT_OK


@contextlib.contextmanager
def serve(settings: MockSettings | None = None, *, wrap: Wrap | None = None) -> Iterator[Running]:
    """A mock on a free port of the loopback, in a thread of its own; ready on entry, gone on exit.

    `wrap` makes the application that is served of the mock's own.
    """
    settings = settings or MockSettings()
    server = _Server(settings, "127.0.0.1", wrap)
    listening = _listen("127.0.0.1", 0)
    url = _url(settings, "127.0.0.1", listening)
    thread = threading.Thread(target=server.run, args=([listening],), name="contralto-mock", daemon=True)
    thread.start()
    try:
        server.ready.wait()
        yield Running(url)
    finally:
        server.stop()
        thread.join()


class _Server(uvicorn.Server):
    """uvicorn that ends at once when asked, with open streams or without, and leaves signals to `run`."""

    def __init__(self, settings: MockSettings, host: str, wrap: Wrap | None) -> None:
        app = create_app(settings)
        config = uvicorn.Config(
            app if wrap is None else wrap(app),
            host=host,
            http="httptools",
            ws=_socket_protocol(app.gateway.service.hooks),
            lifespan="off",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            ws_max_size=MAX_FRAME_BYTES,
            # Idle sockets are the business of the channel, not of the transport.
            ws_ping_interval=None,
        )
        super().__init__(config)
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL + 1)
        self.ready = threading.Event()
        self._stop: asyncio.Event | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def stop(self) -> None:
        """Ends the server; may be called from any thread, and before it has begun."""
        self.should_exit = True
        if self._loop is not None and self._stop is not None:
            with contextlib.suppress(RuntimeError):  # the loop has ended already
                self._loop.call_soon_threadsafe(self._stop.set)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """No signals: `run` has set what they do."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begins to listen."""
        self._loop = asyncio.get_running_loop()
        self._stop = asyncio.Event()
        await super().startup(sockets)
        self.ready.set()

    async def main_loop(self) -> None:
        """Waits for the end; once a second the date in the headers moves on."""
        assert self._stop is not None
        while not self.should_exit:
            await self.on_tick(0)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(1):
                    await self._stop.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Closes what is open: sockets with code 1012, answers under way after a short grace."""
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        if self.server_state.tasks:
            await asyncio.wait(list(self.server_state.tasks), timeout=SHUTDOWN_GRACE_S)
        rest = list(self.server_state.tasks)
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)


def _socket_protocol(hooks: Hooks) -> type[WebSocketsSansIOProtocol]:
    """The socket protocol with the seams below ASGI: fragments and pongs."""

    class Protocol(WebSocketsSansIOProtocol):
        def send_receive_event_to_app(self) -> None:
            if len(self.frames) > 1:
                self.frames = [hooks.fragments(self.scope["path"], [bytes(part) for part in self.frames])]
            super().send_receive_event_to_app()

        def handle_ping(self) -> None:
            # The library has written its pong already; it is the first frame that waits to be sent.
            waiting = self.conn.data_to_send()
            payload = waiting[0][2:] if waiting else b""
            if self.queue.qsize() < MAX_WAITING_PINGS:
                ping: Any = {"type": "websocket.ping"}  # no event of ASGI: only `Socket` knows it
                self.queue.put_nowait(ping)
            answer = hooks.pong(self.scope["path"], payload)
            if answer is None:
                return
            if answer != payload:
                self.conn.send_pong(answer)
                waiting = self.conn.data_to_send()
            self.transport.write(b"".join(waiting))

    return Protocol


def _listen(host: str, port: int) -> socket.socket:
    """A bound socket; raises CannotListen that says what to do."""
    try:
        family, kind, number, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (OSError, UnicodeError, OverflowError) as error:
        raise CannotListen(f"`{host}` is no address of this machine ({error})") from None
    listening = socket.socket(family, kind, number)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(2048)
    except (OSError, OverflowError) as error:
        listening.close()
        raise CannotListen(_why(error, host, port)) from None
    listening.setblocking(False)
    return listening


def _why(error: Exception, host: str, port: int) -> str:
    number = getattr(error, "errno", None)
    if number == errno.EADDRINUSE:
        return f"port {port} of `{host}` is in use; choose another one, or `--port 0` for a free one"
    if number in (errno.EACCES, errno.EPERM):
        return f"port {port} may not be used without more rights; choose one above 1023"
    if number == errno.EADDRNOTAVAIL:
        return f"`{host}` is no address of this machine"
    return f"cannot listen on port {port} of `{host}`: {error}"


def _url(settings: MockSettings, host: str, listening: socket.socket) -> str:
    address: tuple[Any, ...] = listening.getsockname()
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{address[1]}{settings.prefix}"
