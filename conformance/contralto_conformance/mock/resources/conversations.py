"""What is said in a call: a script put into time, and how it sounds.

A script is a list of lines: `{"assistant": text}`, with `tool_calls` or `interrupted` if need be, `{"user": text}`, and
what the code of the agent logs: `{"log": {event, metadata}}`, `{"metric": {name, value}}`. Each line is spoken for as
long as the mock's own speech takes (`sound/speech.py`), so that transcript and recording agree to the millisecond.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from contralto_conformance.mock.sound.audio import RawFormat, Timbre, render, wav_header
from contralto_conformance.mock.sound.speech import Delivery, Word, words_of

RECORDING = RawFormat("pcm_s16le", 16000)

_START_MS = 400
_CHUNK_WORDS = 4
_VAD_BUFFER_MS = 200

Line = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn of a call: `role` is `assistant`, `user` or `system` (which logs and says nothing), times count from the
    start of the call."""

    role: str
    text: str
    start_ms: int
    end_ms: int
    line: Line

    def words(self, delivery: Delivery) -> Iterator[Word]:
        """Its words, none of them later than its end."""
        return words_of(self.text, delivery, start_ms=self.start_ms, limit_ms=self.end_ms)


def in_time(script: Iterable[Line], delivery: Delivery) -> tuple[Turn, ...]:
    """The turns of a script, each after a moment in which the other side thinks."""
    turns = []
    now_ms = _START_MS
    for line in script:
        role = next((role for role in ("assistant", "user") if role in line), "system")
        text = str(line.get(role, ""))
        if text:
            now_ms += (600 if role == "assistant" else 450) + _chance(text) % 500
        words = list(words_of(text, delivery, start_ms=now_ms))
        end_ms = words[-1].end_ms if words else now_ms
        turns.append(Turn(role, text, now_ms, end_ms, line))
        now_ms = end_ms
    return tuple(turns)


def added(turns: tuple[Turn, ...], line: Line, at_ms: int, delivery: Delivery) -> tuple[Turn, ...]:
    """The turns and one more, which begins at `at_ms`, or as soon as the one before it is over."""
    role = "assistant" if "assistant" in line else "user"
    text = str(line[role])
    start_ms = max(at_ms, turns[-1].end_ms if turns else 0)
    words = list(words_of(text, delivery, start_ms=start_ms))
    return (*turns, Turn(role, text, start_ms, words[-1].end_ms if words else start_ms, line))


def length_ms(turns: Sequence[Turn]) -> int:
    """How long a call with these turns lasts: a breath longer than its last word."""
    return turns[-1].end_ms + _START_MS if turns else 0


def finished(turns: Iterable[Turn], at_ms: float) -> tuple[Turn, ...]:
    """The turns that are over at a moment of the call."""
    return tuple(turn for turn in turns if turn.end_ms <= at_ms)


def cut(turns: Iterable[Turn], at_ms: int, delivery: Delivery) -> tuple[Turn, ...]:
    """The turns of a call that ended at `at_ms`: who spoke then was cut short after the word under way."""
    kept = []
    for turn in turns:
        if turn.start_ms >= at_ms:
            break
        if turn.end_ms > at_ms:
            said = " ".join(word.text for word in turn.words(delivery) if word.text and word.start_ms < at_ms)
            turn = replace(turn, text=said, end_ms=at_ms)
        kept.append(turn)
    return tuple(kept)


def shown(turns: Sequence[Turn], delivery: Delivery, *, is_over: bool) -> list[dict[str, Any]]:
    """The turns with everything that any version tells of them; times in seconds."""
    return [_shown(turn, delivery, is_last=is_over and turn is turns[-1]) for turn in turns]


def recording(turns: Sequence[Turn], until_ms: int, delivery: Delivery, timbres: Mapping[str, Timbre]) -> bytes:
    """A call of `until_ms` as a WAV file: mono, as RECORDING says; `timbres` are those of the roles that speak."""
    parts = []
    at_ms = 0
    for turn in turns:
        for word in turn.words(delivery):
            if word.start_ms > at_ms:
                parts.append(_silence(at_ms, word.start_ms))
            parts.append(render(word, RECORDING, timbres[turn.role]))
            at_ms = word.next_ms
    if until_ms > at_ms:
        parts.append(_silence(at_ms, until_ms))
    audio = b"".join(parts)
    return wav_header(RECORDING, len(audio)) + audio


def _shown(turn: Turn, delivery: Delivery, *, is_last: bool) -> dict[str, Any]:
    record: dict[str, Any] = {
        "role": turn.role,
        "text": turn.text or None,
        "start_timestamp": turn.start_ms / 1000,
        "end_timestamp": turn.end_ms / 1000,
    }
    if turn.role == "system":
        if "log" in turn.line:
            record["log_event"] = {**turn.line["log"], "timestamp": turn.start_ms / 1000}
        if "metric" in turn.line:
            record["log_metric"] = {**turn.line["metric"], "timestamp": turn.start_ms / 1000}
        return record
    record["text_chunks"] = _chunks(turn, delivery)
    latency_s = (80 + _chance(turn.text) % 70) / 1000
    if turn.role == "user":
        return {**record, "stt_ttfb": latency_s}
    ended = "interrupted" if turn.line.get("interrupted") else "call_ended" if is_last else "tts_completed"
    record |= {"end_reason": ended, "vad_buffer_ms": _VAD_BUFFER_MS, "tts_ttfb": latency_s}
    if "tool_calls" in turn.line:
        named = enumerate(turn.line["tool_calls"], start=1)
        record["tool_calls"] = [{"id": f"tool_{turn.start_ms}_{place}", **tool} for place, tool in named]
    return record


def _chunks(turn: Turn, delivery: Delivery) -> list[dict[str, Any]]:
    words = [word for word in turn.words(delivery) if word.text]
    groups = [words[at : at + _CHUNK_WORDS] for at in range(0, len(words), _CHUNK_WORDS)]
    texts = [" ".join(word.text for word in group) for group in groups]
    # A chunk but the last ends in the blank before the next one: joined they are the text.
    texts[:-1] = [f"{text} " for text in texts[:-1]]
    return [
        {"text": text, "start_timestamp": group[0].start_ms / 1000} for text, group in zip(texts, groups, strict=True)
    ]


def _silence(from_ms: int, until_ms: int) -> bytes:
    samples = RECORDING.samples(until_ms) - RECORDING.samples(from_ms)
    return bytes(samples * RECORDING.sample_bytes)


def _chance(text: str) -> int:
    return zlib.crc32(text.encode("utf-8", "surrogatepass"))
