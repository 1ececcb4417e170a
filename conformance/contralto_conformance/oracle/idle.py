"""Checks of sockets that are left alone (spec/requirements: tts-ws.yaml, stt-manual.yaml, line-agents.yaml,
managed-agents.yaml).

How long is too long says the run (`idle_s` among the values of a trace); without it nothing is judged.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from contralto_conformance.oracle.calls import LINE, MANAGED, calls
from contralto_conformance.oracle.contracts import Contract
from contralto_conformance.oracle.exchanges import collect
from contralto_conformance.oracle.listening import MANUAL, streams
from contralto_conformance.oracle.registry import Finding, Verdict, check
from contralto_conformance.oracle.sockets import sessions
from contralto_conformance.trace import Exchange, Frame, Trace

REASON = "connection idle timeout"

_TOO_EARLY = 0.9
_TOO_LATE = 1.25
"""Parts of the idle time: what a clock, a network and a busy service may add or take away."""

_BUSY_S = 5.0
"""What being busy may add to the time at which a close is seen."""


@dataclass(frozen=True)
class _Rest:
    """The time from the last sign of life of a socket to its end. limit_s: after which it is due to be closed."""

    exchange: Exchange
    seconds: float
    limit_s: float

    @property
    def is_closed(self) -> bool:
        """Whether the service closed the socket, or cut the connection."""
        return self.exchange.ending in {"closed", "truncated"}

    @property
    def is_early(self) -> bool:
        return self.seconds < _TOO_EARLY * self.limit_s

    @property
    def is_late(self) -> bool:
        # When a close was seen says how busy both sides were, too.
        slack_s = _BUSY_S if self.is_closed else 0.0
        return self.seconds > _TOO_LATE * self.limit_s + slack_s

    @property
    def shown(self) -> str:
        """The end of the socket, for a finding."""
        code, reason = self.exchange.close_code, self.exchange.close_reason
        if self.exchange.ending == "closed":
            named = f" and the reason `{reason}`" if reason else " and no reason"
            return f"closed after {self.seconds:.1f} s with {'no code' if code is None else f'code {code}'}{named}"
        how = "cut off" if self.exchange.ending == "truncated" else "still open"
        return f"{how} after {self.seconds:.1f} s"

    def finding(self, expected: str) -> list[Finding]:
        return [Finding(expected, self.shown, f"`{self.exchange.label}`")]


def _rest(trace: Trace, exchange: Exchange, is_life: Callable[[Frame], bool]) -> _Rest | None:
    """How a socket rested at its end; None if the run does not say when that is too long."""
    try:
        limit_s = float(trace.values["idle_s"])
    except (KeyError, ValueError):
        return None
    if exchange.status != 101 or exchange.ending not in {"closed", "truncated", "complete"}:
        return None
    closes = [f.time_s for f in exchange.frames if f.kind == "close"]
    end_s = closes[0] if closes else exchange.elapsed_s
    last_s = max((f.time_s for f in exchange.frames if is_life(f) and f.time_s <= end_s), default=0.0)
    return _Rest(exchange, end_s - last_s, limit_s)


def _is_said(frame: Frame) -> bool:
    return frame.kind in {"text", "binary"}


def _is_sent(frame: Frame) -> bool:
    return frame.direction == "sent" and _is_said(frame)


def _is_sent_or_ping(frame: Frame) -> bool:
    return frame.direction == "sent" and (_is_said(frame) or frame.kind == "ping")


# -- speech ----------------------------------------------------------------------------------------------------------


@check("tts.ws.idle-close-is-1000", cases="idle/speech")
def idle_close_is_1000(trace: Trace, contract: Contract) -> Verdict:
    return collect(_closes_with_1000(_rest(trace, s.exchange, _is_said)) for s in sessions(trace) if s.only())


def _closes_with_1000(rest: _Rest | None) -> Verdict:
    if rest is None:
        return None
    expected = f"a close with code 1000 after {rest.limit_s:g} s without a message"
    if rest.is_closed and not rest.is_early:
        return [] if rest.exchange.close_code == 1000 else rest.finding(expected)
    return rest.finding(expected) if rest.is_late else None


@check("stt.manual.idle-socket-closes", cases="idle/transcription")
def idle_socket_closes(trace: Trace, contract: Contract) -> Verdict:
    silent = [s.exchange for s in streams(trace, contract, MANUAL) if s.is_usual and not s.inputs and not s.errors]
    return collect(_closes(_rest(trace, exchange, _is_sent)) for exchange in silent)


def _closes(rest: _Rest | None) -> Verdict:
    if rest is None:
        return None
    if rest.is_closed:
        return None if rest.is_early else []
    return rest.finding(f"a close after {rest.limit_s:g} s without audio") if rest.is_late else None


@check("stt.manual.audio-restarts-the-idle-timer", cases="idle/silence")
def audio_restarts_the_idle_timer(trace: Trace, contract: Contract) -> Verdict:
    heard = [s.exchange for s in streams(trace, contract, MANUAL) if s.is_usual and s.audio and not s.errors]
    return collect(_stays_open(trace, exchange, _is_sent, "audio") for exchange in heard)


def _stays_open(trace: Trace, exchange: Exchange, is_life: Callable[[Frame], bool], what: str) -> Verdict:
    """Judges a socket that lived longer than it could have without what restarts its time."""
    rest = _rest(trace, exchange, is_life)
    if rest is None:
        return None
    times = [frame.time_s for frame in exchange.frames if is_life(frame)]
    lived_s = times[-1] + rest.seconds if times else 0.0
    if len(times) < 2 or lived_s < _TOO_EARLY * rest.limit_s:
        return None
    if rest.is_closed and rest.is_early:
        return rest.finding(f"an open socket until {rest.limit_s:g} s after the last {what}")
    # Only what came in time for the first of them to be forgotten shows that the later ones count.
    return [] if lived_s - times[0] > _TOO_LATE * rest.limit_s else None


# -- agents ----------------------------------------------------------------------------------------------------------


@check("agents.line.idle-closes", cases="idle/line-agent")
def line_idle_closes(trace: Trace, contract: Contract) -> Verdict:
    found = [c.exchange for c in calls(LINE, trace, contract) if c.of("ack") and not c.unfair and not c.errors]
    return collect(_closes_with_reason(_rest(trace, exchange, _is_sent_or_ping)) for exchange in found)


def _closes_with_reason(rest: _Rest | None) -> Verdict:
    if rest is None:
        return None
    expected = f"a close with code 1000 and the reason `{REASON}` after {rest.limit_s:g} s"
    code, reason = rest.exchange.close_code, rest.exchange.close_reason
    if rest.is_closed and "call ended" in reason:
        return None
    if rest.is_closed and not rest.is_early:
        return [] if (code, reason) == (1000, REASON) and not rest.is_late else rest.finding(expected)
    return rest.finding(expected) if rest.is_late else None


@check("agents.line.ping-restarts-the-idle-timer", cases="idle/line-agent-pings")
def ping_restarts_the_idle_timer(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _stays_open(trace, c.exchange, _is_sent_or_ping, "ping")
        for c in calls(LINE, trace, contract)
        if c.of("ack") and not c.unfair and not c.errors and "call ended" not in c.exchange.close_reason
        if any(f.kind == "ping" and f.direction == "sent" for f in c.exchange.frames)
    )


@check("agents.managed.idle-closes", cases="idle/managed-agent-pings")
def managed_idle_closes(trace: Trace, contract: Contract) -> Verdict:
    found = [
        c.exchange for c in calls(MANAGED, trace, contract) if c.of("session_ready") and not c.unfair and not c.errors
    ]
    return collect(_closes_in_spite_of_pings(_rest(trace, exchange, _is_sent)) for exchange in found)


def _closes_in_spite_of_pings(rest: _Rest | None) -> Verdict:
    # The agent may hang up at any time, which looks the same.
    if rest is None or (rest.is_closed and rest.is_early):
        return None
    expected = f"a close {rest.limit_s:g} s after the last event of the client, whatever pings came"
    if rest.is_late:
        return rest.finding(expected)
    return [] if rest.is_closed else None
