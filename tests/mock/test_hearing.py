"""The mock's ear: its own speech is known again word by word, whatever happened to the audio; strangers are not."""

from __future__ import annotations

import io
import math
import random
import struct
from array import array
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from contralto_conformance.mock.sound.audio import SAMPLE_BYTES, RawFormat, Timbre, as_mp3, encode, render
from contralto_conformance.mock.sound.hearing import PLACEHOLDERS, WORD_MS, Listener
from contralto_conformance.mock.sound.memory import Heard, Memory, Speech
from contralto_conformance.mock.sound.recordings import read_recording
from contralto_conformance.mock.sound.samples import Decoder
from contralto_conformance.mock.sound.speech import Delivery, words_of

TEXT = "Good morning, and welcome. It costs 100 - really! Who are you?"
STRANGE = Speech("Tell me the time, or not.", Delivery(0, 1.2), Timbre(208.0), RawFormat("pcm_s16le", 16000))
PITCHES_HZ = (105.0, 165.0, 228.0)
VOCABULARY = "the quick brown fox who jumps over Mary's lazy dog costs 42 - really! Yes. No, hello".split()  # noqa: SIM905
SOUNDING = [word for word in VOCABULARY if word != "-"]


def speech(transcript: str = TEXT, encoding: str = "pcm_s16le", rate: int = 16000, **manner: Any) -> Speech:
    timbre = Timbre(manner.pop("pitch_hz", 165.0), manner.pop("volume", 1.0))
    return Speech(transcript, Delivery(0, manner.pop("speed", 1.0)), timbre, RawFormat(encoding, rate), **manner)


def spoken(what: Speech) -> bytes:
    """Its audio, as the mock renders it."""
    words = words_of(what.transcript, what.delivery, limit_ms=what.limit_ms)
    return b"".join(render(word, what.form, what.timbre) for word in words)


def remembering(*speeches: Speech) -> Memory:
    memory = Memory()
    for each in speeches:
        memory.add(each)
    return memory


def heard(memory: Memory, pieces: Iterable[bytes], encoding: str = "pcm_s16le", rate: int = 16000) -> list[Heard]:
    listener = Listener(memory, encoding, rate)
    words: list[Heard] = []
    for piece in pieces:
        for _ in listener.hear(piece):
            pass
        words += listener.words()
    listener.settle_under_way(is_over=True)
    return words + listener.words()


def texts(words: Iterable[Heard]) -> list[str]:
    return [word.text for word in words]


def cut(audio: bytes, places: Iterable[int]) -> Iterator[bytes]:
    at = 0
    for place in sorted(places):
        yield audio[at : min(place, len(audio))]
        at = min(place, len(audio))
    yield audio[at:]


def floats(samples: Any) -> bytes:
    return bytes(np.asarray(samples, dtype="<f4").tobytes())


@pytest.mark.parametrize("encoding", SAMPLE_BYTES)
@pytest.mark.parametrize("rate", [8000, 16000, 22050, 24000, 44100, 48000])
@pytest.mark.parametrize("speed", [0.6, 1.0, 3.0])
def test_own_speech_is_known_word_by_word_with_its_times(encoding: str, rate: int, speed: float) -> None:
    for pitch_hz in PITCHES_HZ:
        what = speech(encoding=encoding, rate=rate, speed=speed, pitch_hz=pitch_hz)
        words = heard(remembering(what), [spoken(what)], encoding, rate)
        assert texts(words) == TEXT.split()
        for word, said in zip(words, words_of(TEXT, what.delivery), strict=True):
            assert word.start_ms == pytest.approx(said.start_ms, abs=4)
            assert word.end_ms == pytest.approx(said.end_ms, abs=4)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from(SOUNDING), min_size=4, max_size=9), min_size=1, max_size=6),
    st.lists(st.integers(0, 200_000), max_size=20),
    st.sampled_from(["pcm_s16le", "pcm_mulaw", "pcm_f32le"]),
)
def test_cuts_change_nothing(sentences: list[list[str]], places: list[int], encoding: str) -> None:
    speeches = [speech(" ".join(words), encoding, 8000) for words in sentences]
    audio = b"".join(map(spoken, speeches))
    memory = remembering(*speeches)
    whole = heard(memory, [audio], encoding, 8000)
    assert heard(memory, cut(audio, places), encoding, 8000) == whole
    assert texts(whole) == [word for sentence in sentences for word in sentence]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(VOCABULARY), min_size=2, max_size=9), st.lists(st.integers(0, 9000), max_size=5))
def test_asking_at_any_moment_loses_and_doubles_nothing(words: list[str], moments_ms: list[int]) -> None:
    what = speech(" ".join(["Hello", *words]))
    listener = Listener(remembering(what), "pcm_s16le", 16000)
    found: list[str] = []
    for piece in cut(spoken(what), [moment * 32 for moment in moments_ms]):
        for _ in listener.hear(piece):
            pass
        listener.settle_under_way()
        found += texts(listener.words())
    listener.settle_under_way(is_over=True)
    assert found + texts(listener.words()) == what.transcript.split()


def test_one_sample_at_a_time_is_as_good() -> None:
    what = speech("Yes, hello.", rate=8000)
    audio = spoken(what)
    assert texts(heard(remembering(what), (audio[at : at + 1] for at in range(len(audio))), rate=8000)) == [
        "Yes,",
        "hello.",
    ]


@pytest.mark.parametrize("to_rate", [8000, 16000, 44100])
def test_resampled_speech_is_known(to_rate: int) -> None:
    what = speech(encoding="pcm_f32le", rate=24000)
    samples = np.frombuffer(spoken(what), dtype="<f4")
    moments = np.arange(int(len(samples) * to_rate / 24000)) * 24000 / to_rate
    audio = floats(np.interp(moments, np.arange(len(samples)), samples))
    assert texts(heard(remembering(what), [audio], "pcm_f32le", to_rate)) == TEXT.split()


@pytest.mark.parametrize("bit_rate", [32_000, 128_000])
@pytest.mark.parametrize("rate", [16000, 44100])
def test_speech_that_was_an_mp3_is_known(rate: int, bit_rate: int) -> None:
    what = speech(rate=rate)
    mp3 = b"".join(as_mp3([spoken(what)], rate, bit_rate))
    samples, _ = soundfile.read(io.BytesIO(mp3), dtype="float32")
    assert texts(heard(remembering(what), [floats(samples)], "pcm_f32le", rate)) == TEXT.split()


def test_speech_that_went_over_the_telephone_is_known() -> None:
    what = speech(encoding="pcm_f32le", rate=24000)
    samples = np.frombuffer(spoken(what), dtype="<f4")
    narrow = samples[: len(samples) // 3 * 3].reshape(-1, 3).mean(axis=1)
    audio = encode(narrow.tolist(), "pcm_mulaw")
    assert texts(heard(remembering(what), [audio], "pcm_mulaw", 8000)) == TEXT.split()


@pytest.mark.parametrize("factor", [0.2, 3.0])
def test_volume_does_not_matter(factor: float) -> None:
    what = speech(encoding="pcm_f32le")
    audio = floats(np.frombuffer(spoken(what), dtype="<f4") * factor)
    assert texts(heard(remembering(what), [audio], "pcm_f32le")) == TEXT.split()


def test_a_little_noise_does_not_matter() -> None:
    what = speech(encoding="pcm_f32le")
    samples = np.frombuffer(spoken(what), dtype="<f4")
    noise = np.random.default_rng(1).uniform(-0.004, 0.004, len(samples))
    assert texts(heard(remembering(what), [floats(samples + noise)], "pcm_f32le")) == TEXT.split()


@pytest.mark.parametrize(
    ("subtype", "channels"),
    [("PCM_U8", 1), ("PCM_16", 2), ("PCM_24", 1), ("PCM_32", 1), ("FLOAT", 2), ("DOUBLE", 1), ("ULAW", 1), ("ALAW", 1)],
)
def test_wav_files_of_another_writer_are_read(subtype: str, channels: int) -> None:
    what = speech(encoding="pcm_f32le")
    samples = np.frombuffer(spoken(what), dtype="<f4")
    file = io.BytesIO()
    soundfile.write(file, np.stack([samples] * channels, axis=1), 16000, format="WAV", subtype=subtype)
    pcm = read_recording(file, len(file.getvalue())).pcm
    assert pcm is not None
    assert (pcm.sample_rate, pcm.channels, pcm.frames) == (16000, channels, len(samples))
    listener = Listener(remembering(what), pcm.encoding, 16000, channels=channels)
    for piece in pcm.pieces(1000):
        for _ in listener.hear(piece):
            pass
    listener.settle_under_way(is_over=True)
    assert texts(listener.words()) == TEXT.split()


@pytest.mark.parametrize("encoding", ["pcm_s16le", "pcm_s32le", "pcm_f16le", "pcm_f32le", "pcm_mulaw", "pcm_alaw"])
def test_the_decoder_agrees_with_another_one(encoding: str) -> None:
    wave = np.sin(np.arange(2000) / 7) * np.linspace(0, 0.99, 2000)
    kinds = {"pcm_s16le": ("<i2", 2**15), "pcm_s32le": ("<i4", 2**31), "pcm_f16le": ("<f2", 1), "pcm_f32le": ("<f4", 1)}
    if encoding in kinds:
        kind, scale = kinds[encoding]
        raw = (wave * (scale - 1 if scale > 1 else 1)).astype(kind).tobytes()
        expected = np.frombuffer(raw, dtype=kind).astype(float) / scale
    else:
        raw = encode(wave.tolist(), encoding)
        subtype = {"pcm_mulaw": "ULAW", "pcm_alaw": "ALAW"}[encoding]
        expected, _ = soundfile.read(io.BytesIO(raw), format="RAW", subtype=subtype, samplerate=8000, channels=1)
    decoder = Decoder(encoding)
    decoded = [*decoder.decode(raw[:333]), *decoder.decode(raw[333:])]
    assert np.asarray(decoded) / decoder.full_scale == pytest.approx(expected, abs=1e-9)


def test_the_most_recent_of_equals_and_the_right_one_of_many_is_heard() -> None:
    rng = random.Random(3)
    sentences = [" ".join(rng.choices(VOCABULARY, k=rng.randint(4, 8))) for _ in range(80)]
    speeches = [speech(f"So {sentence}.", pitch_hz=rng.choice(PITCHES_HZ)) for sentence in sentences]
    memory = remembering(*speeches)
    for what in speeches[::8]:
        assert texts(heard(memory, [spoken(what)])) == what.transcript.split()


def test_utterances_may_follow_each_other_and_pause_anywhere() -> None:
    first, second = speech("Tell me the time, and the place."), speech("I will.", pitch_hz=228.0)
    audio = spoken(first)
    comma = next(word.end_ms for word in words_of(first.transcript, first.delivery) if word.text == "time,") * 32 + 640
    pieces = [audio[:comma], bytes(32_000), audio[comma:], spoken(second), bytes(3200), spoken(first)]
    found = texts(heard(remembering(first, second), pieces))
    assert found == [*first.transcript.split(), "I", "will.", *first.transcript.split()]


def test_speech_that_is_joined_late_is_known_from_the_second_word_on() -> None:
    what = speech("Tell me the time and the place.")
    late = 60 * 32  # in the first word
    words = heard(remembering(what), [spoken(what)[late:]])
    assert texts(words)[1:] == what.transcript.split()[1:]
    assert texts(words)[0] in PLACEHOLDERS


def test_speech_that_was_cut_off_is_what_was_heard_of_it() -> None:
    what = speech(limit_ms=700)
    assert texts(heard(remembering(what), [spoken(what)])) == ["Good", "morning,"]


def test_silence_is_nothing() -> None:
    for encoding, silence in (("pcm_s16le", b"\0\0"), ("pcm_alaw", b"\xd5"), ("pcm_mulaw", b"\xff")):
        assert heard(remembering(speech()), [silence * 50_000], encoding) == []


def tone(seconds: float, hertz: float = 523.0) -> bytes:
    return array(
        "h", (round(9000 * math.sin(at * hertz * math.tau / 16000)) for at in range(int(16000 * seconds)))
    ).tobytes()


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 200_000), max_size=12))
def test_strangers_get_as_many_words_as_calm_speech_has_and_always_the_same(places: list[int]) -> None:
    memory = remembering(speech())
    audio = tone(1.5) + bytes(16_000) + tone(0.8, 300.0) + bytes(40_000)
    words = heard(memory, cut(audio, places))
    assert texts(words) == [*PLACEHOLDERS[:6]]
    assert 1.5 * 1000 / WORD_MS - 1 <= len([word for word in words if word.start_ms < 1500]) <= 1.5 * 1000 / WORD_MS + 1
    assert words == heard(memory, [audio])
    assert all(word.start_ms < word.end_ms for word in words)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.tuples(st.integers(10, 900), st.sampled_from([185.0, 208.0, 523.0])).map(
                lambda s: tone(s[0] / 1000, s[1])
            ),
            st.tuples(st.integers(0, 30_000), st.integers(0, 30_000)).map(
                lambda at: spoken(STRANGE)[at[0] * 2 : at[1] * 2]
            ),
            st.integers(1, 700).map(lambda ms: bytes(32 * ms)),
        ),
        max_size=10,
    ),
    st.lists(st.integers(0, 200_000), max_size=12),
)
def test_cuts_change_nothing_of_odd_sounds_either(sounds: list[bytes], places: list[int]) -> None:
    memory = remembering(speech("A b c d."), STRANGE, speech(TEXT, pitch_hz=185.0))
    audio = b"".join(sounds)
    assert heard(memory, cut(audio, places)) == heard(memory, [audio])


@pytest.mark.parametrize("rate", [1, 3999])
def test_there_is_no_speech_at_a_rate_too_low_for_it(rate: int) -> None:
    assert heard(Memory(), [tone(3)], rate=rate) == []


def test_a_click_is_no_word() -> None:
    assert heard(Memory(), [tone(0.05), bytes(32_000)]) == []


def test_strangers_between_own_speech_do_not_harm_it() -> None:
    what = speech("Tell me the time, please.")
    found = texts(
        heard(remembering(what), [tone(0.4), bytes(6400), spoken(what), bytes(12800), tone(0.4), bytes(6400)])
    )
    assert found == [PLACEHOLDERS[0], *what.transcript.split(), PLACEHOLDERS[1]]


def test_only_so_much_is_remembered() -> None:
    memory = Memory(capacity_chars=200)
    speeches = [speech(f"This is number {number} of many.") for number in range(30)]
    for each in speeches:
        memory.add(each)
    assert texts(heard(memory, [spoken(speeches[-1])])) == speeches[-1].transcript.split()
    assert texts(heard(memory, [spoken(speeches[0])])) != speeches[0].transcript.split()
    memory.add(speech("very long " * 100))
    assert texts(heard(memory, [spoken(speech("very long very"))])) == ["very", "long", "very"]


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=4000),
    st.sampled_from(["pcm_s16le", "pcm_s32le", "pcm_f16le", "pcm_f32le", "pcm_mulaw", "pcm_alaw"]),
    st.sampled_from([1, 7, 1000, 8000, 48000, 1_500_000, 2**31 - 1, 10**30]),
)
def test_any_bytes_at_any_rate_do_no_harm(audio: bytes, encoding: str, rate: int) -> None:
    words = heard(remembering(speech("Hello there, you.")), [audio, audio], encoding, rate)
    assert all(math.isfinite(word.end_ms) for word in words)


def test_numbers_that_are_none_do_no_harm() -> None:
    strange = struct.pack("<6f", math.nan, math.inf, -math.inf, 1e38, -1e38, 0.0)
    assert isinstance(heard(Memory(), [strange * 4000], "pcm_f32le"), list)
