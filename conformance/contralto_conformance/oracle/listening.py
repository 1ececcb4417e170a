"""What a recorded socket of speech to text tells: what was sent, what was heard, and how it was refused.

This is reading, not judging. What a recogniser understands is its own affair: nothing here knows what was said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from contralto_conformance.oracle.contracts import Contract
from contralto_conformance.oracle.conversations import Conversation
from contralto_conformance.oracle.exchanges import (
    KEYS_ANYWHERE,
    answered,
    credential,
    is_refused_orderly,
    is_withheld,
    query,
    under_test,
)
from contralto_conformance.oracle.reading import as_object, is_text, show
from contralto_conformance.oracle.registry import Finding, Verdict
from contralto_conformance.oracle.sockets import Message
from contralto_conformance.oracle.speech import has_integer_status
from contralto_conformance.trace import Frame, Trace

MANUAL = "/stt/websocket"
TURNS = "/stt/turns/websocket"
REQUIRED = ("model", "encoding", "sample_rate")
ENCODINGS = ("pcm_s16le", "pcm_s32le", "pcm_f16le", "pcm_f32le", "pcm_mulaw", "pcm_alaw")
WHISPER = "ink-whisper"
MAX_KEYTERMS = 100
MAX_KEYTERM_CHARACTERS = 1200

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")

Problem = tuple[str, str]
"""What was expected of a message, and what it was."""


@dataclass(frozen=True, eq=False)
class Sent:
    """A frame of the client: audio, or text. text: of a text frame, else ""."""

    index: int
    frame: Frame

    @property
    def is_audio(self) -> bool:
        return self.frame.kind == "binary"

    @property
    def text(self) -> str:
        return self.frame.text if self.frame.kind == "text" else ""

    @property
    def kind(self) -> str:
        """`type` of a JSON object; "" for anything else."""
        kind = (as_object(self.frame.payload) or {}).get("type") if self.frame.kind == "text" else None
        return kind if isinstance(kind, str) else ""


@dataclass(frozen=True, eq=False)
class Stream(Conversation[Message]):
    """One socket of speech to text, refused ones included (they have no messages)."""

    def message(self, index: int, frame: Frame, value: dict[str, Any]) -> Message:
        """A message of this channel."""
        return Message(self.exchange.label, index, frame.time_s, value)

    @cached_property
    def inputs(self) -> tuple[Sent, ...]:
        """Frames with audio or text that the client sent."""
        return tuple(Sent(index, frame) for index, frame in self.frames("sent"))

    def words(self, *words: str) -> tuple[Sent, ...]:
        """Text frames of the client that are one of these bare words."""
        return tuple(s for s in self.inputs if s.text in words)

    @cached_property
    def audio(self) -> bytes:
        """All audio that the client sent."""
        return b"".join(s.frame.payload for s in self.inputs if s.is_audio)

    def audio_between(self, start: int, end: int) -> bool:
        """Whether audio was sent after one frame and before another."""
        return any(s.is_audio and start < s.index < end for s in self.inputs)

    def parameter(self, name: str) -> str | None:
        """Last value of a query parameter; None if it is absent."""
        return query(self.exchange, name)

    @property
    def keyterms(self) -> tuple[str, ...]:
        return tuple(value for name, value in self.exchange.query if name == "keyterm")

    @property
    def is_usual(self) -> bool:
        """Whether everything required is named, with documented values, and no numbers to judge."""
        names = {name for name, _ in self.exchange.query}
        return (
            all(self.parameter(name) for name in REQUIRED)
            and self.parameter("encoding") in ENCODINGS
            and (self.parameter("model") or "").startswith("ink-")
            and names <= {*REQUIRED, "language", "cartesia_version", "api_key"}
        )

    @cached_property
    def is_limited(self) -> bool:
        """Whether the account's limits or a gateway, not what the client sent, ended it."""
        return any(m.is_limit for m in self.errors)


def streams(trace: Trace, contract: Contract, path: str) -> Iterator[Stream]:
    """The sockets at this path that were asked for with a key, under the version tested."""
    for exchange in trace.sockets:
        if exchange.path == path and under_test(exchange, contract) and credential(exchange) in KEYS_ANYWHERE:
            yield Stream(exchange)


_SERVED = frozenset({"transcript", "flush_done", "done"})


def opens(stream: Stream) -> Verdict:
    """Judges that an upgrade is answered by 101."""
    exchange = stream.exchange
    if stream.is_open:
        return []
    if exchange.status is None and exchange.ending in {"closed", "truncated", "deadline"}:
        return [Finding("101", answered(exchange), stream.where)]
    return None if is_withheld(exchange.status) else [Finding("101", answered(exchange), stream.where)]


def is_refused(stream: Stream, why: str) -> Verdict:
    """Judges that a socket is refused: at the upgrade, by an error event, or by a close before anything was said.

    why: what is wrong with it, for a finding.
    """
    expected = f"a refusal of {why}, at the upgrade or by an error event"
    if not stream.is_open:
        if is_refused_orderly(stream.exchange):
            return []
        return (
            None
            if is_withheld(stream.exchange.status)
            else [Finding(expected, answered(stream.exchange), stream.where)]
        )
    if stream.is_limited:
        return None
    said = [m for m in stream.received if m.kind in _SERVED or m.kind.startswith("turn.")]
    if stream.errors and (not said or stream.errors[0].index < said[0].index):
        return []
    if said:
        return [Finding(expected, f"a message `{said[0].kind}`", said[0].where)]
    if stream.exchange.ending == "closed":
        return []
    return [Finding(expected, stream.how_it_ended, stream.where)] if stream.exchange.ending == "deadline" else None


def each(found: Iterator[Stream], kinds: frozenset[str], problem: Callable[[Message], Problem | None]) -> Verdict:
    """Puts one question to every received message of these types."""
    messages = [m for stream in found for m in stream.received if m.kind in kinds]
    if not messages:
        return None
    asked = [(message, problem(message)) for message in messages]
    return [Finding(*answer, message.where) for message, answer in asked if answer is not None]


def one_request_id(found: Iterator[Stream], kinds: frozenset[str]) -> Verdict:
    """Judges that all messages of a socket that carry a `request_id` carry the same."""
    judged = False
    findings: list[Finding] = []
    for stream in found:
        named = [m for m in stream.of(*kinds) if isinstance(m.value.get("request_id"), str)]
        judged = judged or len(named) > 1
        other = [m for m in named if m.value["request_id"] != named[0].value["request_id"]]
        if other:
            expected = f"`request_id` {show(named[0].value['request_id'])} as in frame {named[0].index}"
            findings.append(Finding(expected, show(other[0].value["request_id"]), other[0].where))
    return findings if judged else None


def structured_problem(message: Message) -> Problem | None:
    """What is wrong with an error event of the structured format."""
    value = message.value
    if is_text(value.get("title")) and is_text(value.get("message")) and has_integer_status(value):
        return None
    return "texts `title` and `message`, and an integer `status_code`", show(value)


def legacy_problem(message: Message) -> Problem | None:
    """What is wrong with an error event of the legacy format."""
    return None if is_text(message.value.get("message")) else ("a text `message`", show(message.value))


def words_of(text: str) -> list[str]:
    """The words of a text, without case and punctuation."""
    return _WORD.findall(text.casefold())
