"""Speech to text through our own client, blocking and asynchronous: what it lets the mock speak it hears again."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from contralto_client import ApiError, AsyncClient, Client, StreamError
from contralto_client.models import SttFlushDone, SttTranscript
from contralto_conformance.mock import Running

from .conftest import KATIE, KEY
from .hearing_aid import RATE, silence

FIRST, SECOND = "Tell me the time, please.", "And where you are."
STREAM: dict[str, Any] = {"model": "ink-2", "encoding": "pcm_s16le", "sample_rate": RATE}


@pytest.fixture(scope="module")
def client(running: Running) -> Iterator[Client]:
    with Client(KEY, base_url=running.url, max_retries=0) as client:
        yield client


def spoken(client: Client, transcript: str, container: str = "raw") -> bytes:
    form: Any = {"container": container, "encoding": "pcm_s16le", "sample_rate": RATE}
    with client.tts.bytes(model_id="sonic-3", transcript=transcript, voice=KATIE, output_format=form) as audio:
        return audio.read()


def test_a_recording_is_transcribed(client: Client) -> None:
    file = io.BytesIO(spoken(client, FIRST, "wav"))
    answer = client.stt.transcribe(file, model="ink-whisper", timestamp_granularities=["word"])
    assert answer.text == FIRST
    assert [word.word for word in answer.words or ()] == FIRST.split()
    file.seek(0)
    assert client.stt.transcribe_openai(file, model="ink-whisper").text == FIRST


def test_headerless_audio_is_transcribed(client: Client) -> None:
    audio = spoken(client, FIRST)
    answer = client.stt.transcribe(audio, model="ink-whisper", encoding="pcm_s16le", sample_rate=RATE)
    assert answer.text == FIRST


def test_no_audio_is_an_error_with_its_code(client: Client) -> None:
    with pytest.raises(ApiError) as refused:
        client.stt.transcribe(b"hello", model="ink-whisper")
    assert refused.value.error_code == "unsupported_audio_format"


def test_a_stream_is_collected(client: Client) -> None:
    with client.stt.connect(**STREAM) as socket:
        transcript = socket.collect(spoken(client, FIRST))
    assert (transcript.text, transcript.unfinished) == (FIRST, "")
    assert [word.text for word in transcript.words] == FIRST.split()


def test_utterances_are_finalized_one_by_one(client: Client) -> None:
    with client.stt.connect(**STREAM, keyterm=["the time", "place+"]) as socket:
        texts = []
        for transcript in (FIRST, SECOND):
            socket.send_audio(spoken(client, transcript))
            socket.send_finalize()
            for event in socket:
                if isinstance(event, SttFlushDone):
                    break
                texts += [event.text] if isinstance(event, SttTranscript) and event.is_final else []
    assert texts == [FIRST, f" {SECOND}"]


def test_an_unknown_word_is_an_error_that_is_raised(client: Client) -> None:
    with client.stt.connect(**STREAM) as socket:
        socket.send("banana")
        with pytest.raises(StreamError, match="banana"):
            socket.receive()


def test_turns_are_collected(client: Client) -> None:
    audio = spoken(client, FIRST) + silence(2) + spoken(client, SECOND)
    with client.stt.turns.connect(**STREAM) as socket:
        transcript = socket.collect(audio)
    assert transcript.segments == (FIRST, f" {SECOND}")


def test_a_refused_query_is_an_error_before_any_audio(client: Client) -> None:
    with pytest.raises(ApiError) as refused, client.stt.turns.connect(**{**STREAM, "model": "ink-whisper"}) as socket:
        socket.receive()
    assert (refused.value.status_code, refused.value.error_code) == (400, "model_not_found")


def test_speech_goes_from_socket_to_socket_while_it_is_spoken(running: Running, client: Client) -> None:
    audio = spoken(client, f"{FIRST} {SECOND}")

    async def pieces() -> AsyncIterator[bytes]:
        for at in range(0, len(audio), 999):
            await asyncio.sleep(0)
            yield audio[at : at + 999]

    async def heard() -> tuple[str, str]:
        async with (
            AsyncClient(KEY, base_url=running.url) as client,
            client.stt.connect(**STREAM) as manual,
            client.stt.turns.connect(**STREAM) as turns,
        ):
            both = await asyncio.gather(manual.collect(pieces()), turns.collect(pieces()))
        return both[0].text, both[1].text

    assert asyncio.run(heard()) == (f"{FIRST} {SECOND}",) * 2
