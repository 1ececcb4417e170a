# Generated from spec/openapi/managed-agents.yaml by contralto generate. Do not edit.
"""`POST /v1/agents`: make an agent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..._request import Request, Response
from ...models._wire import to_wire

if TYPE_CHECKING:
    from ...models.create_managed_agent_request import CreateManagedAgentRequest
    from ...models.managed_agent import ManagedAgent


def build_request(*, body: CreateManagedAgentRequest | Mapping[str, Any]) -> Request:
    """The request of `createManagedAgent`."""
    return Request(
        operation="createManagedAgent",
        method="POST",
        path="/v1/agents",
        json=to_wire(body),
    )


def parse_response(response: Response) -> ManagedAgent:
    """The answer of `createManagedAgent`."""
    from ...models.managed_agent import ManagedAgent  # here: a client that never calls this needs none of its values

    return ManagedAgent.from_dict(response.json_object())
