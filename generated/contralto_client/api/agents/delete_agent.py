# Generated from spec/openapi/agents.yaml by contralto generate. Do not edit.
"""`DELETE /agents/{agent_id}`: delete an agent."""

from __future__ import annotations

from ..._request import Request, Response, path_segment


def build_request(agent_id: str) -> Request:
    """The request of `deleteAgent`."""
    return Request(
        operation="deleteAgent",
        method="DELETE",
        path=f"/agents/{path_segment(agent_id)}",
        accept="*/*",
    )


def parse_response(response: Response) -> None:
    """Nothing: the answer of `deleteAgent` has no body."""
