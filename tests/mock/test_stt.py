"""Recordings as text: what the mock has spoken comes back as words, in every version that has the operation."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from .conftest import KEY, NEW, Api
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


def test_the_language_is_the_one_that_was_named(api: Api, wav: bytes) -> None:
    assert transcribe(api, wav, language="yue").json()["language"] == "yue"


def test_the_request_id_is_that_of_the_header(api: Api, wav: bytes) -> None:
    answer = transcribe(api, wav)
    assert answer.json()["request_id"] == answer.headers["x-request-id"]


def test_an_mp3_plays_as_long_as_it_does(api: Api) -> None:
    mp3 = said(api, TEXT, container="mp3", bit_rate=64000, sample_rate=24000)
    wav = said(api, TEXT, container="wav", sample_rate=24000)
    answer = transcribe(api, mp3, name="a.mp3").json()
    assert answer["duration"] == pytest.approx((len(wav) - 44) / 48000, abs=0.15)
    assert answer["text"]


@pytest.mark.parametrize(
    "start", [b"ID3\x04\0\0\0\0\0\0", b"fLaC", b"OggS", b"\x1a\x45\xdf\xa3", b"\0\0\0\x20ftypM4A ", b"\xff\xfb\x90\x64"]
)
def test_files_in_other_containers_get_text_for_their_length(api: Api, start: bytes) -> None:
    answer = transcribe(api, start + bytes(24_000), name="memo").json()
    assert answer["duration"] > 0
    assert answer == {**transcribe(api, start + bytes(24_000)).json(), "request_id": answer["request_id"]}


def test_silence_has_no_text(api: Api) -> None:
    answer = transcribe(api, bytes(64_000), "/stt?encoding=pcm_s16le&sample_rate=16000").json()
    assert (answer["text"], answer["duration"]) == ("", 2.0)


def test_a_wav_file_is_read_by_its_header_whatever_the_query_says(api: Api, wav: bytes) -> None:
    assert transcribe(api, wav, "/stt?encoding=pcm_mulaw&sample_rate=8000").json()["text"] == TEXT


@pytest.mark.parametrize("version", ["2025-04-16", NEW])
@pytest.mark.parametrize(
    ("content", "said_of_it"),
    [(b"", "is empty"), (b"hello, this is no audio", "no audio"), (b"RIFF\0\0\0\0WAVE", "holds no data")],
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
