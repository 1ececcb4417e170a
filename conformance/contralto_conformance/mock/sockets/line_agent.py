"""The socket of Line agents: one call with an agent of the first generation.

Messages are told apart by `event`. After `start` and its `ack` both sides carry the `stream_id`. Data in `custom` come
back as they are; the key `0` transfers the call.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from starlette.types import Receive, Send

from contralto_client.protocol.tables import LINE_AGENT
from contralto_conformance.mock.errors import Fault
from contralto_conformance.mock.exchange import Call, Event
from contralto_conformance.mock.hooks import CloseSocket
from contralto_conformance.mock.resources.agents import agent_of
from contralto_conformance.mock.service import Service

from .calls import Action, CallSocket, Voice

TRANSFER_NUMBER = "+15550100"
_MESSAGES = ("start", "media_input", "dtmf", "custom")


class LineAgentSocket(CallSocket):
    """One open connection of the channel."""

    name = "line_agent"
    table = LINE_AGENT

    def __init__(self, service: Service, call: Call, receive: Receive, send: Send) -> None:
        super().__init__(service, call, receive, send)
        self._stream_id = ""

    @classmethod
    def check_upgrade(cls, service: Service, call: Call) -> None:
        """Raises Fault (404) for an agent that does not exist."""
        agent_of(service, call.parameters["agent_id"])

    def pinged(self) -> None:
        """A ping restarts the idle time as a message does."""
        self.stir("ping")

    async def read(self, frame: str | bytes) -> None:
        """A message of the client."""
        self.stir("message")
        await super().read(frame)

    async def work_on(self, message: Event) -> None:
        """One of the documented messages."""
        kind = str(message.get("event"))
        if kind not in _MESSAGES:
            raise Fault(400, None, f"`event` must be one of {', '.join(_MESSAGES)}; got `{kind[:40]}`")
        self.accept(kind, message)
        if kind == "start":
            await self._start(message)
            return
        if message["stream_id"] != self._stream_id:
            got = str(message["stream_id"])[:80]
            raise Fault(400, None, f"`stream_id` must be that of the call, `{self._stream_id}`; got `{got}`")
        if kind == "media_input":
            media: Any = message["media"]
            await self.hear(media["payload"])
        elif kind == "dtmf":
            self.plan(*self.on_key(str(message["dtmf"])))
        else:
            await self._say("custom", metadata=message["metadata"])

    async def _start(self, message: Event) -> None:
        agent = agent_of(self.service, self.call.parameters["agent_id"])
        asked: dict[str, Any] = dict(message)
        config = {"input_format": "pcm_16000", "voice_id": agent.get("tts_voice"), **(asked.get("config") or {})}
        overrides = asked.get("agent") or {}
        self._stream_id = asked.get("stream_id") or f"stream_{self.service.new_id()}"
        effective = {name: value for name, value in config.items() if value is not None}
        metadata = {"to": agent["id"], "from": "websocket", **(asked.get("metadata") or {})}
        self.keep(self.service.new_key("ac_"), agent, metadata)
        await self._say("ack", config=effective, **({"agent": overrides} if overrides else {}))
        introduction = overrides.get("introduction", f"Hello, this is {agent['name']}. How can I help you?")
        self.begin(config["input_format"], Voice(config["voice_id"]), introduction)

    async def refuse(self, fault: Fault) -> None:
        """A fault before the start ends the call, a later one is said."""
        fault = self.hooks.fault(self.call, fault)
        if self.machine.state() == "opening":
            raise CloseSocket(1008, fault.message.encode()[:120].decode("utf-8", "ignore"))
        await self._say("error", message=f"{fault.title}: {fault.message}")

    async def _say(self, event: str, **members: Any) -> None:
        await self.say({"event": event, "stream_id": self._stream_id, **members})

    def on_key(self, key: str) -> Iterator[Action]:
        """`0` transfers the call; the others as ever."""
        if key != "0":
            yield from super().on_key(key)
            return
        yield self.saying("I will transfer you.")
        yield lambda: self._say("transfer_call", transfer={"target_phone_number": TRANSFER_NUMBER})
        yield self.hang_up

    async def say_audio(self, audio: str) -> None:
        """`media_output`."""
        await self._say("media_output", media={"payload": audio})

    async def say_clear(self) -> None:
        """`clear`."""
        await self._say("clear")

    async def say_tone(self, key: str) -> None:
        """`dtmf`."""
        await self._say("dtmf", dtmf=key)

    async def begin_turn(self, role: str) -> None:
        """`turn_started`, of the agent; the channel tells nothing of the turns of the user."""
        if role == "assistant":
            await self._say("turn_started")

    async def say_text(self, text: str) -> None:
        """`turn_output_text_delta`."""
        await self._say("turn_output_text_delta", turn_output_text_delta={"text": text})

    async def end_turn(self, role: str, text: str, *, is_interrupted: bool = False) -> None:
        """`turn_ended`, of the agent."""
        if role == "assistant":
            await self._say("turn_ended", text=text, tool_calls=[])
