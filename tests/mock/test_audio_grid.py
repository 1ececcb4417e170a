"""All containers, encodings, rates and bit rates, as decoders read them that know nothing of the mock."""

from __future__ import annotations

import base64
import io
import json
import shutil
import subprocess
from typing import Any

import numpy as np
import pytest
import soundfile

from contralto_conformance.mock.sound.speech import Delivery, Word, words_of

from .conftest import Api
from .test_audio import ENCODINGS, RATES

BIT_RATES = (32000, 64000, 96000, 128000, 192000)
TEXT = "Hello there. Is this one test?"
FORMS = [
    *({"container": "wav", "encoding": encoding, "sample_rate": rate} for encoding in ENCODINGS for rate in RATES),
    *({"container": "raw", "encoding": encoding, "sample_rate": rate} for encoding in ENCODINGS for rate in RATES),
    *({"container": "mp3", "sample_rate": rate, "bit_rate": bit_rate} for rate in RATES for bit_rate in BIT_RATES),
]
ONE_OF_EACH = [FORMS[1], FORMS[8], FORMS[14], FORMS[20], FORMS[26], FORMS[-1]]
FADE_S = 0.016
MP3_DELAY_S = 0.16  # what an encoder and a decoder put before the sound, and a frame at its end


def name(form: dict[str, Any]) -> str:
    return "-".join(map(str, form.values()))


def decoded(content: bytes, form: dict[str, Any]) -> Any:
    """The samples, -1 to 1."""
    if form["container"] != "raw":
        samples, rate = soundfile.read(io.BytesIO(content))
        assert rate == form["sample_rate"]
        return samples
    kind = {"format": "RAW", "subtype": ENCODINGS[form["encoding"]], "channels": 1, "endian": "LITTLE"}
    return soundfile.read(io.BytesIO(content), samplerate=form["sample_rate"], **kind)[0]


def spoken(api: Api, form: dict[str, Any], **members: Any) -> Any:
    answer = api.speak(transcript=TEXT, output_format=form, **members)
    assert answer.status_code == 200, answer.text
    return decoded(answer.content, form)


def words(speed: float = 1.0) -> list[Word]:
    return list(words_of(TEXT, Delivery(speed=speed)))


def loudness(samples: Any, rate: int, start_s: float, end_s: float) -> float:
    """The root of the mean square between two moments."""
    part = samples[round(start_s * rate) : round(end_s * rate)]
    return float(np.sqrt(np.mean(part**2))) if len(part) else 0.0


@pytest.mark.parametrize("form", FORMS, ids=name)
def test_words_sound_and_pauses_are_silent_in_every_format(api: Api, form: dict[str, Any]) -> None:
    samples, rate = spoken(api, form), form["sample_rate"]
    said = words()
    slack_s = MP3_DELAY_S if form["container"] == "mp3" else 0.0
    if slack_s:
        assert len(samples) / rate == pytest.approx(said[-1].next_ms / 1000, abs=0.25)
    else:
        assert len(samples) == said[-1].next_ms * rate // 1000
    for word in said:
        start_s, end_s, next_s = word.start_ms / 1000, word.end_ms / 1000, word.next_ms / 1000
        assert loudness(samples, rate, start_s + slack_s, end_s) > 0.05, word
        # Frames of MP3 are longer than the gaps between words; only the pauses of sentences are seen.
        if next_s - end_s > slack_s:
            assert loudness(samples, rate, end_s + slack_s, next_s) < 0.01, word


@pytest.mark.parametrize("form", [form for form in FORMS if form["container"] == "raw"], ids=name)
def test_timestamps_are_true_to_the_sound_they_come_with(api: Api, form: dict[str, Any]) -> None:
    answer = api.speak("/tts/sse", transcript=TEXT, output_format=form, add_timestamps=True)
    events = [json.loads(line.removeprefix("data: ")) for line in answer.text.splitlines() if line.startswith("data: ")]
    audio = b"".join(base64.b64decode(event["data"]) for event in events if event["type"] == "chunk")
    samples, rate = decoded(audio, form), form["sample_rate"]
    told = [event["word_timestamps"] for event in events if event["type"] == "timestamps"]
    assert [word for part in told for word in part["words"]] == TEXT.split()
    starts = [start for part in told for start in part["start"]]
    ends = [end for part in told for end in part["end"]]
    for start_s, end_s, next_s in zip(starts, ends, [*starts[1:], len(samples) / rate], strict=True):
        assert loudness(samples, rate, start_s, start_s + 2 * FADE_S) > 0.02
        assert loudness(samples, rate, end_s - 2 * FADE_S, end_s) > 0.01
        assert loudness(samples, rate, end_s + 1 / rate, next_s - 1 / rate) < 0.001


@pytest.mark.parametrize("form", ONE_OF_EACH, ids=name)
@pytest.mark.parametrize("speed", [0.6, 1.5])
def test_speed_is_honoured_in_every_format(api: Api, form: dict[str, Any], speed: float) -> None:
    samples = spoken(api, form, generation_config={"speed": speed})
    allowed_s = 0.25 if form["container"] == "mp3" else 0.001
    length_s = len(samples) / form["sample_rate"]
    assert length_s == pytest.approx(words(speed)[-1].next_ms / 1000, abs=allowed_s)
    assert length_s == pytest.approx(words()[-1].next_ms / 1000 / speed, rel=0.02, abs=allowed_s)


@pytest.mark.parametrize("form", ONE_OF_EACH, ids=name)
def test_volume_is_honoured_in_every_format(api: Api, form: dict[str, Any]) -> None:
    loud = {volume: np.std(spoken(api, form, generation_config={"volume": volume})) for volume in (0.5, 1.0, 2.0)}
    assert loud[1.0] == pytest.approx(2 * loud[0.5], rel=0.03)
    assert loud[2.0] == pytest.approx(2 * loud[1.0], rel=0.03)


@pytest.mark.skipif(shutil.which("ffprobe") is None, reason="ffprobe is not installed")
@pytest.mark.parametrize("form", [form for form in FORMS if form["container"] != "raw"], ids=name)
def test_ffprobe_reads_what_was_asked_for(api: Api, form: dict[str, Any], tmp_path: Any) -> None:
    path = tmp_path / "speech"
    path.write_bytes(api.speak(transcript=TEXT, output_format=form).content)
    command = ["ffprobe", "-v", "error", "-show_streams", "-of", "json", str(path)]
    told = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    (stream,) = told["streams"]
    assert (stream["codec_name"], int(stream["sample_rate"]), stream["channels"]) == (
        form.get("encoding", "mp3"),
        form["sample_rate"],
        1,
    )
    assert float(stream["duration"]) == pytest.approx(words()[-1].next_ms / 1000, abs=0.25)
