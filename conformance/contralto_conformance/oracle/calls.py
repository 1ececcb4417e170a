"""What a recorded socket of an agent tells: one call, and what either side said in it.

This is reading, not judging. Both generations of agents are read alike; they differ in the path, in the member that
tells messages apart, and in the names of messages.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from contralto_conformance.oracle import conversations
from contralto_conformance.oracle.contracts import Contract
from contralto_conformance.oracle.conversations import Conversation
from contralto_conformance.oracle.exchanges import KEYS, answered, credential, is_withheld, under_test
from contralto_conformance.oracle.reading import as_base64, show
from contralto_conformance.oracle.registry import Finding, Verdict
from contralto_conformance.trace import Exchange, Frame, Trace

INPUT_FORMATS = frozenset({"mulaw_8000", "pcm_16000", "pcm_24000", "pcm_44100"})
DIGITS = re.compile(r"[0-9*#]")

_SILENT_ENDS = frozenset({"deadline", "truncated"})
_PLAIN_QUERY = frozenset({"api_key", "access_token", "cartesia_version"})


@dataclass(frozen=True)
class Generation:
    """How the sockets of one generation of agents look.

    path: of the socket, up to the id. member: what tells messages apart. requests: schema of each message of the
    client.
    """

    path: str
    member: str
    requests: Mapping[str, str]


LINE = Generation(
    "/agents/stream/",
    "event",
    {"start": "LineStart", "media_input": "LineMediaInput", "dtmf": "LineDtmf", "custom": "LineCustom"},
)
MANAGED = Generation(
    "/v1/agents/websocket/",
    "type",
    {
        "session_create": "ManagedSessionCreate",
        "audio_input": "ManagedAudioInputEvent",
        "dtmf_input": "ManagedDtmfInput",
        "client_tool_result": "ManagedClientToolResult",
    },
)


@dataclass(frozen=True, eq=False)
class Message(conversations.Message):
    """One JSON object that was sent or received. member: what tells messages of its generation apart."""

    member: str

    @property
    def kind(self) -> str:
        return self.text(self.member)

    @property
    def code(self) -> str:
        """Its `code`, or "" if that is no string."""
        return self.text("code")

    @property
    def shown(self) -> str:
        """The message for a finding, its audio cut short."""
        return show(_cut(self.value))


@dataclass(frozen=True, eq=False)
class Call(Conversation[Message]):
    """One open socket of an agent."""

    generation: Generation
    trace: Trace
    contract: Contract

    def message(self, index: int, frame: Frame, value: dict[str, Any]) -> Message:
        """A message of this generation."""
        return Message(self.exchange.label, index, frame.time_s, value, self.generation.member)

    @cached_property
    def first(self) -> Message | None:
        """The first message of the client; None if it sent nothing, or something that is no JSON object."""
        index = next((index for index, _ in self.frames("sent")), None)
        return next((m for m in self.sent if m.index == index), None)

    @property
    def has_spoken(self) -> bool:
        """Whether the client sent anything."""
        return any(True for _ in self.frames("sent"))

    def is_fair(self, message: Message) -> bool:
        """Whether the documents know a message of the client and find nothing wrong with its shape."""
        schema = self.generation.requests.get(message.kind)
        if schema is None or self.contract.request_message_problems(schema, message.value):
            return False
        media = message.value.get("media", message.value)
        audio = media.get("payload" if self.generation is LINE else "audio")
        return not isinstance(audio, str) or as_base64(audio) is not None

    @cached_property
    def unfair(self) -> int:
        """How many frames of the client are no fair message."""
        fair = {m.index for m in self.sent if self.is_fair(m)}
        return sum(index not in fair for index, _ in self.frames("sent"))

    @property
    def is_closed(self) -> bool:
        """Whether the service closed the socket, before the client did."""
        return self.exchange.ending == "closed"

    @property
    def fell_silent(self) -> bool:
        """Whether what the client waited for never came: no answer, or the connection was cut."""
        return self.exchange.ending in _SILENT_ENDS


def calls(generation: Generation, trace: Trace, contract: Contract) -> list[Call]:
    """The open sockets of agents of one generation in a trace, under the version tested."""
    return [Call(e, generation, trace, contract) for e in upgrades(generation, trace, contract) if e.status == 101]


def upgrades(generation: Generation, trace: Trace, contract: Contract) -> list[Exchange]:
    """The sockets of agents of one generation, refused ones included, that were asked for with nothing unusual."""
    return [
        e
        for e in trace.sockets
        if e.path.startswith(generation.path)
        and agent_of(generation, e)
        and {name for name, _ in e.query} <= _PLAIN_QUERY
        and under_test(e, contract)
    ]


def agent_of(generation: Generation, exchange: Exchange) -> str:
    """Id of the agent that a socket is for; "" if its path goes on."""
    found = exchange.path.removeprefix(generation.path)
    return "" if "/" in found else found


def opens(exchange: Exchange) -> Verdict:
    """Judges that a key opens the socket of an agent that exists."""
    if exchange.status == 101:
        return []
    silent = exchange.status is None and exchange.ending in _SILENT_ENDS
    if credential(exchange) not in KEYS or (is_withheld(exchange.status) and not silent):
        return None
    return [Finding("101", answered(exchange), f"`{exchange.label}`")]


def _cut(value: Any, depth: int = 3) -> Any:
    """A message with long texts cut short, so that the other members are seen."""
    if isinstance(value, dict) and depth:
        return {name: _cut(item, depth - 1) for name, item in list(value.items())[:20]}
    return f"{value[:24]}..." if isinstance(value, str) and len(value) > 40 else value
