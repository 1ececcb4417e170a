"""Faults on the wire: each kind as a client meets it, when it strikes, and how a wrong one is explained."""

from __future__ import annotations

import asyncio
import json
import random
import socket
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.exceptions import ConnectionClosed, ConnectionClosedError, InvalidStatus
from websockets.sync.client import connect

from contralto_cli.main import main
from contralto_conformance.mock import MockSettings, UnknownFault, create_app
from contralto_conformance.mock.fault_kinds import KINDS
from contralto_conformance.mock.faults import When, parse

from .conftest import KEY, NEW, OLD, Api, Socket, speech

Start = Callable[..., Api]
HEADERS = {"X-API-Key": KEY, "Cartesia-Version": NEW}


class Raw:
    """A mock with faults, asked without any judgement of its answers."""

    def __init__(self, api: Api) -> None:
        self.api = api

    def get(self, path: str = "/voices", **headers: str) -> httpx.Response:
        return self.api.client.get(self.api.url + path, headers={**HEADERS, **headers})

    def speak(self, path: str, **headers: str) -> httpx.Response:
        return self.api.client.post(self.api.url + path, json=speech(), headers={**HEADERS, **headers})

    def stream(
        self, method: str, path: str, **options: Any
    ) -> tuple[httpx.Response, list[bytes], httpx.TransportError | None]:
        """The pieces of a body as they come, and what ends them; None when they are complete."""
        pieces: list[bytes] = []
        with self.api.client.stream(method, self.api.url + path, headers=HEADERS, **options) as answer:
            try:
                for piece in answer.iter_raw():
                    pieces.append(piece)  # noqa: PERF402 - those before the trouble count
            except httpx.TransportError as trouble:
                return answer, pieces, trouble
        return answer, pieces, None


@pytest.fixture
def faulty(mock: Start) -> Callable[..., Raw]:
    """A function that starts a mock with these faults."""
    return lambda *faults, **settings: Raw(mock(faults=faults, **settings))


Faulty = Callable[..., Raw]


def ask(raw: Raw) -> tuple[list[str | bytes], ConnectionClosed | None]:
    """What a socket that asks for one context receives, and how it ends; None when it does not end."""
    frames: list[str | bytes] = []
    with raw.api.connect() as connection:
        Socket(connection).ask()
        try:
            while not frames or '"done":true' not in str(frames[-1]):
                frames.append(connection.recv(timeout=5))
        except ConnectionClosed as closed:
            return frames, closed
    return frames, None


def test_a_reset_comes_before_any_answer(faulty: Faulty) -> None:
    raw = faulty("voices.list:reset")
    with pytest.raises(httpx.ReadError):
        raw.get()
    assert raw.get("/voices/nobody").status_code == 404


def test_a_reset_may_come_within_the_body(faulty: Faulty) -> None:
    raw = faulty("voices.list:reset=100")
    with pytest.raises((httpx.ReadError, httpx.RemoteProtocolError)):
        raw.get()


@pytest.mark.parametrize(("method", "path"), [("GET", "/voices"), ("POST", "/tts/sse"), ("POST", "/tts/bytes")])
def test_a_truncated_body_breaks_off_in_its_middle(method: str, path: str, faulty: Faulty) -> None:
    raw = faulty("/*:truncate")
    body = speech(transcript="one two three four") if method == "POST" else None
    answer, pieces, trouble = raw.stream(method, path, json=body)
    assert answer.status_code == 200
    assert isinstance(trouble, httpx.RemoteProtocolError)
    size = sum(map(len, pieces))
    assert size > 0
    if "content-length" in answer.headers:
        assert size == int(answer.headers["content-length"]) // 2


def test_a_truncated_body_may_be_cut_at_a_byte(faulty: Faulty) -> None:
    _, pieces, trouble = faulty("tts.sse:truncate=10").stream("POST", "/tts/sse", json=speech())
    assert b"".join(pieces) == b"event: chu"
    assert isinstance(trouble, httpx.RemoteProtocolError)


def test_a_stalled_stream_falls_silent_after_its_first_piece(faulty: Faulty) -> None:
    raw = faulty("tts.sse:stall")
    _, pieces, trouble = raw.stream("POST", "/tts/sse", json=speech(), timeout=0.3)
    assert len(pieces) == 1
    assert isinstance(trouble, httpx.ReadTimeout)
    # The mock is not held up by it.
    assert raw.get().status_code == 200


def test_a_stall_of_some_seconds_ends(faulty: Faulty) -> None:
    raw = faulty("*:stall=1", time_scale=0.01)
    assert raw.get().json()["data"]
    assert raw.speak("/tts/sse").text.endswith('"status_code":200}\n\n')


def test_a_dripping_body_is_complete(faulty: Faulty) -> None:
    answer, pieces, trouble = faulty("voices.list:drip=10").stream("GET", "/voices?limit=2")
    assert trouble is None
    assert sum(map(len, pieces)) == int(answer.headers["content-length"])
    assert len(pieces) > 1


def test_a_delayed_answer_comes(faulty: Faulty) -> None:
    assert faulty("*:delay=2", time_scale=0.01).get().status_code == 200


@pytest.mark.parametrize("status", [429, 500, 503, 499, 520, 524, 529])
def test_a_status_is_answered_in_place_of_the_service(status: int, faulty: Faulty) -> None:
    answer = faulty(f"voices.list:{status}").get()
    assert answer.status_code == status
    assert "retry-after" not in answer.headers
    if status < 499 or status in (500, 503):
        assert answer.json()["request_id"] == answer.headers["x-request-id"]
    else:
        assert answer.text == f"error code: {status}"


def test_a_status_speaks_as_its_version_does(faulty: Faulty) -> None:
    answer = faulty("voices.list:429").get(**{"Cartesia-Version": OLD})
    assert answer.text == "Too many concurrent requests: answered by a fault of the mock"


@pytest.mark.parametrize(
    ("value", "header", "wait"),
    [("retry-after:1", "retry-after", "1"), ("retry-after-ms:250", "retry-after-ms", "250")],
)
def test_a_status_may_say_when_to_come_again(value: str, header: str, wait: str, faulty: Faulty) -> None:
    raw = faulty(f"voices.list:429={value}x2")
    answers = [raw.get() for _ in range(3)]
    assert [answer.status_code for answer in answers] == [429, 429, 200]
    assert answers[0].headers[header] == wait
    assert answers[0].json()["error_code"] == "concurrency_limited"


def test_server_errors_take_turns(faulty: Faulty) -> None:
    raw = faulty("*:5xx")
    assert [raw.get().status_code for _ in range(5)] == [500, 502, 503, 504, 500]


def test_an_error_page_is_no_json(faulty: Faulty) -> None:
    answer = faulty("*:html=503").get()
    assert (answer.status_code, answer.headers["content-type"]) == (503, "text/html; charset=utf-8")
    assert answer.text.startswith("<!DOCTYPE html>\n<html><head><title>503 Service Unavailable")


def test_garbage_is_announced_as_json_and_is_none(faulty: Faulty) -> None:
    answer = faulty("*:garbage").get()
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    with pytest.raises(ValueError, match=r"decode|Expecting|delimiter"):
        answer.json()


def test_garbage_in_a_stream_is_one_event_or_one_piece(faulty: Faulty) -> None:
    raw = faulty("*:garbage")
    first, *rest = raw.speak("/tts/sse").content.split(b"\n\n")
    with pytest.raises(ValueError, match=r"decode|Expecting|delimiter"):
        json.loads(first.removeprefix(b"data: "))
    assert json.loads(rest[-2].removeprefix(b"event: done\ndata: "))["type"] == "done"
    assert len(raw.speak("/tts/bytes").content) == len(faulty().speak("/tts/bytes").content)


@pytest.mark.parametrize(("kind", "media_type"), [("content-type", "text/plain"), ("content-type=a/b", "a/b")])
def test_the_media_type_may_be_another(kind: str, media_type: str, faulty: Faulty) -> None:
    answer = faulty(f"*:{kind}").get()
    assert answer.headers["content-type"] == media_type
    assert answer.json()["data"]


def test_pieces_of_a_stream_come_twice(faulty: Faulty) -> None:
    events = faulty("tts.sse:duplicate").speak("/tts/sse").text.split("\n\n")[:-1]
    assert events[0::2] == events[1::2]
    assert len(events) >= 4


def test_messages_of_a_socket_come_twice(faulty: Faulty) -> None:
    frames, _ = ask(faulty("tts.ws:duplicate"))
    assert frames[0] == frames[1]


@pytest.mark.parametrize(("kind", "n_frames"), [("reset", 0), ("truncate", 1), ("reset=2", 2), ("truncate=0", 0)])
def test_a_socket_is_cut_without_a_close_frame(kind: str, n_frames: int, faulty: Faulty) -> None:
    frames, closed = ask(faulty(f"tts.ws:{kind}"))
    # What a reset overtakes may be lost.
    assert len(frames) <= n_frames if "reset" in kind else len(frames) == n_frames
    assert isinstance(closed, ConnectionClosedError)
    assert closed.rcvd is None


def test_a_socket_is_closed_with_a_code(faulty: Faulty) -> None:
    frames, closed = ask(faulty("tts.connect:close=1013"))
    assert frames == []
    assert closed is not None
    assert closed.rcvd is not None
    assert closed.rcvd.code == 1013


def test_a_stalled_socket_falls_silent_and_ends_with_its_client(faulty: Faulty) -> None:
    raw = faulty("tts.ws:stall")
    with raw.api.connect() as connection:
        Socket(connection).ask()
        assert json.loads(connection.recv(timeout=5))["type"] == "chunk"
        with pytest.raises(TimeoutError):
            connection.recv(timeout=0.2)


def test_garbage_on_a_socket_is_a_frame_that_is_no_json(faulty: Faulty) -> None:
    frames, _ = ask(faulty("tts.ws:garbage"))
    with pytest.raises(ValueError, match=r"Expecting|delimiter"):
        json.loads(frames[0])
    assert json.loads(frames[-1])["type"] == "done"


@pytest.mark.parametrize("status", [429, 503, 522])
def test_an_upgrade_is_refused_with_a_status(status: int, faulty: Faulty) -> None:
    with pytest.raises(InvalidStatus) as refusal, faulty(f"tts.ws:{status}").api.connect():
        pass
    assert refusal.value.response.status_code == status


@pytest.mark.parametrize("version", [NEW, OLD])
@pytest.mark.parametrize("where", ["stt.turns.ws", "stt.turns.connect", "/stt/turns/*"])
def test_a_socket_has_its_name_for_clients_of_older_versions_too(version: str, where: str, faulty: Faulty) -> None:
    url = faulty(f"{where}:418").api.websocket_url + "/stt/turns/websocket"
    with pytest.raises(InvalidStatus, match="418"):
        connect(url, additional_headers={**HEADERS, "Cartesia-Version": version})


def test_a_delayed_and_dripping_socket_is_complete(faulty: Faulty) -> None:
    frames, closed = ask(faulty("tts.ws:delay=1", "tts.ws:drip=10", time_scale=0.01))
    assert closed is None
    assert json.loads(frames[-1])["type"] == "done"


def test_several_faults_strike_one_request(faulty: Faulty) -> None:
    answer = faulty("voices.*:content-type=a/b", "/voi*:429x1").get()
    assert (answer.status_code, answer.headers["content-type"]) == (429, "a/b")


@pytest.mark.parametrize(
    ("where", "struck"),
    [
        ("voices.list", {"/voices"}),
        ("voices.*", {"/voices", "/voices/none"}),
        ("/voices/*", {"/voices/none"}),
        ("*", {"/voices", "/voices/none", "/models"}),
        ("models.list", {"/models"}),
    ],
)
def test_a_place_is_a_name_or_a_path(where: str, struck: set[str], faulty: Faulty) -> None:
    raw = faulty(f"{where}:418", prefix="/v1/x")
    assert {path for path in ("/voices", "/voices/none", "/models") if raw.get(path).status_code == 418} == struck


@pytest.mark.parametrize(
    ("when", "struck"), [("x2", {1, 2}), ("#1,3-4", {1, 3, 4}), ("#5-", {5, 6}), ("@1", set(range(1, 7)))]
)
def test_a_fault_strikes_when_it_is_told_to(when: str, struck: set[int], faulty: Faulty) -> None:
    raw = faulty(f"voices.list:418{when}")
    raw.get("/voices/none")
    assert {number for number in range(1, 7) if raw.get().status_code == 418} == struck


def test_chance_is_the_same_for_a_seed(faulty: Faulty) -> None:
    def struck(seed: int) -> list[bool]:
        raw = faulty("voices.list:418@0.5", seed=seed)
        return [raw.get().status_code == 418 for _ in range(30)]

    assert struck(1) == struck(1) != struck(2)


def test_chance_is_as_frequent_as_it_says() -> None:
    dice = random.Random(0)
    assert 60 < sum(When(probability=0.1).strikes(number, dice) for number in range(1000)) < 140


def test_a_header_asks_for_a_fault_only_where_it_may(faulty: Faulty) -> None:
    ask_for = {"X-Contralto-Fault": "429=retry-after:7, content-type=a/b"}
    assert faulty().get(**ask_for).status_code == 200
    raw = faulty(allow_fault_header=True)
    answer = raw.get(**ask_for)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "7")
    assert raw.get().status_code == 200
    refused = raw.get(**{"X-Contralto-Fault": "stal"})
    assert refused.status_code == 400
    assert refused.json()["message"].startswith("`X-Contralto-Fault`: there is no fault `stal`; did you mean `stall`")


@pytest.mark.parametrize(
    ("fault", "complaint"),
    [
        ("stall", "a fault is `WHERE:KIND[=VALUE][WHEN]` such as `tts.sse:truncate@0.1`, got `stall`"),
        ("", "a fault is"),
        ("tts.sse:", "a fault is"),
        ("tts.see:stall", "no call is named `tts.see`; did you mean `tts.sse` or"),
        ("voice.*:stall", "no call is named `voice.*`"),
        ("tts.sse:trunkate", "there is no fault `trunkate`; did you mean `truncate`; known are reset, truncate,"),
        ("tts.sse:600", "there is no fault `600`"),
        ("tts.sse:drip=slow", "`drip=slow`: wants a number of milliseconds"),
        ("tts.sse:duplicate=2", "`duplicate=2`: takes no value"),
        ("tts.sse:429=soon", "`429=soon`: takes `retry-after:SECONDS` or `retry-after-ms:MILLISECONDS`"),
        ("tts.sse:html=200", "`html=200`: wants a status from 400 to 599"),
        ("tts.sse:content-type=x", "`content-type=x`: wants a media type such as `text/plain`"),
        ("tts.ws:close=1006", "`close=1006`: wants a code that may be sent"),
        ("tts.sse:close", "`close` does not fit HTTP, and `tts.sse` names nothing else"),
        ("tts.ws:content-type", "`content-type` does not fit a socket, and `tts.ws` names nothing else"),
        ("tts.sse:stall@2", "a probability is a number from 0 to 1, got `@2`"),
        ("tts.sse:stall@often", "a probability is a number from 0 to 1, got `@often`"),
        ("tts.sse:stall#0", "a schedule is numbers of requests from 1 on such as `#1,3-5,9-`, got `0`"),
    ],
)
def test_a_fault_that_makes_no_sense_is_explained(fault: str, complaint: str) -> None:
    with pytest.raises(UnknownFault) as refusal:
        create_app(MockSettings(faults=(fault,)))
    assert str(refusal.value).startswith(complaint)


@pytest.mark.parametrize("kind", [*KINDS, "429", "5xx", "529"])
def test_every_kind_may_be_named_with_any_time(kind: str) -> None:
    for when in ("", "@0.25", "x3", "#2-"):
        assert parse(f"*:{kind}{when}").kind.name == kind


@pytest.mark.parametrize("kind", ["reset", "truncate", "stall=1", "drip=1", "garbage", "duplicate", "content-type"])
def test_an_answer_without_a_body_survives_every_kind(kind: str, faulty: Faulty) -> None:
    raw = faulty(f"*:{kind}", time_scale=0.001)
    url = raw.api.url
    for method, path in (("HEAD", "/voices"), ("OPTIONS", "/voices")):
        try:
            assert raw.api.client.request(method, url + path, headers=HEADERS).status_code in (200, 204)
        except httpx.TransportError:
            assert kind == "reset"


def test_a_fault_without_a_server_ends_in_an_error(faulty: Faulty) -> None:
    app = create_app(MockSettings(faults=("*:reset",)))

    async def get() -> None:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://mock") as client:
            await client.get("/")

    with pytest.raises(ConnectionError, match="dropped by a fault"):
        asyncio.run(get())


def test_a_reset_is_one_on_the_wire(faulty: Faulty) -> None:
    parts = urlsplit(faulty("*:reset").api.url)
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=5) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: mock\r\n\r\n")
        with pytest.raises(ConnectionResetError):
            connection.recv(100)


def test_a_header_asks_for_no_more_than_some_faults(faulty: Faulty) -> None:
    raw = faulty(allow_fault_header=True)
    assert raw.get(**{"X-Contralto-Fault": ",".join(["delay=0"] * 10)}).status_code == 200
    refused = raw.get(**{"X-Contralto-Fault": ",".join(["delay=0"] * 11)})
    assert refused.json()["message"] == "`X-Contralto-Fault`: at most 10 faults may be asked for, got 11"


@given(st.text() | st.from_regex(r"[a-z.*/]{1,9}:[a-z0-9]{1,9}(=.{0,9})?([@x#].{0,9})?", fullmatch=True))
def test_any_text_is_a_fault_or_is_explained(text: str) -> None:
    try:
        parse(text)
    except UnknownFault as refusal:
        assert str(refusal)


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("--fault", "tts.see:stall"), "no call is named `tts.see`; did you mean `tts.sse`"),
        (("--rate", "fast"), "`rate` must be requests"),
        (("--ca-file", "x.pem"), "`tls_port` and `ca_file` are of no use without `tls`"),
        (("--tls", "--tls-port", "70000"), "`tls_port` must be 0 to 65535, got 70000"),
        (("--max-connections", "0"), "`max_connections` must be 1 or more, got 0"),
    ],
)
def test_the_command_line_explains_what_makes_no_sense(
    arguments: tuple[str, ...], complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["mock", "--port", "0", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert complaint in err
