"""What a whole stream or context said: audio and timestamps put together."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from . import _codec
from ._files import PartialFile
from ._wav import bytes_per_sample, wav_header

_FORM_PREFIX = "output_format["


@dataclass(frozen=True, slots=True)
class TimedText:
    """A word or phoneme with its place in the audio, in seconds from the beginning."""

    text: str
    start_s: float
    end_s: float

    @property
    def duration_s(self) -> float:
        """Seconds that it sounds."""
        return self.end_s - self.start_s


@dataclass(frozen=True, slots=True)
class Section:
    """The output that carries one `flush_id`: that of the texts between two flushes. None where events carry none.

    Times of `words` and `phonemes` count from the beginning of the whole audio.
    """

    flush_id: int | None
    audio: bytes = field(repr=False)
    words: tuple[TimedText, ...] = ()
    phonemes: tuple[TimedText, ...] = ()


@dataclass(frozen=True, slots=True)
class Speech:
    """Gathered output.

    `audio` is what the request asked for: headerless mono PCM in `encoding` at `sample_rate` if `container` is `raw`,
    else a file. `sections` tell which of it belongs to which flush, in the order of their first event; there is one
    if nothing was flushed.
    """

    audio: bytes = field(repr=False)
    words: tuple[TimedText, ...] = ()
    phonemes: tuple[TimedText, ...] = ()
    sections: tuple[Section, ...] = field(default=(), repr=False)
    container: str | None = None
    encoding: str | None = None
    sample_rate: int | None = None

    @property
    def duration_s(self) -> float:
        """Seconds of audio. Raises ValueError unless it is headerless audio of known encoding and rate."""
        encoding, sample_rate = self._raw_format()
        return len(self.audio) / (bytes_per_sample(encoding) * sample_rate)

    def write_wav(self, path: str | os.PathLike[str]) -> int:
        """Writes the audio as a WAV file, without converting it; gives the number of bytes of the file.

        The file appears under its name when complete. Raises ValueError for audio that has a container other than
        `wav` or whose encoding and rate are not known, OSError if the file cannot be written.
        """
        if self.container == "wav":
            pieces = [self.audio]
        else:
            encoding, sample_rate = self._raw_format()
            pieces = [wav_header(len(self.audio), encoding, sample_rate), self.audio, b"\0" * (len(self.audio) % 2)]
        with PartialFile(path) as file:
            for piece in pieces:
                file.write(piece)
            file.commit()
        return sum(map(len, pieces))

    def _raw_format(self) -> tuple[str, int]:
        if self.container not in (None, "raw"):
            raise ValueError(f"the audio is a `{self.container}` file; save it as it is, or ask for `raw`")
        if self.encoding is None or self.sample_rate is None:
            raise ValueError("the encoding and sample rate of this audio are not known; its request named none")
        return self.encoding, self.sample_rate


class SpeechCollector:
    """Gathers events into a Speech.

    Reads the members by their names in the API (`data`, `word_timestamps`, `phoneme_timestamps`, `flush_id`), so any
    event class with them will do; events without them add nothing. `output_format` is that of the request.
    """

    def __init__(self, output_format: object = None) -> None:
        members = output_format if isinstance(output_format, Mapping) else {}
        container, encoding, sample_rate = map(members.get, ("container", "encoding", "sample_rate"))
        self._container = container if isinstance(container, str) else None
        self._encoding = encoding if isinstance(encoding, str) else None
        rate = str(sample_rate)  # it is text in a form
        self._sample_rate = int(rate) if rate.isdecimal() else None
        self._audio: list[bytes] = []
        self._words: list[TimedText] = []
        self._phonemes: list[TimedText] = []
        self._sections: dict[int | None, tuple[list[bytes], list[TimedText], list[TimedText]]] = {}

    def add(self, event: object) -> None:
        """Takes one event. Raises DecodeError if its audio is not base64."""
        data = getattr(event, "data", None)
        if isinstance(data, str):
            audio = _codec.b64decode(data)
            self._audio.append(audio)
            self._section(event)[0].append(audio)
            return
        words, phonemes = _words(event), _phonemes(event)
        if words or phonemes:
            self._words.extend(words)
            self._phonemes.extend(phonemes)
            section = self._section(event)
            section[1].extend(words)
            section[2].extend(phonemes)

    def speech(self) -> Speech:
        """What was gathered so far."""
        whole = b"".join(self._audio)
        sections = tuple(
            # One section is the whole, which need not be held twice.
            Section(flush_id, whole if len(self._sections) == 1 else b"".join(audio), tuple(words), tuple(phonemes))
            for flush_id, (audio, words, phonemes) in self._sections.items()
        )
        return Speech(
            whole,
            tuple(self._words),
            tuple(self._phonemes),
            sections,
            self._container,
            self._encoding,
            self._sample_rate,
        )

    def _section(self, event: object) -> tuple[list[bytes], list[TimedText], list[TimedText]]:
        flush_id = getattr(event, "flush_id", None)
        return self._sections.setdefault(flush_id, ([], [], []))


def output_format_of(json: object, form: Iterable[tuple[object, ...]]) -> Mapping[str, object]:
    """The members of `output_format` in a request, which has them in its JSON body or in parts of its form."""
    if isinstance(json, Mapping):
        members = json.get("output_format")
        return members if isinstance(members, Mapping) else {}
    return {
        str(name).removeprefix(_FORM_PREFIX).removesuffix("]"): value
        for name, value, *_ in form
        if str(name).startswith(_FORM_PREFIX)
    }


def timed_texts(event: object) -> tuple[TimedText, ...]:
    """The words or phonemes of one event with their times; none if it has none."""
    return tuple(_words(event) or _phonemes(event))


def _words(event: object) -> list[TimedText]:
    return _timed(getattr(event, "word_timestamps", None), "words")


def _phonemes(event: object) -> list[TimedText]:
    return _timed(getattr(event, "phoneme_timestamps", None), "phonemes")


def _timed(timestamps: object, name: str) -> list[TimedText]:
    texts, starts, ends = (getattr(timestamps, column, None) for column in (name, "start", "end"))
    if not (isinstance(texts, list) and isinstance(starts, list) and isinstance(ends, list)):
        return []
    # The service promises equal lengths; where it breaks that, what can be paired is kept.
    return [TimedText(text, start, end) for text, start, end in zip(texts, starts, ends, strict=False)]
