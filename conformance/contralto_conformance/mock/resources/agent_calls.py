"""Calls of agents: listed, read, heard, emptied, cancelled and placed. How a call goes on is in `phone_calls.py`.

The logs of a call are written when it is over.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from contralto_conformance.mock.answers import Page, answer, answer_page, json_reply
from contralto_conformance.mock.errors import Fault
from contralto_conformance.mock.exchange import Call, Reply
from contralto_conformance.mock.operations import Operation, read_query, read_request
from contralto_conformance.mock.service import Service
from contralto_conformance.mock.shelves import page_of

from .agent_batches import Batches
from .agents import Agents
from .conversations import shown
from .known_agents import known_agent
from .moments import read_span, rfc3339
from .phone_calls import LONGEST_CALL_MINUTES, Calls, Order, PhoneCall, number_to_call_from, refusal
from .phone_numbers import PhoneNumbers

Record = dict[str, Any]

# Up to 2025-11-04 a call was `active`, `completed`, `failed` or `cancelled`; it named its two ends by who they are,
# `from` being the agent's, and only calls by phone had any; what a tool was given was a map of strings.
_DIRECTIONS_SINCE = "2026-03-01"

_E164 = re.compile(r"\+[1-9][0-9]{1,14}")
_LARGEST_METADATA_BYTES = 1024 * 1024
_ALLOWANCE_MESSAGE = "The agent usage of the plan is used up."


def record_of(service: Service, call: Call, found: PhoneCall, *, transcript: bool) -> Record:
    """A call as it is now, in the words of the request's version; with its turns if they are asked for."""
    now_s = service.now_s()
    agent = service.state(Agents).shelf.find(found.agent_id)
    is_over = found.is_over(now_s)
    has_begun = found.begin_s is not None and now_s >= found.begin_s
    record: Record = {
        "id": found.id,
        "agent_id": found.agent_id,
        "agent_name": agent["name"] if agent else found.agent_name,
        "status": found.status(now_s),
        "zdr_enabled": found.is_private,
        "start_time": rfc3339(found.begin_s) if found.begin_s is not None and has_begun else None,
        "end_time": rfc3339(found.end_s) if has_begun and is_over else None,
        "telephony_account_type": found.account_type,
        "telephony_params": _telephony(found),
        "end_reason": found.end_reason if is_over else None,
        "error_message": found.error_message if is_over else None,
        "summary": found.summary if is_over else None,
        "deployment_id": found.deployment_id,
        "deployment_version_id": found.deployment_id and f"{found.deployment_id}_v1",
        "metadata": found.metadata,
    }
    if transcript:
        record["transcript"] = turns_of(service, call, found)
    if found.redacted_s is not None:
        for name in ("telephony_account_type", "telephony_params", "summary", "metadata", "transcript"):
            record.pop(name, None)
        record["redacted_at"] = rfc3339(found.redacted_s)
    return record if call.version.since(_DIRECTIONS_SINCE) else _in_older_words(record, found)


def _telephony(found: PhoneCall) -> Record:
    if found.caller is None:
        return {"connection_type": "websocket"}
    is_outbound = found.direction == "outbound"
    return {
        "to": found.caller if is_outbound else found.number,
        "from": found.number if is_outbound else found.caller,
        "call_sid": f"CA{hashlib.sha256(found.id.encode()).hexdigest()[:32]}",
        "direction": found.direction,
        "connection_type": "phone",
        **(found.telephony or {}),
    }


def _in_older_words(record: Record, found: PhoneCall) -> Record:
    status = {"created": "active", "started": "active"}.get(record["status"], record["status"])
    record["status"] = "cancelled" if record["end_reason"] == "api_cancelled" else status
    if "telephony_params" in record:
        record["telephony_params"] = {"to": found.caller, "from": found.number} if found.caller else None
    return record


def turns_of(service: Service, call: Call, found: PhoneCall) -> list[Record] | None:
    """What was said in a call so far, in the words of the request's version; None for nothing."""
    delivery = service.state(Calls).delivery
    now_s = service.now_s()
    turns = shown(found.said(now_s, delivery), delivery, is_over=found.is_over(now_s))
    if not call.version.since(_DIRECTIONS_SINCE):
        for tool in (tool for turn in turns for tool in turn.get("tool_calls", ())):
            given = tool["arguments"].items()
            tool["arguments"] = {name: value if isinstance(value, str) else str(value) for name, value in given}
    return turns or None


async def list_calls(service: Service, call: Call) -> Reply:
    """`GET /agents/calls`: those of an agent or of a batch, the latest start first."""
    query = read_query(service, call)
    passes = _filter(service, query)
    calls = list(service.state(Calls))
    page = page_of([found.id for found in calls if passes(found)], query, [found.id for found in calls], "call")
    by_id = {found.id: found for found in calls}
    with_turns = query.get("expand") == "transcript"
    shown_calls = [record_of(service, call, by_id[call_id], transcript=with_turns) for call_id in page.items]
    return answer_page(call, Page(shown_calls, page.has_more, page.next_page))


def _filter(service: Service, query: Mapping[str, Any]) -> Callable[[PhoneCall], bool]:
    """What a listed call must be; raises Fault: 400 for times that are none and when it is not said whose calls are
    meant, 404 for nobody's."""
    first_s, last_s = read_span(query, "start_time_gte", "start_time_lte")
    agent_id, batch_id = query.get("agent_id"), query.get("batch_id")
    if agent_id is None and batch_id is None:
        raise Fault(400, None, "one of `agent_id` and `batch_id` is needed")
    if agent_id is not None:
        known_agent(service, agent_id)
    if batch_id is not None and agent_id not in (None, service.state(Batches).shelf.get(batch_id).agent_id):
        raise Fault(400, None, f"the batch `{batch_id[:80]}` is not one of the agent `{agent_id}`; drop `agent_id`")
    now_s = service.now_s()
    is_bounded = "start_time_gte" in query or "start_time_lte" in query

    def passes(found: PhoneCall) -> bool:
        if agent_id not in (None, found.agent_id) or batch_id not in (None, found.batch_id):
            return False
        if not is_bounded:
            return True
        return found.begin_s is not None and found.begin_s <= now_s and first_s <= int(found.begin_s) <= last_s

    return passes


async def get_call(service: Service, call: Call) -> Reply:
    """`GET /agents/calls/{call_id}`."""
    return answer(call, record_of(service, call, _called(service, call), transcript=True))


def _called(service: Service, call: Call) -> PhoneCall:
    return service.state(Calls).get(call.parameters["call_id"])


async def delete_call(service: Service, call: Call) -> Reply:
    """`DELETE /agents/calls/{call_id}`: the call stays, without what was said in it."""
    found = _called(service, call)
    now_s = service.now_s()
    if not found.is_over(now_s):
        status = found.status(now_s)
        raise Fault(400, None, f"only a completed or failed call can be emptied, and `{found.id}` is `{status}`")
    if found.redacted_s is None:
        found.redacted_s = now_s
        found.metadata = found.summary = None
    return answer(call, record_of(service, call, found, transcript=True))


async def cancel_call(service: Service, call: Call) -> Reply:
    """`POST /agents/calls/{call_id}/cancel`: only for a call that is under way."""
    found = _called(service, call)
    now_s = service.now_s()
    status = found.status(now_s)
    if status != "started":
        raise Fault(400, None, f"only a call in status `started` can be ended, and `{found.id}` is `{status}`")
    found.cancel(now_s)
    return answer(call, {"cancelled": True})


async def download_audio(service: Service, call: Call) -> Reply:
    """`GET /agents/calls/{call_id}/audio`."""
    found = _called(service, call)
    audio = service.state(Calls).recording(found, service.now_s())
    return Reply(call.documented.status, "audio/wav", audio)


async def get_logs(service: Service, call: Call) -> Reply:
    """`GET /agents/calls/{call_id}/logs`: the only operation whose 404 is no error of the usual shape."""
    found = service.state(Calls).find(call.parameters["call_id"])
    now_s = service.now_s()
    if found is None or found.created_s > now_s:
        return _no_logs("Call not found", "No call of the account has this id.")
    if found.begin_s is None or not found.is_over(now_s) or not found.has_logs or found.redacted_s is not None:
        return _no_logs("Call logs not available", "The logs are not written yet, or they were removed.")
    lines = [f"{rfc3339(found.begin_s)} INFO call started", *_logged(service, found, now_s)]
    if found.error_message:
        lines.append(f"{rfc3339(found.end_s)} ERROR {found.error_message}")
    lines.append(f"{rfc3339(found.end_s)} INFO call ended: {found.end_reason}")
    return answer(call, {"call_id": found.id, "logs": lines, "updated_at": rfc3339(found.end_s + 1)})


def _logged(service: Service, found: PhoneCall, now_s: float) -> list[str]:
    """What happened during a call, a line each."""
    lines = []
    for turn in found.said(now_s, service.state(Calls).delivery):
        moment = rfc3339((found.begin_s or 0.0) + turn.start_ms / 1000 * found.pace)
        for tool in turn.line.get("tool_calls", ()):
            lines.append(f"{moment} INFO tool {tool['name']} answered: {tool['result']}")
        if "log" in turn.line:
            lines.append(f"{moment} INFO event {turn.line['log']['event']}")
        if "metric" in turn.line:
            lines.append(f"{moment} INFO metric {turn.line['metric']['name']}={turn.line['metric']['value']}")
    return lines


def _no_logs(message: str, description: str) -> Reply:
    return json_reply({"message": message, "description": description}, 404)


async def place_calls(service: Service, call: Call) -> Reply:
    """`POST /agents/calls`: each destination succeeds or fails for itself."""
    asked = read_request(service, call)
    longest = asked.get("max_call_duration_minutes", LONGEST_CALL_MINUTES)
    if longest < 1:
        raise Fault(400, None, f"`max_call_duration_minutes` must be at least 1, got `{longest}`")
    order = Order(
        agent=known_agent(service, asked["agent_id"]),
        number=number_to_call_from(service, asked["from_number_id"]),
        ringing_s=float(asked.get("ringing_timeout_seconds", 60)),
        longest_s=min(longest, LONGEST_CALL_MINUTES) * 60.0,
    )
    wanted = [(item["to_number"], item.get("metadata")) for item in asked["outbound_calls"]]
    return answer(call, {"calls": _placed(service, call, order, wanted)})


def _placed(service: Service, call: Call, order: Order, wanted: list[tuple[str, Record | None]]) -> list[Record]:
    """What becomes of each destination, in the order of the request."""
    calls = service.state(Calls)
    is_allowed = calls.charge(len(wanted), len(call.body))
    results: list[Record] = []
    for to, metadata in wanted:
        reason = refusal(order, to) if is_allowed else _ALLOWANCE_MESSAGE
        if reason is not None:
            results.append({"number": to, "error": {"title": "Call not placed", "message": reason}})
            continue
        placed = calls.place(order, to, calls.dialler.reserve(service.now_s()), metadata)
        # It is known at once, though it may wait for its turn to be dialled.
        placed.created_s = service.now_s()
        results.append({"number": to, "agent_call_id": calls.put(placed).id})
    return results


async def place_calls_the_old_way(service: Service, call: Call) -> Reply:
    """`POST /twilio/call/outbound`: calls come from the number of the agent; the answer tells nothing of them."""
    asked = read_request(service, call)
    agent = known_agent(service, asked["agent_id"])
    numbers = service.state(PhoneNumbers).of_agent(agent["id"])
    for place, to in enumerate(asked["target_numbers"]):
        if not _E164.fullmatch(to):
            message = f"`target_numbers[{place}]` must be a number such as `+14155550198`, got `{to[:40]}`"
            raise Fault(400, None, message)
    if len(json.dumps(asked.get("metadata"), ensure_ascii=False).encode()) > _LARGEST_METADATA_BYTES:
        raise Fault(400, None, f"`metadata` must not exceed {_LARGEST_METADATA_BYTES} bytes")
    if not numbers:
        raise Fault(400, None, f"the agent of `agent_id` has no phone number to call from: `{agent['id']}`")
    order = Order(agent, numbers[0])
    _placed(service, call, order, [(to, asked.get("metadata")) for to in asked["target_numbers"]])
    return answer(call, {})


OPERATIONS = (
    Operation("GET", "/agents/calls", list_calls),
    Operation("POST", "/agents/calls", place_calls),
    Operation("GET", "/agents/calls/{call_id}", get_call),
    Operation("DELETE", "/agents/calls/{call_id}", delete_call),
    Operation("POST", "/agents/calls/{call_id}/cancel", cancel_call),
    Operation("GET", "/agents/calls/{call_id}/audio", download_audio),
    Operation("GET", "/agents/calls/{call_id}/logs", get_logs),
    Operation("POST", "/twilio/call/outbound", place_calls_the_old_way),
)
