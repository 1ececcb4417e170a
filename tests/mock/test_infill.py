"""Speech between two recordings."""

from __future__ import annotations

import io
from typing import Any

import httpx
import pytest
import soundfile

from contralto_conformance.mock.sound.speech import Delivery, length_ms

from .conftest import KATIE, NEW, Api
from .documents import DATES
from .recordings import CLIP
from .test_audio import ENCODINGS

TEXT = "on the second floor"
BOTH = ("left_audio", "right_audio")


def infill(api: Api, version: str = NEW, sides: dict[str, bytes] | None = None, **fields: Any) -> httpx.Response:
    """An infill of both recordings; a field that is None is left out, `format_x` is `output_format[x]`."""
    asked: dict[str, Any] = {
        "model_id": "sonic-3",
        "language": "en",
        "transcript": TEXT,
        "voice_id": KATIE,
        "format_container": "wav",
        "format_sample_rate": 44100,
        "format_encoding": "pcm_s16le",
        **fields,
    }
    data = {
        f"output_format[{name.removeprefix('format_')}]" if name.startswith("format_") else name: value
        for name, value in asked.items()
        if value is not None
    }
    files = {name: ("line.wav", clip) for name, clip in (sides or dict.fromkeys(BOTH, CLIP)).items()}
    return api.request("POST", "/infill/bytes", version, data=data, files=files)


@pytest.mark.parametrize("version", DATES)
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_the_transcript_alone_is_spoken(api: Api, version: str, encoding: str) -> None:
    answer = infill(api, version, format_encoding=encoding)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "audio/wav"
    with soundfile.SoundFile(io.BytesIO(answer.content)) as file:
        assert (file.samplerate, file.subtype) == (44100, ENCODINGS[encoding])
        assert file.frames / 44100 == pytest.approx(length_ms(TEXT, Delivery()) / 1000, abs=0.01)
        assert abs(file.read()).max() > 0.1


def test_it_sounds_as_the_same_words_do_elsewhere(api: Api) -> None:
    wanted = {"container": "raw", "encoding": "pcm_s16le", "sample_rate": 24000}
    alone = api.speak(transcript=TEXT, output_format=wanted).content
    assert infill(api, format_container="raw", format_sample_rate=24000).content == alone


def test_mp3_is_answered(api: Api) -> None:
    answer = infill(api, format_container="mp3", format_encoding=None, format_bit_rate=128000)
    assert answer.headers["content-type"] == "audio/mpeg"
    with soundfile.SoundFile(io.BytesIO(answer.content)) as file:
        assert (file.format, file.samplerate) == ("MP3", 44100)


@pytest.mark.parametrize("version", DATES)
@pytest.mark.parametrize("side", BOTH)
def test_one_side_is_enough_in_newer_versions(api: Api, version: str, side: str) -> None:
    answer = infill(api, version, {side: CLIP})
    assert answer.status_code == (200 if version >= "2025-11-04" else 400)
    assert answer.status_code == 200 or "_audio` is missing" in answer.text


@pytest.mark.parametrize("version", DATES)
def test_without_any_side_it_is_refused(api: Api, version: str) -> None:
    answer = infill(api, version, {"other": CLIP})
    assert answer.status_code == 400
    assert "_audio` is missing" in answer.text


@pytest.mark.parametrize("side", BOTH)
def test_a_side_that_is_no_audio_is_refused(api: Api, side: str) -> None:
    answer = infill(api, sides={**dict.fromkeys(BOTH, CLIP), side: b"no recording at all" * 5})
    assert answer.status_code == 400
    assert answer.json()["error_code"] == "unsupported_audio_format"
    assert answer.json()["message"].startswith(f"`{side}` cannot be used")


@pytest.mark.parametrize("speed", ["0.5", "-1", "slowest"])
def test_the_first_versions_take_controls(api: Api, speed: str) -> None:
    fields: dict[str, Any] = {
        "voice[__experimental_controls][speed]": speed,
        "voice[__experimental_controls][emotion][]": ["anger", "curiosity:high"],
    }
    assert infill(api, "2024-11-13", **fields).status_code == 200
    fields["voice[__experimental_controls][speed]"] = "2"
    assert infill(api, "2024-11-13", **fields).status_code == 400


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({"voice_id": None}, 400, "`voice_id` is missing"),
        ({"voice_id": "none"}, 404, "no voice has the id `none`"),
        ({"transcript": None}, 400, "`transcript` is missing"),
        ({"transcript": ""}, 400, "`transcript` must be text that is not empty"),
        ({"transcript": "..."}, 400, "`transcript` must hold something to say"),
        ({"model_id": "sonic-9"}, 400, "no model has the id `sonic-9`"),
        ({"language": "tlh"}, 400, "`language` `tlh` is not supported"),
        ({"format_encoding": None}, 400, "`output_format[encoding]` is missing; `wav` needs it"),
        ({"format_container": "mp3"}, 400, "`output_format[bit_rate]` is missing; `mp3` needs it"),
        ({"format_sample_rate": "many"}, 400, "`output_format[sample_rate]`"),
    ],
)
def test_what_is_wrong_is_named(api: Api, fields: dict[str, Any], status: int, said: str) -> None:
    answer = infill(api, **fields)
    assert answer.status_code == status
    assert said in answer.json()["message"]
