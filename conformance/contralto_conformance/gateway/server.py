"""The gateway on a port, in a thread of its own."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable, Iterator

import h11

from .exchange import Call, Refusal
from .hooks import Hooks
from .legs import ClientGone, HttpExchange, Leg, refuse
from .pool import Pool
from .settings import GatewaySettings
from .sockets import SocketExchange

_END_S = 5.0


class Gateway:
    """Serves connections. log: takes one line for each request."""

    def __init__(self, settings: GatewaySettings, hooks: Hooks, log: Callable[[str], None]) -> None:
        self._settings = settings
        self._hooks = hooks
        self._pool = Pool(settings, hooks)
        self._log = log
        self._tasks: set[asyncio.Task[None]] = set()
        host, _, port = settings.upstream.rpartition(":")
        self._host, self._port = host, int(port)

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection of a client, to its end."""
        client = Leg(reader, writer, h11.SERVER)
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)  # the loop itself holds tasks weakly
        try:
            while True:
                event = await client.event()
                if not isinstance(event, h11.Request):
                    return
                await self._serve(client, event)
                await client.linger()
                if client.http.our_state is not h11.DONE or client.http.their_state is not h11.DONE:
                    return
                client.http.start_next_cycle()
        except asyncio.CancelledError:
            pass  # the gateway ends
        except (ClientGone, OSError, EOFError, h11.RemoteProtocolError, h11.LocalProtocolError):
            pass
        finally:
            self._tasks.discard(task)
            writer.close()

    async def _serve(self, client: Leg, request: h11.Request) -> None:
        headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in request.headers]
        target, _, query = request.target.decode("latin-1").partition("?")
        is_socket = any(name == "upgrade" and value.lower() == "websocket" for name, value in headers)
        call = Call(request.method.decode(), target, query, headers, is_socket, self._settings.base_path)
        base = call.base
        if not (target + "/").startswith(base + "/"):
            await refuse(client, call, self._hooks, Refusal(404, "not_found", "Not found", f"all is below {base}"))
            return
        call.path = target[len(base) :] or "/"
        kind = SocketExchange if is_socket else HttpExchange
        exchange = kind(call, client, self._pool, self._hooks, self._host, self._port)
        try:
            await exchange.run()
        finally:
            self._log(self._hooks.log(call, f"{call.method} {call.path} {exchange.status}"))


@contextlib.contextmanager
def serve(
    settings: GatewaySettings, *, hooks: Hooks | None = None, log: Callable[[str], None] = lambda line: None
) -> Iterator[str]:
    """A gateway on a free port of the loopback; gives the URL of the API. Ready on entry, gone on exit.

    hooks: of the correct gateway if none are given. log: takes a line for each request.
    """
    gateway = Gateway(settings, hooks or Hooks(), log)
    loop = asyncio.new_event_loop()
    ready = threading.Event()
    ports: list[int] = []

    async def listen() -> None:
        server = await asyncio.start_server(gateway.connected, "127.0.0.1", 0, limit=64 * 1024)
        ports.append(server.sockets[0].getsockname()[1])

    def work() -> None:
        asyncio.set_event_loop(loop)
        loop.run_until_complete(listen())
        ready.set()
        loop.run_forever()
        rest = asyncio.all_tasks(loop)
        for task in rest:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*rest, return_exceptions=True))
        loop.close()

    thread = threading.Thread(target=work, name="contralto-gateway", daemon=True)
    thread.start()
    ready.wait()
    try:
        yield f"http://127.0.0.1:{ports[0]}{settings.base_path}"
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(_END_S)
