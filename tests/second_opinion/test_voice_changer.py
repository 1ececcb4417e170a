"""Recordings in another voice, and speech between recordings, through the SDK."""

from __future__ import annotations

import base64
from typing import Any

import cartesia
import pytest
from cartesia.types.voice_changer_sse_event import VoiceChangerSSEChunk, VoiceChangerSSEDone

from .audio import SUBTYPES, assert_speaks, read_file, read_raw
from .clips import CLIP_S, clip
from .process import Mock
from .sdk import KATIE, MODEL, NO_VOICE, SAMPLE_RATE, TRANSCRIPT, Sdk

WAV = {"output_format_container": "wav", "output_format_encoding": "pcm_s16le", "output_format_sample_rate": 24000}
RAW = {**WAV, "output_format_container": "raw"}
MP3 = {"output_format_container": "mp3", "output_format_bit_rate": 96000, "output_format_sample_rate": 44100}


def asked(wanted: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Arguments of the voice changer."""
    return {"clip": clip(), "voice_id": KATIE, **wanted, **more}


def streamed(sdk: Sdk, client: Any, wanted: dict[str, Any]) -> bytes:
    """The audio of a stream that is as the SDK describes it."""
    *chunks, done = sdk.events(client.voice_changer.generate_sse(**asked(wanted)))
    assert isinstance(done, VoiceChangerSSEDone)
    assert len(chunks) > 2
    assert all(isinstance(event, VoiceChangerSSEChunk) for event in chunks)
    assert {event.sample_rate for event in chunks} == {wanted["output_format_sample_rate"]}
    return b"".join(base64.b64decode(event.data) for event in chunks)


@pytest.mark.parametrize("encoding", list(SUBTYPES))
def test_a_changed_recording_lasts_as_long(sdk: Sdk, mock: Mock, encoding: str) -> None:
    client = sdk.client(mock)
    sound = read_file(sdk.audio(client.voice_changer.generate(**asked({**WAV, "output_format_encoding": encoding}))))
    assert (sound.subtype, sound.sample_rate, sound.channels) == (SUBTYPES[encoding], 24000, 1)
    assert sound.duration_s == pytest.approx(CLIP_S, abs=0.002)
    assert sound.loudness > 0.02
    pause = sound.samples[round(0.55 * 24000) : round(0.65 * 24000)]
    assert abs(pause).max() < 0.001


@pytest.mark.parametrize("wanted", [RAW, WAV, MP3], ids=["raw", "wav", "mp3"])
def test_a_stream_is_the_file_in_pieces(sdk: Sdk, mock: Mock, wanted: dict[str, Any]) -> None:
    client = sdk.client(mock)
    file = sdk.audio(client.voice_changer.generate(**asked(wanted)))
    audio = streamed(sdk, client, wanted)
    if wanted is MP3:
        assert (read_file(audio).samples.shape, read_file(audio).format) == (read_file(file).samples.shape, "MP3")
    else:
        assert audio == file
    if wanted is RAW:
        assert read_raw(audio, "pcm_s16le", 24000).duration_s == pytest.approx(CLIP_S, abs=0.002)


@pytest.mark.parametrize(("container", "subtype"), [("FLAC", "PCM_16"), ("OGG", "VORBIS"), ("MP3", "MPEG_LAYER_III")])
def test_other_containers_are_taken(sdk: Sdk, mock: Mock, container: str, subtype: str) -> None:
    client = sdk.client(mock)
    audio = sdk.audio(client.voice_changer.generate(**asked(WAV, clip=clip(container, subtype))))
    assert read_file(audio).loudness > 0.02


def test_the_older_names_still_work(sdk: Sdk, mock: Mock) -> None:
    client = sdk.client(mock)
    older = sdk.audio(client.voice_changer.change_voice_bytes(**asked(WAV)))
    assert older == sdk.audio(client.voice_changer.generate(**asked(WAV)))
    with pytest.deprecated_call():
        assert sdk.done(client.voice_changer.change_voice_sse(**asked(WAV))) is None


def test_the_voice_changer_refuses_what_is_wrong(sdk: Sdk, mock: Mock) -> None:
    client = sdk.client(mock)
    with pytest.raises(cartesia.NotFoundError):
        sdk.done(client.voice_changer.generate(**asked(WAV, voice_id=NO_VOICE)))
    with pytest.raises(cartesia.BadRequestError, match=r"output_format\[encoding\]"):
        sdk.done(client.voice_changer.generate_sse(**asked({**WAV, "output_format_encoding": None})))
    with pytest.raises(cartesia.BadRequestError, match="clip"):
        sdk.done(client.voice_changer.generate(voice_id=KATIE, **WAV))


@pytest.mark.parametrize("sides", [["left_audio"], ["right_audio"], ["left_audio", "right_audio"]])
@pytest.mark.parametrize("container", ["wav", "raw", "mp3"])
def test_an_infill_speaks_its_transcript(sdk: Sdk, mock: Mock, sides: list[str], container: str) -> None:
    wanted: dict[str, Any] = {"container": container, "sample_rate": SAMPLE_RATE}
    wanted |= {"bit_rate": 64000} if container == "mp3" else {"encoding": "pcm_s16le"}
    request = {"model_id": MODEL, "language": "en", "transcript": TRANSCRIPT, "voice_id": KATIE}
    recordings = dict.fromkeys(sides, clip())
    client = sdk.client(mock)
    audio = sdk.audio(client.tts.infill(**request, **recordings, output_format=wanted))
    sound = read_raw(audio, "pcm_s16le", SAMPLE_RATE) if container == "raw" else read_file(audio)
    assert sound.sample_rate == SAMPLE_RATE
    assert_speaks(sound, TRANSCRIPT)


def test_an_infill_needs_a_recording(sdk: Sdk, mock: Mock) -> None:
    wanted = {"container": "wav", "encoding": "pcm_s16le", "sample_rate": SAMPLE_RATE}
    request = {"model_id": MODEL, "language": "en", "transcript": TRANSCRIPT, "voice_id": KATIE}
    with pytest.raises(cartesia.BadRequestError):
        sdk.done(sdk.client(mock).tts.infill(**request, output_format=wanted))
