"""Audio files by their first bytes, and how long those play that no decoder here can read."""

from __future__ import annotations

import struct

_MAGIC = {
    b"RIFF": "wav",
    b"ID3": "mp3",
    b"fLaC": "flac",
    b"OggS": "ogg",
    b"\x1a\x45\xdf\xa3": "webm",
}
# MPEG audio: kilobits a second by version (1, else 2) and layer (1 to 3), and samples a second by version.
_BIT_RATES = {
    (1, 1): (32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    (1, 2): (32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (1, 3): (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (2, 1): (32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    (2, 2): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (2, 3): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_MPEG_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_USUAL_BYTES_PER_S = 8000  # 64 kb/s, about what speech is compressed to
# What a header claims counts up to this, so that a small file cannot play for years.
_LEAST_BYTES_PER_S = 500


def container_of(content: bytes) -> str | None:
    """`wav`, `mp3`, `flac`, `ogg`, `webm` or `mp4` (m4a too); None for what begins like none of them."""
    for magic, name in _MAGIC.items():
        if content.startswith(magic):
            return name
    if content[4:8] == b"ftyp":
        return "mp4"
    return "mp3" if _frame(content, 0) is not None else None


def length_s(content: bytes, container: str) -> float:
    """Seconds that a file plays: counted for MP3 and FLAC, guessed from the size for the others."""
    found = 0.0
    if container == "mp3":
        found = _mp3_s(content)
    elif container == "flac":
        found = _flac_s(content)
    return min(found or len(content) / _USUAL_BYTES_PER_S, len(content) / _LEAST_BYTES_PER_S)


def _mp3_s(content: bytes) -> float:
    at = 0
    if content.startswith(b"ID3") and len(content) >= 10:
        # The size of the tag in four times seven bits, after its own ten bytes.
        at = 10 + sum(part << shift for part, shift in zip(content[6:10], (21, 14, 7, 0), strict=True))
    seconds = 0.0
    while (frame := _frame(content, at)) is not None:
        size, plays_s = frame
        seconds += plays_s
        at += size
    return seconds


def _frame(content: bytes, at: int) -> tuple[int, float] | None:
    """Bytes and seconds of the MPEG audio frame at `at`; None when there is none."""
    if len(content) < at + 4:
        return None
    (header,) = struct.unpack_from(">I", content, at)
    version, layer = header >> 19 & 3, 4 - (header >> 17 & 3)
    kind = 1 if version == 3 else 2
    bit_rates, rates = _BIT_RATES.get((kind, layer)), _MPEG_RATES.get(version)
    bit_rate_at, rate_at = header >> 12 & 15, header >> 10 & 3
    if header >> 21 != 0x7FF or bit_rates is None or rates is None or not 1 <= bit_rate_at <= 14 or rate_at == 3:
        return None
    bit_rate, rate, padding = bit_rates[bit_rate_at - 1] * 1000, rates[rate_at], header >> 9 & 1
    samples = 384 if layer == 1 else 576 if layer == 3 and kind == 2 else 1152
    slot = 4 if layer == 1 else 1
    return (samples // 8 // slot * bit_rate // rate + padding) * slot, samples / rate


def _flac_s(content: bytes) -> float:
    # STREAMINFO comes first: after 4 + 4 + 10 bytes 20 bits of rate, 8 of channels and depth, 36 of samples.
    packed = int.from_bytes(content[18:26], "big")
    rate, samples = packed >> 44, packed & (1 << 36) - 1
    return samples / rate if rate and len(content) >= 26 else 0.0
