"""Whatever comes in, the mock answers: never with a 500, in the format of the version, and it goes on serving."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote_plus

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contralto_conformance.mock import MockSettings, serve
from contralto_conformance.mock.app import MAX_BODY_BYTES, MockApp
from contralto_conformance.mock.server import MAX_FRAME_BYTES

from .conftest import KATIE, KEY, NEW, OLD
from .documents import DATES
from .inside import Inside
from .mangled import SPEC, Asked, as_json, broken, cut_up, filled, form_of, messages, mutated, operations, values
from .recordings import CLIP

ADMIN_KEY = "sk_car_admin_test"
JSON = (b"content-type", b"application/json")
FORM = (b"content-type", b"multipart/form-data; boundary=b")
SOCKETS = {
    "tts": "/tts/websocket",
    "stt": "/stt/websocket",
    "stt_turns": "/stt/turns/websocket",
    "line_agent": "/agents/stream/agent_7Qk2mPz4Rt",
    "managed_agent": "/v1/agents/websocket/{id}",
}
LISTENING = b"model=ink-2&encoding=pcm_s16le&sample_rate=8000"

Ids = dict[str, list[str]]

dates = st.sampled_from(DATES)
keys = st.sampled_from([KEY, KEY, ADMIN_KEY])
queries = st.text(max_size=20) | st.sampled_from(["-1", "0", "9" * 400, "1e999", "true", "NaN", "a" * 500, KATIE])


@pytest.fixture(scope="module")
def inside() -> Iterator[Inside]:
    with Inside() as inside:
        yield inside


@pytest.fixture(scope="module")
def ids(inside: Inside) -> dict[str, list[str]]:
    """Of what is there at the start, by the path before it."""
    found: dict[str, list[str]] = {}
    for asked in operations(NEW, None):
        if asked.method == "GET" and "{" not in asked.path:
            answer = inside.ask("GET", asked.path, NEW, key=key_of(asked))
            if answer.status_code == 200 and answer.headers["content-type"] == "application/json":
                found[asked.path.rstrip("/") + "/"] = list(_ids_in(answer.json()))
    return found


def _ids_in(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("id"), str):
            yield value["id"]
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from _ids_in(each)


def key_of(asked: Asked) -> str:
    return ADMIN_KEY if asked.is_for_admins else KEY


@given(data=st.data(), date=dates)
@settings(max_examples=500)
def test_any_json_is_answered(inside: Inside, ids: Ids, data: st.DataObject, date: str) -> None:
    asked = data.draw(st.sampled_from(operations(date, "application/json")))
    body = as_json(data.draw(mutated(asked.body))).encode("utf-8", "replace")
    path = data.draw(filled(asked.path, ids))
    inside.ask(asked.method, path, date, body=body, headers=[JSON], key=key_of(asked))


@given(data=st.data(), date=dates)
@settings(max_examples=200)
def test_any_bytes_for_json_are_answered(inside: Inside, ids: Ids, data: st.DataObject, date: str) -> None:
    asked = data.draw(st.sampled_from(operations(date, "application/json")))
    pieces = data.draw(cut_up(data.draw(broken(as_json(asked.body).encode()) | st.binary(max_size=50))))
    path, is_cut = data.draw(filled(asked.path, ids)), data.draw(st.booleans())
    inside.ask(asked.method, path, date, pieces=pieces, is_cut=is_cut, headers=[JSON], key=key_of(asked))


@given(data=st.data(), date=dates)
@settings(max_examples=400)
def test_any_query_is_answered(inside: Inside, ids: Ids, data: st.DataObject, date: str) -> None:
    media_type = data.draw(st.sampled_from([None, None, None, "application/json", "multipart/form-data"]))
    asked = data.draw(st.sampled_from(operations(date, media_type)))
    known = [each for named in ids.values() for each in named]
    pairs = st.tuples(st.sampled_from([*asked.query, "x"]), queries | st.sampled_from(known))
    written = "&".join(
        f"{name}={quote_plus(value, errors='replace')}" for name, value in data.draw(st.lists(pairs, max_size=4))
    ).encode()
    query = data.draw(st.just(written) | st.just(written) | broken(written))
    inside.ask(asked.method, data.draw(filled(asked.path, ids)), date, query=query, key=key_of(asked))


@given(data=st.data(), date=dates)
@settings(max_examples=300)
def test_any_form_is_answered(inside: Inside, ids: Ids, data: st.DataObject, date: str) -> None:
    asked = data.draw(st.sampled_from(operations(date, "multipart/form-data")))
    fields = data.draw(st.just(asked.body) | mutated(asked.body))
    clip = data.draw(st.just(CLIP[:6000]) | broken(CLIP[:400]) | st.binary(max_size=100))
    body = form_of(fields if isinstance(fields, dict) else {"file": fields}, clip)
    pieces = data.draw(cut_up(data.draw(st.just(body) | broken(body))))
    is_cut = data.draw(st.sampled_from([False, False, True]))
    inside.ask(asked.method, data.draw(filled(asked.path, ids)), date, pieces=pieces, is_cut=is_cut, headers=[FORM])


@given(
    method=st.sampled_from(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "get", "\x01"]),
    path=st.text(max_size=40).map("/".__add__) | st.sampled_from([*SOCKETS.values(), "//", "/voices//"]),
    version=dates | st.none() | st.text(max_size=12),
    header=st.tuples(
        st.sampled_from([b"authorization", b"x-api-key", b"content-type", b"content-length", b"origin", b"host"]),
        st.binary(max_size=30),
    ),
    key=keys | st.none(),
)
@settings(max_examples=300)
def test_any_address_is_answered(
    inside: Inside, method: str, path: str, version: str | None, header: tuple[bytes, bytes], key: str | None
) -> None:
    inside.ask(method, path, version, headers=[header], key=key)


# Sockets.


@pytest.fixture(scope="module")
def untouched() -> Iterator[Inside]:
    """A mock whose agents nobody has deleted."""
    with Inside() as inside:
        yield inside


@pytest.fixture(scope="module")
def agent(untouched: Inside) -> str:
    """A managed agent."""
    found: str = untouched.ask("GET", "/v1/agents", NEW).json()["data"][0]["id"]
    return found


def frames_of(date: str, channel: str) -> st.SearchStrategy[str | bytes]:
    examples = messages(date, channel)
    texts = [example if isinstance(example, str) else as_json(example) for example in examples]
    objects = [example for example in examples if not isinstance(example, str)]
    told = st.sampled_from(texts)
    changed = st.sampled_from(objects).flatmap(mutated).map(as_json) if objects else told
    audio = st.sampled_from([CLIP, CLIP[44:4045], b"", b"\0"]) | st.binary(max_size=60)
    return told | told | changed | st.text(max_size=20) | values.map(as_json) | audio


@pytest.mark.parametrize("date", [OLD, NEW])
@pytest.mark.parametrize("channel", SOCKETS)
def test_any_frames_are_borne(untouched: Inside, agent: str, channel: str, date: str) -> None:
    if channel not in SPEC.asyncapi(date)["channels"]:
        pytest.skip(f"{date} has no {channel}")
    path = SOCKETS[channel].replace("{id}", agent)
    query = LISTENING if channel.startswith("stt") else b""

    opening = [as_json(message) for message in messages(date, channel)[:1] if isinstance(message, dict)]

    @given(opening=st.sampled_from([[], opening, opening]), frames=st.lists(frames_of(date, channel), max_size=8))
    @settings(max_examples=100)
    def bears(opening: list[str], frames: list[str | bytes]) -> None:
        heard = untouched.connect(path, [*opening, *frames], date, query=query)
        assert heard.refusal is None
        assert all(isinstance(event, dict) for event in heard.events())

    bears()


@pytest.mark.parametrize("channel", SOCKETS)
@given(query=st.lists(st.tuples(st.sampled_from(["model", "encoding", "sample_rate", "language", "keyterm"]), queries)))
@settings(max_examples=40)
def test_any_upgrade_is_answered(untouched: Inside, channel: str, query: list[tuple[str, str]]) -> None:
    written = "&".join(f"{name}={quote_plus(value, errors='replace')}" for name, value in query)
    untouched.connect(SOCKETS[channel], ["x", b"x"], NEW, query=written.encode())


# On the wire.


class Wire:
    """A mock on a port, what its application raised, and what its loop complained of."""

    def __init__(self) -> None:
        self.troubles: list[Any] = []
        self.port = 0

    def watching(self, app: MockApp) -> Any:
        async def watched(scope: Any, receive: Any, send: Any) -> None:
            asyncio.get_running_loop().set_exception_handler(lambda _, context: self.troubles.append(context))
            try:
                await app(scope, receive, send)
            except Exception as trouble:
                self.troubles.append(trouble)
                raise

        return watched

    def exchange(self, *pieces: bytes) -> bytes:
        """What comes back for these bytes, after which the client says that no more come."""
        with self._connection() as connection:
            return _exchanged(connection, pieces)

    def on_socket(self, channel: str, *pieces: bytes) -> bytes:
        """The same on an open socket."""
        with self._connection() as connection:
            connection.sendall(upgrade(channel))
            answer = b""
            while b"\r\n\r\n" not in answer:
                answer += connection.recv(1)
            assert answer.startswith(b"HTTP/1.1 101")
            return _exchanged(connection, pieces)

    def _connection(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=10)

    def assert_well(self) -> None:
        """Fails for anything that went wrong, and for a mock that serves no more."""
        assert self.exchange(request()).startswith(b"HTTP/1.1 200")
        assert not self.troubles, self.troubles


def _exchanged(connection: socket.socket, pieces: Iterable[bytes]) -> bytes:
    # The mock may have closed already, and may have said why.
    with contextlib.suppress(OSError):
        for piece in pieces:
            connection.sendall(piece)
        connection.shutdown(socket.SHUT_WR)
    answer = b""
    with contextlib.suppress(ConnectionError):
        while part := connection.recv(65536):
            answer += part
    return answer


@pytest.fixture(scope="module")
def wire() -> Iterator[Wire]:
    wire = Wire()
    with serve(MockSettings(), wrap=wire.watching) as running:
        wire.port = int(running.url.rpartition(":")[2])
        yield wire


def request(path: str = "/voices", body: bytes | None = None, *more: bytes) -> bytes:
    """A request as bytes."""
    lines = [f"{'GET' if body is None else 'POST'} {path} HTTP/1.1".encode(), b"Host: x", b"Connection: close"]
    lines += [b"X-API-Key: " + KEY.encode(), b"Cartesia-Version: " + NEW.encode(), *more]
    if body is not None:
        lines += [b"Content-Type: application/json", b"Content-Length: %d" % len(body)]
    return b"\r\n".join([*lines, b"", body or b""])


def upgrade(channel: str) -> bytes:
    """The request for a socket as bytes."""
    more = [b"Upgrade: websocket", b"Sec-WebSocket-Version: 13", b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=="]
    path = f"{SOCKETS[channel]}?{LISTENING.decode()}"
    return request(path, None, *more).replace(b"Connection: close", b"Connection: Upgrade")


SPEECH = json.dumps({"model_id": "sonic-3", "transcript": "Hi."}).encode()


@given(content=st.binary(max_size=80) | broken(request()) | broken(request("/tts/bytes", SPEECH)), data=st.data())
@settings(max_examples=150)
def test_any_bytes_on_a_connection_do_no_harm(wire: Wire, content: bytes, data: st.DataObject) -> None:
    assert b" 500 " not in wire.exchange(*data.draw(cut_up(content)))[:20]
    wire.assert_well()


def frame(opcode: int, payload: bytes, *, is_last: bool = True, is_masked: bool = True, reserved: int = 0) -> bytes:
    """One frame of a socket."""
    length = len(payload)
    if length < 126:
        size = bytes([length])
    else:
        size = b"\x7e" + length.to_bytes(2, "big") if length < 1 << 16 else b"\x7f" + length.to_bytes(8, "big")
    head = bytes([is_last << 7 | reserved << 4 | opcode, size[0] | is_masked << 7]) + size[1:]
    return head + bytes(4 * is_masked) + payload  # a mask of zeros changes nothing


frames = st.builds(
    frame,
    st.integers(0, 15),
    st.binary(max_size=140) | st.sampled_from([b"{}", b"\xff\xfe", b"\x03\xe8", b"\0" * 70_000]),
    is_last=st.booleans(),
    is_masked=st.sampled_from([True, True, True, False]),
    reserved=st.sampled_from([0, 0, 0, 1, 4, 7]),
)


@given(
    channel=st.sampled_from(["tts", "stt", "stt_turns", "line_agent"]),
    sent=st.lists(frames, max_size=6),
    data=st.data(),
)
@settings(max_examples=120)
def test_any_frames_on_a_connection_do_no_harm(
    wire: Wire, channel: str, sent: list[bytes], data: st.DataObject
) -> None:
    content = b"".join(sent)
    answer = wire.on_socket(channel, *data.draw(cut_up(content)))
    assert b"bug of the mock" not in answer
    wire.assert_well()


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (request("/tts/bytes", b" " * (MAX_BODY_BYTES + 1)), b"413"),
        (request("/tts/bytes", b'"' + b"a" * (MAX_BODY_BYTES - 2) + b'"'), b"400"),
        (request("/tts/bytes", b"[" * MAX_BODY_BYTES), b"400"),
        (request("/tts/bytes", b"{" + b'"a":1,' * 500_000 + b'"a":1}'), b"400"),
        (request("/voices?" + "limit=1&" * 6000), b"200"),
        (request("/voices?limit=" + "1" * 60_000), b"400"),
        (request("/" + "a/" * 20_000), b"404"),
        (request("/voices", None, *(b"X-%d: y" % number for number in range(1000))), b"200"),
    ],
)
def test_what_is_huge_is_answered(wire: Wire, content: bytes, status: bytes) -> None:
    assert wire.exchange(content).startswith(b"HTTP/1.1 " + status)
    wire.assert_well()


@pytest.mark.parametrize("channel", ["tts", "stt", "stt_turns", "line_agent"])
def test_a_huge_message_closes_its_socket_alone(wire: Wire, channel: str) -> None:
    answer = wire.on_socket(channel, frame(1, b"a" * (MAX_FRAME_BYTES + 1)))
    assert (1009).to_bytes(2, "big") in answer[-200:]
    wire.assert_well()
