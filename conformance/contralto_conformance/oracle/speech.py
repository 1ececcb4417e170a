"""What streams and sockets have in common: chunks with audio, and timestamps of words and phonemes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from contralto_conformance.oracle.audio import RawFormat, pcm_problem
from contralto_conformance.oracle.reading import as_base64, as_float, is_integer, is_number, show

Members = Mapping[str, Any]

# Of timestamps: rounding to milliseconds may make two equal times differ by one.
_ROUNDING_S = 0.0015

LEAST_AUDIO_S = 0.1
"""Shorter audio than this holds no word (the requirements say so)."""
AUDIO_SLACK_S = 0.1
"""How far beyond the audio a time may reach (the requirement says so)."""

ARRAYS = {
    "timestamps": ("word_timestamps", "words"),
    "phoneme_timestamps": ("phoneme_timestamps", "phonemes"),
}
"""Member of each kind of timestamps event, and the name of its labels."""


def chunk_audio(message: Members) -> bytes | None:
    """Audio of a chunk; None if its `data` is no proper base64."""
    data = message.get("data")
    return as_base64(data) if isinstance(data, str) else None


def joined_audio(chunks: Iterable[Members]) -> bytes | None:
    """Audio of some chunks, joined; None if one of them cannot be decoded."""
    pieces = [chunk_audio(chunk) for chunk in chunks]
    return None if any(piece is None for piece in pieces) else b"".join(piece or b"" for piece in pieces)


def speech_problem(audio: bytes, form: RawFormat, least_s: float) -> str | None:
    """Why audio is no headerless PCM of at least that length; None if it is."""
    problem = pcm_problem(audio, form)
    if problem is None and form.seconds(audio) < least_s:
        return f"{form.seconds(audio):.3f} s of audio"
    return problem


def has_integer_status(message: Members) -> bool:
    """Whether `status_code` is an integer."""
    return is_integer(message.get("status_code"))


@dataclass(frozen=True)
class Times:
    """The arrays of one timestamps event. kind: its `type`. start, end: seconds."""

    kind: str
    labels: tuple[Any, ...]
    start: tuple[float, ...]
    end: tuple[float, ...]


def times_of(message: Members) -> Times | None:
    """The arrays of a timestamps event that is in order; None for an empty one and for anything else."""
    if alignment_problem(message, complete=True) is not None:
        return None
    member, name = ARRAYS[message["type"]]
    arrays = message.get(member)
    if not isinstance(arrays, dict):
        return None
    return Times(
        message["type"],
        tuple(arrays[name]),
        tuple(as_float(value) for value in arrays["start"]),
        tuple(as_float(value) for value in arrays["end"]),
    )


def alignment_problem(message: Members, *, complete: bool) -> str | None:
    """Why the arrays of a timestamps event do not belong together; None if they do or if there are none.

    complete: whether an array that is missing is a fault (on the socket the arrays are optional).
    """
    kind = message.get("type")
    if not isinstance(kind, str) or kind not in ARRAYS:
        return "no timestamps event"
    member, name = ARRAYS[kind]
    arrays = message.get(member)
    if arrays is None:
        return None
    if not isinstance(arrays, dict):
        return f"`{member}` {show(arrays)}"
    missing = [key for key in (name, "start", "end") if arrays.get(key) is None]
    if complete and missing:
        return f"no {' and no '.join(f'`{key}`' for key in missing)}"
    present = {key: arrays[key] for key in (name, "start", "end") if key not in missing}
    return _arrays_problem(arrays, present)


def _arrays_problem(arrays: Members, present: Members) -> str | None:
    for key, values in present.items():
        if not isinstance(values, list):
            return f"`{key}` {show(values)}"
        if key in {"start", "end"} and not all(is_number(value) for value in values):
            return f"`{key}` {show(values)}"
    lengths = {key: len(values) for key, values in present.items()}
    if len(set(lengths.values())) > 1:
        return ", ".join(f"{length} in `{key}`" for key, length in lengths.items())
    for start, end in zip(arrays.get("start") or (), arrays.get("end") or (), strict=False):
        if end < start:
            return f"an entry from {show(start)} to {show(end)}"
    return None


def backward_step(times: Iterable[Times]) -> str | None:
    """Where times of one kind go back, over several events; None if they never do."""
    found = list(times)
    for kind in ARRAYS:
        for values in (
            [value for item in found if item.kind == kind for value in item.start],
            [value for item in found if item.kind == kind for value in item.end],
        ):
            for earlier, later in pairwise(values):
                if later < earlier - _ROUNDING_S:
                    return f"{later:g} s after {earlier:g} s"
    return None


def latest_end(times: Iterable[Times]) -> float:
    """The largest end, in seconds; 0 if there is none."""
    return max((value for item in times for value in item.end), default=0.0)
