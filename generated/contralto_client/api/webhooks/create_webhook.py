# Generated from spec/openapi/webhooks.yaml by contralto generate. Do not edit.
"""`POST /agents/webhooks`: make a webhook."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..._request import Request, Response
from ...models._wire import to_wire

if TYPE_CHECKING:
    from ...models.create_webhook_request import CreateWebhookRequest
    from ...models.created_call_webhook import CreatedCallWebhook


def build_request(*, body: CreateWebhookRequest | Mapping[str, Any]) -> Request:
    """The request of `createWebhook`."""
    return Request(
        operation="createWebhook",
        method="POST",
        path="/agents/webhooks",
        json=to_wire(body),
    )


def parse_response(response: Response) -> CreatedCallWebhook:
    """The answer of `createWebhook`."""
    from ...models.created_call_webhook import (
        CreatedCallWebhook,  # here: a client that never calls this needs none of its values
    )

    return CreatedCallWebhook.from_dict(response.json_object())
