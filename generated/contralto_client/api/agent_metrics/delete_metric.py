# Generated from spec/openapi/agent-metrics.yaml by contralto generate. Do not edit.
"""`DELETE /agents/metrics/{metric_id}`: delete a metric."""

from __future__ import annotations

from ..._request import Request, Response, path_segment


def build_request(metric_id: str) -> Request:
    """The request of `deleteMetric`."""
    return Request(
        operation="deleteMetric",
        method="DELETE",
        path=f"/agents/metrics/{path_segment(metric_id)}",
        accept="*/*",
    )


def parse_response(response: Response) -> None:
    """Nothing: the answer of `deleteMetric` has no body."""
