# Generated from spec/openapi/managed-tools.yaml by contralto generate. Do not edit.
"""`DELETE /v1/agents/tools/{tool_id}`: delete a tool."""

from __future__ import annotations

from ..._request import Request, Response, path_segment


def build_request(tool_id: str) -> Request:
    """The request of `deleteManagedTool`."""
    return Request(
        operation="deleteManagedTool",
        method="DELETE",
        path=f"/v1/agents/tools/{path_segment(tool_id)}",
        accept="*/*",
    )


def parse_response(response: Response) -> None:
    """Nothing: the answer of `deleteManagedTool` has no body."""
