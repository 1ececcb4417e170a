"""Server-Sent Events, decoded incrementally from bytes. No I/O.

Follows the event stream format of the WHATWG HTML standard: lines end in LF, CR or CRLF; one leading byte order mark
is skipped; a line that begins with a colon is a comment; several `data` lines are joined by LF; a blank line dispatches
the event if it has data; an event cut off by the end of the stream is not dispatched. `id` and `retry` are ignored,
since this API has no resumption. One deliberate difference: `data` stays bytes, so that broken UTF-8 is seen by the
JSON decoder instead of being replaced without a word.
"""

from __future__ import annotations

from .errors import DecodeError

MAX_EVENT_BYTES = 16 * 1024 * 1024
"""Default limit for one event; an audio chunk of the service has well below 1 MiB."""

_BOM = b"\xef\xbb\xbf"


class SseDecoder:
    """Turns pieces of a body, cut anywhere, into events."""

    __slots__ = ("_data", "_event", "_n_pending", "_n_seen", "_skip_lf", "_tail", "max_event_bytes")

    def __init__(self, max_event_bytes: int = MAX_EVENT_BYTES) -> None:
        self.max_event_bytes = max_event_bytes
        self._tail: list[bytes] = []  # pieces of the line that is not complete yet
        self._n_pending = 0  # bytes of the event that is not complete yet, its tail included
        self._n_seen = 0  # bytes of a possible byte order mark seen so far
        self._data: list[bytes] = []
        self._event = ""
        self._skip_lf = False  # the last piece ended in CR: an LF at the head of the next belongs to it

    def feed(self, piece: bytes) -> list[tuple[str, bytes]]:
        """The events that `piece` completes, each as its name (`message` if it has none) and its data.

        Raises DecodeError if the pending event exceeds `max_event_bytes`; the decoder is of no use then.
        """
        if self._n_seen < 3:
            piece = self._without_bom(piece)
        if self._skip_lf and piece:
            self._skip_lf = False
            if piece[0] == 0x0A:
                piece = piece[1:]
        if not piece:
            return []
        if b"\n" not in piece and b"\r" not in piece:
            self._tail.append(piece)
            self._grow(len(piece))
            return []
        if self._tail:
            self._n_pending -= sum(map(len, self._tail))
            self._tail.append(piece)
            piece = b"".join(self._tail)
            self._tail.clear()
        # For bytes, splitlines() knows LF, CR and CRLF and nothing else, which is the standard's list.
        lines = piece.splitlines()
        end = piece[-1]
        self._skip_lf = end == 0x0D
        tail = b"" if end in (0x0A, 0x0D) else lines.pop()
        events: list[tuple[str, bytes]] = []
        for line in lines:
            if line:
                self._field(line)
            else:
                self._dispatch(events)
        if tail:
            self._tail.append(tail)
            self._grow(len(tail))
        return events

    def _field(self, line: bytes) -> None:
        if line.startswith(b"data:"):
            value = line[6:] if line[5:6] == b" " else line[5:]
            self._data.append(value)
            self._grow(len(line))
            return
        name, _, value = line.partition(b":")
        if name == b"event":
            self._event = value.removeprefix(b" ").decode("utf-8", "replace")
            self._grow(len(line))
        elif name == b"data":  # a line `data` without colon is an empty value
            self._data.append(b"")
            self._grow(1)

    def _dispatch(self, events: list[tuple[str, bytes]]) -> None:
        data = self._data
        if data:
            events.append((self._event or "message", data[0] if len(data) == 1 else b"\n".join(data)))
            data.clear()
        self._event = ""
        self._n_pending = 0

    def _grow(self, n_bytes: int) -> None:
        self._n_pending += n_bytes
        if self._n_pending > self.max_event_bytes:
            raise DecodeError(
                f"an event has more than {self.max_event_bytes} bytes", raw=b"".join(self._data or self._tail)
            )

    def _without_bom(self, piece: bytes) -> bytes:
        """Consumes a byte order mark that may itself be cut into pieces."""
        for index in range(len(piece)):
            if self._n_seen >= 3:
                return piece[index:]
            if piece[index] != _BOM[self._n_seen]:
                swallowed = _BOM[: self._n_seen]
                self._n_seen = 3
                return swallowed + piece[index:]
            self._n_seen += 1
        return b""
