"""A socket that takes audio: sends it in pieces while the caller reads events.

Theory of operation. The caller's iteration reads the socket, as everywhere; a task (a thread in the blocking twin)
reads the audio and sends it. It ends by itself when the audio ends, when the caller has ended the session by a message
of its own, or when the other side has closed; it is stopped when the iteration is left or the socket closed. If the
audio fails, the socket is closed, which ends the waiting for events, and the iteration raises what the audio raised.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar, TypeVar

from .._audio import AudioFormat, AudioInput, Intake, Pacer, name_of
from ..errors import LocalProtocolError, StreamTruncated
from ._backend import Signal
from ._background import Background, pieces_of
from .socket import Socket

E = TypeVar("E")

log = logging.getLogger("contralto_client")


class _Stopped(Exception):
    """The audio is wanted no more."""


class _Speech:
    """One stream of audio on its way out.

    `is_finishing`: all of it was read and sent, and the end is being said. `is_over`: nothing more is to be said.
    """

    __slots__ = ("failure", "is_finishing", "is_over", "is_stopped", "wake", "work")

    def __init__(self) -> None:
        self.work: Background | None = None
        self.wake = Signal()
        self.is_stopped = False
        self.is_finishing = False
        self.is_over = False
        self.failure: Exception | None = None


class AudioSocket(Socket[E]):
    """A socket that takes audio; `E` is the union of its events."""

    _wants_all_audio: ClassVar[bool] = True
    """Whether it is a failure if the other side ends, as the protocol has it, before it had all of the audio."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self._speech: _Speech | None = None
        self._is_ended = False  # the end of the session was said, by the caller or after the audio

    def close(self) -> None:
        """Closes the socket and stops sending; events that were not taken are dropped. May be called again."""
        self._hush(self._speech)
        super().close()

    def send_audio(self, audio: bytes) -> None:
        """Sends one piece of raw audio."""
        raise NotImplementedError

    @property
    def audio_format(self) -> AudioFormat:
        """The format of the audio that goes out."""
        raise NotImplementedError

    def _finish(self) -> None:
        """Says that all of the audio was sent, where the protocol has something to say then."""

    def _waits_for_answer(self) -> bool:
        """Whether the other side must say something before it may have audio."""
        return False

    def _speaking(self, audio: AudioInput | Iterable[bytes], pace: float | None, piece_ms: int) -> Iterator[E]:
        """The events from now on, to their end, while `audio` is sent. Raises what the audio raised, and
        StreamTruncated if the other side ended before it had all of it and should have it.
        """
        if self._speech is not None:
            raise LocalProtocolError("audio is being sent on this socket already; end that iteration first")
        speech = self._speech = _Speech()
        try:
            self.open()
            while self._waits_for_answer():
                event = self.receive()
                if event is None:
                    return
                yield event
            self._begin(speech, audio, pace, piece_ms)
            while (event := self.receive()) is not None:
                yield event
            if speech.is_finishing and speech.work is not None:
                speech.work.join()
            if speech.failure is not None and not isinstance(speech.failure, StreamTruncated):
                raise speech.failure
            if self._wants_all_audio and not (speech.is_over or self._is_ended or self._link.closed):
                raise self._truncated("before it had all of the audio")
        finally:
            self._speech = None
            self._hush(speech)

    def _begin(self, speech: _Speech, audio: AudioInput | Iterable[bytes], pace: float | None, piece_ms: int) -> None:
        """Begins to send the audio."""
        expected = self.audio_format
        intake = Intake(expected, name_of(audio), expected.piece_bytes(piece_ms))
        pacer = None if pace is None else Pacer(expected.bytes_per_s, pace)

        def say(piece: bytes) -> None:
            delay_s = 0.0 if pacer is None else pacer.delay_s(len(piece))
            if delay_s > 0:
                speech.wake.wait(delay_s)
            if speech.is_stopped or self._is_ended:
                raise _Stopped
            self.send_audio(piece)

        def speak() -> None:
            try:
                for data in pieces_of(audio, intake.piece_bytes):
                    for piece in intake.feed(data):
                        say(piece)
                for piece in intake.end():
                    say(piece)
                speech.is_finishing = True
                if not self._is_ended:
                    self._finish()
                speech.is_over = True
            except _Stopped:
                pass
            except StreamTruncated as exc:  # what came before it is still to be read
                speech.failure = exc
            except Exception as exc:  # noqa: BLE001  # whatever the caller's audio raises goes to the caller
                if isinstance(exc, LocalProtocolError) and (self._is_ended or self._link.closed):
                    log.debug("%s takes no more audio: %s", self._link.path, exc)
                    return
                speech.failure = exc
                self._link.close()

        speech.work = Background(speak)

    def _hush(self, speech: _Speech | None) -> None:
        """Stops sending."""
        if speech is not None:
            speech.is_stopped = True
            speech.wake.set()
            if speech.work is not None:
                speech.work.stop()


def check_pace(pace: float | None, piece_ms: int) -> None:
    """Raises ValueError for a pace or a length of pieces that makes no sense."""
    if pace is not None and not pace > 0:
        raise ValueError(f"`pace` must be above 0 (1 is the pace of speech) or None, not {pace!r}")
    if piece_ms < 1:
        raise ValueError(f"`piece_ms` must be 1 or more, not {piece_ms!r}")
