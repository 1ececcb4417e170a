"""The calls of agents, and how a call that is placed goes on.

Nothing happens here while time passes, but in calls on a socket: those go on as they do, and tell of each turn. When a
call is placed, its whole course is laid down: when it is dialled, whether and when somebody answers, what is said (as
in one of the agent's first calls), and when it ends. What a reader sees is that course up to now; cancelling cuts it
short. `time_scale` stretches ringing and talking alike.

Most numbers answer after three seconds. These do not, so that the ways of failing can be tried:

    +15005550001    the provider refuses the number: the call is never placed
    +15005550002    is busy, and answers when a batch tries it again
    +15005550003    nobody answers
    +15005550004    cannot be reached
"""

from __future__ import annotations

import json
import math
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from contralto_conformance.mock.errors import Fault
from contralto_conformance.mock.service import Service
from contralto_conformance.mock.shelves import not_found
from contralto_conformance.mock.sound.audio import Timbre
from contralto_conformance.mock.sound.speech import Delivery

from .agents import Agents
from .conversations import Line, Turn, added, cut, finished, in_time, length_ms, recording
from .moments import seconds_of
from .phone_numbers import PhoneNumbers
from .seeds import seeds
from .voice_seed import PITCHES_HZ

Record = dict[str, Any]

REFUSED_NUMBER = "+15005550001"
BUSY_NUMBER = "+15005550002"
UNANSWERED_NUMBER = "+15005550003"
UNREACHABLE_NUMBER = "+15005550004"

DIAL_INTERVAL_S = 1.0
"""Calls are dialled at one a second; faster ones wait (docs-line-scaling)."""

FOREIGN_NUMBER_ID = "pn_0fAnother"
"""A phone number that exists, and belongs to another organization."""

ALLOWANCE_CALLS = 20_000
ALLOWANCE_BYTES = 64 * 1024 * 1024
"""What the plan of the account lets it place: calls, and requests to place calls in bytes, since the mock began."""

LONGEST_CALL_MINUTES = 480

_FAILURES = {
    "dial_busy": "The line was busy.",
    "dial_no_answer": "Nobody answered.",
    "dial_failed": "The number cannot be reached.",
    "error": "The agent was not reachable.",
}
# Always the same, and so calls that are dialled one a second also start one a second.
_ANSWERED_AFTER_S = 3.0
_BUSY_AFTER_S = 1.0
_FAILED_AFTER_S = 0.5
_DAY_S = 24 * 3600.0
_SETTLED_S = 60.0  # after the end of a call; then all is written that will be


@dataclass(slots=True)
class PhoneCall:
    """A call and its course: what a reader sees of it depends on the time.

    It exists from `created_s` on, is answered at `begin_s` (None: never) and is over from `end_s` on, all in seconds
    since the epoch; `pace` is how many of them a second of talk takes. `caller` is the number at the other end, None on
    a socket; `number` is the agent's. `turns` is all that would be said if nobody hung up. `metric_ids` are the metrics
    that run on it once it is over, `findings` what they find, as far as that is known.

    A call on a socket is not `is_planned`: its turns come as they are said, until it is closed. `on_cancel` is told
    when it is to end before.
    """

    id: str
    agent_id: str
    agent_name: str
    direction: str
    caller: str | None
    number: str | None
    account_type: str | None
    created_s: float
    begin_s: float | None
    end_s: float
    end_reason: str
    turns: tuple[Turn, ...] = ()
    pace: float = 1.0
    summary: str | None = None
    error_message: str | None = None
    deployment_id: str | None = None
    metadata: Record | None = None
    telephony: Mapping[str, Any] | None = None
    batch_id: str | None = None
    metric_ids: tuple[str, ...] = ()
    findings: Mapping[str, Any] | None = None
    is_private: bool = False
    has_recording: bool = True
    has_logs: bool = True
    redacted_s: float | None = None
    is_planned: bool = True
    on_cancel: Callable[[], None] | None = None

    @property
    def order_s(self) -> float:
        """Where it stands in lists: when it began, or would have."""
        return self.created_s if self.begin_s is None else self.begin_s

    def status(self, now_s: float) -> str:
        """`created`, `started`, `completed` or `failed`."""
        if now_s >= self.end_s:
            return "failed" if self.end_reason in _FAILURES else "completed"
        return "created" if self.begin_s is None or now_s < self.begin_s else "started"

    def is_over(self, now_s: float) -> bool:
        """Whether it has ended, well or not."""
        return now_s >= self.end_s

    def cancel(self, now_s: float) -> None:
        """Ends it now; only for a call that has started."""
        self.summary = None
        on_cancel = self.on_cancel
        self.close(now_s, "api_cancelled")
        if on_cancel is not None:
            on_cancel()

    def close(self, now_s: float, reason: str) -> None:
        """Says that it has ended now, unless it has ended before."""
        # The call is kept for longer than its socket.
        self.on_cancel = None
        if not self.is_over(now_s):
            self.end_s, self.end_reason = now_s, reason

    def lasted_ms(self, now_s: float) -> int:
        """How long it has been, in time of talk; 0 for one that nobody answered (yet)."""
        if self.begin_s is None:
            return 0
        lasted_ms = max(0, round((min(now_s, self.end_s) - self.begin_s) / self.pace * 1000))
        # On a socket that nobody paces much is said in no time.
        return lasted_ms if self.is_planned else max(lasted_ms, length_ms(self.turns))

    def said(self, now_s: float, delivery: Delivery) -> tuple[Turn, ...]:
        """The turns so far; of a running call only those that are over."""
        if self.begin_s is None or self.is_private or self.redacted_s is not None:
            return ()
        if not self.is_planned:
            return self.turns
        if self.is_over(now_s):
            return cut(self.turns, self.lasted_ms(now_s), delivery)
        return finished(self.turns, self.lasted_ms(now_s))

    def is_recorded(self, now_s: float) -> bool:
        """Whether its recording can be had."""
        is_kept = self.has_recording and not self.is_private and self.redacted_s is None
        return is_kept and self.begin_s is not None and self.is_over(now_s)


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked of calls to place: who calls from which number, and for how long.

    `number` is a record of the phone numbers, not always one of the agent's; `ringing_s` and `longest_s` in seconds.
    """

    agent: Record
    number: Record
    ringing_s: float = 60.0
    longest_s: float = LONGEST_CALL_MINUTES * 60.0
    batch_id: str | None = None


class Calls:
    """All calls of the account, and the line that dials them."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self.delivery = Delivery(service.settings.seed)
        self.dialler = Dialler(DIAL_INTERVAL_S * service.settings.time_scale)
        self._calls: dict[str, PhoneCall] = {}
        self._calls_left = ALLOWANCE_CALLS
        self._bytes_left = ALLOWANCE_BYTES
        self.arrivals: list[str] = []
        """Ids of all calls in the order in which they came to be known, for those who wait for their end."""
        # Not the agents of now, one of which may be deleted already: its calls stay.
        agents = {agent["id"]: agent for agent in seeds("agents")}
        numbers = {number["agent_id"]: number["number"] for number in seeds("phone_numbers")}
        first = [
            _first_call(seed, agents[seed["agent_id"]]["name"], numbers.get(seed["agent_id"]), self.delivery)
            for seed in seeds("agent_calls")
        ]
        # They lie in the past, whatever the clock says: whole days earlier if need be.
        days = max(0, math.ceil((max(call.end_s for call in first) + _SETTLED_S - service.now_s()) / _DAY_S))
        for call in first:
            self.put(_earlier(call, days * _DAY_S))
        self._examples = [call for call in first if call.end_reason in ("agent_hangup", "client_hangup")]

    def put(self, call: PhoneCall) -> PhoneCall:
        """Adds a call; it shows from its `created_s` on."""
        self._calls[call.id] = call
        self.arrivals.append(call.id)
        return call

    def find(self, call_id: str) -> PhoneCall | None:
        """The call of this id, be it still to come."""
        return self._calls.get(call_id)

    def get(self, call_id: str) -> PhoneCall:
        """The call of this id; raises Fault (404), also for one that is still to come."""
        call = self._calls.get(call_id)
        if call is None or call.created_s > self._service.now_s():
            raise not_found("call", call_id)
        return call

    def withdraw(self, call_id: str) -> None:
        """Removes a call that is still to come."""
        del self._calls[call_id]

    def __iter__(self) -> Iterator[PhoneCall]:
        """All calls that have come, the latest start first."""
        now_s = self._service.now_s()
        come = [call for call in reversed(self._calls.values()) if call.created_s <= now_s]
        return iter(sorted(come, key=lambda call: -call.order_s))

    def charge(self, n_calls: int, n_bytes: int) -> bool:
        """Takes calls, and the bytes of the request that asks for them, from the allowance; False when it does not
        suffice, and then nothing is taken."""
        if n_calls > self._calls_left or n_bytes > self._bytes_left:
            return False
        self._calls_left -= n_calls
        self._bytes_left -= n_bytes
        return True

    def place(self, order: Order, to: str, dial_s: float, metadata: Record | None, attempt: int = 0) -> PhoneCall:
        """A call to `to`, dialled at `dial_s`; `attempt` counts the earlier ones to the number. Not yet put in."""
        pace = self._service.settings.time_scale
        call = PhoneCall(
            id=self._service.new_key("call_"),
            agent_id=order.agent["id"],
            agent_name=order.agent["name"],
            direction="outbound",
            caller=to,
            number=order.number["number"],
            account_type=self._service.state(PhoneNumbers).provider_of(order.number)["type"],
            created_s=dial_s,
            begin_s=None,
            end_s=dial_s,
            end_reason="dial_failed",
            pace=pace,
            deployment_id=self._service.state(Agents).live_deployment(order.agent["id"]),
            metadata=metadata,
            batch_id=order.batch_id,
        )
        fate = _fate(to, attempt)
        if fate is not None:
            waits_s = {"dial_no_answer": order.ringing_s, "dial_busy": _BUSY_AFTER_S}.get(fate, _FAILED_AFTER_S)
            call.end_s, call.end_reason, call.error_message = dial_s + waits_s * pace, fate, _FAILURES[fate]
            return call
        examples = self._examples_of(call.agent_id)
        example = examples[zlib.crc32(to.encode("utf-8", "replace")) % len(examples)]
        talk_s = length_ms(example.turns) / 1000
        call.begin_s = dial_s + _ANSWERED_AFTER_S * pace
        call.end_s = call.begin_s + min(talk_s, order.longest_s) * pace
        call.end_reason = "max_duration" if talk_s > order.longest_s else example.end_reason
        call.turns, call.summary, call.findings = example.turns, example.summary, example.findings
        call.metric_ids = tuple(order.agent.get("metric_ids", ()))
        return call

    def open(
        self, call_id: str, agent: Mapping[str, Any], metadata: Record | None, on_cancel: Callable[[], None]
    ) -> PhoneCall:
        """A call on a socket that begins now and goes on until it is closed. It is listed as long as the allowance
        lasts."""
        now_s = self._service.now_s()
        call = PhoneCall(
            id=call_id,
            agent_id=agent["id"],
            agent_name=agent["name"],
            direction="socket",
            caller=None,
            number=None,
            account_type=None,
            created_s=now_s,
            begin_s=now_s,
            end_s=math.inf,
            end_reason="client_disconnected",
            pace=self._service.settings.time_scale,
            deployment_id=self._service.state(Agents).live_deployment(agent["id"]),
            metadata=metadata,
            metric_ids=tuple(agent.get("metric_ids", ())),
            is_planned=False,
            on_cancel=on_cancel,
        )
        return self.put(call) if self.charge(1, len(json.dumps(metadata))) else call

    def tell(self, call: PhoneCall, line: Line, at_ms: int) -> None:
        """Adds a turn to a call on a socket, while there is allowance for its text."""
        if not call.is_over(self._service.now_s()) and self.charge(0, len(json.dumps(line))):
            call.turns = added(call.turns, line, at_ms, self.delivery)

    def recording(self, call: PhoneCall, now_s: float) -> bytes:
        """The recording as a WAV file; raises Fault (404) without one."""
        if not call.is_recorded(now_s):
            raise Fault(404, "Recording not found", f"the call `{call.id}` has no recording")
        turns = call.said(now_s, self.delivery)
        return recording(turns, call.lasted_ms(now_s), self.delivery, self._timbres(call))

    def _timbres(self, call: PhoneCall) -> Mapping[str, Timbre]:
        """How the two sides sound: the agent in its voice, the caller in one of another kind."""
        agent = self._service.state(Agents).shelf.find(call.agent_id)
        voice = self._service.voices.find(agent["tts_voice"]) if agent else None
        gender = (voice.gender if voice else None) or "gender_neutral"
        pitches = PITCHES_HZ["masculine" if gender == "feminine" else "feminine"]
        pitch_hz = voice.pitch_hz if voice else PITCHES_HZ[gender][0]
        caller_hz = pitches[zlib.crc32((call.caller or call.id).encode("utf-8", "replace")) % len(pitches)]
        return {"assistant": Timbre(pitch_hz), "user": Timbre(caller_hz)}

    def _examples_of(self, agent_id: str) -> Sequence[PhoneCall]:
        """Calls to follow: best those that the agent placed itself, else any of its own, else anybody's."""
        own = [call for call in self._examples if call.agent_id == agent_id]
        return [call for call in own if call.direction == "outbound"] or own or self._examples


class Dialler:
    """Hands out times to dial, no two of them in one interval."""

    def __init__(self, interval_s: float) -> None:
        self._interval_s = interval_s
        self._next: dict[int, int] = {}  # of a taken interval one that may be free, at the same place or later

    def reserve(self, earliest_s: float) -> float:
        """The first free time that is not before `earliest_s`."""
        taken = self._free(-int(-earliest_s // self._interval_s))
        self._next[taken] = taken + 1
        return max(earliest_s, taken * self._interval_s)

    def _free(self, slot: int) -> int:
        passed = []
        while slot in self._next:
            passed.append(slot)
            slot = self._next[slot]
        for earlier in passed:
            self._next[earlier] = slot
        return slot


def number_to_call_from(service: Service, number_id: str) -> Record:
    """The phone number of this id; raises Fault (404), or 403 for one of another organization."""
    if number_id == FOREIGN_NUMBER_ID:
        raise Fault(403, None, f"the phone number `{number_id}` belongs to another organization")
    return service.state(PhoneNumbers).shelf.get(number_id)


def refusal(order: Order, to: str) -> str | None:
    """Why a call to the number cannot be placed at all; None when it can."""
    if to == REFUSED_NUMBER:
        return "The provider refused the number."
    return "The number cannot call itself." if to == order.number["number"] else None


def _fate(to: str, attempt: int) -> str | None:
    """Why a call to the number comes to nothing; None when somebody answers."""
    if to == BUSY_NUMBER:
        return "dial_busy" if attempt == 0 else None
    return {UNANSWERED_NUMBER: "dial_no_answer", UNREACHABLE_NUMBER: "dial_failed"}.get(to)


def _earlier(call: PhoneCall, seconds: float) -> PhoneCall:
    begin_s = None if call.begin_s is None else call.begin_s - seconds
    return replace(call, created_s=call.created_s - seconds, begin_s=begin_s, end_s=call.end_s - seconds)


def _first_call(seed: Mapping[str, Any], agent_name: str, number: str | None, delivery: Delivery) -> PhoneCall:
    """A call that every mock begins with, by phone or (without a caller) on a socket. Nobody answered it when it has no
    script."""
    turns = in_time(seed["script"], delivery)
    start_s = seconds_of(seed["start_time"])
    is_phone = seed["caller"] is not None
    findings = seed.get("findings", {})
    return PhoneCall(
        id=seed["id"],
        agent_id=seed["agent_id"],
        agent_name=agent_name,
        direction=seed["direction"],
        caller=seed["caller"],
        number=number if is_phone else None,
        account_type=seed.get("account_type", "cartesia") if is_phone else None,
        created_s=start_s,
        begin_s=start_s if turns else None,
        end_s=start_s + length_ms(turns) / 1000,
        end_reason=seed["end_reason"],
        turns=turns,
        summary=seed["summary"],
        error_message=seed.get("error_message"),
        deployment_id=seed["deployment_id"],
        metadata=seed.get("metadata"),
        telephony=seed.get("telephony"),
        metric_ids=tuple(findings),
        findings=findings,
        is_private=seed.get("is_private", False),
        has_recording=seed.get("has_recording", True),
        has_logs=seed.get("has_logs", True),
    )
