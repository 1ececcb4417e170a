# Generated from spec/openapi/agent-metrics.yaml by contralto generate. Do not edit.
"""`POST /agents/{agent_id}/metrics/{metric_id}`: add a metric to an agent."""

from __future__ import annotations

from ..._request import Request, Response, path_segment


def build_request(agent_id: str, metric_id: str) -> Request:
    """The request of `addMetricToAgent`."""
    return Request(
        operation="addMetricToAgent",
        method="POST",
        path=f"/agents/{path_segment(agent_id)}/metrics/{path_segment(metric_id)}",
        accept="*/*",
    )


def parse_response(response: Response) -> None:
    """Nothing: the answer of `addMetricToAgent` has no body."""
