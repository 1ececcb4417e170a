# Generated from spec/openapi/api-keys.yaml by contralto generate. Do not edit.
"""`GET /api-keys`: list API keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._request import Request, Response, query_items

if TYPE_CHECKING:
    from ...models.api_key_page import ApiKeyPage


def build_request(
    *,
    limit: int | None = None,
    starting_after: str | None = None,
    ending_before: str | None = None,
    q: str | None = None,
) -> Request:
    """The request of `listApiKeys`."""
    return Request(
        operation="listApiKeys",
        method="GET",
        path="/api-keys",
        query=query_items(
            [("limit", limit), ("starting_after", starting_after), ("ending_before", ending_before), ("q", q)]
        ),
        admin=True,
    )


def parse_response(response: Response) -> ApiKeyPage:
    """The answer of `listApiKeys`."""
    from ...models.api_key_page import ApiKeyPage  # here: a client that never calls this needs none of its values

    return ApiKeyPage.from_dict(response.json_object())
