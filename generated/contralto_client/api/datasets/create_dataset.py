# Generated from spec/openapi/datasets.yaml by contralto generate. Do not edit.
"""`POST /datasets/`: make a dataset."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..._request import Request, Response
from ...models._wire import to_wire

if TYPE_CHECKING:
    from ...models.create_dataset_request import CreateDatasetRequest
    from ...models.dataset import Dataset


def build_request(*, body: CreateDatasetRequest | Mapping[str, Any]) -> Request:
    """The request of `createDataset`."""
    return Request(
        operation="createDataset",
        method="POST",
        path="/datasets/",
        json=to_wire(body),
    )


def parse_response(response: Response) -> Dataset:
    """The answer of `createDataset`."""
    from ...models.dataset import Dataset  # here: a client that never calls this needs none of its values

    return Dataset.from_dict(response.json_object())
