"""Audio as it leaves the mock, judged by an independent decoder."""

from __future__ import annotations

import io
import math
import struct
from typing import Any

import httpx
import pytest
import soundfile

from contralto_conformance.mock.sound.audio import RawFormat, Timbre, as_file, encode, render
from contralto_conformance.mock.sound.speech import Delivery, length_ms, words_of

from .conftest import OLD, Api

RATES = (8000, 16000, 22050, 24000, 44100, 48000)
ENCODINGS = {"pcm_f32le": "FLOAT", "pcm_s16le": "PCM_16", "pcm_mulaw": "ULAW", "pcm_alaw": "ALAW"}
TEXT = "Hello there, this is one test."
LENGTH_S = length_ms(TEXT, Delivery()) / 1000


def spoken(api: Api, **output_format: Any) -> httpx.Response:
    answer = api.speak(transcript=TEXT, output_format=output_format)
    assert answer.status_code == 200, answer.text
    return answer


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("rate", RATES)
def test_wav_is_what_was_asked_for(api: Api, encoding: str, rate: int) -> None:
    answer = spoken(api, container="wav", encoding=encoding, sample_rate=rate)
    assert answer.headers["content-type"] == "audio/wav"
    with soundfile.SoundFile(io.BytesIO(answer.content)) as file:
        assert (file.samplerate, file.channels, file.subtype) == (rate, 1, ENCODINGS[encoding])
        assert file.frames == pytest.approx(LENGTH_S * rate, abs=1)
        samples = file.read()
    assert 0.2 < max(abs(samples)) < 0.6


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("samples", [0, 7, 8])
def test_wav_header_counts_its_bytes(encoding: str, samples: int) -> None:
    form = RawFormat(encoding, 22050)
    audio = bytes(samples * form.sample_bytes)
    content = b"".join(as_file("wav", [audio], form, lambda: samples))
    assert struct.unpack("<I", content[4:8])[0] == len(content) - 8
    at = content.index(b"data")
    size = struct.unpack("<I", content[at + 4 : at + 8])[0]
    assert size == len(audio)
    assert size + size % 2 == len(content) - at - 8
    assert (b"fact" in content[:at]) is (encoding != "pcm_s16le")


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_wav_header_of_what_is_sent_while_it_is_made_leaves_the_length_open(api: Api, encoding: str) -> None:
    content = spoken(api, container="wav", encoding=encoding, sample_rate=22050).content
    at = content.index(b"data")
    assert content[4:8] == content[at + 4 : at + 8] == b"\xff\xff\xff\xff"


def test_wav_has_defaults_in_the_newest_version_only(api: Api) -> None:
    with soundfile.SoundFile(io.BytesIO(spoken(api, container="wav").content)) as file:
        assert (file.samplerate, file.subtype) == (44100, "PCM_16")
    refused = api.speak(version=OLD, output_format={"container": "wav"})
    assert refused.status_code == 400
    assert "`output_format.encoding` is missing" in refused.text


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_raw_is_the_wav_without_its_header(api: Api, encoding: str) -> None:
    answer = spoken(api, container="raw", encoding=encoding, sample_rate=24000)
    assert answer.headers["content-type"] == "audio/pcm"
    wav = spoken(api, container="wav", encoding=encoding, sample_rate=24000).content
    at = wav.index(b"data") + 8
    assert answer.content == wav[at : at + len(answer.content)]
    assert len(answer.content) == int(LENGTH_S * 24000) * RawFormat(encoding, 24000).sample_bytes


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("bit_rate", [32000, 64000, 96000, 128000, 192000])
def test_mp3_has_its_rate_and_length(api: Api, rate: int, bit_rate: int) -> None:
    answer = spoken(api, container="mp3", sample_rate=rate, bit_rate=bit_rate)
    assert answer.headers["content-type"] == "audio/mpeg"
    with soundfile.SoundFile(io.BytesIO(answer.content)) as file:
        assert (file.samplerate, file.channels, file.format) == (rate, 1, "MP3")
        assert file.frames / rate == pytest.approx(LENGTH_S, abs=0.25)
    possible = min(bit_rate, 64000 if rate == 8000 else 160000 if rate < 32000 else bit_rate)
    assert len(answer.content) * 8 / LENGTH_S == pytest.approx(possible, rel=0.12)


def test_volume_and_speed_are_heard(api: Api) -> None:
    def samples(**config: float) -> Any:
        answer = api.speak(transcript=TEXT, output_format={"container": "wav"}, generation_config=config)
        return soundfile.read(io.BytesIO(answer.content))[0]

    assert max(abs(samples(volume=2.0))) == pytest.approx(2 * max(abs(samples())), rel=0.01)
    assert len(samples(speed=0.6)) == pytest.approx(len(samples()) / 0.6, rel=0.02)
    assert len(samples(speed=1.5)) == pytest.approx(len(samples()) / 1.5, rel=0.02)


def test_older_models_ignore_generation_config(api: Api) -> None:
    answers = [api.speak(model_id="sonic-2", generation_config=config).content for config in ({}, {"speed": 1.5})]
    assert answers[0] == answers[1]


def test_duration_cuts_the_audio_in_the_old_version(api: Api) -> None:
    content = api.speak(version=OLD, transcript=TEXT, duration=0.5).content
    assert len(content) == 0.5 * 24000 * 2


def test_coarse_speed_is_honoured(api: Api) -> None:
    slow, normal, fast = (len(api.speak(speed=speed).content) for speed in ("slow", None, "fast"))
    assert slow > normal > fast


def test_voices_differ_and_a_seed_repeats(api: Api, mock: Any) -> None:
    other = {"mode": "id", "id": "a0e99841-438c-4a64-b679-ae501e7d6091"}
    assert api.speak().content != api.speak(voice=other).content
    same, different = mock(), mock(seed=7)
    assert api.speak().content == same.speak().content != different.speak().content


def test_sound_begins_and_ends_with_its_words() -> None:
    form = RawFormat("pcm_s16le", 48000)
    for word in words_of("One two, three.", Delivery()):
        audio = render(word, form, Timbre())
        samples = struct.unpack(f"<{len(audio) // 2}h", audio)
        voiced = form.samples(word.end_ms) - form.samples(word.start_ms)
        assert len(samples) == form.samples(word.next_ms) - form.samples(word.start_ms)
        # A note ends with a whole period, so at most one period (under 10 ms) before the word does.
        assert any(samples[: 48 * 10])
        assert any(samples[voiced - 48 * 20 : voiced])
        assert not any(samples[voiced:])


@pytest.mark.parametrize("encoding", ["pcm_mulaw", "pcm_alaw"])
def test_companding_agrees_with_an_independent_decoder(encoding: str) -> None:
    values = [math.sin(at / 7) * at / 4000 for at in range(4000)]
    raw = io.BytesIO(encode(values, encoding))
    decoded, _ = soundfile.read(raw, samplerate=8000, channels=1, format="RAW", subtype=ENCODINGS[encoding])
    for value, heard in zip(values, decoded, strict=True):
        assert heard == pytest.approx(value, abs=abs(value) * 0.04 + 0.001)
