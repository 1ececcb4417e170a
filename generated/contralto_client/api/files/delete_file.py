# Generated from spec/openapi/files.yaml by contralto generate. Do not edit.
"""`DELETE /files/{id}`: delete a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._request import Request, Response, path_segment

if TYPE_CHECKING:
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
    from ...models.file_deletion import FileDeletion  # here: a client that never calls this needs none of its values

    return FileDeletion.from_dict(response.json_object())
