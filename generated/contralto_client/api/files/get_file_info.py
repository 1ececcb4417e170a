# Generated from spec/openapi/files.yaml by contralto generate. Do not edit.
"""`GET /files/{id}/info`: about a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._request import Request, Response, path_segment

if TYPE_CHECKING:
    from ...models.stored_file import StoredFile


def build_request(id: str) -> Request:
    """The request of `getFileInfo`."""
    return Request(
        operation="getFileInfo",
        method="GET",
        path=f"/files/{path_segment(id)}/info",
    )


def parse_response(response: Response) -> StoredFile:
    """The answer of `getFileInfo`."""
    from ...models.stored_file import StoredFile  # here: a client that never calls this needs none of its values

    return StoredFile.from_dict(response.json_object())
