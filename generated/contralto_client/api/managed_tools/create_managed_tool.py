# Generated from spec/openapi/managed-tools.yaml by contralto generate. Do not edit.
"""`POST /v1/agents/tools`: make a tool."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..._request import Request, Response
from ...models._wire import by_tag, to_wire

if TYPE_CHECKING:
    from ...models.create_managed_client_tool_request import CreateManagedClientToolRequest
    from ...models.create_managed_webhook_tool_request import CreateManagedWebhookToolRequest
    from ...models.managed_client_tool import ManagedClientTool
    from ...models.managed_webhook_tool import ManagedWebhookTool


def build_request(
    *, body: CreateManagedWebhookToolRequest | CreateManagedClientToolRequest | Mapping[str, Any]
) -> Request:
    """The request of `createManagedTool`."""
    return Request(
        operation="createManagedTool",
        method="POST",
        path="/v1/agents/tools",
        json=to_wire(body),
    )


def parse_response(response: Response) -> ManagedWebhookTool | ManagedClientTool:
    """The answer of `createManagedTool`."""
    from ...models.managed_client_tool import (
        ManagedClientTool,  # here: a client that never calls this needs none of its values
    )
    from ...models.managed_webhook_tool import (
        ManagedWebhookTool,  # here: a client that never calls this needs none of its values
    )

    answer: ManagedWebhookTool | ManagedClientTool = by_tag(
        "type", {"webhook": ManagedWebhookTool, "client": ManagedClientTool}
    )(response.json())
    return answer
