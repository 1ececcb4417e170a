# Generated from spec/openapi/voice-changer.yaml by contralto generate. Do not edit.
"""`POST /voice-changer/bytes`: change the voice of a recording, as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._forms import file_part, form_items
from ..._request import Request

if TYPE_CHECKING:
    from ..._forms import FileInput
    from ...models.bit_rate import BitRate
    from ...models.output_format_container import OutputFormatContainer
    from ...models.raw_encoding import RawEncoding
    from ...models.sample_rate import SampleRate


def build_request(
    *,
    clip: FileInput,
    voice_id: str,
    output_format_container: OutputFormatContainer,
    output_format_sample_rate: SampleRate,
    output_format_encoding: RawEncoding | None = None,
    output_format_bit_rate: BitRate | None = None,
) -> Request:
    """The request of `voiceChangerBytes`."""
    return Request(
        operation="voiceChangerBytes",
        method="POST",
        path="/voice-changer/bytes",
        form=form_items(
            [
                ("clip", file_part(clip)),
                ("voice[id]", voice_id),
                ("output_format[container]", output_format_container),
                ("output_format[sample_rate]", output_format_sample_rate),
                ("output_format[encoding]", output_format_encoding),
                ("output_format[bit_rate]", output_format_bit_rate),
            ]
        ),
        accept="audio/*",
        paid=True,
    )
