# Generated from spec/openapi/voices.yaml by contralto generate. Do not edit.
"""`POST /voices/localize`: localize a voice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..._request import Request, Response
from ...models._wire import to_wire

if TYPE_CHECKING:
    from ...models.localize_voice_request import LocalizeVoiceRequest
    from ...models.voice_metadata import VoiceMetadata


def build_request(*, body: LocalizeVoiceRequest | Mapping[str, Any]) -> Request:
    """The request of `localizeVoice`."""
    return Request(
        operation="localizeVoice",
        method="POST",
        path="/voices/localize",
        json=to_wire(body),
    )


def parse_response(response: Response) -> VoiceMetadata:
    """The answer of `localizeVoice`."""
    from ...models.voice_metadata import VoiceMetadata  # here: a client that never calls this needs none of its values

    return VoiceMetadata.from_dict(response.json_object())
