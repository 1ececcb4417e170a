"""Recorded traffic as the HTML report shows it: bounded in length, with the frames a finding points at always there."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from contralto_conformance.report.collect import moments, named_exchanges
from contralto_conformance.report.text import clip, excerpt
from contralto_conformance.report.timeline import Timeline, draw
from contralto_conformance.runner.model import Finding
from contralto_conformance.trace import Exchange, Frame, Trace

MAX_EXCHANGES = 6
MAX_FRAMES = 60
FRAME_LIMIT = 400
BODY_LIMIT = 2000
MAX_EXCHANGES_SHORT = 2
_LONG = (30, 15, 4)
"""Frames at the beginning, at the end, and on each side of one that a finding points at."""

_SHORT = (6, 3, 1)

_ENDINGS = {
    "complete": "complete",
    "truncated": "cut off by the peer",
    "deadline": "stopped by our deadline",
    "too-large": "stopped by our size limit",
    "left": "left by us",
    "closed": "closed by the server",
    "unreachable": "no answer",
}


@dataclass(frozen=True)
class FrameView:
    """One line of the frame list. number: from 0, as findings count. size: bytes. marked: a finding points at it."""

    number: int
    time_s: float
    direction: str
    kind: str
    size: int
    text: str
    marked: bool


@dataclass(frozen=True)
class GapView:
    """Frames that are not listed."""

    frames: int


@dataclass(frozen=True)
class ExchangeView:
    """One exchange. answer: status or what there was instead. ending: how it ended, in words. detail: why, or "".

    named: a finding points at it. request_body, frames[].text: excerpts, not escaped.
    """

    label: str
    named: bool
    transport: str
    method: str
    url: str
    answer: str
    ending: str
    orderly: bool
    detail: str
    request_headers: tuple[tuple[str, str], ...]
    request_body: str
    response_headers: tuple[tuple[str, str], ...]
    frames: tuple[FrameView | GapView, ...]
    timeline: Timeline


@dataclass(frozen=True)
class TraceView:
    """One trace. left_out: exchanges that are not shown. script: a generated case as YAML, or ""."""

    key: str
    stopped: str
    script: str
    exchanges: tuple[ExchangeView, ...]
    left_out: int

    @property
    def length(self) -> int:
        """About how many characters the page grows by for it."""
        total = len(self.script)
        for exchange in self.exchanges:
            total += 1500 + len(exchange.request_body) + 220 * len(exchange.timeline.bars)
            total += sum(260 + len(f.text) for f in exchange.frames if isinstance(f, FrameView))
            total += sum(60 + len(k) + len(v) for k, v in (*exchange.request_headers, *exchange.response_headers))
        return total


def trace_view(trace: Trace, findings: Iterable[Finding], *, is_short: bool = False) -> TraceView:
    """A trace as it is shown for these findings: the exchanges they name, or all of them.

    is_short: no more of it than it takes to see what they mean.
    """
    named: dict[str, Exchange] = {}
    marks: dict[str, set[int]] = {}
    for finding in findings:
        named |= {exchange.label: exchange for exchange in named_exchanges(trace, finding)}
        for label, index in moments(trace, finding):
            marks.setdefault(label, set()).add(index)
    wanted = named.keys() | marks.keys()
    # A short trace is shown whole: what came before is often the reason.
    is_whole = not wanted or (len(trace.exchanges) <= 3 and not is_short)
    chosen = [e for e in trace.exchanges if is_whole or e.label in wanted]
    chosen += [e for e in trace.upstream or () if e.label in wanted]
    shown = chosen[: MAX_EXCHANGES_SHORT if is_short else MAX_EXCHANGES]
    return TraceView(
        key=trace.key,
        stopped=trace.stopped,
        script=clip(trace.script, 8000),
        exchanges=tuple(
            _exchange(exchange, marks.get(exchange.label, ()), exchange.label in wanted, is_short) for exchange in shown
        ),
        left_out=max(0, len(trace.exchanges) - len(shown)),
    )


def _exchange(exchange: Exchange, marked: Collection[int], named: bool, is_short: bool) -> ExchangeView:
    return ExchangeView(
        label=exchange.label,
        named=named,
        transport=exchange.transport,
        method=exchange.method,
        url=clip(exchange.url, 1000),
        answer=_answer(exchange),
        ending=_ending(exchange),
        orderly=exchange.ending in {"complete", "left", "closed"},
        detail=exchange.detail,
        request_headers=_headers(exchange.request_headers),
        request_body=excerpt(exchange.request_body, BODY_LIMIT),
        response_headers=_headers(exchange.response_headers),
        frames=_frames(exchange, marked, is_short),
        timeline=draw(exchange, marked, _ending(exchange)),
    )


def _answer(exchange: Exchange) -> str:
    if exchange.status is None:
        return "no answer"
    return "101, socket open" if exchange.status == 101 else str(exchange.status)


def _ending(exchange: Exchange) -> str:
    words = _ENDINGS.get(exchange.ending, exchange.ending)
    if exchange.close_code is not None:
        words += f", close code {exchange.close_code}"
    return words


def _headers(pairs: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    shown = tuple((clip(name, 200), clip(value, 500)) for name, value in pairs[:60])
    return shown if len(pairs) <= 60 else (*shown, ("…", f"{len(pairs) - 60} more headers"))


def _frames(exchange: Exchange, marked: Collection[int], is_short: bool) -> tuple[FrameView | GapView, ...]:
    frames = exchange.frames
    head, tail, around = _SHORT if is_short else _LONG
    if len(frames) <= (head + tail if is_short else MAX_FRAMES):
        wanted = set(range(len(frames)))
    else:
        wanted = set(range(head)) | set(range(len(frames) - tail, len(frames)))
        for index in sorted(marked)[:5]:
            wanted |= set(range(max(0, index - around), min(len(frames), index + around + 1)))
    shown: list[FrameView | GapView] = []
    before = -1
    for index in sorted(wanted):
        if index > before + 1:
            shown.append(GapView(index - before - 1))
        shown.append(_frame(index, frames[index], index in marked))
        before = index
    return tuple(shown)


def _frame(index: int, frame: Frame, marked: bool) -> FrameView:
    limit = BODY_LIMIT if frame.kind == "body" else FRAME_LIMIT
    text = _close(frame.payload) if frame.kind == "close" else excerpt(frame.payload, limit)
    return FrameView(index, frame.time_s, frame.direction, frame.kind, len(frame.payload), text, marked)


def _close(payload: bytes) -> str:
    if len(payload) < 2:
        return "no code"
    reason = payload[2:].decode("utf-8", "replace")
    return f"code {int.from_bytes(payload[:2], 'big')}" + (f", {reason}" if reason else "")
