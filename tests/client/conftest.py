"""The runtime as a package, both faces of it, and servers on the loopback that do exactly what a test says.

The runtime is tested without the generated part: a fixture lays it out in a temporary folder, derives the blocking
twin and imports both. A test with the fixture `face` is written once, in its asyncio form; its blocking form is derived
by the rules that derive the client itself, and both run.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import dataclasses
import importlib
import inspect
import json
import re
import shutil
import socket
import sys
import textwrap
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import attrs
import httpx
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.server import Server, ServerConnection, serve

from contralto_generator.passes.unasync import RULES, derive

RUNTIME = Path(inspect.getfile(derive)).parents[1] / "runtime"
PACKAGE = "runtime_under_test"
MODULES = (
    "tokens", "body", "transport", "streams", "pagination", "link", "line", "speaking", "context", "realtime",
    "socket", "transcription", "calls", "session",
)  # fmt: skip

X_PROTOCOL = {
    "instance": "context_id",
    "initial": "absent",
    "states": {
        "absent": {},
        "open": {},
        "closing": {},
        "cancelled": {},
        "done": {"terminal": True},
        "failed": {"terminal": True},
    },
    "symbols": {
        "client": [
            {"name": "cancel", "where": {"cancel": True}},
            {"name": "flush", "where": {"flush": True}},
            {"name": "input", "where": {"continue": True}},
            {"name": "last_input", "where": {}},
        ],
        "server": [
            {"name": name, "where": {"type": name}}
            for name in ("chunk", "timestamps", "phoneme_timestamps", "flush_done", "done", "error")
        ],
    },
    "steps": [
        {"by": "client", "step": "input", "from": ["absent", "open"], "to": "open"},
        {"by": "client", "step": "flush", "from": ["absent", "open"], "to": "open"},
        {"by": "client", "step": "last_input", "from": ["absent", "open"], "to": "closing"},
        {"by": "client", "step": "cancel", "from": ["open", "closing"], "to": "cancelled"},
        *(
            {"by": "server", "step": step, "from": ["open", "closing", "cancelled"], "to": "same"}
            for step in ("chunk", "timestamps", "phoneme_timestamps", "flush_done")
        ),
        {"by": "server", "step": "done", "from": ["open", "closing", "cancelled"], "to": "done"},
        {"by": "server", "step": "error", "from": ["absent", "open", "closing", "cancelled"], "to": "failed"},
    ],
}


@attrs.frozen
class Timestamps:
    words: list[str]
    start: list[float]
    end: list[float]


@attrs.frozen
class Event:
    """Stands for the generated event models."""

    type: str
    context_id: str | None
    data: str | None = None
    word_timestamps: Timestamps | None = None
    flush_id: int | None = None

    def to_dict(self) -> dict[str, Any]:
        return {"type": self.type, "id": self.context_id}

    @classmethod
    def from_dict(cls, message: dict[str, Any]) -> Event:
        words = message.get("word_timestamps")
        return cls(
            type=message["type"],
            context_id=message.get("context_id"),
            data=message["data"] if message["type"] == "chunk" else None,
            word_timestamps=Timestamps(**words) if words else None,
            flush_id=message.get("flush_id"),
        )


@attrs.frozen
class Item:
    id: str


@attrs.frozen
class Page:
    data: list[Item]
    has_more: bool | None

    @classmethod
    def from_response(cls, response: Any) -> Page:
        body = response.json_object()
        return cls([Item(item["id"]) for item in body["data"]], body.get("has_more"))


class Face(SimpleNamespace):
    """One face of the runtime: its classes by name, the pure modules, and how to run things side by side."""

    def session(self, url: str, **settings: Any) -> Any:
        """A session whose retries wait for next to nothing."""
        session = self.AsyncSession(settings.pop("api_key", "sk_car_secret.key"), base_url=url, **settings)
        retry = dataclasses.replace(session.transport.config.retry, first_delay_s=0.001, max_delay_s=0.002)
        session.transport.config = dataclasses.replace(session.transport.config, retry=retry)
        return session

    def mocked(self, handler: Callable[[httpx.Request], httpx.Response], **settings: Any) -> Any:
        """A session over a function instead of the network."""
        kind = httpx.AsyncClient if self.asynchronous else httpx.Client
        client = kind(transport=httpx.MockTransport(handler))
        return self.session("http://service.test/base", http_client=client, **settings)

    def decoder(self) -> Any:
        names = ("chunk", "timestamps", "flush_done", "done", "error")
        return self.EventDecoder(dict.fromkeys(names, Event.from_dict))

    def tts_socket(self, client: Any, **options: Any) -> Any:
        table = self.ProtocolTable.from_dict(X_PROTOCOL)
        return self.AsyncContextSocket(
            client.transport, path="/tts/websocket", table=table, events=self.decoder(), **options
        )


@pytest.fixture(scope="session")
def runtime_package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], ModuleType]]:
    """Imports a module of the laid-out runtime by its name inside the package."""
    root = tmp_path_factory.mktemp("runtime")
    package = root / PACKAGE
    shutil.copytree(RUNTIME, package, ignore=shutil.ignore_patterns("__pycache__"))
    sources = {path.relative_to(package).as_posix(): path.read_text() for path in (package / "_async").glob("*.py")}
    for path, text in derive(sources).items():
        (package / path).write_text(text)
    (package / "__init__.py").write_text("")
    (package / "_version.py").write_text(
        'API_VERSION = "2026-08-14"\nPACKAGE_NAME = "contralto-client"\nPACKAGE_VERSION = "0.1.0"\n'
        'BASE_URL = "https://api.cartesia.ai"\nENV_PREFIX = "CARTESIA"\nCREDENTIAL_HEADER = "authorization"\n'
        'SUBPROTOCOL_PREFIX = "gateway-token."\nDEPRECATED_MODELS = {"sonic-old": "was switched off on 2026-06-01"}\n'
    )
    sys.path.insert(0, str(root))
    try:
        yield lambda name: importlib.import_module(f"{PACKAGE}.{name}")
    finally:
        sys.path.remove(str(root))


def _face(load: Callable[[str], ModuleType], asynchronous: bool) -> Face:
    names: dict[str, Any] = {"asynchronous": asynchronous}
    for module in (
        "errors",
        "_options",
        "_auth",
        "_hooks",
        "_tracing",
        "_events",
        "_forms",
        "_multipart",
        "_audio",
        "_transcript",
        "_tools",
        "_request",
        "_speech",
        "protocol.machine",
        "_retry",
    ):
        names.update(vars(load(module)))
    for module in MODULES:
        names.update(vars(load(f"{'_async' if asynchronous else '_sync'}.{module}")))
    if not asynchronous:  # so that helpers shared by both faces may use the one name
        names.update({f"Async{name}": value for name, value in names.items() if isinstance(value, type)})
    names["together"] = _together_async if asynchronous else _together_sync
    names["pause"] = asyncio.sleep if asynchronous else threading.Event().wait
    names["until"] = _until_async if asynchronous else _until_sync
    names.update(Page=Page, Event=Event)
    return Face(**{name: value for name, value in names.items() if not name.startswith("__")})


async def _together_async(*functions: Callable[[], Awaitable[Any]]) -> list[Any]:
    return await asyncio.gather(*(function() for function in functions))


def _together_sync(*functions: Callable[[], Any]) -> list[Any]:
    with ThreadPoolExecutor(len(functions)) as pool:
        return [future.result() for future in [pool.submit(function) for function in functions]]


async def _until_async(condition: Callable[[], object]) -> None:
    while not condition():  # noqa: ASYNC110  # of a server in another thread, which knows no asyncio.Event
        await asyncio.sleep(0.005)


def _until_sync(condition: Callable[[], object]) -> None:
    while not condition():
        time.sleep(0.005)


@pytest.fixture(scope="session")
def faces(runtime_package: Callable[[str], ModuleType]) -> dict[str, Face]:
    return {"async": _face(runtime_package, True), "sync": _face(runtime_package, False)}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "face" in metafunc.fixturenames:
        metafunc.parametrize("face", ["async", "sync"], indirect=True)


@pytest.fixture
def face(request: pytest.FixtureRequest, faces: dict[str, Face]) -> Face:
    return faces[request.param]


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Runs `async def` tests: as they are for the asyncio face, derived for the blocking one."""
    function = pyfuncitem.obj
    if not inspect.iscoroutinefunction(function):
        return None
    arguments: dict[str, Any] = {name: pyfuncitem.funcargs[name] for name in pyfuncitem._fixtureinfo.argnames}
    if arguments["face"].asynchronous:
        asyncio.run(function(**arguments))
    else:
        _derived(function)(**arguments)
    return True


def _derived(function: Callable[..., Any]) -> Callable[..., Any]:
    """The blocking form of an asyncio test, by the rules that derive the client."""
    lines, first = inspect.getsourcelines(function)
    source = textwrap.dedent("".join(lines))
    source = source[source.index("async def ") :]
    for rule in RULES:
        source = re.sub(rule.pattern, rule.replacement, source)
    code = compile("\n" * (first - 1) + source, inspect.getfile(function), "exec")
    namespace = dict(function.__globals__)
    exec(code, namespace)
    derived: Callable[..., Any] = namespace[function.__name__]
    return derived


# -- servers

Script = Callable[[socket.socket, bytes], object]


@contextmanager
def _raw_server(script: Script, *, reads: bool = True) -> Iterator[str]:
    """Answers a connection's requests by `script(connection, request)`, until that gives something false.

    Without `reads` the script begins before any request came.
    """
    listener = socket.create_server(("127.0.0.1", 0))
    threads: list[threading.Thread] = []

    def answer(connection: socket.socket) -> None:
        with connection:
            connection.settimeout(10)
            try:
                if not reads:
                    script(connection, b"")
                while reads and (request := _read_request(connection)) and script(connection, request):
                    pass
            except OSError:
                pass  # the client went away, as some tests have it do

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threads.append(threading.Thread(target=answer, args=(connection,), daemon=True))
            threads[-1].start()

    accepting = threading.Thread(target=accept, daemon=True)
    accepting.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        accepting.join(5)


def _read_request(connection: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65536)
        if not piece:
            return b""
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: *(\d+)", head)
    while length and len(body) < int(length[1]):
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


@pytest.fixture
def raw_server() -> Callable[..., Any]:
    return _raw_server


class SocketServer:
    """A WebSocket server that runs a script for each connection; what it received is kept."""

    def __init__(self) -> None:
        self.received: list[dict[str, Any]] = []
        self.paths: list[str] = []
        self.headers: list[dict[str, str]] = []

    @contextmanager
    def run(self, script: Callable[[Talk], None], refuse: Callable[..., Any] | None = None) -> Iterator[str]:
        def handle(connection: ServerConnection) -> None:
            with contextlib.suppress(ConnectionClosed, TimeoutError):  # the client went away
                script(Talk(connection, self))

        def answer(connection: ServerConnection, request: Any, response: Any) -> None:
            response.headers["X-Request-Id"] = "upgrade-1"
            if response.status_code == 101:  # noted before the client can hear of it
                self.paths.append(request.path)
                self.headers.append({name.lower(): value for name, value in request.headers.raw_items()})

        server: Server = serve(
            handle, "127.0.0.1", 0, process_request=refuse, process_response=answer, compression=None, close_timeout=1
        )
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.socket.getsockname()[1]}/v1/cartesia"
        finally:
            server.shutdown()
            thread.join(5)

    @staticmethod
    def echo(talk: Talk) -> None:
        """Speaks each text as its own bytes, and says done after the last."""
        while True:
            message = talk.hear()
            context_id = message["context_id"]
            if message.get("cancel"):
                continue
            if message["transcript"]:
                data = base64.b64encode(message["transcript"].encode()).decode()
                talk.say("chunk", context_id, data=data, step_time=1.0, flush_id=1)
            if message.get("flush"):
                talk.say("flush_done", context_id, flush_id=1, flush_done=True)
            if not message["continue"]:
                talk.say("done", context_id)


class Talk:
    """The server's side of one connection."""

    def __init__(self, connection: ServerConnection, server: SocketServer) -> None:
        self.connection = connection
        self._server = server

    def hear(self) -> dict[str, Any]:
        """The next message of the client. Raises ConnectionClosed when it is gone."""
        message: dict[str, Any] = json.loads(self.connection.recv(timeout=10))
        self._server.received.append(message)
        return message

    def say(self, kind: str, context_id: str | None = None, **members: Any) -> None:
        message = {"type": kind, "done": kind in ("done", "error"), "status_code": 206, **members}
        if context_id is not None:
            message["context_id"] = context_id
        self.connection.send(json.dumps(message))


@pytest.fixture
def socket_server() -> SocketServer:
    return SocketServer()
