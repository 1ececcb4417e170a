"""What the two sockets of speech to text have in common: their query, their audio, and how they say errors."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import AsyncIterator
from typing import ClassVar

from starlette.types import Receive, Send

import contralto_spec
from contralto_client.protocol import Closing, Machine, ProtocolTable
from contralto_conformance.mock.documented import Channel
from contralto_conformance.mock.errors import Fault
from contralto_conformance.mock.exchange import Call, Event
from contralto_conformance.mock.hooks import CloseSocket
from contralto_conformance.mock.resources.ledger import (
    CREDITS_PER_HEARD_SECOND,
    CREDITS_PER_HEARD_SECOND_OF_WHISPER,
    Ledger,
)
from contralto_conformance.mock.service import Service
from contralto_conformance.mock.sound.hearing import Listener
from contralto_conformance.mock.sound.memory import Heard
from contralto_conformance.mock.sound.samples import sample_bytes
from contralto_conformance.mock.versions import Described

from .base import Socket

_PIECE_BYTES = 64 * 1024
_ANY_ENCODING, _ANY_RATE = "pcm_s16le", 16000


class ListeningSocket(Socket):
    """A socket whose binary frames are audio.

    Every message, both ways, steps the state machine of the channel. Only audio restarts the idle time.
    """

    table: ClassVar[ProtocolTable]

    def __init__(self, service: Service, call: Call, receive: Receive, send: Send) -> None:
        super().__init__(service, call, receive, send)
        self._machine = Machine(self.table, role="server")
        # What was wrong with the query was judged at the upgrade, or overlooked.
        self.query = self.channel.fitting_query(call.query)
        self.listener = Listener(
            service.memory,
            self.query.get("encoding", _ANY_ENCODING),
            self.query.get("sample_rate", _ANY_RATE),
            gate=self.query.get("min_volume", 0.0) if self.is_whisper else 0.0,
        )
        self._heard_bytes = 0

    async def run(self) -> None:
        """Serves until one side ends it; what was heard is charged then."""
        try:
            await super().run()
        finally:
            self._charge()

    def _charge(self) -> None:
        width = sample_bytes(self.query.get("encoding", _ANY_ENCODING))
        price = CREDITS_PER_HEARD_SECOND_OF_WHISPER if self.is_whisper else CREDITS_PER_HEARD_SECOND
        heard_s = self._heard_bytes / width / self.query.get("sample_rate", _ANY_RATE)
        self._heard_bytes = 0
        if heard_s:
            model = str(self.query.get("model", ""))
            self.service.state(Ledger).charge(self.call, "stt", price * heard_s, model=model)

    @classmethod
    def check_upgrade(cls, service: Service, call: Call) -> None:
        """Raises Fault (400) for a query that is not as documented."""
        channel = call.channel
        assert channel is not None
        try:
            query = channel.read_query(call.query)
        except Fault as fault:
            service.object_to(call, fault)
            query = channel.fitting_query(call.query)
        model, known = str(query.get("model")), _models(channel.name)
        if model not in known:
            choice = ", ".join(f"`{name}`" for name in known)
            message = f"`model` must be one of {choice} on this socket; got `{model[:80]}`"
            service.object_to(call, Fault(400, "Invalid model", message, code="model_not_found"))
        limit = channel.limits.get("keyterms")
        if limit is not None:
            characters = sum(map(len, query.get("keyterm", ())))
            if characters > limit["max_characters"]:
                message = f"`keyterm` may have {limit['max_characters']} characters in all, got {characters}"
                service.object_to(call, Fault(400, None, message))

    @property
    def is_whisper(self) -> bool:
        """Whether the model is one of the older family, which knows no interim results."""
        return str(self.query.get("model", "")).startswith("ink-whisper")

    @property
    def is_over(self) -> bool:
        """Whether everything was said that there is to say."""
        return self._machine.state() in ("done", "closed")

    async def pieces(self, frame: bytes) -> AsyncIterator[bytes]:
        """The audio of a frame in pieces, with other work let in between."""
        self.stir("audio")
        self._heard_bytes += len(frame)
        for at in range(0, len(frame), _PIECE_BYTES):
            yield frame[at : at + _PIECE_BYTES]
            if at + _PIECE_BYTES < len(frame):
                await asyncio.sleep(0)

    async def say(self, event: Event) -> None:
        """Sends an event, as the version has it, and steps the machine."""
        self._machine.send(event)
        await super().say(event)

    async def say_error(self, fault: Fault) -> None:
        """Sends an error event; the socket stays open."""
        fault = self.hooks.fault(self.call, fault)
        event: Event = {"type": "error"}
        if self.hooks.error_format(self.call, self.call.error_format) == "legacy":
            message = f"{fault.title}: {fault.message}"
            event |= {"message": message, "code": fault.status, "request_id": self.call.request_id}
        else:
            event |= {
                "status_code": fault.status,
                "error_code": fault.code,
                "title": fault.title,
                "message": fault.message,
                "request_id": self.call.request_id,
            }
            if fault.doc_url is not None:
                event["doc_url"] = fault.doc_url
        await self.say(event)

    def hang_up(self) -> None:
        """Ends the connection, since the client said the end and everything was answered; raises CloseSocket."""
        closing = self.hooks.closing(self, 1000, "")
        if closing is not None:
            raise CloseSocket(*closing)

    async def close(self, close: CloseSocket) -> None:
        """Begins the closing handshake, unless it was begun. A client that sees it finds the charge in the usage."""
        if self._machine.is_finished():
            return
        self._machine.send(Closing(close.code))
        self._charge()
        await super().close(close)


@functools.cache
def _models(channel: str) -> tuple[str, ...]:
    """The models of a channel. They do not depend on the version: clients of old ones use the newest models."""
    return Channel(Described(contralto_spec.load().latest.date), channel).known_values("model")


def joined(words: list[Heard], *, is_first: bool) -> str:
    """Words as a text that follows what was said before: what comes later begins with a blank."""
    text = " ".join(word.text for word in words)
    return text if is_first or not text else f" {text}"
