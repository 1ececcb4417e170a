# Generated from spec/openapi/agent-metrics.yaml by contralto generate. Do not edit.
"""`GET /agents/metrics`: list metrics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._request import Request, Response, query_items

if TYPE_CHECKING:
    from ...models.agent_metric_page import AgentMetricPage


def build_request(*, limit: int | None = None, starting_after: str | None = None) -> Request:
    """The request of `listMetrics`."""
    return Request(
        operation="listMetrics",
        method="GET",
        path="/agents/metrics",
        query=query_items([("limit", limit), ("starting_after", starting_after)]),
    )


def parse_response(response: Response) -> AgentMetricPage:
    """The answer of `listMetrics`."""
    from ...models.agent_metric_page import (
        AgentMetricPage,  # here: a client that never calls this needs none of its values
    )

    return AgentMetricPage.from_dict(response.json_object())
