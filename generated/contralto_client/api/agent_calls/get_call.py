# Generated from spec/openapi/agent-calls.yaml by contralto generate. Do not edit.
"""`GET /agents/calls/{call_id}`: one call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._request import Request, Response, path_segment

if TYPE_CHECKING:
    from ...models.agent_call import AgentCall


def build_request(call_id: str) -> Request:
    """The request of `getCall`."""
    return Request(
        operation="getCall",
        method="GET",
        path=f"/agents/calls/{path_segment(call_id)}",
    )


def parse_response(response: Response) -> AgentCall:
    """The answer of `getCall`."""
    from ...models.agent_call import AgentCall  # here: a client that never calls this needs none of its values

    return AgentCall.from_dict(response.json_object())
