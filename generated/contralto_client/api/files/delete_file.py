# Generated from spec/openapi/files.yaml by contralto generate. Do not edit.
"""`DELETE /files/{id}`: delete a file."""

from __future__ import annotations

from ..._request import Request, Response, path_segment
from ...models.file_deletion import FileDeletion


def build_request(id: str) -> Request:
    """The request of `deleteFile`."""
    return Request(
        operation="deleteFile",
        method="DELETE",
        path=f"/files/{path_segment(id)}",
    )


def parse_response(response: Response) -> FileDeletion:
    """The answer of `deleteFile`."""
    return FileDeletion.from_dict(response.json_object())
