"""What was said, put together: audio, timestamps, sections, and the WAV file of it."""

from __future__ import annotations

import io
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st
from tests.client.contexts import b64

from contralto_generator.runtime._events import UnknownEvent
from contralto_generator.runtime._speech import (
    Section,
    Speech,
    SpeechCollector,
    TimedText,
    output_format_of,
    timed_texts,
)
from contralto_generator.runtime._wav import FORMATS, MAX_AUDIO_BYTES, wav_header
from contralto_generator.runtime.errors import DecodeError

SUBTYPES = {
    "pcm_s16le": "PCM_16",
    "pcm_s32le": "PCM_32",
    "pcm_f32le": "FLOAT",
    "pcm_alaw": "ALAW",
    "pcm_mulaw": "ULAW",
}
FORMAT = {"container": "raw", "encoding": "pcm_s16le", "sample_rate": 8000}


def words(*texts: str, start_s: float = 0.0) -> SimpleNamespace:
    starts = [start_s + number for number in range(len(texts))]
    return SimpleNamespace(words=list(texts), start=starts, end=[start + 0.5 for start in starts])


# -- gathering


def test_events_are_gathered_into_speech() -> None:
    collector = SpeechCollector()
    phonemes = SimpleNamespace(phonemes=["h"], start=[0.0], end=[0.1])
    for event in (
        SimpleNamespace(data="AAE="),
        SimpleNamespace(word_timestamps=words("Hi", "you")),
        SimpleNamespace(word_timestamps=None, phoneme_timestamps=phonemes),
        SimpleNamespace(data="/w=="),
        UnknownEvent("visemes", {}),
    ):
        collector.add(event)
    speech = collector.speech()
    assert speech.audio == b"\x00\x01\xff"
    assert speech.words == (TimedText("Hi", 0.0, 0.5), TimedText("you", 1.0, 1.5))
    assert speech.words[0].duration_s == 0.5
    assert speech.phonemes == (TimedText("h", 0.0, 0.1),)
    assert speech.sections == (Section(None, speech.audio, speech.words, speech.phonemes),)
    assert speech.sections[0].audio is speech.audio


def test_sections_hold_what_carries_their_flush_id_though_it_comes_late() -> None:
    collector = SpeechCollector()
    for event in (
        SimpleNamespace(data=b64(b"one"), flush_id=1),
        SimpleNamespace(type="flush_done", flush_id=1),
        SimpleNamespace(data=b64(b"two"), flush_id=2),
        SimpleNamespace(data=b64(b" late"), flush_id=1),
        SimpleNamespace(word_timestamps=words("two", start_s=3), flush_id=2),
    ):
        collector.add(event)
    speech = collector.speech()
    assert speech.audio == b"onetwo late"
    assert speech.sections == (
        Section(1, b"one late"),
        Section(2, b"two", (TimedText("two", 3.0, 3.5),)),
    )


def test_one_event_gives_its_words_or_phonemes() -> None:
    phonemes = SimpleNamespace(phonemes=["h"], start=[0.0], end=[0.1])
    assert timed_texts(SimpleNamespace(word_timestamps=words("Hi"))) == (TimedText("Hi", 0.0, 0.5),)
    assert timed_texts(SimpleNamespace(phoneme_timestamps=phonemes)) == (TimedText("h", 0.0, 0.1),)
    assert timed_texts(SimpleNamespace(data="")) == ()


def test_timestamps_of_unequal_lengths_keep_what_can_be_paired() -> None:
    collector = SpeechCollector()
    uneven = words("a", "b")
    uneven.end.pop()
    collector.add(SimpleNamespace(word_timestamps=uneven))
    assert collector.speech().words == (TimedText("a", 0.0, 0.5),)


def test_audio_that_is_no_base64_is_a_decode_error() -> None:
    with pytest.raises(DecodeError):
        SpeechCollector().add(SimpleNamespace(data="?"))


def test_the_format_is_that_of_the_request() -> None:
    form = (
        ("clip", object()),
        ("output_format[container]", "raw"),
        ("output_format[encoding]", "pcm_s16le"),
        ("output_format[sample_rate]", "8000"),
    )
    for output_format in (output_format_of({"output_format": FORMAT}, ()), output_format_of(None, form)):
        speech = SpeechCollector(output_format).speech()
        assert (speech.container, speech.encoding, speech.sample_rate) == ("raw", "pcm_s16le", 8000)
    assert SpeechCollector(output_format_of({"output_format": None}, ())).speech().encoding is None


# -- files


@given(encoding=st.sampled_from(sorted(SUBTYPES)), n_samples=st.integers(0, 300), sample_rate=st.integers(1, 192_000))
def test_a_header_is_what_another_reader_understands(encoding: str, n_samples: int, sample_rate: int) -> None:
    audio = b"\0" * (n_samples * FORMATS[encoding][1])
    file = io.BytesIO(wav_header(len(audio), encoding, sample_rate) + audio + b"\0" * (len(audio) % 2))
    info = soundfile.info(file)
    assert (info.samplerate, info.channels, info.frames) == (sample_rate, 1, n_samples)
    assert (info.format, info.subtype) == ("WAV", SUBTYPES[encoding])


def test_speech_is_saved_as_a_wav_file(tmp_path: Path) -> None:
    samples = [0, 100, -100, 32767, -32768]
    audio = b"".join(sample.to_bytes(2, "little", signed=True) for sample in samples)
    speech = Speech(audio, container="raw", encoding="pcm_s16le", sample_rate=8000)
    assert speech.duration_s == 5 / 8000
    assert speech.write_wav(tmp_path / "a.wav") == (tmp_path / "a.wav").stat().st_size == 44 + len(audio)
    read, sample_rate = soundfile.read(tmp_path / "a.wav", dtype="int16")
    assert (list(read), sample_rate) == (samples, 8000)
    assert [path.name for path in tmp_path.iterdir()] == ["a.wav"]


def test_a_wav_file_is_saved_as_it_is(tmp_path: Path) -> None:
    audio = wav_header(2, "pcm_s16le", 8000) + b"\0\0"
    assert Speech(audio, container="wav", encoding="pcm_s16le", sample_rate=8000).write_wav(tmp_path / "a.wav") == 46
    assert (tmp_path / "a.wav").read_bytes() == audio


@pytest.mark.parametrize(
    ("speech", "message"),
    [
        (Speech(b"x", container="mp3", sample_rate=8000), "is a `mp3` file; save it as it is"),
        (Speech(b"x"), "encoding and sample rate of this audio are not known"),
        (Speech(b"x", encoding="opus", sample_rate=8000), "expected an encoding of pcm_s16le.*got `opus`"),
    ],
)
def test_what_cannot_be_a_wav_file_is_refused_before_the_file_is_made(
    tmp_path: Path, speech: Speech, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        speech.write_wav(tmp_path / "a.wav")
    with pytest.raises(ValueError, match=message):
        _ = speech.duration_s
    assert not list(tmp_path.iterdir())


def test_more_audio_than_a_wav_file_holds_is_refused() -> None:
    with pytest.raises(ValueError, match="do not fit in a WAV file"):
        wav_header(MAX_AUDIO_BYTES + 1, "pcm_s16le", 8000)


def test_audio_is_not_in_the_repr() -> None:
    assert "xxxx" not in repr(Speech(b"xxxx", sections=(Section(1, b"xxxx"),)))


# -- in a stream


@pytest.mark.parametrize(
    "body",
    [
        {"json": {"output_format": FORMAT}},
        {
            "form": (
                ("output_format[container]", "raw"),
                ("output_format[encoding]", "pcm_s16le"),
                ("output_format[sample_rate]", "8000"),
            )
        },
    ],
    ids=["json", "form"],
)
async def test_what_a_stream_gathers_knows_its_format(face: Any, tmp_path: Path, body: dict[str, Any]) -> None:
    content = b'data: {"type": "chunk", "data": "AAABAA=="}\n\ndata: {"type": "done"}\n\n'

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers={"content-type": "text/event-stream"}, content=content)

    async with face.mocked(answer) as client:
        request = face.Request("x", "POST", "/x", accept="text/event-stream", **body)
        speech = await face.AsyncEventStream(client.transport, request, face.decoder()).collect()
    assert speech.duration_s == 2 / 8000
    speech.write_wav(tmp_path / "a.wav")
    assert soundfile.info(tmp_path / "a.wav").frames == 2
