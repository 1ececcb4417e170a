"""What all sockets have in common: the connection, its messages both ways, and its end."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from starlette.types import Receive, Send

from contralto_conformance.mock.bodies import read_object
from contralto_conformance.mock.documented import Channel
from contralto_conformance.mock.errors import Fault
from contralto_conformance.mock.event_json import json_of
from contralto_conformance.mock.exchange import Call, Event
from contralto_conformance.mock.hooks import CloseSocket
from contralto_conformance.mock.service import Service


class Socket:
    """One open connection; a `Session` for the hooks.

    A channel is a subclass: `read` takes the frames, `say` sends events, `close` ends the connection, `running` are
    the tasks that end with it.
    """

    name: ClassVar[str]
    """Name of the channel in the documents."""

    opens_to_older_versions: ClassVar[bool] = False
    """Whether a client may name a version in which the channel did not exist."""

    def __init__(self, service: Service, call: Call, receive: Receive, send: Send) -> None:
        assert call.channel is not None
        self.call = call
        self.channel: Channel = call.channel
        self.memo: dict[str, Any] = {}
        self.service = service
        self.hooks = service.hooks
        self.loop = asyncio.get_running_loop()
        self.active_at = self.loop.time()
        """When the idle time began to count."""
        self._receive = receive
        self._send = send
        self._idle: Mapping[str, Any] | None = self.channel.limits.get("idle_close")

    @classmethod
    def check_upgrade(cls, service: Service, call: Call) -> None:
        """Raises Fault to refuse the upgrade."""

    def live(self) -> tuple[str, ...]:
        """Ids of the contexts that have begun and not ended, oldest first."""
        return ()

    async def run(self) -> None:
        """Serves the connection until either side closes it."""
        watch = asyncio.create_task(self._close_when_idle())
        try:
            await self.opened()
            while (message := await self._receive())["type"] != "websocket.disconnect":
                if message["type"] == "websocket.ping":
                    self.pinged()
                    continue
                text = message.get("text")
                try:
                    await self.read(text if text is not None else message.get("bytes", b""))
                except CloseSocket as close:
                    await self.close(close)
        except OSError:
            pass  # the client is gone
        finally:
            tasks = [watch, *self.running()]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def opened(self) -> None:
        """Once, when the upgrade has been answered."""

    def pinged(self) -> None:
        """A ping came; its pong has been sent."""
        self.stir("ping", counts=False)

    def stir(self, what: str, *, counts: bool = True) -> None:
        """Restarts the idle time, since `what` came: a `message`, `audio` or a `ping`; counts: whether it shall."""
        if self.hooks.restarts_idle(self, what, counts):
            self.active_at = self.loop.time()

    async def read(self, frame: str | bytes) -> None:
        """One message from the client; may raise CloseSocket."""
        raise NotImplementedError

    def object_in(self, frame: str | bytes) -> Event:
        """The JSON object in a frame; raises Fault (400) for a frame that holds anything else."""
        try:
            if isinstance(frame, bytes):
                raise Fault(400, None, "a binary frame came; messages are text frames of one JSON object")
            return read_object(frame)
        except Fault:
            self.hooks.unreadable(self, frame)
            raise

    def running(self) -> Iterable[asyncio.Task[Any]]:
        """Tasks of the connection; they are cancelled when it ends."""
        return ()

    async def say(self, event: Event) -> None:
        """Sends an event."""
        for changed in self.hooks.outgoing(self, event):
            frame = self.hooks.frame(self, changed, json_of(changed))
            await self._send({"type": "websocket.send", "text" if isinstance(frame, str) else "bytes": frame})

    async def close(self, close: CloseSocket) -> None:
        """Begins the closing handshake."""
        told = self.hooks.ending(self, close.code, close.reason)
        if told is not None:
            await self._send({"type": "websocket.close", "code": told[0], "reason": told[1]})

    def scaled(self, what: str, seconds: float) -> float:
        """A time limit as it holds here: scaled by the settings, changed by hooks."""
        return self.hooks.wait_s(self, what, seconds * self.service.settings.time_scale)

    async def _close_when_idle(self) -> None:
        if self._idle is None:
            return
        idle_s = self.scaled("idle_close", self.service.settings.idle_timeout_s or self._idle["after_s"])
        left = idle_s
        while left > 0:
            await asyncio.sleep(left)
            left = self.active_at + idle_s - self.loop.time()
        closing = self.hooks.closing(self, self._idle["code"], self._idle.get("reason", ""))
        if closing is not None:
            await self.close(CloseSocket(*closing))
