# Generated from spec/openapi/agent-batches.yaml by contralto generate. Do not edit.
"""`client.agents.calls.batches`: Many calls that are placed in the background."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...api.agent_batches import (
    cancel_call_batch,
    create_call_batch,
    get_call_batch,
    list_call_batches,
    retry_call_batch,
)
from ...models._wire import given
from ..pagination import AsyncPager

if TYPE_CHECKING:
    from ..._options import CallOptions
    from ...models.agent_call_batch import AgentCallBatch
    from ...models.agent_call_batch_page import AgentCallBatchPage
    from ...models.agent_call_batch_request_region import AgentCallBatchRequestRegion
    from ...models.agent_outbound_call_item import AgentOutboundCallItem
    from ..transport import AsyncTransport


class AsyncAgentsCallsBatches:
    """Many calls that are placed in the background."""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport

    def list(
        self,
        *,
        agent_id: str | None = None,
        starting_after: str | None = None,
        ending_before: str | None = None,
        limit: int | None = None,
        options: CallOptions | None = None,
    ) -> AsyncPager[AgentCallBatchPage, AgentCallBatch]:
        """List call batches.

        One page of the batches of the account, the newest first. Recipients are left out.

        Args:
            agent_id: Only batches of this agent.
            starting_after: Id of an item; the page holds the items after it.
            ending_before: Id of an item; the page holds the items just before it.
            limit: Largest number of items on the page. 1 to 100; default `10`.
            options: Time limits, retries and headers of this call alone.
        """
        return AsyncPager(
            self._transport,
            list_call_batches.build_request(
                agent_id=agent_id, starting_after=starting_after, ending_before=ending_before, limit=limit
            ),
            list_call_batches.parse_response,
            options,
        )

    async def create(
        self,
        *,
        name: str,
        agent_id: str,
        from_number_id: str,
        recipients: Sequence[AgentOutboundCallItem | Mapping[str, Any]],
        target_concurrency_limit: int | None = None,
        ringing_timeout_seconds: int | None = None,
        max_call_duration_minutes: int | None = None,
        scheduled_at: datetime.datetime | None = None,
        region: AgentCallBatchRequestRegion | None = None,
        options: CallOptions | None = None,
    ) -> AgentCallBatch:
        """Make a call batch.

        Queues calls to many numbers. They are placed in the background, at most as many at once as the batch
        and the organization allow. A 402 says that the agent usage of the plan is used up.

        Args:
            name: Name of the batch.
            agent_id: Agent that speaks.
            from_number_id: Id of the phone number to call from.
            recipients: Whom to call.
            target_concurrency_limit: Most calls of the batch at once; half the limit of the organization when
                left out. At least 1.
            ringing_timeout_seconds: How long to let it ring. 5 to 80; default `60`.
            max_call_duration_minutes: Longest call in minutes. 1 to 480; default `480`.
            scheduled_at: When to begin: in the future, at most 30 days ahead. At once when left out.
            region: Region that places the calls; only for numbers of a SIP trunk.
            options: Time limits, retries and headers of this call alone.
        """
        body: dict[str, Any] = {
            "name": name,
            "agent_id": agent_id,
            "from_number_id": from_number_id,
            "recipients": recipients,
            **given(
                {
                    "target_concurrency_limit": target_concurrency_limit,
                    "ringing_timeout_seconds": ringing_timeout_seconds,
                    "max_call_duration_minutes": max_call_duration_minutes,
                    "scheduled_at": scheduled_at,
                    "region": region,
                }
            ),
        }
        return await self._transport.call(
            create_call_batch.build_request(body=body), create_call_batch.parse_response, options
        )

    async def retrieve(self, batch_id: str, *, options: CallOptions | None = None) -> AgentCallBatch:
        """One call batch.

        The batch of this id with its recipients.

        Args:
            batch_id: Id of the batch.
            options: Time limits, retries and headers of this call alone.
        """
        return await self._transport.call(
            get_call_batch.build_request(batch_id), get_call_batch.parse_response, options
        )

    async def cancel(self, batch_id: str, *, options: CallOptions | None = None) -> AgentCallBatch:
        """Cancel a call batch.

        Takes back the calls that still wait; running calls go on. Sending it again changes nothing.

        Args:
            batch_id: Id of the batch.
            options: Time limits, retries and headers of this call alone.
        """
        return await self._transport.call(
            cancel_call_batch.build_request(batch_id), cancel_call_batch.parse_response, options
        )

    async def retry(self, batch_id: str, *, options: CallOptions | None = None) -> AgentCallBatch:
        """Call failed recipients again.

        Queues the recipients again whose call failed or was not answered. A cancelled batch answers 400.

        Args:
            batch_id: Id of the batch.
            options: Time limits, retries and headers of this call alone.
        """
        return await self._transport.call(
            retry_call_batch.build_request(batch_id), retry_call_batch.parse_response, options
        )
