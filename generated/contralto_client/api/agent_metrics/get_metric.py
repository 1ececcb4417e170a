# Generated from spec/openapi/agent-metrics.yaml by contralto generate. Do not edit.
"""`GET /agents/metrics/{metric_id}`: one metric."""

from __future__ import annotations

from ..._request import Request, Response, path_segment
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
    return AgentMetric.from_dict(response.json_object())
