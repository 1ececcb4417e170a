"""What the programs here are made of. They run in environments of their own, without this repository's packages.

`check` registers a claim about the mock; `report` makes all of them in turn, and prints for each whether it was met.
"""

from __future__ import annotations

import array
import asyncio
import inspect
import io
import json
import logging
import os
import signal
import sys
import tempfile
import traceback
import wave
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

API_KEY = os.environ["MOCK_API_KEY"]

# These generations speak plain WebSocket to `localhost` only.
HOST = os.environ["MOCK_URL"].removeprefix("http://").replace("127.0.0.1", "localhost")

KATIE = "f786b574-daa5-4673-aa0c-cbe3e8534c02"
NOBODY = "00000000-0000-4000-8000-000000000000"
SAMPLE_RATE = 24000
RAW = {"container": "raw", "encoding": "pcm_s16le", "sample_rate": SAMPLE_RATE}
WAV = {**RAW, "container": "wav"}
TRANSCRIPT = "Good morning, and welcome to the late show."
WORDS = TRANSCRIPT.split()

_CHECK_S = 15

_checks: list[tuple[str, Callable[[], Any]]] = []


def check(name: str) -> Callable[[Callable[[], Any]], Callable[[], Any]]:
    """Registers a function, which may be a coroutine, that raises when the claim `name` does not hold."""

    def register(body: Callable[[], Any]) -> Callable[[], Any]:
        _checks.append((name, body))
        return body

    return register


def report() -> None:
    """Makes all checks; a generation that waits for ever is interrupted."""
    logging.disable(logging.CRITICAL)
    signal.signal(signal.SIGALRM, _interrupt)
    sys.unraisablehook = lambda _: None  # the sockets of these generations close themselves when they are forgotten
    for name, body in _checks:
        signal.alarm(_CHECK_S)
        try:
            if inspect.iscoroutinefunction(body):
                asyncio.run(body())
            else:
                body()
            problem = None
        except Exception:  # noqa: BLE001 - whatever it is, it is what the check has to say
            problem = traceback.format_exc()
        finally:
            signal.alarm(0)
        print(json.dumps({"check": name, "problem": problem}), flush=True)


def _interrupt(*_: object) -> None:
    raise RuntimeError(f"nothing within {_CHECK_S} s")


def raises(kind: type[Exception], call: Callable[[], Any], *words: str) -> Exception:
    """The error with which `call` fails: of `kind`, with all of `words` in its text."""
    try:
        call()
    except kind as error:
        text = str(error)
        assert all(word in text for word in words), f"{words} are not all in `{text}`"
        return error
    raise AssertionError(f"expected {kind.__name__}, got an answer")


async def raises_later(kind: type[Exception], outcome: Any, *words: str) -> Exception:
    """The error with which an awaitable fails, as `raises` does."""
    try:
        await outcome
    except kind as error:
        text = str(error)
        assert all(word in text for word in words), f"{words} are not all in `{text}`"
        return error
    raise AssertionError(f"expected {kind.__name__}, got an answer")


def assert_speaks(audio: bytes, transcript: str = TRANSCRIPT, sample_rate: int = SAMPLE_RATE) -> None:
    """Headerless 16-bit audio is neither silent nor of another length than `transcript` may have."""
    assert audio
    assert len(audio) % 2 == 0
    letters = sum(mark.isalnum() for mark in transcript)
    duration_s = len(audio) / 2 / sample_rate
    assert letters / 30 < duration_s < letters / 5, f"{duration_s} s for {letters} letters"
    samples = array.array("h", audio)
    assert (sum(sample * sample for sample in samples[::16]) / len(samples[::16])) ** 0.5 > 300


def samples_of(audio: bytes) -> bytes:
    """The samples of a WAV file, which may say that it goes on without end."""
    with wave.open(io.BytesIO(audio)) as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
    return audio[audio.index(b"data") + 8 :]


def clip(audio: bytes) -> str:
    """The path of a file that holds `audio`."""
    path = Path(tempfile.mkdtemp()) / "clip.wav"
    path.write_bytes(audio)
    return str(path)


def plain(text: str) -> str:
    """`text` without case and marks, as transcripts are compared."""
    return " ".join("".join(mark if mark.isalnum() else " " for mark in text.lower()).split())


def assert_embedding(numbers: Iterable[float]) -> None:
    """What stood for a voice in these generations: 192 numbers."""
    listed = list(numbers)
    assert len(listed) == 192
    assert all(isinstance(number, (int, float)) for number in listed)
