# Generated from spec/openapi/agent-metrics.yaml by contralto generate. Do not edit.
"""`GET /agents/metrics/results`: list metric results."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from ..._request import Request, Response, query_items
from ...models._wire import to_wire

if TYPE_CHECKING:
    from ...models.agent_metric_result_page import AgentMetricResultPage


def build_request(
    *,
    agent_id: str | None = None,
    deployment_id: str | None = None,
    metric_id: str | None = None,
    call_id: str | None = None,
    start_date: datetime.datetime | None = None,
    end_date: datetime.datetime | None = None,
    starting_after: str | None = None,
    ending_before: str | None = None,
    limit: int | None = None,
) -> Request:
    """The request of `listMetricResults`."""
    return Request(
        operation="listMetricResults",
        method="GET",
        path="/agents/metrics/results",
        query=query_items(
            [
                ("agent_id", agent_id),
                ("deployment_id", deployment_id),
                ("metric_id", metric_id),
                ("call_id", call_id),
                ("start_date", to_wire(start_date)),
                ("end_date", to_wire(end_date)),
                ("starting_after", starting_after),
                ("ending_before", ending_before),
                ("limit", limit),
            ]
        ),
    )


def parse_response(response: Response) -> AgentMetricResultPage:
    """The answer of `listMetricResults`."""
    from ...models.agent_metric_result_page import (
        AgentMetricResultPage,  # here: a client that never calls this needs none of its values
    )

    return AgentMetricResultPage.from_dict(response.json_object())
