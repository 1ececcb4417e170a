"""What the live service was seen to send, in values of our own: no check may complain of it.

A few times the service was seen to break what its own documents promise. Those traces name the one requirement that is
violated, and nothing else may be.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from contralto_conformance.trace import Exchange, Trace

from .builders import (
    NEW,
    OLD,
    Json,
    Socket,
    audio,
    chunk,
    done,
    error,
    flush_done,
    http,
    phonemes,
    speech,
    stream,
    structured,
    trace,
    wav,
    words,
)
from .examples_stt import Ear, manual, said, text, turns
from .examples_stt import done as stt_done
from .examples_stt import flush_done as stt_flush_done

OLDER = "2024-11-13"
CONT: Json = {"continue": True}
LAST: Json = {"continue": False}
PLAIN = "text/plain; charset=utf-8"
HUGE = 0xFFFFFFFF


@dataclass(frozen=True)
class Sighting:
    """One trace, where the like of it was seen, and the requirement that it violates, if any."""

    name: str
    source: str
    trace: Trace
    violates: str | None

    def __str__(self) -> str:
        return f"{self.source}: {self.name}"


SEEN: list[Sighting] = []


def seen(source: str, name: str, *what: Exchange | Socket, version: str = NEW, violates: str | None = None) -> None:
    """Notes a trace. version: the one under test."""
    sockets = [w.exchange() if isinstance(w, Socket) else w for w in what]
    SEEN.append(Sighting(name, source, trace(*sockets, version=version), violates))


def old(version: str = OLD) -> Socket:
    return Socket(version=version)


def gone(context_id: str) -> Json:
    """What answers a request for a context that is no more."""
    return error(context_id, legacy=True, error="Invalid context ID: It is not known, or was cancelled before.")


def closed(context_id: str) -> Json:
    """What answers an input that comes after the last one."""
    return error(context_id, legacy=True, error="Context has closed")


# -- contexts of the TTS socket --------------------------------------------------------------------------------------

for flush_id in (0, 1):
    numbered = chunk("a", flush_id=flush_id)
    SPOKEN = old(OLDER).send("a").say(numbered, numbered, done("a")).served("b")
    seen("recordings-2026-08", f"flush_id {flush_id} though nothing was flushed", SPOKEN, version=OLDER)

EACH: Json = {"max_buffer_delay_ms": 0, "add_timestamps": True}
SENTENCES = old()
SENTENCES.send("a", "Hello there. ", **CONT, **EACH)
SENTENCES.say(
    chunk("a", flush_id=1), words("a", ("Hello", 0.1, 0.3), ("there.", 0.3, 0.5)), flush_done("a", 1, data="")
)
SENTENCES.send("a", "How are you? ", **CONT, **EACH)
SENTENCES.say(chunk("a", flush_id=2), words("a", ("How", 0.6, 0.7), ("are", 0.7, 0.8), ("you?", 0.8, 0.9)))
SENTENCES.say(flush_done("a", 2, data=""))
SENTENCES.send("a", " ", **LAST, **EACH).say(flush_done("a", 3, data=""), done("a")).served("b")
seen("issues-livekit-messages", "flush_done after every input, a blank as the last one", SENTENCES, version=OLD)

for nothing in ("", " ", "...", "?!"):
    EMPTY = error("a", legacy=True, error="transcript empty or contains only punctuation: nothing in it can be said")
    REFUSED = old().send("a", nothing, **LAST).say(EMPTY).served("b")
    seen("issues-pipecat", f"a context that holds only {nothing!r}", REFUSED, version=OLD)

END = old().send("a", **CONT).say(chunk("a")).send("a", "", **LAST)
END.say(chunk("a"), error("a", legacy=True, error="Invalid transcript: No valid transcripts passed")).served("b")
EMPTY_ENDS = "tts.ws.empty-transcript-ends-the-context"
BLANK_END = old().send("a", **CONT).say(chunk("a")).send("a", " ", **LAST).say(chunk("a"), done("a")).served("b")
seen(
    "clients-2026",
    "an empty last input is refused",
    END,
    version=OLD,
    violates="tts.ws.empty-transcript-ends-the-context",
)
seen("clients-2026", "a blank last input ends the context", BLANK_END, version=OLD)

seen("clients-2026", "a cancel of an unknown context", old().cancel("x").say(gone("x")).served("b"), version=OLD)
LATE = old().served("a").cancel("a").say(gone("a")).served("b").served("c")
seen("clients-2026", "a cancel after done", LATE, version=OLD)
TWICE = old().send("a").say(chunk("a")).cancel("a").cancel("a").say(chunk("a"), gone("a"), chunk("a")).served("b")
seen("clients-2026", "two cancels, audio comes after the error", TWICE.served("c"), version=OLD)
ON = old().send("a").say(chunk("a")).cancel("a").say(*[chunk("a")] * 6, done("a")).served("b")
seen("issues-pipecat", "audio goes on after a cancel", ON, version=OLD)

OVER = old(OLDER).send("a").say(chunk("a")).send("a", "More of it.", **CONT).say(closed("a"), chunk("a"), done("a"))
seen("clients-2026", "an input after the last one", OVER.served("b"), version=OLDER)
AGAIN = old().served("a").send("a", "More of it.", **CONT).say(closed("a")).served("b").served("c")
seen("issues-pipecat", "an id used again after done", AGAIN, version=OLD)
PUSHED = old().send("a").say(chunk("a")).send("a", "", **CONT, flush=True).say(closed("a"), chunk("a"), done("a"))
seen("clients-2026", "a flush after the last input", PUSHED.served("b"), version=OLD)

WAITING = old().send("a", **CONT).say(*[chunk("a", seconds=0.4)] * 15).wait(5).say(done("a")).wait(300)
seen(
    "issue-sdk-py-39", "done without a last input, then the socket idles out", WAITING.end("closed", 1000), version=OLD
)
seen("issue-livekit", "closed after a minute", old().served("a").wait(60).end("closed", 1000), version=OLD)

DROPPED = Socket().send("a").say(chunk("a", flush_id=1)).end("truncated", 1006)
seen("issues-pipecat", "the connection drops without a close frame", DROPPED, violates="tts.ws.chunks-then-one-done")
UNNAMED = old().send("a").say(chunk(), chunk("a"), done("a")).served("b")
NAMED = "tts.ws.context-id-on-every-message"
seen("issues-pipecat", "a chunk that names no context", UNNAMED, version=OLD, violates=NAMED)

# -- times -----------------------------------------------------------------------------------------------------------

KANA = old()
KANA.send("a", "こんにちは。", language="ja", add_timestamps=True, **CONT)
TIMED = [("こ", 0.1, 0.19), ("ん", 0.19, 0.27), ("に", 0.27, 0.36), ("ち", 0.36, 0.45), ("は", 0.45, 0.53)]
KANA.say(chunk("a", seconds=1), words("a", *TIMED, ("。", 0.53, 0.61)))
KANA.send("a", " ", language="ja", add_timestamps=True, **LAST).say(done("a")).served("b")
seen("issues-pipecat", "Japanese: each character is a word, the full stop too", KANA, version=OLD)
SUM = old().send("a", "2 + 2 = 4", add_timestamps=True).say(chunk("a", seconds=2), done("a")).served("b")
seen("issues-pipecat", "no times for a sum", SUM, version=OLD)

UNASKED = old().send("a").say(chunk("a"), phonemes("a", ("h", 0.1, 0.2), ("i", 0.2, 0.3)), done("a")).served("b")
PHONEMES = "tts.ws.phonemes-when-asked"
seen("issues-livekit-messages", "phonemes that nobody asked for", UNASKED, version=OLD, violates=PHONEMES)
AS_SENT: Json = {"add_timestamps": True, "use_normalized_timestamps": False}
SHORT = Socket().send("a", "Here is number nine", **AS_SENT)
HEARD = words("a", ("Here", 0.3, 0.5), ("is", 0.5, 0.6), ("number", 0.6, 0.9))
SHORT.say(chunk("a", seconds=2, flush_id=1), HEARD, done("a"))
seen("issues-pipecat", "the last word has no times", SHORT.served("b"), violates="tts.ws.words-as-sent")

# -- upgrades that are refused ---------------------------------------------------------------------------------------

BODY = json.dumps(structured()).encode()
seen("issues-livekit-messages", "too many sockets", Socket(status=429, body=BODY))
seen("clients-2026", "no credit", Socket(status=402, body=BODY))
REFUSAL = b"Unauthorized: The key is not known."
WRONG = Socket(status=401, auth="wrong", body=REFUSAL, media=PLAIN, version=OLDER)
seen("recordings-2026-08", "a wrong key", WRONG, version=OLDER)
ELSEWHERE = Socket(status=404, path="/tts/socket", body=b"404 page not found", media=PLAIN, version=OLDER)
seen("recordings-2026-08", "a wrong path", ELSEWHERE, version=OLDER)
LONG = manual(414, more=tuple(("keyterm", "x" * 90) for _ in range(95)), body=b"URI too long", media="text/html")
seen("clients-2026", "a URL too long for the front end", LONG)

# -- speech to text --------------------------------------------------------------------------------------------------


def refusal(message: str) -> Json:
    """An error of the manual socket, as the older versions send it."""
    return said({"type": "error", "code": 400, "message": message}, {})


SPANISH: Json = {"language": "es", "duration": 0.1, "words": [{"word": " El", "start": 0.0, "end": 0.09}]}


def spanish(word: str) -> Ear:
    """A socket on which Spanish was heard and a word sent."""
    return manual(version=OLDER, more=(("language", "es"),)).hear().word(word)


BARE = manual(version=OLDER, sample_rate=None).say(refusal("Missing sample_rate: It is needed"))
seen("recordings-2026-08", "a parameter is missing", BARE.end("closed", 1008), version=OLDER)
STRANGE = manual(version=OLDER).word("{}").say(refusal("Invalid client message: Unrecognized text message"))
STRANGE.hear().word("finalize").say(text(" El", **SPANISH), stt_flush_done(is_final=False))
seen("recordings-2026-08", "an unknown word; the socket goes on", STRANGE, version=OLDER)
WHOLE = spanish("done").say(text(" El", **SPANISH), stt_done(is_final=False)).end("closed", 1000)
seen("recordings-2026-08", "the word done", WHOLE, version=OLDER)
PIECE = spanish("finalize").say(text(" El", **SPANISH), stt_flush_done(is_final=False))
PIECE.word("close").say(stt_done(is_final=False)).end("closed", 1000)
seen("recordings-2026-08", "finalize, then close", PIECE, version=OLDER)


def turn(kind: str, transcript: str | None = None, **members: Any) -> Json:
    """An event of a turn."""
    spoken = {} if transcript is None else {"transcript": transcript}
    return said({"type": kind, "turn_id": 0, **spoken}, members)


GROWING = turns().say(said({"type": "connected"}, {})).hear()
GROWING.say(
    turn("turn.start"),
    turn("turn.update", "Hello"),
    turn("turn.update", "Hello Al"),
    turn("turn.update", "Hello Alana, how"),
    turn("turn.eager_end", "Hello Alana, how are you?"),
    turn("turn.resume"),
    turn("turn.update", "Hello Alana, how are you? I"),
    turn("turn.end", "Hello Alana, how are you? I"),
)
GROWING.send_json({"type": "close"}).end("closed", 1000)
seen("issues-livekit-messages", "a turn that grows by letters", GROWING)

# -- HTTP ------------------------------------------------------------------------------------------------------------

FILE: Json = {"container": "wav", "encoding": "pcm_s16le", "sample_rate": 8000}
ENDLESS = b"RIFF\xff\xff\xff\xff" + wav(audio(), length=HUGE)[8:]
PLAYED = http("POST", "/tts/bytes", send=speech(output_format=FILE), body=ENDLESS, media="audio/wav")
seen("notes-2026-08", "a WAV file of unknown length", PLAYED)
seen(
    "client-2026-09",
    "audio/pcm for raw audio",
    http("POST", "/tts/bytes", send=speech(), body=audio(), media="audio/pcm"),
)
BYTES = "".join(f"event: {e['type']}\ndata: {json.dumps(e)}\n\n" for e in (chunk(), chunk(), done())).encode()
seen("clients-2026", "each event of a stream is named", stream(body=BYTES, version=OLD), version=OLD)

ABSENT_THERE = b"No API schema exists for the requested Cartesia-Version"
for stated in (OLDER, "2025-01-01"):
    MISSED = http("GET", "/pronunciation-dicts", status=404, body=ABSENT_THERE, media=PLAIN, version=stated)
    seen("notes-2026-08", f"no dictionaries under {stated}", MISSED, version=OLDER)
LIST: Json = {"data": [], "has_more": False, "next_page": None}
for stated in ("2025-06-01", "2025-09-01"):
    BETWEEN = http("GET", "/pronunciation-dicts", answer=LIST, version=stated)
    seen("notes-2026-08", f"dictionaries under {stated}, which lies between two versions", BETWEEN, version=OLD)
NOT_ONE = b"Bad Request - Invalid Cartesia-Version header"
for stated in ("banana", ""):
    INVALID = http("GET", "/voices", status=400, body=NOT_ONE, media="text/plain", version=stated or None)
    seen("clients-2026", f"the version {stated!r} is refused", INVALID)
TONGUE = http("POST", "/stt", status=400, body=b"invalid language: xx", media=PLAIN, version=OLD)
seen("clients-2026", "a legacy error without a title in capitals", TONGUE, version=OLD)
PLAN = structured(error_code="plan_upgrade_required", title="Plan upgrade required", message="Your plan lacks it.")
seen("client-2026-09", "a plan without cloning", http("POST", "/voices/clone", status=402, answer=PLAN))
seen("clients-2026", "HEAD is not served", http("HEAD", "/voices", status=405, body=b"", media="text/plain"))
WRAPPED: Json = {"message": "No such agent.", "title": "Not found", "request_id": structured()["request_id"]}
NESTED = http("GET", "/v1/agents/agent_x", status=404, answer={"error": WRAPPED})
seen("client-2026-09", "an error wrapped in `error`", NESTED, violates="errors.never-nested")
