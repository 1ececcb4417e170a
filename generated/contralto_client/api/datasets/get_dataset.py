# Generated from spec/openapi/datasets.yaml by contralto generate. Do not edit.
"""`GET /datasets/{id}`: one dataset."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._request import Request, Response, path_segment

if TYPE_CHECKING:
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
    from ...models.dataset import Dataset  # here: a client that never calls this needs none of its values

    return Dataset.from_dict(response.json_object())
