# Generated from spec/openapi/agent-deployments.yaml by contralto generate. Do not edit.
"""`client.agents.deployments`: Deployed versions of the code of an agent."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING

from ...api.agent_deployments import get_deployment, list_deployments
from ..pagination import Pager

if TYPE_CHECKING:
    from ..._options import CallOptions
    from ...models.agent_deployment import AgentDeployment
    from ..transport import Transport


class AgentsDeployments:
    """Deployed versions of the code of an agent."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def retrieve(self, deployment_id: str, *, options: CallOptions | None = None) -> AgentDeployment:
        """One deployment.

        The deployment of this id.

        Args:
            deployment_id: Id of the deployment.
            options: Time limits, retries and headers of this call alone.
        """
        return self._transport.call(get_deployment.build_request(deployment_id), get_deployment.parse_response, options)

    def list(
        self, agent_id: str, *, options: CallOptions | None = None
    ) -> Pager[builtins.list[AgentDeployment], AgentDeployment]:
        """Deployments of an agent.

        All deployments of the agent as a bare array; the list has no pages.

        Args:
            agent_id: Id of the agent.
            options: Time limits, retries and headers of this call alone.
        """
        return Pager(
            self._transport, list_deployments.build_request(agent_id), list_deployments.parse_response, options
        )
