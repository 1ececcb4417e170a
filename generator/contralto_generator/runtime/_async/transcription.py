"""Sockets of speech to text: audio goes in, transcripts come out."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Mapping
from typing import Any, TypeVar

from .._audio import AudioFormat, AudioInput
from .._transcript import Transcript, TranscriptCollector
from ..errors import DeadlineExceeded, StreamError, StreamTruncated
from .audio_socket import AsyncAudioSocket, check_pace
from .socket import Sendable

E = TypeVar("E")

_END = "close"
"""What the state tables call the message that ends a session, with what may follow."""


class AsyncTranscriptionSocket(AsyncAudioSocket[E]):
    """A socket of speech to text; `E` is the union of its events."""

    @property
    def audio_format(self) -> AudioFormat:
        """The format of the audio, as the socket was opened for it."""
        query = dict(self._query)
        return AudioFormat(query["encoding"], int(query["sample_rate"]))

    def transcribe(
        self, audio: AudioInput | AsyncIterable[bytes], *, pace: float | None = None, piece_ms: int = 100
    ) -> AsyncIterator[E]:
        """Sends audio while its events are read: iterate over what this gives. Then ends the session.

        `audio`: bytes, a path, a file opened in binary mode, or what gives pieces of bytes, such as a microphone.
        Raw audio in the announced encoding and rate, or a WAV file that holds it. It is sent in pieces of `piece_ms`
        milliseconds, as fast as the network takes it, or at `pace` seconds a second: 1 is the pace of speech. Other
        messages (`send_finalize`, `send_config`) may be sent meanwhile.

        The iteration raises ValueError, with no audio sent, for a WAV file of another format; what reading the audio
        raises, the socket being closed then; StreamTruncated if the other side ends before it had all of the audio;
        and what `receive` raises. Leaving it stops the sending.
        """
        check_pace(pace, piece_ms)
        return self._speaking(audio, pace, piece_ms)

    async def collect(
        self, audio: AudioInput | AsyncIterable[bytes], *, pace: float | None = None, piece_ms: int = 100
    ) -> Transcript:
        """As `transcribe`, but gives the whole transcript. Errors carry what came before as `partial`."""
        collector = TranscriptCollector()
        try:
            async for event in self.transcribe(audio, pace=pace, piece_ms=piece_ms):
                collector.add(event)
        except (StreamTruncated, StreamError, DeadlineExceeded) as exc:
            exc.partial = collector.transcript()
            raise
        return collector.transcript()

    async def send(self, message: Sendable | Mapping[str, Any] | str | bytes) -> None:
        """Sends one message: a model, a mapping, a bare word, or audio as bytes. Raises as `send` of any socket."""
        if isinstance(message, bytes):
            await super().send(message)
            return
        plain = message if isinstance(message, Mapping | str) else message.to_dict()
        symbol = self._machines[0].sending(plain).symbol
        await super().send(plain)
        self._is_ended = self._is_ended or symbol.startswith(_END)

    async def _finish(self) -> None:
        """Sends the end of the session."""
        raise NotImplementedError
