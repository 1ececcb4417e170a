# Generated from spec/openapi/documents.yaml by contralto generate. Do not edit.
"""`DELETE /agents/documents/{id}`: delete a document."""

from __future__ import annotations

from ..._request import Request, Response, path_segment


def build_request(id: str) -> Request:
    """The request of `deleteDocument`."""
    return Request(
        operation="deleteDocument",
        method="DELETE",
        path=f"/agents/documents/{path_segment(id)}",
        accept="*/*",
    )


def parse_response(response: Response) -> None:
    """Nothing: the answer of `deleteDocument` has no body."""
