"""Where the frames of a socket end, and which of them are common messages. No I/O.

Nearly all that comes is text in one frame, shorter than 64 KiB, and the library spends more on each of those than all
the rest of the client. So the connections of both twins take such messages by themselves.

Theory of operation. Bytes are cut where frames end. Texts wait for whoever receives; pings and pongs go to the
library, each whole. From the first frame of any other kind on (a long message, a fragment, a binary one, the close) all
goes to the library as it came. So the library sees a faultless stream of its own, decides about everything out of the
ordinary, and speaks for the end.
"""

from __future__ import annotations

MANY_MESSAGES = 16
"""With more messages waiting, reading pauses until there are `FEW_MESSAGES`. The numbers are the library's."""
FEW_MESSAGES = 4

_TEXT = 0x81
"""First byte of a frame that is a whole text message."""
_PING = 0x89
_PONG = 0x8A
_END_OF_HEAD = b"\r\n\r\n"


class Cutter:
    """The bytes of one connection. `is_over`: what comes now is for the library, however it looks.

    A text longer than `max_message_bytes` is out of the ordinary.
    """

    __slots__ = ("_head", "_max_message_bytes", "_rest", "is_over")

    def __init__(self, max_message_bytes: int) -> None:
        self.is_over = False
        self._max_message_bytes = max_message_bytes
        self._head: bytes | None = b""  # the last bytes of the answer to the upgrade; None after it
        self._rest = b""  # the beginning of a frame

    @property
    def awaits_head(self) -> bool:
        """Whether the answer to the upgrade has not come to its end."""
        return self._head is not None

    def cut_head(self, data: bytes) -> tuple[bytes, bytes]:
        """What of `data` belongs to the answer to the upgrade, and what is behind it."""
        before = self._head or b""
        seen = before + data
        end = seen.find(_END_OF_HEAD)
        if end < 0:
            self._head = seen[1 - len(_END_OF_HEAD) :]
            return data, b""
        self._head = None
        end += len(_END_OF_HEAD) - len(before)
        return data[:end], data[end:]

    def cut(self, data: bytes) -> tuple[list[bytes], bytes]:
        """The texts that are complete with `data`, and bytes for the library."""
        if self._rest:
            data = self._rest + data
        texts: list[bytes] = []
        others = b""
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
                texts.append(data[start:end])
            elif kind in (_PING, _PONG) and length < 126:
                if end > n_bytes:
                    break
                others += data[at:end]
            else:
                self.is_over = True
                self._rest = b""
                return texts, others + data[at:]
            at = end
        self._rest = data[at:]
        return texts, others

    def end(self) -> bytes:
        """The bytes that were kept back, for the library, as is all that still comes."""
        self.is_over = True
        rest, self._rest = self._rest, b""
        return rest


def text_head(length: int) -> bytes:
    """What stands before a text of less than 64 KiB."""
    return bytes((_TEXT, length)) if length < 126 else bytes((_TEXT, 126, length >> 8, length & 0xFF))
