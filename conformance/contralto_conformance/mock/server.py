"""Runs the mock on a port: `run` for the command line, `serve` in a thread for tests."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import signal
import socket
import ssl
import sys
import threading
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import uvicorn
from starlette.types import ASGIApp

from .app import MockApp, create_app
from .connections import http_protocol, protocol_of_upgrades
from .journal import Exchange
from .settings import MockSettings
from .tls import Certified, certified

MAX_FRAME_BYTES = 4 * 1024 * 1024
KEEP_ALIVE_S = 60
SHUTDOWN_GRACE_S = 0.3
CALL_TIMEOUT_S = 30
EXIT_OK = 0
EXIT_CANNOT_LISTEN = 2

_SPARE_FILES = 64  # file descriptors for everything that is no connection

_T = TypeVar("_T")


class CannotListen(OSError):
    """The address or port cannot be listened on; the text says why."""


@dataclass(frozen=True, slots=True)
class Running:
    """A mock that listens: `url` is the base of the API, `websocket_url` the same for sockets.

    `tls_url` and `ca_file` are those of TLS, None without it. Everything may be called from any thread.
    """

    url: str
    _server: _Server = field(repr=False)
    tls_url: str | None = None
    ca_file: Path | None = None

    @property
    def websocket_url(self) -> str:
        """The base of the sockets."""
        return "ws" + self.url.removeprefix("http")

    @property
    def requests(self) -> tuple[Exchange, ...]:
        """Every request and upgrade that the journal keeps, oldest first; those under way too."""
        return self._server.on_loop(self._server.app.journal.exchanges)

    @property
    def journal(self) -> dict[str, Any]:
        """The journal as a HAR 1.2 document."""
        return self._server.on_loop(self._server.app.journal.har)

    def reset(self, seed: int | None = None) -> None:
        """Back to the start, or to the start with another seed: records, credits, journal, and the faults of the
        settings. Connections stay open."""
        self._server.on_loop(lambda: self._server.app.reset(seed))

    def take_connections(self, is_taking: bool) -> None:
        """Closes the port and cuts all connections, as a service that is down; or opens the same port again.

        Raises CannotListen if somebody else has taken the port.
        """
        self._server.call(self._server.take_connections(is_taking))

    def set_fault(self, *faults: str) -> None:
        """Sets these faults (`tts.sse:truncate`) in the place of all; none of them without any. Raises UnknownFault."""
        self._server.on_loop(lambda: self._server.app.faults.set(faults))


Wrap = Callable[[MockApp], ASGIApp]


def run(settings: MockSettings, host: str = "127.0.0.1", port: int = 8080, *, wrap: Wrap | None = None) -> int:
    """Serves until SIGINT or SIGTERM and returns the exit code.

    The first line on standard output is the URL; with TLS a second one is its URL, and a third one says where the
    certificate of its authority is. Returns 0 after a signal, 2 (with a sentence on standard error) when `host` and
    the ports cannot be listened on or a file cannot be written. Raises ValueError for settings that name what does not
    exist. `wrap` makes the application that is served of the mock's own.
    """
    _raise_file_limit(settings.max_connections + _SPARE_FILES)
    with contextlib.ExitStack() as kept:
        try:
            server = _Server(settings, host, kept, wrap)
            lines = server.listen(port)
        except OSError as error:
            return _complain(str(error))
        # Whoever reads the URL may send a signal at once.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: server.stop())
        print("\n".join(lines), flush=True)
        server.run()
        return _write_journal(server, settings.journal_file)


@contextlib.contextmanager
def serve(
    settings: MockSettings | None = None, *, wrap: Wrap | None = None, host: str = "127.0.0.1", port: int = 0
) -> Iterator[Running]:
    """A mock on a free port of the loopback, or where it is told, in a thread of its own; ready on entry, gone on exit.

    `wrap` makes the application that is served of the mock's own. Raises CannotListen.
    """
    settings = settings or MockSettings()
    with contextlib.ExitStack() as kept:
        server = _Server(settings, host, kept, wrap)
        server.listen(port)
        thread = threading.Thread(target=server.run, name="contralto-mock", daemon=True)
        thread.start()
        try:
            server.ready.wait()
            yield Running(server.url, server, server.tls_url, server.ca_file)
        finally:
            server.stop()
            thread.join()
            if settings.journal_file is not None:
                server.app.journal.save(settings.journal_file)


def _write_journal(server: _Server, path: Path | None) -> int:
    if path is not None:
        try:
            server.app.journal.save(path)
        except OSError as error:
            return _complain(f"the journal cannot be written to `{path}`: {error}")
    return EXIT_OK


def _complain(sentence: str) -> int:
    print(f"contralto mock: {sentence}", file=sys.stderr, flush=True)
    return EXIT_CANNOT_LISTEN


def _raise_file_limit(files: int) -> None:
    """Lets this process open as many files, as far as it may."""
    try:
        import resource
    except ImportError:  # no such limit on Windows
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = files if hard == resource.RLIM_INFINITY else min(files, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _affordable(connections: int) -> int:
    """As many of these connections as there may be files."""
    try:
        import resource
    except ImportError:
        return connections
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return connections if soft == resource.RLIM_INFINITY else max(1, min(connections, soft - _SPARE_FILES))


class _Server(uvicorn.Server):
    """uvicorn that ends at once when asked, with open streams or without, and leaves signals to `run`."""

    def __init__(self, settings: MockSettings, host: str, kept: contextlib.ExitStack, wrap: Wrap | None) -> None:
        """What must be tidied up after the end goes onto `kept`. Raises OSError when a file cannot be written."""
        self.app = create_app(settings)
        self.url = ""
        self.tls_url: str | None = None
        self._settings = settings
        self._host = host
        self._kept = kept
        self._certified: Certified | None = None
        if settings.tls:
            self._certified = kept.enter_context(certified(host, settings.ca_file))
        self._listening: list[tuple[socket.socket, ssl.SSLContext | None]] = []
        self._closed: list[tuple[int, ssl.SSLContext | None]] = []
        self._protocol = http_protocol(_affordable(settings.max_connections), settings.request_timeout_s)
        config = uvicorn.Config(
            self.app if wrap is None else wrap(self.app),
            host=host,
            http=self._protocol,
            ws=protocol_of_upgrades(self.app.service.hooks),
            timeout_keep_alive=KEEP_ALIVE_S,
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
        self.servers: list[asyncio.base_events.Server] = []
        self._stop: asyncio.Event | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def stop(self) -> None:
        """Ends the server; may be called from any thread, and before it has begun."""
        self.should_exit = True
        if self._loop is not None and self._stop is not None:
            with contextlib.suppress(RuntimeError):  # the loop has ended already
                self._loop.call_soon_threadsafe(self._stop.set)

    @property
    def ca_file(self) -> Path | None:
        """The certificate that clients of TLS need."""
        return None if self._certified is None else self._certified.ca_file

    def listen(self, port: int) -> list[str]:
        """Takes the ports; returns the lines that say where. Raises CannotListen."""
        self.url = self._listen("http", port, None)
        if self._certified is None:
            return [self.url]
        self.tls_url = self._listen("https", self._settings.tls_port, self._certified.context)
        return [self.url, self.tls_url, f"SSL_CERT_FILE={self._certified.ca_file}"]

    def on_loop(self, do: Callable[[], _T]) -> _T:
        """What `do` returns in the thread of the server, or in this one when the server has ended; raises what it
        raises."""

        async def doing() -> _T:
            return do()

        if self._loop is None or not self._loop.is_running():
            return do()
        return self.call(doing())

    def call(self, doing: Coroutine[Any, Any, _T]) -> _T:
        """What a coroutine returns in the thread of the server, which has to run; raises what it raises."""
        assert self._loop is not None
        return asyncio.run_coroutine_threadsafe(doing, self._loop).result(CALL_TIMEOUT_S)

    async def take_connections(self, is_taking: bool) -> None:
        """Opens the ports again, or closes them and cuts what is open. Raises CannotListen."""
        if is_taking:
            self._listening = [(_listen(self._host, port), context) for port, context in self._closed]
            for listening, _ in self._listening:
                self._kept.callback(listening.close)
            await self._open_ports()
            return
        self._closed = [(listening.getsockname()[1], context) for listening, context in self._listening]
        for server in self.servers:
            server.close()
        self.servers.clear()
        for connection in list(self.server_state.connections):
            connection.transport.abort()

    def _listen(self, scheme: str, port: int, context: ssl.SSLContext | None) -> str:
        listening = _listen(self._host, port)
        self._kept.callback(listening.close)
        self._listening.append((listening, context))
        shown = f"[{self._host}]" if ":" in self._host else self._host
        return f"{scheme}://{shown}:{listening.getsockname()[1]}{self._settings.prefix}"

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """No signals: `run` has set what they do."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begins to serve at the ports taken."""
        self._loop = asyncio.get_running_loop()
        self._stop = asyncio.Event()
        await self._open_ports()
        self.started = True
        self.ready.set()

    async def _open_ports(self) -> None:
        """Takes connections at the ports."""
        for listening, context in self._listening:
            patience_s = self._settings.request_timeout_s if context is not None else None
            self.servers.append(
                await asyncio.get_running_loop().create_server(
                    self._connected,
                    sock=listening,
                    ssl=context,
                    ssl_handshake_timeout=patience_s,
                    backlog=self.config.backlog,
                )
            )

    def _connected(self) -> asyncio.Protocol:
        return self._protocol(config=self.config, server_state=self.server_state, app_state={})

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
            with contextlib.suppress(RuntimeError):  # it has just ended by itself
                connection.shutdown()
        if self.server_state.tasks:
            await asyncio.wait(list(self.server_state.tasks), timeout=SHUTDOWN_GRACE_S)
        rest = list(self.server_state.tasks)
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)


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
