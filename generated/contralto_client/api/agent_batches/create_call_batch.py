# Generated from spec/openapi/agent-batches.yaml by contralto generate. Do not edit.
"""`POST /agents/calls/batches`: make a call batch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..._request import Request, Response
from ...models._wire import to_wire

if TYPE_CHECKING:
    from ...models.agent_call_batch import AgentCallBatch
    from ...models.agent_call_batch_request import AgentCallBatchRequest


def build_request(*, body: AgentCallBatchRequest | Mapping[str, Any]) -> Request:
    """The request of `createCallBatch`."""
    return Request(
        operation="createCallBatch",
        method="POST",
        path="/agents/calls/batches",
        json=to_wire(body),
        paid=True,
    )


def parse_response(response: Response) -> AgentCallBatch:
    """The answer of `createCallBatch`."""
    from ...models.agent_call_batch import (
        AgentCallBatch,  # here: a client that never calls this needs none of its values
    )

    return AgentCallBatch.from_dict(response.json_object())
