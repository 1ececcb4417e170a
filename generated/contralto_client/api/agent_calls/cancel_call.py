# Generated from spec/openapi/agent-calls.yaml by contralto generate. Do not edit.
"""`POST /agents/calls/{call_id}/cancel`: end a call."""

from __future__ import annotations

from ..._request import Request, Response, path_segment
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
    return AgentCallCancellation.from_dict(response.json_object())
