# Generated from spec/asyncapi/stt-turns.yaml by contralto generate. Do not edit.
"""`client.stt.turns`: Live transcription in turns, which the service finds by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..._request import query_items
from ...events.stt_turns_socket_event import STT_TURNS_SOCKET_EVENTS
from ...protocol import tables
from .stt_turns_socket import AsyncSttTurnsSocket

if TYPE_CHECKING:
    from ..._options import CallOptions
    from ...models.stt_turns_connect_query_encoding import SttTurnsConnectQueryEncoding
    from ...models.stt_turns_connect_query_model import SttTurnsConnectQueryModel
    from ..transport import AsyncTransport


class AsyncSttTurns:
    """Live transcription in turns, which the service finds by itself."""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport

    def connect(
        self,
        *,
        model: SttTurnsConnectQueryModel | str,
        encoding: SttTurnsConnectQueryEncoding,
        sample_rate: int,
        turn_start_threshold: float | None = None,
        turn_eager_end_threshold: float | None = None,
        turn_end_threshold: float | None = None,
        turn_end_timeout_ms: float | None = None,
        keyterm: Sequence[str] | None = None,
        options: CallOptions | None = None,
    ) -> AsyncSttTurnsSocket:
        """A socket of `/stt/turns/websocket`, opened when it is entered or first used.

        The transcript of one stream of audio, cut into turns by the service. The client sends raw audio in
        binary frames and commands as JSON; the service says when the speaker begins, probably ends, goes on,
        and ends. The service detects the language: English, French, Hindi, Japanese or Spanish.

        Args:
            model: Model to transcribe with, one that knows turns; `ink-whisper` models do not.
            encoding: Encoding of the audio in the binary frames.
            sample_rate: Samples per second of the audio. At least 1.
            turn_start_threshold: Confidence above which a turn starts. 0.5 to 0.9; default `0.8`.
            turn_eager_end_threshold: Confidence below which a turn probably ends. 0.3 to 0.8; default `0.6`.
            turn_end_threshold: Confidence below which a turn ends. 0.05 to 0.5; default `0.3`.
            turn_end_timeout_ms: Longest silence in milliseconds before a turn ends. 640 to 11200; default
                `5600`.
            keyterm: Terms to recognize better, one parameter for each; 1200 characters together. A blank in a
                phrase is `%20`.
            options: Time limits, retries and headers of this call alone.
        """
        return AsyncSttTurnsSocket(
            self._transport,
            path="/stt/turns/websocket",
            tables=[tables.STT_TURNS],
            events=STT_TURNS_SOCKET_EVENTS,
            query=query_items(
                [
                    ("model", model),
                    ("encoding", encoding),
                    ("sample_rate", sample_rate),
                    ("turn_start_threshold", turn_start_threshold),
                    ("turn_eager_end_threshold", turn_eager_end_threshold),
                    ("turn_end_threshold", turn_end_threshold),
                    ("turn_end_timeout_ms", turn_end_timeout_ms),
                    ("keyterm", list(keyterm or ())),
                ]
            ),
            options=options,
        )
