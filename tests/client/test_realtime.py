"""Contexts over a socket, against a server that says exactly what a test has it say."""

from __future__ import annotations

import logging
import time
from typing import Any

import pytest
from tests.client.contexts import FIXED, b64

# -- one context


async def test_a_context_repeats_its_fixed_members_and_gives_events_until_done(face: Any, socket_server: Any) -> None:
    with socket_server.run(socket_server.echo) as url:
        async with face.session(url) as client, face.tts_socket(client) as socket:
            context = socket.open_context(FIXED, context_id="a")
            await context.send("Hello ")
            await context.send("")
            await context.flush()
            await context.finish("there.")
            events = [event async for event in context]
            assert [event.type for event in events] == ["chunk", "flush_done", "chunk", "done"]
            assert (context.context_id, context.state) == ("a", "done")
            assert [event async for event in context] == []
    assert socket_server.received == [
        {**FIXED, "context_id": "a", "transcript": "Hello ", "continue": True},
        {**FIXED, "context_id": "a", "transcript": "", "continue": True, "flush": True},
        {**FIXED, "context_id": "a", "transcript": "there.", "continue": False},
    ]
    assert socket_server.paths == ["/v1/cartesia/tts/websocket"]
    headers = socket_server.headers[0]
    assert headers["authorization"] == "Bearer sk_car_secret.key"
    assert headers["cartesia-version"] == "2026-08-14"
    assert headers["user-agent"] == "contralto-client/0.1.0"
    assert "sec-websocket-extensions" not in headers


async def test_collect_gives_audio_and_words(face: Any, socket_server: Any) -> None:
    def script(talk: Any) -> None:
        context_id = talk.hear()["context_id"]
        talk.say("chunk", context_id, data=b64(b"ab"))
        talk.say("timestamps", context_id, word_timestamps={"words": ["Hi"], "start": [0.0], "end": [0.4]})
        talk.say("visemes", context_id, shapes=[1])
        talk.say("chunk", context_id, data=b64(b"cd"))
        talk.say("done", context_id)
        talk.hear()

    with socket_server.run(script) as url:
        async with face.session(url) as client, face.tts_socket(client) as socket:
            context = socket.open_context(FIXED)
            await context.finish("Hi.")
            speech = await context.collect()
    assert speech.audio == b"abcd"
    assert speech.words == (face.TimedText("Hi", 0.0, 0.4),)


async def test_the_socket_opens_with_the_first_message(face: Any, socket_server: Any) -> None:
    with socket_server.run(socket_server.echo) as url:
        async with face.session(url) as client:
            socket = face.tts_socket(client)
            context = socket.open_context(FIXED)
            await context.finish("x")
            assert (await context.collect()).audio == b"x"
            await socket.close()
            await socket.close()
            with pytest.raises(face.StreamTruncated, match="closed by this side"):
                await anext(socket.open_context(FIXED))


async def test_an_iteration_is_left_and_taken_up_again(face: Any, socket_server: Any) -> None:
    with socket_server.run(socket_server.echo) as url:
        async with face.session(url) as client, face.tts_socket(client) as socket:
            context = socket.open_context(FIXED)
            await context.send("a")
            async for event in context:
                assert event.data == b64(b"a")
                break
            await context.finish("b")
            assert [event.type async for event in context] == ["chunk", "done"]


# -- what reaches the wire and the log


async def test_the_credential_is_in_no_log(face: Any, socket_server: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with socket_server.run(socket_server.echo) as url:
        async with face.session(url) as client, face.tts_socket(client) as socket:
            context = socket.open_context(FIXED, context_id="a")
            await context.finish("said aloud")
            await context.collect()
    by_client = [record.getMessage() for record in caplog.records if record.name != "websockets.server"]
    assert not [text for text in by_client if "sk_car_secret" in text or "said aloud" in text]
    assert "websockets.client" not in {record.name for record in caplog.records}


@pytest.mark.parametrize(
    ("name", "value"), [("x-foo", "a\r\nX-Injected: 1"), ("x-foo\n", "X-Injected"), ("x-foo", "X-\0")]
)
async def test_a_header_that_would_end_its_line_is_refused(
    face: Any, socket_server: Any, name: str, value: str
) -> None:
    with socket_server.run(socket_server.echo) as url:
        with pytest.raises(ValueError, match="x-foo") as caught:
            async with face.session(url, headers={name: value}) as client, face.tts_socket(client) as socket:
                await socket.open()
        assert "X-" not in str(caught.value)
    assert socket_server.headers == []


@pytest.mark.parametrize(("name", "value"), [("x-foo", "a\rX-"), ("x-foo\0", "X-"), ("x-foo\n", "X-")])
def test_the_check_names_the_header_and_not_its_value(runtime_package: Any, name: str, value: str) -> None:
    options = runtime_package("_options")
    options.check_headers({"x-foo": "fine", "user-agent": "a b"})
    with pytest.raises(ValueError, match=r"'x-foo.*' has a line break, a NUL") as caught:
        options.check_headers({name: value})
    assert "X-" not in str(caught.value)


async def test_the_total_time_is_named_where_it_ended_the_opening(face: Any, raw_server: Any) -> None:
    with raw_server(lambda connection, request: time.sleep(1)) as url:
        async with face.session(url, timeout=face.Timeout(connect_s=5, total_s=0.2)) as client:
            with pytest.raises(
                face.DeadlineExceeded, match=r"total time of 0\.2 s ran out while opening ws://.*/tts/websocket"
            ) as caught:
                await face.tts_socket(client).open()
    assert caught.value.limit == "total"


# -- misuse


async def test_a_message_that_cannot_be_encoded_changes_nothing(face: Any, socket_server: Any) -> None:
    with socket_server.run(socket_server.echo) as url:
        async with face.session(url) as client, face.tts_socket(client) as socket:
            context = socket.open_context(FIXED, context_id="a")
            with pytest.raises(ValueError, match="surrogate") as caught:
                await context.finish("\ud800")
            assert not isinstance(caught.value, UnicodeError)
            assert context.state == "absent"
            await context.finish("x")
            assert (await context.collect()).audio == b"x"
    assert len(socket_server.received) == 1


async def test_somebody_else_may_send_after_the_waiting_began(face: Any, socket_server: Any) -> None:
    with socket_server.run(socket_server.echo) as url:
        async with face.session(url) as client, face.tts_socket(client) as socket:
            context = socket.open_context(FIXED)

            async def speak() -> None:
                await face.pause(0.05)
                await context.finish("x")

            speech, _ = await face.together(context.collect, speak)
            assert speech.audio == b"x"


async def test_silence_on_a_context_to_which_nothing_was_sent_is_explained(face: Any, socket_server: Any) -> None:
    with socket_server.run(socket_server.echo) as url:
        async with face.session(url, timeout=face.Timeout(read_s=0.1)) as client, face.tts_socket(client) as socket:
            context = socket.open_context(FIXED, context_id="a")

            with pytest.raises(face.DeadlineExceeded, match=r"\(read\); nothing was sent on context `a`") as caught:
                await context.collect()
            assert caught.value.maybe_executed is False


async def test_misuse_is_refused_before_anything_is_sent(face: Any, socket_server: Any) -> None:
    with socket_server.run(socket_server.echo) as url:
        async with face.session(url) as client, face.tts_socket(client) as socket:
            context = socket.open_context(FIXED, context_id="a")
            with pytest.raises(face.LocalProtocolError, match="context `a` is in use"):
                socket.open_context(FIXED, context_id="a")
            await context.finish("x")
            with pytest.raises(face.LocalProtocolError, match="`input` of the client is not allowed"):
                await context.send("y")
            await context.collect()
            with pytest.raises(face.LocalProtocolError, match="which is `done`"):
                await context.finish("z")
    assert len(socket_server.received) == 1


# -- several contexts


def interleaved(talk: Any) -> None:
    ids = [talk.hear()["context_id"] for _ in range(2)]
    for number in range(20):
        for context_id in ids:
            talk.say("chunk", context_id, data=b64(f"{context_id}{number};".encode()))
    for context_id in ids:
        talk.say("done", context_id)
    talk.hear()


def spoken(name: str) -> bytes:
    return "".join(f"{name}{number};" for number in range(20)).encode()


async def test_two_contexts_consumed_at_once_each_get_their_own(face: Any, socket_server: Any) -> None:
    with socket_server.run(interleaved) as url:
        async with face.session(url) as client, face.tts_socket(client) as socket:
            a, b = (socket.open_context(FIXED, context_id=name) for name in "ab")

            async def speak(context: Any) -> Any:
                await context.finish("x")
                return (await context.collect()).audio

            async def speak_a() -> Any:
                return await speak(a)

            async def speak_b() -> Any:
                return await speak(b)

            assert await face.together(speak_a, speak_b) == [spoken("a"), spoken("b")]


async def test_two_contexts_consumed_one_after_the_other(face: Any, socket_server: Any) -> None:
    with socket_server.run(interleaved) as url:
        async with face.session(url) as client, face.tts_socket(client) as socket:
            a, b = (socket.open_context(FIXED, context_id=name) for name in "ab")
            await a.finish("x")
            await b.finish("x")
            assert (await a.collect()).audio == spoken("a")
            assert (await b.collect()).audio == spoken("b")


async def test_fifty_contexts_at_once(face: Any, socket_server: Any) -> None:
    with socket_server.run(socket_server.echo) as url:
        async with face.session(url) as client, face.tts_socket(client) as socket:

            async def speak() -> Any:
                context = socket.open_context(FIXED)
                for number in range(5):
                    await context.send(f"{context.context_id}-{number} ")
                await context.finish()
                expected = "".join(f"{context.context_id}-{number} " for number in range(5)).encode()
                return (await context.collect()).audio == expected

            assert await face.together(*[speak] * 50) == [True] * 50


async def test_iterating_over_the_socket_gives_everything_in_order_and_ends_with_the_last_context(
    face: Any, socket_server: Any
) -> None:
    def script(talk: Any) -> None:
        ids = [talk.hear()["context_id"] for _ in range(2)]
        talk.say("chunk", ids[0], data="")
        talk.say("chunk", ids[1], data="")
        talk.say("error", ids[0], status_code=400, error="Bad: voice")
        talk.say("done", ids[1])
        talk.hear()
        talk.say("done", "c")
        talk.hear()

    with socket_server.run(script) as url:
        async with face.session(url) as client, face.tts_socket(client) as socket:
            contexts = [socket.open_context(FIXED, context_id=name) for name in "ab"]
            for context in contexts:
                await context.finish("x")
            seen = [(event.context_id, event.type) async for event in socket]
            assert seen == [("a", "chunk"), ("b", "chunk"), ("a", "error"), ("b", "done")]
            assert [event async for event in socket] == []
            third = socket.open_context(FIXED, context_id="c")
            await third.finish("y")
            assert [event.context_id async for event in socket] == ["c"]
            with pytest.raises(face.LocalProtocolError, match="consumed as a whole"):
                await anext(socket.open_context(FIXED))


# -- errors


@pytest.mark.parametrize(
    "members",
    [
        {"status_code": 404, "title": "Voice not found", "message": "no such id", "error_code": "voice_not_found"},
        {"status_code": 404, "error": "Voice not found: no such id"},
    ],
    ids=["modern", "legacy"],
)
async def test_an_error_ends_its_context_only(face: Any, socket_server: Any, members: dict[str, Any]) -> None:
    def script(talk: Any) -> None:
        for _ in range(2):
            talk.hear()
        talk.say("chunk", "a", data=b64(b"part"))
        talk.say("error", "a", **members)
        talk.say("chunk", "b", data=b64(b"b"))
        talk.say("done", "b")
        talk.hear()

    with socket_server.run(script) as url:
        async with face.session(url) as client, face.tts_socket(client) as socket:
            a, b = (socket.open_context(FIXED, context_id=name) for name in "ab")
            await a.send("x")
            await b.finish("x")
            with pytest.raises(face.StreamError, match="404 Voice not found: no such id") as caught:
                await a.collect()
            assert (caught.value.context_id, caught.value.partial.audio) == ("a", b"part")
            assert caught.value.received.n_events == 1
            assert (await b.collect()).audio == b"b"
            with pytest.raises(face.StreamError):
                await a.send("more")
            assert a.state == "failed"


async def test_an_error_without_context_reaches_every_open_context(face: Any, socket_server: Any) -> None:
    def script(talk: Any) -> None:
        for _ in range(2):
            talk.hear()
        talk.say("error", status_code=400, error="Bad Request: sk_car_secret.key is no JSON")
        talk.hear()

    with socket_server.run(script) as url:
        async with face.session(url) as client, face.tts_socket(client) as socket:
            contexts = [socket.open_context(FIXED) for _ in range(2)]
            for context in contexts:
                await context.finish("x")
            for context in contexts:
                with pytest.raises(face.StreamError, match=r"400 Bad Request: \[redacted\] is no JSON"):
                    await context.collect()


@pytest.mark.parametrize("frame", ["no json", "[1]", '{"type": "chunk"', b"\xff\xfe"])
async def test_a_message_that_nobody_can_read_fails_the_socket(face: Any, socket_server: Any, frame: Any) -> None:
    waited_in_vain = []

    def script(talk: Any) -> None:
        talk.hear()
        talk.connection.send(frame)
        try:
            talk.hear()
        except TimeoutError:
            waited_in_vain.append(True)

    with socket_server.run(script) as url:
        async with face.session(url) as client, face.tts_socket(client) as socket:
            context = socket.open_context(FIXED)
            await context.finish("x")
            with pytest.raises(face.DecodeError, match="expected an event as a JSON object"):
                await context.collect()
            assert not waited_in_vain


async def test_an_event_that_lacks_a_member_fails_its_context(face: Any, socket_server: Any) -> None:
    def script(talk: Any) -> None:
        talk.hear()
        talk.say("chunk", "a")
        talk.say("chunk", "a", data="")
        talk.hear()

    with socket_server.run(script) as url:
        async with face.session(url) as client, face.tts_socket(client) as socket:
            context = socket.open_context(FIXED, context_id="a")
            await context.finish("x")
            with pytest.raises(face.DecodeError, match="`chunk` is not as documented: member 'data' is missing"):
                await context.collect()
