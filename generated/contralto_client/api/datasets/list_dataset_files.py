# Generated from spec/openapi/datasets.yaml by contralto generate. Do not edit.
"""`GET /datasets/{id}/files`: list the files of a dataset."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._request import Request, Response, path_segment, query_items

if TYPE_CHECKING:
    from ...models.dataset_file_page import DatasetFilePage


def build_request(
    id: str, *, limit: int | None = None, starting_after: str | None = None, ending_before: str | None = None
) -> Request:
    """The request of `listDatasetFiles`."""
    return Request(
        operation="listDatasetFiles",
        method="GET",
        path=f"/datasets/{path_segment(id)}/files",
        query=query_items([("limit", limit), ("starting_after", starting_after), ("ending_before", ending_before)]),
    )


def parse_response(response: Response) -> DatasetFilePage:
    """The answer of `listDatasetFiles`."""
    from ...models.dataset_file_page import (
        DatasetFilePage,  # here: a client that never calls this needs none of its values
    )

    return DatasetFilePage.from_dict(response.json_object())
