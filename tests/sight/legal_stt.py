"""What a service may do on the sockets of speech to text, and with recordings, and the mock does not."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from contralto_conformance.mock.errors import Fault
from contralto_conformance.mock.exchange import Call, Event, Reply
from contralto_conformance.mock.hooks import Session

from .legal import Variation

_SOCKETS = ("/stt/websocket", "/stt/turns/websocket")


def _is_listening(session: Session) -> bool:
    return session.call.path in _SOCKETS


def _is_transcript(event: Event) -> bool:
    return event.get("type") == "transcript"


# -- the socket that the client finalizes ----------------------------------------------------------------------------


class BareTranscripts(Variation):
    """Leaves the optional members of transcripts out, or says null."""

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        if not _is_transcript(event):
            return (event,)
        self.note()
        bare = {name: event[name] for name in ("type", "request_id", "text", "is_final")}
        return (bare if event["is_final"] else {**bare, "words": None},)


class WordByWord(Variation):
    """Sends each word as a final transcript of its own."""

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        if not _is_transcript(event) or not event["is_final"]:
            return (event,)
        self.note()
        words = str(event["text"]).split()
        return [{**event, "text": f" {word}", "words": []} for word in words]


class EmptyTranscripts(Variation):
    """Sends transcripts without words, final and not, around every event."""

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        if session.call.path != "/stt/websocket" or event.get("type") in ("error", "done"):
            return (event,)
        self.note()
        empty = {"type": "transcript", "request_id": event["request_id"], "text": "", "is_final": True, "words": []}
        return ({**empty, "is_final": False, "text": " "}, empty, event, empty)


class Guesses(Variation):
    """Sends interim transcripts that have little to do with what becomes final."""

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        if not _is_transcript(event) or not event["is_final"]:
            return (event,)
        self.note()
        return ({**event, "is_final": False, "text": "Could mourning be"}, event)


class HearsLess(Variation):
    """Understands the same audio otherwise each time: without its last word, case and punctuation, or nearly whole."""

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        if not _is_transcript(event) or len(str(event["text"]).split()) < 4:
            return (event,)
        self.note()
        self._count = getattr(self, "_count", 0) + 1
        text = str(event["text"])
        return ({**event, "text": text.rpartition(" ")[0].lower() if self._count % 2 else text.upper()},)


class LeadingBlanks(Variation):
    """Begins every transcript and every word with a blank, as the live service was seen to do."""

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        if not _is_transcript(event):
            return (event,)
        self.note()
        heard = event.get("words")
        words = [{**word, "word": f" {word['word']}"} for word in heard] if isinstance(heard, list) else []
        return ({**event, "text": f" {str(event['text']).lstrip()}", "words": words},)


class HearsNothing(Variation):
    """Understands nothing at all, as a service may that knows no other language."""

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        if not _is_transcript(event):
            return (event,)
        self.note()
        return ({**event, "text": "", "words": []},) if event["is_final"] else ()


class LocalTimes(Variation):
    """Counts the times of words from the start of each transcript."""

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        words = event.get("words")
        if not isinstance(words, list) or not words:
            return (event,)
        self.note()
        zero = words[0]["start"]
        return ({**event, "words": [{**w, "start": w["start"] - zero, "end": w["end"] - zero} for w in words]},)


class OtherRefusals(Variation):
    """Refuses a wrong query with another status of its own choice."""

    def fault(self, call: Call, fault: Fault) -> Fault:
        if call.path in _SOCKETS and fault.status == 400:
            self.note()
            fault.status = 404 if "model" in fault.message else 422
        return fault


class GoodbyeReason(Variation):
    """Gives a reason with its close."""

    def closing(self, session: Session, code: int, reason: str) -> tuple[int, str] | None:
        self.note()
        return code, "session complete"


# -- the socket that finds the turns ---------------------------------------------------------------------------------


class RefusesLate(Variation):
    """Opens with a wrong query, and says what is wrong with it in an event."""

    def problem(self, call: Call, fault: Fault) -> Fault | None:
        if call.path != "/stt/turns/websocket":
            return fault
        self.note()
        self._wrong.append(call.request_id)
        return None

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        if event.get("type") != "connected" or session.call.request_id not in self._wrong:
            return (event,)
        error = {"type": "error", "status_code": 400, "title": "Bad request", "message": "The query is wrong."}
        return (event, {**error, "request_id": event["request_id"]})

    def __init__(self) -> None:
        self._wrong: list[str] = []


class NoEagerEnds(Variation):
    """Never says that a turn has probably ended."""

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        if event.get("type") not in ("turn.eager_end", "turn.resume"):
            return (event,)
        self.note()
        return ()


class NoUpdates(Variation):
    """Says the text of a turn at its end alone."""

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        if event.get("type") not in ("turn.update", "turn.eager_end", "turn.resume"):
            return (event,)
        self.note()
        return ()


class EmptyTurns(Variation):
    """Hears turns without words, as of a cough."""

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        if event.get("type") != "turn.start":
            return (event,)
        self.note()
        update = {**event, "type": "turn.update", "transcript": ""}
        return (event, update, {**update, "type": "turn.end"}, event)


class LetterByLetter(Variation):
    """Sends an update for every letter, and the same text again; the end adds a full stop."""

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        if event.get("type") == "turn.end":
            return ({**event, "transcript": f"{event['transcript']}."},)
        if event.get("type") != "turn.update":
            return (event,)
        self.note()
        said = session.memo.get("said", 0) if str(event["transcript"]).startswith(session.memo.get("text", " ")) else 0
        text = session.memo["text"] = str(event["transcript"])
        session.memo["said"] = len(text)
        return [{**event, "transcript": text[:end]} for end in range(said, len(text) + 1)]


class SecondThoughts(Variation):
    """Takes back that a turn has probably ended, and says it again."""

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        if event.get("type") != "turn.eager_end":
            return (event,)
        self.note()
        resumed = {"type": "turn.resume", "request_id": event["request_id"]}
        return (event, resumed, event)


class NumberedTurns(Variation):
    """Numbers its turns, and tells some from others by nothing else."""

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        if "turn_id" not in event:
            return (event,)
        self.note()
        return ({**event, "turn_id": 1},)


class SilentOnUnknown(Variation):
    """Says nothing to a command of the other socket."""

    def arrived(self, session: Session, frame: str | bytes) -> Iterable[str | bytes]:
        if session.call.path != "/stt/turns/websocket" or frame != "finalize":
            return (frame,)
        self.note()
        return ()


# -- recordings ------------------------------------------------------------------------------------------------------


class BareRecordings(Variation):
    """Leaves the optional members of transcriptions out, begins words with a blank, and hears otherwise each time."""

    def reply(self, call: Call, reply: Reply) -> Reply:
        if call.path not in ("/stt", "/audio/transcriptions") or reply.status != 200:
            return reply
        self.note()
        assert isinstance(reply.body, bytes)
        body = json.loads(reply.body)
        kept = {name: body[name] for name in ("type", "text", "words") if name in body}
        if "words" in kept:
            kept["words"] = [{**word, "word": f" {word['word']}"} for word in kept["words"]]
        if call.path != "/stt":
            kept["text"] = kept["text"].lower().rpartition(" ")[0]
        reply.body = json.dumps(kept).encode()
        return reply


GROUPS: Mapping[str, tuple[type[Variation], ...]] = {
    "transcripts": (BareTranscripts, EmptyTranscripts, GoodbyeReason, BareRecordings),
    "many transcripts": (WordByWord, LocalTimes, OtherRefusals),
    "other hearing": (HearsLess, Guesses, LeadingBlanks, RefusesLate),
    "no hearing": (HearsNothing, SilentOnUnknown),
    "turns": (NoEagerEnds, NumberedTurns, LetterByLetter),
    "other turns": (SecondThoughts, EmptyTurns),
    "few turns": (NoUpdates,),
}
"""Variations that go together, shown to the suite of the newest version."""

LEGACY_GROUPS: Mapping[str, tuple[type[Variation], ...]] = {
    "legacy transcripts": (BareTranscripts, EmptyTranscripts, GoodbyeReason, BareRecordings),
    "legacy hearing": (HearsLess, Guesses, LeadingBlanks, OtherRefusals),
    "legacy words": (WordByWord, LocalTimes),
}
"""The same for the version 2025-04-16."""
