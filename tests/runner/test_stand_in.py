"""The suite in the place of the service: it does what a case orders, and records what arrives."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator

import httpx
import pytest
from websockets.sync.client import connect

from contralto_conformance.cases.model import FILLER_PIECE, Act, Answer, Manner, Upstream
from contralto_conformance.drivers import raw
from contralto_conformance.drivers.endpoint import Endpoint, Unplayable, address
from contralto_conformance.drivers.redact import Redactor
from contralto_conformance.stand_in import StandIn, standing_in
from contralto_conformance.trace import Exchange

KEYS = ("sk_car_stand_in.one", "sk_car_stand_in.two")
BEARER = {"authorization": f"Bearer {KEYS[0]}"}


@pytest.fixture
def behind() -> Iterator[StandIn]:
    with standing_in("127.0.0.1", 0, KEYS) as stand_in:
        asyncio.run(stand_in.begin())
        yield stand_in


def order(behind: StandIn, how: Upstream) -> None:
    asyncio.run(behind.behave(how))


def arrived(behind: StandIn, began: float = 0.0) -> tuple[Exchange, ...]:
    return asyncio.run(behind.arrived(began))


def test_without_orders_it_is_the_mock_and_notes_what_came(behind: StandIn) -> None:
    answer = httpx.get(behind.url + "/voices?limit=1", headers=BEARER)
    [exchange] = arrived(behind)
    assert answer.status_code == exchange.status == 200
    assert exchange.query == (("limit", "1"),)
    assert exchange.body == answer.content


def test_an_answer_is_given_as_it_is_ordered(behind: StandIn) -> None:
    order(behind, Upstream(Answer(status=402, headers=(("x-a", "1"),), pieces=(b"no",))))
    answer = httpx.get(behind.url + "/anything")
    assert (answer.status_code, answer.headers["x-a"], answer.content) == (402, "1", b"no")


def test_an_answer_may_be_meant_for_one_key_alone(behind: StandIn) -> None:
    order(behind, Upstream(Answer(status=401, key=2)))
    assert httpx.get(behind.url + "/voices", headers=BEARER).status_code == 200
    assert httpx.get(behind.url + "/voices", headers={"authorization": f"Bearer {KEYS[1]}"}).status_code == 401


def test_an_answer_may_be_meant_for_so_many_requests(behind: StandIn) -> None:
    order(behind, Upstream(Answer(status=429, times=1)))
    assert [httpx.get(behind.url + "/voices", headers=BEARER).status_code for _ in range(2)] == [429, 200]


def test_a_service_that_is_down_takes_no_connection_until_it_is_up_again(behind: StandIn) -> None:
    order(behind, Upstream(is_down=True))
    with pytest.raises(httpx.ConnectError):
        httpx.get(behind.url + "/voices", headers=BEARER)
    asyncio.run(behind.begin())
    assert httpx.get(behind.url + "/voices", headers=BEARER).status_code == 200


def test_a_fault_that_does_not_exist_is_unplayable(behind: StandIn) -> None:
    with pytest.raises(Unplayable, match="no fault"):
        order(behind, Upstream(faults=("*:nonsense",)))


def test_a_socket_does_what_it_is_ordered(behind: StandIn) -> None:
    order(
        behind, Upstream(socket=(Act("echo", count=2), Act("send", text="x"), Act("close", code=1008, text="enough")))
    )
    with connect("ws" + behind.url.removeprefix("http") + "/tts/websocket") as socket:
        socket.send("a")
        socket.send(b"b")
        assert [socket.recv(), socket.recv(), socket.recv()] == ["a", b"b", "x"]
        with pytest.raises(Exception, match="1008"):
            socket.recv()
    [exchange] = arrived(behind)
    assert [frame.payload for frame in exchange.sent()] == [b"a", b"b"]
    assert [frame.kind for frame in exchange.received()] == ["text", "binary", "text"]
    assert (exchange.ending, exchange.close_code, exchange.close_reason) == ("closed", 1008, "enough")


def play(behind: StandIn, manner: Manner, content: bytes | None = None, raw_query: str = "") -> Exchange:
    """A request by the raw driver."""
    endpoint = Endpoint(behind.url, "", KEYS[0], "2026-08-14", "2025-04-16", Redactor())
    to = address(
        endpoint, "/stt", (), {}, auth="bearer", version="header", token=None, socket=False, raw_query=raw_query
    )
    return asyncio.run(raw.exchange(None, endpoint, "request-1", "POST", to, content, manner))


def test_a_client_that_leaves_is_noticed(behind: StandIn) -> None:
    order(behind, Upstream(Answer(pieces=(b"one", b"two"), pause_s=60)))
    client = play(behind, Manner(leave_after_bytes=1))
    [exchange] = arrived(behind)
    assert client.body == b"one"
    assert exchange.ending == "closed"


def test_a_query_goes_out_as_it_is_written(behind: StandIn) -> None:
    order(behind, Upstream(Answer()))
    play(behind, Manner(), raw_query="a=%7E&a=%2f&b")
    [exchange] = arrived(behind)
    assert exchange.url.endswith("/stt?a=%7E&a=%2f&b")


def test_a_client_waits_until_it_is_asked_for_the_body(behind: StandIn) -> None:
    order(behind, Upstream(Answer(pieces=(b"{}",))))
    client = play(behind, Manner(expects_continue=True), b"body")
    assert client.detail == "interim answer 100"
    assert arrived(behind)[0].request_body == b"body"


def test_both_sides_are_timed_by_one_clock(behind: StandIn) -> None:
    order(behind, Upstream(Answer(pieces=(b"{}",))))
    began = time.monotonic()
    client = play(behind, Manner(pause_s=0.05), FILLER_PIECE)
    [exchange] = arrived(behind, began)
    [sent] = client.sent("body")
    [read] = exchange.sent("body")
    assert 0 <= exchange.started_s + read.time_s < sent.time_s + exchange.started_s
