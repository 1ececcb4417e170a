"""The timeline picture stays inside its frame and small, whatever the traffic was."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from contralto_conformance.report.timeline import HEIGHT, draw
from contralto_conformance.report.wire import MAX_FRAMES, GapView, trace_view
from contralto_conformance.runner.model import Finding
from contralto_conformance.trace import Exchange, Frame, Trace


def _exchange(times: list[float], elapsed_s: float = 0.0, payload: bytes = b"x") -> Exchange:
    frames = tuple(Frame(time_s, "received", "text", payload) for time_s in times)
    return Exchange("socket-1", "websocket", "GET", "ws://h/x", "/x", frames=frames, status=101, elapsed_s=elapsed_s)


@given(st.lists(st.floats(0, 1e4), max_size=50).map(sorted), st.floats(0, 1e4), st.integers(0, 1 << 20))
def test_everything_is_inside_the_picture(times: list[float], elapsed_s: float, size: int) -> None:
    line = draw(_exchange(times, elapsed_s, b"x" * size), (), "complete")
    assert all(2 <= bar.x <= 98 for bar in line.bars)
    assert all(bar.y >= 14 and bar.y + bar.height <= HEIGHT - 30 for bar in line.bars)
    assert 2 <= line.end_x <= 98
    assert 1 <= len(line.ticks) <= 6


def test_thousands_of_frames_share_bars() -> None:
    line = draw(_exchange([n / 1000 for n in range(5000)], 5.0), {4999}, "complete")
    assert len(line.bars) < 200
    assert [bar.marked for bar in line.bars][-1]
    assert line.bars[1].title.endswith("frames received (16 to 46), 31 bytes")


def test_summary_says_it_without_the_picture() -> None:
    line = draw(_exchange([0.1, 0.2], 0.25), (), "closed by the server, close code 1000")
    assert line.summary == (
        "0 messages sent, 2 messages received (2 bytes), the first after 100 ms, "
        "closed by the server, close code 1000 after 250 ms"
    )
    assert [tick.label for tick in line.ticks] == ["0", "50 ms", "100 ms", "150 ms", "200 ms", "250 ms"]


def test_long_frame_lists_keep_the_frame_in_question() -> None:
    trace = Trace("tts/ws/long", "2026-08-14", exchanges=(_exchange([n / 100 for n in range(1000)], 10.0),))
    finding = Finding(trace.key, "x", "x", "`socket-1`, frame 500, +5.000 s")
    frames = trace_view(trace, [finding]).exchanges[0].frames
    assert len(frames) <= MAX_FRAMES
    assert sum(frame.frames for frame in frames if isinstance(frame, GapView)) + len(frames) - 2 == 1000
    assert [frame.number for frame in frames if not isinstance(frame, GapView) and frame.marked] == [500]


def test_of_many_exchanges_the_named_one_is_shown() -> None:
    one = _exchange([0.1], 0.2)
    many = tuple(replace(one, label=f"negative-{n}", transport="http") for n in range(99))
    trace = Trace("fuzz/list_voices", "2026-08-14", exchanges=many)
    view = trace_view(trace, [Finding(trace.key, "x", "x", "answer `negative-42`")])
    assert [exchange.label for exchange in view.exchanges] == ["negative-42"]
    assert view.left_out == 98
    assert len(trace_view(trace, []).exchanges) == 6
