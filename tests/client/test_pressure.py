"""Consumers that are slower than the service, and those that stop reading."""

from __future__ import annotations

import gc
from typing import Any

import pytest
from tests.client.contexts import FIXED, b64


def flood(talk: Any) -> None:
    """200 kB for `b`, then one word for `a`, then the ends."""
    for _ in range(2):
        talk.hear()
    for _ in range(20):
        talk.say("chunk", "b", data="x" * 10_000)
    talk.say("chunk", "a", data=b64(b"a"))
    talk.say("done", "a")
    talk.say("done", "b")
    talk.hear()


async def test_a_context_that_nobody_takes_is_named_and_nothing_is_lost(face: Any, socket_server: Any) -> None:
    with socket_server.run(flood) as url:
        async with face.session(url) as client, face.tts_socket(client, inbox_limit_bytes=50_000) as socket:
            a, b = (socket.open_context(FIXED, context_id=name) for name in "ab")
            await a.finish("x")
            await b.finish("x")
            with pytest.raises(face.InboxFull, match=r"context `b` has .* bytes of events that nobody takes") as caught:
                await a.collect()
            assert caught.value.context_id == "b"
            assert sum(event.type == "chunk" for event in [event async for event in b]) == 20
            assert (await a.collect()).audio == b"a"


async def test_a_slow_consumer_pauses_the_others_until_it_made_room(face: Any, socket_server: Any) -> None:
    with socket_server.run(flood) as url:
        async with face.session(url) as client, face.tts_socket(client, inbox_limit_bytes=50_000) as socket:
            a, b = (socket.open_context(FIXED, context_id=name) for name in "ab")
            await b.finish("x")

            async def slow() -> Any:
                n_chunks = 0
                async for event in b:
                    n_chunks += event.type == "chunk"
                    await face.pause(0.01)
                return n_chunks

            async def quick() -> Any:
                await a.finish("x")
                return (await a.collect()).audio

            assert await face.together(slow, quick) == [20, b"a"]


async def test_a_pausing_consumer_holds_no_stream_in_memory(face: Any, socket_server: Any) -> None:
    n_sent = []

    def script(talk: Any) -> None:
        talk.hear()
        for _ in range(3000):
            talk.say("chunk", "a", data="x" * 10_000)
            n_sent.append(1)
        talk.say("done", "a")
        talk.hear()

    with socket_server.run(script) as url:
        async with face.session(url) as client, face.tts_socket(client) as socket:
            context = socket.open_context(FIXED, context_id="a")
            await context.finish("x")
            await anext(context)
            await face.pause(0.4)
            assert len(n_sent) < 2500
            assert len(context._inbox.events) <= 1
            assert sum([event.type == "chunk" async for event in context]) == 2999


async def test_a_socket_full_of_messages_can_be_closed(face: Any, socket_server: Any) -> None:
    def script(talk: Any) -> None:
        talk.hear()
        while True:
            talk.say("chunk", "a", data="x" * 10_000)

    with socket_server.run(script) as url:
        async with face.session(url) as client, face.tts_socket(client) as socket:
            context = socket.open_context(FIXED, context_id="a")
            await context.finish("x")
            await anext(context)


async def test_collecting_goes_on_after_the_other_context_was_consumed(face: Any, socket_server: Any) -> None:
    def script(talk: Any) -> None:
        for _ in range(2):
            talk.hear()
        talk.say("chunk", "a", data=b64(b"one "))
        for _ in range(20):
            talk.say("chunk", "b", data="x" * 10_000)
        talk.say("chunk", "a", data=b64(b"two"))
        talk.say("done", "a")
        talk.say("done", "b")
        talk.hear()

    with socket_server.run(script) as url:
        async with face.session(url) as client, face.tts_socket(client, inbox_limit_bytes=50_000) as socket:
            a, b = (socket.open_context(FIXED, context_id=name) for name in "ab")
            await a.finish("x")
            await b.finish("x")
            with pytest.raises(face.InboxFull):
                await a.collect()
            assert len([event async for event in b]) == 21
            assert (await a.collect()).audio == b"one two"


@pytest.mark.parametrize("was_read", [True, False])
async def test_a_context_that_nobody_holds_holds_nobody_up(
    face: Any, socket_server: Any, caplog: pytest.LogCaptureFixture, was_read: bool
) -> None:
    def script(talk: Any) -> None:
        talk.hear()
        talk.say("chunk", "b", data="")
        talk.hear()
        for _ in range(20):
            talk.say("chunk", "b", data="x" * 10_000)
        talk.say("chunk", "a", data=b64(b"a"))
        talk.say("done", "a")
        talk.hear()

    with socket_server.run(script) as url:
        async with face.session(url) as client, face.tts_socket(client, inbox_limit_bytes=50_000) as socket:
            a, b = (socket.open_context(FIXED, context_id=name) for name in "ab")
            await b.finish("x")
            await a.finish("x")
            if was_read:
                await anext(b)
            del b
            gc.collect()
            assert (await a.collect()).audio == b"a"
    dropped = [record for record in caplog.records if "context `b`, which nobody holds" in record.getMessage()]
    assert len(dropped) == (not was_read)


async def test_contexts_that_nobody_holds_are_in_the_iteration_over_the_socket(face: Any, socket_server: Any) -> None:
    with socket_server.run(socket_server.echo) as url:
        async with face.session(url) as client, face.tts_socket(client) as socket:
            for name in "abc":
                await socket.open_context(FIXED, context_id=name).finish(name)
                gc.collect()
            seen = {event.context_id: event.data async for event in socket if event.type == "chunk"}
    assert seen == {name: b64(name.encode()) for name in "abc"}
    assert not [message for message in socket_server.received if message.get("cancel")]


async def test_cancelling_a_full_context_lets_the_others_go_on(face: Any, socket_server: Any) -> None:
    with socket_server.run(flood) as url:
        limits = face.Timeout(read_s=None)
        async with (
            face.session(url, timeout=limits) as client,
            face.tts_socket(client, inbox_limit_bytes=50_000) as socket,
        ):
            a, b = (socket.open_context(FIXED, context_id=name) for name in "ab")
            await b.finish("x")

            async def stall() -> None:
                await anext(b)  # and takes no more
                await face.until(lambda: b._inbox.n_put_bytes > 40_000)
                await b.cancel()

            async def read() -> Any:
                await a.finish("x")
                return (await a.collect()).audio

            assert await face.together(stall, read) == [None, b"a"]
