# Generated from spec/openapi/fine-tunes.yaml by contralto generate. Do not edit.
"""`DELETE /fine-tunes/{id}`: delete a fine-tune."""

from __future__ import annotations

from ..._request import Request, Response, path_segment


def build_request(id: str) -> Request:
    """The request of `deleteFineTune`."""
    return Request(
        operation="deleteFineTune",
        method="DELETE",
        path=f"/fine-tunes/{path_segment(id)}",
        accept="*/*",
    )


def parse_response(response: Response) -> None:
    """Nothing: the answer of `deleteFineTune` has no body."""
