# Generated from spec/openapi/agent-calls.yaml by contralto generate. Do not edit.
"""`GET /agents/calls`: list calls."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Literal

from ..._request import Request, Response, query_items
from ...models._wire import to_wire

if TYPE_CHECKING:
    from ...models.agent_call_page import AgentCallPage


def build_request(
    *,
    agent_id: str | None = None,
    batch_id: str | None = None,
    start_time_gte: datetime.datetime | None = None,
    start_time_lte: datetime.datetime | None = None,
    expand: Literal["transcript"] | None = None,
    starting_after: str | None = None,
    ending_before: str | None = None,
    limit: int | None = None,
) -> Request:
    """The request of `listCalls`."""
    return Request(
        operation="listCalls",
        method="GET",
        path="/agents/calls",
        query=query_items(
            [
                ("agent_id", agent_id),
                ("batch_id", batch_id),
                ("start_time_gte", to_wire(start_time_gte)),
                ("start_time_lte", to_wire(start_time_lte)),
                ("expand", expand),
                ("starting_after", starting_after),
                ("ending_before", ending_before),
                ("limit", limit),
            ]
        ),
    )


def parse_response(response: Response) -> AgentCallPage:
    """The answer of `listCalls`."""
    from ...models.agent_call_page import AgentCallPage  # here: a client that never calls this needs none of its values

    return AgentCallPage.from_dict(response.json_object())
