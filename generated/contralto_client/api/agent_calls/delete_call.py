# Generated from spec/openapi/agent-calls.yaml by contralto generate. Do not edit.
"""`DELETE /agents/calls/{call_id}`: delete the data of a call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._request import Request, Response, path_segment

if TYPE_CHECKING:
    from ...models.agent_call import AgentCall


def build_request(call_id: str) -> Request:
    """The request of `deleteCall`."""
    return Request(
        operation="deleteCall",
        method="DELETE",
        path=f"/agents/calls/{path_segment(call_id)}",
    )


def parse_response(response: Response) -> AgentCall:
    """The answer of `deleteCall`."""
    from ...models.agent_call import AgentCall  # here: a client that never calls this needs none of its values

    return AgentCall.from_dict(response.json_object())
