"""One sync client, and one socket of it, shared by many threads."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from contralto_client import Client
from contralto_client.models import RawOutputFormat
from contralto_conformance.mock import MockSettings, serve

N_THREADS = 8
N_CALLS = 48
FORMAT = RawOutputFormat(encoding="pcm_s16le", sample_rate=16000)


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with serve(MockSettings()) as mock, Client(api_key="sk_car_test", base_url=mock.url) as client:
        yield client


def speech(client: Client) -> dict[str, Any]:
    """What all requests have in common; the length of the audio tells which text it was."""
    return {
        "model_id": "sonic-3",
        "voice": client.voices.list(limit=1).first_page().data[0].id,
        "output_format": FORMAT,
    }


def texts() -> list[str]:
    return ["word " * (1 + number % 7) for number in range(N_CALLS)]


def test_calls_of_many_threads_get_their_own_answers(client: Client) -> None:
    voices = client.voices.list().collect(max_items=N_CALLS)
    with ThreadPoolExecutor(N_THREADS) as threads:
        found = list(threads.map(lambda voice: client.voices.get(voice.id), voices))
    assert [voice.id for voice in found] == [voice.id for voice in voices]
    assert len({voice.id for voice in voices}) > N_THREADS


def test_streams_of_many_threads_get_their_own_audio(client: Client) -> None:
    request = speech(client)

    def spoken(text: str) -> bytes:
        return client.tts.bytes(transcript=text, **request).read()

    alone = {text: spoken(text) for text in set(texts())}
    with ThreadPoolExecutor(N_THREADS) as threads:
        assert list(threads.map(spoken, texts())) == [alone[text] for text in texts()]
    assert len(set(alone.values())) == 7


def test_contexts_of_many_threads_share_one_socket(client: Client) -> None:
    request = speech(client)
    with client.tts.connect() as socket:

        def spoken(text: str) -> bytes:
            return socket.speak(text, **request).collect().audio

        alone = {text: spoken(text) for text in set(texts())}
        with ThreadPoolExecutor(N_THREADS) as threads:
            assert list(threads.map(spoken, texts())) == [alone[text] for text in texts()]
    assert len(set(alone.values())) == 7
