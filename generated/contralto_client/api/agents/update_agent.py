# Generated from spec/openapi/agents.yaml by contralto generate. Do not edit.
"""`PATCH /agents/{agent_id}`: change an agent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..._request import Request, Response, path_segment
from ...models._wire import to_wire

if TYPE_CHECKING:
    from ...models.agent_summary import AgentSummary
    from ...models.update_agent_request import UpdateAgentRequest


def build_request(agent_id: str, *, body: UpdateAgentRequest | Mapping[str, Any]) -> Request:
    """The request of `updateAgent`."""
    return Request(
        operation="updateAgent",
        method="PATCH",
        path=f"/agents/{path_segment(agent_id)}",
        json=to_wire(body),
    )


def parse_response(response: Response) -> AgentSummary:
    """The answer of `updateAgent`."""
    from ...models.agent_summary import AgentSummary  # here: a client that never calls this needs none of its values

    return AgentSummary.from_dict(response.json_object())
