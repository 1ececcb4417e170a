# Generated from spec/openapi/managed-tools.yaml by contralto generate. Do not edit.
"""`GET /v1/agents/tools/{tool_id}`: one tool."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from ..._request import Request, Response, path_segment, query_items
from ...models._wire import by_tag

if TYPE_CHECKING:
    from ...models.managed_client_tool import ManagedClientTool
    from ...models.managed_webhook_tool import ManagedWebhookTool


def build_request(tool_id: str, *, expand: Sequence[Literal["agents"]] | None = None) -> Request:
    """The request of `getManagedTool`."""
    return Request(
        operation="getManagedTool",
        method="GET",
        path=f"/v1/agents/tools/{path_segment(tool_id)}",
        query=query_items([("expand[]", list(expand or ()))]),
    )


def parse_response(response: Response) -> ManagedWebhookTool | ManagedClientTool:
    """The answer of `getManagedTool`."""
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
