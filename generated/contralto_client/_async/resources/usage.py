# Generated from spec/openapi/usage.yaml by contralto generate. Do not edit.
"""`client.usage`: What an organization has used up."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from ...api.usage import get_agent_usage, get_credit_usage

if TYPE_CHECKING:
    from ..._options import CallOptions
    from ...models.usage_agents import UsageAgents
    from ...models.usage_credits import UsageCredits
    from ...models.usage_grouping import UsageGrouping
    from ...models.usage_interval import UsageInterval
    from ..transport import AsyncTransport


class AsyncUsage:
    """What an organization has used up."""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport

    async def credits(
        self,
        *,
        start_ts: datetime.datetime | None = None,
        end_ts: datetime.datetime | None = None,
        interval: UsageInterval | None = None,
        api_key_id: str | None = None,
        group_by: UsageGrouping | None = None,
        options: CallOptions | None = None,
    ) -> UsageCredits:
        """Used credits.

        The credits that were used in a window of at most one year, in periods. The window is widened to whole
        days in UTC. Without `interval` it is one period. With `group_by` there is one series for each value,
        in days; then `interval` must be `day` if given, and `group_by=api_key` cannot go together with
        `api_key_id`.

        Needs an API key for administration: `admin_api_key` of the client.

        Args:
            start_ts: Begin of the window with its zone, rounded down to the begin of a day in UTC; a few days
                before the end when left out.
            end_ts: End of the window with its zone, rounded up to the begin of a day in UTC; now when left
                out.
            interval: Length of a period; the whole window when left out.
            api_key_id: Only what was used with this API key.
            group_by: What to break the numbers down by.
            options: Time limits, retries and headers of this call alone.
        """
        return await self._transport.call(
            get_credit_usage.build_request(
                start_ts=start_ts, end_ts=end_ts, interval=interval, api_key_id=api_key_id, group_by=group_by
            ),
            get_credit_usage.parse_response,
            options,
        )

    async def agents(
        self,
        *,
        start_ts: datetime.datetime | None = None,
        end_ts: datetime.datetime | None = None,
        interval: UsageInterval | None = None,
        options: CallOptions | None = None,
    ) -> UsageAgents:
        """Used agent time.

        What calls of agents cost in a window, in periods. `end_ts` must come after `start_ts`.

        Needs an API key for administration: `admin_api_key` of the client.

        Args:
            start_ts: Begin of the window with its zone.
            end_ts: End of the window with its zone.
            interval: Length of a period; the whole window when left out.
            options: Time limits, retries and headers of this call alone.
        """
        return await self._transport.call(
            get_agent_usage.build_request(start_ts=start_ts, end_ts=end_ts, interval=interval),
            get_agent_usage.parse_response,
            options,
        )
