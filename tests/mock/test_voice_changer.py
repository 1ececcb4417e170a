"""A recording in another voice: as long as it was, loud where it was, in the format asked for."""

from __future__ import annotations

import base64
import io
import json
from typing import Any

import httpx
import jsonschema_rs
import numpy as np
import pytest
import soundfile

import contralto_spec

from .conftest import KATIE, NEW, Api
from .documents import DATES
from .recordings import CLIP, bursts, recording
from .test_audio import ENCODINGS, RATES

BARBERSHOP = "a0e99841-438c-4a64-b679-ae501e7d6091"
WAV = {"container": "wav", "encoding": "pcm_s16le", "sample_rate": 24000}
MP3 = {"container": "mp3", "sample_rate": 24000, "bit_rate": 64000}
PATHS = ("/voice-changer/bytes", "/voice-changer/sse")


def change(
    api: Api,
    path: str = "/voice-changer/bytes",
    version: str = NEW,
    clip: bytes | None = CLIP,
    voice: str | None = KATIE,
    output_format: dict[str, Any] = WAV,
    **options: Any,
) -> httpx.Response:
    fields = {f"output_format[{name}]": str(value) for name, value in output_format.items()}
    if voice is not None:
        fields["voice[id]"] = voice
    files: Any = {"clip": ("line.wav", clip)} if clip is not None else {"other": b""}
    return api.request("POST", path, version, data=fields, files=files, **options)


def events(answer: httpx.Response) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/event-stream"
    blocks = answer.text.split("\n\n")
    assert blocks.pop() == ""
    return [json.loads(block.partition("data: ")[2]) for block in blocks]


def audio_of(streamed: list[dict[str, Any]]) -> bytes:
    return b"".join(base64.b64decode(event["data"], validate=True) for event in streamed[:-1])


def decoded(content: bytes) -> Any:
    return soundfile.read(io.BytesIO(content))[0]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("rate", RATES)
def test_a_changed_file_is_as_long_as_the_clip(api: Api, encoding: str, rate: int) -> None:
    clip = recording(bursts(300, 200, 511))
    answer = change(api, clip=clip, output_format={"container": "wav", "encoding": encoding, "sample_rate": rate})
    assert answer.headers["content-type"] == "audio/wav"
    with soundfile.SoundFile(io.BytesIO(answer.content)) as file:
        assert (file.samplerate, file.channels, file.subtype) == (rate, 1, ENCODINGS[encoding])
        assert file.frames == 1011 * rate // 1000


def test_the_rhythm_of_the_clip_is_kept(api: Api) -> None:
    samples = abs(decoded(change(api, clip=recording(bursts(300, 200, 500, 100, 60))).content))
    of_ms = 24
    for start, end in ((5, 280), (505, 980), (1105, 1140)):
        assert samples[start * of_ms : end * of_ms].max() > 0.1
    for start, end in ((300, 500), (1000, 1100)):
        assert samples[start * of_ms : end * of_ms].max() == 0


def test_the_pitch_is_that_of_the_voice(api: Api) -> None:
    def pitch_hz(voice: str) -> float:
        clip = recording(bursts(480))
        samples = decoded(change(api, voice=voice, clip=clip).content)
        strength = np.abs(np.fft.rfft(samples))
        return float(strength.argmax() * 24000 / len(samples))

    # Every note is above the voice's own pitch, by little more than an octave at most.
    assert 98 <= pitch_hz(BARBERSHOP) <= 123 * 2.6
    assert pitch_hz(KATIE) / pitch_hz(BARBERSHOP) > 1.3
    assert change(api).content == change(api).content


@pytest.mark.parametrize("bit_rate", [32000, 192000])
def test_mp3_is_answered_in_both_ways(api: Api, bit_rate: int) -> None:
    wanted = {**MP3, "sample_rate": 44100, "bit_rate": bit_rate}
    plain = change(api, output_format=wanted)
    assert plain.headers["content-type"] == "audio/mpeg"
    for content in (plain.content, audio_of(events(change(api, PATHS[1], output_format=wanted)))):
        with soundfile.SoundFile(io.BytesIO(content)) as file:
            assert (file.format, file.samplerate) == ("MP3", 44100)
            assert file.frames / 44100 == pytest.approx(1.0, abs=0.25)


@pytest.mark.parametrize("version", DATES)
@pytest.mark.parametrize("container", ["raw", "wav"])
def test_the_pieces_of_a_stream_are_the_file(api: Api, version: str, container: str) -> None:
    wanted = {**WAV, "container": container}
    streamed = events(change(api, PATHS[1], version, output_format=wanted))
    assert len(streamed) > 4
    assert audio_of(streamed) == change(api, PATHS[0], version, output_format=wanted).content


@pytest.mark.parametrize("version", DATES)
def test_events_are_those_of_the_version(api: Api, version: str) -> None:
    document = contralto_spec.load().openapi(version)
    schema = {"$ref": "#/components/schemas/VoiceChangerEvent", "components": document["components"]}
    validator = jsonschema_rs.Draft202012Validator(schema)
    *chunks, done = events(change(api, PATHS[1], version))
    assert all(validator.is_valid(event) for event in (*chunks, done))
    typed = version < "2026-03-01"
    assert done == {**({"type": "done"} if typed else {}), "done": True, "status_code": 200}
    for event in chunks:
        assert event.get("type") == ("chunk" if typed else None)
        assert (event["done"], event["status_code"], event["sample_rate"]) == (False, 206, 24000)
        assert event["step_time"] > 0


@pytest.mark.parametrize(("container", "subtype"), [("FLAC", "PCM_16"), ("OGG", "VORBIS"), ("MP3", "MPEG_LAYER_III")])
def test_clips_that_are_not_decoded_have_their_length(api: Api, container: str, subtype: str) -> None:
    clip = recording(bursts(*[300, 100] * 10), container=container, subtype=subtype)
    samples = decoded(change(api, clip=clip).content)
    assert 1.0 < len(samples) / 24000 < 12.0
    assert abs(samples).max() > 0.1


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("version", [DATES[0], "2025-11-04", NEW])
@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"clip": None}, "`clip` is missing"),
        ({"voice": None}, "`voice[id]` is missing"),
        ({"clip": b"not a recording" * 10}, "`clip` cannot be used"),
        ({"clip": b""}, "`clip` cannot be used: it is empty"),
        ({"output_format": {"container": "wav", "sample_rate": 24000}}, "`output_format[encoding]` is missing"),
        ({"output_format": {"container": "raw", "sample_rate": 24000}}, "`output_format[encoding]` is missing"),
        ({"output_format": {"container": "mp3", "sample_rate": 24000}}, "`output_format[bit_rate]` is missing"),
        ({"output_format": {**WAV, "sample_rate": 11025}}, "`output_format[sample_rate]` must be one of"),
        ({"output_format": {**WAV, "container": "ogg"}}, "`output_format[container]` must be one of"),
        ({"output_format": {**WAV, "encoding": "pcm_s24le"}}, "`output_format[encoding]` must be one of"),
        ({"output_format": {**MP3, "bit_rate": 1}}, "`output_format[bit_rate]` must be one of"),
    ],
)
def test_what_is_wrong_is_named_before_the_audio(
    api: Api, path: str, version: str, asked: dict[str, Any], said: str
) -> None:
    answer = change(api, path, version, **asked)
    assert answer.status_code == 400
    assert said in answer.text


@pytest.mark.parametrize("path", PATHS)
def test_a_voice_that_does_not_exist(api: Api, path: str) -> None:
    for version, status in (("2025-11-04", 400), (NEW, 404)):
        answer = change(api, path, version, voice="none")
        assert answer.status_code == status
        assert "no voice has the id `none`" in answer.text


@pytest.mark.parametrize("path", PATHS)
def test_no_token_opens_it(api: Api, path: str) -> None:
    token = api.token(grants={"tts": True, "stt": True, "agent": True})
    assert change(api, path, headers={"Authorization": f"Bearer {token}"}).status_code == 403


def test_the_answer_does_not_depend_on_accept(api: Api) -> None:
    answer = change(api, output_format={**WAV, "container": "raw"}, headers={"Accept": "audio/wav"})
    assert answer.headers["content-type"] == "audio/pcm"
    assert not answer.content.startswith(b"RIFF")


def test_trouble_in_mid_stream_is_an_error_event(mock: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> Any:
        raise RuntimeError("out of breath")
        yield

    monkeypatch.setattr("contralto_conformance.mock.resources.voice_changer.notes_of", broken)
    api = mock()
    answer = change(api, PATHS[1])
    assert answer.status_code == 200
    head, _, data = answer.text.removesuffix("\n\n").rpartition("data: ")
    assert head.endswith("event: error\n")
    assert json.loads(data).items() >= {"type": "error", "done": True, "status_code": 500}.items()
    older = change(api, PATHS[1], "2025-11-04").text.rpartition("data: ")[2]
    assert json.loads(older)["error"] == "Unexpected error: the stream could not be completed"


def test_a_minute_is_heard_as_it_is_spoken(mock: Any) -> None:
    api = mock(pace="realtime")
    fields = {f"output_format[{name}]": str(value) for name, value in WAV.items()} | {"voice[id]": KATIE}
    clip = recording(bursts(*[400, 100] * 120))
    headers = {"X-API-Key": "sk_car_test", "Cartesia-Version": NEW}
    for path, start in (("/voice-changer/bytes", b"RIFF"), ("/voice-changer/sse", b"data: ")):
        url = api.url + path
        with httpx.stream("POST", url, data=fields, files={"clip": clip}, headers=headers, timeout=5) as answer:
            assert next(answer.iter_raw()).startswith(start)
