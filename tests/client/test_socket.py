"""A plain socket, against a server that says exactly what a test has it say."""

from __future__ import annotations

import json
import threading
import time
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosedOK

X_PROTOCOL = {
    "instance": "socket",
    "initial": "opening",
    "states": {"opening": {}, "idle": {}, "speaking": {}, "closing": {}, "closed": {"terminal": True}},
    "symbols": {
        "client": [
            {"name": "audio", "frame": "binary"},
            {"name": "finish", "text": "finish"},
            {"name": "config", "where": {"type": "config"}},
        ],
        "server": [
            *({"name": name, "where": {"type": name}} for name in ("connected", "start", "end", "error")),
            {"name": "closed", "close": [1000]},
        ],
    },
    "steps": [
        {"by": "client", "step": "audio", "from": ["opening", "idle", "speaking"], "to": "same"},
        {"by": "client", "step": "config", "from": ["opening", "idle", "speaking"], "to": "same"},
        {"by": "client", "step": "finish", "from": ["opening", "idle", "speaking"], "to": "closing"},
        {"by": "server", "step": "connected", "from": ["opening"], "to": "idle"},
        {"by": "server", "step": "start", "from": ["idle"], "to": "speaking"},
        {"by": "server", "step": "end", "from": ["speaking"], "to": "idle"},
        {"by": "server", "step": "error", "from": ["opening", "idle", "speaking"], "to": "same"},
        {"by": "server", "step": "closed", "from": ["closing"], "to": "closed"},
    ],
}


def ears(face: Any, client: Any, **settings: Any) -> Any:
    table = face.ProtocolTable.from_dict(X_PROTOCOL)
    settings = {"query": (("rate", "8000"), ("term", "a b")), **settings}
    events = face.EventDecoder(dict.fromkeys(("connected", "start", "end", "error"), face.Event.from_dict))
    return face.AsyncSocket(client.transport, path="/ears", tables=[table], events=events, **settings)


def say(talk: Any, kind: str, **members: Any) -> None:
    talk.connection.send(json.dumps({"type": kind, **members}))


async def test_messages_go_out_in_their_kind_of_frame_and_events_come_in(face: Any, socket_server: Any) -> None:
    heard: list[bytes | str] = []

    def script(talk: Any) -> None:
        say(talk, "connected")
        heard.extend(talk.connection.recv(timeout=5) for _ in range(3))
        say(talk, "start")
        say(talk, "later", more=1)
        heard.append(talk.connection.recv(timeout=5))
        talk.connection.close(1000, "bye")

    with socket_server.run(script) as url:
        async with face.session(url) as client, ears(face, client) as socket:
            assert socket.request_id == "upgrade-1"
            assert (await anext(socket)).type == "connected"
            await socket.send(b"\x00\x01")
            await socket.send({"type": "config", "level": 1})
            await socket.send(face.Event("config", "c"))
            assert [(await anext(socket)).type for _ in range(2)] == ["start", "later"]
            assert socket.state() == "speaking"
            await socket.send("finish")
            assert [event async for event in socket] == []
            assert await socket.receive() is None
            assert (socket.state(), socket.close_code, socket.close_reason) == ("closed", 1000, "bye")
    assert heard == [b"\x00\x01", '{"type":"config","level":1}', '{"type":"config","id":"c"}', "finish"]
    assert socket_server.paths == ["/v1/cartesia/ears?rate=8000&term=a%20b"]
    assert socket_server.headers[0]["authorization"] == "Bearer sk_car_secret.key"


async def test_what_the_protocol_forbids_is_not_sent(face: Any, socket_server: Any) -> None:
    heard = []
    over = threading.Event()

    def script(talk: Any) -> None:
        try:
            while True:
                heard.append(talk.connection.recv(timeout=5))
        finally:
            over.set()

    with socket_server.run(script) as url:
        async with face.session(url) as client, ears(face, client) as socket:
            await socket.send("finish")
            with pytest.raises(
                face.LocalProtocolError, match=r"`audio` of the client is not allowed on this socket, .* `closing`"
            ):
                await socket.send(b"late")
            with pytest.raises(ValueError, match="surrogate"):
                await socket.send({"type": "config", "name": "\ud800"})
        assert over.wait(5)
    assert heard == ["finish"]


async def test_what_the_other_side_must_not_send_is_told_and_reading_goes_on(face: Any, socket_server: Any) -> None:
    def script(talk: Any) -> None:
        say(talk, "end")
        say(talk, "connected")
        talk.connection.recv(timeout=5)

    with socket_server.run(script) as url:
        async with face.session(url) as client, ears(face, client) as socket:
            with pytest.raises(face.RemoteProtocolError, match="`end` of the server is not allowed"):
                await anext(socket)
            assert (await anext(socket)).type == "connected"


@pytest.mark.parametrize("fatal", [None, True, False])
async def test_an_error_event_raises_unless_it_is_not_fatal(face: Any, socket_server: Any, fatal: bool | None) -> None:
    def script(talk: Any) -> None:
        members = {} if fatal is None else {"fatal": fatal}
        say(talk, "connected")
        say(talk, "error", code="bad_key", message="sk_car_secret.key is no key", **members)
        say(talk, "start")
        talk.connection.recv(timeout=5)

    with socket_server.run(script) as url:
        async with face.session(url) as client, ears(face, client) as socket:
            await anext(socket)
            if fatal is False:
                assert (await anext(socket)).type == "error"
            else:
                with pytest.raises(face.StreamError, match=r"\[redacted\] is no key") as caught:
                    await anext(socket)
                assert (caught.value.error_code, caught.value.received.n_events) == ("bad_key", 1)
            assert (await anext(socket)).type == "start"


@pytest.mark.parametrize("code", [1000, 1008, 1011])
async def test_an_end_that_the_protocol_does_not_know_is_truncation(face: Any, socket_server: Any, code: int) -> None:
    def script(talk: Any) -> None:
        say(talk, "connected")
        talk.connection.close(code, "enough")

    with socket_server.run(script) as url:
        async with face.session(url) as client, ears(face, client) as socket:
            await anext(socket)
            for _ in range(2):
                with pytest.raises(face.StreamTruncated, match=rf"with code {code} \(enough\)") as caught:
                    await anext(socket)
                assert (caught.value.close_code, caught.value.received.n_events) == (code, 1)
            with pytest.raises(face.StreamTruncated):
                await socket.send(b"late")


@pytest.mark.parametrize("frame", ["no json", "[1]", b"\x00"])
async def test_a_frame_that_is_no_event_is_told(face: Any, socket_server: Any, frame: Any) -> None:
    def script(talk: Any) -> None:
        talk.connection.send(frame)
        talk.connection.recv(timeout=5)

    with socket_server.run(script) as url:
        async with face.session(url) as client, ears(face, client) as socket:
            with pytest.raises(face.DecodeError, match="expected an event as a JSON object"):
                await anext(socket)


async def test_closing_ends_the_iteration(face: Any, socket_server: Any) -> None:
    def script(talk: Any) -> None:
        say(talk, "connected")
        talk.connection.recv(timeout=5)

    with socket_server.run(script) as url:
        async with face.session(url) as client:
            socket = ears(face, client)
            assert (await anext(socket)).type == "connected"
            await socket.close()
            await socket.close()
            assert [event async for event in socket] == []
            unopened = ears(face, client)
            await unopened.close()
            with pytest.raises(face.LocalProtocolError, match="closed by this side"):
                await unopened.send(b"")


async def test_closing_while_it_opens_leaves_no_connection(face: Any, socket_server: Any) -> None:
    arrived, go, ended = threading.Event(), threading.Event(), threading.Event()

    def hold(connection: Any, request: Any) -> None:
        arrived.set()
        go.wait(10)

    def script(talk: Any) -> None:
        with pytest.raises(ConnectionClosedOK):
            talk.connection.recv(timeout=10)
        ended.set()

    with socket_server.run(script, refuse=hold) as url:
        async with face.session(url) as client:
            socket = ears(face, client)

            async def opening() -> None:
                with pytest.raises(face.LocalProtocolError, match="closed by this side while it was being opened"):
                    await socket.open()

            async def closing() -> None:
                await face.until(arrived.is_set)
                await socket.close()
                go.set()

            await face.together(opening, closing)
            await face.until(ended.is_set)


async def test_silence_is_no_failure_unless_the_socket_has_a_limit(face: Any, socket_server: Any) -> None:
    def script(talk: Any) -> None:
        time.sleep(0.3)
        say(talk, "connected")
        talk.connection.recv(timeout=5)

    limits = face.CallOptions(timeout=face.Timeout(read_s=0.1))
    with socket_server.run(script) as url:
        async with face.session(url, timeout=face.Timeout(read_s=0.1, total_s=0.2)) as client:
            async with ears(face, client) as socket:
                assert (await anext(socket)).type == "connected"
            async with ears(face, client, options=limits) as socket:
                with pytest.raises(face.DeadlineExceeded, match=r"silent for 0\.1 s \(read\)"):
                    await anext(socket)


async def test_one_reads_while_another_sends(face: Any, socket_server: Any) -> None:
    def script(talk: Any) -> None:
        say(talk, "connected")
        for _ in range(20):
            talk.connection.recv(timeout=5)
        talk.connection.recv(timeout=5)
        talk.connection.close(1000)

    with socket_server.run(script) as url:
        async with face.session(url) as client, ears(face, client) as socket:

            async def speak() -> Any:
                for _ in range(20):
                    await socket.send(b"\x00" * 320)
                    await face.pause(0.001)
                await socket.send("finish")

            async def listen() -> Any:
                return [event.type async for event in socket]

            assert (await face.together(speak, listen))[1] == ["connected"]


async def test_two_readers_are_one_too_many(face: Any, socket_server: Any) -> None:
    go = threading.Event()

    def script(talk: Any) -> None:
        go.wait(5)
        say(talk, "connected")
        talk.connection.recv(timeout=5)

    with socket_server.run(script) as url:
        async with face.session(url) as client, ears(face, client) as socket:

            async def read() -> Any:
                return (await anext(socket)).type

            async def read_too() -> Any:
                await face.pause(0.05)
                try:
                    await anext(socket)
                except face.LocalProtocolError as exc:
                    return str(exc)
                finally:
                    go.set()

            first, second = await face.together(read, read_too)
    assert first == "connected"
    assert "another task or thread is waiting" in second


async def test_the_token_may_go_into_a_subprotocol(face: Any, socket_server: Any, caplog: Any) -> None:
    caplog.set_level("DEBUG")

    def script(talk: Any) -> None:
        say(talk, "connected")
        talk.connection.recv(timeout=5)

    with socket_server.run(script) as url:
        async with face.session(url, token_in_subprotocol=True) as client, ears(face, client) as socket:
            assert (await anext(socket)).type == "connected"
    headers = socket_server.headers[0]
    assert headers["sec-websocket-protocol"] == "gateway-token.sk_car_secret.key"
    assert "authorization" not in headers
    by_client = [record.getMessage() for record in caplog.records if record.name != "websockets.server"]
    assert not [text for text in by_client if "sk_car_secret" in text]
