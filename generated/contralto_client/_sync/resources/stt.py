# Generated from spec/openapi/stt.yaml by contralto generate. Do not edit.
"""`client.stt`: Speech to text, of recordings and of live audio."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from ..._request import query_items
from ...api.stt import openai_transcribe, stt_transcribe
from ...events.stt_socket_event import STT_SOCKET_EVENTS
from ...protocol import tables
from .stt_socket import SttSocket

if TYPE_CHECKING:
    from ..._forms import FileInput
    from ..._options import CallOptions
    from ...models.batch_stt_model_id import BatchSttModelId
    from ...models.openai_transcription import OpenaiTranscription
    from ...models.stt_connect_query_encoding import SttConnectQueryEncoding
    from ...models.stt_connect_query_model import SttConnectQueryModel
    from ...models.stt_encoding import SttEncoding
    from ...models.transcription import Transcription
    from ...models.transcription_language import TranscriptionLanguage
    from ..transport import Transport
    from .stt_turns import SttTurns


class Stt:
    """Speech to text, of recordings and of live audio."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def transcribe(
        self,
        file: FileInput,
        *,
        model: BatchSttModelId | str,
        language: TranscriptionLanguage | None = None,
        timestamp_granularities: Sequence[Literal["word"]] | None = None,
        encoding: SttEncoding | None = None,
        sample_rate: int | None = None,
        options: CallOptions | None = None,
    ) -> Transcription:
        """Transcribe a recording.

        Answers the text of a recording, with the time of each word when asked for. Long recordings are cut by
        the service.

        Args:
            file: The recording: flac, m4a, mp3, mp4, mpeg, mpga, oga, ogg, wav or webm, or headerless PCM as
                the query says.
            model: Model to transcribe with. Models come and go; any id may be sent. `ink-2` is for sockets
                only.
            language: Language of the recording. Default `en`.
            timestamp_granularities: What to time; without `word` the answer has no `words`.
            encoding: Encoding of a headerless recording; leave it out for a recording in a container.
            sample_rate: Samples per second of a headerless recording; leave it out for a recording in a
                container. At least 1.
            options: Time limits, retries and headers of this call alone.
        """
        return self._transport.call(
            stt_transcribe.build_request(
                file=file,
                model=model,
                language=language,
                timestamp_granularities=timestamp_granularities,
                encoding=encoding,
                sample_rate=sample_rate,
            ),
            stt_transcribe.parse_response,
            options,
        )

    def transcribe_openai(
        self,
        file: FileInput,
        *,
        model: BatchSttModelId | str,
        language: TranscriptionLanguage | None = None,
        timestamp_granularities: Sequence[Literal["word"]] | None = None,
        options: CallOptions | None = None,
    ) -> OpenaiTranscription:
        """Transcribe a recording, for clients of OpenAI.

        The same as `POST /stt` at the path and with the members that OpenAI's clients use. The answer is
        always JSON; `prompt`, `temperature` and `response_format` of OpenAI have no meaning here.

        Args:
            file: The recording: flac, m4a, mp3, mp4, mpeg, mpga, oga, ogg, wav or webm, or headerless PCM as
                the query says.
            model: Model to transcribe with. Models come and go; any id may be sent. `ink-2` is for sockets
                only.
            language: Language of the recording. Default `en`.
            timestamp_granularities: What to time; without `word` the answer has no `words`.
            options: Time limits, retries and headers of this call alone.
        """
        return self._transport.call(
            openai_transcribe.build_request(
                file=file, model=model, language=language, timestamp_granularities=timestamp_granularities
            ),
            openai_transcribe.parse_response,
            options,
        )

    def connect(
        self,
        *,
        model: SttConnectQueryModel | str,
        encoding: SttConnectQueryEncoding,
        sample_rate: int,
        language: str | None = None,
        min_volume: float | None = None,
        max_silence_duration_secs: float | None = None,
        keyterm: Sequence[str] | None = None,
        options: CallOptions | None = None,
    ) -> SttSocket:
        """A socket of `/stt/websocket`, opened when it is entered or first used.

        The transcript of one stream of audio. The client sends raw audio in binary frames and bare words in
        text frames; the service answers with text frames of one JSON object each. The client says with
        `finalize` when an utterance is over.

        Args:
            model: Model to transcribe with. Models come and go; any id may be sent.
            encoding: Encoding of the audio in the binary frames; `pcm_s16le` is advised.
            sample_rate: Samples per second of the audio; 16000 is advised. At least 1.
            language: ISO 639-1 code of the spoken language; of use with `ink-whisper` models only. Default
                `en`.
            min_volume: Volume below which audio counts as silence; `ink-whisper` models only. 0 to 1.
            max_silence_duration_secs: Seconds of silence after which the service ends a segment by itself;
                `ink-whisper` models only. At least 0.
            keyterm: Terms to recognize better, one parameter for each; 1200 characters together. A blank in a
                phrase is `%20`. Not for `ink-whisper` models.
            options: Time limits, retries and headers of this call alone.
        """
        return SttSocket(
            self._transport,
            path="/stt/websocket",
            tables=[tables.STT],
            events=STT_SOCKET_EVENTS,
            query=query_items(
                [
                    ("model", model),
                    ("encoding", encoding),
                    ("sample_rate", sample_rate),
                    ("language", language),
                    ("min_volume", min_volume),
                    ("max_silence_duration_secs", max_silence_duration_secs),
                    ("keyterm", list(keyterm or ())),
                ]
            ),
            options=options,
        )

    @cached_property
    def turns(self) -> SttTurns:
        """Live transcription in turns, which the service finds by itself."""
        from .stt_turns import SttTurns

        return SttTurns(self._transport)
