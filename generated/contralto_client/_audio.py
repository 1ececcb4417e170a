"""Audio on its way to the service: what a caller may give, what a WAV header says, pieces, and the pace. No network.

Nothing is resampled or converted. A WAV file is taken for what its header says: raw audio goes out without the header
if the format is the announced one, and nothing goes out otherwise.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, TypeAlias

from ._wav import FORMATS

AudioInput: TypeAlias = bytes | str | os.PathLike[str] | IO[bytes] | Iterable[bytes]
"""What is taken for audio: bytes, the path of a file, an open binary file, or what gives pieces of bytes."""

_WAV_FORMATS = {**FORMATS, "pcm_f16le": (3, 2)}  # read, though no WAV file is written with it
SAMPLE_BYTES = {encoding: width for encoding, (_, width) in _WAV_FORMATS.items()}
MAX_HEADER_BYTES = 1024 * 1024
"""The longest header of a WAV file that is looked through for the audio."""

_WAV_ENCODINGS = {(tag, 8 * width): encoding for encoding, (tag, width) in _WAV_FORMATS.items()}
_EXTENSIBLE = 0xFFFE
_ENDLESS_BYTES = 0x7FFF_0000
"""From here on the size of the audio is what writers put there that do not know it."""
_CONTAINERS = {b"OggS": "an Ogg file", b"fLaC": "a FLAC file", b"ID3": "an MP3 file", b"\x1aE\xdf\xa3": "a WebM file"}


@dataclass(frozen=True, slots=True)
class AudioFormat:
    """Raw mono audio: encoding and samples per second."""

    encoding: str
    sample_rate: int

    @classmethod
    def named(cls, name: str) -> AudioFormat | None:
        """The format behind a name such as `pcm_16000` or `mulaw_8000`; None if it is not of that form."""
        kind, _, rate = name.rpartition("_")
        encoding = {"pcm": "pcm_s16le", "mulaw": "pcm_mulaw", "alaw": "pcm_alaw"}.get(kind)
        return cls(encoding, int(rate)) if encoding and rate.isascii() and rate.isdigit() and int(rate) else None

    @property
    def sample_bytes(self) -> int:
        """Bytes of one sample; 1 for an encoding that is not known here."""
        return SAMPLE_BYTES.get(self.encoding, 1)

    @property
    def bytes_per_s(self) -> int:
        """Bytes of one second. Raises ValueError for an encoding that is not known here."""
        if self.encoding not in SAMPLE_BYTES:
            raise ValueError(f"how many bytes a second of `{self.encoding}` has is not known, so it has no pace")
        return SAMPLE_BYTES[self.encoding] * self.sample_rate

    def piece_bytes(self, piece_ms: int) -> int:
        """Bytes of `piece_ms` milliseconds, whole samples, at least one."""
        return max(1, self.sample_rate * piece_ms // 1000) * self.sample_bytes

    def __str__(self) -> str:
        return f"{self.encoding} at {self.sample_rate} Hz"


class Pacer:
    """Spreads audio over time: `pace` seconds of it a second."""

    def __init__(self, bytes_per_s: float, pace: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = bytes_per_s * pace
        self._clock = clock
        self._begin_s: float | None = None
        self._n_bytes = 0

    def delay_s(self, n_bytes: int) -> float:
        """Seconds to wait before `n_bytes` more are sent, so that no audio goes out before its time."""
        now_s = self._clock()
        if self._begin_s is None:
            self._begin_s = now_s
        due_s = self._begin_s + self._n_bytes / self._rate
        self._n_bytes += n_bytes
        return max(0.0, due_s - now_s)


class Intake:
    """Takes audio as it comes and gives it in pieces to send: at most `piece_bytes` long, without a WAV header.

    `name` is what messages call the audio. `feed` and `end` raise ValueError for audio of another format than
    `expected`, for the header of another container, and for a broken one, before they have given a piece; TypeError
    for what is not bytes.
    """

    def __init__(self, expected: AudioFormat, name: str, piece_bytes: int) -> None:
        self._expected = expected
        self._name = name
        self.piece_bytes = piece_bytes
        self._held: bytes | None = b""  # what came so far, until it is known what it is
        self._left: int | None = None  # bytes of audio that a WAV header has announced and that are still to come

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The pieces in what came next."""
        if not isinstance(data, bytes | bytearray | memoryview):
            raise TypeError(f"audio must come as bytes, not as `{type(data).__name__}`")
        if self._held is None:
            return self._pieces(bytes(data))
        self._held += bytes(data)
        audio = self._begin(self._held)
        if audio is None:
            return iter(())
        self._held = None
        return self._pieces(audio)

    def end(self) -> Iterator[bytes]:
        """What is left when no more comes."""
        held, self._held = self._held, None
        if not held:
            return iter(())
        if held.startswith(b"RIFF"):
            raise ValueError(f"{self._name} is a WAV file that ends before its audio begins")
        return self._pieces(held)

    def _pieces(self, audio: bytes) -> Iterator[bytes]:
        if self._left is not None:
            audio = audio[: self._left]
            self._left -= len(audio)
        for start in range(0, len(audio), self.piece_bytes):
            yield audio[start : start + self.piece_bytes]

    def _begin(self, held: bytes) -> bytes | None:
        """The audio in what came so far; None if more must come to tell."""
        for magic, what in _CONTAINERS.items():
            if held.startswith(magic):
                raise ValueError(
                    f"{self._name} is {what}, but a socket takes raw audio ({self._expected}); decode it, or send the "
                    "whole file to `stt.transcribe`"
                )
        if len(held) < 12:
            return None if b"RIFF".startswith(held[:4]) or held[:4] == b"RIFF" else held
        if held[:4] != b"RIFF" or held[8:12] != b"WAVE":
            return held
        return self._wav_audio(held)

    def _wav_audio(self, held: bytes) -> bytes | None:
        place, found = 12, None
        while len(held) >= place + 8:
            kind, size = held[place : place + 4], int.from_bytes(held[place + 4 : place + 8], "little")
            place += 8
            if kind == b"data":
                self._check(found)
                self._left = None if size == 0 or size >= _ENDLESS_BYTES else size
                return held[place:]
            if kind == b"fmt " and len(held) < place + size:
                break
            if kind == b"fmt ":
                found = held[place : place + size]
            place += size + size % 2
        if max(place, len(held)) > MAX_HEADER_BYTES:
            raise ValueError(f"{self._name} is a WAV file without audio in its first {MAX_HEADER_BYTES} bytes")
        return None

    def _check(self, found: bytes | None) -> None:
        """Raises ValueError unless the format in a WAV header is the expected one."""
        if found is None or len(found) < 16:
            raise ValueError(f"{self._name} is a WAV file that does not say its format")
        tag, n_channels, sample_rate = (
            int.from_bytes(found[start:end], "little") for start, end in ((0, 2), (2, 4), (4, 8))
        )
        n_bits = int.from_bytes(found[14:16], "little")
        if tag == _EXTENSIBLE and len(found) >= 26:
            tag = int.from_bytes(found[24:26], "little")
        encoding = _WAV_ENCODINGS.get((tag, n_bits), f"format {tag} of {n_bits} bits")
        if (encoding, sample_rate, n_channels) == (self._expected.encoding, self._expected.sample_rate, 1):
            return
        channels = "" if n_channels == 1 else f" in {n_channels} channels"
        raise ValueError(
            f"{self._name} holds {encoding} at {sample_rate} Hz{channels}, but the socket was opened for "
            f"{self._expected} in one channel; open it with the format of the audio, or convert the audio first"
        )


def name_of(audio: object) -> str:
    """What messages call the audio."""
    name = audio if isinstance(audio, str | os.PathLike) else getattr(audio, "name", None)
    return f"`{os.fspath(name)}`" if isinstance(name, str | os.PathLike) else "the audio"


def read_audio(audio: AudioInput, n_bytes: int) -> Generator[bytes, None, None]:
    """What a caller gave as audio, piece by piece as it comes; files in pieces of `n_bytes` at most.

    Raises OSError if a file cannot be read, TypeError for what is no audio. A file given by its path is closed at the
    end, one that was open stays so.
    """
    if isinstance(audio, bytes | bytearray | memoryview):
        yield bytes(audio)
    elif isinstance(audio, str | os.PathLike):
        with Path(audio).open("rb") as file:
            yield from _read(file, n_bytes)
    elif hasattr(audio, "read"):
        yield from _read(audio, n_bytes)
    elif isinstance(audio, Iterable):
        yield from audio
    else:
        kind = type(audio).__name__
        raise TypeError(f"audio must be bytes, a path, a file opened in binary mode, or what gives bytes, not `{kind}`")


def _read(file: Any, n_bytes: int) -> Iterator[bytes]:
    """What a file gives; of a pipe what is there, without waiting for more."""
    read = getattr(file, "read1", file.read)
    while data := read(n_bytes):
        yield data
