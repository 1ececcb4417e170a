# Generated from spec/openapi/managed-agents.yaml by contralto generate. Do not edit.
"""`client.managed_agents.models`: Language models that a managed agent can think with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...api.managed_agents import list_managed_agent_models
from ..pagination import AsyncPager

if TYPE_CHECKING:
    from ..._options import CallOptions
    from ...models.managed_agent_model import ManagedAgentModel
    from ...models.managed_agent_model_page import ManagedAgentModelPage
    from ..transport import AsyncTransport


class AsyncManagedAgentsModels:
    """Language models that a managed agent can think with."""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport

    def list(
        self,
        *,
        limit: int | None = None,
        starting_after: str | None = None,
        ending_before: str | None = None,
        options: CallOptions | None = None,
    ) -> AsyncPager[ManagedAgentModelPage, ManagedAgentModel]:
        """List language models.

        One page of the language models that an agent can think with.

        Args:
            limit: Largest number of items on the page. 1 to 100; default `10`.
            starting_after: Id of an item; the page holds the items after it.
            ending_before: Id of an item; the page holds the items just before it.
            options: Time limits, retries and headers of this call alone.
        """
        return AsyncPager(
            self._transport,
            list_managed_agent_models.build_request(
                limit=limit, starting_after=starting_after, ending_before=ending_before
            ),
            list_managed_agent_models.parse_response,
            options,
        )
