# Generated from spec/openapi/managed-agents.yaml by contralto generate. Do not edit.
"""`client.managed_agents.versions`: The versions of a managed agent, one for each change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...api.managed_agents import get_managed_agent_version, list_managed_agent_versions
from ..pagination import AsyncPager

if TYPE_CHECKING:
    from ..._options import CallOptions
    from ...models.managed_agent_version import ManagedAgentVersion
    from ...models.managed_agent_version_page import ManagedAgentVersionPage
    from ..transport import AsyncTransport


class AsyncManagedAgentsVersions:
    """The versions of a managed agent, one for each change."""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport

    def list(
        self,
        agent_id: str,
        *,
        limit: int | None = None,
        starting_after: str | None = None,
        ending_before: str | None = None,
        options: CallOptions | None = None,
    ) -> AsyncPager[ManagedAgentVersionPage, ManagedAgentVersion]:
        """List versions of an agent.

        One page of the versions of the settings, newest first. Continue with `starting_after` set to the last
        id of a page until `has_more` is false.

        Args:
            agent_id: Id of the agent.
            limit: Largest number of items on the page. 1 to 100; default `10`.
            starting_after: Id of an item; the page holds the items after it.
            ending_before: Id of an item; the page holds the items just before it.
            options: Time limits, retries and headers of this call alone.
        """
        return AsyncPager(
            self._transport,
            list_managed_agent_versions.build_request(
                agent_id, limit=limit, starting_after=starting_after, ending_before=ending_before
            ),
            list_managed_agent_versions.parse_response,
            options,
        )

    async def get(self, agent_id: str, version_id: str, *, options: CallOptions | None = None) -> ManagedAgentVersion:
        """One version of an agent.

        The settings of an agent as this version fixed them.

        Args:
            agent_id: Id of the agent.
            version_id: Id of the version.
            options: Time limits, retries and headers of this call alone.
        """
        return await self._transport.call(
            get_managed_agent_version.build_request(agent_id, version_id),
            get_managed_agent_version.parse_response,
            options,
        )
