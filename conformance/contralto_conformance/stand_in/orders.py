"""A layer around the mock that does what a case orders: answers and sockets of its own, in place of the mock's."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from websockets.frames import Frame, Opcode

from contralto_conformance.cases.model import Act, Answer, Upstream


class Orders:
    """Wraps an application; `set` says what is done from then on. keys: those of the service, to tell them apart."""

    def __init__(self, app: ASGIApp, keys: Sequence[str]) -> None:
        self._app = app
        self._keys = tuple(keys)
        self._how = Upstream()
        self._answered = 0

    def set(self, how: Upstream) -> None:
        """Orders for the connections that come after; those that are open keep theirs."""
        self._how = how
        self._answered = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One connection of the ASGI server."""
        how = self._how
        if scope["type"] == "websocket" and how.socket is not None:
            await _Scripted(scope, receive, send).play(how.socket, how.accept_after_s)
        elif scope["type"] in ("http", "websocket") and how.answer is not None and self._is_meant(how.answer, scope):
            self._answered += 1
            await _answer(how.answer, scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _is_meant(self, answer: Answer, scope: Scope) -> bool:
        if answer.times is not None and self._answered >= answer.times:
            return False
        return answer.key is None or self._key_of(scope) == answer.key

    def _key_of(self, scope: Scope) -> int | None:
        """Number of the key that a request shows, wherever it stands; None for none of ours."""
        shown = [value for _, value in scope["headers"]] + [scope["query_string"]]
        found = (number for number, key in enumerate(self._keys, 1) if any(key.encode() in value for value in shown))
        return next(found, None)


async def _answer(answer: Answer, scope: Scope, receive: Receive, send: Send) -> None:
    lost = _lost(scope)
    is_socket = scope["type"] == "websocket"
    kind = "websocket.http.response" if is_socket else "http.response"
    if await _wait(lost, answer.read_after_s):
        return
    if answer.is_dropped:
        scope["state"]["connection"].reset()
        return
    if not is_socket:
        while (await receive()).get("more_body", False):
            pass
    if await _wait(lost, answer.delay_s):
        return
    headers = [(name.lower().encode(), value.encode("latin-1", "replace")) for name, value in answer.headers]
    if len(answer.pieces) <= 1 and not answer.is_cut and answer.status not in (204, 304):
        headers.append((b"content-length", str(len(b"".join(answer.pieces))).encode()))
    await send({"type": f"{kind}.start", "status": answer.status, "headers": headers})
    for number, piece in enumerate(answer.pieces):
        if number and await _wait(lost, answer.pause_s):
            return
        if scope.get("method") != "HEAD":
            await send({"type": f"{kind}.body", "body": piece, "more_body": True})
    if answer.is_cut:
        connection = scope["state"]["connection"]
        connection.close()
        await lost.wait()
    else:
        await send({"type": f"{kind}.body", "body": b"", "more_body": False})


class _Scripted:
    """One socket that does what it is ordered, and takes what comes beside it."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._scope = scope
        self._receive = receive
        self._send = send
        self._lost = _lost(scope)
        self._heard: asyncio.Queue[Message | None] = asyncio.Queue()

    async def play(self, acts: Sequence[Act], accept_after_s: float) -> None:
        """The whole life of the socket."""
        await self._receive()  # websocket.connect
        if await _wait(self._lost, accept_after_s):
            return
        await self._send({"type": "websocket.accept"})
        listening = asyncio.create_task(self._listen())
        try:
            for act in acts:
                if self._lost.is_set() or not await self._do(act):
                    break
            await listening
        finally:
            listening.cancel()

    async def _listen(self) -> None:
        while True:
            message = await self._receive()
            if message["type"] == "websocket.receive":
                self._heard.put_nowait(message)
            elif message["type"] == "websocket.disconnect":
                self._heard.put_nowait(None)
                return

    async def _do(self, act: Act) -> bool:
        """Does one thing; False if the socket has ended."""
        match act.kind:
            case "send":
                await self._say({"type": "websocket.send", "text": act.text})
            case "send_binary":
                await self._say({"type": "websocket.send", "bytes": act.payload})
            case "echo" | "await":
                return await self._hear(act)
            case "ping":
                self._connection.write(Frame(Opcode.PING, act.payload).serialize(mask=False))
            case "pause_s":
                return not await _wait(self._lost, act.seconds_s)
            case "close":
                await self._say({"type": "websocket.close", "code": act.code, "reason": act.text})
            case "drop":
                self._connection.reset()
        return True

    async def _hear(self, act: Act) -> bool:
        heard = 0
        while act.count == 0 or heard < act.count:
            message = await self._heard.get()
            if message is None:
                return False
            heard += 1
            if act.kind == "echo":
                await self._say({**message, "type": "websocket.send"})
        return True

    async def _say(self, message: Message) -> None:
        with contextlib.suppress(OSError, RuntimeError):  # the socket has just ended
            await self._send(message)

    @property
    def _connection(self) -> Any:
        return self._scope["state"]["connection"]


def _lost(scope: Scope) -> asyncio.Event:
    """Set when the connection has ended."""
    lost: asyncio.Event = scope["state"]["connection"].lost
    return lost


async def _wait(lost: asyncio.Event, seconds: float) -> bool:
    """Waits, at most until the connection has ended; says whether it has."""
    if seconds:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await lost.wait()
    return lost.is_set()
