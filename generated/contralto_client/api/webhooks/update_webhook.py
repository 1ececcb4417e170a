# Generated from spec/openapi/webhooks.yaml by contralto generate. Do not edit.
"""`PATCH /agents/webhooks/{webhook_id}`: change a webhook."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..._request import Request, Response, path_segment
from ...models._wire import to_wire

if TYPE_CHECKING:
    from ...models.update_webhook_request import UpdateWebhookRequest


def build_request(webhook_id: str, *, body: UpdateWebhookRequest | Mapping[str, Any]) -> Request:
    """The request of `updateWebhook`."""
    return Request(
        operation="updateWebhook",
        method="PATCH",
        path=f"/agents/webhooks/{path_segment(webhook_id)}",
        json=to_wire(body),
    )


def parse_response(response: Response) -> str:
    """The answer of `updateWebhook`."""
    answer: str = response.json()
    return answer
