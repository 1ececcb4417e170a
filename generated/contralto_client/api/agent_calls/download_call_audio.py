# Generated from spec/openapi/agent-calls.yaml by contralto generate. Do not edit.
"""`GET /agents/calls/{call_id}/audio`: recording of a call."""

from __future__ import annotations

from ..._request import Request, path_segment


def build_request(call_id: str) -> Request:
    """The request of `downloadCallAudio`."""
    return Request(
        operation="downloadCallAudio",
        method="GET",
        path=f"/agents/calls/{path_segment(call_id)}/audio",
        accept="audio/wav",
    )
