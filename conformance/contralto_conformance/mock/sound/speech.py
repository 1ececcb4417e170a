"""When each word of a transcript is spoken: the one place that turns text into time.

A transcript is cut at white space into words. A word is normalised for speaking (`100` becomes `one hundred`), and
each spoken part lasts for a time that follows from its letters and from the seed, never from its neighbours; so a
transcript lasts equally long whether it is sent at once or in pieces. All times are whole milliseconds, from the
start of the context. Audio (`audio.py`) and timestamps are both made from these words, hence they agree.

Tags in angle brackets are not spoken; `<break time="1s"/>` is a pause.
"""

# ruff: noqa: RUF001 - phonetic symbols and the punctuation of other scripts are what this is about

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from .spoken_numbers import in_words

# About fourteen letters a second, the pace of calm reading.
WORD_BASE_MS = 90
LETTER_MS = 62
GAP_MS = 40
PAUSE_MS = {",": 120, ";": 160, ":": 160, ".": 260, "!": 260, "?": 260, "…": 300, "。": 260, "，": 120}
JITTER_PERCENT = 10
LONGEST_BREAK_MS = 10_000
LONGEST_WORD_LETTERS = 60  # of a longer one the rest is swallowed

_TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
_BREAK = re.compile(r"""<break\s+time=["'](\d+(?:\.\d+)?)(ms|s)["']\s*/?>""", re.IGNORECASE)
_TOKEN = re.compile(rf"{_TAG.pattern}|(?:[^\s<]|<(?!{_TAG.pattern[1:]}))+")
_SENTENCE_END = re.compile(r"[.!?…。！？]+[\"'”’)\]]*(?=\s|$)|\n")
_DIGRAPHS = {
    "th": "θ", "sh": "ʃ", "ch": "tʃ", "ng": "ŋ", "ph": "f", "wh": "w", "ck": "k", "qu": "kw",
    "ee": "iː", "oo": "uː", "ou": "aʊ", "ow": "oʊ", "ai": "eɪ", "ay": "eɪ", "oy": "ɔɪ", "ea": "iː", "er": "ɚ",
}  # fmt: skip
_LETTERS = {
    "a": "æ", "e": "ɛ", "i": "ɪ", "o": "ɒ", "u": "ʌ", "y": "i", "c": "k", "x": "ks", "j": "dʒ", "r": "ɹ", "g": "ɡ",
}  # fmt: skip
_VOWELS = frozenset("æɛɪɒʌiuaeoɔɚ")


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it was sent, and when it sounds.

    `start_ms` to `end_ms` is the voiced part, from there to `next_ms` it is silent. `spoken` are the words after
    normalisation with the end of each; `contour` (0 to 7) picks the note. Times count from the start of the
    context.
    """

    text: str
    start_ms: int
    end_ms: int
    next_ms: int
    spoken: tuple[tuple[str, int], ...]
    contour: int


@dataclass(frozen=True, slots=True)
class Delivery:
    """How a transcript is spoken: the seed of its variation, and a speed of 0.3 to 3 (1 is normal)."""

    seed: int = 0
    speed: float = 1.0


def is_speakable(transcript: str) -> bool:
    """Whether anything in `transcript` can be said: a letter or a digit outside a tag."""
    return any(mark.isalnum() for mark in _TAG.sub(" ", transcript))


def complete_sentences(text: str) -> int:
    """Length of the part of `text` that ends with its last complete sentence; 0 when none is complete."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    return ends[-1] if ends else 0


def words_of(transcript: str, delivery: Delivery, *, start_ms: int = 0, limit_ms: int | None = None) -> Iterator[Word]:
    """The words of `transcript` in order, the first at `start_ms`.

    Speech is cut at `limit_ms` (from the start of the context): a word under way ends there, later ones are left
    out.
    """
    now = start_ms
    for found in _TOKEN.finditer(transcript):
        if limit_ms is not None and now >= limit_ms:
            return
        token = found[0]
        if _TAG.fullmatch(token):
            pause = _break_ms(token)
            if pause:
                yield _cut(Word("", now, now, now + pause, (), 0), limit_ms)
                now += pause
            continue
        word = _word(token, now, delivery)
        yield _cut(word, limit_ms)
        now = word.next_ms


def length_ms(transcript: str, delivery: Delivery, *, limit_ms: int | None = None) -> int:
    """Milliseconds that `transcript` takes, its last pause included."""
    end = 0
    for word in words_of(transcript, delivery, limit_ms=limit_ms):
        end = word.next_ms
    return end


def spoken_words_of(word: Word) -> Iterator[tuple[str, int, int]]:
    """`word` after normalisation, as (spoken word, start_ms, end_ms) in order."""
    start = word.start_ms
    for part, end in word.spoken:
        yield part, start, end
        start = end


def phonemes_of(word: Word) -> Iterator[tuple[str, int, int]]:
    """Sounds of `word` as (symbol, start_ms, end_ms), in order and without a gap."""
    for part, start, end in spoken_words_of(word):
        if end == start:
            continue  # punctuation on its own
        symbols = _symbols(part)
        weights = [3 if symbol[0] in _VOWELS else 2 for symbol in symbols]
        total, heard, at = sum(weights), 0, start
        for symbol, weight in zip(symbols, weights, strict=True):
            heard += weight
            until = start + (end - start) * heard // total
            yield symbol, at, until
            at = until


def _word(token: str, start_ms: int, delivery: Delivery) -> Word:
    spoken = []
    end = start_ms
    chance = 0
    for part in in_words(token):
        chance = zlib.crc32(part.encode("utf-8", "surrogatepass"), delivery.seed & 0xFFFFFFFF)
        letters = sum(mark.isalnum() for mark in part)
        base = (WORD_BASE_MS + LETTER_MS * min(letters, LONGEST_WORD_LETTERS)) if letters else 0
        jitter = 100 - JITTER_PERCENT + chance % (2 * JITTER_PERCENT + 1)
        end += round(base * jitter / 100 / delivery.speed)
        spoken.append((part, end))
    pause = PAUSE_MS.get(token.rstrip("\"'”’)]")[-1:], GAP_MS)
    return Word(token, start_ms, end, end + round(pause / delivery.speed), tuple(spoken), (chance >> 8) % 8)


def _cut(word: Word, limit_ms: int | None) -> Word:
    if limit_ms is None or word.next_ms <= limit_ms:
        return word
    end = min(word.end_ms, limit_ms)
    spoken = tuple((part, min(until, end)) for part, until in word.spoken)
    return Word(word.text, word.start_ms, end, limit_ms, spoken, word.contour)


def _break_ms(tag: str) -> int:
    found = _BREAK.fullmatch(tag)
    if found is None:
        return 0
    amount = float(found[1]) * (1 if found[2].lower() == "ms" else 1000)
    return min(round(amount), LONGEST_BREAK_MS)


def _symbols(part: str) -> list[str]:
    letters = ("".join(mark for mark in part.lower() if mark.isalnum()) or part)[:LONGEST_WORD_LETTERS]
    symbols = []
    at = 0
    while at < len(letters):
        pair = _DIGRAPHS.get(letters[at : at + 2])
        symbols.append(pair or _LETTERS.get(letters[at], letters[at]))
        at += 2 if pair else 1
    return symbols
