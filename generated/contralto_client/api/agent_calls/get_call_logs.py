# Generated from spec/openapi/agent-calls.yaml by contralto generate. Do not edit.
"""`GET /agents/calls/{call_id}/logs`: logs of a call."""

from __future__ import annotations

from ..._request import Request, Response, path_segment
from ...models.agent_call_logs import AgentCallLogs


def build_request(call_id: str) -> Request:
    """The request of `getCallLogs`."""
    return Request(
        operation="getCallLogs",
        method="GET",
        path=f"/agents/calls/{path_segment(call_id)}/logs",
    )


def parse_response(response: Response) -> AgentCallLogs:
    """The answer of `getCallLogs`."""
    return AgentCallLogs.from_dict(response.json_object())
