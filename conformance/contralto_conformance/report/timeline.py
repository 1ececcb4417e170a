"""Where the frames of one exchange stand on a time axis: geometry only, the template draws it.

Positions along the axis are per cent of the width, so that the picture fits any screen without scaling its letters;
heights are pixels. Sent frames stand above the axis, received ones hang below it, as tall as the logarithm of their
size. Frames that would fall on the same spot share one bar.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass

from contralto_conformance.report.text import arrival, byte_count, count, duration
from contralto_conformance.trace import Exchange, Frame

AXIS_Y = 58
HEIGHT = 132
_LEFT = 2.5
_RIGHT = 97.5
_SLOTS = 160
_MIN_BAR = 6
_MAX_BAR = 38
_MAX_TICKS = 5
_CONTROL = frozenset({"ping", "pong", "close"})


@dataclass(frozen=True)
class Bar:
    """One frame, or several that arrived together. x: per cent; y, height: pixels from the top.

    kind: `message`, `control` or `request`. marked: a finding points at it. title: what it is, for the pointer.
    """

    x: float
    y: float
    height: float
    direction: str
    kind: str
    marked: bool
    title: str


@dataclass(frozen=True)
class Tick:
    """A labelled moment on the axis. anchor: `start`, `middle` or `end`, so that no label leaves the picture."""

    x: float
    label: str
    anchor: str


@dataclass(frozen=True)
class Timeline:
    """The picture of one exchange. end_x: where it ended; end_label: how. summary: all of it in one sentence."""

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    end_x: float
    end_label: str
    summary: str
    axis_y: int = AXIS_Y
    height: int = HEIGHT


def draw(exchange: Exchange, marked: Collection[int], end_label: str) -> Timeline:
    """The timeline of an exchange. marked: indices of frames that a finding points at."""
    last = max([exchange.elapsed_s, *(frame.time_s for frame in exchange.frames)], default=0.0)
    # A clock does not see less than a microsecond.
    span = max(last, 1e-6)
    groups: dict[tuple[int, str], list[int]] = {}
    for index, frame in enumerate(exchange.frames):
        slot = round(frame.time_s / span * _SLOTS)
        groups.setdefault((slot, frame.direction), []).append(index)
    bars = [_bar(exchange, indices, span, marked) for indices in groups.values()]
    if exchange.transport != "websocket":
        size = len(exchange.request_body)
        what = f"request {exchange.method} {exchange.path}, {byte_count(size)}"
        height = _height(size)
        bars.insert(0, Bar(_LEFT, AXIS_Y - height, height, "sent", "request", False, f"{arrival(0.0)}: {what}"))
    return Timeline(
        bars=tuple(bars),
        ticks=_ticks(span),
        end_x=_x(exchange.elapsed_s or last, span),
        end_label=end_label,
        summary=_summary(exchange, end_label),
    )


def _bar(exchange: Exchange, indices: list[int], span: float, marked: Collection[int]) -> Bar:
    frames = [exchange.frames[index] for index in indices]
    first = frames[0]
    height = _height(max(len(frame.payload) for frame in frames))
    sent = first.direction == "sent"
    return Bar(
        x=_x(first.time_s, span),
        y=AXIS_Y - height if sent else AXIS_Y,
        height=height,
        direction=first.direction,
        kind="control" if all(frame.kind in _CONTROL for frame in frames) else "message",
        marked=any(index in marked for index in indices),
        title=_title(indices, frames),
    )


def _title(indices: list[int], frames: list[Frame]) -> str:
    first, last = frames[0], frames[-1]
    size = byte_count(sum(len(frame.payload) for frame in frames))
    if len(frames) == 1:
        return f"{arrival(first.time_s)}: frame {indices[0]}, {first.kind} {first.direction}, {size}"
    until = f" to {arrival(last.time_s)}" if last.time_s != first.time_s else ""
    return (
        f"{arrival(first.time_s)}{until}: {len(frames)} frames {first.direction} "
        f"({indices[0]} to {indices[-1]}), {size}"
    )


def _height(size: int) -> float:
    """Pixels for a payload: grows by the same step each time the size doubles, from 1 byte to 64 KiB."""
    share = min(1.0, math.log2(size + 1) / 16)
    return round(_MIN_BAR + (_MAX_BAR - _MIN_BAR) * share, 1)


def _x(time_s: float, span: float) -> float:
    return round(_LEFT + (_RIGHT - _LEFT) * min(1.0, max(0.0, time_s / span)), 2)


def _ticks(span: float) -> tuple[Tick, ...]:
    step = _step(span)
    number = min(_MAX_TICKS, math.floor(span / step + 1e-9))
    ticks = []
    for place in range(number + 1):
        x = _x(place * step, span)
        anchor = "start" if place == 0 else "end" if x > 94 else "middle"
        ticks.append(Tick(x, "0" if place == 0 else _moment(place * step), anchor))
    return tuple(ticks)


def _step(span: float) -> float:
    """The smallest of 1, 2, 5 times a power of ten that needs no more than `_MAX_TICKS` steps."""
    power: float = 10.0 ** math.floor(math.log10(span / _MAX_TICKS))
    return next(power * factor for factor in (1, 2, 5, 10) if span / (power * factor) <= _MAX_TICKS + 1e-9)


def _moment(time_s: float) -> str:
    if time_s >= 1:
        return f"{time_s:.6g} s"
    return f"{time_s * 1000:.6g} ms"


def _summary(exchange: Exchange, end_label: str) -> str:
    received = [frame for frame in exchange.frames if frame.direction == "received"]
    noun = "message" if exchange.transport == "websocket" else "piece"
    parts = [f"{count(len(received), noun)} received ({byte_count(sum(len(f.payload) for f in received))})"]
    if exchange.transport == "websocket":
        parts.insert(0, f"{count(len(exchange.frames) - len(received), noun)} sent")
    if received:
        parts.append(f"the first after {duration(received[0].time_s)}")
    parts.append(f"{end_label} after {duration(exchange.elapsed_s)}")
    return ", ".join(parts)
