"""Turns of a speaker, found in what was heard. Time is that of the audio: without audio nothing happens.

How sure it is that somebody speaks follows from sound and silence alone. It rises with 160 ms of sound to certainty,
and falls in silence within 1.5 s to nothing, four times as slowly after a comma, where more is to be expected. The
thresholds say at which certainty a turn starts, probably ends, and ends; a silence of `end_timeout_ms` ends it in any
case. With the default thresholds a turn starts after 128 ms, probably ends after 600 ms of silence and ends after
1050 ms.

No document says how the service decides; this is one way that obeys its parameters.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from .hearing import BREATH_MS, Listener
from .notes import Note

RISE_MS = 160.0
FALL_MS = 1500.0
EXPECTING_FACTOR = 4
_EXPECTING_MORE = (",", ";", ":", "-", "，", "、")  # noqa: RUF001 - the comma of Chinese

Kind = Literal["turn.start", "turn.update", "turn.eager_end", "turn.resume", "turn.end"]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """When a turn starts and ends: three certainties, and milliseconds of silence."""

    start_threshold: float = 0.8
    eager_end_threshold: float = 0.6
    end_threshold: float = 0.3
    end_timeout_ms: float = 5600.0

    @property
    def are_ordered(self) -> bool:
        """Whether they fall from start to eager end to end."""
        return self.start_threshold > self.eager_end_threshold > self.end_threshold


@dataclass(frozen=True, slots=True)
class TurnEvent:
    """Something about the turn that goes on or ends: its text so far is `transcript`."""

    kind: Kind
    transcript: str


class TurnTaker:
    """Cuts what a listener hears into turns. `thresholds` may be changed at any time, for what follows."""

    def __init__(self, listener: Listener, thresholds: Thresholds) -> None:
        self.thresholds = thresholds
        self._listener = listener
        self._state: Literal["idle", "speaking", "eager_ended"] = "idle"
        self._text = ""
        self._is_first = True
        self._sounded_ms = 0.0
        self._quiet_since_ms = 0.0
        self._is_settled = True

    def hear(self, audio: bytes) -> Iterator[TurnEvent]:
        """Takes a piece of the audio; what happens in it, in order."""
        for each in self._listener.hear(audio):
            if isinstance(each, Note):
                yield from self._sound(each.offset_ms - each.onset_ms)
                self._sounded_ms += each.offset_ms - each.onset_ms
                self._quiet_since_ms = each.offset_ms
                self._is_settled = False
                yield from self._words()
            else:
                yield from self._silence(each.at_ms)
        sounding_ms = self._listener.sounding_ms
        if sounding_ms is None:
            yield from self._silence(self._listener.now_ms)
        else:
            yield from self._sound(sounding_ms)
        yield from self._words()

    def end(self) -> Iterator[TurnEvent]:
        """The audio is over; what is left."""
        self._listener.settle_under_way(is_over=True)
        yield from self._words()
        if self._state != "idle":
            yield self._end_turn()

    def _sound(self, length_ms: float) -> Iterator[TurnEvent]:
        """A note has sounded for `length_ms`."""
        if self._sounded_ms + length_ms >= RISE_MS * self.thresholds.start_threshold:
            yield from self._begin()

    def _silence(self, now_ms: float) -> Iterator[TurnEvent]:
        """It is silent, and has been up to `now_ms`."""
        quiet_ms = now_ms - self._quiet_since_ms
        if quiet_ms < BREATH_MS:
            return
        if not self._is_settled:
            self._is_settled = True
            self._sounded_ms = 0.0
            self._listener.settle()
            yield from self._words()
        eager_ms, end_ms = self._limits_ms()
        if self._state == "speaking" and quiet_ms >= eager_ms and eager_ms < end_ms:
            self._state = "eager_ended"
            yield self._event("turn.eager_end")
        if self._state != "idle" and quiet_ms >= end_ms:
            yield self._end_turn()

    def _limits_ms(self) -> tuple[float, float]:
        """Silence after which the turn probably ends, and ends."""
        fall_ms = FALL_MS * (EXPECTING_FACTOR if self._text.endswith(_EXPECTING_MORE) else 1)
        end_ms = (1 - self.thresholds.end_threshold) * fall_ms
        return (1 - self.thresholds.eager_end_threshold) * fall_ms, min(end_ms, self.thresholds.end_timeout_ms)

    def _words(self) -> Iterator[TurnEvent]:
        words = self._listener.words()
        if not words:
            return
        yield from self._begin()
        for word in words:
            self._text += word.text if self._is_first else f" {word.text}"
            self._is_first = False
        yield self._event("turn.update")

    def _begin(self) -> Iterator[TurnEvent]:
        if self._state == "idle":
            self._text = ""
            self._state = "speaking"
            yield self._event("turn.start")
        elif self._state == "eager_ended":
            self._state = "speaking"
            yield self._event("turn.resume")

    def _end_turn(self) -> TurnEvent:
        self._state = "idle"
        return self._event("turn.end")

    def _event(self, kind: Kind) -> TurnEvent:
        return TurnEvent(kind, self._text)
