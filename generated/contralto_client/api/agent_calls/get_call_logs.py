# Generated from spec/openapi/agent-calls.yaml by contralto generate. Do not edit.
"""`GET /agents/calls/{call_id}/logs`: logs of a call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._request import Request, Response, path_segment

if TYPE_CHECKING:
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
    from ...models.agent_call_logs import AgentCallLogs  # here: a client that never calls this needs none of its values

    return AgentCallLogs.from_dict(response.json_object())
