# Generated from spec/asyncapi/stt-turns.yaml by contralto generate. Do not edit.
"""The socket of `/stt/turns/websocket`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...events.stt_turns_socket_event import SttTurnsSocketEvent
from ...models._wire import given, to_wire
from ..transcription import AsyncTranscriptionSocket

if TYPE_CHECKING:
    from ...models.turn_detection import TurnDetection


class AsyncSttTurnsSocket(AsyncTranscriptionSocket[SttTurnsSocketEvent]):
    """Speech to text by turns.

    The transcript of one stream of audio, cut into turns by the service. The client sends raw audio in binary
    frames and commands as JSON; the service says when the speaker begins, probably ends, goes on, and ends.
    The service detects the language: English, French, Hindi, Japanese or Spanish.
    """

    async def send_audio(self, audio: bytes) -> None:
        """Raw audio in the encoding and rate of the query, one binary frame."""
        await self.send(audio)

    async def send_config(self, *, turn: TurnDetection | Mapping[str, Any] | None = None) -> None:
        """Sets thresholds while the session runs.

        Args:
            turn: Thresholds of the turn detection; what is left out keeps its value. Start is greater than
                eager end, eager end greater than end.
        """
        members: dict[str, Any] = {"type": "config", **given({"turn": turn})}
        await self.send(to_wire(members))

    async def send_close(self) -> None:
        """Asks for everything that is left and ends the session."""
        members: dict[str, Any] = {"type": "close"}
        await self.send(to_wire(members))

    async def _finish(self) -> None:
        await self.send_close()
