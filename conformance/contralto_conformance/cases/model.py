"""Cases as values: suites, cases, steps. `loader` makes them from the case files, `drivers` play them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Cost = Literal["free", "cheap", "paid"]

WRONG_KEY = "sk_car_wrong_0123456789abcdef"
INVALID_VERSION = "not-a-date"


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
class Request:
    """One HTTP request; its answer becomes the exchange `label`.

    auth: a mode of `auth` in cases.schema.json, to which case files are held; `default` is what the preflight
    found accepted. version: a mode of `version` there, or a date for the header. json: request body, None for
    none; body: raw text instead of it; form: fields of a `multipart/form-data` instead of both. headers: added
    last, they win; a None value removes a header. hold: whether only the first piece of the body is read; the
    connection stays open with the rest unread until a `LetGo`, or the end of the case. always: whether it is sent
    even if the case stopped before, since it takes away what was made.
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
    """Opens a socket; later steps speak on the last one opened unless they name another by `on`."""

    label: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str | None] = field(default_factory=dict)
    subprotocols: tuple[str, ...] = ()
    auth: str = "default"
    version: str = "header"


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
    """Closes the socket with code 1000."""

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
    | Save
    | Pause
    | WaitIdle
    | Repeat
)


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

    def applies_to(self, version: str) -> bool:
        """Whether the case is for that API version."""
        return (self.since is None or self.since <= version) and (self.until is None or version <= self.until)


@dataclass(frozen=True)
class Suite:
    """One case file. name: prefix of its cases (`tts/ws`)."""

    name: str
    cases: tuple[Case, ...]
    source: str = ""
