"""One context of the TTS socket: what it was told, and the work that follows from it.

Inputs become jobs, worked off one after the other: speak a text, report a flush, end. With a buffer delay of 0
every input is a job at once. With a longer one, text waits until it completes a sentence, or a flush or the last
input comes, or the delay has passed. A section is what lies between two flushes, counted from 1.

The context knows no socket: `tts.py` takes its jobs and sends what comes of them.
"""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass

from contralto_conformance.mock.sound.audio import RawFormat
from contralto_conformance.mock.sound.speech import complete_sentences, is_speakable
from contralto_conformance.mock.speaking import Manner

MAX_WAITING_CHARS = 1_000_000
"""Text that a context may have waiting."""


@dataclass(frozen=True, slots=True)
class Speak:
    """Speak `text`, which belongs to `section`."""

    text: str
    section: int


@dataclass(frozen=True, slots=True)
class Flush:
    """Report that everything of `section` was sent."""

    section: int


@dataclass(frozen=True, slots=True)
class End:
    """Nothing follows. `is_said`: say so with `done`; a cancelled context falls silent."""

    is_said: bool


Job = Speak | Flush | End


class Context:
    """Inputs of one context in, jobs out; `context_id` is None where an old client named none."""

    def __init__(self, context_id: str | None, manner: Manner, form: RawFormat, delay_s: float) -> None:
        self.context_id = context_id
        self.manner = manner
        self.form = form
        self.until_ms = 0
        """How far the speech of the context has come."""
        self.has_ended = False
        """Whether the last input or a cancel was received."""
        self.is_cancelled = False
        self.waiting_chars = 0
        self._delay_s = delay_s
        self._text = ""
        self._section = 1
        self._jobs: deque[Job] = deque()
        self._wake = asyncio.Event()
        self._timer: asyncio.TimerHandle | None = None

    def add(self, transcript: str, *, flush: bool, is_last: bool) -> None:
        """One input."""
        self._text += transcript
        self.waiting_chars += len(transcript)
        if flush or is_last or not self._delay_s:
            self._release(len(self._text))
        else:
            self._release(complete_sentences(self._text))
        if flush:
            self._put(Flush(self._section))
            self._section += 1
        if is_last:
            self.has_ended = True
            self._put(End(is_said=True))
        if self._text and self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(self._delay_s, self._release_all)

    def cancel(self) -> None:
        """Drops what was not begun; of the job under way no further piece is due."""
        self.has_ended = True
        self.is_cancelled = True
        self._text = ""
        self._jobs.clear()
        self._stop_timer()
        self._put(End(is_said=False))

    def discard(self) -> None:
        """Ends the timer of a context that is given up."""
        self._stop_timer()

    async def next_job(self, patience_s: float) -> Job:
        """The next job; the end when `patience_s` passes without input or waiting text."""
        while not self._jobs:
            self._wake.clear()
            try:
                async with asyncio.timeout(patience_s):
                    await self._wake.wait()
            except TimeoutError:
                if not self._text:
                    return End(is_said=True)
        job = self._jobs.popleft()
        if isinstance(job, Speak):
            self.waiting_chars -= len(job.text)
        return job

    def _release_all(self) -> None:
        self._timer = None
        self._release(len(self._text))

    def _release(self, length: int) -> None:
        """Makes the first `length` characters of the waiting text a job, if there is anything to say in them."""
        text, self._text = self._text[:length], self._text[length:]
        if not self._text:
            self._stop_timer()
        if is_speakable(text):
            self._put(Speak(text, self._section))
        else:
            self.waiting_chars -= len(text)

    def _put(self, job: Job) -> None:
        self._jobs.append(job)
        self._wake.set()

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
