# Generated from spec/openapi/stt.yaml by contralto generate. Do not edit.
"""`POST /audio/transcriptions`: transcribe a recording, for clients of OpenAI."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from ..._forms import file_part, form_items
from ..._request import Request, Response

if TYPE_CHECKING:
    from ..._forms import FileInput
    from ...models.batch_stt_model_id import BatchSttModelId
    from ...models.openai_transcription import OpenaiTranscription
    from ...models.transcription_language import TranscriptionLanguage


def build_request(
    *,
    file: FileInput,
    model: BatchSttModelId | str,
    language: TranscriptionLanguage | None = None,
    timestamp_granularities: Sequence[Literal["word"]] | None = None,
) -> Request:
    """The request of `openaiTranscribe`."""
    return Request(
        operation="openaiTranscribe",
        method="POST",
        path="/audio/transcriptions",
        form=form_items(
            [
                ("file", file_part(file)),
                ("model", model),
                ("language", language),
                ("timestamp_granularities[]", list(timestamp_granularities or ())),
            ]
        ),
        paid=True,
    )


def parse_response(response: Response) -> OpenaiTranscription:
    """The answer of `openaiTranscribe`."""
    from ...models.openai_transcription import (
        OpenaiTranscription,  # here: a client that never calls this needs none of its values
    )

    return OpenaiTranscription.from_dict(response.json_object())
