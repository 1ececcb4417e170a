"""Recordings as text: what the mock has spoken comes back as words, in every version that has the operation."""

from __future__ import annotations

import base64
import json
from typing import Any

import httpx
import pytest

from contralto_conformance.mock.sound.hearing import PLACEHOLDERS

from .conftest import KEY, NEW, Api, Socket
from .documents import DATES
from .hearing_aid import said

TEXT = "Good morning, it is 42 degrees."
PATHS = [("/stt", date) for date in DATES] + [("/audio/transcriptions", date) for date in DATES if date >= "2025-04-16"]
SINCE_TYPE = "2025-11-04"


def transcribe(
    api: Api, content: bytes, path: str = "/stt", version: str = NEW, name: str = "a.wav", **fields: Any
) -> httpx.Response:
    """A recording sent with a known model; a field that is None is left out."""
    data = {name: value for name, value in {"model": "ink-whisper", **fields}.items() if value is not None}
    return api.request("POST", path, version, files={"file": (name, content)}, data=data)


@pytest.fixture(scope="module")
def wav(api: Api) -> bytes:
    return said(api, TEXT, container="wav")


@pytest.mark.parametrize(("path", "version"), PATHS)
def test_speech_comes_back_as_text(api: Api, wav: bytes, path: str, version: str) -> None:
    answer = transcribe(api, wav, path, version).json()
    assert answer["text"] == TEXT
    assert answer["language"] == "en"
    assert "words" not in answer
    assert answer["duration"] == pytest.approx((len(wav) - 44) / 32000, abs=0.001)
    assert ("type" in answer) is (path == "/stt" and version >= SINCE_TYPE)


@pytest.mark.parametrize(("path", "version"), PATHS)
def test_words_come_when_asked_for_and_lie_as_the_speaker_said(api: Api, wav: bytes, path: str, version: str) -> None:
    words = transcribe(api, wav, path, version, **{"timestamp_granularities[]": "word"}).json()["words"]
    lines = api.speak("/tts/sse", transcript=TEXT, add_timestamps=True).text.splitlines()
    events = [json.loads(line.removeprefix("data: ")) for line in lines if line.startswith("data: ")]
    told = [event["word_timestamps"] for event in events if "word_timestamps" in event]
    for name, key in (("words", "word"), ("start", "start"), ("end", "end")):
        spoken = [value for times in told for value in times[name]]
        heard = [word[key] for word in words]
        assert heard == (spoken if name == "words" else pytest.approx(spoken, abs=0.004))


@pytest.mark.parametrize("encoding", ["pcm_s16le", "pcm_f32le", "pcm_mulaw", "pcm_alaw"])
@pytest.mark.parametrize("rate", [8000, 24000, 48000])
def test_headerless_audio_is_read_as_the_query_says(api: Api, encoding: str, rate: int) -> None:
    audio = said(api, TEXT, encoding=encoding, sample_rate=rate)
    answer = transcribe(api, audio, f"/stt?encoding={encoding}&sample_rate={rate}").json()
    assert answer["text"] == TEXT


@pytest.mark.parametrize(
    "transcript",
    [
        "你好，世界。 今天天气很好",  # noqa: RUF001
        "Well <break time='1s'/> yes, 1000 times.",
        "... hm - what?",
        "x",
        "نعم، أريد ذلك",
        "Supercalifragilisticexpialidocious " * 3,
        "one two three " * 200,
    ],
)
def test_any_words_come_back(api: Api, transcript: str) -> None:
    wav = said(api, transcript, container="wav", sample_rate=8000)
    expected = transcript.replace("<break time='1s'/> ", "").split()
    assert transcribe(api, wav).json()["text"].split() == expected


def test_a_context_that_was_spoken_in_pieces_comes_back_as_one(api: Api, socket: Socket) -> None:
    for piece in ("The first part. ", "And the second, ", "of many"):
        socket.ask(piece, "pieces", go_on=True, max_buffer_delay_ms=0)
    socket.ask(" parts.", "pieces")
    chunks = [event["data"] for event in socket.until_done("pieces") if event["type"] == "chunk"]
    audio = b"".join(map(base64.b64decode, chunks))
    answer = transcribe(api, audio, "/stt?encoding=pcm_s16le&sample_rate=24000").json()
    assert answer["text"] == "The first part. And the second, of many parts."


def test_words_that_were_cut_off_by_a_duration_are_not_heard(api: Api) -> None:
    form = {"container": "raw", "encoding": "pcm_s16le", "sample_rate": 16000}
    speech = api.speak(version="2025-04-16", transcript="Good morning, everybody.", duration=0.9, output_format=form)
    answer = transcribe(api, speech.content, "/stt?encoding=pcm_s16le&sample_rate=16000").json()
    assert answer["text"].split()[:2] == ["Good", "morning,"]
    assert answer["duration"] == 0.9


def test_the_language_is_the_one_that_was_named(api: Api, wav: bytes) -> None:
    assert transcribe(api, wav, language="yue").json()["language"] == "yue"


def test_the_request_id_is_that_of_the_header(api: Api, wav: bytes) -> None:
    answer = transcribe(api, wav)
    assert answer.json()["request_id"] == answer.headers["x-request-id"]


def test_an_mp3_of_the_mock_is_known_and_any_other_gets_text_for_its_length(api: Api) -> None:
    mp3 = said(api, TEXT, container="mp3", bit_rate=64000, sample_rate=24000)
    wav = said(api, TEXT, container="wav", sample_rate=24000)
    known = transcribe(api, mp3, name="a.mp3", **{"timestamp_granularities[]": "word"}).json()
    assert known["text"] == TEXT
    assert [word["word"] for word in known["words"]] == TEXT.split()
    other = transcribe(api, mp3 + b"TAG", name="a.mp3").json()
    assert other["duration"] == known["duration"] == pytest.approx((len(wav) - 44) / 48000, abs=0.15)
    assert set(other["text"].split()) <= set(PLACEHOLDERS)
    assert other["text"]


@pytest.mark.parametrize(
    "start",
    [
        b"ID3\x04\0\0\0\0\0\0\xff\xfb\x90\x64",
        b"fLaC",
        b"OggS",
        b"\x1a\x45\xdf\xa3",
        b"\0\0\0\x20ftypM4A ",
        b"\xff\xfb\x90\x64",
    ],
)
def test_files_in_other_containers_get_text_for_their_length(api: Api, start: bytes) -> None:
    answer = transcribe(api, start + bytes(24_000), name="memo").json()
    assert answer["duration"] > 0
    assert answer == {**transcribe(api, start + bytes(24_000)).json(), "request_id": answer["request_id"]}


def test_a_small_file_cannot_play_for_years(api: Api) -> None:
    endless = b"fLaC\0\0\0\x22" + bytes(10) + ((1 << 44) + (1 << 36) - 1).to_bytes(8, "big") + bytes(1000)
    assert transcribe(api, endless).json()["duration"] < 10


def test_silence_has_no_text(api: Api) -> None:
    answer = transcribe(api, bytes(64_000), "/stt?encoding=pcm_s16le&sample_rate=16000").json()
    assert (answer["text"], answer["duration"]) == ("", 2.0)


def test_a_wav_file_is_read_by_its_header_whatever_the_query_says(api: Api, wav: bytes) -> None:
    assert transcribe(api, wav, "/stt?encoding=pcm_mulaw&sample_rate=8000").json()["text"] == TEXT


@pytest.mark.parametrize("version", ["2025-04-16", NEW])
@pytest.mark.parametrize(
    ("content", "said_of_it"),
    [(b"", "is empty"), (b"hello, this is no audio", "none of flac"), (b"RIFF\0\0\0\0WAVE", "too short")],
)
def test_what_is_no_audio_is_refused(api: Api, version: str, content: bytes, said_of_it: str) -> None:
    answer = transcribe(api, content, version=version)
    assert answer.status_code == 400
    assert said_of_it in answer.text
    assert "`file`" in answer.text
    if version == NEW:
        assert answer.json()["error_code"] == "unsupported_audio_format"


@pytest.mark.parametrize(
    ("path", "fields", "named"),
    [
        ("/stt", {"model": None}, "`model`"),
        ("/stt", {"language": "xx"}, "`language`"),
        ("/stt", {"timestamp_granularities[]": "segment"}, "`timestamp_granularities[][0]`"),
        ("/stt?encoding=pcm_s16le", {}, "`sample_rate`"),
        ("/stt?sample_rate=16000", {}, "`encoding`"),
        ("/stt?encoding=mp3&sample_rate=16000", {}, "`encoding`"),
        ("/stt?encoding=pcm_s16le&sample_rate=0", {}, "`sample_rate`"),
        ("/stt?encoding=pcm_s16le&sample_rate=fast", {}, "`sample_rate`"),
    ],
)
def test_what_is_wrong_is_named(api: Api, path: str, fields: dict[str, Any], named: str) -> None:
    answer = transcribe(api, bytes(100), path, **fields)
    assert answer.status_code == 400
    assert named in answer.json()["message"]


@pytest.mark.parametrize("model", ["ink-2", "whisper-1", ""])
def test_models_that_do_not_transcribe_recordings_are_refused(api: Api, wav: bytes, model: str) -> None:
    answer = transcribe(api, wav, model=model)
    assert answer.status_code == 400
    assert "`model`" in answer.json()["message"]
    if model:
        assert answer.json()["error_code"] == "model_not_found"


def test_a_recording_must_be_a_file(api: Api) -> None:
    form = {"model": (None, "ink-whisper")}
    missing = api.request("POST", "/stt", files=form)
    assert missing.status_code == 400
    assert "`file`" in missing.json()["message"]
    as_text = api.request("POST", "/stt", files={**form, "file": (None, "RIFF")})
    assert as_text.status_code == 400
    assert "`file`" in as_text.json()["message"]
    no_form = api.request("POST", "/stt", json={"model": "ink-whisper"})
    assert no_form.status_code == 400


def test_tokens_with_the_grant_open_it_and_others_do_not(api: Api, wav: bytes) -> None:
    for grants, status in (({"stt": True}, 200), ({"tts": True}, 403)):
        token = api.token(grants=grants, expires_in=60)
        answer = api.request(
            "POST",
            "/stt",
            files={"file": ("a.wav", wav)},
            data={"model": "ink-whisper"},
            headers={"Authorization": f"Bearer {token}"},
        )
        assert answer.status_code == status
    assert KEY not in token
