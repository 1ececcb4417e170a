# Generated from spec/openapi/webhooks.yaml by contralto generate. Do not edit.
"""`GET /agents/webhooks/{webhook_id}`: one webhook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._request import Request, Response, path_segment

if TYPE_CHECKING:
    from ...models.call_webhook import CallWebhook


def build_request(webhook_id: str) -> Request:
    """The request of `getWebhook`."""
    return Request(
        operation="getWebhook",
        method="GET",
        path=f"/agents/webhooks/{path_segment(webhook_id)}",
    )


def parse_response(response: Response) -> CallWebhook:
    """The answer of `getWebhook`."""
    from ...models.call_webhook import CallWebhook  # here: a client that never calls this needs none of its values

    return CallWebhook.from_dict(response.json_object())
