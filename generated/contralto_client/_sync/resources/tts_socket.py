# Generated from spec/asyncapi/tts.yaml by contralto generate. Do not edit.
"""The socket of `/tts/websocket` and its contexts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...events.tts_socket_event import TtsSocketEvent
from ...models._wire import given, to_wire
from ..realtime import ContextSocket

if TYPE_CHECKING:
    from ..._options import Timeout
    from ...models.generation_config import GenerationConfig
    from ...models.model_id import ModelId
    from ...models.model_speed import ModelSpeed
    from ...models.raw_output_format import RawOutputFormat
    from ...models.speech_language import SpeechLanguage
    from ...models.voice_by_id import VoiceById
    from .._background import Texts
    from ..context import Context
    from ..speaking import Utterance


class TtsSocket(ContextSocket[TtsSocketEvent]):
    """Text to speech.

    Contexts of speech, many at once on one socket. Both sides send text frames of one JSON object each. A
    context comes into being with the first request that names its `context_id`; its outputs come in the order
    of its inputs; messages of different contexts interleave freely.
    """

    def context(
        self,
        *,
        model_id: ModelId | str,
        voice: str | VoiceById | Mapping[str, Any],
        output_format: RawOutputFormat | Mapping[str, Any],
        language: SpeechLanguage | str | None = None,
        locale: str | None = None,
        accent: str | None = None,
        normalization: str | None = None,
        max_buffer_delay_ms: int | None = None,
        add_timestamps: bool | None = None,
        add_phoneme_timestamps: bool | None = None,
        use_normalized_timestamps: bool | None = None,
        pronunciation_dict_id: str | None = None,
        generation_config: GenerationConfig | Mapping[str, Any] | None = None,
        speed: ModelSpeed | None = None,
        context_id: str | None = None,
        timeout: Timeout | float | None = None,
    ) -> Context[TtsSocketEvent]:
        """A context, of which nothing is sent yet.

        What is given here is repeated in every message of the context.

        Args:
            model_id: Model to speak with. Models come and go; any id may be sent.
            voice: The voice to speak with.
            output_format: Headerless mono PCM.
            language: Language of the transcript, such as `en`; excludes `locale`.
            locale: Language or locale of the transcript, such as `en-GB`; excludes `language`.
            accent: One of the accents of the voice.
            normalization: How numbers and the like are read: `auto`, `off`, or a language or locale. It stays
                in force on the context. Default `auto`.
            max_buffer_delay_ms: Longest time in milliseconds that text may be held back for more; 0 speaks
                every input at once. 0 to 5000; default `3000`.
            add_timestamps: Send word timestamps. Default `false`.
            add_phoneme_timestamps: Send phoneme timestamps. Default `false`.
            use_normalized_timestamps: True: words after normalisation (`one hundred`); false: as written
                (`100`).
            pronunciation_dict_id: Dictionary of pronunciations to apply; sonic-3 and newer.
            generation_config: Volume, speed and emotion.
            speed: Deprecated. Coarse speed; `generation_config.speed` supersedes it. Default `normal`.
            context_id: Name of the context; a fresh one is made if it is left out.
            timeout: Time limits of this context instead of those of the socket: `read_s`, and `total_s` from
                its first message on. A number of seconds is that total.
        """
        members: dict[str, Any] = {
            "model_id": model_id,
            "voice": voice,
            "output_format": output_format,
            **given(
                {
                    "language": language,
                    "locale": locale,
                    "accent": accent,
                    "normalization": normalization,
                    "max_buffer_delay_ms": max_buffer_delay_ms,
                    "add_timestamps": add_timestamps,
                    "add_phoneme_timestamps": add_phoneme_timestamps,
                    "use_normalized_timestamps": use_normalized_timestamps,
                    "pronunciation_dict_id": pronunciation_dict_id,
                    "generation_config": generation_config,
                    "speed": speed,
                }
            ),
        }
        return self.open_context(to_wire(members), context_id=context_id, timeout=timeout)

    def speak(
        self,
        texts: Texts,
        *,
        model_id: ModelId | str,
        voice: str | VoiceById | Mapping[str, Any],
        output_format: RawOutputFormat | Mapping[str, Any],
        language: SpeechLanguage | str | None = None,
        locale: str | None = None,
        accent: str | None = None,
        normalization: str | None = None,
        max_buffer_delay_ms: int | None = None,
        add_timestamps: bool | None = None,
        add_phoneme_timestamps: bool | None = None,
        use_normalized_timestamps: bool | None = None,
        pronunciation_dict_id: str | None = None,
        generation_config: GenerationConfig | Mapping[str, Any] | None = None,
        speed: ModelSpeed | None = None,
        context_id: str | None = None,
        timeout: Timeout | float | None = None,
    ) -> Utterance[TtsSocketEvent]:
        """A context that says `texts`, from the moment at which it is read.

        Iterate over what this gives, or `collect()` it. The texts are sent as they come into being, while the
        events are read; breaking out of the iteration cancels the context.

        Args:
            texts: Text, or an iterable that gives pieces of it.
            model_id: Model to speak with. Models come and go; any id may be sent.
            voice: The voice to speak with.
            output_format: Headerless mono PCM.
            language: Language of the transcript, such as `en`; excludes `locale`.
            locale: Language or locale of the transcript, such as `en-GB`; excludes `language`.
            accent: One of the accents of the voice.
            normalization: How numbers and the like are read: `auto`, `off`, or a language or locale. It stays
                in force on the context. Default `auto`.
            max_buffer_delay_ms: Longest time in milliseconds that text may be held back for more; 0 speaks
                every input at once. 0 to 5000; default `3000`.
            add_timestamps: Send word timestamps. Default `false`.
            add_phoneme_timestamps: Send phoneme timestamps. Default `false`.
            use_normalized_timestamps: True: words after normalisation (`one hundred`); false: as written
                (`100`).
            pronunciation_dict_id: Dictionary of pronunciations to apply; sonic-3 and newer.
            generation_config: Volume, speed and emotion.
            speed: Deprecated. Coarse speed; `generation_config.speed` supersedes it. Default `normal`.
            context_id: Name of the context; a fresh one is made if it is left out.
            timeout: Time limits of this context instead of those of the socket: `read_s`, and `total_s` from
                its first message on. A number of seconds is that total.
        """
        return self.context(
            model_id=model_id,
            voice=voice,
            output_format=output_format,
            language=language,
            locale=locale,
            accent=accent,
            normalization=normalization,
            max_buffer_delay_ms=max_buffer_delay_ms,
            add_timestamps=add_timestamps,
            add_phoneme_timestamps=add_phoneme_timestamps,
            use_normalized_timestamps=use_normalized_timestamps,
            pronunciation_dict_id=pronunciation_dict_id,
            generation_config=generation_config,
            speed=speed,
            context_id=context_id,
            timeout=timeout,
        ).speak(texts)
