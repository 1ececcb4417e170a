# Generated from spec/openapi/datasets.yaml by contralto generate. Do not edit.
"""`GET /datasets/{id}`: one dataset."""

from __future__ import annotations

from ..._request import Request, Response, path_segment
from ...models.dataset import Dataset


def build_request(id: str) -> Request:
    """The request of `getDataset`."""
    return Request(
        operation="getDataset",
        method="GET",
        path=f"/datasets/{path_segment(id)}",
    )


def parse_response(response: Response) -> Dataset:
    """The answer of `getDataset`."""
    return Dataset.from_dict(response.json_object())
