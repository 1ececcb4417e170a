# Generated from spec/openapi/stt.yaml by contralto generate. Do not edit.
"""`POST /stt`: transcribe a recording."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from ..._forms import file_part, form_items
from ..._request import Request, Response, query_items

if TYPE_CHECKING:
    from ..._forms import FileInput
    from ...models.batch_stt_model_id import BatchSttModelId
    from ...models.stt_encoding import SttEncoding
    from ...models.transcription import Transcription
    from ...models.transcription_language import TranscriptionLanguage


def build_request(
    *,
    file: FileInput,
    model: BatchSttModelId | str,
    language: TranscriptionLanguage | None = None,
    timestamp_granularities: Sequence[Literal["word"]] | None = None,
    encoding: SttEncoding | None = None,
    sample_rate: int | None = None,
) -> Request:
    """The request of `sttTranscribe`."""
    return Request(
        operation="sttTranscribe",
        method="POST",
        path="/stt",
        query=query_items([("encoding", encoding), ("sample_rate", sample_rate)]),
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


def parse_response(response: Response) -> Transcription:
    """The answer of `sttTranscribe`."""
    from ...models.transcription import Transcription  # here: a client that never calls this needs none of its values

    return Transcription.from_dict(response.json_object())
