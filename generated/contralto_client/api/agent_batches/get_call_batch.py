# Generated from spec/openapi/agent-batches.yaml by contralto generate. Do not edit.
"""`GET /agents/calls/batches/{batch_id}`: one call batch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._request import Request, Response, path_segment

if TYPE_CHECKING:
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
    from ...models.agent_call_batch import (
        AgentCallBatch,  # here: a client that never calls this needs none of its values
    )

    return AgentCallBatch.from_dict(response.json_object())
