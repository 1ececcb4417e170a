# Generated from spec/openapi/files.yaml by contralto generate. Do not edit.
"""`GET /files/{id}/download`: the bytes of a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._request import Request, path_segment, query_items

if TYPE_CHECKING:
    from ...models.download_file_format import DownloadFileFormat


def build_request(id: str, *, format: DownloadFileFormat | str | None = None) -> Request:
    """The request of `downloadFile`."""
    return Request(
        operation="downloadFile",
        method="GET",
        path=f"/files/{path_segment(id)}/download",
        query=query_items([("format", format)]),
        accept="application/octet-stream",
    )
