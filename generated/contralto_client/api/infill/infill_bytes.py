# Generated from spec/openapi/infill.yaml by contralto generate. Do not edit.
"""`POST /infill/bytes`: speak a text between two recordings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._forms import file_part, form_items
from ..._request import Request

if TYPE_CHECKING:
    from ..._forms import FileInput
    from ...models.bit_rate import BitRate
    from ...models.infill_model_id import InfillModelId
    from ...models.output_format_container import OutputFormatContainer
    from ...models.raw_encoding import RawEncoding
    from ...models.sample_rate import SampleRate
    from ...models.speech_language import SpeechLanguage


def build_request(
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
) -> Request:
    """The request of `infillBytes`."""
    return Request(
        operation="infillBytes",
        method="POST",
        path="/infill/bytes",
        form=form_items(
            [
                ("model_id", model_id),
                ("language", language),
                ("transcript", transcript),
                ("voice_id", voice_id),
                ("output_format[container]", output_format_container),
                ("output_format[sample_rate]", output_format_sample_rate),
                ("left_audio", file_part(left_audio)),
                ("right_audio", file_part(right_audio)),
                ("output_format[encoding]", output_format_encoding),
                ("output_format[bit_rate]", output_format_bit_rate),
            ]
        ),
        accept="audio/*",
        paid=True,
    )
