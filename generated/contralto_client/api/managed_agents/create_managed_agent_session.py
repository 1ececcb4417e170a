# Generated from spec/openapi/managed-agents.yaml by contralto generate. Do not edit.
"""`POST /v1/agents/websocket/{agent_id}/sessions`: make a session token for the agent socket."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..._request import Request, Response, path_segment
from ...models._wire import to_wire

if TYPE_CHECKING:
    from ...models.create_managed_agent_session_request import CreateManagedAgentSessionRequest
    from ...models.managed_agent_session import ManagedAgentSession


def build_request(
    agent_id: str, *, body: CreateManagedAgentSessionRequest | Mapping[str, Any] | None = None
) -> Request:
    """The request of `createManagedAgentSession`."""
    return Request(
        operation="createManagedAgentSession",
        method="POST",
        path=f"/v1/agents/websocket/{path_segment(agent_id)}/sessions",
        json=to_wire(body),
    )


def parse_response(response: Response) -> ManagedAgentSession:
    """The answer of `createManagedAgentSession`."""
    from ...models.managed_agent_session import (
        ManagedAgentSession,  # here: a client that never calls this needs none of its values
    )

    return ManagedAgentSession.from_dict(response.json_object())
