# Generated from spec/openapi/folders.yaml by contralto generate. Do not edit.
"""`DELETE /agents/folders/{id}`: delete a folder."""

from __future__ import annotations

from ..._request import Request, Response, path_segment


def build_request(id: str) -> Request:
    """The request of `deleteFolder`."""
    return Request(
        operation="deleteFolder",
        method="DELETE",
        path=f"/agents/folders/{path_segment(id)}",
        accept="*/*",
    )


def parse_response(response: Response) -> None:
    """Nothing: the answer of `deleteFolder` has no body."""
