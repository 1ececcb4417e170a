"""What a caller does with speech, in full, against the mock: with `asyncio` and without."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import soundfile

from contralto_client import AsyncClient, Client, InboxFull, Speech, StreamError, StreamTruncated, Timeout
from contralto_client.models import ChunkEvent, DoneEvent, FlushDoneEvent, TimestampsEvent, WavOutputFormat
from contralto_conformance.mock import MockSettings, serve

KEY = "sk_car_test"
VOICE = "f786b574-daa5-4673-aa0c-cbe3e8534c02"
RAW = {"container": "raw", "encoding": "pcm_s16le", "sample_rate": 24000}
SPOKEN: dict[str, Any] = {"model_id": "sonic-3", "voice": VOICE, "output_format": RAW}
WORDS = ["Good ", "morning, ", "everybody. "]


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with serve(MockSettings(api_keys=(KEY,))) as mock:
        yield mock.url


def in_both(url: str, plain: Callable[[Client], Any], asynchronous: Callable[[AsyncClient], Any]) -> list[Any]:
    """What the blocking and the asyncio form of an example give."""

    async def main() -> Any:
        async with AsyncClient(api_key=KEY, base_url=url) as client:
            return await asynchronous(client)

    with Client(api_key=KEY, base_url=url) as client:
        return [plain(client), asyncio.run(main())]


async def tokens() -> AsyncIterator[str]:
    for word in WORDS:
        await asyncio.sleep(0)
        yield word


# -- files and events over HTTP


def test_bytes_go_to_memory_to_a_file_and_piece_by_piece(url: str, tmp_path: Path) -> None:
    request = SPOKEN | {
        "transcript": "Hello there.",
        "output_format": WavOutputFormat(encoding="pcm_s16le", sample_rate=24000),
    }
    seen: list[tuple[int, int | None]] = []

    def plain(client: Client) -> bytes:
        audio = client.tts.bytes(**request).read()
        assert b"".join(client.tts.bytes(**request)) == audio
        path = tmp_path / "sync.wav"
        n_bytes = client.tts.bytes(**request).write_to(path, lambda n_bytes, total: seen.append((n_bytes, total)))
        assert path.read_bytes() == audio
        assert seen[-1][0] == n_bytes == len(audio)
        return audio

    async def asynchronous(client: AsyncClient) -> bytes:
        audio = await client.tts.bytes(**request).read()
        assert b"".join([piece async for piece in client.tts.bytes(**request)]) == audio
        path = tmp_path / "async.wav"
        await client.tts.bytes(**request).write_to(path, lambda n_bytes, total: seen.append((n_bytes, total)))
        assert path.read_bytes() == audio
        return audio

    audio, again = in_both(url, plain, asynchronous)
    assert audio == again
    assert soundfile.info(io.BytesIO(audio)).samplerate == 24000


def test_events_are_gathered_and_saved(url: str, tmp_path: Path) -> None:
    request = SPOKEN | {"transcript": "Hello there.", "add_timestamps": True, "add_phoneme_timestamps": True}

    def plain(client: Client) -> Speech:
        n_bytes = sum(len(event.audio) for event in client.tts.sse(**request) if isinstance(event, ChunkEvent))
        speech = client.tts.sse(**request).collect()
        assert len(speech.audio) == n_bytes
        return speech

    async def asynchronous(client: AsyncClient) -> Speech:
        kinds = [type(event) async for event in client.tts.sse(**request)]
        assert {ChunkEvent, TimestampsEvent} < set(kinds)
        assert kinds[-1] is DoneEvent
        return await client.tts.sse(**request).collect()

    for speech in in_both(url, plain, asynchronous):
        assert [word.text for word in speech.words] == ["Hello", "there."]
        assert speech.phonemes
        assert all(0 <= item.start_s <= item.end_s <= speech.duration_s + 0.01 for item in speech.words)
        speech.write_wav(tmp_path / "hello.wav")
        assert soundfile.info(tmp_path / "hello.wav").duration == pytest.approx(speech.duration_s)


def changer(request: httpx.Request) -> httpx.Response:
    """The voice changer, which the mock has not: four bytes of audio, in two events or at once."""
    if request.url.path.endswith("/bytes"):
        return httpx.Response(200, headers={"content-type": "audio/pcm"}, content=b"\0\1\2\3")
    chunk = {"done": False, "status_code": 206, "sample_rate": 24000, "step_time": 1.0}
    events = [chunk | {"data": "AAE="}, chunk | {"data": "AgM="}, {"done": True, "status_code": 200}]
    content = "".join(f"data: {json.dumps(event)}\n\n" for event in events)
    return httpx.Response(200, headers={"content-type": "text/event-stream"}, text=content)


def test_a_recording_in_another_voice(tmp_path: Path) -> None:
    transport = httpx.MockTransport(changer)
    request: dict[str, Any] = {
        "clip": b"RIFF",
        "voice_id": VOICE,
        "output_format_container": "raw",
        "output_format_encoding": "pcm_s16le",
        "output_format_sample_rate": 24000,
    }

    def plain() -> tuple[bytes, Speech]:
        http = httpx.Client(transport=transport)
        with Client(api_key=KEY, base_url="http://service.test", http_client=http) as client:
            n_bytes = client.voice_changer.bytes(**request).write_to(tmp_path / "changed.pcm")
            assert n_bytes == 4
            return client.voice_changer.bytes(**request).read(), client.voice_changer.sse(**request).collect()

    async def asynchronous() -> tuple[bytes, Speech]:
        http = httpx.AsyncClient(transport=transport)
        async with AsyncClient(api_key=KEY, base_url="http://service.test", http_client=http) as client:
            pieces = [event.audio async for event in client.voice_changer.sse(**request) if hasattr(event, "audio")]
            assert pieces == [b"\0\1", b"\2\3"]
            whole = await client.voice_changer.bytes(**request).read()
            return whole, await client.voice_changer.sse(**request).collect()

    for whole, speech in (plain(), asyncio.run(asynchronous())):
        assert speech.audio == whole == b"\0\1\2\3"
        assert speech.duration_s == 2 / 24000
        speech.write_wav(tmp_path / "changed.wav")
        assert soundfile.info(tmp_path / "changed.wav").frames == 2


# -- the socket


def test_tokens_are_spoken_as_they_come(url: str) -> None:
    def plain(client: Client) -> Speech:
        with client.tts.connect() as socket:
            n_bytes = sum(
                len(event.audio) for event in socket.speak(iter(WORDS), **SPOKEN) if isinstance(event, ChunkEvent)
            )
            speech = socket.speak(WORDS, add_timestamps=True, **SPOKEN).collect()
            assert len(speech.audio) == n_bytes
            return speech

    async def asynchronous(client: AsyncClient) -> Speech:
        async with client.tts.connect() as socket:
            return await socket.speak(tokens(), add_timestamps=True, **SPOKEN).collect()

    for speech in in_both(url, plain, asynchronous):
        assert [word.text for word in speech.words] == [word.strip() for word in WORDS]


def test_flushes_divide_the_audio_into_sections(url: str) -> None:
    def plain(client: Client) -> tuple[list[int], Speech]:
        with client.tts.connect() as socket:
            context = socket.context(**SPOKEN)
            numbers = []
            for text in ("One. ", "Two two. "):
                context.send(text)
                numbers.append(context.flush())
            context.finish("Three three three.")
            return numbers, context.collect()

    async def asynchronous(client: AsyncClient) -> tuple[list[int], Speech]:
        async with client.tts.connect() as socket:
            context = socket.context(**SPOKEN)
            await context.send("One. ")
            first = await context.flush()
            async for event in context:
                if isinstance(event, FlushDoneEvent):
                    assert event.flush_id == first
                    break
            await context.send("Two two. ")
            numbers = [first, await context.flush()]
            await context.finish("Three three three.")
            return numbers, await context.collect()

    (numbers, speech), (later, rest) = in_both(url, plain, asynchronous)
    assert numbers == later == [1, 2]
    assert [section.flush_id for section in speech.sections] == [1, 2, 3]
    assert b"".join(section.audio for section in speech.sections) == speech.audio
    assert [section.flush_id for section in rest.sections] == [2, 3]


def test_several_contexts_speak_on_one_socket(url: str) -> None:
    texts = {"a": "One.", "b": "Two two two.", "c": "Three."}

    def plain(client: Client) -> dict[str, int]:
        lengths = dict.fromkeys(texts, 0)
        with client.tts.connect() as socket:
            for context_id, text in texts.items():
                socket.context(context_id=context_id, **SPOKEN).finish(text)
            for event in socket:
                if isinstance(event, ChunkEvent) and event.context_id:
                    lengths[event.context_id] += len(event.audio)
        return lengths

    async def asynchronous(client: AsyncClient) -> dict[str, int]:
        async with client.tts.connect() as socket, asyncio.TaskGroup() as group:
            tasks = {
                context_id: group.create_task(socket.speak(text, context_id=context_id, **SPOKEN).collect())
                for context_id, text in texts.items()
            }
            for task in tasks.values():
                await task
        return {context_id: len(task.result().audio) for context_id, task in tasks.items()}

    as_a_whole, one_by_one = in_both(url, plain, asynchronous)
    assert as_a_whole == one_by_one
    assert all(as_a_whole.values())


def test_how_much_may_wait_unread_is_set_when_connecting(url: str) -> None:
    long = "This is a very long speech. " * 20

    def plain(client: Client) -> str:
        with client.tts.connect(inbox_limit_bytes=1) as socket:
            unread = socket.context(context_id="unread", **SPOKEN)
            unread.finish(long)
            with pytest.raises(InboxFull) as caught:
                socket.speak(long, **SPOKEN).collect()
        return caught.value.context_id

    async def asynchronous(client: AsyncClient) -> str:
        async with client.tts.connect(inbox_limit_bytes=1) as socket:
            unread = socket.context(context_id="unread", **SPOKEN)
            await unread.finish(long)
            with pytest.raises(InboxFull) as caught:
                await socket.speak(long, **SPOKEN).collect()
        return caught.value.context_id

    assert in_both(url, plain, asynchronous) == ["unread", "unread"]


def test_speaking_is_interrupted_and_the_socket_goes_on(url: str) -> None:
    long = ["This is a very long speech. "] * 50

    def plain(client: Client) -> Speech:
        with client.tts.connect() as socket:
            for event in socket.speak(long, **SPOKEN):
                if isinstance(event, ChunkEvent):
                    break
            return socket.speak("Yes?", **SPOKEN).collect()

    async def asynchronous(client: AsyncClient) -> Speech:
        async with client.tts.connect() as socket:
            utterance = socket.speak(long, **SPOKEN)

            async def interrupt() -> None:
                while utterance.context.state == "absent":  # noqa: ASYNC110
                    await asyncio.sleep(0)
                await utterance.context.cancel()

            interrupting = asyncio.create_task(interrupt())
            events = [event async for event in utterance]
            await interrupting
            assert not any(isinstance(event, DoneEvent) for event in events)
            return await socket.speak("Yes?", **SPOKEN).collect()

    first, second = in_both(url, plain, asynchronous)
    assert first == second
    assert first.audio


def test_an_error_of_one_context_leaves_the_others_alone(url: str) -> None:
    unknown = SPOKEN | {"voice": "00000000-0000-4000-8000-000000000000"}

    def plain(client: Client) -> Speech:
        with client.tts.connect() as socket:
            good = socket.context(**SPOKEN)
            good.send("Still ")
            with pytest.raises(StreamError) as caught:
                socket.speak("Hello.", **unknown).collect()
            assert caught.value.status_code == 404
            return good.speak("here.").collect()

    async def asynchronous(client: AsyncClient) -> Speech:
        async with client.tts.connect() as socket:
            good = socket.context(**SPOKEN)
            await good.send("Still ")
            with pytest.raises(StreamError) as caught:
                await socket.speak("Hello.", **unknown).collect()
            assert caught.value.status_code == 404
            return await good.speak("here.").collect()

    first, second = in_both(url, plain, asynchronous)
    assert first == second


def test_a_socket_outlives_the_idle_limit_of_the_service() -> None:
    def is_closed(socket: Any) -> bool:
        return not socket._lines[-1].link.is_open

    def plain(client: Client) -> list[str | None]:
        with client.tts.connect() as socket:
            ids = []
            for _ in range(2):
                assert socket.speak("Hello.", **SPOKEN).collect().audio
                ids.append(socket.request_id)
                while not is_closed(socket):
                    pass
            return ids

    async def asynchronous(client: AsyncClient) -> list[str | None]:
        async with client.tts.connect() as socket:
            ids = []
            for _ in range(2):
                assert (await socket.speak("Hello.", **SPOKEN).collect()).audio
                ids.append(socket.request_id)
                while not is_closed(socket):  # noqa: ASYNC110
                    await asyncio.sleep(0)
            return ids

    # 300 s become 0.15 s, so that the mock closes the socket soon.
    with serve(MockSettings(api_keys=(KEY,), time_scale=1 / 2000)) as mock:
        for first, second in in_both(mock.url, plain, asynchronous):
            assert first != second


def test_a_context_that_gets_no_text_for_long_is_reported() -> None:
    limits = Timeout(read_s=None)

    def plain(client: Client) -> None:
        ended: list[bool] = []

        def slow() -> Iterator[str]:
            yield "Hello "
            while not ended:
                pass

        with client.tts.connect() as socket:
            with pytest.raises(StreamTruncated, match="before all of its text was sent"):
                socket.speak(slow(), timeout=limits, **SPOKEN).collect()
            ended.append(True)

    async def asynchronous(client: AsyncClient) -> None:
        async def slow() -> AsyncIterator[str]:
            yield "Hello "
            await asyncio.Event().wait()

        async with client.tts.connect() as socket:
            with pytest.raises(StreamTruncated, match="before all of its text was sent"):
                await socket.speak(slow(), timeout=limits, **SPOKEN).collect()

    with serve(MockSettings(api_keys=(KEY,), time_scale=1 / 50)) as mock:
        in_both(mock.url, plain, asynchronous)
