# Generated from spec/openapi/managed-tools.yaml by contralto generate. Do not edit.
"""`client.managed_agents.tools`: Shared tools that managed agents call during a conversation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from ...api.managed_tools import (
    create_managed_tool,
    delete_managed_tool,
    get_managed_tool,
    list_managed_tools,
    update_managed_tool,
)
from ..pagination import Pager

if TYPE_CHECKING:
    from ..._options import CallOptions
    from ...models.create_managed_client_tool_request import CreateManagedClientToolRequest
    from ...models.create_managed_webhook_tool_request import CreateManagedWebhookToolRequest
    from ...models.managed_client_tool import ManagedClientTool
    from ...models.managed_tool_page import ManagedToolPage
    from ...models.managed_tool_type import ManagedToolType
    from ...models.managed_webhook_tool import ManagedWebhookTool
    from ...models.update_managed_client_tool_request import UpdateManagedClientToolRequest
    from ...models.update_managed_webhook_tool_request import UpdateManagedWebhookToolRequest
    from ..transport import Transport


class ManagedAgentsTools:
    """Shared tools that managed agents call during a conversation."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list(
        self,
        *,
        limit: int | None = None,
        starting_after: str | None = None,
        ending_before: str | None = None,
        type: ManagedToolType | None = None,
        agent_id: str | None = None,
        options: CallOptions | None = None,
    ) -> Pager[ManagedToolPage, ManagedWebhookTool | ManagedClientTool]:
        """List tools.

        One page of the shared tools. All given filters must match. Continue with `starting_after` set to the
        last id of a page until `has_more` is false.

        Args:
            limit: Largest number of items on the page. 1 to 100; default `10`.
            starting_after: Id of an item; the page holds the items after it.
            ending_before: Id of an item; the page holds the items just before it.
            type: Only tools of this kind.
            agent_id: Only tools that this agent may call.
            options: Time limits, retries and headers of this call alone.
        """
        return Pager(
            self._transport,
            list_managed_tools.build_request(
                limit=limit, starting_after=starting_after, ending_before=ending_before, type=type, agent_id=agent_id
            ),
            list_managed_tools.parse_response,
            options,
        )

    def create(
        self,
        *,
        body: CreateManagedWebhookToolRequest | CreateManagedClientToolRequest | Mapping[str, Any],
        options: CallOptions | None = None,
    ) -> ManagedWebhookTool | ManagedClientTool:
        """Make a tool.

        Makes a tool that agents can share: a `webhook` tool sends an HTTP request from Cartesia's servers, a
        `client` tool asks the application at the other end of the agent socket. Secrets are taken in and
        never answered.

        Args:
            options: Time limits, retries and headers of this call alone.
        """
        return self._transport.call(
            create_managed_tool.build_request(body=body), create_managed_tool.parse_response, options
        )

    def get(
        self, tool_id: str, *, expand: Sequence[Literal["agents"]] | None = None, options: CallOptions | None = None
    ) -> ManagedWebhookTool | ManagedClientTool:
        """One tool.

        The tool of this id, without its secrets. The agents that use it are added when expanded.

        Args:
            tool_id: Id of the tool.
            expand: Additional members to include.
            options: Time limits, retries and headers of this call alone.
        """
        return self._transport.call(
            get_managed_tool.build_request(tool_id, expand=expand), get_managed_tool.parse_response, options
        )

    def delete(self, tool_id: str, *, options: CallOptions | None = None) -> None:
        """Delete a tool.

        Deletes a tool that no agent uses. While one does, the request is refused.

        Args:
            tool_id: Id of the tool.
            options: Time limits, retries and headers of this call alone.
        """
        self._transport.call(delete_managed_tool.build_request(tool_id), delete_managed_tool.parse_response, options)

    def update(
        self,
        tool_id: str,
        *,
        body: UpdateManagedWebhookToolRequest | UpdateManagedClientToolRequest | Mapping[str, Any],
        options: CallOptions | None = None,
    ) -> ManagedWebhookTool | ManagedClientTool:
        """Change a tool.

        Changes what the body names and keeps the rest. A tool stays of its kind; the body has no `type`.
        Agents that use the tool call it in its new form.

        Args:
            tool_id: Id of the tool.
            options: Time limits, retries and headers of this call alone.
        """
        return self._transport.call(
            update_managed_tool.build_request(tool_id, body=body), update_managed_tool.parse_response, options
        )
