# Generated from spec/openapi/usage.yaml by contralto generate. Do not edit.
"""`GET /usage/agents`: used agent time."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from ..._request import Request, Response, query_items
from ...models._wire import to_wire

if TYPE_CHECKING:
    from ...models.usage_agents import UsageAgents
    from ...models.usage_interval import UsageInterval


def build_request(
    *,
    start_ts: datetime.datetime | None = None,
    end_ts: datetime.datetime | None = None,
    interval: UsageInterval | None = None,
) -> Request:
    """The request of `getAgentUsage`."""
    return Request(
        operation="getAgentUsage",
        method="GET",
        path="/usage/agents",
        query=query_items([("start_ts", to_wire(start_ts)), ("end_ts", to_wire(end_ts)), ("interval", interval)]),
        admin=True,
    )


def parse_response(response: Response) -> UsageAgents:
    """The answer of `getAgentUsage`."""
    from ...models.usage_agents import UsageAgents  # here: a client that never calls this needs none of its values

    return UsageAgents.from_dict(response.json_object())
