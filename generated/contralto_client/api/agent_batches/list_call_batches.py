# Generated from spec/openapi/agent-batches.yaml by contralto generate. Do not edit.
"""`GET /agents/calls/batches`: list call batches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._request import Request, Response, query_items

if TYPE_CHECKING:
    from ...models.agent_call_batch_page import AgentCallBatchPage


def build_request(
    *,
    agent_id: str | None = None,
    starting_after: str | None = None,
    ending_before: str | None = None,
    limit: int | None = None,
) -> Request:
    """The request of `listCallBatches`."""
    return Request(
        operation="listCallBatches",
        method="GET",
        path="/agents/calls/batches",
        query=query_items(
            [
                ("agent_id", agent_id),
                ("starting_after", starting_after),
                ("ending_before", ending_before),
                ("limit", limit),
            ]
        ),
    )


def parse_response(response: Response) -> AgentCallBatchPage:
    """The answer of `listCallBatches`."""
    from ...models.agent_call_batch_page import (
        AgentCallBatchPage,  # here: a client that never calls this needs none of its values
    )

    return AgentCallBatchPage.from_dict(response.json_object())
