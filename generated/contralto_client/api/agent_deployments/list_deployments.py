# Generated from spec/openapi/agent-deployments.yaml by contralto generate. Do not edit.
"""`GET /agents/{agent_id}/deployments`: deployments of an agent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._request import Request, Response, path_segment
from ...models._wire import list_of

if TYPE_CHECKING:
    from ...models.agent_deployment import AgentDeployment


def build_request(agent_id: str) -> Request:
    """The request of `listDeployments`."""
    return Request(
        operation="listDeployments",
        method="GET",
        path=f"/agents/{path_segment(agent_id)}/deployments",
    )


def parse_response(response: Response) -> list[AgentDeployment]:
    """The answer of `listDeployments`."""
    from ...models.agent_deployment import (
        AgentDeployment,  # here: a client that never calls this needs none of its values
    )

    answer: list[AgentDeployment] = list_of(AgentDeployment.from_dict)(response.json())
    return answer
