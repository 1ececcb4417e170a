# Generated from spec/openapi/managed-agents.yaml by contralto generate. Do not edit.
"""`client.managed_agents.sessions`: Conversations that are prepared before their socket is opened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...api.managed_agents import create_managed_agent_session
from ...models._wire import given

if TYPE_CHECKING:
    from ..._options import CallOptions
    from ...models.managed_agent_session import ManagedAgentSession
    from ...models.managed_session_overrides import ManagedSessionOverrides
    from ..transport import Transport


class ManagedAgentsSessions:
    """Conversations that are prepared before their socket is opened."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def create(
        self,
        agent_id: str,
        *,
        dynamic_variables: Mapping[str, Any] | None = None,
        config_overrides: ManagedSessionOverrides | Mapping[str, Any] | None = None,
        options: CallOptions | None = None,
    ) -> ManagedAgentSession:
        """Make a session token for the agent socket.

        Makes a token that opens the agent socket for one call, to be handed to a browser or an app. Variables
        and changed settings are fixed with it, since the holder of the token may not send them. Only an API
        key can make one: access tokens, those of sessions among them, are refused. The members of the answer
        are not documented.

        Args:
            agent_id: Id of the agent.
            dynamic_variables: Values by name for the placeholders of the agent, at most 64. Names are
                case-sensitive; those that begin with `system__` or `secret__` are reserved.
            config_overrides: Settings of the agent that this call replaces.
            options: Time limits, retries and headers of this call alone.
        """
        body: dict[str, Any] = given({"dynamic_variables": dynamic_variables, "config_overrides": config_overrides})
        return self._transport.call(
            create_managed_agent_session.build_request(agent_id, body=body or None),
            create_managed_agent_session.parse_response,
            options,
        )
