# Generated from spec/openapi/voices.yaml by contralto generate. Do not edit.
"""`PATCH /voices/{id}/accents`: attach accents to a voice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..._request import Request, Response, path_segment
from ...models._wire import to_wire

if TYPE_CHECKING:
    from ...models.add_voice_accents_request import AddVoiceAccentsRequest
    from ...models.voice import Voice


def build_request(id: str, *, body: AddVoiceAccentsRequest | Mapping[str, Any]) -> Request:
    """The request of `addVoiceAccents`."""
    return Request(
        operation="addVoiceAccents",
        method="PATCH",
        path=f"/voices/{path_segment(id)}/accents",
        json=to_wire(body),
    )


def parse_response(response: Response) -> Voice:
    """The answer of `addVoiceAccents`."""
    from ...models.voice import Voice  # here: a client that never calls this needs none of its values

    return Voice.from_dict(response.json_object())
