"""The socket protocol below ASGI, with its seams: fragments and pongs.

Apart from `connections.py`, since the library of sockets takes its time to load and only an upgrade needs it.
"""

from __future__ import annotations

from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import MAX_LINE_LENGTH, MAX_NUM_HEADERS

from .connections import HEAD_TOO_LARGE, refusal
from .hooks import Hooks

MAX_WAITING_PINGS = 16
"""Pings that a socket has not heard of yet; more are answered and forgotten."""


def socket_protocol(hooks: Hooks) -> type[WebSocketsSansIOProtocol]:
    """The socket protocol with the seams below ASGI: fragments and pongs."""

    class Protocol(WebSocketsSansIOProtocol):
        def connection_lost(self, exc: Exception | None) -> None:
            connection: Any = self.app_state.get("connection")
            if connection is not None:
                connection.lost.set()
            super().connection_lost(exc)

        def data_received(self, data: bytes) -> None:
            try:
                super().data_received(data)
            except Exception:  # noqa: BLE001 - the library stumbles over heads that are not ASCII
                self._refuse("400 Bad Request", "the upgrade cannot be read")
                return
            if not self.handshake_initiated:
                # The head came as a whole, and the library will not read it: it takes less of one than HTTP does.
                bounds = f"{MAX_NUM_HEADERS} headers, nor lines above {MAX_LINE_LENGTH} bytes"
                self._refuse(HEAD_TOO_LARGE, f"the head of an upgrade must not have more than {bounds}")

        def _refuse(self, status: str, message: str) -> None:
            if not self.handshake_complete:
                self.handshake_initiated = self.handshake_complete = self.close_sent = True
                self.transport.write(refusal(status, message))
            self.transport.close()

        def handle_parser_exception(self) -> None:
            if self.conn.close_sent is not None:
                super().handle_parser_exception()
                return
            # Frames that cannot be read came before the upgrade was answered: there is no handshake to close.
            self.queue.put_nowait({"type": "websocket.disconnect", "code": 1006})
            self.close_sent = self.handshake_complete = True
            self.transport.close()

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
