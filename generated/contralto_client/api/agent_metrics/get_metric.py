# Generated from spec/openapi/agent-metrics.yaml by contralto generate. Do not edit.
"""`GET /agents/metrics/{metric_id}`: one metric."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._request import Request, Response, path_segment

if TYPE_CHECKING:
    from ...models.agent_metric import AgentMetric


def build_request(metric_id: str) -> Request:
    """The request of `getMetric`."""
    return Request(
        operation="getMetric",
        method="GET",
        path=f"/agents/metrics/{path_segment(metric_id)}",
    )


def parse_response(response: Response) -> AgentMetric:
    """The answer of `getMetric`."""
    from ...models.agent_metric import AgentMetric  # here: a client that never calls this needs none of its values

    return AgentMetric.from_dict(response.json_object())
