# Generated from spec/openapi/datasets.yaml by contralto generate. Do not edit.
"""`DELETE /datasets/{id}/files/{fileID}`: delete a file of a dataset."""

from __future__ import annotations

from ..._request import Request, Response, path_segment


def build_request(id: str, file_id: str) -> Request:
    """The request of `deleteDatasetFile`."""
    return Request(
        operation="deleteDatasetFile",
        method="DELETE",
        path=f"/datasets/{path_segment(id)}/files/{path_segment(file_id)}",
        accept="*/*",
    )


def parse_response(response: Response) -> None:
    """Nothing: the answer of `deleteDatasetFile` has no body."""
