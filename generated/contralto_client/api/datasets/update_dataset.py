# Generated from spec/openapi/datasets.yaml by contralto generate. Do not edit.
"""`PATCH /datasets/{id}`: rename a dataset."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..._request import Request, Response, path_segment
from ...models._wire import to_wire

if TYPE_CHECKING:
    from ...models.update_dataset_request import UpdateDatasetRequest


def build_request(id: str, *, body: UpdateDatasetRequest | Mapping[str, Any]) -> Request:
    """The request of `updateDataset`."""
    return Request(
        operation="updateDataset",
        method="PATCH",
        path=f"/datasets/{path_segment(id)}",
        json=to_wire(body),
        accept="*/*",
    )


def parse_response(response: Response) -> None:
    """Nothing: the answer of `updateDataset` has no body."""
