"""Examples of the sockets of speech to text."""

from __future__ import annotations

from typing import Any

from .builders import ABSENT, OLD, Json, Socket, on_socket, structured, trace
from .examples import Examples

E = Examples()
QUERY = (("model", "ink-whisper"), ("encoding", "pcm_s16le"), ("sample_rate", "16000"))
SPEECH = b"\x01\x02" * 1600
MID = "2026-03-01"


class Ear(Socket):
    """A socket of speech to text in the making."""

    def hear(self, audio: bytes = SPEECH, piece_bytes: int = 800) -> Ear:
        for at in range(0, len(audio), piece_bytes):
            self.frame("sent", "binary", audio[at : at + piece_bytes])
        return self

    def word(self, word: str) -> Ear:
        self.frame("sent", "text", word.encode())
        return self

    def say(self, *messages: Any) -> Ear:
        super().say(*messages)
        return self

    def send_json(self, value: Any) -> Ear:
        super().send_json(value)
        return self

    def end(self, ending: Any, close_code: int | None = None) -> Ear:
        super().end(ending, close_code)
        return self


def manual(status: int | None = 101, more: tuple[tuple[str, str], ...] = (), **changed: Any) -> Ear:
    """A socket at `/stt/websocket`; changed: values of the query, None leaves one out."""
    query = tuple((name, changed.pop(name, value)) for name, value in QUERY)
    return Ear(
        status=status, path="/stt/websocket", query=(*((n, v) for n, v in query if v is not None), *more), **changed
    )


def turns(status: int | None = 101, *more: tuple[str, str], **changed: Any) -> Ear:
    """A socket at `/stt/turns/websocket`."""
    model = changed.pop("model", "ink-2")
    query = (("model", model), *QUERY[1:], *more)
    return Ear(status=status, path="/stt/turns/websocket", query=query, **changed)


def said(message: Json, members: Json) -> Json:
    merged = {**message, "request_id": "r-1", **members}
    return {name: value for name, value in merged.items() if value is not ABSENT}


def text(spoken: str, **members: Any) -> Json:
    """A final transcript."""
    return said({"type": "transcript", "text": spoken, "is_final": True}, members)


def flush_done(**members: Any) -> Json:
    return said({"type": "flush_done"}, members)


def done(**members: Any) -> Json:
    return said({"type": "done"}, members)


def error(**members: Any) -> Json:
    return said({"type": "error", "status_code": 400, **structured()}, members)


def finalized() -> Ear:
    """A socket on which speech was heard and finalized."""
    return manual().hear().word("finalize").say(text("Good morning."), flush_done())


def over(word: str, *messages: Json, code: int = 1000, **changed: Any) -> Ear:
    """A socket that the client ended by a word."""
    return manual(**changed).hear().word(word).say(*messages).end("closed", code)


SILENT = "deadline"

# -- manual: opening -------------------------------------------------------------------------------------------------

E.met("stt.manual.opens-at-its-path", "101", manual())
E.violated("stt.manual.opens-at-its-path", "a 404", manual(404))
E.violated("stt.manual.opens-at-its-path", "no answer in time", manual(None, ending="deadline"))
E.nothing("stt.manual.opens-at-its-path", "no room", manual(429))
E.nothing("stt.manual.opens-at-its-path", "another encoding", manual(404, encoding="pcm_f32le"))
E.nothing("stt.manual.opens-at-its-path", "no credential", manual(401, auth="none"))
E.nothing("stt.manual.opens-at-its-path", "parameters to judge", manual(400, (("min_volume", "3"),)))

E.met("stt.manual.parameters-required", "a 400", manual(400, model=None))
E.met("stt.manual.parameters-required", "an error and a close", manual(encoding=None).say(error()).end("closed", 1008))
E.met("stt.manual.parameters-required", "a close alone", manual(sample_rate=None).end("closed", 1008))
E.violated("stt.manual.parameters-required", "silence", manual(model=None).end(SILENT))
E.violated("stt.manual.parameters-required", "a transcript", manual(sample_rate=None).hear().say(text("Hi")))
E.nothing("stt.manual.parameters-required", "no room", manual(429, model=None))
E.nothing("stt.manual.parameters-required", "all of them", manual())
E.nothing("stt.manual.parameters-required", "hung up at once", manual(model=None))

E.met("stt.manual.encodings-accepted", "101", manual(encoding="pcm_f16le"))
E.violated("stt.manual.encodings-accepted", "a 400", manual(400, encoding="pcm_alaw"))
E.nothing("stt.manual.encodings-accepted", "one that nobody has", manual(400, encoding="pcm_s24le"))
E.nothing("stt.manual.encodings-accepted", "no credit", manual(402, encoding="pcm_alaw"))

E.met("stt.manual.unknown-values-refused", "a 400 for the encoding", manual(400, encoding="pcm_s24le"))
E.met("stt.manual.unknown-values-refused", "an error for the model", manual(model="no-such-model").say(error()))
E.violated("stt.manual.unknown-values-refused", "open and silent", manual(encoding="pcm_s24le").end(SILENT))
E.nothing("stt.manual.unknown-values-refused", "known values", manual())

MANY = tuple(("keyterm", f"t{n}") for n in range(101))
LONG = (("keyterm", "a" * 601), ("keyterm", "b" * 600))
E.met("stt.manual.keyterms-limited", "101 refused", manual(400, MANY))
E.met("stt.manual.keyterms-limited", "1201 characters refused", manual(400, LONG))
E.violated("stt.manual.keyterms-limited", "101 taken", manual(101, MANY).end(SILENT))
E.violated("stt.manual.keyterms-limited", "1201 characters taken", manual(101, LONG).hear().say(text("Hi")))
E.nothing("stt.manual.keyterms-limited", "100 terms", manual(400, MANY[:100]))

E.met("stt.manual.min-volume-in-range", "2 refused", manual(400, (("min_volume", "2"),)))
E.violated("stt.manual.min-volume-in-range", "-0.5 taken", manual(101, (("min_volume", "-0.5"),)).end(SILENT))
E.nothing("stt.manual.min-volume-in-range", "0.5", manual(101, (("min_volume", "0.5"),)).end(SILENT))
E.nothing("stt.manual.min-volume-in-range", "a word", manual(101, (("min_volume", "loud"),)).end(SILENT))

# -- manual: finalize ------------------------------------------------------------------------------------------------

NAME = "stt.manual.finalize-gives-one-flush-done"
E.met(NAME, "one for each", finalized().hear().word("finalize").say(flush_done()))
E.violated(NAME, "two for one", finalized().say(flush_done()))
E.violated(NAME, "none in time", manual().hear().word("finalize").end(SILENT))
E.violated(NAME, "none before done", manual().hear().word("finalize").word("close").say(done()).end("closed", 1000))
E.nothing(NAME, "without audio", manual().word("finalize").end(SILENT))
E.nothing(NAME, "hung up before the answer", manual().hear().word("finalize"))
E.nothing(NAME, "the account's limit", manual().hear().word("finalize").say(error(status_code=402)).end(SILENT))

NAME = "stt.manual.finals-before-flush-done"
E.met(NAME, "in order", finalized())
E.violated(NAME, "late", manual().hear().word("finalize").say(flush_done(), text("Good morning.")))
E.met(NAME, "of audio that came later", finalized().hear().say(text(" And you.")))
E.nothing(NAME, "no words", manual().hear().word("finalize").say(text(""), flush_done()))

NAME = "stt.manual.session-goes-on-after-finalize"
E.met(NAME, "heard again", finalized().hear().word("finalize").say(text(" Good warning."), flush_done()))
E.violated(NAME, "not heard again", finalized().hear().word("finalize").say(flush_done()))
E.violated(NAME, "closed", finalized().end("closed", 1000))
E.violated(NAME, "silent", finalized().hear().word("finalize").end(SILENT))
E.nothing(NAME, "other audio", finalized().hear(bytes(3200)).word("finalize").say(flush_done()))
E.nothing(NAME, "never heard", manual().hear().word("finalize").say(flush_done()).hear().word("finalize").end(SILENT))
E.nothing(NAME, "nothing more sent", finalized())

NAME = "stt.manual.finalize-without-audio"
E.met(NAME, "flush_done", manual().word("finalize").say(flush_done()))
E.met(NAME, "an empty transcript", manual().word("finalize").say(text(""), flush_done()))
E.violated(NAME, "words", manual().word("finalize").say(text("Thank you."), flush_done()))
E.violated(NAME, "nothing", manual().word("finalize").end(SILENT))
E.violated(NAME, "an error", manual().word("finalize").say(error()))
E.nothing(NAME, "with audio", finalized())

NAME = "stt.manual.interim-then-final"
E.met(NAME, "new words follow", manual().hear().say(text("Good morning."), text(" All of you."), flush_done()))
E.met(
    NAME, "interim before it", manual().hear().say(text("Good morning", is_final=False), text("Good morning."), done())
)
E.violated(NAME, "revised", manual().hear().say(text("Good morning."), text("Good morning, sir.")))
E.violated(NAME, "interim again", manual().hear().say(text("Good morning."), text("Good morning.", is_final=False)))
E.nothing(NAME, "the same audio again", manual().hear().say(text("Good morning.")).hear().say(text(" Good morning.")))
E.nothing(NAME, "one word", manual().hear().say(text("No."), text(" No.")))

# -- manual: the end -------------------------------------------------------------------------------------------------

for word, name in (("close", "stt.manual.close-ends-the-session"), ("done", "stt.manual.done-word-ends-the-session")):
    E.met(name, "done and close", over(word, text("Good morning."), done()))
    E.met(name, "another code", over(word, done(), code=1011))
    E.violated(name, "no done", over(word, text("Good morning.")))
    E.violated(name, "silence", manual().hear().word(word).end(SILENT))
    E.violated(name, "open after done", manual().hear().word(word).say(done()).end(SILENT))
    E.nothing(name, "the other word", over("close" if word == "done" else "done"))
    E.nothing(name, "audio after it", manual().hear().word(word).hear().end(SILENT))

NAME = "stt.manual.end-is-finals-done-close"
E.met(NAME, "in order", over("close", text("Good morning."), done()))
E.violated(NAME, "a transcript after done", over("done", done(), text("Good morning.")))
E.violated(NAME, "done twice", over("done", done(), done()))
E.violated(NAME, "another code", over("close", done(), code=1011))
E.met(NAME, "unknown events after done", over("close", done(), {"type": "usage"}))
E.nothing(NAME, "no done", over("close"))

# -- manual: messages ------------------------------------------------------------------------------------------------

NAME = "stt.manual.transcripts-are-complete"
E.met(NAME, "all members", finalized())
for member in ("request_id", "text", "is_final"):
    E.violated(NAME, f"no {member}", manual().hear().say(text("Hi", **{member: ABSENT})))
E.violated(NAME, "a flag as text", manual().hear().say(text("Hi", is_final="true")))
E.nothing(NAME, "no transcript", manual().word("finalize").say(flush_done()))

NAME = "stt.manual.words-are-objects"
WORD = {"word": "Hi", "start": 0.1, "end": 0.1}
E.met(NAME, "objects", manual().say(text("Hi", words=[{**WORD, "x": 1}])))
E.met(NAME, "none of them", manual().say(text("", words=[])))
E.violated(NAME, "texts", manual().say(text("Hi", words=["Hi"])))
E.violated(NAME, "backwards", manual().say(text("Hi", words=[{**WORD, "start": 0.2}])))
E.violated(NAME, "an object of arrays", manual().say(text("Hi", words={"words": ["Hi"]})))
E.nothing(NAME, "null", manual().say(text("Hi", words=None)))
E.nothing(NAME, "absent", finalized())

NAME = "stt.manual.one-request-id"
E.met(NAME, "the same", finalized())
E.violated(NAME, "another", manual().hear().say(text("Hi"), flush_done(request_id="r-2")))
E.nothing(NAME, "one message", manual().say(text("Hi")))
E.nothing(NAME, "one on each socket", manual().say(done()), manual().say(done(request_id="r-2")))

BANANA = manual().word("banana").say(error()).hear().word("finalize").say(text("Hi"), flush_done())
E.met("stt.manual.errors-structured", "all members", BANANA)
E.violated("stt.manual.errors-structured", "no title", manual().say(error(title=ABSENT)))
E.violated("stt.manual.errors-structured", "status as text", manual().say(error(status_code="400")))
E.nothing("stt.manual.errors-structured", "no error", finalized())

E.met("stt.manual.errors-legacy", "a text", manual(version=OLD).say({"type": "error", "message": "No."}), version=OLD)
E.violated(
    "stt.manual.errors-legacy", "no text", manual(version=OLD).say({"type": "error", "error": "No."}), version=OLD
)
E.nothing("stt.manual.errors-legacy", "no error", manual(version=OLD).say(done()), version=OLD)

NAME = "stt.manual.unknown-word-keeps-the-socket"
E.met(NAME, "an error, then work", BANANA)
E.violated(NAME, "closed", manual().word("banana").say(error()).end("closed", 1003))
E.violated(NAME, "no error", manual().word("banana").hear().word("finalize").say(flush_done()))
E.violated(NAME, "silence", manual().word("banana").end(SILENT))
E.nothing(NAME, "hung up after the error", manual().word("banana").say(error()))
E.nothing(NAME, "known words alone", finalized())

NAME = "stt.manual.split-samples-understood"
WHOLE = finalized()


def split(words: str) -> Ear:
    return manual().hear(piece_bytes=801).word("finalize").say(text(words), flush_done())


E.met(NAME, "the same words", WHOLE, split("good morning"))
E.met(NAME, "about the same words", WHOLE, split("Good warning."))
E.violated(NAME, "no words", WHOLE, split(""))
E.violated(NAME, "other words", WHOLE, split("The sea is blue."))
E.nothing(NAME, "nothing to compare with", split("The sea is blue."))
E.nothing(
    NAME, "other audio", manual().hear(bytes(3200)).word("finalize").say(text("Good morning."), flush_done()), split("")
)

# -- turns: opening --------------------------------------------------------------------------------------------------


def event(kind: str, transcript: Any = ABSENT, **members: Any) -> Json:
    return said({"type": kind, "transcript": transcript}, members)


CONNECTED = event("connected")
START = event("turn.start")


def turn(*events: Json) -> Ear:
    """A socket with speech and these events."""
    return turns().say(CONNECTED).hear().say(*events)


ONE = (START, event("turn.update", "Good"), event("turn.eager_end", "Good day."), event("turn.end", "Good day."))

E.met("stt.turns.opens-at-its-path", "101", turns())
E.violated("stt.turns.opens-at-its-path", "a 404", turns(404))
E.nothing("stt.turns.opens-at-its-path", "no room", turns(429))
E.nothing("stt.turns.opens-at-its-path", "a model without turns", turns(400, model="ink-whisper"))

NAME = "stt.turns.connected-is-first"
E.met(NAME, "first", turn(*ONE))
E.met(NAME, "after an unknown event", turns().say({"type": "hello"}, CONNECTED))
E.violated(NAME, "later", turns().hear().say(START, CONNECTED))
E.violated(NAME, "twice", turns().say(CONNECTED, CONNECTED))
E.violated(NAME, "never", turns().end(SILENT))
E.nothing(NAME, "an error in its place", turns().say(error()).end("closed", 1008))
E.nothing(NAME, "hung up at once", turns())

E.met("stt.turns.whisper-refused", "a 400", turns(400, model="ink-whisper"))
E.met("stt.turns.whisper-refused", "an error after connected", turns(model="ink-whisper").say(CONNECTED, error()))
E.violated("stt.turns.whisper-refused", "open", turns(model="ink-whisper").say(CONNECTED).end(SILENT))
E.violated("stt.turns.whisper-refused", "a turn", turns(model="ink-whisper").say(CONNECTED, START))
E.nothing("stt.turns.whisper-refused", "another model", turns().say(CONNECTED).end(SILENT))

THREE = ("turn_start_threshold", "turn_eager_end_threshold", "turn_end_threshold")


def thresholds(status: int, *values: str) -> Ear:
    return turns(status, *zip(THREE, values, strict=True)).end("complete" if status != 101 else SILENT)


E.met("stt.turns.thresholds-ordered", "refused", thresholds(400, "0.5", "0.6", "0.3"))
E.violated("stt.turns.thresholds-ordered", "taken", thresholds(101, "0.5", "0.6", "0.3"))
E.nothing("stt.turns.thresholds-ordered", "in order", thresholds(101, "0.8", "0.6", "0.3"))
E.nothing("stt.turns.thresholds-ordered", "equal", thresholds(101, "0.6", "0.6", "0.3"))
E.nothing("stt.turns.thresholds-ordered", "one of them", turns(101, (THREE[0], "0.5")).end(SILENT))

E.met("stt.turns.thresholds-in-range", "refused", turns(400, (THREE[0], "0.95")))
E.violated("stt.turns.thresholds-in-range", "taken", turns(101, (THREE[2], "0.01")).end(SILENT))
E.nothing("stt.turns.thresholds-in-range", "at the limit", turns(101, (THREE[0], "0.9")).end(SILENT))

E.met("stt.turns.end-timeout-in-range", "refused", turns(400, ("turn_end_timeout_ms", "100")))
E.violated("stt.turns.end-timeout-in-range", "taken", turns(101, ("turn_end_timeout_ms", "20000")).end(SILENT))
E.nothing("stt.turns.end-timeout-in-range", "at the limit", turns(101, ("turn_end_timeout_ms", "640")).end(SILENT))

NAME = "stt.turns.early-audio-counts"
EARLY = turns().hear().say(CONNECTED, *ONE)
E.met(NAME, "heard in both", EARLY, turn(*ONE))
E.violated(NAME, "heard in the late one alone", turns().hear().say(CONNECTED).end(SILENT), turn(*ONE))
E.nothing(NAME, "heard in none", turns().hear().say(CONNECTED), turn())
E.nothing(NAME, "none early", turn(), turn(*ONE))
HURRIED = trace(
    turn().exchange(), turns().say(CONNECTED).send_json({}).hear().say(*ONE).exchange(), tags=("early-audio",)
)
E.violated(NAME, "in a hurry, though greeted before", HURRIED)

# -- turns: events ---------------------------------------------------------------------------------------------------

NAME = "stt.turns.transitions-legal"
E.met(NAME, "one turn", turn(*ONE))
E.met(NAME, "resumed", turn(*ONE[:3], event("turn.resume"), event("turn.update", "Good day. You."), ONE[3]))
E.met(NAME, "no text, no eager end", turn(START, event("turn.end", "")))
E.violated(NAME, "an update before any start", turn(*ONE[1:]))
E.violated(NAME, "resumed without eager end", turn(START, event("turn.resume")))
E.violated(NAME, "an update after an eager end", turn(*ONE[:3], event("turn.update", "Good day. You.")))
E.violated(NAME, "two starts", turn(START, START))
E.nothing(NAME, "no turn", turn())

NAME = "stt.turns.transcript-only-grows"
E.met(NAME, "it grows", turn(*ONE))
E.met(NAME, "anew in another turn", turn(*ONE, START, event("turn.update", " And"), event("turn.update", " And you")))
E.violated(NAME, "revised", turn(START, event("turn.update", "Good"), event("turn.update", "God is")))
E.violated(NAME, "new words alone", turn(START, event("turn.update", "Good"), event("turn.eager_end", " day.")))
E.nothing(NAME, "one text", turn(START, event("turn.update", "Good"), event("turn.end", "God.")))

NAME = "stt.turns.end-has-the-whole-text"
E.met(NAME, "the whole", turn(*ONE))
E.violated(NAME, "the last word", turn(*ONE[:3], event("turn.end", "day.")))
E.violated(NAME, "nothing", turn(*ONE[:3], event("turn.end", "")))
E.nothing(NAME, "an empty turn", turn(START, event("turn.end", "")))
E.nothing(NAME, "no end", turn(*ONE[:3]))

NAME = "stt.turns.members-complete"
E.met(NAME, "all members", turn(*ONE))
E.violated(NAME, "no transcript", turn(START, event("turn.update")))
E.violated(NAME, "no id", turn(event("turn.start", request_id=ABSENT)))
E.nothing(NAME, "unknown events", turns().say({"type": "hello"}))

NAME = "stt.turns.one-request-id"
E.met(NAME, "the same", turn(*ONE))
E.violated(NAME, "another", turn(event("turn.start", request_id="r-2")))
E.nothing(NAME, "one message", turns().say(CONNECTED))

E.met("stt.turns.errors-structured", "all members", turns().say(CONNECTED, error()))
E.violated("stt.turns.errors-structured", "no message", turns().say(CONNECTED, error(message=ABSENT)))
E.nothing("stt.turns.errors-structured", "no error", turn(*ONE))

# -- turns: commands -------------------------------------------------------------------------------------------------


def configured(turn: Json, *events: Json) -> Ear:
    return turns().say(CONNECTED).send_json({"type": "config", "turn": turn}).hear().say(*events)


NAME = "stt.turns.config-accepted"
CLOSE = {"type": "close"}
E.met(NAME, "a turn after it", configured({"end_threshold": 0.2}, *ONE))
E.met(NAME, "an orderly end", configured({}).send_json(CLOSE).end("closed", 1000))
E.violated(NAME, "an error", configured({"end_timeout_ms": 3000}, error()))
E.violated(NAME, "closed", configured({"end_threshold": 0.2}).end("closed", 1008))
E.nothing(NAME, "out of range", configured({"end_threshold": 7}, error()))
E.nothing(NAME, "out of order", configured({"start_threshold": 0.5, "eager_end_threshold": 0.7}, error()))
E.nothing(NAME, "no number", configured({"end_threshold": "low"}, error()))
E.nothing(NAME, "no config", turn(*ONE))
E.nothing(NAME, "the account's limit", configured({}, error(status_code=429)))

NAME = "stt.turns.close-ends-without-done"
E.met(NAME, "closed with 1000", turn(*ONE).send_json(CLOSE).end("closed", 1000))
E.met(NAME, "with the rest", turn(START).send_json(CLOSE).say(*ONE[1:]).end("closed", 1000))
E.violated(NAME, "a done", turn().send_json(CLOSE).say(done()).end("closed", 1000))
E.violated(NAME, "another code", turn().send_json(CLOSE).end("closed", 1011))
E.violated(NAME, "silence", turn().send_json(CLOSE).end(SILENT))
E.nothing(NAME, "hung up", turn().send_json(CLOSE))

NAME = "stt.turns.finalize-has-no-effect"
E.met(NAME, "the turn goes on", turns().say(CONNECTED).hear().word("finalize").say(*ONE))
E.met(NAME, "an error", turns().say(CONNECTED).word("finalize").say(error()))
E.violated(NAME, "flushed", turns().say(CONNECTED).word("finalize").say(flush_done()))
E.violated(NAME, "flushed as JSON", turns().say(CONNECTED).send_json({"type": "finalize"}).say(flush_done()))
E.nothing(NAME, "hung up", turns().say(CONNECTED).word("finalize"))
E.nothing(NAME, "no such word", turn(*ONE))


def pinged(*pongs: bytes) -> Ear:
    ear = turns().say(CONNECTED)
    ear.frame("sent", "ping", b"contralto")
    for pong in pongs:
        ear.frame("received", "pong", pong)
    return ear


NAME = "stt.turns.pings-answered"
E.met(NAME, "a pong", pinged(b"contralto"))
E.met(NAME, "after others", pinged(b"", b"contralto"))
E.violated(NAME, "another payload", pinged(b"contralto!").end(SILENT))
E.violated(NAME, "none", pinged().end(SILENT))
E.nothing(NAME, "hung up", pinged())
E.nothing(NAME, "no ping", turn(*ONE))

# -- other sockets ---------------------------------------------------------------------------------------------------

OTHER = on_socket(finalized(), version="2026-08-14")
E.nothing("tts.ws.messages-have-a-type", "a socket of speech to text", OTHER)
E.nothing("tts.ws.unknown-query-ignored", "a socket of speech to text", manual(400))
E.nothing("stt.manual.one-request-id", "a socket of turns", turn(*ONE))
