"""Cases as values: suites, cases, steps. `loader` makes them from the case files, `drivers` play them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Cost = Literal["free", "cheap", "paid"]

WRONG_KEY = "sk_car_wrong_0123456789abcdef"
INVALID_VERSION = "not-a-date"
FILLER_PIECE = b"0123456789abcdef" * 1024
"""What bodies are filled with that have to be long."""


@dataclass(frozen=True)
class File:
    """A file in a form.

    name, media_type: as the server is told. Its content is one of these: answer, the body of the exchange with that
    label; text, with variables filled in; content; tone_s, seconds of a tone as a WAV file.
    """

    name: str
    media_type: str = "application/octet-stream"
    answer: str | None = None
    text: str | None = None
    content: bytes | None = None
    tone_s: float | None = None


@dataclass(frozen=True)
class Manner:
    """How a client behaves while it sends one request and reads the answer, where that is out of the ordinary.

    expects_continue: sends `Expect: 100-continue` and the body when the server asks for it, or after a second.
    leave_after_bytes: goes away, without a word, when so many bytes of the body have come. rest_s: reads nothing for so
    long once the first bytes of the body have come. pause_s: waits so long in the middle of sending the body.
    """

    expects_continue: bool = False
    leave_after_bytes: int | None = None
    rest_s: float = 0.0
    pause_s: float = 0.0


@dataclass(frozen=True)
class Request:
    """One HTTP request; its answer becomes the exchange `label`.

    auth: a mode of `auth` in cases.schema.json, to which case files are held; `default` is what the preflight
    found accepted. version: a mode of `version` there, or a date for the header. json: request body, None for
    none; body: raw text instead of it; form: fields of a `multipart/form-data` instead of both; filler_bytes: a body of
    that many bytes instead of all. headers: added last, they win; a None value removes a header. more_headers: sent
    after all others as they are, a name may stand more than once. raw_query: sent as written, before any other query.
    hold: whether only the first piece of the body is read; the connection stays open with the rest unread until a
    `LetGo`, or the end of the case. always: whether it is sent even if the case stopped before, since it takes away
    what was made.
    """

    label: str
    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    json: Any = None
    body: str | None = None
    form: tuple[tuple[str, str | File], ...] = ()
    headers: Mapping[str, str | None] = field(default_factory=dict)
    auth: str = "default"
    version: str = "header"
    filler_bytes: int = 0
    more_headers: tuple[tuple[str, str], ...] = ()
    raw_query: str = ""
    manner: Manner | None = None
    hold: bool = False
    always: bool = False


@dataclass(frozen=True)
class LetGo:
    """Breaks off the connections of all answers that are held."""


@dataclass(frozen=True)
class Walk:
    """Gets page after page of a list, each `starting_after` the last id of the one before, until one is
    empty.

    The answers become the exchanges `label-1`, `label-2`, ...; at most `max_pages` of them. The walk also
    ends, without
    stopping the case, where there is nothing to go on from: no page, no id, or an id that was met before.
    """

    label: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    max_pages: int = 10


@dataclass(frozen=True)
class Connect:
    """Opens a socket; later steps speak on the last one opened unless they name another by `on`.

    raw_query: sent as written, before any other query. is_compressed: offers permessage-deflate.
    """

    label: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str | None] = field(default_factory=dict)
    subprotocols: tuple[str, ...] = ()
    auth: str = "default"
    version: str = "header"
    raw_query: str = ""
    is_compressed: bool = False


@dataclass(frozen=True)
class Send:
    """Sends one JSON message.

    message: as written in the case; unless it has `cancel`, the default generation request lies under it, and
    None members remove a default.
    """

    message: Mapping[str, Any]
    on: str | None = None


@dataclass(frozen=True)
class SendRaw:
    """Sends one text frame as written (variables are filled in)."""

    text: str
    on: str | None = None


@dataclass(frozen=True)
class SendBinary:
    """Sends one binary frame."""

    payload: bytes
    on: str | None = None


@dataclass(frozen=True)
class Audio:
    """Makes audio that later steps send under its name.

    source: label of an answer whose body it is, which must be headerless audio; None for audio made here:
    `length_ms` of a tone of `tone_hz`, or of silence at 0. encoding, sample_rate: of the audio, one of
    `waves.ENCODINGS` and samples per second.
    """

    name: str
    source: str | None = None
    length_ms: int = 0
    tone_hz: int = 0
    encoding: str = "pcm_s16le"
    sample_rate: int = 16000


@dataclass(frozen=True)
class SendAudio:
    """Sends audio piece by piece, each in a binary frame.

    names: of the audio, one after the other; all of one encoding and rate. piece_ms, piece_bytes: length of a
    piece, one of them or neither (then it is one piece). paced: whether pieces go out as fast as they sound.
    message: a JSON message to send for each piece instead of the frame; in it `$piece` is the piece in base64.
    """

    names: tuple[str, ...]
    piece_ms: int | None = None
    piece_bytes: int | None = None
    paced: bool = False
    message: Mapping[str, Any] | None = None
    on: str | None = None


@dataclass(frozen=True)
class SendFragments:
    """Sends one text message in several frames, one per piece."""

    pieces: tuple[str, ...]
    on: str | None = None


@dataclass(frozen=True)
class Ping:
    """Sends a ping and waits for its pong."""

    on: str | None = None


@dataclass(frozen=True)
class Await:
    """Waits for a received message that has these members with these values.

    Each received message answers at most one `await`; messages that came earlier and answered none count.
    Waiting ends also with the socket, with the driver's patience, and with an `error` event that carries the
    awaited `context_id`.
    """

    members: Mapping[str, Any]
    on: str | None = None


@dataclass(frozen=True)
class AwaitError:
    """Waits for an `error` event that answered no earlier wait, or for the end of the socket, whichever is first.

    An upgrade that was refused has been waited for enough.
    """

    on: str | None = None


@dataclass(frozen=True)
class AwaitClose:
    """Waits until the server closes the socket."""

    on: str | None = None


@dataclass(frozen=True)
class Barrier:
    """Sends a one-shot request under a fresh context id and waits for its `done`.

    What came before it has then come, without a look at the clock.
    """

    on: str | None = None


@dataclass(frozen=True)
class Close:
    """Closes the socket with this code and reason."""

    on: str | None = None
    code: int = 1000
    reason: str = ""


@dataclass(frozen=True)
class HangUp:
    """Cuts the connection of the socket without a close frame."""

    on: str | None = None


@dataclass(frozen=True)
class Save:
    """Keeps values out of answers: variable name -> (label of the exchange, JSON pointer into its body).

    Of a socket the pointer leads into the first message received that has something there.
    """

    values: Mapping[str, tuple[str, str]]


@dataclass(frozen=True)
class Pause:
    """Waits for wall-clock time, in seconds."""

    seconds_s: float


@dataclass(frozen=True)
class WaitIdle:
    """Waits for this part of the time after which the channel closes idle sockets, or until the socket ends.

    1 is the documented time, or the one that the target is said to have; the variable `idle_s` then holds it.
    """

    part: float
    on: str | None = None


@dataclass(frozen=True)
class Repeat:
    """Plays steps several times: as often as the variable `times` says, or this number, and `plus` times more.

    In round `k`, counted from 1 (`$round`), the labels of the steps end in `-k`.
    """

    steps: tuple[Step, ...]
    times: int | str
    plus: int = 0


@dataclass(frozen=True)
class Answer:
    """An answer of the service behind a proxy; to an upgrade it is a refusal.

    headers: as they are, `content-type` included. pieces: of the body, sent one by one, `pause_s` apart; without a
    length unless there is just one. delay_s: before anything is sent. is_cut: the connection breaks off after the last
    piece. times: so many requests are answered like that, and the mock answers those after them; None for all. key:
    number of the key, from 1, whose requests are answered like that; None for any. read_after_s: the body of the
    request is not read before. is_dropped: the connection is cut before anything is sent.
    """

    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    pieces: tuple[bytes, ...] = ()
    pause_s: float = 0.0
    delay_s: float = 0.0
    is_cut: bool = False
    times: int | None = None
    key: int | None = None
    read_after_s: float = 0.0
    is_dropped: bool = False


ActKind = Literal["send", "send_binary", "echo", "await", "ping", "pause_s", "close", "drop"]


@dataclass(frozen=True)
class Act:
    """What the service behind a proxy does on an open socket.

    send: sends `text` (its variables filled in); send_binary: sends `payload`; echo: sends back every message, as it
    came, until `count` came or, for 0, until the socket ends; await: waits for `count` messages; ping: sends a ping
    with `payload`; pause_s: waits `seconds_s`; close: closes with `code` and the reason `text`; drop: cuts the
    connection. After the last act it takes what comes until the socket ends.
    """

    kind: ActKind
    text: str = ""
    payload: bytes = b""
    count: int = 1
    seconds_s: float = 0.0
    code: int = 1000


@dataclass(frozen=True)
class Upstream:
    """Tells the service behind the proxy, which the suite plays, how to behave from here to the end of the case.

    answer: to every HTTP request, and to upgrades unless there is a `socket`. socket: what it does on every socket, and
    accept_after_s how long it takes to accept one. faults: of the mock (`mock.faults`). is_down: it takes no
    connection, and those that are open are cut. Without any of them it is the mock, as in the beginning.
    """

    answer: Answer | None = None
    socket: tuple[Act, ...] | None = None
    accept_after_s: float = 0.0
    faults: tuple[str, ...] = ()
    is_down: bool = False


Step = (
    Request
    | LetGo
    | Walk
    | Connect
    | Send
    | SendRaw
    | SendBinary
    | Audio
    | SendAudio
    | SendFragments
    | Ping
    | Await
    | AwaitError
    | AwaitClose
    | Barrier
    | Close
    | HangUp
    | Save
    | Pause
    | WaitIdle
    | Repeat
    | Upstream
)

PROXY_SUITES = "proxy/"
"""How the names of cases begin that examine a proxy; they are played one at a time."""


@dataclass(frozen=True)
class Case:
    """One scripted exchange.

    name: full name, suite first (`tts/ws/one-shot`). about: what it does, one sentence. since, until:
    inclusive dates of the versions it is for; None is open. source: file and line, for messages.
    """

    name: str
    about: str
    steps: tuple[Step, ...]
    since: str | None = None
    until: str | None = None
    cost: Cost = "cheap"
    tags: frozenset[str] = frozenset()
    source: str = ""

    def all_steps(self) -> Iterator[Step]:
        """Its steps in order, those of repetitions once."""
        waiting = list(reversed(self.steps))
        while waiting:
            step = waiting.pop()
            yield step
            if isinstance(step, Repeat):
                waiting += reversed(step.steps)

    @property
    def examines_proxy(self) -> bool:
        """Whether it examines a proxy, and what reaches the service behind it."""
        return self.name.startswith(PROXY_SUITES)

    @property
    def needs_upstream(self) -> bool:
        """Whether it can be played only when the suite plays the service behind the proxy."""
        return any(isinstance(step, Upstream) for step in self.steps)

    def applies_to(self, version: str) -> bool:
        """Whether the case is for that API version."""
        return (self.since is None or self.since <= version) and (self.until is None or version <= self.until)


@dataclass(frozen=True)
class Suite:
    """One case file. name: prefix of its cases (`tts/ws`)."""

    name: str
    cases: tuple[Case, ...]
    source: str = ""
