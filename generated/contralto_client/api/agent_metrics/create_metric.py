# Generated from spec/openapi/agent-metrics.yaml by contralto generate. Do not edit.
"""`POST /agents/metrics`: make a metric."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..._request import Request, Response
from ...models._wire import to_wire

if TYPE_CHECKING:
    from ...models.agent_metric import AgentMetric
    from ...models.create_agent_metric_request import CreateAgentMetricRequest


def build_request(*, body: CreateAgentMetricRequest | Mapping[str, Any]) -> Request:
    """The request of `createMetric`."""
    return Request(
        operation="createMetric",
        method="POST",
        path="/agents/metrics",
        json=to_wire(body),
    )


def parse_response(response: Response) -> AgentMetric:
    """The answer of `createMetric`."""
    from ...models.agent_metric import AgentMetric  # here: a client that never calls this needs none of its values

    return AgentMetric.from_dict(response.json_object())
