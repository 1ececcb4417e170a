"""Calls with agents: what both sockets of agents have in common, and the script that every agent of the mock follows.

The agent begins with its introduction. What the user says it hears (`sound/turns.py`), and says it again; a user who
speaks while it speaks interrupts it. A key is answered too (`on_key`): `*` comes back as a tone, `#` ends the
call, others do what the channel has for them or are just named. So a client meets every event, and meets the same ones
each time.

Time is that of the audio: silence has to be sent, as on a phone. Where a client sends none, a turn ends when nothing
has come for a while.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from starlette.types import Receive, Send

from contralto_client.protocol import Closing, Machine, ProtocolTable, RemoteProtocolError
from contralto_conformance.mock.errors import Fault
from contralto_conformance.mock.exchange import Call, Event
from contralto_conformance.mock.hooks import CloseSocket
from contralto_conformance.mock.resources.phone_calls import Calls, PhoneCall
from contralto_conformance.mock.service import Pacer, Service
from contralto_conformance.mock.sound.audio import RawFormat, Timbre
from contralto_conformance.mock.sound.hearing import Listener
from contralto_conformance.mock.sound.speech import Delivery
from contralto_conformance.mock.sound.turns import Thresholds, TurnEvent, TurnTaker
from contralto_conformance.mock.speaking import Manner, spoken

from .base import Socket

PIECE_MS = 100
FORMATS = {
    "mulaw_8000": RawFormat("pcm_mulaw", 8000),
    "pcm_16000": RawFormat("pcm_s16le", 16000),
    "pcm_24000": RawFormat("pcm_s16le", 24000),
    "pcm_44100": RawFormat("pcm_s16le", 44100),
}
"""What `input_format` may be."""

NOTHING_HEARD = "Sorry, I did not hear anything."
GOODBYE = "Goodbye."

_SILENT_CLIENT_S = 1.0
_ENOUGH_SILENCE_MS = 2000
_MAX_ACTIONS = 100
_NEUTRAL_PITCH_HZ = 165.0

Action = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Voice:
    """How an agent speaks: the id of its voice, and a speed (1 is normal)."""

    voice_id: str | None
    speed: float = 1.0


class CallSocket(Socket):
    """One call. A channel says how its events look; every message, both ways, steps its state machine."""

    table: ClassVar[ProtocolTable]

    def __init__(self, service: Service, call: Call, receive: Receive, send: Send) -> None:
        super().__init__(service, call, receive, send)
        self.machine = Machine(self.table, role="server")
        self._began_s = self.loop.time()
        self._form = FORMATS["pcm_16000"]
        self._manner = Manner(Timbre(_NEUTRAL_PITCH_HZ), Delivery(service.settings.seed), None, False, False, False)
        self._ears: TurnTaker | None = None
        self._actions: asyncio.Queue[Action] = asyncio.Queue(_MAX_ACTIONS)
        self._agent = asyncio.create_task(self._act())
        self._silence: asyncio.TimerHandle | None = None
        self._waiting: set[asyncio.Task[None]] = set()
        self._is_speaking = False
        self._is_interrupted = False
        self._kept: PhoneCall | None = None
        self._turn_starts_ms: dict[str, int] = {}
        self.tool_calls: list[Event] = []
        """Tools that the agent has called since its last turn."""

    # What a channel says in its own words.

    async def say_audio(self, audio: str) -> None:
        """Sends a piece of what the agent says, as base64."""
        raise NotImplementedError

    async def say_clear(self) -> None:
        """Tells the client to drop what it has not played."""
        raise NotImplementedError

    async def say_tone(self, key: str) -> None:
        """Sends a tone of the agent."""
        raise NotImplementedError

    async def begin_turn(self, role: str) -> None:
        """Somebody begins to speak."""
        raise NotImplementedError

    async def say_text(self, text: str) -> None:
        """More of what the agent says in its turn."""
        raise NotImplementedError

    async def end_turn(self, role: str, text: str, *, is_interrupted: bool = False) -> None:
        """A turn is over."""
        raise NotImplementedError

    async def work_on(self, message: Event) -> None:
        """Does what a message of the client asks for; may raise Fault."""
        raise NotImplementedError

    async def refuse(self, fault: Fault) -> None:
        """Says what was wrong with a message; may raise CloseSocket."""
        raise NotImplementedError

    def on_key(self, key: str) -> Iterator[Action]:
        """What the agent does about a key that the user pressed."""
        if key == "#":
            yield self.saying(GOODBYE)
            yield self.hang_up
        elif key == "*":
            yield lambda: self.say_tone(key)
        else:
            yield self.saying(f"You pressed {key}.")

    async def hang_up(self) -> None:
        """The agent ends the call."""
        raise CloseSocket(1000, "call ended by agent")

    # The call.

    async def run(self) -> None:
        """Serves the connection; the call is over when it is."""
        try:
            await super().run()
        finally:
            self._end("client_disconnected")

    async def read(self, frame: str | bytes) -> None:
        """A message of the client."""
        try:
            messages = self.hooks.incoming(self, self.object_in(frame))
        except Fault as fault:
            await self.refuse(fault)
            return
        for message in messages:
            try:
                await self.work_on(message)
            except Fault as fault:
                await self.refuse(fault)

    def accept(self, kind: str, message: Event, *, shown: Event | None = None) -> None:
        """Steps the state machine by a message; raises Fault (400) if it has another shape or comes at a wrong time.

        shown: what is held to the schema in its place.
        """
        self.service.objecting(self.call, lambda: self.channel.check_message(kind, shown or message))
        try:
            self.machine.receive(message)
        except RemoteProtocolError as error:
            raise Fault(400, None, str(error)) from None

    def keep(self, call_id: str, agent: Mapping[str, Any], metadata: dict[str, Any] | None = None) -> None:
        """From now on the call is listed among those of the agent; `metadata` is what the client gave with it."""
        self._kept = self.service.state(Calls).open(call_id, agent, metadata, self._cancelled)

    def begin(self, input_format: str, voice: Voice, introduction: str | None) -> None:
        """The call begins: from now on audio is heard, and the agent says its introduction."""
        self._form = FORMATS[input_format]
        found = self.service.voices.find(voice.voice_id) if voice.voice_id else None
        self._manner = Manner(
            timbre=Timbre(found.pitch_hz if found else _NEUTRAL_PITCH_HZ),
            delivery=Delivery(self.service.settings.seed, voice.speed),
            limit_ms=None,
            words=False,
            phonemes=False,
            normalized=False,
            engine=self.service.settings.voice_engine,
            memory=self.service.memory,
        )
        listener = Listener(self.service.memory, self._form.encoding, self._form.sample_rate)
        self._ears = TurnTaker(listener, Thresholds())
        self._began_s = self.loop.time()
        if introduction:
            self.plan(self.saying(introduction))

    def elapsed_s(self) -> float:
        """Seconds since the call began."""
        return round((self.loop.time() - self._began_s) / self.service.settings.time_scale, 3)

    def plan(self, *actions: Action) -> None:
        """What the agent does next, after what it is doing. Raises Fault (429) when too much is planned."""
        try:
            for action in actions:
                self._actions.put_nowait(action)
        except asyncio.QueueFull:
            raise Fault(429, "Too much at once", "the agent has too much to do; wait for its answers") from None

    def saying(self, text: str) -> Action:
        """The action of saying `text` as a turn of the agent."""
        return lambda: self._speak(text)

    async def hear(self, payload: str) -> None:
        """Audio of the user, as base64. Raises Fault (400) for anything else."""
        try:
            audio = base64.b64decode(payload.encode("ascii"), validate=True)
        except (UnicodeEncodeError, binascii.Error):
            raise Fault(400, None, "the audio must be padded base64 of the standard alphabet") from None
        await self._listen(audio)
        if self._silence is not None:
            self._silence.cancel()
        self._silence = self.loop.call_later(self.scaled("silent_client", _SILENT_CLIENT_S), self._fill_up)

    async def say(self, event: Event) -> None:
        """Sends an event and steps the machine; nothing when the call is over."""
        if self.machine.is_finished():
            return
        self.machine.send(event)
        await super().say(event)

    async def close(self, close: CloseSocket) -> None:
        """Begins the closing handshake, unless it was begun."""
        if self.machine.is_finished():
            return
        # Unless it is known already who ended the call, nobody did anything (1000) or somebody did wrong.
        self._end("inactivity" if close.code == 1000 else "error")
        self.machine.send(Closing(close.code))
        await super().close(close)

    def running(self) -> Iterable[asyncio.Task[Any]]:
        """The agent, and what waits for a while."""
        if self._silence is not None:
            self._silence.cancel()
        return (self._agent, *self._waiting)

    def start(self, job: Coroutine[Any, Any, None]) -> None:
        """Runs `job` until the connection ends."""

        async def run() -> None:
            try:
                await job
            except CloseSocket as close:
                await self.close(close)
            except (OSError, Fault):
                pass  # the client is gone, or the agent has too much to do already

        task = asyncio.create_task(run())
        self._waiting.add(task)
        task.add_done_callback(self._waiting.discard)
        # A task that is cancelled at once does not even begin with its job.
        task.add_done_callback(lambda _: job.close())

    def _end(self, reason: str) -> None:
        """The call is over; `reason` counts when no other one came before."""
        if self._kept is not None:
            self._kept.close(self.service.now_s(), reason)

    def _cancelled(self) -> None:
        self.start(self.close(CloseSocket(1000, "call cancelled")))

    async def _begin_turn(self, role: str) -> None:
        self._turn_starts_ms[role] = round(self.elapsed_s() * 1000)
        await self.begin_turn(role)

    async def _end_turn(self, role: str, text: str, *, is_interrupted: bool = False) -> None:
        line: dict[str, Any] = {role: text, "interrupted": is_interrupted}
        if role == "assistant" and self.tool_calls:
            line["tool_calls"] = list(self.tool_calls)
        if self._kept is not None and text:
            self.service.state(Calls).tell(self._kept, line, self._turn_starts_ms[role])
        await self.end_turn(role, text, is_interrupted=is_interrupted)

    async def _act(self) -> None:
        """Does what is planned, one after the other."""
        try:
            while True:
                action = await self._actions.get()
                await action()
        except CloseSocket as close:
            self._end("agent_hangup")
            await self.close(close)
        except OSError:
            pass  # the client is gone
        except Exception:  # noqa: BLE001 - a call must not fall silent without a word
            await self.close(CloseSocket(1011, "the mock failed; this is a bug of the mock"))

    async def _speak(self, text: str) -> None:
        self._is_interrupted, self._is_speaking = False, True
        said: list[str] = []
        await self._begin_turn("assistant")
        pacer = Pacer(self.service.settings)
        try:
            for piece in spoken(text, self._manner, self._form, piece_ms=PIECE_MS):
                if self._is_interrupted:
                    break
                for word in piece.words:
                    await self.say_text(f" {word.text}" if said else word.text)
                    said.append(word.text)
                await self.say_audio(base64.b64encode(piece.audio).decode())
                await pacer.played(self._form.seconds(piece.audio))
        finally:
            self._is_speaking = False
        await self._end_turn("assistant", " ".join(said), is_interrupted=self._is_interrupted)

    async def _listen(self, audio: bytes) -> None:
        if self._ears is None:
            return
        for event in self._ears.hear(audio):
            await self._heard(event)

    async def _heard(self, event: TurnEvent) -> None:
        if event.kind == "turn.start":
            if self._is_speaking:
                self._is_interrupted = True
            await self.say_clear()
            await self._begin_turn("user")
        elif event.kind == "turn.end":
            text = event.transcript.strip()
            await self._end_turn("user", text)
            self.plan(self.saying(f"You said: {text}" if text else NOTHING_HEARD))

    def _fill_up(self) -> None:
        """Silence in the place of a client that sends none."""
        self._silence = None
        form = self._form
        quiet = b"\xff" if form.encoding == "pcm_mulaw" else bytes(form.sample_bytes)
        self.start(self._listen(quiet * form.samples(_ENOUGH_SILENCE_MS)))
