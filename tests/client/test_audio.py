"""Audio on its way out: WAV headers, pieces, pace, and what is taken for audio."""

from __future__ import annotations

import io
import itertools
import struct
import wave
from pathlib import Path
from types import SimpleNamespace as Is
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st


def wav(
    audio: bytes,
    rate: int = 16000,
    *,
    tag: int = 1,
    bits: int = 16,
    channels: int = 1,
    size: int | None = None,
    extra: bytes = b"",
) -> bytes:
    form = struct.pack("<HHIIHH", tag, channels, rate, rate * bits // 8 * channels, bits // 8 * channels, bits)
    body = b"fmt " + struct.pack("<I", len(form)) + form + extra
    body += b"data" + struct.pack("<I", len(audio) if size is None else size) + audio
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WAVE" + body


def taken(
    face: Any, data: bytes, cuts: list[int] | None = None, piece_bytes: int = 640, encoding: str = "pcm_s16le"
) -> list[bytes]:
    """The pieces to send of `data`, which comes cut at these places."""
    intake = face.Intake(face.AudioFormat(encoding, 16000), "`a.wav`", piece_bytes)
    places = [0, *sorted(cuts or ()), len(data)]
    pieces: list[bytes] = []
    for start, end in itertools.pairwise(places):
        pieces += intake.feed(data[start:end])
    return [*pieces, *intake.end()]


@given(data=st.data(), audio=st.binary(max_size=400), junk=st.binary(max_size=9))
def test_a_wav_file_gives_its_audio_however_it_is_cut(faces: Any, data: Any, audio: bytes, junk: bytes) -> None:
    padded = junk + b"\0" * (len(junk) % 2)
    extra = b"LIST" + struct.pack("<I", len(junk)) + padded
    file = wav(audio, extra=extra) + b"LIST\x02\0\0\0no"
    if not audio:
        file = wav(audio, extra=extra)  # a size of 0 is what is written where the size is not known yet
    cuts = data.draw(st.lists(st.integers(0, len(file)), max_size=20))
    assert b"".join(taken(faces["sync"], file, cuts)) == audio


@given(data=st.data(), audio=st.binary(max_size=400))
def test_raw_audio_stays_as_it_is_however_it_is_cut(faces: Any, data: Any, audio: bytes) -> None:
    if audio[:4] in (b"RIFF", b"OggS", b"fLaC", b"\x1aE\xdf\xa3") or audio[:3] == b"ID3":
        return
    cuts = data.draw(st.lists(st.integers(0, len(audio)), max_size=20))
    pieces = taken(faces["sync"], audio, cuts, piece_bytes=32)
    assert b"".join(pieces) == audio
    assert all(0 < len(piece) <= 32 for piece in pieces)


def test_a_file_of_the_standard_library_is_understood(faces: Any) -> None:
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(16000)
        writer.writeframes(b"\1\2" * 1000)
    assert b"".join(taken(faces["sync"], file.getvalue())) == b"\1\2" * 1000


@pytest.mark.parametrize("size", [0, 0x7FFF_FFFF, 0xFFFF_FFFF])
def test_a_size_that_was_not_known_means_to_the_end(faces: Any, size: int) -> None:
    assert b"".join(taken(faces["sync"], wav(b"abcd", size=size))) == b"abcd"


@pytest.mark.parametrize(
    ("encoding", "tag", "bits"),
    [
        ("pcm_s16le", 1, 16),
        ("pcm_s32le", 1, 32),
        ("pcm_f16le", 3, 16),
        ("pcm_f32le", 3, 32),
        ("pcm_alaw", 6, 8),
        ("pcm_mulaw", 7, 8),
    ],
)
def test_every_encoding_is_known_from_its_header(faces: Any, encoding: str, tag: int, bits: int) -> None:
    assert taken(faces["sync"], wav(b"abcd", tag=tag, bits=bits), encoding=encoding) == [b"abcd"]
    form = struct.pack("<HHIIHHHHIH", 0xFFFE, 1, 16000, 0, 0, bits, 22, bits, 4, tag) + b"\0" * 14
    extensible = b"RIFF\0\0\0\0WAVEfmt " + struct.pack("<I", len(form)) + form + b"data\4\0\0\0abcd"
    assert taken(faces["sync"], extensible, encoding=encoding) == [b"abcd"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (wav(b"ab", 44100), "`a.wav` holds pcm_s16le at 44100 Hz, but the socket was opened for pcm_s16le at 16000 Hz"),
        (wav(b"abcd", channels=2), "holds pcm_s16le at 16000 Hz in 2 channels, but"),
        (wav(b"abcd", bits=8), "holds format 1 of 8 bits at 16000 Hz, but"),
        (b"RIFF\0\0\0\0WAVEdata\2\0\0\0ab", "is a WAV file that does not say its format"),
        (wav(b"ab")[:30], "is a WAV file that ends before its audio begins"),
        (b"RIFF", "is a WAV file that ends before its audio begins"),
        (b"RIFF\0\0\0\0WAVE" + b"junk\xff\xff\xff\x7f", "without audio in its first 1048576 bytes"),
        (b"OggS\0", "is an Ogg file, but a socket takes raw audio \\(pcm_s16le at 16000 Hz\\); decode it"),
        (b"fLaC", "is a FLAC file"),
        (b"ID3\4", "is an MP3 file"),
    ],
)
def test_audio_of_another_format_is_refused(faces: Any, data: bytes, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        taken(faces["sync"], data)


def test_what_is_not_bytes_is_refused(faces: Any) -> None:
    face = faces["sync"]
    intake = face.Intake(face.AudioFormat("pcm_s16le", 16000), "the audio", 640)
    with pytest.raises(TypeError, match="audio must come as bytes, not as `str`"):
        intake.feed("text")
    with pytest.raises(TypeError, match=r"audio must be bytes, a path, .* not `int`"):
        list(face.read_audio(7, 640))


def test_audio_may_be_given_in_many_ways(faces: Any, tmp_path: Path) -> None:
    face = faces["sync"]
    path = tmp_path / "a.raw"
    path.write_bytes(b"abcdef")
    with path.open("rb") as opened:
        ways = [
            b"abcdef",
            bytearray(b"abcdef"),
            path,
            str(path),
            opened,
            io.BytesIO(b"abcdef"),
            [b"abc", b"def"],
            iter([b"abcdef"]),
        ]
        assert [b"".join(face.read_audio(way, 4)) for way in ways] == [b"abcdef"] * len(ways)
        assert not opened.closed
    assert [face.name_of(way) for way in (path, str(path), b"a")] == [f"`{path}`", f"`{path}`", "the audio"]


def test_a_pipe_gives_what_is_there(faces: Any) -> None:
    class Pipe:
        """Has two bytes ready, and would wait for more."""

        def __init__(self) -> None:
            self.ready = [b"ab", b"c"]

        def read1(self, size: int) -> bytes:
            return self.ready.pop(0) if self.ready else b""

        def read(self, size: int = -1) -> bytes:
            raise AssertionError("would wait")

    assert list(faces["sync"].read_audio(Pipe(), 640)) == [b"ab", b"c"]


def test_the_pace_keeps_audio_back_until_its_time(faces: Any) -> None:
    now_s = [100.0]
    pacer = faces["sync"].Pacer(32000, 2.0, clock=lambda: now_s[0])
    assert pacer.delay_s(3200) == 0
    assert pacer.delay_s(3200) == pytest.approx(0.05)
    now_s[0] += 0.05
    assert pacer.delay_s(6400) == pytest.approx(0.05)
    now_s[0] += 10
    assert pacer.delay_s(3200) == 0


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("pcm_16000", ("pcm_s16le", 16000)),
        ("mulaw_8000", ("pcm_mulaw", 8000)),
        ("opus_48000", None),
        ("pcm", None),
        ("pcm_0", None),
    ],
)
def test_formats_of_calls_have_names(faces: Any, name: str, expected: Any) -> None:
    face = faces["sync"]
    assert face.AudioFormat.named(name) == (expected and face.AudioFormat(*expected))


def test_pieces_are_whole_samples(faces: Any) -> None:
    kind = faces["sync"].AudioFormat
    assert [kind(name, 22050).piece_bytes(20) for name in ("pcm_s16le", "pcm_f32le", "pcm_mulaw", "new")] == [
        882,
        1764,
        441,
        441,
    ]
    assert kind("pcm_s16le", 8).piece_bytes(1) == 2
    with pytest.raises(ValueError, match="how many bytes a second of `new` has is not known"):
        _ = kind("new", 1).bytes_per_s


def test_final_texts_are_joined_as_they_are(faces: Any) -> None:

    face = faces["sync"]
    collector = face.TranscriptCollector()
    word = Is(word="Hel", start=0.1, end=0.2)
    for event in (
        Is(type="transcript", text="He", is_final=False, words=None),
        Is(type="transcript", text="Hel", is_final=True, words=[word]),
        Is(type="flush_done"),
        Is(type="transcript", text="lo", is_final=True, words=None),
        Is(type="transcript", text=" yo", is_final=False),
    ):
        collector.add(event)
    found = collector.transcript()
    assert (found.text, found.segments, found.unfinished) == ("Hello", ("Hel", "lo"), " yo")
    assert found.words == (face.TimedText("Hel", 0.1, 0.2),)
