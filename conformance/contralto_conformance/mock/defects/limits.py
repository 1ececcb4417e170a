"""Defects of what a plan allows at once."""

from __future__ import annotations

from contralto_conformance.mock.errors import Fault
from contralto_conformance.mock.exchange import Call
from contralto_conformance.mock.hooks import Hooks

from .registry import defect

_FOR_EVER_S = 1e6
_MANY = 40


def _is_context(call: Call, pool: str) -> bool:
    return pool == "tts" and call.transport == "websocket"


class _OtherFault(Hooks):
    """Says something else where there is no place."""

    def of(self, call: Call, fault: Fault) -> Fault:
        raise NotImplementedError

    def fault(self, call: Call, fault: Fault) -> Fault:
        return self.of(call, fault) if fault.code == "concurrency_limited" else fault


def _with(fault: Fault, *, status: int | None = None, code: str | None = None) -> Fault:
    return Fault(status or fault.status, fault.title, fault.message, code=code)


@defect("limits.tts-and-stt-apart", "counts sockets of speech to text as contexts of speech")
class OneForAll(Hooks):
    def place_in(self, call: Call, pool: str) -> str | None:
        return "tts" if pool == "stt" else pool


@defect("limits.tts-and-stt-apart:listening", "speaks no more while forty sockets listen")
class SpeechWaits(Hooks):
    def __init__(self) -> None:
        self._listening = 0

    def place_in(self, call: Call, pool: str) -> str | None:
        self._listening += pool == "stt"
        if pool == "tts" and self._listening >= _MANY:
            raise Fault(429, "Too many concurrent requests", "too many sockets listen", code="concurrency_limited")
        return pool

    def place_kept_s(self, call: Call, why: str) -> float:
        self._listening -= call.path.startswith("/stt")
        return 0.0


@defect("limits.http-counts-as-a-context", "does not count streams over HTTP")
class StreamsFree(Hooks):
    def place_in(self, call: Call, pool: str) -> str | None:
        return None if call.path == "/tts/sse" else pool


@defect("limits.http-counts-as-a-context:apart", "counts requests over HTTP apart from contexts")
class HttpApart(Hooks):
    def place_in(self, call: Call, pool: str) -> str | None:
        return "agents" if pool == "tts" and call.transport != "websocket" else pool


@defect("limits.excess-says-429", "speaks more contexts at once than the plan allows")
class NoLimit(Hooks):
    def place_in(self, call: Call, pool: str) -> str | None:
        return None if _is_context(call, pool) else pool


@defect("limits.excess-says-429:status", "says 503 of a context too many")
class ExcessIsBad(_OtherFault):
    def of(self, call: Call, fault: Fault) -> Fault:
        is_context = call.transport == "websocket" and "contexts of speech" in fault.message
        return _with(fault, status=503, code=fault.code) if is_context else fault


@defect("limits.excess-has-its-code", "refuses a context too many without a code")
class ExcessWithoutCode(_OtherFault):
    def of(self, call: Call, fault: Fault) -> Fault:
        return _with(fault)


@defect("limits.excess-has-its-code:quota", "refuses a context too many with the code of used up credits")
class ExcessIsQuota(_OtherFault):
    def of(self, call: Call, fault: Fault) -> Fault:
        return _with(fault, code="quota_exceeded")


@defect("limits.no-credits-has-its-code", "refuses calls without credits without a code")
class NoCreditsWithoutCode(Hooks):
    def fault(self, call: Call, fault: Fault) -> Fault:
        return _with(fault) if fault.code == "quota_exceeded" else fault


@defect("limits.no-credits-has-its-code:plan", "tells an account without credits to change its plan")
class NoCreditsIsPlan(Hooks):
    def fault(self, call: Call, fault: Fault) -> Fault:
        return _with(fault, code="plan_upgrade_required") if fault.code == "quota_exceeded" else fault


@defect("limits.slots-freed-soon", "keeps the places of a socket for a while when it ends")
class FreedLate(Hooks):
    def place_kept_s(self, call: Call, why: str) -> float:
        return 1.6 if call.transport == "websocket" and why == "left" else 0.0


@defect("limits.idle-sockets-are-free", "counts open sockets of speech as contexts")
class SocketsCount(Hooks):
    def place_in(self, call: Call, pool: str) -> str | None:
        return "tts" if pool == "tts_sockets" else pool


@defect("limits.ended-contexts-free-their-slot", "counts cancelled contexts on")
class CancelledCount(Hooks):
    def place_kept_s(self, call: Call, why: str) -> float:
        return 3.2 if why == "cancelled" else 0.0


@defect("limits.ended-contexts-free-their-slot:done", "counts contexts on that are done")
class DoneCount(Hooks):
    def place_kept_s(self, call: Call, why: str) -> float:
        return 3.2 if why == "done" and call.transport == "websocket" else 0.0


@defect("limits.too-many-sockets-refused", "opens any number of sockets")
class AnyNumber(Hooks):
    def place_in(self, call: Call, pool: str) -> str | None:
        return None if pool == "tts_sockets" else pool


@defect("limits.too-many-sockets-refused:status", "refuses a socket too many with 503")
class SocketIsBad(_OtherFault):
    def of(self, call: Call, fault: Fault) -> Fault:
        return _with(fault, status=503) if "open sockets of speech" in fault.message else fault


@defect("limits.open-stt-sockets-count", "opens any number of sockets of speech to text")
class AnyNumberListens(Hooks):
    def place_in(self, call: Call, pool: str) -> str | None:
        return None if pool == "stt" and call.transport == "websocket" else pool


@defect("limits.open-stt-sockets-count:status", "refuses a socket of speech to text too many with 503")
class ListenerIsBad(_OtherFault):
    def of(self, call: Call, fault: Fault) -> Fault:
        return _with(fault, status=503) if "speech to text" in fault.message else fault


@defect("tts.sse.disconnect-frees-the-slot", "counts streams on that nobody reads any more")
class LeftStreamsCount(Hooks):
    def place_kept_s(self, call: Call, why: str) -> float:
        return _FOR_EVER_S if call.path == "/tts/sse" and why == "left" else 0.0
