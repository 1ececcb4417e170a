"""What a whole stream of audio said: pieces of transcript put together. No I/O."""

from __future__ import annotations

from dataclasses import dataclass

from ._speech import TimedText


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was said.

    `segments`: the final pieces, or the turns, in their order; `text` is all of them joined as they are. `words` with
    their times, where the model gives them. `unfinished` is text that never became final, in most cases empty.
    """

    text: str
    segments: tuple[str, ...] = ()
    words: tuple[TimedText, ...] = ()
    unfinished: str = ""


class TranscriptCollector:
    """Gathers events into a Transcript.

    Reads the members by their names in the API: `text` and `is_final` of a `transcript`, `transcript` of the events of
    a turn, of which `turn.end` is final. Events without them add nothing.
    """

    def __init__(self) -> None:
        self._segments: list[str] = []
        self._words: list[TimedText] = []
        self._unfinished = ""

    def add(self, event: object) -> None:
        """Takes one event."""
        kind = getattr(event, "type", None)
        if kind == "transcript":
            text, is_final = getattr(event, "text", None), getattr(event, "is_final", None) is True
        else:
            text, is_final = getattr(event, "transcript", None), kind == "turn.end"
        if not isinstance(text, str):
            return
        self._unfinished = "" if is_final else text
        if is_final:
            self._segments.append(text)
            words = getattr(event, "words", None)
            self._words += [TimedText(word.word, word.start, word.end) for word in words or ()]

    def transcript(self) -> Transcript:
        """What was gathered so far."""
        return Transcript("".join(self._segments), tuple(self._segments), tuple(self._words), self._unfinished)
