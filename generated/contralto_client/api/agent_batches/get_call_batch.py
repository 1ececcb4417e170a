# Generated from spec/openapi/agent-batches.yaml by contralto generate. Do not edit.
"""`GET /agents/calls/batches/{batch_id}`: one call batch."""

from __future__ import annotations

from ..._request import Request, Response, path_segment
from ...models.agent_call_batch import AgentCallBatch


def build_request(batch_id: str) -> Request:
    """The request of `getCallBatch`."""
    return Request(
        operation="getCallBatch",
        method="GET",
        path=f"/agents/calls/batches/{path_segment(batch_id)}",
    )


def parse_response(response: Response) -> AgentCallBatch:
    """The answer of `getCallBatch`."""
    return AgentCallBatch.from_dict(response.json_object())
