"""Forms as bytes: `multipart/form-data` after RFC 7578, and the tone that stands in for a recording."""

from __future__ import annotations

import hashlib
import math
import struct
from collections.abc import Iterable
from dataclasses import dataclass

_TONE_RATE = 16000
_TONE_HZ = 220
_TONE_PEAK = 12000


@dataclass(frozen=True)
class Part:
    """One part of a form. file_name: None for a field that is no file; media_type: None for none."""

    name: str
    content: bytes
    file_name: str | None = None
    media_type: str | None = None


def encode(parts: Iterable[Part]) -> tuple[bytes, str]:
    """The body of a form, and its media type with the boundary. The same parts make the same bytes."""
    given = list(parts)
    boundary = _boundary(given)
    pieces = [b"--%s\r\n%s\r\n\r\n%s\r\n" % (boundary, _head(part), part.content) for part in given]
    return b"".join([*pieces, b"--%s--\r\n" % boundary]), f"multipart/form-data; boundary={boundary.decode()}"


def tone(seconds_s: float) -> bytes:
    """A WAV file with a tone: 220 Hz, 16 bit, 16 kHz, one channel."""
    step = 2 * math.pi * _TONE_HZ / _TONE_RATE
    samples = [round(_TONE_PEAK * math.sin(step * number)) for number in range(round(seconds_s * _TONE_RATE))]
    audio = struct.pack(f"<{len(samples)}h", *samples)
    form = struct.pack("<HHIIHH", 1, 1, _TONE_RATE, 2 * _TONE_RATE, 2, 16)
    chunks = b"WAVEfmt " + struct.pack("<I", len(form)) + form + b"data" + struct.pack("<I", len(audio)) + audio
    return b"RIFF" + struct.pack("<I", len(chunks)) + chunks


def _boundary(parts: list[Part]) -> bytes:
    """A line that no part holds: it depends on all of them."""
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        digest.update(part.name.encode() + b"\0" + part.content + b"\0")
    return b"contralto-" + digest.hexdigest().encode()


def _head(part: Part) -> bytes:
    disposition = f'Content-Disposition: form-data; name="{_quoted(part.name)}"'
    if part.file_name is not None:
        disposition += f'; filename="{_quoted(part.file_name)}"'
    media = f"\r\nContent-Type: {part.media_type}" if part.media_type is not None else ""
    return f"{disposition}{media}".encode()


def _quoted(name: str) -> str:
    # As browsers write them (HTML, multipart/form-data encoding algorithm).
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
