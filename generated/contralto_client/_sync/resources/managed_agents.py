# Generated from spec/openapi/managed-agents.yaml by contralto generate. Do not edit.
"""`client.managed_agents`: Agents that Cartesia runs: settings, versions, models and sessions."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..._request import path_segment
from ...api.managed_agents import (
    create_managed_agent,
    delete_managed_agent,
    get_managed_agent,
    list_managed_agents,
    update_managed_agent,
)
from ...events.managed_agent_socket_event import MANAGED_AGENT_SOCKET_EVENTS
from ...models._wire import given
from ...protocol import tables
from ..pagination import Pager
from .managed_agent_socket import ManagedAgentSocket

if TYPE_CHECKING:
    from ..._null import Null
    from ..._options import CallOptions
    from ...models.managed_agent import ManagedAgent
    from ...models.managed_agent_page import ManagedAgentPage
    from ...models.managed_agent_settings import ManagedAgentSettings
    from ...models.managed_agent_summary import ManagedAgentSummary
    from ..transport import Transport
    from .managed_agents_models import ManagedAgentsModels
    from .managed_agents_sessions import ManagedAgentsSessions
    from .managed_agents_tools import ManagedAgentsTools
    from .managed_agents_versions import ManagedAgentsVersions


class ManagedAgents:
    """Agents that Cartesia runs: settings, versions, models and sessions."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list(
        self,
        *,
        limit: int | None = None,
        starting_after: str | None = None,
        ending_before: str | None = None,
        q: str | None = None,
        options: CallOptions | None = None,
    ) -> Pager[ManagedAgentPage, ManagedAgentSummary]:
        """List agents.

        One page of the agents, without their settings. Continue with `starting_after` set to the last id of a
        page until `has_more` is false.

        Args:
            limit: Largest number of items on the page. 1 to 100; default `10`.
            starting_after: Id of an item; the page holds the items after it.
            ending_before: Id of an item; the page holds the items just before it.
            q: Text to look for.
            options: Time limits, retries and headers of this call alone.
        """
        return Pager(
            self._transport,
            list_managed_agents.build_request(
                limit=limit, starting_after=starting_after, ending_before=ending_before, q=q
            ),
            list_managed_agents.parse_response,
            options,
        )

    def create(
        self,
        *,
        name: str | None = None,
        description: str | None = None,
        config: ManagedAgentSettings | Mapping[str, Any] | None = None,
        options: CallOptions | None = None,
    ) -> ManagedAgent:
        """Make an agent.

        Makes an agent and the first version of its settings. What the body leaves out takes a default.

        Args:
            name: Name to show.
            description: What the agent is for.
            config: Settings of an agent in a request. What is left out takes its default in a new agent, and
                stays in an old one.
            options: Time limits, retries and headers of this call alone.
        """
        body: dict[str, Any] = given({"name": name, "description": description, "config": config})
        return self._transport.call(
            create_managed_agent.build_request(body=body), create_managed_agent.parse_response, options
        )

    def get(self, agent_id: str, *, options: CallOptions | None = None) -> ManagedAgent:
        """One agent.

        The agent of this id with its current settings.

        Args:
            agent_id: Id of the agent.
            options: Time limits, retries and headers of this call alone.
        """
        return self._transport.call(
            get_managed_agent.build_request(agent_id), get_managed_agent.parse_response, options
        )

    def delete(self, agent_id: str, *, options: CallOptions | None = None) -> None:
        """Delete an agent.

        Deletes the agent with its versions. Its tools stay.

        Args:
            agent_id: Id of the agent.
            options: Time limits, retries and headers of this call alone.
        """
        self._transport.call(delete_managed_agent.build_request(agent_id), delete_managed_agent.parse_response, options)

    def update(
        self,
        agent_id: str,
        *,
        name: str | None = None,
        description: str | Null | None = None,
        webhook_id: str | Null | None = None,
        config: ManagedAgentSettings | Mapping[str, Any] | None = None,
        version_description: str | Null | None = None,
        options: CallOptions | None = None,
    ) -> ManagedAgent:
        """Change an agent.

        Changes what the body names, at any depth, and keeps the rest; lists are replaced as a whole. A change
        of `config` makes a new version, which never changes again. `version_description` is taken only
        together with such a change.

        Args:
            agent_id: Id of the agent.
            name: Name to show.
            description: What the agent is for. `NULL` sends null, None leaves it as it is.
            webhook_id: Webhook that shall get the events of its calls; null detaches it. `NULL` sends null,
                None leaves it as it is.
            config: Settings of an agent in a request. What is left out takes its default in a new agent, and
                stays in an old one.
            version_description: What changed; only together with a change of `config`. `NULL` sends null,
                None leaves it as it is.
            options: Time limits, retries and headers of this call alone.
        """
        body: dict[str, Any] = given(
            {
                "name": name,
                "description": description,
                "webhook_id": webhook_id,
                "config": config,
                "version_description": version_description,
            }
        )
        return self._transport.call(
            update_managed_agent.build_request(agent_id, body=body), update_managed_agent.parse_response, options
        )

    def connect(self, agent_id: str, *, options: CallOptions | None = None) -> ManagedAgentSocket:
        """A socket of `/v1/agents/websocket/{agent_id}`, opened when it is entered or first used.

        One call with a managed agent, audio both ways at any time. Both sides send text frames of one JSON
        object each, told apart by `type`; audio is base64. Servers open it with an API key; browsers with an
        access token, which `POST /v1/agents/websocket/{agent_id}/sessions` makes for one call.

        Args:
            agent_id: Id of the managed agent.
            options: Time limits, retries and headers of this call alone.
        """
        return ManagedAgentSocket(
            self._transport,
            path=f"/v1/agents/websocket/{path_segment(agent_id)}",
            tables=[tables.MANAGED_AGENT, tables.MANAGED_AGENT_TURN, tables.MANAGED_AGENT_TOOL_CALL],
            events=MANAGED_AGENT_SOCKET_EVENTS,
            options=options,
        )

    @cached_property
    def models(self) -> ManagedAgentsModels:
        """Language models that a managed agent can think with."""
        from .managed_agents_models import ManagedAgentsModels

        return ManagedAgentsModels(self._transport)

    @cached_property
    def versions(self) -> ManagedAgentsVersions:
        """The versions of a managed agent, one for each change."""
        from .managed_agents_versions import ManagedAgentsVersions

        return ManagedAgentsVersions(self._transport)

    @cached_property
    def sessions(self) -> ManagedAgentsSessions:
        """Conversations that are prepared before their socket is opened."""
        from .managed_agents_sessions import ManagedAgentsSessions

        return ManagedAgentsSessions(self._transport)

    @cached_property
    def tools(self) -> ManagedAgentsTools:
        """Shared tools that managed agents call during a conversation."""
        from .managed_agents_tools import ManagedAgentsTools

        return ManagedAgentsTools(self._transport)
