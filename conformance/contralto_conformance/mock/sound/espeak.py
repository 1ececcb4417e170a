"""The sound of words as espeak-ng speaks them, for those who want to understand what they hear.

The extra `contralto[speech]` brings the library. It speaks a sentence at a time and reports at which sample each word
begins; a word ends where it falls silent before the next one. So timestamps say what is heard, and a transcript that
is sent sentence by sentence lasts as long as the whole. What is sent in pieces of a sentence is spoken in these pieces.

The library keeps a state of its own from one sentence to the next, by which the same sentence would sound (and last)
differently each time. Therefore it is loaded afresh for every sentence, which takes about three milliseconds; sentences
spoken lately are kept. Changing the rate costs about fifteen milliseconds for a second of audio, the companded
encodings twice as much again.

The mock does not know this speech again: its listeners take it for that of a stranger.
"""

from __future__ import annotations

import _ctypes  # the only module that unloads a library
import ctypes
import sys
import threading
from array import array
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.util import find_spec
from typing import Any

from .audio import RawFormat, Timbre, encode
from .speech import Delivery, Word, complete_sentences, words_of

CACHE_BYTES = 32 * 1024 * 1024
"""Audio that is kept, in the encodings asked for."""
SENTENCE_CHARS = 200
"""A longer sentence is spoken in parts, so that no piece of audio keeps its listener waiting."""

_WORDS_A_MINUTE = 175
_SLOWEST, _FASTEST = 80, 450
_NEUTRAL_PITCH_HZ = 165.0
_NEUTRAL_PITCH = 50
_HIGHEST_PITCH = 99
# What the library gives at its usual volume is two thirds of full scale; at volume 2 there must be room left.
_LEVEL = 0.45 / 32768
_LOUD = 200
_LOUD_S = 0.005

_RETRIEVAL_SYNCHRONOUS = 2
_DO_NOT_EXIT = 0x8000
_UTF8 = 1
_RATE_PARAMETER, _PITCH_PARAMETER = 1, 3
_END_OF_LIST, _WORD = 0, 1
_OTHER_NAMES = {"en": "en-us", "zh": "cmn", "fr": "fr-fr", "no": "nb", "tl": "fil"}


class SpeechMissing(ValueError):
    """espeak-ng is not installed; the text says what is to be done."""


class _Id(ctypes.Union):
    _fields_ = (("number", ctypes.c_int), ("name", ctypes.c_char_p), ("text", ctypes.c_char * 8))


class _Event(ctypes.Structure):
    """`espeak_EVENT` of `speak_lib.h`."""

    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _Id),
    )


_OnSound = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))


@dataclass(frozen=True, slots=True)
class _Raw:
    """A sentence as the library speaks it: 16 bit samples, and where words begin: (character, sample)."""

    samples: array[int]
    sample_rate: int
    words: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence with times from its own start, and its audio; the last word ends with the audio."""

    words: tuple[Word, ...]
    audio: bytes


class _Kept:
    """Sentences spoken lately, as far as they fit."""

    def __init__(self, size: int) -> None:
        self._left = size
        self._sentences: OrderedDict[object, _Sentence] = OrderedDict()

    def get(self, key: object) -> _Sentence | None:
        found = self._sentences.get(key)
        if found is not None:
            self._sentences.move_to_end(key)
        return found

    def put(self, key: object, sentence: _Sentence) -> None:
        self._sentences[key] = sentence
        self._left -= len(sentence.audio)
        while self._left < 0:
            _, oldest = self._sentences.popitem(last=False)
            self._left += len(oldest.audio)


_kept = _Kept(CACHE_BYTES)
_lock = threading.Lock()  # the library is one for the process, and mocks may run in several threads


def check_installed() -> None:
    """Raises SpeechMissing."""
    if find_spec("espeakng_loader") is None:
        raise SpeechMissing("`voice_engine` `espeak` needs a library: `pip install contralto[speech]` brings it")


def uttered(
    transcript: str,
    delivery: Delivery,
    form: RawFormat,
    timbre: Timbre,
    *,
    language: str = "en",
    start_ms: int = 0,
    limit_ms: int | None = None,
) -> Iterator[tuple[Word, bytes]]:
    """The words of `transcript`, the first at `start_ms`, each with its audio and that of the silence after it.

    Speech is cut at `limit_ms`, as `words_of` cuts it. A language that the library does not know is spoken as English.
    """
    now = start_ms
    for part in _parts(transcript, delivery):
        if limit_ms is not None and now >= limit_ms:
            return
        if part[0].text:
            sentence = _spoken(tuple(part), delivery.speed, form, timbre, language)
        else:
            pause_ms = part[0].next_ms - part[0].start_ms
            silence = encode([0.0], form.encoding) * form.samples(pause_ms)
            sentence = _Sentence((Word("", 0, 0, pause_ms, (), 0),), silence)
        for word in sentence.words:
            if limit_ms is not None and now + word.start_ms >= limit_ms:
                return
            shifted = _shifted(word, now, limit_ms)
            begin = form.samples(word.start_ms)
            # Moments are rounded down to samples in the context as a whole, so that pieces of any cut last alike.
            count = form.samples(shifted.next_ms) - form.samples(shifted.start_ms)
            audio = sentence.audio[begin * form.sample_bytes : (begin + count) * form.sample_bytes]
            missing = count - len(audio) // form.sample_bytes
            yield shifted, audio + encode([0.0], form.encoding) * missing
        now += sentence.words[-1].next_ms


def _parts(transcript: str, delivery: Delivery) -> Iterator[list[Word]]:
    """Words that are spoken in one go: a sentence, a part of a long one, or a pause alone."""
    part: list[Word] = []
    chars = 0
    for word in words_of(transcript, delivery):
        if part and (not word.text or chars + len(word.text) > SENTENCE_CHARS):
            yield part
            part, chars = [], 0
        if not word.text:
            yield [word]
            continue
        part.append(word)
        chars += len(word.text) + 1
        if complete_sentences(word.text):
            yield part
            part, chars = [], 0
    if part:
        yield part


def _shifted(word: Word, by_ms: int, limit_ms: int | None) -> Word:
    last = by_ms + word.next_ms if limit_ms is None else min(by_ms + word.next_ms, limit_ms)
    return replace(
        word,
        start_ms=by_ms + word.start_ms,
        end_ms=min(by_ms + word.end_ms, last),
        next_ms=last,
        spoken=tuple((text, min(by_ms + end, last)) for text, end in word.spoken),
    )


def _spoken(words: tuple[Word, ...], speed: float, form: RawFormat, timbre: Timbre, language: str) -> _Sentence:
    key = (tuple(word.text for word in words), speed, form, timbre, language)
    with _lock:
        sentence = _kept.get(key)
        if sentence is None:
            sentence = _made(words, speed, form, timbre, language)
            _kept.put(key, sentence)
        return sentence


def _made(words: tuple[Word, ...], speed: float, form: RawFormat, timbre: Timbre, language: str) -> _Sentence:
    # A word that is one long run of letters would take the library minutes.
    texts = [word.text[:SENTENCE_CHARS].replace("\0", " ") for word in words]
    raw = _synthesised(" ".join(texts), speed, timbre.pitch_hz, language)
    per_ms = raw.sample_rate / 1000
    length_ms = max(1, int(len(raw.samples) / per_ms))
    starts = [min(length_ms, round(sample / per_ms)) for sample in _starts(texts, raw)]
    placed = []
    for word, begin, upto in zip(words, starts, [*starts[1:], length_ms], strict=True):
        end = begin + int(_sounding(raw.samples, int(begin * per_ms), int(upto * per_ms), raw.sample_rate) / per_ms)
        was_ms = max(1, word.end_ms - word.start_ms)
        parts = tuple((text, begin + (until - word.start_ms) * (end - begin) // was_ms) for text, until in word.spoken)
        placed.append(Word(word.text, begin, end, upto, parts, word.contour))
    audio = encode(_resampled(raw, form.sample_rate, _LEVEL * timbre.volume), form.encoding)
    return _Sentence(tuple(placed), audio)


def _starts(texts: list[str], raw: _Raw) -> list[int]:
    """The sample at which each word begins; one of which nothing is said begins, and ends, with the next."""
    starts: list[int | None] = []
    begin = at = 0
    for text in texts:
        at += len(text) + 1
        if not any(mark.isalnum() for mark in text):
            # The library counts punctuation on its own to the word that follows.
            starts.append(None)
            continue
        starts.append(min((sample for character, sample in raw.words if begin <= character < at), default=None))
        begin = at
    following = len(raw.samples)
    filled = []
    for start in reversed(starts):
        following = following if start is None else min(start, following)
        filled.append(following)
    # Whatever comes before the first word belongs to it.
    return [0, *filled[::-1][1:]]


def _sounding(samples: array[int], begin: int, upto: int, sample_rate: int) -> int:
    """Samples from `begin` to where the sound ends for good before `upto`."""
    step = max(1, int(sample_rate * _LOUD_S))
    for end in range(upto, begin, -step):
        block = samples[max(begin, end - step) : end]
        if block and max(max(block), -min(block)) > _LOUD:
            return end - begin
    return 0


def _resampled(raw: _Raw, sample_rate: int, level: float) -> list[float]:
    """Samples at another rate, by the straight line between two of the old ones."""
    samples = raw.samples
    count = len(samples) * sample_rate // raw.sample_rate
    if not count:
        return []
    last = len(samples) - 1
    step = raw.sample_rate / sample_rate
    values = []
    position = 0.0
    for _ in range(count):
        at = int(position)
        here = samples[at]
        values.append(level * (here + (samples[at + 1 if at < last else last] - here) * (position - at)))
        position += step
    return values


def _synthesised(text: str, speed: float, pitch_hz: float, language: str) -> _Raw:
    """One sentence from a library that has said nothing before. The caller holds the lock."""
    path, data = _installed()
    library: Any = ctypes.CDLL(path)
    samples, words = array("h"), []

    def on_sound(wave: Any, count: int, events: Any) -> int:
        if wave and count > 0:
            samples.frombytes(ctypes.string_at(wave, count * 2))
        at = 0
        while events[at].type != _END_OF_LIST:
            if events[at].type == _WORD:
                words.append((events[at].text_position - 1, events[at].sample))
            at += 1
        return 0

    callback = _OnSound(on_sound)
    rate = library.espeak_Initialize(_RETRIEVAL_SYNCHRONOUS, 0, data.encode(), _DO_NOT_EXIT)
    try:
        library.espeak_SetSynthCallback(callback)
        name = _OTHER_NAMES.get(language, language).lower().encode()
        if library.espeak_SetVoiceByName(name) != 0:
            library.espeak_SetVoiceByName(b"en-us")
        pace = round(min(_FASTEST, max(_SLOWEST, _WORDS_A_MINUTE * speed)))
        library.espeak_SetParameter(_RATE_PARAMETER, pace, 0)
        pitch = round(min(_HIGHEST_PITCH, max(0.0, _NEUTRAL_PITCH * pitch_hz / _NEUTRAL_PITCH_HZ)))
        library.espeak_SetParameter(_PITCH_PARAMETER, pitch, 0)
        said = text.encode("utf-8", "replace") + b"\0"
        library.espeak_Synth(said, ctypes.c_size_t(len(said)), 0, 1, 0, _UTF8, None, None)
    finally:
        library.espeak_Terminate()
        _unload(library)
    return _Raw(samples, rate, tuple(words))


def _unload(library: Any) -> None:
    if sys.platform == "win32":
        _ctypes.FreeLibrary(library._handle)
    else:
        _ctypes.dlclose(library._handle)


@cache
def _installed() -> tuple[str, str]:
    """Where the library and its data are; raises SpeechMissing."""
    check_installed()
    import espeakng_loader

    return espeakng_loader.get_library_path(), espeakng_loader.get_data_path()
