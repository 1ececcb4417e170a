"""How each channel is spoken in generated sessions: what its table cannot say.

The table beside a channel gives the symbols of the client and where each is legal; the examples of the document give
the messages. What stands here is what depends on the suite or the target: variables in the place of ids, audio, texts,
and what the service owes in a state. A symbol without an entry in `said` is sent as the document's example.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from contralto_conformance.cases.model import (
    Audio,
    Await,
    AwaitClose,
    Barrier,
    Close,
    Connect,
    Ping,
    Request,
    Send,
    SendAudio,
    SendBinary,
    SendRaw,
    Step,
)
from contralto_conformance.fuzz.tables import Table

_HERE = "$here"
"""Stands for the instance in the steps below; written as `$a` or `$b` in a script."""


@dataclass(frozen=True)
class Saying:
    """One way to say a symbol. after: symbols of which one must have been said before by the same instance."""

    step: Step
    after: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Sound:
    """The audio that a channel is sent: encoding and samples per second."""

    encoding: str
    sample_rate: int

    def prelude(self, name: str) -> tuple[Step, ...]:
        """The steps that make the audio of that name: `quiet`, `rest`, `tone` or `speech`."""
        form = {"encoding": self.encoding, "sample_rate": self.sample_rate}
        if name != "speech":
            length_ms, tone_hz = {"quiet": (100, 0), "rest": (2000, 0), "tone": (300, 440)}[name]
            return (Audio(name, None, length_ms, tone_hz, self.encoding, self.sample_rate),)
        body = {
            "model_id": "$model",
            "transcript": "Yes.",
            "voice": {"mode": "id", "id": "$voice"},
            "output_format": {"container": "raw", **form},
        }
        said = Request("said", "POST", "/tts/bytes", json=body)
        return said, Audio(name, "said", encoding=self.encoding, sample_rate=self.sample_rate)


@dataclass(frozen=True)
class Manner:
    """What the suite adds to the table of a channel.

    case: name of its sessions. parameters: variables for the parameters of the path. query: of the upgrade. instances:
    variables that name the instances of the table; for a table about the whole socket, one. said: per symbol the ways
    to say it. owed: state -> what the service owes there, as a requirement of the socket says. finish: state -> the
    symbol that brings an instance to its end, so that nothing is left open. has_barrier: whether a request of its own
    is played last, behind which everything else has come; a ping otherwise.
    """

    case: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    instances: tuple[str, ...] = ("a",)
    said: Mapping[str, tuple[Saying, ...]] = field(default_factory=dict)
    owed: Mapping[str, str] = field(default_factory=dict)
    finish: Mapping[str, tuple[str, Saying]] = field(default_factory=dict)
    sound: Sound = Sound("pcm_s16le", 16000)
    has_barrier: bool = False


def _raw(message: Mapping[str, Any]) -> Step:
    return SendRaw(json.dumps(message, ensure_ascii=False))


_SPOKEN = frozenset({"input"})
_WORDS = ("Yes.", "Good morning.", "One two three. ", "It rains, ", "and then it stops. ")
_END = Saying(Send({"transcript": "", "continue": False, "context_id": _HERE}), _SPOKEN)

TTS = Manner(
    case="sessions/tts-ws",
    instances=("a", "b", "c"),
    said={
        "input": tuple(Saying(Send({"transcript": w, "continue": True, "context_id": _HERE})) for w in _WORDS),
        "flush": (Saying(Send({"transcript": "", "flush": True, "continue": True, "context_id": _HERE}), _SPOKEN),),
        "last_input": (*(Saying(Send({"transcript": w, "context_id": _HERE})) for w in _WORDS), _END),
        "cancel": (Saying(Send({"cancel": True, "context_id": _HERE})),),
    },
    owed={"closing": "done"},
    finish={"open": ("last_input", _END)},
    has_barrier=True,
)

_LISTENING = {"model": "ink-2", "encoding": "pcm_s16le", "sample_rate": "16000"}
_PIECES = (
    Saying(SendAudio(("quiet",))),
    Saying(SendAudio(("tone",), piece_ms=100)),
    Saying(SendAudio(("speech",), piece_ms=100)),
    Saying(SendAudio(("speech",), piece_bytes=3201)),
)

STT = Manner(
    case="sessions/stt",
    query=_LISTENING,
    said={"audio": _PIECES},
    owed={"finalizing": "flush_done", "finalizing_more": "flush_done", "closing": "done", "done": "closed"},
)

_CLOSING = dict.fromkeys(("closing_unconnected", "closing", "closing_speaking", "closing_eager_ended"), "closed")

STT_TURNS = Manner(
    case="sessions/stt-turns",
    query=_LISTENING,
    said={
        "audio": (*_PIECES, Saying(SendAudio(("speech", "rest"), piece_ms=100)), Saying(SendAudio(("rest",)))),
        "config": (
            Saying(_raw({"type": "config", "turn": {"end_timeout_ms": 5600}})),
            Saying(_raw({"type": "config", "turn": {"start_threshold": 0.8, "end_threshold": 0.3}})),
            Saying(_raw({"type": "config", "turn": {"eager_end_threshold": 0.6}})),
        ),
    },
    owed={"opening": "connected", **_CLOSING},
)

_FORMAT = {"input_format": "pcm_16000"}
_LINE_AUDIO = {"event": "media_input", "stream_id": _HERE, "media": {"payload": "$piece"}}
_START = {"event": "start", "stream_id": _HERE, "config": _FORMAT}
_MANAGED_AUDIO = {"type": "audio_input", "audio": "$piece"}
_CREATE = {"type": "session_create", "audio": _FORMAT}

LINE_AGENT = Manner(
    case="sessions/line-agent",
    parameters={"agent_id": "agent"},
    said={
        "start": (
            Saying(_raw(_START)),
            Saying(_raw({**_START, "agent": {"introduction": "Hello."}})),
            Saying(_raw({**_START, "metadata": {"order": 118}})),
        ),
        "media_input": tuple(
            Saying(SendAudio((name,), piece_ms=100, message=_LINE_AUDIO)) for name in ("quiet", "tone", "speech")
        ),
        # Not `#` and `0`, at which agents hang up or transfer.
        "dtmf": tuple(Saying(_raw({"event": "dtmf", "stream_id": _HERE, "dtmf": key})) for key in ("5", "*")),
        "custom": (Saying(_raw({"event": "custom", "stream_id": _HERE, "metadata": {"page": "checkout"}})),),
    },
    owed={"starting": "ack"},
)

MANAGED_AGENT = Manner(
    case="sessions/managed-agent",
    parameters={"agent_id": "managed_agent"},
    said={
        "session_create": (
            Saying(_raw(_CREATE)),
            Saying(_raw({**_CREATE, "audio": {**_FORMAT, "output_delivery": "as_available"}})),
        ),
        "audio_input": tuple(
            Saying(SendAudio((name,), piece_ms=100, message=_MANAGED_AUDIO)) for name in ("quiet", "tone", "speech")
        ),
        "dtmf_input": tuple(Saying(_raw({"type": "dtmf_input", "digit": key})) for key in ("5", "*", "1")),
    },
    owed={"creating": "session_ready"},
)

MANNERS: Mapping[str, Manner] = {
    "tts": TTS,
    "stt": STT,
    "stt_turns": STT_TURNS,
    "line_agent": LINE_AGENT,
    "managed_agent": MANAGED_AGENT,
}
"""By channel of the AsyncAPI document. A channel without an entry is spoken by its table and examples alone."""

_NEWER = {("stt", "close"): "2026-08-14"}
"""Symbols that stand in the tables of all versions, with the first version that requires them to be understood."""


def manner_of(name: str) -> Manner:
    """How the channel of that name is spoken."""
    return MANNERS.get(name) or Manner(case=f"sessions/{name.replace('_', '-')}")


def session_names(document: Mapping[str, Any]) -> dict[str, str]:
    """Case name of the sessions of each channel of an AsyncAPI document, by the name of the channel."""
    return {
        name: manner_of(name).case
        for name, channel in sorted(document["channels"].items(), key=_usual_order)
        if "x-protocol" in channel
    }


def _usual_order(item: tuple[str, Any]) -> tuple[int, str]:
    known = list(MANNERS)
    return (known.index(item[0]) if item[0] in known else len(known)), item[0]


class Channel:
    """One channel of one version: its table, and steps for everything that can be said or waited for."""

    def __init__(self, document: Mapping[str, Any], name: str, version: str) -> None:
        self._document = document
        self._described = document["channels"][name]
        self._manner = manner_of(name)
        self.table = Table(self._described["x-protocol"])
        self.case = self._manner.case
        self.about = f"generated session: {self._described['title']}"
        self.instances = self._manner.instances
        self.owed = self._manner.owed
        self.has_barrier = self._manner.has_barrier
        self.sayings: Mapping[str, tuple[Saying, ...]] = {
            symbol: self._manner.said.get(symbol) or (Saying(self._from_document(symbol)),)
            for symbol in self.table.symbols["client"]
            if version >= _NEWER.get((name, symbol), "")
        }

    def connect(self) -> Step:
        """The step that opens the socket."""
        path = str(self._described["address"])
        for parameter in self._described.get("parameters", {}):
            path = path.replace(f"{{{parameter}}}", f"${self._manner.parameters.get(parameter, 'missing')}")
        return Connect("socket-1", path, tuple(self._query().items()))

    def variables(self) -> set[str]:
        """Variables of the path, some of which the target may have nothing for."""
        return set(self._manner.parameters.values())

    def prelude(self, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        """The steps that make the audio that these steps send."""
        names = dict.fromkeys(name for step in steps if isinstance(step, SendAudio) for name in step.names)
        return tuple(step for name in names for step in self._manner.sound.prelude(name))

    def said_by(self, saying: Saying, instance: str) -> Step:
        """The step with which an instance says this."""
        return _filled(saying.step, f"${instance}")

    def wait_for(self, symbol: str, instance: str) -> Step:
        """The step that waits for a symbol of the service."""
        if self.table.is_close("server", symbol):
            return AwaitClose()
        of_instance = {} if self.table.instance == "socket" else {self.table.instance: f"${instance}"}
        return Await({**self.table.symbols["server"][symbol]["where"], **of_instance})

    def finish(self, states: frozenset[str]) -> tuple[str, Saying] | None:
        """What ends an instance that may be in these states; None if nothing has to."""
        return next((self._manner.finish[state] for state in sorted(states) if state in self._manner.finish), None)

    def settle(self) -> Step:
        """The last step, behind which what was on its way has come."""
        return Barrier() if self.has_barrier else Ping()

    def _query(self) -> Mapping[str, str]:
        described = self._described.get("bindings", {}).get("ws", {}).get("query", {})
        properties = described.get("properties", {})
        required = {name: str(properties[name]["examples"][0]) for name in described.get("required", [])}
        return {**required, **self._manner.query}

    def _from_document(self, symbol: str) -> Step:
        described = self.table.symbols["client"][symbol]
        if "close" in described:
            return Close()
        if "text" in described:
            return SendRaw(str(described["text"]).replace("$", "$$"))
        message = self._described["messages"][described["message"]]["$ref"].rpartition("/")[2]
        payload = self._document["components"]["messages"][message]["examples"][0]["payload"]
        if described.get("frame") == "binary":
            return SendBinary(str(payload).encode())
        own = {} if self.table.instance == "socket" else {self.table.instance: _HERE}
        text = json.dumps({**payload, **described["where"]}, ensure_ascii=False).replace("$", "$$")
        return SendRaw(text) if not own else _raw({**json.loads(text), **own})


def _filled(step: Step, instance: str) -> Step:
    match step:
        case Send(message=message):
            return Send(_replaced(message, instance))
        case SendRaw(text=text):
            return SendRaw(text.replace(_HERE, instance))
        case SendAudio(message=message) if message is not None:
            return SendAudio(step.names, step.piece_ms, step.piece_bytes, step.paced, _replaced(message, instance))
        case _:
            return step


def _replaced(message: Mapping[str, Any], instance: str) -> dict[str, Any]:
    return {name: instance if value == _HERE else value for name, value in message.items()}
