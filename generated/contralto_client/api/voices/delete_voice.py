# Generated from spec/openapi/voices.yaml by contralto generate. Do not edit.
"""`DELETE /voices/{id}`: delete a voice."""

from __future__ import annotations

from ..._request import Request, Response, path_segment


def build_request(id: str) -> Request:
    """The request of `deleteVoice`."""
    return Request(
        operation="deleteVoice",
        method="DELETE",
        path=f"/voices/{path_segment(id)}",
        accept="*/*",
    )


def parse_response(response: Response) -> None:
    """Nothing: the answer of `deleteVoice` has no body."""
