# Generated from spec/openapi/agent-calls.yaml by contralto generate. Do not edit.
"""`POST /agents/calls/{call_id}/cancel`: end a call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._request import Request, Response, path_segment

if TYPE_CHECKING:
    from ...models.agent_call_cancellation import AgentCallCancellation


def build_request(call_id: str) -> Request:
    """The request of `cancelCall`."""
    return Request(
        operation="cancelCall",
        method="POST",
        path=f"/agents/calls/{path_segment(call_id)}/cancel",
    )


def parse_response(response: Response) -> AgentCallCancellation:
    """The answer of `cancelCall`."""
    from ...models.agent_call_cancellation import (
        AgentCallCancellation,  # here: a client that never calls this needs none of its values
    )

    return AgentCallCancellation.from_dict(response.json_object())
