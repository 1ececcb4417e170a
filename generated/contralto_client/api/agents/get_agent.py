# Generated from spec/openapi/agents.yaml by contralto generate. Do not edit.
"""`GET /agents/{agent_id}`: one agent."""

from __future__ import annotations

from ..._request import Request, Response, path_segment
from ...models.agent_summary import AgentSummary


def build_request(agent_id: str) -> Request:
    """The request of `getAgent`."""
    return Request(
        operation="getAgent",
        method="GET",
        path=f"/agents/{path_segment(agent_id)}",
    )


def parse_response(response: Response) -> AgentSummary:
    """The answer of `getAgent`."""
    return AgentSummary.from_dict(response.json_object())
