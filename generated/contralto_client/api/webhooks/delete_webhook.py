# Generated from spec/openapi/webhooks.yaml by contralto generate. Do not edit.
"""`DELETE /agents/webhooks/{webhook_id}`: delete a webhook."""

from __future__ import annotations

from ..._request import Request, Response, path_segment


def build_request(webhook_id: str) -> Request:
    """The request of `deleteWebhook`."""
    return Request(
        operation="deleteWebhook",
        method="DELETE",
        path=f"/agents/webhooks/{path_segment(webhook_id)}",
    )


def parse_response(response: Response) -> str:
    """The answer of `deleteWebhook`."""
    answer: str = response.json()
    return answer
