# Generated from spec/openapi/managed-agents.yaml by contralto generate. Do not edit.
"""`GET /v1/agents/{agent_id}/versions/{version_id}`: one version of an agent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._request import Request, Response, path_segment

if TYPE_CHECKING:
    from ...models.managed_agent_version import ManagedAgentVersion


def build_request(agent_id: str, version_id: str) -> Request:
    """The request of `getManagedAgentVersion`."""
    return Request(
        operation="getManagedAgentVersion",
        method="GET",
        path=f"/v1/agents/{path_segment(agent_id)}/versions/{path_segment(version_id)}",
    )


def parse_response(response: Response) -> ManagedAgentVersion:
    """The answer of `getManagedAgentVersion`."""
    from ...models.managed_agent_version import (
        ManagedAgentVersion,  # here: a client that never calls this needs none of its values
    )

    return ManagedAgentVersion.from_dict(response.json_object())
