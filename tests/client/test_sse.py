"""The SSE decoder: any split gives the same events."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from contralto_generator.runtime._sse import SseDecoder
from contralto_generator.runtime.errors import DecodeError


def decode(*pieces: bytes, limit: int = 1 << 20) -> list[tuple[str, bytes]]:
    decoder = SseDecoder(limit)
    return [event for piece in pieces for event in decoder.feed(piece)]


@pytest.mark.parametrize(
    ("body", "events"),
    [
        (b"data: a\n\n", [("message", b"a")]),
        (b"event: done\ndata: a\n\n", [("done", b"a")]),
        (b"data: a\r\n\r\ndata: b\r\r", [("message", b"a"), ("message", b"b")]),
        (b"data: a\rdata: b\r\n\n", [("message", b"a\nb")]),
        (b"\xef\xbb\xbfdata: a\n\n", [("message", b"a")]),
        (b"\xef\xbb\xbf\xef\xbb\xbfdata: a\n\ndata: b\n\n", [("message", b"b")]),
        (b"\xef\xbbdata: a\n\ndata: b\n\n", [("message", b"b")]),
        (b": comment\ndata: a\n: another\n\n", [("message", b"a")]),
        (b"data:a\ndata:  b\n\n", [("message", b"a\n b")]),
        (b"data\n\n", [("message", b"")]),
        (b"data:\n\n", [("message", b"")]),
        (b"event: lonely\n\ndata: a\n\n", [("message", b"a")]),
        (b"data: a", []),
        (b"data: a\n", []),
        (b"id: 7\nretry: 5\ndatafoo: x\ndata: a\n\n", [("message", b"a")]),
        (b"\n\n\ndata: \xe2\x80\xa8a\x0b\x0c\x1c\n\n", [("message", b"\xe2\x80\xa8a\x0b\x0c\x1c")]),
        (b"data: caf\xc3\xa9 \xff\n\n", [("message", b"caf\xc3\xa9 \xff")]),
    ],
)
def test_a_body_gives_its_events_however_it_is_cut(body: bytes, events: list[tuple[str, bytes]]) -> None:
    assert decode(body) == events
    assert decode(*(body[i : i + 1] for i in range(len(body)))) == events
    for cut in range(len(body) + 1):
        assert decode(body[:cut], body[cut:]) == events


def reference(body: bytes) -> list[tuple[str, bytes]]:
    """The standard's algorithm, line by line over the whole body."""
    text = body.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    events: list[tuple[str, bytes]] = []
    data: list[bytes] = []
    name = b""
    for line in text.split(b"\n")[:-1]:
        field, _, value = line.partition(b":")
        value = value.removeprefix(b" ")
        if not line:
            if data:
                events.append((name.decode(errors="replace") or "message", b"\n".join(data)))
            data, name = [], b""
        elif field == b"data":
            data.append(value)
        elif field == b"event":
            name = value
    return events


LINES = st.lists(
    st.sampled_from(
        [
            b"data: ",
            b"data:",
            b"data",
            b"event: x",
            b":",
            b"\n",
            b"\r",
            b"\r\n",
            b"\xc3\xa9",
            b"\xef\xbb\xbf",
            b"a",
            b" ",
        ]
    )
).map(b"".join)


@given(body=LINES | st.binary(max_size=80), cuts=st.lists(st.integers(0, 100), max_size=8))
@example(body=b"\xef\xbb", cuts=[1])
def test_any_bytes_in_any_split_give_what_the_standard_says(body: bytes, cuts: list[int]) -> None:
    bounds = [0, *sorted(min(cut, len(body)) for cut in cuts), len(body)]
    pieces = [body[a:b] for a, b in itertools.pairwise(bounds)]
    assert decode(*pieces) == decode(body) == reference(body)


@given(body=LINES, limit=st.integers(1, 20))
def test_the_only_error_is_the_documented_one(body: bytes, limit: int) -> None:
    try:
        decode(*(body[i : i + 3] for i in range(0, len(body), 3)), limit=limit)
    except DecodeError as exc:
        assert f"more than {limit} bytes" in str(exc)


@pytest.mark.parametrize(
    "flood", [b"x", b"data: x\n", b"event: x\n", b"data\n", b": not even a line end"], ids=lambda flood: flood.decode()
)
def test_an_endless_event_ends_at_the_limit(flood: bytes) -> None:
    decoder = SseDecoder(1000)
    with pytest.raises(DecodeError, match="more than 1000 bytes"):
        sum(len(decoder.feed(flood)) for _ in range(2000))


def test_the_limit_counts_one_event_not_the_stream() -> None:
    assert len(decode(*[b"data: " + b"x" * 900 + b"\n\n"] * 50, limit=1000)) == 50
    assert decode(*[b": keep-alive\n"] * 500, limit=100) == []
