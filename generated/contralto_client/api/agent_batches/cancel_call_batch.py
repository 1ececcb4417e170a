# Generated from spec/openapi/agent-batches.yaml by contralto generate. Do not edit.
"""`POST /agents/calls/batches/{batch_id}/cancel`: cancel a call batch."""

from __future__ import annotations

from ..._request import Request, Response, path_segment
from ...models.agent_call_batch import AgentCallBatch


def build_request(batch_id: str) -> Request:
    """The request of `cancelCallBatch`."""
    return Request(
        operation="cancelCallBatch",
        method="POST",
        path=f"/agents/calls/batches/{path_segment(batch_id)}/cancel",
    )


def parse_response(response: Response) -> AgentCallBatch:
    """The answer of `cancelCallBatch`."""
    return AgentCallBatch.from_dict(response.json_object())
