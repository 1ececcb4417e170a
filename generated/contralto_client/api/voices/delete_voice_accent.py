# Generated from spec/openapi/voices.yaml by contralto generate. Do not edit.
"""`DELETE /voices/{id}/accents/{accent_id}`: take an accent from a voice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._request import Request, Response, path_segment

if TYPE_CHECKING:
    from ...models.voice import Voice


def build_request(id: str, accent_id: str) -> Request:
    """The request of `deleteVoiceAccent`."""
    return Request(
        operation="deleteVoiceAccent",
        method="DELETE",
        path=f"/voices/{path_segment(id)}/accents/{path_segment(accent_id)}",
    )


def parse_response(response: Response) -> Voice:
    """The answer of `deleteVoiceAccent`."""
    from ...models.voice import Voice  # here: a client that never calls this needs none of its values

    return Voice.from_dict(response.json_object())
