# Generated from spec/openapi/managed-agents.yaml by contralto generate. Do not edit.
"""`GET /v1/agents/{agent_id}`: one agent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._request import Request, Response, path_segment

if TYPE_CHECKING:
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
    from ...models.managed_agent import ManagedAgent  # here: a client that never calls this needs none of its values

    return ManagedAgent.from_dict(response.json_object())
