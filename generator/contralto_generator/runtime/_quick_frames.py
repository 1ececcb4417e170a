"""Reading the common frame of a socket for asyncio.

Nearly all that comes is text in one frame, shorter than 64 KiB, and the library spends more on each of those than all
the rest of the client. The connection here is the library's, but takes such messages by itself.

Theory of operation. Bytes are cut where frames end. Text waits here for `receive`; pings and pongs go to the library,
each whole. At the first frame of any other kind (a long message, a fragment, a binary one, the close) all is handed
over to the library as it came: what waits here first, then that frame, and whatever follows. So the library sees a
faultless stream of its own, decides about everything out of the ordinary, and speaks for the end.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Any

from websockets.asyncio import client
from websockets.exceptions import ConcurrencyError
from websockets.protocol import State

_TEXT = 0x81
"""First byte of a frame that is a whole text message."""
_PING = 0x89
_PONG = 0x8A
_END_OF_HEAD = b"\r\n\r\n"
_MANY = 16
"""With more messages waiting, reading pauses until there are `_FEW`. The numbers are the library's."""
_FEW = 4


class ClientConnection(client.ClientConnection):
    """A connection that reads short texts by itself. A longer one than `max_message_bytes` is left to the library."""

    def __init__(self, *args: Any, max_message_bytes: int, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self._max_message_bytes = max_message_bytes
        self._head: bytes | None = b""  # the last bytes of the answer to the upgrade; None after it
        self._takes_frames = False
        self._rest = b""  # the beginning of a frame
        self._messages: deque[bytes] = deque()
        self._is_paused = False
        self._waiter: asyncio.Future[None] | None = None

    # -- for readers

    def ready(self) -> bytes | None:
        """A message that came already, if there is one here."""
        if not self._messages:
            return None
        message = self._messages.popleft()
        if self._is_paused and len(self._messages) <= _FEW:
            self._is_paused = False
            self.transport.resume_reading()
        return message

    async def receive(self) -> bytes:
        """The bytes of the next message, whatever its kind. Raises ConnectionClosed, ConcurrencyError."""
        while (message := self.ready()) is None:
            if not self._takes_frames:
                return await self.recv(decode=False)
            if self._waiter is not None:
                raise ConcurrencyError("another task is waiting for a message")
            self._waiter = asyncio.get_running_loop().create_future()
            try:
                await self._waiter
            finally:
                self._waiter = None
        return message

    def hand_over(self) -> None:
        """Leaves to the library what waits here, and all that comes from now on."""
        if not self._takes_frames:
            return
        self._takes_frames = False
        data = b"".join(part for message in self._messages for part in (_text_head(len(message)), message)) + self._rest
        self._messages.clear()
        self._rest = b""
        if self._is_paused:
            self._is_paused = False
            self.transport.resume_reading()
        self._wake()
        if data:
            super().data_received(data)

    # -- called by the event loop

    def data_received(self, data: bytes) -> None:
        """Bytes came."""
        if self._takes_frames:
            self._take(data)
        elif self._head is None:
            super().data_received(data)
        else:
            self._take_head(self._head, data)

    def eof_received(self) -> None:
        """No more bytes will come."""
        self.hand_over()
        super().eof_received()

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is gone."""
        self.hand_over()
        super().connection_lost(exc)

    def _take_head(self, before: bytes, data: bytes) -> None:
        """Leaves the answer to the upgrade to the library, and no byte behind it."""
        seen = before + data
        end = seen.find(_END_OF_HEAD)
        if end < 0:
            self._head = seen[1 - len(_END_OF_HEAD) :]
            super().data_received(data)
            return
        self._head = None
        end += len(_END_OF_HEAD) - len(before)
        super().data_received(data[:end])
        self._takes_frames = self.state is State.OPEN
        if end < len(data):
            self.data_received(data[end:])

    def _take(self, data: bytes) -> None:
        if self._rest:
            data = self._rest + data
        at, n_bytes = 0, len(data)
        while n_bytes - at >= 2:
            kind, length = data[at], data[at + 1]
            start = at + 2
            is_text = kind == _TEXT and length <= 126
            if is_text and length == 126:
                if n_bytes - at < 4:
                    break
                length = data[at + 2] << 8 | data[at + 3]
                start = at + 4
            end = start + length
            if is_text and length <= self._max_message_bytes:
                if end > n_bytes:
                    break
                self._messages.append(data[start:end])
            elif kind in (_PING, _PONG) and length < 126:
                if end > n_bytes:
                    break
                super().data_received(data[at:end])
            else:
                self._rest = data[at:]
                self.hand_over()
                return
            at = end
        self._rest = data[at:]
        if self._messages:
            self._wake()
            if len(self._messages) > _MANY and not self._is_paused:
                self._is_paused = True
                self.transport.pause_reading()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)


def _text_head(length: int) -> bytes:
    """What stands before a text of less than 64 KiB."""
    return bytes((_TEXT, length)) if length < 126 else bytes((_TEXT, 126, length >> 8, length & 0xFF))
