# Generated from spec/openapi/agent-deployments.yaml by contralto generate. Do not edit.
"""`GET /agents/deployments/{deployment_id}`: one deployment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._request import Request, Response, path_segment

if TYPE_CHECKING:
    from ...models.agent_deployment import AgentDeployment


def build_request(deployment_id: str) -> Request:
    """The request of `getDeployment`."""
    return Request(
        operation="getDeployment",
        method="GET",
        path=f"/agents/deployments/{path_segment(deployment_id)}",
    )


def parse_response(response: Response) -> AgentDeployment:
    """The answer of `getDeployment`."""
    from ...models.agent_deployment import (
        AgentDeployment,  # here: a client that never calls this needs none of its values
    )

    return AgentDeployment.from_dict(response.json_object())
