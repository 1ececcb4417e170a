"""The seams: where a defect may change what the mock does.

The service calls these methods on its way; here they change nothing. A defect is a subclass that overrides one or
two of them (`defects/`). A method gets what is about to happen and returns what shall happen instead; it may raise
Fault to answer an error, and on an open socket CloseSocket. One instance serves all requests, so a defect that
needs a memory keeps it in `memo` of the call or the session.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any, Protocol

from .auth import Credential, Identity
from .errors import ErrorFormat, Fault
from .exchange import Call, Event, Reply


class CloseSocket(Exception):
    """Ends the socket with this close code and reason."""

    def __init__(self, code: int, reason: str = "") -> None:
        self.code = code
        self.reason = reason
        super().__init__(f"close {code} {reason}")


class CutConnection(Exception):
    """Drops the connection in the middle of an answer."""


class Session(Protocol):
    """What a hook sees of an open socket."""

    @property
    def call(self) -> Call:
        """The upgrade that opened it."""

    @property
    def memo(self) -> dict[str, Any]:
        """A place for hooks."""

    def live(self) -> tuple[str, ...]:
        """Ids of the contexts that have begun and not ended, oldest first."""


class Hooks:
    """The correct service."""

    # Every request.

    def named_version(self, call: Call, named: str | None) -> str | None:
        """The version that the request names (on sockets the query goes before the header); None for none."""
        return named

    def credential(self, call: Call, found: Credential | None) -> Credential | None:
        """The credential that counts; `found` is the one that the service itself would look at."""
        return found

    def admit(self, call: Call, credential: Credential | None, outcome: Identity | Fault) -> Identity | Fault:
        """Who the caller is, or why it is refused."""
        return outcome

    def problem(self, call: Call, fault: Fault) -> Fault | None:
        """Something wrong with a request or a socket message; None overlooks it."""
        return fault

    def fault(self, call: Call, fault: Fault) -> Fault:
        """An error that is about to be said, by whatever means."""
        return fault

    def error_format(self, call: Call, form: ErrorFormat) -> ErrorFormat:
        """The envelope of that error."""
        return form

    def place_in(self, call: Call, pool: str) -> str | None:
        """Where the place is taken that a request, a socket or a context is due to take in a pool of `Limits`; None
        for nowhere."""
        return pool

    def place_kept_s(self, call: Call, why: str) -> float:
        """Seconds for which a place stays taken when its holder is `done`, `cancelled`, or `left` by its client."""
        return 0.0

    # HTTP.

    def request(self, call: Call, asked: dict[str, Any]) -> dict[str, Any]:
        """What is worked on in place of a valid request: the object of its body, or the fields of its form."""
        return asked

    def voice(self, call: Call, voice: Event) -> Event:
        """One voice as it goes into an answer."""
        return voice

    def page(self, call: Call, page: Event) -> Event:
        """A page of a list, with its envelope."""
        return page

    def reply(self, call: Call, reply: Reply) -> Reply:
        """Any HTTP answer, refused upgrades included, just before it is sent."""
        return reply

    def audio(self, call: Call, body: Mapping[str, Any], pieces: Iterator[bytes]) -> Iterator[bytes]:
        """Pieces of the audio file that `POST /tts/bytes` with `body` answers, its header included."""
        return pieces

    # Server-sent events.

    def sse_event(self, call: Call, body: Mapping[str, Any], event: Event) -> Iterable[Event]:
        """What is sent where `event` of `POST /tts/sse` with `body` would be."""
        return (event,)

    def changer_event(self, call: Call, body: Mapping[str, Any], event: Event) -> Iterable[Event]:
        """The same of `POST /voice-changer/sse`; `body` has the `output_format` alone."""
        return (event,)

    def sse_frame(self, call: Call, event: Event, frame: bytes) -> bytes:
        """The bytes of one event of either stream, its blank line included."""
        return frame

    def sse_end(self, call: Call) -> float:
        """Seconds between the last event and the end of the body; may raise CutConnection."""
        return 0.0

    # Sockets.

    def accept(self, call: Call, subprotocols: Sequence[str]) -> str | None:
        """The subprotocol to select of those offered; may raise Fault to refuse the upgrade."""
        return None

    def upgrade_headers(self, call: Call, headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """Headers of the 101 answer, beside those of the handshake."""
        return headers

    def fragments(self, path: str, parts: Sequence[bytes]) -> bytes:
        """A text message that came in several frames, on the socket at `path` (with the prefix of the mock)."""
        return b"".join(parts)

    def pong(self, path: str, payload: bytes) -> bytes | None:
        """Payload of the answer to a ping, on the socket at `path`; None leaves it unanswered."""
        return payload

    def unreadable(self, session: Session, frame: str | bytes) -> None:
        """A frame that is no JSON object has come."""

    def arrived(self, session: Session, frame: str | bytes) -> Iterable[str | bytes]:
        """What is worked on in place of a frame that came to a socket of speech to text: audio, or text."""
        return (frame,)

    def incoming(self, session: Session, message: Event) -> Iterable[Event]:
        """What is worked on in place of a request from the client; may raise Fault to end its context."""
        return (message,)

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        """What is sent where `event` would be."""
        return (event,)

    def frame(self, session: Session, event: Event, text: str) -> str | bytes:
        """The frame of one event; bytes make it a binary one."""
        return text

    def closing(self, session: Session, code: int, reason: str) -> tuple[int, str] | None:
        """Code and reason with which the service closes a socket that is idle or, on sockets of speech to text, whose
        client said the end; None keeps it open."""
        return code, reason

    def ending(self, session: Session, code: int, reason: str) -> tuple[int, str] | None:
        """Code and reason with which the service closes a socket, for whatever cause; None leaves it open."""
        return code, reason

    def wait_s(self, session: Session, what: str, seconds: float) -> float:
        """A time limit: `what` is `context_expiry`, `idle_close` or `buffer`."""
        return seconds

    def restarts_idle(self, session: Session, what: str, counts: bool) -> bool:
        """Whether the idle time of a socket begins anew, since `what` came: a `message`, `audio` or a `ping`."""
        return counts


SEAMS = tuple(name for name in vars(Hooks) if not name.startswith("_"))
"""Names of the methods of `Hooks`."""


class Confined(Hooks):
    """Hooks that work on the sockets below some paths alone. Other requests are served correctly."""

    def __init__(self, inner: Hooks, pattern: str) -> None:
        """pattern: a glob for the path of the socket."""
        self._inner = inner
        self._pattern = pattern
        self._correct = Hooks()

    def _at(self, path: str) -> Hooks:
        return self._inner if fnmatchcase(path, self._pattern) else self._correct

    def named_version(self, call: Call, named: str | None) -> str | None:
        return self._at(call.path).named_version(call, named)

    def credential(self, call: Call, found: Credential | None) -> Credential | None:
        return self._at(call.path).credential(call, found)

    def admit(self, call: Call, credential: Credential | None, outcome: Identity | Fault) -> Identity | Fault:
        return self._at(call.path).admit(call, credential, outcome)

    def problem(self, call: Call, fault: Fault) -> Fault | None:
        return self._at(call.path).problem(call, fault)

    def fault(self, call: Call, fault: Fault) -> Fault:
        return self._at(call.path).fault(call, fault)

    def error_format(self, call: Call, form: ErrorFormat) -> ErrorFormat:
        return self._at(call.path).error_format(call, form)

    def place_in(self, call: Call, pool: str) -> str | None:
        return self._at(call.path).place_in(call, pool)

    def place_kept_s(self, call: Call, why: str) -> float:
        return self._at(call.path).place_kept_s(call, why)

    def reply(self, call: Call, reply: Reply) -> Reply:
        return self._at(call.path).reply(call, reply)

    def accept(self, call: Call, subprotocols: Sequence[str]) -> str | None:
        return self._at(call.path).accept(call, subprotocols)

    def upgrade_headers(self, call: Call, headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
        return self._at(call.path).upgrade_headers(call, headers)

    def fragments(self, path: str, parts: Sequence[bytes]) -> bytes:
        return self._at(path).fragments(path, parts)

    def pong(self, path: str, payload: bytes) -> bytes | None:
        return self._at(path).pong(path, payload)

    def unreadable(self, session: Session, frame: str | bytes) -> None:
        self._at(session.call.path).unreadable(session, frame)

    def arrived(self, session: Session, frame: str | bytes) -> Iterable[str | bytes]:
        return self._at(session.call.path).arrived(session, frame)

    def incoming(self, session: Session, message: Event) -> Iterable[Event]:
        return self._at(session.call.path).incoming(session, message)

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        return self._at(session.call.path).outgoing(session, event)

    def frame(self, session: Session, event: Event, text: str) -> str | bytes:
        return self._at(session.call.path).frame(session, event, text)

    def closing(self, session: Session, code: int, reason: str) -> tuple[int, str] | None:
        return self._at(session.call.path).closing(session, code, reason)

    def wait_s(self, session: Session, what: str, seconds: float) -> float:
        return self._at(session.call.path).wait_s(session, what, seconds)

    def restarts_idle(self, session: Session, what: str, counts: bool) -> bool:
        return self._at(session.call.path).restarts_idle(session, what, counts)


class Chain(Hooks):
    """Several hooks, each working on what the one before it left."""

    def __init__(self, parts: Sequence[Hooks]) -> None:
        self.parts = tuple(parts)

    def named_version(self, call: Call, named: str | None) -> str | None:
        for part in self.parts:
            named = part.named_version(call, named)
        return named

    def credential(self, call: Call, found: Credential | None) -> Credential | None:
        for part in self.parts:
            found = part.credential(call, found)
        return found

    def admit(self, call: Call, credential: Credential | None, outcome: Identity | Fault) -> Identity | Fault:
        for part in self.parts:
            outcome = part.admit(call, credential, outcome)
        return outcome

    def problem(self, call: Call, fault: Fault) -> Fault | None:
        left: Fault | None = fault
        for part in self.parts:
            left = left and part.problem(call, left)
        return left

    def fault(self, call: Call, fault: Fault) -> Fault:
        for part in self.parts:
            fault = part.fault(call, fault)
        return fault

    def error_format(self, call: Call, form: ErrorFormat) -> ErrorFormat:
        for part in self.parts:
            form = part.error_format(call, form)
        return form

    def place_in(self, call: Call, pool: str) -> str | None:
        left: str | None = pool
        for part in self.parts:
            left = left and part.place_in(call, left)
        return left

    def place_kept_s(self, call: Call, why: str) -> float:
        return max(part.place_kept_s(call, why) for part in self.parts)

    def request(self, call: Call, asked: dict[str, Any]) -> dict[str, Any]:
        for part in self.parts:
            asked = part.request(call, asked)
        return asked

    def voice(self, call: Call, voice: Event) -> Event:
        for part in self.parts:
            voice = part.voice(call, voice)
        return voice

    def page(self, call: Call, page: Event) -> Event:
        for part in self.parts:
            page = part.page(call, page)
        return page

    def reply(self, call: Call, reply: Reply) -> Reply:
        for part in self.parts:
            reply = part.reply(call, reply)
        return reply

    def audio(self, call: Call, body: Mapping[str, Any], pieces: Iterator[bytes]) -> Iterator[bytes]:
        for part in self.parts:
            pieces = part.audio(call, body, pieces)
        return pieces

    def sse_event(self, call: Call, body: Mapping[str, Any], event: Event) -> Iterable[Event]:
        events: Iterable[Event] = (event,)
        for part in self.parts:
            events = [changed for each in events for changed in part.sse_event(call, body, each)]
        return events

    def changer_event(self, call: Call, body: Mapping[str, Any], event: Event) -> Iterable[Event]:
        events: Iterable[Event] = (event,)
        for part in self.parts:
            events = [changed for each in events for changed in part.changer_event(call, body, each)]
        return events

    def sse_frame(self, call: Call, event: Event, frame: bytes) -> bytes:
        for part in self.parts:
            frame = part.sse_frame(call, event, frame)
        return frame

    def sse_end(self, call: Call) -> float:
        return max(part.sse_end(call) for part in self.parts)

    def accept(self, call: Call, subprotocols: Sequence[str]) -> str | None:
        chosen = [part.accept(call, subprotocols) for part in self.parts]
        return next((name for name in chosen if name is not None), None)

    def upgrade_headers(self, call: Call, headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
        for part in self.parts:
            headers = part.upgrade_headers(call, headers)
        return headers

    def fragments(self, path: str, parts: Sequence[bytes]) -> bytes:
        joined = b"".join(parts)
        for part in self.parts:
            changed = part.fragments(path, parts)
            if changed != joined:
                return changed
        return joined

    def pong(self, path: str, payload: bytes) -> bytes | None:
        left: bytes | None = payload
        for part in self.parts:
            left = None if left is None else part.pong(path, left)
        return left

    def unreadable(self, session: Session, frame: str | bytes) -> None:
        for part in self.parts:
            part.unreadable(session, frame)

    def arrived(self, session: Session, frame: str | bytes) -> Iterable[str | bytes]:
        frames: Iterable[str | bytes] = (frame,)
        for part in self.parts:
            frames = [changed for each in frames for changed in part.arrived(session, each)]
        return frames

    def incoming(self, session: Session, message: Event) -> Iterable[Event]:
        messages: Iterable[Event] = (message,)
        for part in self.parts:
            messages = [changed for each in messages for changed in part.incoming(session, each)]
        return messages

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        events: Iterable[Event] = (event,)
        for part in self.parts:
            events = _outgoing(part, session, events)
        return events

    def frame(self, session: Session, event: Event, text: str) -> str | bytes:
        changed: str | bytes = text
        for part in self.parts:
            if isinstance(changed, str):
                changed = part.frame(session, event, changed)
        return changed

    def closing(self, session: Session, code: int, reason: str) -> tuple[int, str] | None:
        left: tuple[int, str] | None = (code, reason)
        for part in self.parts:
            left = None if left is None else part.closing(session, *left)
        return left

    def ending(self, session: Session, code: int, reason: str) -> tuple[int, str] | None:
        left: tuple[int, str] | None = (code, reason)
        for part in self.parts:
            left = None if left is None else part.ending(session, *left)
        return left

    def wait_s(self, session: Session, what: str, seconds: float) -> float:
        for part in self.parts:
            seconds = part.wait_s(session, what, seconds)
        return seconds

    def restarts_idle(self, session: Session, what: str, counts: bool) -> bool:
        for part in self.parts:
            counts = part.restarts_idle(session, what, counts)
        return counts


def _outgoing(part: Hooks, session: Session, events: Iterable[Event]) -> Iterator[Event]:
    """One event after the other: what a part raises after an event comes when that event has been sent."""
    for each in events:
        yield from part.outgoing(session, each)
