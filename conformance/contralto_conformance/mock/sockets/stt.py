"""The socket of speech to text that the client finalizes.

Audio is listened to as it comes. Models other than the whisper family say what they have heard since the last final
transcript whenever it has changed, as interim transcripts; `finalize` makes it final. The whisper family says nothing
in between, but ends a segment by itself after a silence. Final texts joined as they are make the whole transcript:
each but the first begins with a blank.
"""

from __future__ import annotations

from typing import Any

from starlette.types import Receive, Send

from contralto_client.protocol import RemoteProtocolError
from contralto_client.protocol.tables import STT
from contralto_conformance.mock.errors import Fault
from contralto_conformance.mock.exchange import Call, Event
from contralto_conformance.mock.hooks import CloseSocket
from contralto_conformance.mock.resources.stt import DEFAULT_LANGUAGE, timed_word
from contralto_conformance.mock.service import Service
from contralto_conformance.mock.sound.memory import Heard
from contralto_conformance.mock.sound.notes import Note

from .listening import ListeningSocket, joined

DEFAULT_SILENCE_S = 1.0
"""Silence that ends a segment of the whisper family; no document states one."""
MAX_WORDS = 500
"""A segment of so many words becomes final, whether one asks for it or not."""
# Clients of earlier versions know this member of `flush_done` and `done`, though it has no meaning.
IS_FINAL_EVERYWHERE_UNTIL = "2026-03-01"
QUERY_REFUSED_AT_THE_UPGRADE_SINCE = "2026-03-01"
"""An earlier version was seen to open the socket, say what is wrong with the query, and close."""
POLICY_VIOLATION = 1008


class SttSocket(ListeningSocket):
    """One open connection of the channel."""

    name = "stt"
    table = STT

    def __init__(self, service: Service, call: Call, receive: Receive, send: Send) -> None:
        super().__init__(service, call, receive, send)
        self._words: list[Heard] = []
        self._interim = ""
        self._is_first = True
        self._since_ms = 0.0
        self._quiet_since_ms: float | None = None
        silence_s = self.query.get("max_silence_duration_secs", DEFAULT_SILENCE_S)
        self._longest_silence_ms = silence_s * 1000 if self.is_whisper else None

    @classmethod
    def check_upgrade(cls, service: Service, call: Call) -> None:
        """Raises Fault (400) for a query that is not as documented; under older versions the open socket says it."""
        try:
            super().check_upgrade(service, call)
        except Fault as fault:
            if call.version.since(QUERY_REFUSED_AT_THE_UPGRADE_SINCE):
                raise
            call.memo["refusal"] = fault

    async def opened(self) -> None:
        """Says what is wrong with the query, if anything is, and ends the connection."""
        fault = self.call.memo.get("refusal")
        if fault is not None:
            await self.say_error(fault)
            await self.close(CloseSocket(POLICY_VIOLATION, ""))

    async def read(self, frame: str | bytes) -> None:
        """Audio, or one of the bare words."""
        for each in self.hooks.arrived(self, frame):
            await self._take(each)

    async def _take(self, frame: str | bytes) -> None:
        if self.is_over:
            return
        try:
            self._machine.receive(frame)
        except RemoteProtocolError:
            return
        if isinstance(frame, bytes):
            async for piece in self.pieces(frame):
                await self._hear(piece)
        elif frame == "finalize":
            await self._finalize()
            await self.say(self._answer("flush_done"))
        elif frame in ("close", "done"):
            await self._finalize(is_over=True)
            await self.say(self._answer("done"))
            self.hang_up()
        else:
            message = f"`finalize`, `close` or a binary frame of audio was expected, got the text `{frame[:40]}`"
            await self.say_error(Fault(400, None, message))

    async def _hear(self, audio: bytes) -> None:
        for each in self.listener.hear(audio):
            if isinstance(each, Note):
                self._quiet_since_ms = each.offset_ms
            else:
                await self._end_of_segment(each.at_ms)
                self._quiet_since_ms = None
        if self.listener.sounding_ms is None:
            await self._end_of_segment(self.listener.now_ms)
        self._words += self.listener.words()
        if len(self._words) >= MAX_WORDS:
            await self._say_final(self.listener.now_ms)
        if not self.is_whisper:
            await self._say_interim()

    async def _end_of_segment(self, now_ms: float) -> None:
        """Ends a segment when it has been silent for long enough at `now_ms`."""
        if self._longest_silence_ms is None or self._quiet_since_ms is None:
            return
        if now_ms - self._quiet_since_ms >= self._longest_silence_ms:
            end_ms = self._quiet_since_ms + self._longest_silence_ms
            self._quiet_since_ms = None
            self.listener.settle()
            self._words += self.listener.words()
            await self._say_final(end_ms)

    async def _finalize(self, *, is_over: bool = False) -> None:
        self.listener.settle_under_way(is_over=is_over)
        self._words += self.listener.words()
        await self._say_final(self.listener.now_ms)

    async def _say_final(self, now_ms: float) -> None:
        """Says what waits, if anything does."""
        if not self._words:
            return
        words, self._words, self._interim = self._words, [], ""
        text = joined(words, is_first=self._is_first)
        self._is_first = False
        await self.say(self._transcript(text, words, now_ms, is_final=True))
        self._since_ms = now_ms

    async def _say_interim(self) -> None:
        words = [*self._words, *self.listener.uncertain_words()]
        text = joined(words, is_first=self._is_first)
        if text and text != self._interim:
            self._interim = text
            await self.say(self._transcript(text, words, self.listener.now_ms, is_final=False))

    def _transcript(self, text: str, words: list[Heard], now_ms: float, *, is_final: bool) -> Event:
        said: dict[str, Any] = {
            "type": "transcript",
            "request_id": self.call.request_id,
            "text": text,
            "is_final": is_final,
            "duration": round((now_ms - self._since_ms) / 1000, 3),
            "language": self.query.get("language", DEFAULT_LANGUAGE),
            "words": [timed_word(word) for word in words],
        }
        shown: Event = self.channel.view("transcript")(said)
        return shown

    def _answer(self, kind: str) -> Event:
        event: Event = {"type": kind, "request_id": self.call.request_id}
        if not self.call.version.since(IS_FINAL_EVERYWHERE_UNTIL):
            event["is_final"] = False
        return event
