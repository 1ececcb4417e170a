"""The socket of speech to text that the client finalizes."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from contralto_conformance.mock import MockSettings
from contralto_conformance.mock.documented import Channel
from contralto_conformance.mock.exchange import Call
from contralto_conformance.mock.service import Service
from contralto_conformance.mock.sockets import channels
from contralto_conformance.mock.versions import version_of

from .conftest import KEY, NEW, Api
from .documents import DATES
from .hearing_aid import PIECE_BYTES, RATE, listening, said, silence

FIRST, SECOND = "Tell me the time, please.", "And where you are."


@pytest.fixture(scope="module")
def first(api: Api) -> bytes:
    return said(api, FIRST)


@pytest.fixture(scope="module")
def second(api: Api) -> bytes:
    return said(api, SECOND)


def finals(events: list[dict[str, Any]]) -> list[str]:
    return [event["text"] for event in events if event["type"] == "transcript" and event["is_final"]]


def kinds(events: list[dict[str, Any]]) -> list[str]:
    return [event["type"] for event in events]


@pytest.mark.parametrize("version", DATES)
@pytest.mark.parametrize("model", ["ink-2", "ink-whisper"])
def test_finalized_pieces_joined_as_they_are_make_the_whole(
    api: Api, first: bytes, second: bytes, version: str, model: str
) -> None:
    with listening(api, version=version, model=model) as ear:
        ear.send(first)
        ear.send("finalize")
        events = ear.until("flush_done")
        ear.send(second)
        ear.send("close")
        events += ear.to_the_end()
    assert finals(events) == [FIRST, f" {SECOND}"]
    assert kinds(events).count("flush_done") == kinds(events).count("done") == 1
    assert events[-1]["type"] == "done"
    assert len({event["request_id"] for event in events}) == 1
    languages = {event.get("language") for event in events if event["type"] == "transcript"}
    assert languages == ({None} if version >= "2026-08-14" else {"en"})


def test_the_request_id_is_that_of_the_upgrade(api: Api) -> None:
    with listening(api) as ear:
        ear.send("close")
        (done,) = ear.to_the_end()
        response = ear.connection.response
        assert response is not None
        assert done["request_id"] == response.headers["x-request-id"]


@pytest.mark.parametrize("word", ["close", "done"])
@pytest.mark.parametrize("version", ["2024-06-10", NEW])
def test_either_end_word_ends_the_session(api: Api, first: bytes, word: str, version: str) -> None:
    with listening(api, version=version) as ear:
        ear.send(first)
        ear.send(word)
        events = ear.to_the_end()
    assert finals(events) == [FIRST]
    assert kinds(events)[-2:] == ["transcript", "done"]


def test_interim_results_grow_into_the_final_one(api: Api, first: bytes) -> None:
    with listening(api) as ear:
        ear.send(first)
        ear.send("close")
        events = ear.to_the_end()
    texts = [event["text"] for event in events if event["type"] == "transcript"]
    assert len(texts) > 3
    for shorter, longer in itertools.pairwise(texts):
        assert longer.startswith(shorter)
    assert [event["is_final"] for event in events if event["type"] == "transcript"] == [False] * (len(texts) - 1) + [
        True
    ]


def test_the_whisper_family_gives_no_interim_results(api: Api, first: bytes) -> None:
    with listening(api, model="ink-whisper") as ear:
        ear.send(first)
        ear.send("close")
        assert kinds(ear.to_the_end()) == ["transcript", "done"]


def test_the_whisper_family_ends_a_segment_after_a_silence(api: Api, first: bytes, second: bytes) -> None:
    with listening(api, model="ink-whisper", max_silence_duration_secs=0.5) as ear:
        ear.send(first + silence(0.7) + second)
        assert ear.event()["text"] == FIRST
        ear.send("close")
        assert finals(ear.to_the_end()) == [f" {SECOND}"]


def test_soft_audio_is_silence_below_the_volume_of_the_query(api: Api, first: bytes) -> None:
    for min_volume, expected in ((0.6, []), (0.01, [FIRST])):
        with listening(api, model="ink-whisper", min_volume=min_volume) as ear:
            ear.send(first)
            ear.send("close")
            assert finals(ear.to_the_end()) == expected


def test_words_have_times_from_the_start_of_the_audio(api: Api, first: bytes, second: bytes) -> None:
    with listening(api) as ear:
        ear.send(silence(1.0))
        ear.send(first)
        ear.send("finalize")
        events = ear.until("flush_done")
        ear.send(second)
        ear.send("finalize")
        events += ear.until("flush_done")
    words = [word for event in events if event.get("is_final") for word in event["words"]]
    assert [word["word"] for word in words] == [*FIRST.split(), *SECOND.split()]
    assert words[0]["start"] == pytest.approx(1.0, abs=0.005)
    assert words[len(FIRST.split())]["start"] == pytest.approx(1.0 + len(first) / 2 / RATE, abs=0.005)
    moments = [moment for word in words for moment in (word["start"], word["end"])]
    assert moments == sorted(moments)


def test_durations_add_up_to_the_audio(api: Api, first: bytes, second: bytes) -> None:
    with listening(api) as ear:
        for audio in (first, second):
            ear.send(audio)
            ear.send("finalize")
        ear.send("close")
        events = ear.to_the_end()
    durations = [event["duration"] for event in events if event.get("is_final") is True]
    assert durations == pytest.approx([len(first) / 2 / RATE, len(second) / 2 / RATE], abs=0.003)


def test_each_finalize_is_answered_once_even_without_audio(api: Api) -> None:
    with listening(api) as ear:
        for _ in range(3):
            ear.send("finalize")
        ear.send("close")
        assert kinds(ear.to_the_end()) == ["flush_done"] * 3 + ["done"]


@pytest.mark.parametrize("encoding", ["pcm_s16le", "pcm_f32le", "pcm_mulaw", "pcm_alaw"])
@pytest.mark.parametrize("piece", [13, 333, 10_007, 10**7])
def test_frames_may_have_any_size_and_cut_samples(api: Api, encoding: str, piece: int) -> None:
    audio = said(api, "Yes, sir.", encoding=encoding, sample_rate=8000)
    with listening(api, encoding=encoding, sample_rate=8000) as ear:
        for at in range(0, len(audio), piece):
            ear.connection.send(audio[at : at + piece])
        ear.send("close")
        assert finals(ear.to_the_end()) == ["Yes, sir."]


def test_the_encodings_that_nothing_speaks_are_heard_too(api: Api, first: bytes) -> None:

    samples = np.frombuffer(first, dtype="<i2")
    for encoding, audio in (
        ("pcm_s32le", (samples.astype("<i4") * 65536).tobytes()),
        ("pcm_f16le", (samples / 32768).astype("<f2").tobytes()),
    ):
        with listening(api, encoding=encoding) as ear:
            ear.send(audio)
            ear.send("close")
            assert finals(ear.to_the_end()) == [FIRST]


def test_a_strange_tone_gives_some_text(api: Api) -> None:
    tone = b"".join((b"\x00\x40" * 20 + b"\x00\xc0" * 20) for _ in range(800))
    with listening(api) as ear:
        ear.send(tone)
        ear.send("finalize")
        (text,) = finals(ear.until("flush_done"))
        assert len(text.split()) == 6


@pytest.mark.parametrize("version", DATES)
@pytest.mark.parametrize("text", ["banana", '"finalize"', "FINALIZE", "", '{"type":"close"}'])
def test_an_unknown_text_is_an_error_event_and_the_socket_stays(
    api: Api, first: bytes, version: str, text: str
) -> None:
    with listening(api, version=version) as ear:
        ear.send(text)
        error = ear.event()
        assert error["type"] == "error"
        assert "`finalize`" in error["message"]
        assert ("status_code" in error) is (version >= "2026-03-01")
        ear.send(first)
        ear.send("close")
        assert finals(ear.to_the_end()) == [FIRST]


def test_audio_after_the_end_word_is_ignored(api: Api, first: bytes) -> None:
    with listening(api) as ear:
        for message in ("close", first[:PIECE_BYTES], "finalize", "banana"):
            ear.send(message)
        assert kinds(ear.to_the_end()) == ["done"]


def opened(api: Api, version: str, **query: Any) -> ClientConnection:
    asked = {"model": "ink-2", "encoding": "pcm_s16le", "sample_rate": 16000, **query}
    present = [(name, value) for name, value in asked.items() if value is not None]
    url = f"{api.websocket_url}/stt/websocket?{urlencode(present, doseq=True)}"
    return connect(url, additional_headers={"X-API-Key": KEY, "Cartesia-Version": version})


def refusal(api: Api, version: str = NEW, **query: Any) -> InvalidStatus:
    with pytest.raises(InvalidStatus) as refused:
        opened(api, version, **query)
    return refused.value


WRONG_QUERIES = pytest.mark.parametrize(
    ("query", "named"),
    [
        ({"model": None}, "`model`"),
        ({"encoding": None}, "`encoding`"),
        ({"sample_rate": None}, "`sample_rate`"),
        ({"encoding": "mp3"}, "`encoding`"),
        ({"sample_rate": "0"}, "`sample_rate`"),
        ({"sample_rate": "16k"}, "`sample_rate`"),
        ({"model": "ink-9000"}, "`model`"),
        ({"min_volume": "2"}, "`min_volume`"),
        ({"max_silence_duration_secs": "-1"}, "`max_silence_duration_secs`"),
    ],
)


@WRONG_QUERIES
@pytest.mark.parametrize("version", [date for date in DATES if date < "2026-03-01"])
def test_older_versions_open_and_say_what_is_wrong_with_a_query(
    api: Api, version: str, query: dict[str, Any], named: str
) -> None:
    with opened(api, version, **query) as connection:
        event = json.loads(connection.recv(timeout=10))
        assert (event["type"], event["code"]) == ("error", 400)
        assert named in event["message"]
        with pytest.raises(ConnectionClosed) as closed:
            connection.recv(timeout=10)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1008


@WRONG_QUERIES
@pytest.mark.parametrize("version", [date for date in DATES if date >= "2026-03-01"])
def test_a_query_that_is_wrong_is_refused_by_name(api: Api, version: str, query: dict[str, Any], named: str) -> None:
    response = refusal(api, version, **query).response
    assert response.status_code == 400
    assert named in bytes(response.body).decode()
    assert response.headers["content-type"] == "application/json"


def test_an_unknown_model_has_a_code(api: Api) -> None:
    assert json.loads(bytes(refusal(api, model="ink-9000").response.body))["error_code"] == "model_not_found"


@pytest.mark.parametrize("keyterm", [["a"] * 101, ["x" * 1201], ["x" * 601] * 2, [""]])
def test_too_many_key_terms_are_refused(api: Api, keyterm: list[str]) -> None:
    response = refusal(api, keyterm=keyterm).response
    assert response.status_code == 400
    assert "`keyterm" in bytes(response.body).decode()


@pytest.mark.parametrize("keyterm", [["a"] * 100, ["x" * 600] * 2, ["Ink 2", "+", "größe"]])
def test_key_terms_up_to_the_limit_are_taken(api: Api, keyterm: list[str]) -> None:
    with listening(api, keyterm=keyterm) as ear:
        ear.send("close")
        assert kinds(ear.to_the_end()) == ["done"]


def test_unknown_parameters_do_no_harm(api: Api) -> None:
    with listening(api, colour="green") as ear:
        ear.send("close")
        assert kinds(ear.to_the_end()) == ["done"]


def test_an_idle_socket_closes(mock: Callable[..., Api]) -> None:
    with listening(mock(time_scale=0.001)) as ear:
        assert ear.to_the_end() == []


def test_many_sockets_hear_for_themselves(api: Api, first: bytes, second: bytes) -> None:
    with listening(api) as one, listening(api) as other:
        for at in range(0, max(len(first), len(second)), PIECE_BYTES):
            for ear, audio in ((one, first), (other, second)):
                ear.connection.send(audio[at : at + PIECE_BYTES])
        for ear, text in ((one, FIRST), (other, SECOND)):
            ear.send("close")
            assert finals(ear.to_the_end()) == [text]


def test_speech_without_an_end_becomes_final_by_itself(api: Api) -> None:
    audio = said(api, "word " * 40)
    with listening(api) as ear:
        for _ in range(13):
            ear.send(audio)
        ear.send("close")
        finals_heard = [event for event in ear.to_the_end() if event.get("is_final")]
    assert len(finals_heard) == 2
    assert "".join(event["text"] for event in finals_heard).split() == ["word"] * 520


@pytest.mark.parametrize(("channel", "end"), [("stt", "close"), ("stt_turns", '{"type":"close"}')])
@given(
    frames=st.lists(
        st.one_of(
            st.binary(max_size=20_000),
            st.text(max_size=40),
            st.sampled_from(
                [
                    "finalize",
                    '{"type":"config"}',
                    '{"type":"config","turn":{"end_timeout_ms":700}}',
                    "null",
                    '"\\ud800"',
                ]
            ),
        ),
        max_size=12,
    )
)
@settings(max_examples=20)
def test_any_frames_leave_the_socket_working(api: Api, channel: str, end: str, frames: list[bytes | str]) -> None:
    with listening(api, channel, encoding="pcm_f32le") as ear:
        for frame in frames:
            ear.connection.send(frame)
        ear.send(end)
        events = ear.to_the_end()
    if not {"close", "done"} & {frame for frame in frames if isinstance(frame, str)}:
        answered = [event for event in events if event["type"] in ("error", "flush_done")]
        config = [frame for frame in frames if isinstance(frame, str) and frame.startswith('{"type":"config"')]
        texts = [frame for frame in frames if isinstance(frame, str)]
        assert len(answered) == len(texts) - (len(config) if channel == "stt_turns" else 0)


@pytest.mark.parametrize("channel", ["stt", "stt_turns"])
def test_audio_and_nothing_else_restarts_the_idle_time(channel: str) -> None:
    async def behave() -> None:
        # Without any query, as if all that is wrong with it had been overlooked.
        call = Call(
            transport="websocket",
            method="GET",
            path="",
            base_url="",
            query=(),
            headers={},
            request_id="r",
            version=version_of(NEW),
            new_id=lambda: "id",
            channel=Channel(version_of(NEW).described, channel),
        )
        sent: list[Any] = []

        async def send(message: Any) -> None:
            sent.append(message)

        socket: Any = channels()[channel](Service(MockSettings()), call, send, send)  # type: ignore[arg-type]
        await socket.opened()
        socket.active_at = -1.0
        for text in ("finalize", "banana", '{"type":"config"}'):
            await socket.read(text)
            assert socket.active_at == -1.0
        await socket.read(b"")
        assert socket.active_at >= 0
        assert sent

    asyncio.run(behave())
