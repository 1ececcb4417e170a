# Generated from spec/openapi/agent-metrics.yaml by contralto generate. Do not edit.
"""`DELETE /agents/{agent_id}/metrics/{metric_id}`: remove a metric from an agent."""

from __future__ import annotations

from ..._request import Request, Response, path_segment


def build_request(agent_id: str, metric_id: str) -> Request:
    """The request of `removeMetricFromAgent`."""
    return Request(
        operation="removeMetricFromAgent",
        method="DELETE",
        path=f"/agents/{path_segment(agent_id)}/metrics/{path_segment(metric_id)}",
        accept="*/*",
    )


def parse_response(response: Response) -> None:
    """Nothing: the answer of `removeMetricFromAgent` has no body."""
