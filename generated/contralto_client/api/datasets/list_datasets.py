# Generated from spec/openapi/datasets.yaml by contralto generate. Do not edit.
"""`GET /datasets/`: list datasets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._request import Request, Response, query_items

if TYPE_CHECKING:
    from ...models.dataset_page import DatasetPage


def build_request(
    *, limit: int | None = None, starting_after: str | None = None, ending_before: str | None = None
) -> Request:
    """The request of `listDatasets`."""
    return Request(
        operation="listDatasets",
        method="GET",
        path="/datasets/",
        query=query_items([("limit", limit), ("starting_after", starting_after), ("ending_before", ending_before)]),
    )


def parse_response(response: Response) -> DatasetPage:
    """The answer of `listDatasets`."""
    from ...models.dataset_page import DatasetPage  # here: a client that never calls this needs none of its values

    return DatasetPage.from_dict(response.json_object())
