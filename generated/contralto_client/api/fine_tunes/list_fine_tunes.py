# Generated from spec/openapi/fine-tunes.yaml by contralto generate. Do not edit.
"""`GET /fine-tunes/`: list fine-tunes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._request import Request, Response, query_items

if TYPE_CHECKING:
    from ...models.fine_tune_page import FineTunePage


def build_request(
    *, limit: int | None = None, starting_after: str | None = None, ending_before: str | None = None
) -> Request:
    """The request of `listFineTunes`."""
    return Request(
        operation="listFineTunes",
        method="GET",
        path="/fine-tunes/",
        query=query_items([("limit", limit), ("starting_after", starting_after), ("ending_before", ending_before)]),
    )


def parse_response(response: Response) -> FineTunePage:
    """The answer of `listFineTunes`."""
    from ...models.fine_tune_page import FineTunePage  # here: a client that never calls this needs none of its values

    return FineTunePage.from_dict(response.json_object())
