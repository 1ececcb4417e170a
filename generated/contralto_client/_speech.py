"""What a whole stream or context said: audio and timestamps put together. No I/O."""

from __future__ import annotations

from dataclasses import dataclass

from . import _codec


@dataclass(frozen=True, slots=True)
class TimedText:
    """A word or phoneme with its place in the audio, in seconds from the beginning."""

    text: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Speech:
    """Gathered output. `audio` is headerless mono PCM in the encoding and rate that the request asked for."""

    audio: bytes
    words: tuple[TimedText, ...] = ()
    phonemes: tuple[TimedText, ...] = ()


class SpeechCollector:
    """Gathers events into a Speech.

    Reads the members by their names in the API (`data`, `word_timestamps`, `phoneme_timestamps`), so any event class
    with them will do; events without them add nothing.
    """

    def __init__(self) -> None:
        self._audio: list[bytes] = []
        self._words: list[TimedText] = []
        self._phonemes: list[TimedText] = []

    def add(self, event: object) -> None:
        """Takes one event. Raises DecodeError if its audio is not base64."""
        data = getattr(event, "data", None)
        if isinstance(data, str):
            self._audio.append(_codec.b64decode(data))
            return
        self._words.extend(_timed(getattr(event, "word_timestamps", None), "words"))
        self._phonemes.extend(_timed(getattr(event, "phoneme_timestamps", None), "phonemes"))

    def speech(self) -> Speech:
        """What was gathered so far."""
        return Speech(b"".join(self._audio), tuple(self._words), tuple(self._phonemes))


def _timed(timestamps: object, name: str) -> list[TimedText]:
    texts, starts, ends = (getattr(timestamps, column, None) for column in (name, "start", "end"))
    if not (isinstance(texts, list) and isinstance(starts, list) and isinstance(ends, list)):
        return []
    # The service promises equal lengths; where it breaks that, what can be paired is kept.
    return [TimedText(text, start, end) for text, start, end in zip(texts, starts, ends, strict=False)]
