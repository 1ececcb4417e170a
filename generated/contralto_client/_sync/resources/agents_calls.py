# Generated from spec/openapi/agent-calls.yaml by contralto generate. Do not edit.
"""`client.agents.calls`: Calls that agents took or placed."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from ...api.agent_calls import (
    cancel_call,
    create_outbound_call,
    delete_call,
    download_call_audio,
    get_call,
    get_call_logs,
    list_calls,
)
from ...models._wire import given
from ..pagination import Pager
from ..streams import AudioStream

if TYPE_CHECKING:
    from ..._options import CallOptions
    from ...models.agent_call import AgentCall
    from ...models.agent_call_cancellation import AgentCallCancellation
    from ...models.agent_call_logs import AgentCallLogs
    from ...models.agent_call_page import AgentCallPage
    from ...models.agent_outbound_call_item import AgentOutboundCallItem
    from ...models.agent_outbound_call_response import AgentOutboundCallResponse
    from ..transport import Transport
    from .agents_calls_batches import AgentsCallsBatches


class AgentsCalls:
    """Calls that agents took or placed."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list(
        self,
        *,
        agent_id: str | None = None,
        batch_id: str | None = None,
        start_time_gte: datetime.datetime | None = None,
        start_time_lte: datetime.datetime | None = None,
        expand: Literal["transcript"] | None = None,
        starting_after: str | None = None,
        ending_before: str | None = None,
        limit: int | None = None,
        options: CallOptions | None = None,
    ) -> Pager[AgentCallPage, AgentCall]:
        """List calls.

        One page of the calls of an agent or of a batch, the latest start first. One of `agent_id` and
        `batch_id` is needed; given both, the batch must be one of the agent. With `batch_id` each attempt is
        an entry of its own. Transcripts come only with `expand=transcript`.

        Args:
            agent_id: Only calls of this agent; needed unless `batch_id` is given.
            batch_id: Only calls of this batch.
            start_time_gte: Only calls that started at this time or later.
            start_time_lte: Only calls that started at this time or earlier; not before `start_time_gte`.
            expand: Member to include; a single value, not a list.
            starting_after: Id of an item; the page holds the items after it.
            ending_before: Id of an item; the page holds the items just before it.
            limit: Largest number of items on the page. 1 to 100; default `10`.
            options: Time limits, retries and headers of this call alone.
        """
        return Pager(
            self._transport,
            list_calls.build_request(
                agent_id=agent_id,
                batch_id=batch_id,
                start_time_gte=start_time_gte,
                start_time_lte=start_time_lte,
                expand=expand,
                starting_after=starting_after,
                ending_before=ending_before,
                limit=limit,
            ),
            list_calls.parse_response,
            options,
        )

    def create(
        self,
        *,
        from_number_id: str,
        agent_id: str,
        outbound_calls: Sequence[AgentOutboundCallItem | Mapping[str, Any]],
        ringing_timeout_seconds: int | None = None,
        max_call_duration_minutes: int | None = None,
        options: CallOptions | None = None,
    ) -> AgentOutboundCallResponse:
        """Place calls.

        Calls one or more numbers and lets the agent speak. The destinations succeed or fail one by one: look
        for `error` in each entry of the answer. Calls are dialled at one a second; faster ones wait.

        Args:
            from_number_id: Id of the phone number to call from.
            agent_id: Agent that speaks.
            outbound_calls: Whom to call.
            ringing_timeout_seconds: How long to let it ring. 5 to 80; default `60`.
            max_call_duration_minutes: Longest call in minutes.
            options: Time limits, retries and headers of this call alone.
        """
        body: dict[str, Any] = {
            "from_number_id": from_number_id,
            "agent_id": agent_id,
            "outbound_calls": outbound_calls,
            **given(
                {
                    "ringing_timeout_seconds": ringing_timeout_seconds,
                    "max_call_duration_minutes": max_call_duration_minutes,
                }
            ),
        }
        return self._transport.call(
            create_outbound_call.build_request(body=body), create_outbound_call.parse_response, options
        )

    def retrieve(self, call_id: str, *, options: CallOptions | None = None) -> AgentCall:
        """One call.

        The call of this id, with its transcript. `batches` is never read as the id of a call.

        Args:
            call_id: Id of the call.
            options: Time limits, retries and headers of this call alone.
        """
        return self._transport.call(get_call.build_request(call_id), get_call.parse_response, options)

    def delete(self, call_id: str, *, options: CallOptions | None = None) -> AgentCall:
        """Delete the data of a call.

        Removes what was said in a call: transcript, recording, summary and numbers. Only a completed or
        failed call can be emptied. The call itself stays, with `redacted_at`. Sending it again changes
        nothing; after a 500 send it again.

        Args:
            call_id: Id of the call.
            options: Time limits, retries and headers of this call alone.
        """
        return self._transport.call(delete_call.build_request(call_id), delete_call.parse_response, options)

    def cancel(self, call_id: str, *, options: CallOptions | None = None) -> AgentCallCancellation:
        """End a call.

        Ends a running call; it then shows the end reason `api_cancelled`. Only a call in status `started` can
        be ended. A 502 says that the order did not reach the call; send it again.

        Args:
            call_id: Id of the call.
            options: Time limits, retries and headers of this call alone.
        """
        return self._transport.call(cancel_call.build_request(call_id), cancel_call.parse_response, options)

    def download_audio(self, call_id: str, *, options: CallOptions | None = None) -> AudioStream:
        """Recording of a call.

        The recording as a WAV file, once the call has ended. A call without a recording answers 404.

        Args:
            call_id: Id of the call.
            options: Time limits, retries and headers of this call alone.
        """
        return AudioStream(self._transport, download_call_audio.build_request(call_id), options)

    def get_logs(self, call_id: str, *, options: CallOptions | None = None) -> AgentCallLogs:
        """Logs of a call.

        What the code of the agent logged during the call. Its 404 has a shape of its own.

        Args:
            call_id: Id of the call.
            options: Time limits, retries and headers of this call alone.
        """
        return self._transport.call(get_call_logs.build_request(call_id), get_call_logs.parse_response, options)

    @cached_property
    def batches(self) -> AgentsCallsBatches:
        """Many calls that are placed in the background."""
        from .agents_calls_batches import AgentsCallsBatches

        return AgentsCallsBatches(self._transport)
