# Generated from spec/openapi/managed-agents.yaml by contralto generate. Do not edit.
"""`PATCH /v1/agents/{agent_id}`: change an agent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..._request import Request, Response, path_segment
from ...models._wire import to_wire

if TYPE_CHECKING:
    from ...models.managed_agent import ManagedAgent
    from ...models.update_managed_agent_request import UpdateManagedAgentRequest


def build_request(agent_id: str, *, body: UpdateManagedAgentRequest | Mapping[str, Any]) -> Request:
    """The request of `updateManagedAgent`."""
    return Request(
        operation="updateManagedAgent",
        method="PATCH",
        path=f"/v1/agents/{path_segment(agent_id)}",
        json=to_wire(body),
    )


def parse_response(response: Response) -> ManagedAgent:
    """The answer of `updateManagedAgent`."""
    from ...models.managed_agent import ManagedAgent  # here: a client that never calls this needs none of its values

    return ManagedAgent.from_dict(response.json_object())
