"""HAR into exchanges: what is read, what is no evidence, and what is wrong with a file."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.oracle.builders import NEW, Socket, chunk, done, http, stream

from contralto_conformance.recorded import Unreadable
from contralto_conformance.recorded.har import Entry, entries
from contralto_conformance.trace import REDACTED_KEY, Exchange

from .hars import KEY, document, entry, har

FILE = Path("capture.har")


def read(*written: Exchange | dict[str, Any]) -> tuple[Entry, ...]:
    return entries(FILE, document([entry(one) if isinstance(one, Exchange) else one for one in written]))


def changed(exchange: Exchange, part: str, **members: Any) -> dict[str, Any]:
    """The entry of an exchange with other members in its request, its response or, for "", itself."""
    written = entry(exchange)
    (written[part] if part else written).update(members)
    return written


PAGE = http("GET", "/voices", answer={"data": [], "has_more": False}, query=(("limit", "2"),))


def test_an_exchange_comes_back_as_it_was() -> None:
    (found,) = read(PAGE)
    assert found.unfit == ""
    back = found.exchange
    assert (back.method, back.path, back.query, back.status) == ("GET", "/voices", (("limit", "2"),), 200)
    assert back.json() == {"data": [], "has_more": False}
    assert back.header("X-Request-Id") == "r-1"
    assert back.ending == "complete"
    assert back.elapsed_s == pytest.approx(0.1)


def test_a_posted_body_and_binary_audio_come_back() -> None:
    audio = bytes(range(256))
    asked = http("POST", "/tts/bytes", send={"transcript": "Hi"}, body=audio, media="audio/raw")
    (found,) = read(asked)
    assert found.exchange.body == audio
    assert found.exchange.request_body == asked.request_body


def test_a_body_counts_as_there_with_its_first_byte() -> None:
    timings = {"blocked": 10, "dns": -1, "connect": 20, "ssl": 15, "send": 0, "wait": 30, "receive": 940}
    for given, time_s in ((timings, 0.06), ({**timings, "wait": 99_999}, 1.0), (None, 0.0)):
        (found,) = read(changed(PAGE, "", timings=given, time=1000))
        assert [frame.time_s for frame in found.exchange.frames] == pytest.approx([time_s])


def test_a_stream_of_events_is_known_by_its_media_type() -> None:
    (found,) = read(stream(chunk("a"), done("a")))
    assert found.exchange.transport == "sse"
    assert found.exchange.body.count(b"data: ") == 2


def test_a_socket_has_its_messages_in_both_directions_with_times() -> None:
    socket = Socket(started_s=3.0).served("a").frame("received", "binary", b"\x00\xff").exchange()
    _, found = read(http("GET", "/"), socket)
    back = found.exchange
    assert (back.transport, back.status, back.url) == ("websocket", 101, "ws://target/tts/websocket")
    assert [(f.direction, f.kind) for f in back.frames] == [(f.direction, f.kind) for f in socket.frames]
    assert [f.payload for f in back.frames] == [f.payload for f in socket.frames]
    assert [f.time_s for f in back.frames] == pytest.approx([f.time_s for f in socket.frames], abs=1e-5)


def test_the_end_of_a_socket_is_not_made_up() -> None:
    (found,) = read(Socket().send("a").end("closed", 1000).exchange())
    assert (found.exchange.ending, found.exchange.close_code) == ("complete", None)


def test_a_close_frame_that_was_recorded_counts() -> None:
    written = entry(Socket().send("a").exchange())
    written["_webSocketMessages"].append({"type": "receive", "time": 0, "opcode": 8, "code": 1011, "reason": "gone"})
    (found,) = read(written)
    assert (found.exchange.ending, found.exchange.close_code, found.exchange.close_reason) == ("closed", 1011, "gone")


def test_a_socket_over_http_2_is_an_upgrade_all_the_same() -> None:
    written = changed(Socket().served("a").exchange(), "request", method="CONNECT", url="https://target/tts/websocket")
    written["response"]["status"] = 200
    (found,) = read(written)
    assert (found.exchange.method, found.exchange.status) == ("GET", 101)
    assert found.exchange.url == "wss://target/tts/websocket"


def test_clocks_that_go_backwards_and_missing_times_keep_the_order() -> None:
    written = entry(Socket().served("a").exchange())
    times = [written["_webSocketMessages"][0]["time"] + 1, 0.0, None]
    for message, time in zip(written["_webSocketMessages"], times, strict=True):
        message["time"] = time
    (found,) = read(written)
    assert [frame.time_s for frame in found.exchange.frames] == pytest.approx([1.01] * 3, abs=1e-5)


def test_times_may_be_milliseconds() -> None:
    written = entry(Socket().served("a").exchange())
    for message in written["_webSocketMessages"]:
        message["time"] *= 1000
    (found,) = read(written)
    assert [frame.time_s for frame in found.exchange.frames] == pytest.approx([0.01, 0.02, 0.03], abs=1e-4)


def test_exchanges_stand_in_the_order_of_their_beginning() -> None:
    late, early = http("GET", "/late", started_s=2.0), http("GET", "/early", started_s=1.0)
    found = read(late, early)
    assert [(e.exchange.path, e.exchange.label, e.exchange.started_s) for e in found] == [
        ("/early", "entry-1", 0.0),
        ("/late", "entry-0", 1.0),
    ]


def test_pseudo_headers_are_no_headers_and_names_are_lower_case() -> None:
    headers = [{"name": ":authority", "value": "x"}, {"name": "Cartesia-Version", "value": NEW}]
    (found,) = read(changed(PAGE, "request", headers=headers))
    assert found.exchange.request_headers == (("cartesia-version", NEW),)


@pytest.mark.parametrize(
    ("written", "why"),
    [
        (changed(PAGE, "", _fromCache="disk"), "a cache of the client answered"),
        (changed(PAGE, "response", content={"size": 30, "mimeType": "application/json"}), "the body was not kept"),
        (changed(PAGE, "response", content={"size": -1, "mimeType": "application/json"}), "the body was not kept"),
        (
            changed(PAGE, "response", content={"size": 30, "mimeType": "application/json", "text": '{"data":'}),
            "the body was not kept",
        ),
        (changed(PAGE, "response", headers=[]), "the headers of the answer were not kept"),
        (changed(PAGE, "request", method="OPTIONS"), "a preflight"),
        (changed(PAGE, "request", headers=[{"name": "Accept", "value": "text/html,*/*"}]), "a page was asked for"),
        (changed(PAGE, "response", status=0, _error="net::ERR_BLOCKED_BY_CLIENT"), "no whole answer"),
        (changed(PAGE, "response", status=0, _error=""), "no whole answer"),
        (changed(PAGE, "response", _error="net::ERR_ABORTED"), "no whole answer"),
        (changed(PAGE, "response", _failureText="net::ERR_ABORTED"), "no whole answer"),
        (entry(Socket(status=401).exchange()), "the body was not kept"),
    ],
)
def test_what_tells_nothing_of_the_server_is_said(written: dict[str, Any], why: str) -> None:
    (found,) = read(written)
    assert found.unfit.startswith(why)


def test_audio_that_was_kept_as_text_is_no_evidence() -> None:
    content = {"size": 9, "mimeType": "audio/wav", "text": "RIFF\ufffd\ufffd"}
    headers = [{"name": "content-type", "value": "audio/wav"}]
    (found,) = read(changed(http("POST", "/tts/bytes"), "response", content=content, headers=headers))
    assert found.unfit == "the body was not kept in the recording"


@pytest.mark.parametrize(
    ("status", "error", "ending"),
    [
        (0, "net::ERR_EMPTY_RESPONSE", "unreachable"),
        (200, "net::ERR_INCOMPLETE_CHUNKED_ENCODING", "truncated"),
        (200, "net::ERR_CONTENT_LENGTH_MISMATCH", "truncated"),
    ],
)
def test_what_the_server_broke_off_is_evidence(status: int, error: str, ending: str) -> None:
    (found,) = read(changed(PAGE, "response", status=status, _error=error))
    assert (found.exchange.ending, found.unfit, found.exchange.detail) == (ending, "", error)


def test_credentials_are_still_there_for_the_cleaner_and_user_info_is_not() -> None:
    written = changed(PAGE, "request", url="https://user:password@target/voices#x")
    (found,) = read(written)
    assert found.exchange.url == "https://target/voices"
    assert found.exchange.request_header("authorization") == f"Bearer {KEY}"
    assert REDACTED_KEY not in json.dumps(written)


@pytest.mark.parametrize(
    ("part", "members", "message"),
    [
        ("request", {"url": 7}, ".request.url: a string is expected, not a number"),
        ("request", {"url": "http://[x"}, ".request.url: it is no URL"),
        ("request", {"url": None}, ".request: the member `url` is missing"),
        ("request", {"headers": 1}, ".request.headers: an array is expected, not a number"),
        ("response", {"status": "200"}, ".response.status: a number is expected, not a string"),
        ("response", {"status": 1.5}, ".response.status: a whole number is expected"),
        (
            "response",
            {"content": {"text": "=", "encoding": "base64"}},
            ".response.content.text: it is no base64",
        ),
        ("", {"startedDateTime": "today"}, ".startedDateTime: it is no date and time of ISO 8601"),
        ("", {"response": []}, ".response: an object is expected, not an array"),
        (
            "",
            {"_webSocketMessages": [{"type": "send", "opcode": 8, "code": 99999}]},
            "._webSocketMessages[0].code: it is no code of a close frame",
        ),
    ],
)
def test_a_wrong_member_is_named_with_its_place(part: str, members: dict[str, Any], message: str) -> None:
    written = changed(Socket().exchange() if "_webSocketMessages" in members else PAGE, part, **members)
    with pytest.raises(Unreadable) as caught:
        read(written)
    assert str(caught.value) == f"`capture.har`, log.entries[0]{message}"


def test_a_posted_body_may_be_base64() -> None:
    posted = {"mimeType": "audio/wav", "text": base64.b64encode(b"\x00\xff").decode(), "encoding": "base64"}
    (found,) = read(changed(http("POST", "/stt"), "request", postData=posted))
    assert found.exchange.request_body == b"\x00\xff"


def test_a_document_may_be_empty() -> None:
    assert entries(FILE, har()) == ()


def test_an_aborted_stream_is_one_that_the_client_left() -> None:
    (found,) = read(changed(stream(chunk("a")), "response", _error="net::ERR_ABORTED"))
    assert found.exchange.ending == "closed"
    assert replace(found.exchange, ending="complete").body
