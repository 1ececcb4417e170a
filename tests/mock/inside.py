"""The mock without a network: requests and sockets over ASGI, in the loop of the caller.

So many calls cost little, and what a mock would hide in a log is seen: an exception that nobody has caught, and a task
that outlives its request.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx

from contralto_conformance.mock import MockSettings
from contralto_conformance.mock.app import create_app

from .conftest import KEY
from .documents import DATES, assert_documented

_STRUCTURED = {"title", "message", "request_id"}
_STRUCTURED_SINCE = "2026-03-01"
_TURNS = 20  # of the loop, for the work that a frame has caused
_MOST_TURNS = 100_000


@dataclass
class Heard:
    """What an upgrade came to: the refusal, or the frames that the mock sent and the code with which it closed."""

    refusal: httpx.Response | None = None
    frames: list[str | bytes] = field(default_factory=list)
    closed: int | None = None

    def events(self) -> list[dict[str, Any]]:
        """The frames as the JSON objects that they are."""
        return [json.loads(frame) for frame in self.frames]


class Inside:
    """One mock, and a loop for it; a context manager that fails on leaving if an exception was left over."""

    def __init__(self, **settings: Any) -> None:
        self._app = create_app(MockSettings(**settings))
        self._runner = asyncio.Runner()
        self._uncaught: list[dict[str, Any]] = []

    def __enter__(self) -> Inside:
        self._runner.get_loop().set_exception_handler(lambda _, context: self._uncaught.append(context))
        return self

    def __exit__(self, *_: object) -> None:
        self._runner.close()
        assert not self._uncaught, self._uncaught

    def ask(
        self,
        method: str,
        path: str,
        version: str | None = None,
        *,
        query: bytes = b"",
        body: bytes = b"",
        pieces: Sequence[bytes] | None = None,
        is_cut: bool = False,
        headers: Iterable[tuple[bytes, bytes]] = (),
        key: str | None = KEY,
    ) -> httpx.Response:
        """The answer to a request, which is in the format of its version and no 500.

        `pieces` are the body as it comes in; `is_cut`: the client goes away in the middle of it.
        """
        scope = {"type": "http", "method": method, "path": path, "query_string": query}
        scope["headers"] = [*_identity(version, key), *headers]
        parts = list(pieces) if pieces is not None else [body]
        incoming = [{"type": "http.request", "body": part, "more_body": True} for part in parts]
        incoming.append({"type": "http.disconnect"} if is_cut else {"type": "http.request", "body": b""})
        sent = self._serve(scope, incoming)
        answer = _response(sent, "http.response")
        if method != "HEAD":
            assert_format(answer, version)
        assert_documented(answer, method, path, version)
        return answer

    def connect(
        self,
        path: str,
        frames: Iterable[str | bytes],
        version: str | None = None,
        *,
        query: bytes = b"",
        key: str | None = KEY,
    ) -> Heard:
        """Opens a socket, sends the frames, and goes away when nothing more comes of them."""
        scope = {"type": "websocket", "path": path, "query_string": query, "headers": _identity(version, key)}
        incoming: list[dict[str, Any]] = [{"type": "websocket.connect"}]
        incoming += [
            {"type": "websocket.receive", "text" if isinstance(frame, str) else "bytes": frame} for frame in frames
        ]
        incoming.append({"type": "websocket.disconnect", "code": 1006})
        sent = self._serve(scope, incoming)
        if sent and sent[0]["type"] != "websocket.accept":
            refusal = _response(sent, "websocket.http.response")
            assert_format(refusal, version)
            return Heard(refusal)
        heard = Heard()
        for message in sent[1:]:
            assert heard.closed is None, f"{message} after the close"
            if message["type"] == "websocket.send":
                heard.frames.append(message["text"] if "text" in message else message["bytes"])
            else:
                assert message["type"] == "websocket.close"
                heard.closed = message["code"]
        assert heard.closed != 1011, heard
        assert "bug of the mock" not in str(heard.frames), heard
        return heard

    def _serve(self, scope: dict[str, Any], incoming: list[dict[str, Any]]) -> list[dict[str, Any]]:
        sent = self._runner.run(self._serving({"scheme": "http", **scope}, incoming))
        assert not self._uncaught, self._uncaught
        return sent

    async def _serving(self, scope: dict[str, Any], incoming: list[dict[str, Any]]) -> list[dict[str, Any]]:
        waiting = iter(incoming)
        sent: list[dict[str, Any]] = []
        is_over = asyncio.Event()

        async def receive() -> dict[str, Any]:
            await _settled(sent)
            if (message := next(waiting, None)) is not None:
                return message
            await is_over.wait()
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            sent.append(message)

        serving = asyncio.create_task(self._app(scope, receive, send))
        await serving
        is_over.set()
        await _settled(sent)
        left = asyncio.all_tasks() - {asyncio.current_task()}
        assert not left, f"tasks that outlive their request: {left}"
        return sent


async def _settled(sent: list[Any]) -> None:
    """Returns when nothing more is sent for some turns of the loop."""
    for _ in range(_MOST_TURNS):
        before = len(sent)
        for _ in range(_TURNS):
            await asyncio.sleep(0)
        if len(sent) == before:
            return
    raise AssertionError("the mock does not stop sending")


def assert_format(answer: httpx.Response, version: str | None) -> None:
    """Fails for a 500, and for an error that is not in the format of the version."""
    said = f"{answer.status_code} {answer.text[:300]}"
    assert answer.status_code != 500, said
    assert answer.headers.get("x-request-id"), said
    if answer.status_code < 400:
        return
    if version in DATES and version >= _STRUCTURED_SINCE:
        assert answer.headers["content-type"] == "application/json", said
        # The logs of calls document an error of their own.
        assert answer.json().keys() >= _STRUCTURED or answer.json().keys() == {"message", "description"}, said
    else:
        assert answer.headers["content-type"].startswith("text/plain"), said
        assert ": " in answer.text, said


def _identity(version: str | None, key: str | None) -> list[tuple[bytes, bytes]]:
    headers = [] if key is None else [(b"authorization", f"Bearer {key}".encode())]
    return headers if version is None else [*headers, (b"cartesia-version", version.encode("latin-1", "replace"))]


def _response(sent: list[dict[str, Any]], kind: str) -> httpx.Response:
    start, *rest = sent
    assert start["type"] == f"{kind}.start"
    assert all(message["type"] == f"{kind}.body" for message in rest)
    content = b"".join(message.get("body", b"") for message in rest)
    headers = [(name, value) for name, value in start["headers"] if name != b"content-length"]
    return httpx.Response(start["status"], headers=headers, content=content)
