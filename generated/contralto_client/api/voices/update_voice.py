# Generated from spec/openapi/voices.yaml by contralto generate. Do not edit.
"""`PATCH /voices/{id}`: change a voice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..._request import Request, Response, path_segment
from ...models._wire import to_wire

if TYPE_CHECKING:
    from ...models.update_voice_request import UpdateVoiceRequest
    from ...models.voice import Voice


def build_request(id: str, *, body: UpdateVoiceRequest | Mapping[str, Any]) -> Request:
    """The request of `updateVoice`."""
    return Request(
        operation="updateVoice",
        method="PATCH",
        path=f"/voices/{path_segment(id)}",
        json=to_wire(body),
    )


def parse_response(response: Response) -> Voice:
    """The answer of `updateVoice`."""
    from ...models.voice import Voice  # here: a client that never calls this needs none of its values

    return Voice.from_dict(response.json_object())
