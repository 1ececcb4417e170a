# Generated from spec/openapi/managed-agents.yaml by contralto generate. Do not edit.
"""`DELETE /v1/agents/{agent_id}`: delete an agent."""

from __future__ import annotations

from ..._request import Request, Response, path_segment


def build_request(agent_id: str) -> Request:
    """The request of `deleteManagedAgent`."""
    return Request(
        operation="deleteManagedAgent",
        method="DELETE",
        path=f"/v1/agents/{path_segment(agent_id)}",
        accept="*/*",
    )


def parse_response(response: Response) -> None:
    """Nothing: the answer of `deleteManagedAgent` has no body."""
