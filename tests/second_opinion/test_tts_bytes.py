"""Audio files through the SDK, judged by a decoder that is not ours."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from .audio import SAMPLE_BYTES, SUBTYPES, Sound, assert_speaks, read_file, read_raw
from .process import Mock
from .sdk import KATIE, MODEL, RAW, SAMPLE_RATE, TRANSCRIPT, Sdk

FORMATS = [("pcm_s16le", 44100), ("pcm_f32le", 48000), ("pcm_mulaw", 8000), ("pcm_alaw", 16000)]
SAMPLE_RATES = [8000, 16000, 22050, 24000, 44100, 48000]


def asked(output_format: dict[str, Any], transcript: str = TRANSCRIPT, **more: Any) -> dict[str, Any]:
    """Arguments of `tts.generate`."""
    return {"model_id": MODEL, "transcript": transcript, "voice": KATIE, "output_format": output_format, **more}


def speak(sdk: Sdk, client: Any, **more: Any) -> Sound:
    """Raw speech of TRANSCRIPT, unless `more` asks for something else."""
    audio = sdk.audio(client.tts.generate(**asked(RAW, **more)))
    return read_raw(audio, "pcm_s16le", SAMPLE_RATE)


@pytest.mark.parametrize(("encoding", "sample_rate"), FORMATS)
def test_wav_is_a_file_of_the_encoding_and_rate_asked_for(
    sdk: Sdk, mock: Mock, encoding: str, sample_rate: int
) -> None:
    wanted = {"container": "wav", "encoding": encoding, "sample_rate": sample_rate}
    sound = read_file(sdk.audio(sdk.client(mock).tts.generate(**asked(wanted))))
    assert (sound.format, sound.subtype) in [("WAV", SUBTYPES[encoding]), ("WAVEX", SUBTYPES[encoding])]
    assert (sound.sample_rate, sound.channels) == (sample_rate, 1)
    assert_speaks(sound, TRANSCRIPT)


@pytest.mark.parametrize(("encoding", "sample_rate"), FORMATS)
def test_raw_is_the_same_audio_without_a_header(sdk: Sdk, mock: Mock, encoding: str, sample_rate: int) -> None:
    client = sdk.client(mock)
    described = {"encoding": encoding, "sample_rate": sample_rate}
    audio = sdk.audio(client.tts.generate(**asked({"container": "raw", **described})))
    file = read_file(sdk.audio(client.tts.generate(**asked({"container": "wav", **described}))))
    sound = read_raw(audio, encoding, sample_rate)
    assert_speaks(sound, TRANSCRIPT)
    assert len(audio) == len(file.samples) * SAMPLE_BYTES[encoding]
    assert (sound.samples == file.samples).all()


@pytest.mark.parametrize("encoding", list(SUBTYPES))
def test_each_encoding_lasts_equally_long(sdk: Sdk, mock: Mock, encoding: str) -> None:
    client = sdk.client(mock)
    audio = sdk.audio(client.tts.generate(**asked({**RAW, "encoding": encoding})))
    assert read_raw(audio, encoding, SAMPLE_RATE).duration_s == pytest.approx(speak(sdk, client).duration_s, abs=0.001)


@pytest.mark.parametrize(("sample_rate", "bit_rate"), [(44100, 128000), (24000, 96000), (16000, 32000)])
def test_mp3_decodes_at_the_rate_asked_for(sdk: Sdk, mock: Mock, sample_rate: int, bit_rate: int) -> None:
    client = sdk.client(mock)
    wanted = {"container": "mp3", "sample_rate": sample_rate, "bit_rate": bit_rate}
    audio = sdk.audio(client.tts.generate(**asked(wanted)))
    sound = read_file(audio)
    assert (sound.format, sound.subtype) == ("MP3", "MPEG_LAYER_III")
    assert (sound.sample_rate, sound.channels) == (sample_rate, 1)
    assert_speaks(sound, TRANSCRIPT)
    # An encoder adds silence at both ends: up to three frames of at most 72 ms in all rates above.
    assert sound.duration_s == pytest.approx(speak(sdk, client).duration_s, abs=0.22)
    assert len(audio) * 8 / sound.duration_s == pytest.approx(bit_rate, rel=0.2)


@pytest.mark.parametrize("sample_rate", SAMPLE_RATES)
def test_every_sample_rate_is_spoken(sdk: Sdk, mock: Mock, sample_rate: int) -> None:
    audio = sdk.audio(sdk.client(mock).tts.generate(**asked({**RAW, "sample_rate": sample_rate})))
    assert_speaks(read_raw(audio, "pcm_s16le", sample_rate), TRANSCRIPT)


def test_more_text_lasts_longer(sdk: Sdk, mock: Mock) -> None:
    client = sdk.client(mock)
    assert speak(sdk, client, transcript=TRANSCRIPT * 5).duration_s > 4 * speak(sdk, client).duration_s


def test_speed_shortens_and_volume_amplifies(sdk: Sdk, mock: Mock) -> None:
    client = sdk.client(mock)
    plain = speak(sdk, client)
    fast = speak(sdk, client, generation_config={"speed": 1.5})
    loud = speak(sdk, client, generation_config={"volume": 2.0, "emotion": "happy"})
    assert fast.duration_s == pytest.approx(plain.duration_s / 1.5, rel=0.05)
    assert loud.loudness > 1.5 * plain.loudness
    assert loud.duration_s == plain.duration_s


@pytest.mark.parametrize("voice", [KATIE, {"id": KATIE}, {"mode": "id", "id": KATIE}], ids=["text", "id", "mode"])
def test_a_voice_may_be_named_in_each_way(sdk: Sdk, mock: Mock, voice: object) -> None:
    assert_speaks(speak(sdk, sdk.client(mock), voice=voice), TRANSCRIPT)


@pytest.mark.parametrize("spoken_in", [{"language": "en"}, {"locale": "en-GB"}, {"normalization": "off"}])
def test_language_locale_and_normalization_are_understood(sdk: Sdk, mock: Mock, spoken_in: dict[str, str]) -> None:
    assert_speaks(speak(sdk, sdk.client(mock), **spoken_in), TRANSCRIPT)


def test_a_saved_file_is_named(sdk: Sdk, mock: Mock) -> None:
    client = sdk.client(mock)
    saved = sdk.done(client.tts.with_raw_response.generate(**asked(RAW, save=True)))
    plain = sdk.done(client.tts.with_raw_response.generate(**asked(RAW)))
    assert saved.headers["Cartesia-File-ID"]
    assert "Cartesia-File-ID" not in plain.headers


def test_an_answer_can_be_streamed_into_a_file(sdk: Sdk, mock: Mock, tmp_path: Path) -> None:
    client = sdk.client(mock)
    wanted = asked({"container": "wav", "encoding": "pcm_s16le", "sample_rate": 44100}, transcript=TRANSCRIPT * 20)
    path = tmp_path / "speech.wav"
    with sdk.opened(client.tts.with_streaming_response.generate(**wanted)) as response:
        assert response.headers["content-type"] == "audio/wav"
        sdk.done(response.stream_to_file(path))
    assert path.read_bytes() == sdk.audio(client.tts.generate(**wanted))
    assert_speaks(read_file(path.read_bytes()), TRANSCRIPT * 20)


def test_the_deprecated_bytes_call_gives_the_same_audio(sdk: Sdk, mock: Mock) -> None:
    client = sdk.client(mock)
    with pytest.warns(DeprecationWarning, match="use .generate"):
        pieces = client.tts.bytes(**asked(RAW))
    audio = b"".join(sdk.each(sdk.done(pieces)))
    assert audio == sdk.audio(client.tts.generate(**asked(RAW)))
