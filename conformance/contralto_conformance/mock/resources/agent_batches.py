"""Batches of calls: made, listed, read, cancelled and tried again.

The course of a batch is laid down when it is made: it is admitted after a moment (or when it is scheduled), and each
recipient is dialled as soon as fewer calls of the batch run than may, at most one a second. What a reader sees follows
from the time.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from contralto_conformance.mock.answers import Page, answer, answer_page
from contralto_conformance.mock.errors import Fault
from contralto_conformance.mock.exchange import Call, Reply
from contralto_conformance.mock.operations import Operation, read_query, read_request
from contralto_conformance.mock.service import Service
from contralto_conformance.mock.shelves import Shelf

from .known_agents import known_agent
from .moments import read_moment, rfc3339
from .phone_calls import LONGEST_CALL_MINUTES, Calls, Order, PhoneCall, number_to_call_from, refusal
from .phone_numbers import PhoneNumbers

Record = dict[str, Any]

CONCURRENT_CALLS = 8
"""Calls that an organization without a plan may have at once (docs-line-scaling: as many as with the free one)."""

_ADMITTED_AFTER_S = 2.0
_LATEST_START_S = 30 * 24 * 3600.0


@dataclass(slots=True)
class Recipient:
    """A number that a batch calls.

    `dial_s` is when it is handed over for dialling, `call` the call that comes of it (None when it cannot be placed;
    `refusal` says why), `earlier` the one before it where it is tried again.
    """

    id: str
    to: str
    metadata: Record | None
    queued_s: float
    dial_s: float = 0.0
    call: PhoneCall | None = None
    refusal: str | None = None
    earlier: PhoneCall | None = None
    attempts: int = 0
    is_cancelled: bool = False

    def status(self, now_s: float) -> str:
        """`queued`, `dispatched`, `started`, `completed`, `failed` or `cancelled`."""
        if self.is_cancelled:
            return "cancelled"
        if now_s < self.dial_s:
            return "queued"
        status = self.call.status(now_s) if self.call else "failed"
        return "dispatched" if status == "created" else status

    def moments(self) -> Iterator[float]:
        """When its status changes."""
        yield self.queued_s
        if not self.is_cancelled:
            yield self.dial_s
        for call in (self.call, self.earlier):
            if call is not None and not (call is self.call and self.is_cancelled):
                yield call.end_s
                yield call.end_s if call.begin_s is None else call.begin_s


@dataclass(slots=True)
class CallBatch:
    """A batch: who calls, how many calls shall run at once (and how many may at most), and the recipients in the order
    of the request."""

    id: str
    name: str
    agent_id: str
    number_id: str
    region: str
    limit: int
    limit_of_plan: int
    order: Order
    created_s: float
    admitted_s: float
    scheduled_s: float | None
    recipients: list[Recipient] = field(default_factory=list)
    retries: int = 0
    cancelled_s: float | None = None

    def lay_down(self, calls: Calls, again: list[Recipient], from_s: float) -> None:
        """Plans the calls to `again`, from `from_s` on."""
        planned = [recipient.call for recipient in self.recipients if recipient.call is not None]
        running = [call.end_s for call in planned if call.end_s > from_s]
        heapq.heapify(running)
        for recipient in again:
            earliest_s = from_s
            while len(running) >= min(self.limit, self.limit_of_plan):
                earliest_s = max(from_s, heapq.heappop(running))
            recipient.dial_s = calls.dialler.reserve(earliest_s)
            recipient.earlier, recipient.call = recipient.call, None
            recipient.refusal = refusal(self.order, recipient.to)
            if recipient.refusal is None:
                call = calls.place(self.order, recipient.to, recipient.dial_s, recipient.metadata, recipient.attempts)
                recipient.call = calls.put(call)
                heapq.heappush(running, call.end_s)
            recipient.attempts += 1

    def status(self, now_s: float) -> str:
        """`pending`, `in_progress`, `completed` (all calls are handed over) or `cancelled`."""
        if self.cancelled_s is not None:
            return "cancelled"
        if now_s < self.admitted_s:
            return "pending"
        return "in_progress" if any(now_s < recipient.dial_s for recipient in self.recipients) else "completed"


class Batches:
    """The batches of the account."""

    def __init__(self, service: Service) -> None:
        self.shelf: Shelf[CallBatch] = Shelf("call batch", is_newest_first=True)


def record_of(batch: CallBatch, now_s: float, *, recipients: bool) -> Record:
    """A batch as it is now, with its recipients if they are asked for."""
    statuses = [recipient.status(now_s) for recipient in batch.recipients]
    is_admitted = batch.admitted_s <= (now_s if batch.cancelled_s is None else batch.cancelled_s)
    changed = [batch.created_s, *([batch.admitted_s] if is_admitted else []), batch.cancelled_s or 0.0]
    changed += (moment for recipient in batch.recipients for moment in recipient.moments())
    record: Record = {
        "id": batch.id,
        "name": batch.name,
        "agent_id": batch.agent_id,
        "from_number_id": batch.number_id,
        "region": batch.region,
        "target_concurrency_limit": batch.limit,
        "status": batch.status(now_s),
        "total_calls_scheduled": len(statuses),
        "total_calls_dispatched": sum(status not in ("queued", "cancelled") for status in statuses),
        "total_calls_finished": sum(status in ("completed", "failed") for status in statuses),
        "retry_count": batch.retries,
        "created_at": rfc3339(batch.created_s),
        "last_updated_at": rfc3339(max(moment for moment in changed if moment <= now_s)),
    }
    if batch.scheduled_s is not None:
        record["scheduled_at"] = rfc3339(batch.scheduled_s)
    if is_admitted:
        record["admitted_at"] = rfc3339(batch.admitted_s)
    if recipients:
        record["recipients"] = [_recipient(recipient, now_s) for recipient in batch.recipients]
    return record


def _recipient(recipient: Recipient, now_s: float) -> Record:
    status = recipient.status(now_s)
    waits = status in ("queued", "cancelled")
    call = recipient.earlier if waits else recipient.call
    record: Record = {
        "id": recipient.id,
        "to_number": recipient.to,
        "status": status,
        "created_at": rfc3339(recipient.queued_s),
    }
    if call is not None:
        record["agent_call_id"] = call.id
    if status in ("completed", "failed"):
        message = call.error_message if call is not None else recipient.refusal
        record["end_reason"] = call.end_reason if call is not None else "dial_failed"
        if message is not None:
            record["error_message"] = message
    if recipient.metadata is not None:
        record["metadata"] = recipient.metadata
    return record


def _of(service: Service, call: Call) -> CallBatch:
    return service.state(Batches).shelf.get(call.parameters["batch_id"])


async def list_batches(service: Service, call: Call) -> Reply:
    """`GET /agents/calls/batches`: the newest first, without recipients."""
    query = read_query(service, call)
    agent_id = query.get("agent_id")
    if agent_id is not None:
        known_agent(service, agent_id)
    page = service.state(Batches).shelf.page(query, lambda batch: agent_id in (None, batch.agent_id))
    now_s = service.now_s()
    records = [record_of(batch, now_s, recipients=False) for batch in page.items]
    return answer_page(call, Page(records, page.has_more, page.next_page))


async def create_batch(service: Service, call: Call) -> Reply:
    """`POST /agents/calls/batches`."""
    asked = read_request(service, call)
    agent = known_agent(service, asked["agent_id"])
    number = number_to_call_from(service, asked["from_number_id"])
    now_s = service.now_s()
    scheduled_s = read_moment(asked, "scheduled_at")
    if scheduled_s is not None and not now_s < scheduled_s <= now_s + _LATEST_START_S:
        message = f"`scheduled_at` must be in the future and at most 30 days ahead, got `{asked['scheduled_at'][:40]}`"
        raise Fault(400, None, message)
    if "region" in asked and service.state(PhoneNumbers).provider_of(number)["type"] != "sip_trunk":
        raise Fault(400, None, "`region` is only for numbers of a SIP trunk; leave it out")
    calls = service.state(Calls)
    if not calls.charge(len(asked["recipients"]), len(call.body)):
        raise Fault(402, "Quota exceeded", "the agent usage of the plan is used up", code="quota_exceeded")
    batch_id = service.new_key("acb_")
    limit_of_plan = service.limits.size("agents") or CONCURRENT_CALLS
    scale = service.settings.time_scale
    batch = CallBatch(
        id=batch_id,
        name=asked["name"],
        agent_id=agent["id"],
        number_id=number["id"],
        region=asked.get("region", "US"),
        limit=asked.get("target_concurrency_limit", limit_of_plan // 2),
        limit_of_plan=limit_of_plan,
        order=Order(
            agent=agent,
            number=number,
            ringing_s=float(asked.get("ringing_timeout_seconds", 60)),
            longest_s=asked.get("max_call_duration_minutes", LONGEST_CALL_MINUTES) * 60.0,
            batch_id=batch_id,
        ),
        created_s=now_s,
        admitted_s=scheduled_s if scheduled_s is not None else now_s + _ADMITTED_AFTER_S * scale,
        scheduled_s=scheduled_s,
    )
    batch.recipients = [
        Recipient(service.new_key("acbr_"), item["to_number"], item.get("metadata"), now_s)
        for item in asked["recipients"]
    ]
    batch.lay_down(calls, batch.recipients, batch.admitted_s)
    service.state(Batches).shelf.put(batch.id, batch)
    return answer(call, record_of(batch, now_s, recipients=False))


async def get_batch(service: Service, call: Call) -> Reply:
    """`GET /agents/calls/batches/{batch_id}`."""
    return answer(call, record_of(_of(service, call), service.now_s(), recipients=True))


async def cancel_batch(service: Service, call: Call) -> Reply:
    """`POST /agents/calls/batches/{batch_id}/cancel`: takes back what waits; one that is through stays as it is."""
    batch = _of(service, call)
    now_s = service.now_s()
    waiting = [recipient for recipient in batch.recipients if recipient.status(now_s) == "queued"]
    for recipient in waiting:
        recipient.is_cancelled = True
        if recipient.call is not None:
            service.state(Calls).withdraw(recipient.call.id)
    if waiting:
        batch.cancelled_s = now_s
    return answer(call, record_of(batch, now_s, recipients=False))


async def retry_batch(service: Service, call: Call) -> Reply:
    """`POST /agents/calls/batches/{batch_id}/retry`: calls again where it failed, if it failed anywhere."""
    batch = _of(service, call)
    now_s = service.now_s()
    if batch.cancelled_s is not None:
        raise Fault(400, None, f"the batch `{batch.id}` is cancelled and cannot be tried again")
    failed = [recipient for recipient in batch.recipients if recipient.status(now_s) == "failed"]
    if failed:
        if not service.state(Calls).charge(len(failed), 0):
            raise Fault(400, "Quota exceeded", "the agent usage of the plan is used up", code="quota_exceeded")
        batch.retries += 1
        for recipient in failed:
            recipient.queued_s = now_s
        batch.lay_down(service.state(Calls), failed, now_s)
    return answer(call, record_of(batch, now_s, recipients=False))


OPERATIONS = (
    Operation("GET", "/agents/calls/batches", list_batches),
    Operation("POST", "/agents/calls/batches", create_batch),
    Operation("GET", "/agents/calls/batches/{batch_id}", get_batch),
    Operation("POST", "/agents/calls/batches/{batch_id}/cancel", cancel_batch),
    Operation("POST", "/agents/calls/batches/{batch_id}/retry", retry_batch),
)
