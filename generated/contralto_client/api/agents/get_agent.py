# Generated from spec/openapi/agents.yaml by contralto generate. Do not edit.
"""`GET /agents/{agent_id}`: one agent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._request import Request, Response, path_segment

if TYPE_CHECKING:
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
    from ...models.agent_summary import AgentSummary  # here: a client that never calls this needs none of its values

    return AgentSummary.from_dict(response.json_object())
