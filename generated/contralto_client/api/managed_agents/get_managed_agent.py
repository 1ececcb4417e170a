# Generated from spec/openapi/managed-agents.yaml by contralto generate. Do not edit.
"""`GET /v1/agents/{agent_id}`: one agent."""

from __future__ import annotations

from ..._request import Request, Response, path_segment
from ...models.managed_agent import ManagedAgent


def build_request(agent_id: str) -> Request:
    """The request of `getManagedAgent`."""
    return Request(
        operation="getManagedAgent",
        method="GET",
        path=f"/v1/agents/{path_segment(agent_id)}",
    )


def parse_response(response: Response) -> ManagedAgent:
    """The answer of `getManagedAgent`."""
    return ManagedAgent.from_dict(response.json_object())
