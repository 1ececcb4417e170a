# Generated from spec/openapi/voices.yaml by contralto generate. Do not edit.
"""`POST /voices/localize`: localize a voice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..._request import Request, Response
from ...models._wire import to_wire
from ...models.voice_metadata import VoiceMetadata

if TYPE_CHECKING:
    from ...models.localize_voice_request import LocalizeVoiceRequest


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
    return VoiceMetadata.from_dict(response.json_object())
