# Generated from spec/openapi/agent-metrics.yaml by contralto generate. Do not edit.
"""`client.agents.metrics.results`: What the metrics found in single calls."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from ...api.agent_metrics import export_metric_results, list_metric_results
from ..pagination import Pager

if TYPE_CHECKING:
    from ..._options import CallOptions
    from ..._request import TextPage
    from ...models.agent_metric_result import AgentMetricResult
    from ...models.agent_metric_result_page import AgentMetricResultPage
    from ..transport import Transport


class AgentsMetricsResults:
    """What the metrics found in single calls."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list(
        self,
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
        options: CallOptions | None = None,
    ) -> Pager[AgentMetricResultPage, AgentMetricResult]:
        """List metric results.

        One page of the results that fit all filters. The members of a result are written in camel case.
        `results` is never read as the id of a metric.

        Args:
            agent_id: Only results of this agent.
            deployment_id: Only results of this deployment.
            metric_id: Only results of this metric.
            call_id: Only results of this call.
            start_date: Only results made at this time or later.
            end_date: Only results made at this time or earlier.
            starting_after: Id of an item; the page holds the items after it.
            ending_before: Id of an item; the page holds the items just before it.
            limit: Largest number of items on the page. 1 to 100; default `10`.
            options: Time limits, retries and headers of this call alone.
        """
        return Pager(
            self._transport,
            list_metric_results.build_request(
                agent_id=agent_id,
                deployment_id=deployment_id,
                metric_id=metric_id,
                call_id=call_id,
                start_date=start_date,
                end_date=end_date,
                starting_after=starting_after,
                ending_before=ending_before,
                limit=limit,
            ),
            list_metric_results.parse_response,
            options,
        )

    def export(
        self,
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
        options: CallOptions | None = None,
    ) -> TextPage:
        """Metric results as CSV.

        The results that fit all filters as CSV. Without `limit`, `starting_after` and `ending_before` the
        whole set comes in one stream; with one of them a page comes, and headers say what follows. More than
        100,000 rows in the whole set answer 400 either way, none at all answers 404.

        Args:
            agent_id: Only results of this agent.
            deployment_id: Only results of this deployment.
            metric_id: Only results of this metric.
            call_id: Only results of this call.
            start_date: Only results made at this time or later.
            end_date: Only results made at this time or earlier.
            limit: Largest number of rows on the page; asks for pages. 1 to 1000.
            starting_after: Opaque cursor, the `X-Next-Cursor` of a page; asks for the page after it. Not
                together with `ending_before`.
            ending_before: Opaque cursor; asks for the page before it. Not together with `starting_after`.
            options: Time limits, retries and headers of this call alone.
        """
        return self._transport.call(
            export_metric_results.build_request(
                agent_id=agent_id,
                deployment_id=deployment_id,
                metric_id=metric_id,
                call_id=call_id,
                start_date=start_date,
                end_date=end_date,
                limit=limit,
                starting_after=starting_after,
                ending_before=ending_before,
            ),
            export_metric_results.parse_response,
            options,
        )
