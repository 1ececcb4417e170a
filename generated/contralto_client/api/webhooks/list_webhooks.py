# Generated from spec/openapi/webhooks.yaml by contralto generate. Do not edit.
"""`GET /agents/webhooks`: list webhooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._request import Request, Response, query_items

if TYPE_CHECKING:
    from ...models.call_webhook_page import CallWebhookPage


def build_request(
    *, limit: int | None = None, starting_after: str | None = None, ending_before: str | None = None
) -> Request:
    """The request of `listWebhooks`."""
    return Request(
        operation="listWebhooks",
        method="GET",
        path="/agents/webhooks",
        query=query_items([("limit", limit), ("starting_after", starting_after), ("ending_before", ending_before)]),
    )


def parse_response(response: Response) -> CallWebhookPage:
    """The answer of `listWebhooks`."""
    from ...models.call_webhook_page import (
        CallWebhookPage,  # here: a client that never calls this needs none of its values
    )

    return CallWebhookPage.from_dict(response.json_object())
