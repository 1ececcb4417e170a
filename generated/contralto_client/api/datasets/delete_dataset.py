# Generated from spec/openapi/datasets.yaml by contralto generate. Do not edit.
"""`DELETE /datasets/{id}`: delete a dataset."""

from __future__ import annotations

from ..._request import Request, Response, path_segment


def build_request(id: str) -> Request:
    """The request of `deleteDataset`."""
    return Request(
        operation="deleteDataset",
        method="DELETE",
        path=f"/datasets/{path_segment(id)}",
        accept="*/*",
    )


def parse_response(response: Response) -> None:
    """Nothing: the answer of `deleteDataset` has no body."""
