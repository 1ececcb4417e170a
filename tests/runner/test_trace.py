"""Traces are values that survive being written, and secrets leave them before they exist."""

from __future__ import annotations

import json

import pytest

from contralto_conformance.drivers.redact import Redactor
from contralto_conformance.trace import REDACTED_KEY, Exchange, Frame, Trace

KEY = 'sk_car_a"b/c+d.012345'


def exchange(*pieces: bytes) -> Exchange:
    frames = tuple(Frame(float(i), "received", "body", piece) for i, piece in enumerate(pieces))
    return Exchange("first", "http", "GET", "http://h/voices", "/voices", status=200, frames=frames)


def test_a_trace_survives_json() -> None:
    socket = Exchange(
        label="socket-1",
        transport="websocket",
        method="GET",
        url="ws://h/tts/websocket",
        path="/tts/websocket",
        query=(("a", "b"), ("a", "c")),
        request_headers=(("x", "y"),),
        status=101,
        frames=(Frame(0.1, "sent", "text", "{é}".encode()), Frame(0.2, "received", "binary", b"\xff\x00")),
        ending="closed",
        close_code=1000,
        close_reason="bye",
        elapsed_s=0.3,
        started_s=0.05,
        detail="the server closed",
    )
    trace = Trace(
        "t/c", "2026-08-14", frozenset({"x"}), (socket, exchange(b"\xff")), {"a": "1"}, "step 1", "suite: x", "2"
    )
    assert Trace.from_dict(json.loads(json.dumps(trace.to_dict()))) == trace
    assert trace.key == "t/c#2"


def test_an_exchange_gives_its_body_headers_and_messages() -> None:
    seen = Exchange(
        **{
            **vars(exchange(b'{"a"', b": 1}")),
            "response_headers": (("content-type", "Application/JSON; charset=utf-8"),),
        }
    )
    assert seen.json() == {"a": 1}
    assert seen.header("Content-Type") == "Application/JSON; charset=utf-8"
    assert seen.media_type == "application/json"
    assert seen.header("x-none") is None


@pytest.mark.parametrize("cut", range(1, len(KEY)))
def test_a_secret_across_two_pieces_is_found(cut: int) -> None:
    text = KEY.encode()
    frames = Redactor(KEY).body(exchange(b"<" + text[:cut], text[cut:] + b">").frames)
    assert b"".join(frame.payload for frame in frames) == f"<{REDACTED_KEY}>".encode()
    assert [frame.time_s for frame in frames] == [0.0, 1.0]


def test_a_secret_across_many_pieces_is_found_each_time() -> None:
    pieces = [bytes([byte]) for byte in f"{KEY} and {KEY}".encode()]
    frames = Redactor(KEY).body(exchange(*pieces).frames)
    assert b"".join(frame.payload for frame in frames) == f"{REDACTED_KEY} and {REDACTED_KEY}".encode()


@pytest.mark.parametrize("written", [KEY, "sk_car_a%22b%2Fc%2Bd.012345", 'sk_car_a\\"b/c+d.012345'])
def test_a_secret_is_found_plain_percent_encoded_and_in_json(written: str) -> None:
    redactor = Redactor(KEY)
    assert redactor.text(f"x{written}y") == f"x{REDACTED_KEY}y"
    assert redactor.payload(f"x{written}y".encode()) == f"x{REDACTED_KEY}y".encode()


def test_a_short_secret_is_replaced_as_a_whole_value_only() -> None:
    redactor = Redactor("abc")
    assert redactor.pairs([("authorization", "Bearer abc"), ("x-api-key", "abc"), ("x", "xabcx")]) == (
        ("authorization", f"Bearer {REDACTED_KEY}"),
        ("x-api-key", REDACTED_KEY),
        ("x", "xabcx"),
    )
