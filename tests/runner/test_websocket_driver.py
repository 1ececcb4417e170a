"""The socket driver records every frame, and how the socket ended, whatever the server does."""

from __future__ import annotations

import asyncio
import base64
import json
from typing import Any

import pytest
from websockets.asyncio.server import ServerConnection

from contralto_conformance.cases.loader import parse
from contralto_conformance.drivers.endpoint import MAX_EXCHANGE_BYTES
from contralto_conformance.drivers.player import Network, play
from contralto_conformance.trace import REDACTED_KEY, Exchange, Trace

from .targets import SocketHandler, answer, hang, raw_server, read_request, refuse, socket_server
from .test_http_driver import KEY, endpoint


async def play_at(url: str, steps: str, patience_s: float) -> Trace:
    listed = "\n".join(f"      - {line}" for line in steps.strip().splitlines())
    text = f"suite: t\ncases:\n  - name: c\n    about: a test\n    steps:\n{listed}\n"
    case = parse(text, "t.yaml").cases[0]
    async with Network(secure=False, patience_s=patience_s) as network:
        return await play(case, endpoint(url, patience_s), network, seed=0)


def played(handler: SocketHandler, steps: str, patience_s: float = 2.0, **options: Any) -> Trace:
    with socket_server(handler, **options) as target:
        return asyncio.run(play_at(target.url, steps, patience_s))


async def echo_done(connection: ServerConnection) -> None:
    """Answers each message with a chunk and a done for its context."""
    async for text in connection:
        context_id = json.loads(text).get("context_id")
        await connection.send(json.dumps({"type": "chunk", "context_id": context_id, "done": False}))
        await connection.send(json.dumps({"type": "done", "context_id": context_id, "done": True}))


CONNECT = "connect: {path: /tts/websocket}\n"
SEND = "send: {transcript: Hi., context_id: $a}\n"
DONE = "await: {type: done, context_id: $a}\n"


def words(socket: Exchange) -> list[tuple[str, str]]:
    return [(frame.direction, frame.kind) for frame in socket.frames]


def test_messages_are_recorded_in_order_both_ways() -> None:
    trace = played(echo_done, CONNECT + SEND + DONE)
    (socket,) = trace.sockets
    assert trace.stopped == ""
    assert (socket.status, socket.ending, socket.close_code) == (101, "complete", 1000)
    assert words(socket)[:3] == [("sent", "text"), ("received", "text"), ("received", "text")]
    assert words(socket)[-2:] == [("sent", "close"), ("received", "close")]
    times = [frame.time_s for frame in socket.frames]
    assert times == sorted(times)


def test_the_default_request_lies_under_what_is_sent() -> None:
    trace = played(echo_done, CONNECT + "send: {transcript: Hi., context_id: $a, voice: null, flush: true}\n" + DONE)
    sent = trace.sockets[0].sent()[0].json()
    assert sent["transcript"] == "Hi."
    assert sent["output_format"] == {"container": "raw", "encoding": "pcm_s16le", "sample_rate": 24000}
    assert sent["flush"] is True
    assert "voice" not in sent
    assert sent["context_id"] == trace.values["a"]


def test_a_cancel_carries_nothing_but_what_is_written() -> None:
    trace = played(echo_done, CONNECT + "send: {cancel: true, context_id: $a}\n" + DONE)
    assert trace.sockets[0].sent()[0].json() == {"cancel": True, "context_id": trace.values["a"]}


def test_a_refused_upgrade_is_a_status_with_a_body() -> None:
    trace = played(echo_done, CONNECT + SEND, process_request=refuse(401, b"no"))
    (socket,) = trace.sockets
    assert (socket.status, socket.ending, socket.body) == (401, "complete", b"no")
    assert trace.stopped == "step 2 (send): the socket is not open: upgrade refused with 401"


def test_a_host_name_that_cannot_be_looked_up_is_unreachable() -> None:
    (socket,) = asyncio.run(play_at("http://a..b", CONNECT, 2)).sockets
    assert (socket.status, socket.ending) == (None, "unreachable")
    assert socket.detail.startswith("the host name cannot be looked up: ")


def test_a_silent_socket_stops_the_case_at_the_deadline() -> None:
    async def silent(connection: ServerConnection) -> None:
        await asyncio.sleep(30)

    trace = played(silent, CONNECT + SEND + DONE + SEND, patience_s=0.2)
    (socket,) = trace.sockets
    assert socket.ending == "deadline"
    assert trace.stopped.startswith("step 3 (await): nothing arrived for 0.2 s, awaiting")


def test_a_socket_that_never_comes_to_the_point_stops_at_the_limit_of_the_step() -> None:
    async def chatter(connection: ServerConnection) -> None:
        while True:
            await connection.send('{"type": "chunk"}')
            await asyncio.sleep(0.02)

    trace = played(chatter, CONNECT + SEND + DONE, patience_s=0.2)
    assert trace.sockets[0].ending == "deadline"
    assert "within 0.6 s" in trace.stopped


def test_a_socket_that_floods_is_not_read_for_ever() -> None:
    async def flood(connection: ServerConnection) -> None:
        while True:
            await connection.send("x" * 500_000)

    trace = played(flood, CONNECT + DONE)
    (socket,) = trace.sockets
    assert socket.ending == "too-large"
    assert "reading stopped after" in socket.detail
    assert sum(len(frame.payload) for frame in socket.frames) < MAX_EXCHANGE_BYTES + 1_000_000


def test_a_flood_of_tiny_messages_stops_at_what_they_take_in_memory() -> None:
    async def flood(connection: ServerConnection) -> None:
        await connection.recv()
        while True:
            connection.transport.write(b"\x81\x02{}" * 10_000)
            await asyncio.sleep(0)

    trace = played(flood, CONNECT + SEND + DONE)
    (socket,) = trace.sockets
    assert socket.ending == "too-large"
    assert len(socket.frames) <= MAX_EXCHANGE_BYTES // 700 + 2


def test_a_message_that_came_before_its_wait_answers_it() -> None:
    async def early(connection: ServerConnection) -> None:
        await connection.recv()
        for text in ("[]", "no json", "[" * 100_000, '{"type": "one"}', '{"type": "two"}'):
            await connection.send(text)
        await connection.wait_closed()

    trace = played(early, CONNECT + SEND + "await: {type: two}\nawait: {type: one}\n")
    assert trace.stopped == ""


def test_a_close_by_the_server_is_told_apart_with_code_and_reason() -> None:
    async def bye(connection: ServerConnection) -> None:
        await connection.recv()
        await connection.close(4001, "enough")

    trace = played(bye, CONNECT + SEND + DONE)
    (socket,) = trace.sockets
    assert (socket.ending, socket.close_code, socket.close_reason) == ("closed", 4001, "enough")
    assert "the server closed with 4001" in trace.stopped


def test_a_connection_cut_in_mid_stream_is_truncated() -> None:
    async def cut(connection: ServerConnection) -> None:
        await connection.recv()
        await connection.send('{"type": "chunk"}')
        await asyncio.sleep(0.05)
        connection.transport.abort()

    trace = played(cut, CONNECT + SEND + DONE)
    (socket,) = trace.sockets
    assert (socket.ending, socket.close_code) == ("truncated", None)
    assert len(socket.received()) == 1


def test_an_error_event_of_the_awaited_context_ends_the_wait_but_not_the_case() -> None:
    async def fail(connection: ServerConnection) -> None:
        async for text in connection:
            context_id = json.loads(text)["context_id"]
            await connection.send(json.dumps({"type": "error", "context_id": context_id}))

    trace = played(fail, CONNECT + SEND + DONE + SEND)
    assert trace.stopped == ""
    assert len(trace.sockets[0].sent()) == 2


def test_each_message_answers_one_wait() -> None:
    async def twice(connection: ServerConnection) -> None:
        await connection.recv()
        await connection.send('{"type": "flush_done", "flush_id": 1}')
        await connection.send('{"type": "flush_done", "flush_id": 2}')
        await asyncio.sleep(5)

    wait = "await: {type: flush_done}\n"
    trace = played(twice, CONNECT + SEND + wait + wait + wait, patience_s=0.3)
    assert trace.stopped.startswith("step 5 (await)")


def test_true_and_one_are_not_the_same() -> None:
    async def one(connection: ServerConnection) -> None:
        await connection.recv()
        await connection.send('{"done": 1}')
        await connection.send('{"done": true}')
        await asyncio.sleep(5)

    trace = played(one, CONNECT + SEND + "await: {done: true}\n")
    assert trace.stopped == ""
    assert len(trace.sockets[0].received()) == 2


def test_fragments_are_sent_as_frames_and_recorded_as_one_message() -> None:
    got: list[list[str | bytes]] = []

    async def pieces(connection: ServerConnection) -> None:
        got.append([piece async for piece in connection.recv_streaming()])
        await connection.send('{"type": "done"}')
        await connection.wait_closed()

    trace = played(pieces, CONNECT + """send_fragments: ['{"context', '_id": ', '"x"}']\nawait: {type: done}\n""")
    assert got == [['{"context', '_id": ', '"x"}']]
    assert trace.sockets[0].sent()[0].payload == b'{"context_id": "x"}'


def test_binary_raw_and_pings_are_sent_as_written() -> None:
    got: list[Any] = []

    async def note(connection: ServerConnection) -> None:
        async for message in connection:
            got.append(message)

    trace = played(note, CONNECT + "send_binary: AAEC\nsend_raw: '{ $$a'\nping: true\n")
    assert got == [b"\x00\x01\x02", "{ $a"]
    assert trace.stopped == ""
    assert ("received", "pong") in words(trace.sockets[0])


def test_a_ping_of_the_server_is_answered_and_recorded() -> None:
    async def pinging(connection: ServerConnection) -> None:
        await (await connection.ping(b"there?"))
        await connection.send('{"type": "done"}')
        await connection.wait_closed()

    trace = played(pinging, CONNECT + "await: {type: done}\n")
    assert words(trace.sockets[0])[:2] == [("received", "ping"), ("sent", "pong")]


def test_a_subprotocol_nobody_offered_is_recorded_not_refused() -> None:
    async def select(connection: ServerConnection, request: Any, response: Any) -> Any:
        response.headers["Sec-WebSocket-Protocol"] = "surprise"
        return response

    trace = played(echo_done, CONNECT + SEND + DONE, process_response=select)
    (socket,) = trace.sockets
    assert (socket.status, socket.header("sec-websocket-protocol")) == (101, "surprise")


def test_the_key_in_the_query_is_redacted_in_url_and_query() -> None:
    trace = played(echo_done, "connect: {path: /tts/websocket, auth: query-api-key, version: both}\n")
    (socket,) = trace.sockets
    assert dict(socket.query)["api_key"] == REDACTED_KEY
    assert KEY not in str(trace.to_dict())
    assert dict(socket.query)["cartesia_version"] == socket.request_header("cartesia-version") == "2026-08-14"


def test_both_swapped_puts_the_tested_version_into_the_query() -> None:
    trace = played(echo_done, "connect: {path: /tts/websocket, version: both-swapped}\n")
    (socket,) = trace.sockets
    assert dict(socket.query)["cartesia_version"] == "2026-08-14"
    assert socket.request_header("cartesia-version") == "2025-04-16"


def test_an_upgrade_that_is_never_answered_ends_at_the_deadline() -> None:
    with raw_server(hang) as target:
        trace = asyncio.run(play_at(target.url, CONNECT + SEND, 0.2))
    assert (trace.sockets[0].status, trace.sockets[0].ending) == (None, "deadline")


def test_a_port_nobody_listens_on_is_unreachable() -> None:
    with raw_server(hang) as target:
        pass
    trace = asyncio.run(play_at(target.url, CONNECT + SEND, 1))
    assert (trace.sockets[0].status, trace.sockets[0].ending) == (None, "unreachable")


@pytest.mark.parametrize(
    "reply", [b"SSH-2.0-OpenSSH\r\n\r\n", b"HTTP/1.1 200\r\n", b"\x15\x03\x01\x00\x02\x02\x46", b""]
)
def test_what_is_no_http_answer_to_an_upgrade_is_unreachable(reply: bytes) -> None:
    async def garble(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        writer.write(reply)

    with raw_server(garble) as target:
        trace = asyncio.run(play_at(target.url, CONNECT + SEND, 1))
    assert (trace.sockets[0].status, trace.sockets[0].ending) == (None, "unreachable")
    assert trace.sockets[0].detail


def test_a_200_to_an_upgrade_is_a_refusal() -> None:
    async def page(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        writer.write(answer(200, b"<html>", "text/html"))

    with raw_server(page) as target:
        trace = asyncio.run(play_at(target.url, CONNECT + SEND, 1))
    assert (trace.sockets[0].status, trace.sockets[0].body) == (200, b"<html>")


def test_a_barrier_waits_for_a_context_of_its_own() -> None:
    trace = played(echo_done, CONNECT + SEND + "barrier: true\n")
    contexts = [frame.json()["context_id"] for frame in trace.sockets[0].sent()]
    assert contexts == [trace.values["a"], trace.values["barrier_1"]]
    assert trace.stopped == ""


def test_steps_can_name_one_of_two_sockets() -> None:
    steps = (
        "connect: {path: /tts/websocket, label: one}\nconnect: {path: /tts/websocket, label: two}\n"
        "{send: {transcript: Hi., context_id: $a}, on: one}\n{await: {type: done}, on: one}\n"
    )
    trace = played(echo_done, steps)
    one, two = trace.sockets
    assert (len(one.sent()), len(two.sent())) == (1, 0)
    assert trace.stopped == ""


def test_two_plays_with_one_seed_use_the_same_context_ids() -> None:
    first = played(echo_done, CONNECT + SEND)
    second = played(echo_done, CONNECT + SEND)
    assert first.values == second.values


AUDIO = "audio: {name: quiet, silence_ms: 250, sample_rate: 8000}\n"


async def listen(connection: ServerConnection) -> None:
    """Answers the word `finalize`, and nothing else."""
    async for message in connection:
        if message == "finalize":
            await connection.send('{"type": "flush_done"}')


@pytest.mark.parametrize("paced", ["", ", paced: true"])
def test_audio_is_sent_in_binary_frames_of_the_length_asked_for(paced: str) -> None:
    steps = (
        f"send_audio: {{audio: [quiet, quiet], piece_ms: 100{paced}}}\nsend_raw: finalize\nawait: {{type: flush_done}}"
    )
    trace = played(listen, AUDIO + CONNECT + steps)
    assert trace.stopped == ""
    sent = trace.sockets[0].sent("binary")
    assert [len(frame.payload) for frame in sent] == [1600] * 5
    assert "quiet" not in trace.values


def test_audio_may_be_cut_amid_a_sample_or_go_in_one_piece() -> None:
    steps = "send_audio: {audio: quiet, piece_bytes: 1333}\nsend_audio: {audio: quiet}"
    trace = played(listen, AUDIO + CONNECT + steps)
    assert [len(frame.payload) for frame in trace.sockets[0].sent("binary")] == [1333, 1333, 1333, 1, 4000]


def test_audio_may_go_as_base64_inside_messages() -> None:
    steps = "send_audio: {audio: quiet, piece_ms: 200, message: {event: media_input, media: {payload: $piece}}}"
    trace = played(listen, AUDIO + CONNECT + steps)
    sent = [frame.json() for frame in trace.sockets[0].sent("text")]
    assert {message["event"] for message in sent} == {"media_input"}
    assert [len(base64.b64decode(message["media"]["payload"])) for message in sent] == [3200, 800]
    assert "piece" not in trace.values


def test_an_answer_that_is_no_audio_stops_the_case() -> None:
    steps = "request: {label: said, method: GET, path: /tts}\naudio: {name: speech, from: said}\n" + CONNECT
    trace = played(listen, steps, process_request=refuse(404, b"no"))
    assert trace.stopped == "step 2 (audio): the answer `said` holds no audio"


def test_a_server_that_does_not_read_stops_the_audio_at_the_deadline() -> None:
    async def deaf(connection: ServerConnection) -> None:
        connection.transport.pause_reading()
        await asyncio.sleep(30)

    long = "audio: {name: long, silence_ms: 10000, encoding: pcm_f32le, sample_rate: 48000}\n"
    trace = played(deaf, long + CONNECT + "send_audio: {audio: [long, long, long, long, long, long]}", patience_s=0.2)
    assert trace.stopped == "step 3 (send_audio): the server read nothing for 0.2 s"


def test_an_error_or_the_end_of_the_socket_is_waited_for() -> None:
    async def fails(connection: ServerConnection) -> None:
        await connection.send('{"type": "connected"}')
        await connection.send('{"type": "error"}')
        await connection.recv()

    trace = played(fails, CONNECT + "await_error: true\nsend_raw: x\nawait_error: true\nawait_close: true")
    assert trace.stopped == ""
    assert trace.sockets[0].ending == "closed"


def test_a_refused_upgrade_has_no_error_to_wait_for() -> None:
    trace = played(listen, CONNECT + "await_error: true\n" + CONNECT, process_request=refuse(400, b"no"))
    assert trace.stopped == ""
    assert [socket.status for socket in trace.sockets] == [400, 400]


def test_a_socket_without_error_stops_the_case_at_the_deadline() -> None:
    trace = played(listen, CONNECT + "await_error: true", patience_s=0.2)
    assert trace.stopped == "step 2 (await_error): nothing arrived for 0.2 s, awaiting error event or close"
