"""Audio bytes: raw PCM, the RIFF WAVE header, and MPEG layer III frames, read after their standards."""

from __future__ import annotations

import math
import struct
import sys
from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeGuard

ENCODINGS: Mapping[str, int] = {"pcm_f32le": 4, "pcm_s16le": 2, "pcm_mulaw": 1, "pcm_alaw": 1}
"""Documented encodings and the bytes of one of their samples."""

BIT_RATES = (32000, 64000, 96000, 128000, 192000)
RATES = (8000, 16000, 22050, 24000, 44100, 48000)

_HEADERS = {b"RIFF": "a RIFF header", b"RIFX": "a RIFX header", b"ID3": "an ID3 tag"}


@dataclass(frozen=True)
class RawFormat:
    """Encoding and rate of headerless mono PCM. rate: samples per second."""

    encoding: str
    rate: int

    @property
    def sample_bytes(self) -> int:
        """Bytes of one sample."""
        return ENCODINGS[self.encoding]

    def seconds(self, audio: bytes) -> float:
        """How long that audio sounds."""
        return len(audio) / self.sample_bytes / self.rate


def raw_format(output_format: object) -> RawFormat | None:
    """Format of a documented `raw` output format; None for anything else."""
    if not isinstance(output_format, dict) or output_format.get("container") != "raw":
        return None
    encoding, rate = output_format.get("encoding"), output_format.get("sample_rate")
    if isinstance(encoding, str) and encoding in ENCODINGS and is_rate(rate):
        return RawFormat(encoding, rate)
    return None


def is_documented_format(output_format: object) -> bool:
    """Whether an output format is complete and of documented values, in any container."""
    if not isinstance(output_format, dict) or not is_rate(output_format.get("sample_rate")):
        return False
    if output_format.get("container") == "mp3":
        bit_rate = output_format.get("bit_rate")
        return isinstance(bit_rate, int) and not isinstance(bit_rate, bool) and bit_rate in BIT_RATES
    encoding = output_format.get("encoding")
    return output_format.get("container") in ("raw", "wav") and isinstance(encoding, str) and encoding in ENCODINGS


def is_rate(value: object) -> TypeGuard[int]:
    """Whether a JSON value is one of the documented sample rates."""
    return isinstance(value, int) and not isinstance(value, bool) and value in RATES


def header_of(audio: bytes) -> str | None:
    """Name of the container mark that audio begins with; None if there is none."""
    return next((name for mark, name in _HEADERS.items() if audio.startswith(mark)), None)


def pcm_problem(audio: bytes, form: RawFormat) -> str | None:
    """Why bytes are no headerless PCM of that format; None if they may be."""
    header = header_of(audio)
    if header:
        return header
    if len(audio) % form.sample_bytes:
        return f"{len(audio)} bytes, no multiple of {form.sample_bytes}"
    if form.encoding == "pcm_f32le" and not _are_floats(audio):
        return "numbers that are no samples in IEEE float"
    return None


def _are_floats(audio: bytes) -> bool:
    """Whether at most one sample in a hundred is not finite or beyond 16 (+24 dB over full scale).

    Samples are near -1 to 1; bytes of another encoding read as floats are spread over all exponents.
    """
    samples = array("f", audio)
    if sys.byteorder == "big":
        samples.byteswap()
    odd = sum(1 for sample in samples if not math.isfinite(sample) or abs(sample) > 16)
    return odd * 100 <= len(samples)


@dataclass(frozen=True)
class Wav:
    """What the header of a RIFF WAVE file says. format_tag: 1 PCM, 3 float, 6 A-law, 7 mu-law (extensible resolved).

    data_length: as stated in the header. data_offset: of the first byte of audio.
    """

    format_tag: int
    channels: int
    rate: int
    bits: int
    data_length: int
    data_offset: int


WAV_FORMATS: Mapping[str, tuple[int, int]] = {
    "pcm_s16le": (1, 16),
    "pcm_f32le": (3, 32),
    "pcm_mulaw": (7, 8),
    "pcm_alaw": (6, 8),
}
"""Format tag and bits per sample that each encoding has in a WAV header."""

_EXTENSIBLE = 0xFFFE


def read_wav(body: bytes) -> Wav | str:
    """Header of a WAV file, or what is wrong with it."""
    if body[:4] != b"RIFF" or body[8:12] != b"WAVE":
        return f"no RIFF WAVE header but `{body[:12].hex(' ')}`"
    offset, form = 12, None
    while offset + 8 <= len(body):
        name, length = body[offset : offset + 4], struct.unpack_from("<I", body, offset + 4)[0]
        content = body[offset + 8 : offset + 8 + length]
        if name == b"fmt ":
            if len(content) < 16:
                return f"a `fmt ` chunk of {len(content)} bytes"
            form = struct.unpack_from("<HHIIHH", content)
            tag = form[0]
            if tag == _EXTENSIBLE and len(content) >= 26:
                tag = struct.unpack_from("<H", content, 24)[0]
        elif name == b"data":
            if form is None:
                return "a `data` chunk before any `fmt ` chunk"
            return Wav(tag, form[1], form[2], form[5], length, offset + 8)
        offset += 8 + length + length % 2
    return "no `data` chunk"


def wav_length_problem(body: bytes, wav: Wav) -> str | None:
    """Why the data length of the header is not honest; None if it is.

    Honest is the length of what follows (further chunks may follow it), or one of the marks of a stream: 0 or the
    largest number, from which writers subtract up to the size of the header.
    """
    follows = len(body) - wav.data_offset
    if wav.data_length == 0 or wav.data_length == follows or _is_stream_mark(wav.data_length):
        return None
    if wav.data_length < follows and _are_chunks(body[wav.data_offset + wav.data_length + wav.data_length % 2 :]):
        return None
    return f"{wav.data_length} in the header and {follows} bytes after it"


def _is_stream_mark(length: int) -> bool:
    return length >= 0xFFFFFFFF - 128 or 0x7FFFFFFF - 128 <= length <= 0x7FFFFFFF


def _are_chunks(rest: bytes) -> bool:
    """Whether bytes are a sequence of whole RIFF chunks with printable names."""
    offset = 0
    while offset < len(rest):
        head = rest[offset : offset + 8]
        if len(head) < 8 or not all(0x20 <= byte < 0x7F for byte in head[:4]):
            return False
        length = int.from_bytes(head[4:], "little")
        offset += 8 + length + length % 2
    return offset in {len(rest), len(rest) + 1}


# MPEG audio header: 11 bits of sync, 2 of version, 2 of layer, 1, 4 of bit rate, 2 of sample rate, 1 of padding.
_MP3_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_MP3_KBITS = {
    True: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    False: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}


def mp3_problem(body: bytes, rate: int) -> str | None:
    """Why bytes are not MPEG layer III frames of that sample rate from beginning to end; None if they are.

    ID3 tags at either end and an unfinished last frame are no problem.
    """
    offset = _id3_length(body)
    frames = 0
    while len(head := body[offset : offset + 4]) == 4:
        length, found = _mp3_frame(head)
        if not length:
            if head[:3] == b"TAG" or not body[offset:].strip(b"\0"):
                break
            return f"no frame of layer III at byte {offset} but `{head.hex(' ')}`"
        if found != rate:
            return f"a frame of {found} Hz at byte {offset}"
        frames += 1
        offset += length
    return None if frames else "no frame at all"


def _mp3_frame(head: bytes) -> tuple[int, int]:
    """Length in bytes and rate of the frame with this header; (0, 0) if it is none of layer III."""
    bits = int.from_bytes(head, "big")
    version, layer = bits >> 19 & 3, bits >> 17 & 3
    rate_index, kbit_index, padding = bits >> 10 & 3, bits >> 12 & 15, bits >> 9 & 1
    if bits >> 21 != 0x7FF or version == 1 or layer != 1 or rate_index == 3 or kbit_index in {0, 15}:
        return 0, 0
    rate = _MP3_RATES[version][rate_index]
    kbits = _MP3_KBITS[version == 3][kbit_index]
    per_frame = 144 if version == 3 else 72
    return per_frame * kbits * 1000 // rate + padding, rate


def _id3_length(body: bytes) -> int:
    """Bytes of a leading ID3v2 tag, 0 if there is none."""
    if body[:3] != b"ID3" or len(body) < 10:
        return 0
    size = 0
    for byte in body[6:10]:
        size = size << 7 | byte & 0x7F
    return 10 + size
