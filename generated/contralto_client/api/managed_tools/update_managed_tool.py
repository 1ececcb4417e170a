# Generated from spec/openapi/managed-tools.yaml by contralto generate. Do not edit.
"""`PATCH /v1/agents/tools/{tool_id}`: change a tool."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..._request import Request, Response, path_segment
from ...models._wire import by_tag, to_wire

if TYPE_CHECKING:
    from ...models.managed_client_tool import ManagedClientTool
    from ...models.managed_webhook_tool import ManagedWebhookTool
    from ...models.update_managed_client_tool_request import UpdateManagedClientToolRequest
    from ...models.update_managed_webhook_tool_request import UpdateManagedWebhookToolRequest


def build_request(
    tool_id: str, *, body: UpdateManagedWebhookToolRequest | UpdateManagedClientToolRequest | Mapping[str, Any]
) -> Request:
    """The request of `updateManagedTool`."""
    return Request(
        operation="updateManagedTool",
        method="PATCH",
        path=f"/v1/agents/tools/{path_segment(tool_id)}",
        json=to_wire(body),
    )


def parse_response(response: Response) -> ManagedWebhookTool | ManagedClientTool:
    """The answer of `updateManagedTool`."""
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
