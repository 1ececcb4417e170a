# Generated from spec/asyncapi/stt.yaml by contralto generate. Do not edit.
"""The socket of `/stt/websocket`."""

from __future__ import annotations

from ...events.stt_socket_event import SttSocketEvent
from ..transcription import AsyncTranscriptionSocket


class AsyncSttSocket(AsyncTranscriptionSocket[SttSocketEvent]):
    """Speech to text, ended by the client.

    The transcript of one stream of audio. The client sends raw audio in binary frames and bare words in text
    frames; the service answers with text frames of one JSON object each. The client says with `finalize` when
    an utterance is over.
    """

    async def send_audio(self, audio: bytes) -> None:
        """Raw audio in the encoding and rate of the query, one binary frame."""
        await self.send(audio)

    async def send_finalize(self) -> None:
        """Asks for the transcript of what was sent so far; the session goes on."""
        await self.send("finalize")

    async def send_close(self) -> None:
        """Asks for everything that is left and ends the session."""
        await self.send("close")

    async def send_done(self) -> None:
        """Asks for everything that is left and ends the session."""
        await self.send("done")

    async def _finish(self) -> None:
        await self.send_close()
