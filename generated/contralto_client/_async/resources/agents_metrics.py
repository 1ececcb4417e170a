# Generated from spec/openapi/agent-metrics.yaml by contralto generate. Do not edit.
"""`client.agents.metrics`: Questions that a language model answers about each call of an agent."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from ...api.agent_metrics import (
    add_metric_to_agent,
    create_metric,
    delete_metric,
    get_metric,
    list_metrics,
    remove_metric_from_agent,
)
from ...models._wire import given
from ..pagination import AsyncPager

if TYPE_CHECKING:
    from ..._options import CallOptions
    from ...models.agent_metric import AgentMetric
    from ...models.agent_metric_page import AgentMetricPage
    from ..transport import AsyncTransport
    from .agents_metrics_results import AsyncAgentsMetricsResults


class AsyncAgentsMetrics:
    """Questions that a language model answers about each call of an agent."""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport

    def list(
        self, *, limit: int | None = None, starting_after: str | None = None, options: CallOptions | None = None
    ) -> AsyncPager[AgentMetricPage, AgentMetric]:
        """List metrics.

        One page of the metrics of the account. The list can only be read forwards: it has no `ending_before`.

        Args:
            limit: Largest number of items on the page. 1 to 100; default `10`.
            starting_after: Id of an item; the page holds the items after it.
            options: Time limits, retries and headers of this call alone.
        """
        return AsyncPager(
            self._transport,
            list_metrics.build_request(limit=limit, starting_after=starting_after),
            list_metrics.parse_response,
            options,
        )

    async def create(
        self, *, name: str, prompt: str, display_name: str | None = None, options: CallOptions | None = None
    ) -> AgentMetric:
        """Make a metric.

        Makes a metric. It runs once it is added to an agent.

        Args:
            name: Name, unique in the account: lower-case letters, digits, `_`, `-` and `.`.
            prompt: What the model is asked.
            display_name: Name to show.
            options: Time limits, retries and headers of this call alone.
        """
        body: dict[str, Any] = {"name": name, "prompt": prompt, **given({"display_name": display_name})}
        return await self._transport.call(create_metric.build_request(body=body), create_metric.parse_response, options)

    async def retrieve(self, metric_id: str, *, options: CallOptions | None = None) -> AgentMetric:
        """One metric.

        The metric of this id.

        Args:
            metric_id: Id of the metric.
            options: Time limits, retries and headers of this call alone.
        """
        return await self._transport.call(get_metric.build_request(metric_id), get_metric.parse_response, options)

    async def delete(self, metric_id: str, *, options: CallOptions | None = None) -> None:
        """Delete a metric.

        Deletes the metric. Its results stay.

        Args:
            metric_id: Id of the metric.
            options: Time limits, retries and headers of this call alone.
        """
        await self._transport.call(delete_metric.build_request(metric_id), delete_metric.parse_response, options)

    async def add_to_agent(self, agent_id: str, metric_id: str, *, options: CallOptions | None = None) -> None:
        """Add a metric to an agent.

        Lets the metric run on every later call of the agent. There is no request body.

        Args:
            agent_id: Id of the agent.
            metric_id: Id of the metric.
            options: Time limits, retries and headers of this call alone.
        """
        await self._transport.call(
            add_metric_to_agent.build_request(agent_id, metric_id), add_metric_to_agent.parse_response, options
        )

    async def remove_from_agent(self, agent_id: str, metric_id: str, *, options: CallOptions | None = None) -> None:
        """Remove a metric from an agent.

        The metric runs on no later call of the agent. Its results stay.

        Args:
            agent_id: Id of the agent.
            metric_id: Id of the metric.
            options: Time limits, retries and headers of this call alone.
        """
        await self._transport.call(
            remove_metric_from_agent.build_request(agent_id, metric_id),
            remove_metric_from_agent.parse_response,
            options,
        )

    @cached_property
    def results(self) -> AsyncAgentsMetricsResults:
        """What the metrics found in single calls."""
        from .agents_metrics_results import AsyncAgentsMetricsResults

        return AsyncAgentsMetricsResults(self._transport)
