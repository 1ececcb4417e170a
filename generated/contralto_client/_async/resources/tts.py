# Generated from spec/openapi/tts.yaml by contralto generate. Do not edit.
"""`client.tts`: Text to speech."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...api.infill import infill_bytes
from ...api.tts import tts_bytes, tts_sse
from ...events.tts_socket_event import TTS_SOCKET_EVENTS
from ...events.tts_sse_event import TTS_SSE_EVENTS
from ...models._wire import given
from ...protocol import tables
from ..streams import AsyncAudioStream, AsyncEventStream
from .tts_socket import AsyncTtsSocket

if TYPE_CHECKING:
    from ..._forms import FileInput
    from ..._options import CallOptions
    from ...events.tts_sse_event import TtsSseEvent
    from ...models.bit_rate import BitRate
    from ...models.generation_config import GenerationConfig
    from ...models.infill_model_id import InfillModelId
    from ...models.model_id import ModelId
    from ...models.model_speed import ModelSpeed
    from ...models.mp3_output_format import Mp3OutputFormat
    from ...models.output_format_container import OutputFormatContainer
    from ...models.raw_encoding import RawEncoding
    from ...models.raw_output_format import RawOutputFormat
    from ...models.sample_rate import SampleRate
    from ...models.speech_language import SpeechLanguage
    from ...models.voice_by_id import VoiceById
    from ...models.wav_output_format import WavOutputFormat
    from ..transport import AsyncTransport


class AsyncTts:
    """Text to speech."""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport

    def infill(
        self,
        *,
        model_id: InfillModelId | str,
        language: SpeechLanguage | str,
        transcript: str,
        voice_id: str,
        output_format_container: OutputFormatContainer,
        output_format_sample_rate: SampleRate,
        left_audio: FileInput | None = None,
        right_audio: FileInput | None = None,
        output_format_encoding: RawEncoding | None = None,
        output_format_bit_rate: BitRate | None = None,
        options: CallOptions | None = None,
    ) -> AsyncAudioStream:
        """Speak a text between two recordings.

        Answers the audio of `transcript`, spoken so that it joins what comes before and after it without a
        seam. The recordings themselves are not part of the answer.

        Args:
            model_id: Model to speak with. Models come and go; any id may be sent.
            language: Language of the transcript.
            transcript: Text to speak between the recordings.
            voice_id: Id of the voice.
            output_format_container: Container of the audio: none, RIFF WAVE, or MPEG layer III.
            output_format_sample_rate: Samples per second.
            left_audio: Recording before the text: flac, mp3, mpeg, mpga, oga, ogg, wav or webm.
            right_audio: Recording after the text: flac, mp3, mpeg, mpga, oga, ogg, wav or webm.
            output_format_encoding: Encoding of a sample; needed for `raw` and `wav`.
            output_format_bit_rate: Bits per second; needed for `mp3`.
            options: Time limits, retries and headers of this call alone.
        """
        return AsyncAudioStream(
            self._transport,
            infill_bytes.build_request(
                model_id=model_id,
                language=language,
                transcript=transcript,
                voice_id=voice_id,
                output_format_container=output_format_container,
                output_format_sample_rate=output_format_sample_rate,
                left_audio=left_audio,
                right_audio=right_audio,
                output_format_encoding=output_format_encoding,
                output_format_bit_rate=output_format_bit_rate,
            ),
            options,
        )

    def bytes(
        self,
        *,
        model_id: ModelId | str,
        transcript: str,
        voice: str | VoiceById | Mapping[str, Any],
        output_format: RawOutputFormat | WavOutputFormat | Mp3OutputFormat | Mapping[str, Any],
        language: SpeechLanguage | str | None = None,
        locale: str | None = None,
        accent: str | None = None,
        normalization: str | None = None,
        generation_config: GenerationConfig | Mapping[str, Any] | None = None,
        pronunciation_dict_id: str | None = None,
        speed: ModelSpeed | None = None,
        save: bool | None = None,
        options: CallOptions | None = None,
    ) -> AsyncAudioStream:
        """Speak a text, as a file.

        Answers the audio in the container asked for, as it is made.

        Args:
            model_id: Model to speak with. Models come and go; any id may be sent.
            transcript: Text to speak; something in it must be speakable.
            voice: The voice to speak with.
            output_format: Container, encoding and rate of the audio.
            language: Language of the transcript, such as `en`; excludes `locale`.
            locale: Language or locale of the transcript, such as `en-GB`; excludes `language`.
            accent: One of the accents of the voice.
            normalization: How numbers and the like are read: `auto`, `off`, or a language or locale. Default
                `auto`.
            generation_config: How to speak; models before sonic-3 ignore it.
            pronunciation_dict_id: Dictionary of pronunciations to apply; sonic-3 and newer.
            speed: Deprecated. Coarse speed; `generation_config.speed` supersedes it. Default `normal`.
            save: Store the audio; the answer names it in `Cartesia-File-ID`. Default `false`.
            options: Time limits, retries and headers of this call alone.
        """
        body: dict[str, Any] = {
            "model_id": model_id,
            "transcript": transcript,
            "voice": voice,
            "output_format": output_format,
            **given(
                {
                    "language": language,
                    "locale": locale,
                    "accent": accent,
                    "normalization": normalization,
                    "generation_config": generation_config,
                    "pronunciation_dict_id": pronunciation_dict_id,
                    "speed": speed,
                    "save": save,
                }
            ),
        }
        return AsyncAudioStream(self._transport, tts_bytes.build_request(body=body), options)

    def sse(
        self,
        *,
        model_id: ModelId | str,
        transcript: str,
        voice: str | VoiceById | Mapping[str, Any],
        output_format: RawOutputFormat | Mapping[str, Any],
        language: SpeechLanguage | str | None = None,
        locale: str | None = None,
        accent: str | None = None,
        normalization: str | None = None,
        generation_config: GenerationConfig | Mapping[str, Any] | None = None,
        pronunciation_dict_id: str | None = None,
        speed: ModelSpeed | None = None,
        add_timestamps: bool | None = None,
        add_phoneme_timestamps: bool | None = None,
        use_normalized_timestamps: bool | None = None,
        context_id: str | None = None,
        options: CallOptions | None = None,
    ) -> AsyncEventStream[TtsSseEvent]:
        """Speak a text, as events.

        Answers a stream of server-sent events: chunks of audio and, when asked for, timestamps; then exactly
        one `done` or `error`. The data of each event is one JSON object, told apart by `type`. One request
        speaks one transcript.

        Args:
            model_id: Model to speak with. Models come and go; any id may be sent.
            transcript: Text to speak; something in it must be speakable.
            voice: The voice to speak with.
            output_format: Headerless mono PCM.
            language: Language of the transcript, such as `en`; excludes `locale`.
            locale: Language or locale of the transcript, such as `en-GB`; excludes `language`.
            accent: One of the accents of the voice.
            normalization: How numbers and the like are read: `auto`, `off`, or a language or locale. Default
                `auto`.
            generation_config: How to speak; models before sonic-3 ignore it.
            pronunciation_dict_id: Dictionary of pronunciations to apply; sonic-3 and newer.
            speed: Deprecated. Coarse speed; `generation_config.speed` supersedes it. Default `normal`.
            add_timestamps: Send word timestamps. Default `false`.
            add_phoneme_timestamps: Send phoneme timestamps. Default `false`.
            use_normalized_timestamps: True: words after normalisation (`one hundred`); false: as written
                (`100`).
            context_id: Echoed on every event; opens no continuation.
            options: Time limits, retries and headers of this call alone.
        """
        body: dict[str, Any] = {
            "model_id": model_id,
            "transcript": transcript,
            "voice": voice,
            "output_format": output_format,
            **given(
                {
                    "language": language,
                    "locale": locale,
                    "accent": accent,
                    "normalization": normalization,
                    "generation_config": generation_config,
                    "pronunciation_dict_id": pronunciation_dict_id,
                    "speed": speed,
                    "add_timestamps": add_timestamps,
                    "add_phoneme_timestamps": add_phoneme_timestamps,
                    "use_normalized_timestamps": use_normalized_timestamps,
                    "context_id": context_id,
                }
            ),
        }
        return AsyncEventStream(self._transport, tts_sse.build_request(body=body), TTS_SSE_EVENTS, options)

    def connect(self, *, inbox_limit_bytes: int | None = None, options: CallOptions | None = None) -> AsyncTtsSocket:
        """A socket of `/tts/websocket`, opened when it is entered or first used.

        Contexts of speech, many at once on one socket. Both sides send text frames of one JSON object each. A
        context comes into being with the first request that names its `context_id`; its outputs come in the
        order of its inputs; messages of different contexts interleave freely.

        Args:
            inbox_limit_bytes: The most bytes of messages that may wait unread in one context before they hold
                up the others. Default 16 MiB.
            options: Time limits, retries and headers of this call alone.
        """
        return AsyncTtsSocket(
            self._transport,
            path="/tts/websocket",
            table=tables.TTS,
            events=TTS_SOCKET_EVENTS,
            inbox_limit_bytes=inbox_limit_bytes,
            options=options,
        )
