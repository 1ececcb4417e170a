"""Recordings are told by their beginning, and WAV is read as an independent encoder wrote it."""

from __future__ import annotations

import io
import struct
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contralto_conformance.mock.sound import recordings
from contralto_conformance.mock.sound.audio import RawFormat, encode, wav_header
from contralto_conformance.mock.sound.recordings import (
    FRAME_MS,
    NotAudio,
    Recording,
    container_of,
    headerless,
    read_recording,
)
from contralto_conformance.mock.sound.rhythm import LONGEST_MS, notes_of

from .recordings import CLIP, RATE_HZ, bursts, recording

MP3 = "MPEG_LAYER_III"
FRAME = RATE_HZ * FRAME_MS // 1000


def read(content: bytes) -> Recording:
    return read_recording(io.BytesIO(content), len(content))


def voiced(found: Recording) -> list[tuple[int, int]]:
    """Start and end of what sounds, in ms, with notes joined that follow each other."""
    joined: list[tuple[int, int]] = []
    for note in notes_of(found, 0):
        if note.end_ms == note.start_ms:
            continue
        if joined and joined[-1][1] == note.start_ms:
            joined[-1] = joined[-1][0], note.end_ms
        else:
            joined.append((note.start_ms, note.end_ms))
    return joined


@pytest.mark.parametrize(
    ("container", "subtype", "tolerance"),
    [
        ("WAV", "PCM_U8", 0.01),
        ("WAV", "PCM_16", 1e-4),
        ("WAV", "PCM_24", 1e-4),
        ("WAV", "PCM_32", 1e-4),
        ("WAV", "FLOAT", 1e-6),
        ("WAV", "DOUBLE", 1e-6),
        ("WAV", "ULAW", 0.02),
        ("WAV", "ALAW", 0.02),
        ("WAVEX", "PCM_16", 1e-4),
        ("WAVEX", "PCM_24", 1e-4),
        ("WAVEX", "FLOAT", 1e-6),
    ],
)
@pytest.mark.parametrize("channels", [1, 2])
def test_the_loudness_of_a_wav_is_that_of_its_samples(
    container: str, subtype: str, tolerance: float, channels: int
) -> None:
    samples = bursts(300, 210, 95) * np.linspace(0.1, 1.9, len(bursts(300, 210, 95)))
    if channels == 2:
        samples = np.stack([samples / 3, samples], axis=1)
    found = read(recording(samples, container=container, subtype=subtype))
    assert (found.container, found.length_ms) == ("wav", 605)
    mono = samples if channels == 1 else samples[:, 1]
    expected = [abs(mono[at : at + FRAME]).max() for at in range(0, len(mono), FRAME)]
    assert list(found.loudness()) == pytest.approx(expected, abs=tolerance)


def test_a_frame_need_not_be_a_whole_number_of_samples() -> None:
    found = read(recording(bursts(1000, rate_hz=11025), rate_hz=11025))
    levels = list(found.loudness())
    assert len(levels) == 1000 // FRAME_MS
    assert min(levels) > 0.4


@pytest.mark.parametrize("encoding", ["pcm_s16le", "pcm_f32le", "pcm_mulaw", "pcm_alaw"])
def test_what_the_mock_writes_it_reads(encoding: str) -> None:
    form = RawFormat(encoding, 8000)
    audio = encode([0.0] * 800 + [0.5, -0.5] * 400, encoding)
    levels = list(read(wav_header(form, len(audio)) + audio).loudness())
    assert levels[:5] == pytest.approx([0.0] * 5, abs=0.001)
    assert levels[5:] == pytest.approx([0.5] * 5, abs=0.02)


@pytest.mark.parametrize(
    ("container", "subtype", "kind"),
    [("FLAC", "PCM_16", "flac"), ("OGG", "VORBIS", "ogg"), ("MP3", MP3, "mp3")],
)
def test_other_containers_are_recognized_and_their_length_estimated(container: str, subtype: str, kind: str) -> None:
    found = read(recording(bursts(*[400, 100] * 8), container=container, subtype=subtype))
    assert found.container == kind
    assert 1000 < found.length_ms < 16000
    assert found.length_ms == 4000 or kind != "flac"
    assert len(list(found.loudness())) == -(-found.length_ms // FRAME_MS)
    assert voiced(found)


@pytest.mark.parametrize(("mark", "kind"), [(b"\x1aE\xdf\xa3", "webm"), (b"\0\0\0\x20ftypM4A ", "m4a")])
def test_the_rest_is_known_by_its_mark(mark: bytes, kind: str) -> None:
    assert read(mark + bytes(1000)).container == kind


@pytest.mark.parametrize("rate_hz", [8000, 22050, 44100])
def test_the_frames_of_an_mp3_are_counted(rate_hz: int) -> None:
    content = recording(bursts(*[400, 100] * 8, rate_hz=rate_hz), rate_hz=rate_hz, container="MP3", subtype=MP3)
    # An encoder adds a frame or two before and after.
    assert read(content + b"TAG").length_ms == pytest.approx(4000, abs=300)


def test_an_mp3_of_many_frames_is_counted_in_part(monkeypatch: pytest.MonkeyPatch) -> None:
    content = recording(bursts(*[400, 100] * 8), container="MP3", subtype=MP3)
    whole = read(content).length_ms
    monkeypatch.setattr(recordings, "_MAX_MPEG_FRAMES", 40)
    assert read(content).length_ms == pytest.approx(whole, rel=0.1)


def test_headerless_audio_is_what_it_is_said_to_be() -> None:
    audio = encode([0.0] * 800 + [0.5, -0.5] * 400, "pcm_mulaw")
    found = headerless(io.BytesIO(audio), len(audio), "pcm_mulaw", 8000)
    assert (found.container, found.length_ms) == ("raw", 200)
    assert list(found.loudness()) == pytest.approx([0.0] * 5 + [0.5] * 5, abs=0.02)
    assert found.pcm is not None
    assert b"".join(found.pcm.pieces(7)) == audio


def test_a_riff_file_that_is_no_wav_is_none() -> None:
    assert container_of(b"RIFF\0\0\0\0AVI LIST") is None


def test_an_mp3_may_begin_with_a_tag() -> None:
    frames = recording(bursts(1000), container="MP3", subtype=MP3)
    plain, tagged = read(frames), read(b"ID3\x04\0\0\0\0\x02\x01" + bytes(257) + frames)
    assert plain == tagged


def test_a_stream_that_names_no_length_is_read_to_its_end() -> None:
    at = CLIP.index(b"data") + 4
    for length in (0, 0xFFFFFFFF):
        assert read(CLIP[:at] + struct.pack("<I", length) + CLIP[at + 4 :]).length_ms == 1000


def test_a_wav_that_is_cut_off_counts_as_far_as_it_goes() -> None:
    assert read(CLIP[: len(CLIP) // 2]).length_ms == pytest.approx(500, abs=5)


def test_chunks_before_the_audio_are_skipped() -> None:
    extra = b"LIST" + struct.pack("<I", 5) + b"hello\0"
    assert read(CLIP[:12] + extra + CLIP[12:]).length_ms == 1000


def test_a_float_that_is_none_makes_no_noise() -> None:
    samples = bursts(100)
    samples[5] = np.nan
    samples[400] = np.inf
    levels = list(read(recording(samples, subtype="FLOAT")).loudness())
    assert levels == pytest.approx([0.5, 1.0, 0.5, 0.5, 0.5], abs=0.01)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"RIFF", "none of flac"),
        (b"RIFF\0\0\0\0WAVE", "too short"),
        (b"OggS", "too short"),
        (b"hello world, this is not audio at all, it is text", "none of flac"),
        (b"\xff\xfb\xf0\x00" + bytes(100), "none of flac"),
        (b"ID3\x04\0\0\0\0\0\x0a" + bytes(100), "no MPEG audio frame"),
        (CLIP[:44], "no samples"),
        (CLIP[:12] + CLIP[36:], "names no format"),
        (CLIP[:16] + struct.pack("<I", 4) + CLIP[20:24] + CLIP[36:], "cut off"),
        (recording(bursts(100), subtype="IMA_ADPCM"), "format 17 with 4 bits"),
        (CLIP[:22] + b"\0\0" + CLIP[24:], "0 channels"),
        (CLIP[:24] + struct.pack("<I", 1) + CLIP[28:], "1 Hz"),
    ],
)
def test_what_is_no_recording_is_said(content: bytes, said: str) -> None:
    with pytest.raises(NotAudio, match=said):
        read(content)


@given(
    st.binary(max_size=200),
    st.sampled_from([b"", CLIP[:44], b"RIFF\0\0\0\0WAVE", b"fLaC", b"OggS", b"ID3", b"\xff\xfb"]),
)
@settings(max_examples=300)
def test_whatever_comes_is_a_recording_or_none(content: bytes, start: bytes) -> None:
    try:
        found = read(start + content)
    except NotAudio:
        return
    # No recording stands for more time than its bytes could hold.
    assert 1 <= found.length_ms <= max(1, len(start + content) * 2)
    assert sum(1 for _ in found.loudness()) == -(-found.length_ms // FRAME_MS)


def test_notes_sound_where_the_recording_is_loud() -> None:
    assert voiced(read(recording(bursts(300, 200, 500, 100, 60)))) == [(0, 300), (500, 1000), (1100, 1160)]


@pytest.mark.parametrize("level", [0.02, 0.9])
def test_a_quiet_speaker_is_heard_too(level: float) -> None:
    assert voiced(read(recording(bursts(300, 200, 500, level=level)))) == [(0, 300), (500, 1000)]


def test_notes_follow_each_other_without_a_gap_and_are_never_long() -> None:
    found = read(recording(bursts(2000, 1800, 333)))
    notes = list(notes_of(found, 0))
    assert notes[0].start_ms == 0
    assert notes[-1].next_ms == found.length_ms == 4133
    assert all(before.next_ms == after.start_ms for before, after in pairwise(notes))
    assert max(note.next_ms - note.start_ms for note in notes) <= LONGEST_MS
    assert len({note.contour for note in notes}) > 2
