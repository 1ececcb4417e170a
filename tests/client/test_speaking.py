"""Texts that go out while their audio comes in."""

from __future__ import annotations

import asyncio
import gc
from typing import Any

import pytest
from tests.client.contexts import FIXED, b64


async def test_texts_are_asked_for_while_the_audio_is_read(face: Any, socket_server: Any) -> None:
    words = ["Hello ", "there, ", "you."]
    heard: list[str] = []

    async def tokens() -> Any:
        for number, word in enumerate(words):
            await face.until(lambda needed=number: len(heard) == needed)  # nobody could go on who sends all first
            yield word

    with socket_server.run(socket_server.echo) as url:
        async with face.session(url) as client, face.tts_socket(client) as socket:
            async for event in socket.open_context(FIXED).speak(tokens()):
                if event.type == "chunk":
                    heard.append(event.data)
    assert heard == [b64(word.encode()) for word in words]
    assert [(message["transcript"], message["continue"]) for message in socket_server.received] == [
        *((word, True) for word in words),
        ("", False),
    ]


async def test_a_text_is_one_message(face: Any, socket_server: Any) -> None:
    with socket_server.run(socket_server.echo) as url:
        async with face.session(url) as client, face.tts_socket(client) as socket:
            speech = await socket.open_context(FIXED).speak("Hello.").collect()
    assert (speech.audio, speech.encoding, speech.sample_rate) == (b"Hello.", "pcm_s16le", 24000)
    assert [(message["transcript"], message["continue"]) for message in socket_server.received] == [("Hello.", False)]


async def test_a_list_of_texts_is_sent_one_by_one(face: Any, socket_server: Any) -> None:
    with socket_server.run(socket_server.echo) as url:
        async with face.session(url) as client, face.tts_socket(client) as socket:
            context = socket.open_context(FIXED)
            utterance = context.speak(["one ", "", "two"])
            assert utterance.context_id == context.context_id
            assert (await utterance.collect()).audio == b"one two"
            with pytest.raises(face.LocalProtocolError, match="read once"):
                await utterance.collect()


async def test_twenty_speak_at_once(face: Any, socket_server: Any) -> None:
    with socket_server.run(socket_server.echo) as url:
        async with face.session(url) as client, face.tts_socket(client) as socket:

            async def speak() -> Any:
                context = socket.open_context(FIXED)
                texts = [f"{context.context_id}-{number} " for number in range(5)]
                return (await context.speak(texts).collect()).audio == "".join(texts).encode()

            assert await face.together(*[speak] * 20) == [True] * 20


# -- what goes wrong


async def test_an_error_of_the_texts_cancels_and_comes_out_at_the_reader(face: Any, socket_server: Any) -> None:
    heard: list[str] = []

    async def tokens() -> Any:
        yield "said "
        await face.until(lambda: heard)
        raise KeyError("the model is tired")

    with socket_server.run(socket_server.echo) as url:
        limits = face.Timeout(read_s=None)
        async with face.session(url, timeout=limits) as client, face.tts_socket(client) as socket:
            events = aiter(socket.open_context(FIXED, context_id="a").speak(tokens()))
            heard.append((await anext(events)).data)
            with pytest.raises(KeyError, match="the model is tired"):
                await anext(events)
            assert (await socket.open_context(FIXED).speak("next").collect()).audio == b"next"
    assert heard == [b64(b"said ")]
    assert [message["context_id"] for message in socket_server.received if message.get("cancel")] == ["a"]


async def test_sending_all_tells_the_sender_and_the_reader_of_an_error(face: Any, socket_server: Any) -> None:
    async def tokens() -> Any:
        yield "said "
        raise KeyError("the model is tired")

    with socket_server.run(socket_server.echo) as url:
        limits = face.Timeout(read_s=None)
        async with face.session(url, timeout=limits) as client, face.tts_socket(client) as socket:
            context = socket.open_context(FIXED)

            async def send() -> None:
                with pytest.raises(KeyError):
                    await context.send_all(tokens())

            async def read() -> None:
                with pytest.raises(KeyError):
                    await context.collect()

            await face.together(send, read)
            with pytest.raises(KeyError):
                await context.send("more")


async def test_an_error_of_the_service_comes_out_though_texts_are_awaited(face: Any, socket_server: Any) -> None:
    def script(talk: Any) -> None:
        talk.say("error", talk.hear()["context_id"], status_code=404, error="Voice not found: no such id")
        talk.hear()

    over: list[bool] = []

    async def tokens() -> Any:
        yield "said "
        await face.until(lambda: over)
        yield "never"

    with socket_server.run(script) as url:
        limits = face.Timeout(read_s=None)
        async with face.session(url, timeout=limits) as client, face.tts_socket(client) as socket:
            with pytest.raises(face.StreamError, match="Voice not found"):
                await socket.open_context(FIXED).speak(tokens()).collect()
            over.append(True)


async def test_a_context_that_ends_before_all_text_was_sent_is_truncated(face: Any, socket_server: Any) -> None:
    def script(talk: Any) -> None:
        context_id = talk.hear()["context_id"]
        talk.say("chunk", context_id, data=b64(b"half"))
        talk.say("done", context_id)
        talk.hear()

    over: list[bool] = []

    async def tokens() -> Any:
        yield "half "
        await face.until(lambda: over)
        yield "and half"

    with socket_server.run(script) as url:
        async with face.session(url) as client, face.tts_socket(client) as socket:
            with pytest.raises(face.StreamTruncated, match="before all of its text was sent") as caught:
                await socket.open_context(FIXED).speak(tokens()).collect()
            assert caught.value.partial.audio == b"half"
            over.append(True)


async def test_a_socket_that_cannot_be_opened_fails_the_reader(face: Any, socket_server: Any) -> None:
    def refuse(connection: Any, request: Any) -> Any:
        return connection.respond(401, "no such key")

    with socket_server.run(socket_server.echo, refuse=refuse) as url:
        async with face.session(url) as client:
            with pytest.raises(face.AuthenticationError):
                await face.tts_socket(client).open_context(FIXED).speak("x").collect()


# -- leaving


async def test_breaking_out_cancels_and_leaves_the_socket_usable(face: Any, socket_server: Any) -> None:
    over: list[bool] = []

    async def tokens() -> Any:
        yield "said "
        await face.until(lambda: over)
        yield "never"

    def cancelled() -> bool:
        return any(message.get("cancel") for message in socket_server.received)

    with socket_server.run(socket_server.echo) as url:
        async with face.session(url) as client, face.tts_socket(client) as socket:
            left = socket.open_context(FIXED).speak(tokens())
            async for _ in left:
                break
            gc.collect()
            await face.until(cancelled)
            with pytest.raises(face.LocalProtocolError, match="can be read once"):
                await left.collect()
            over.append(True)
            async with socket.open_context(FIXED).speak("next") as utterance:
                assert [event.type async for event in utterance] == ["chunk", "done"]
    assert "never" not in {message.get("transcript") for message in socket_server.received}


async def test_leaving_the_block_cancels(face: Any, socket_server: Any) -> None:
    with socket_server.run(socket_server.echo) as url:
        async with face.session(url) as client, face.tts_socket(client) as socket:
            context = socket.open_context(FIXED)
            await context.send("a")
            async with context.speak("b") as utterance:
                await anext(aiter(utterance))
            assert context.state in ("cancelled", "done")
            await socket.open_context(FIXED).speak("next").collect()
            await utterance.close()


def test_cancelling_the_task_cancels_the_context_and_the_texts(faces: Any, socket_server: Any) -> None:
    face = faces["async"]
    ended: list[str] = []

    async def tokens() -> Any:
        try:
            yield "said "
            await asyncio.Event().wait()
        finally:
            ended.append("tokens")

    async def main(url: str) -> None:
        async with face.session(url) as client, face.tts_socket(client) as socket:
            context = socket.open_context(FIXED, context_id="a")
            task = asyncio.create_task(context.speak(tokens()).collect())
            await face.until(lambda: context._inbox.n_events)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert ended == ["tokens"]
            assert (await socket.open_context(FIXED).speak("next").collect()).audio == b"next"

    with socket_server.run(socket_server.echo) as url:
        asyncio.run(main(url))
    assert [message["context_id"] for message in socket_server.received if message.get("cancel")] == ["a"]


def test_texts_that_are_cancelled_themselves_do_not_hang_the_reader(faces: Any, socket_server: Any) -> None:
    face = faces["async"]

    async def tokens() -> Any:
        yield "said "
        raise asyncio.CancelledError

    async def main(url: str) -> None:
        limits = face.Timeout(read_s=None)
        async with face.session(url, timeout=limits) as client, face.tts_socket(client) as socket:
            with pytest.raises(face.StreamTruncated, match="texts of context `a` broke off"):
                await socket.open_context(FIXED, context_id="a").speak(tokens()).collect()

    with socket_server.run(socket_server.echo) as url:
        asyncio.run(main(url))
