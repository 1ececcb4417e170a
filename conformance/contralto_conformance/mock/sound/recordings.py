"""Recordings that clients send: which container, how long, and what sounds in it.

WAV files and headerless audio are read sample by sample, in pieces as they are asked for, never as a whole. Of other
containers the beginning is recognized; their length is counted (MP3, FLAC) or estimated from their size. Their sound
is not decoded, and counts as syllables of equal length.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, cycle
from typing import BinaryIO

from .samples import LEAST_RATE_HZ, WAV_ENCODINGS, Decoder, sample_bytes

FRAME_MS = 20
"""How long the moments are for which a loudness is told."""

MAX_RATE_HZ = 384_000
MAX_CHANNELS = 32

_MAX_CHUNKS = 100  # of a RIFF file before its audio
_MIN_BYTES = 44  # the smallest header of a WAV file; no other container is useful below it either
_SYLLABLE = (0.5,) * 11 + (0.0,) * 3  # of sound that is not decoded
# A length that a header claims counts up to this pace, so that a small file cannot stand for years.
_MIN_BITS_PER_S = 4000
_USUAL_BITS_PER_S = {"ogg": 64_000, "webm": 64_000, "m4a": 128_000, "flac": 400_000}
_MARKS = {b"RIFF": "wav", b"RF64": "wav", b"fLaC": "flac", b"OggS": "ogg", b"\x1aE\xdf\xa3": "webm", b"ID3": "mp3"}
_EXTENSIBLE = 0xFFFE


class NotAudio(ValueError):
    """The file is no recording that can be read; the text says why, as the end of a sentence."""


@dataclass(frozen=True, slots=True)
class Recording:
    """`container` is `raw`, `wav`, `mp3`, `flac`, `ogg`, `webm` or `m4a`; `length_ms` is at least 1, except of `raw`;
    `pcm` are the samples of `raw` and `wav`."""

    container: str
    length_ms: int
    pcm: Pcm | None = None

    def loudness(self) -> Iterator[float]:
        """The peak of each FRAME_MS in turn, 0 to 1, over all channels; the last frame may be shorter."""
        frames = -(-self.length_ms // FRAME_MS)
        levels = iter(cycle(_SYLLABLE)) if self.pcm is None else self.pcm.peaks()
        for _ in range(frames):
            yield next(levels, 0.0)


@dataclass(frozen=True, slots=True)
class Pcm:
    """Where samples are in a file, and how they are read: `encoding` as `Decoder` takes it, `sample_rate` in Hz."""

    file: BinaryIO
    offset: int
    size: int
    encoding: str
    sample_rate: int
    channels: int

    @property
    def frame_bytes(self) -> int:
        """Bytes of one sample of every channel."""
        return sample_bytes(self.encoding) * self.channels

    @property
    def frames(self) -> int:
        """How many samples each channel has."""
        return self.size // self.frame_bytes

    @property
    def length_ms(self) -> int:
        """How long it plays, rounded down."""
        return self.frames * 1000 // self.sample_rate

    def pieces(self, piece_bytes: int) -> Iterator[bytes]:
        """All the audio in pieces, the last one shorter."""
        for at in range(0, self.size, piece_bytes):
            self.file.seek(self.offset + at)
            yield self.file.read(min(piece_bytes, self.size - at))

    def peaks(self) -> Iterator[float]:
        """The peak of each FRAME_MS, 0 to 1."""
        decoder = Decoder(self.encoding)  # as one channel: the loudest of all is asked for
        # Counted from the start, so that nothing adds up where a frame is no whole number of samples.
        ends = (number * FRAME_MS * self.sample_rate // 1000 for number in count(1))
        at = 0
        while at < self.frames:
            until = min(self.frames, next(ends))
            self.file.seek(self.offset + at * self.frame_bytes)
            yield decoder.peak(self.file.read((until - at) * self.frame_bytes))
            at = until


def container_of(start: bytes) -> str | None:
    """The container of a file that begins with `start` (16 bytes are enough), as in Recording; None for any other."""
    for mark, container in _MARKS.items():
        if start.startswith(mark):
            return container if container != "wav" or start[8:12] == b"WAVE" else None
    if start[4:8] == b"ftyp":
        return "m4a"
    return "mp3" if _mpeg_frame(start[:4]) is not None else None


def read_recording(file: BinaryIO, size: int) -> Recording:
    """The recording in `file`, which has `size` bytes and stays open as long as the recording is used.

    Raises NotAudio for what is no container of the documented ones, and for a WAV file without samples or in an
    encoding other than integers, floats, mu-law and A-law.
    """
    if not size:
        raise NotAudio("it is empty")
    file.seek(0)
    container = container_of(file.read(16))
    if container is None:
        raise NotAudio("it is none of flac, m4a, mp3, mp4, mpeg, mpga, oga, ogg, wav and webm")
    if size < _MIN_BYTES:
        raise NotAudio("it is too short to be a recording")
    if container == "wav":
        pcm = _read_wav(file, size)
        return Recording(container, max(1, pcm.length_ms), pcm)
    if container == "mp3":
        length_ms = _mp3_length_ms(file, size)
    elif container == "flac":
        length_ms = _flac_length_ms(file, size)
    else:
        length_ms = _estimated_ms(size, _USUAL_BITS_PER_S[container])
    return Recording(container, max(1, min(length_ms, _estimated_ms(size, _MIN_BITS_PER_S))))


def headerless(file: BinaryIO, size: int, encoding: str, sample_rate: int) -> Recording:
    """The mono audio that a file is from its first byte to its last."""
    pcm = Pcm(file, 0, size, encoding, sample_rate, 1)
    return Recording("raw", pcm.length_ms, pcm)


def _read_wav(file: BinaryIO, size: int) -> Pcm:
    form: bytes | None = None
    at = 12
    for _ in range(_MAX_CHUNKS):
        file.seek(at)
        header = file.read(8)
        if len(header) < 8:
            break
        name, length = struct.unpack("<4sI", header)
        at += 8
        if name == b"fmt ":
            form = file.read(min(length, 40))
        elif name == b"data" and form is not None:
            # A stream that is written on the fly names no length, or the largest one.
            return _pcm(file, form, at, size - at if length in (0, 0xFFFFFFFF) else min(length, size - at))
        at += length + length % 2
    raise NotAudio("its WAV header names no format and no samples")


def _pcm(file: BinaryIO, form: bytes, offset: int, size: int) -> Pcm:
    if len(form) < 16:
        raise NotAudio("the format in its WAV header is cut off")
    tag, channels, rate, _, frame_bytes, bits = struct.unpack("<HHIIHH", form[:16])
    if tag == _EXTENSIBLE and len(form) >= 26:
        # The true tag begins the identifier of the sub-format.
        tag = int.from_bytes(form[24:26], "little")
    encoding = WAV_ENCODINGS.get((tag, bits))
    if encoding is None:
        raise NotAudio(f"its WAV encoding (format {tag} with {bits} bits) is not supported")
    if (
        not 1 <= channels <= MAX_CHANNELS
        or not LEAST_RATE_HZ <= rate <= MAX_RATE_HZ
        or frame_bytes != channels * bits // 8
    ):
        raise NotAudio(f"its WAV header is not plausible ({channels} channels, {rate} Hz, {frame_bytes} bytes a frame)")
    if size < frame_bytes:
        raise NotAudio("it holds no samples")
    return Pcm(file, offset, size, encoding, rate, channels)


# MPEG audio: kilobits a second by version (1, else 2) and layer (1 to 3), and samples a second by version.
_MPEG_KBITS = {
    (1, 1): (32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    (1, 2): (32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (1, 3): (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (2, 1): (32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    (2, 2): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (2, 3): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_MPEG_RATES_HZ = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
# So many frames are counted (some minutes of speech); what follows is taken to be like them.
_MAX_MPEG_FRAMES = 20_000


def _mpeg_frame(header: bytes) -> tuple[int, float] | None:
    """Bytes and seconds of the MPEG audio frame that begins with these four bytes; None when there is none."""
    if len(header) < 4:
        return None
    word = int.from_bytes(header, "big")
    version, layer = word >> 19 & 3, 4 - (word >> 17 & 3)
    kind = 1 if version == 3 else 2
    kbits, rates_hz = _MPEG_KBITS.get((kind, layer)), _MPEG_RATES_HZ.get(version)
    kbits_at, rate_at = word >> 12 & 15, word >> 10 & 3
    if word >> 21 != 0x7FF or kbits is None or rates_hz is None or not 1 <= kbits_at <= 14 or rate_at == 3:
        return None
    bits_per_s, rate_hz, padding = kbits[kbits_at - 1] * 1000, rates_hz[rate_at], word >> 9 & 1
    samples = 384 if layer == 1 else 576 if layer == 3 and kind == 2 else 1152
    slot = 4 if layer == 1 else 1
    return (samples // 8 // slot * bits_per_s // rate_hz + padding) * slot, samples / rate_hz


def _mp3_length_ms(file: BinaryIO, size: int) -> int:
    file.seek(0)
    start = file.read(10)
    begin = 0
    if start.startswith(b"ID3"):
        # The size of the tag in four times seven bits, after its own ten bytes.
        begin = 10 + sum((byte & 0x7F) << shift for byte, shift in zip(start[6:10], (21, 14, 7, 0), strict=True))
    at, seconds = begin, 0.0
    for _ in range(_MAX_MPEG_FRAMES):
        file.seek(at)
        frame = _mpeg_frame(file.read(4))
        if frame is None:
            break
        at += frame[0]
        seconds += frame[1]
    else:
        seconds *= (size - begin) / (at - begin)
    if at == begin:
        raise NotAudio("no MPEG audio frame follows its ID3 tag")
    return int(seconds * 1000)


def _flac_length_ms(file: BinaryIO, size: int) -> int:
    # The first block is STREAMINFO: after 10 bytes 20 bits of rate, 8 of channels and depth, 36 of samples.
    file.seek(8)
    block = file.read(34)
    if len(block) < 34:
        raise NotAudio("the header of its FLAC stream is cut off")
    packed = int.from_bytes(block[10:18], "big")
    rate, samples = packed >> 44, packed & (1 << 36) - 1
    return samples * 1000 // rate if rate and samples else _estimated_ms(size, _USUAL_BITS_PER_S["flac"])


def _estimated_ms(size: int, bits_per_s: int) -> int:
    return size * 8000 // bits_per_s
