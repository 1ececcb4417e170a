# Generated from spec/openapi/agent-metrics.yaml by contralto generate. Do not edit.
"""`GET /agents/metrics/results/export`: metric results as CSV."""

from __future__ import annotations

import datetime

from ..._request import Request, Response, TextPage, query_items
from ...models._wire import to_wire


def build_request(
    *,
    agent_id: str | None = None,
    deployment_id: str | None = None,
    metric_id: str | None = None,
    call_id: str | None = None,
    start_date: datetime.datetime | None = None,
    end_date: datetime.datetime | None = None,
    limit: int | None = None,
    starting_after: str | None = None,
    ending_before: str | None = None,
) -> Request:
    """The request of `exportMetricResults`."""
    return Request(
        operation="exportMetricResults",
        method="GET",
        path="/agents/metrics/results/export",
        query=query_items(
            [
                ("agent_id", agent_id),
                ("deployment_id", deployment_id),
                ("metric_id", metric_id),
                ("call_id", call_id),
                ("start_date", to_wire(start_date)),
                ("end_date", to_wire(end_date)),
                ("limit", limit),
                ("starting_after", starting_after),
                ("ending_before", ending_before),
            ]
        ),
        accept="text/csv",
    )


def parse_response(response: Response) -> TextPage:
    """The answer of `exportMetricResults`."""
    return response.text_page()
