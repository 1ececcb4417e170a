# Generated from spec/openapi/voice-changer.yaml by contralto generate. Do not edit.
"""`client.voice_changer`: A recording in another voice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...api.voice_changer import voice_changer_bytes, voice_changer_sse
from ...events.voice_changer_event import VOICE_CHANGER_EVENTS
from ..streams import AudioStream, EventStream

if TYPE_CHECKING:
    from ..._forms import FileInput
    from ..._options import CallOptions
    from ...events.voice_changer_event import VoiceChangerEvent
    from ...models.bit_rate import BitRate
    from ...models.output_format_container import OutputFormatContainer
    from ...models.raw_encoding import RawEncoding
    from ...models.sample_rate import SampleRate
    from ..transport import Transport


class VoiceChanger:
    """A recording in another voice."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def bytes(
        self,
        clip: FileInput,
        *,
        voice_id: str,
        output_format_container: OutputFormatContainer,
        output_format_sample_rate: SampleRate,
        output_format_encoding: RawEncoding | None = None,
        output_format_bit_rate: BitRate | None = None,
        options: CallOptions | None = None,
    ) -> AudioStream:
        """Change the voice of a recording, as a file.

        Answers what was said in the recording, spoken by another voice with the same timing and intonation.

        Args:
            clip: Recording of speech: flac, mp3, mpeg, mpga, oga, ogg, wav or webm.
            voice_id: Id of the voice to speak with.
            output_format_container: Container of the audio: none, RIFF WAVE, or MPEG layer III.
            output_format_sample_rate: Samples per second.
            output_format_encoding: Encoding of a sample; needed for `raw` and `wav`.
            output_format_bit_rate: Bits per second; needed for `mp3`.
            options: Time limits, retries and headers of this call alone.
        """
        return AudioStream(
            self._transport,
            voice_changer_bytes.build_request(
                clip=clip,
                voice_id=voice_id,
                output_format_container=output_format_container,
                output_format_sample_rate=output_format_sample_rate,
                output_format_encoding=output_format_encoding,
                output_format_bit_rate=output_format_bit_rate,
            ),
            options,
        )

    def sse(
        self,
        clip: FileInput,
        *,
        voice_id: str,
        output_format_container: OutputFormatContainer,
        output_format_sample_rate: SampleRate,
        output_format_encoding: RawEncoding | None = None,
        output_format_bit_rate: BitRate | None = None,
        options: CallOptions | None = None,
    ) -> EventStream[VoiceChangerEvent]:
        """Change the voice of a recording, as events.

        Answers a stream of server-sent events: pieces of audio, then exactly one end or error. The pieces
        together are one file of the container asked for.

        Args:
            clip: Recording of speech: flac, mp3, mpeg, mpga, oga, ogg, wav or webm.
            voice_id: Id of the voice to speak with.
            output_format_container: Container of the audio: none, RIFF WAVE, or MPEG layer III.
            output_format_sample_rate: Samples per second.
            output_format_encoding: Encoding of a sample; needed for `raw` and `wav`.
            output_format_bit_rate: Bits per second; needed for `mp3`.
            options: Time limits, retries and headers of this call alone.
        """
        return EventStream(
            self._transport,
            voice_changer_sse.build_request(
                clip=clip,
                voice_id=voice_id,
                output_format_container=output_format_container,
                output_format_sample_rate=output_format_sample_rate,
                output_format_encoding=output_format_encoding,
                output_format_bit_rate=output_format_bit_rate,
            ),
            VOICE_CHANGER_EVENTS,
            options,
        )
