"""Examples of the TTS socket."""

from __future__ import annotations

import base64
from typing import Any

from .builders import (
    ABSENT,
    MISSING,
    OLD,
    Json,
    Socket,
    chunk,
    done,
    error,
    flush_done,
    on_socket,
    phonemes,
    words,
)
from .examples import Examples

E = Examples()
CONT: Json = {"continue": True}
LAST: Json = {"continue": False}
FLUSH: Json = {"continue": True, "flush": True}
BUFFER: Json = {"max_buffer_delay_ms": 1000}
AT_ONCE: Json = {"max_buffer_delay_ms": 0}
GONE: Json = {"voice": {"mode": "id", "id": MISSING}}
NO_MODEL: Json = {"model_id": "no-such-model"}
UNKNOWN: Json = {"type": "future_event", "context_id": "a", "what": 1}

# -- opening ---------------------------------------------------------------------------------------------------------

E.met("tts.ws.opens-at-its-path", "101", Socket())
E.violated("tts.ws.opens-at-its-path", "a 404", Socket(status=404))
E.violated("tts.ws.opens-at-its-path", "no answer in time", Socket(status=None, ending="deadline"))
E.nothing("tts.ws.opens-at-its-path", "a refused key", Socket(status=401))
E.nothing("tts.ws.opens-at-its-path", "no credential", Socket(status=400, auth="none"))
MODEL_QUERY = (("model_id", "sonic-2"),)
E.met("tts.ws.unknown-query-ignored", "101", Socket(query=MODEL_QUERY))
E.violated("tts.ws.unknown-query-ignored", "a 400", Socket(query=MODEL_QUERY, status=400))
E.nothing("tts.ws.unknown-query-ignored", "too many sockets", Socket(query=MODEL_QUERY, status=429))
E.nothing("tts.ws.unknown-query-ignored", "no parameter", Socket(status=400))

# -- messages --------------------------------------------------------------------------------------------------------

PLAIN = Socket().served("a").served("b")
LENIENT = (
    Socket()
    .send("a")
    .say(chunk("a", flush_id=1, new={"x": 1}), UNKNOWN, chunk("a", flush_id=None), done("a", status_code=206))
)
LENIENT.served("b")
for requirement in (
    "messages-are-json-text",
    "messages-have-a-type",
    "context-id-on-every-message",
    "chunks-then-one-done",
    "done-flag-agrees",
    "done-is-last",
    "chunk-members",
    "chunk-data-is-base64",
    "chunks-are-whole-samples",
):
    E.met(f"tts.ws.{requirement}", "two contexts, one after the other", PLAIN)
    E.met(f"tts.ws.{requirement}", "unknown members, unknown events, no flush_id", LENIENT)
    E.nothing(f"tts.ws.{requirement}", "an upgrade that was refused", Socket(status=401))


def odd(*messages: Any) -> Socket:
    return Socket().send("a").say(*messages)


E.violated("tts.ws.messages-are-json-text", "an array", odd([]))
E.violated("tts.ws.messages-are-json-text", "a binary frame", Socket().send("a").frame("received", "binary", b"{}"))
E.violated("tts.ws.messages-are-json-text", "a word", Socket().send("a").frame("received", "text", b"done"))
E.met("tts.ws.messages-have-a-type", "an error without a status", odd(error("a", status_code=ABSENT)))
E.met("tts.ws.messages-have-a-type", "206.0, which is an integer in JSON", odd(chunk("a", status_code=206.0)))
for name, message in (
    ("no type", chunk("a", type=ABSENT)),
    ("a number as type", {"type": 5}),
    ("no done", chunk("a", done=ABSENT)),
    ("a text as done", done("a", done="true")),
    ("no status", done("a", status_code=ABSENT)),
    ("true as status", chunk("a", status_code=True)),
):
    E.violated("tts.ws.messages-have-a-type", name, odd(message))
E.violated("tts.ws.context-id-on-every-message", "none", odd(chunk()))
E.violated("tts.ws.context-id-on-every-message", "one that was not sent", odd(chunk("b")))
E.violated("tts.ws.context-id-on-every-message", "one that was sent later", odd(chunk("b")).send("b"))
E.met("tts.ws.context-id-on-every-message", "an error without it", odd(chunk("a"), error()))
E.nothing(
    "tts.ws.context-id-on-every-message",
    "a request without it",
    Socket(version=OLD).send(None).say(chunk()),
    version=OLD,
)
E.violated("tts.ws.done-flag-agrees", "false on done", odd(done("a", done=False)))
E.violated("tts.ws.done-flag-agrees", "true on a chunk", odd(chunk("a", done=True)))
E.violated("tts.ws.done-flag-agrees", "true on flush_done", odd(flush_done("a", 1, done=True)))
E.met("tts.ws.done-flag-agrees", "a text, which messages-have-a-type owns", odd(done("a", done="yes")))
E.violated("tts.ws.chunk-members", "no data", odd(chunk("a", data=ABSENT)))
E.violated("tts.ws.chunk-members", "a text as step_time", odd(chunk("a", step_time="12")))
E.nothing("tts.ws.chunk-members", "no chunk", odd(done("a")))
E.violated("tts.ws.chunk-data-is-base64", "no padding", odd(chunk("a", data="AAA")))
E.violated("tts.ws.chunk-data-is-base64", "the other alphabet", odd(chunk("a", data="A_-A")))
E.met("tts.ws.chunk-data-is-base64", "empty", odd(chunk("a", data="")))
E.violated("tts.ws.chunks-are-whole-samples", "half a sample", odd(chunk("a", data="AAAA")))
RIFF = base64.b64encode(b"RIFF0000").decode()
E.violated("tts.ws.chunks-are-whole-samples", "a header", odd(chunk("a", data=RIFF)))
E.met("tts.ws.chunks-are-whole-samples", "those bytes in mid-audio", odd(chunk("a"), chunk("a", data=RIFF)))

# -- contexts --------------------------------------------------------------------------------------------------------

E.violated("tts.ws.chunks-then-one-done", "no chunk", odd(done("a")))
E.violated("tts.ws.chunks-then-one-done", "two done", odd(chunk("a"), done("a"), done("a")))
E.violated("tts.ws.chunks-then-one-done", "no done", odd(chunk("a")).end("deadline"))
E.violated("tts.ws.chunks-then-one-done", "the socket closes in the middle", odd(chunk("a")).end("closed", 1011))
E.violated("tts.ws.chunks-then-one-done", "an error", odd(error("a")))
E.nothing("tts.ws.chunks-then-one-done", "a limit", odd(error("a", status_code=429)))
E.nothing("tts.ws.chunks-then-one-done", "the client leaves early", odd(chunk("a")))
for blank in ("", " "):
    REFUSED = Socket().send("a", blank).say(error("a")).served("b")
    E.met("tts.ws.chunks-then-one-done", f"{blank!r} is refused, what comes next is not", REFUSED)
E.nothing("tts.ws.chunks-then-one-done", "another voice fails", Socket().send("a", voice="x").say(error("a")))
E.violated("tts.ws.done-is-last", "a late chunk", odd(chunk("a"), done("a"), chunk("a")))
E.violated(
    "tts.ws.done-is-last",
    "a late chunk under another context",
    odd(chunk("a"), done("a")).send("b").say(chunk("a"), done("b")),
)
E.met("tts.ws.done-is-last", "the id used again", Socket().served("a").served("a").served("b"))
E.met(
    "tts.ws.done-is-last", "a cancel that came too late",
    Socket().served("a").cancel("a").say(error("a")).served("b"),
)  # fmt: skip
E.nothing("tts.ws.done-is-last", "nothing afterwards", odd(chunk("a"), done("a")))
E.nothing("tts.ws.done-is-last", "no done", odd(chunk("a")).end("deadline"))

E.met("tts.ws.plain-context-id-works", "served", Socket().served("a_B-9"))
E.violated("tts.ws.plain-context-id-works", "refused", Socket().send("a_B-9").say(error("a_B-9")))
E.nothing("tts.ws.plain-context-id-works", "another id", Socket().served("a"))
ODD = "two words/ü"
E.met("tts.ws.odd-context-id-keeps-the-socket", "served", Socket().served(ODD).served("b"))
E.met("tts.ws.odd-context-id-keeps-the-socket", "refused", Socket().send(ODD).say(error()).served("b"))
E.violated(
    "tts.ws.odd-context-id-keeps-the-socket", "closed", Socket().send(ODD).say(error()).send("b").end("closed", 1008)
)
E.violated("tts.ws.odd-context-id-keeps-the-socket", "ignored", Socket().send(ODD).served("b"))
E.nothing("tts.ws.odd-context-id-keeps-the-socket", "no sign of life asked for", Socket().send(ODD).say(error()))


def opened(**members: Any) -> Socket:
    """A context `a` with an input that is spoken, and another context that runs to its end."""
    return Socket().send("a", "Hello there. ", **{**CONT, **members}).say(chunk("a")).served("b")


E.met(
    "tts.ws.continue-keeps-the-context-open",
    "no done until the end",
    opened().send("a", **LAST).say(chunk("a"), done("a")),
)
E.violated(
    "tts.ws.continue-keeps-the-context-open", "done after the first input",
    Socket().send("a", **CONT).say(chunk("a"), done("a")).served("b").send("a", **LAST).say(chunk("a"), done("a")),
)  # fmt: skip
E.violated(
    "tts.ws.continue-keeps-the-context-open",
    "done and no last input",
    Socket().send("a", **CONT).say(chunk("a"), done("a")),
)
E.met(
    "tts.ws.continue-keeps-the-context-open", "an expiry after another context has run",
    Socket().send("a", **CONT).say(chunk("a")).served("b").wait(1.1).say(done("a")),
)  # fmt: skip
E.nothing(
    "tts.ws.continue-keeps-the-context-open", "an expiry",
    Socket().send("a", **CONT).say(chunk("a")).wait(1.1).say(done("a")).served("b"),
)  # fmt: skip
E.nothing(
    "tts.ws.continue-keeps-the-context-open", "nothing in between", Socket().send("a", **CONT).send("a").say(done("a"))
)
for requirement, text in (("empty", ""), ("blank", " ")):
    name = f"tts.ws.{requirement}-transcript-ends-the-context"

    def ended(text: str = text) -> Socket:
        return Socket().send("a", "Hello there. ", **CONT).send("a", text, **LAST)

    E.met(name, "done", ended().say(chunk("a"), done("a")))
    E.violated(name, "no done", ended().say(chunk("a")).end("deadline"))
    E.violated(name, "an error", ended().say(chunk("a"), error("a")))
    E.nothing(name, "a limit", ended().say(error("a", status_code=429)))
    E.nothing(name, "an expired context", Socket().send("a", **CONT).wait(2).send("a", text, **LAST).say(error("a")))
    E.nothing(name, "words at the end", Socket().send("a", **CONT).send("a", **LAST).say(chunk("a")).end("deadline"))
E.met(
    "tts.ws.contexts-are-independent",
    "both end",
    Socket().send("a").send("b").say(chunk("b"), chunk("a"), done("a"), done("b")),
)
E.violated(
    "tts.ws.contexts-are-independent",
    "one ends",
    Socket().send("a").send("b").say(chunk("a"), done("a")).end("deadline"),
)
E.violated(
    "tts.ws.contexts-are-independent",
    "one is refused",
    Socket().send("a").send("b").say(error("b"), chunk("a"), done("a")),
)
E.nothing("tts.ws.contexts-are-independent", "one after the other", PLAIN)
E.met(
    "tts.ws.idle-context-done-or-silent",
    "silent",
    Socket().send("a", **CONT, **AT_ONCE).say(chunk("a")).served("b").served("c"),
)
E.met(
    "tts.ws.idle-context-done-or-silent", "its done",
    Socket().send("a", **CONT, **AT_ONCE).say(chunk("a")).served("b").send("c").say(done("a"), chunk("c"), done("c")),
)  # fmt: skip
E.violated(
    "tts.ws.idle-context-done-or-silent", "a chunk out of nothing",
    Socket().send("a", **CONT, **AT_ONCE).say(chunk("a")).served("b").send("c").say(chunk("a"), chunk("c"), done("c")),
)  # fmt: skip
E.nothing(
    "tts.ws.idle-context-done-or-silent", "a long text may still be spoken",
    Socket().send("a", "Good morning to you all. ", **CONT, **AT_ONCE).say(chunk("a")).send("b", "Yes.")
    .say(chunk("b"), chunk("a"), done("b")).send("c").say(chunk("a"), chunk("c"), done("c")),
)  # fmt: skip
E.violated(
    "tts.ws.idle-context-done-or-silent", "a long text begins again after silence",
    Socket().send("a", "Good morning to you all. ", **CONT, **AT_ONCE).say(chunk("a")).served("b")
    .send("c").say(chunk("a"), chunk("c"), done("c")),
)  # fmt: skip
E.nothing("tts.ws.idle-context-done-or-silent", "text may be held back", opened(**BUFFER).served("c"))

# -- flush and cancel ------------------------------------------------------------------------------------------------


def flushed(*answers: Json, **members: Any) -> Socket:
    """An input and a flush, answered so."""
    asked = {**BUFFER, **members}
    return Socket().send("a", "Hello there. ", **CONT, **asked).send("a", "", **FLUSH, **asked).say(*answers)


FIRST = (chunk("a", flush_id=1), flush_done("a", 1))
E.met("tts.ws.flush-is-answered", "answered", flushed(*FIRST))
E.met("tts.ws.flush-is-answered", "answered twice", flushed(*FIRST, flush_done("a", 1)))
E.violated("tts.ws.flush-is-answered", "no answer", flushed(chunk("a")).end("deadline"))
E.violated("tts.ws.flush-is-answered", "done instead", flushed(chunk("a"), done("a")))
E.violated("tts.ws.flush-is-answered", "a text as flush_id", flushed(chunk("a"), flush_done("a", "1")))
E.violated("tts.ws.flush-is-answered", "flush_done false", flushed(chunk("a"), flush_done("a", 1, flush_done=False)))
E.nothing("tts.ws.flush-is-answered", "the client leaves", flushed(chunk("a")))
E.met("tts.ws.flush-done-after-its-chunks", "after them", flushed(*FIRST).served("b"))
E.violated("tts.ws.flush-done-after-its-chunks", "before them", flushed(flush_done("a", 1), chunk("a", flush_id=1)))
E.nothing("tts.ws.flush-done-after-its-chunks", "chunks without an id", flushed(chunk("a"), flush_done("a", 1)))


def flushed_twice(first: Any, second: Any) -> Socket:
    socket = flushed(chunk("a"), flush_done("a", first))
    socket.send("a", "Good morning. ", **CONT, **BUFFER).send("a", "", **FLUSH, **BUFFER)
    return socket.say(chunk("a"), flush_done("a", second))


E.met("tts.ws.flush-id-rises", "1, 2", flushed_twice(1, 2))
E.met(
    "tts.ws.flush-id-rises", "1, 1, 2, 2", flushed(*FIRST, flush_done("a", 1), flush_done("a", 2), flush_done("a", 2))
)
E.violated("tts.ws.flush-id-rises", "1, 1", flushed_twice(1, 1))
E.violated("tts.ws.flush-id-rises", "0, 1", flushed_twice(0, 1))
E.violated("tts.ws.flush-id-rises", "1, 3", flushed_twice(1, 3))
E.nothing(
    "tts.ws.flush-id-rises", "a service without a buffer counts every boundary", flushed(flush_done("a", 2), **AT_ONCE)
)


def spoken_after_flush(*messages: Json, **members: Any) -> Socket:
    """A context that speaks on after its flush, another one having run in between."""
    return (
        flushed(*FIRST, **members)
        .served("b")
        .send("a", "Good morning.", **LAST, **{**BUFFER, **members})
        .say(*messages)
    )


E.met("tts.ws.chunks-after-flush-carry-the-next-id", "2", spoken_after_flush(chunk("a", flush_id=2), done("a")))
E.violated("tts.ws.chunks-after-flush-carry-the-next-id", "1", spoken_after_flush(chunk("a", flush_id=1), done("a")))
E.nothing("tts.ws.chunks-after-flush-carry-the-next-id", "none", spoken_after_flush(chunk("a"), done("a")))
E.met(
    "tts.ws.flush-done-after-its-chunks",
    "a wrong id after further input",
    spoken_after_flush(chunk("a", flush_id=1), done("a")),
)
E.met("tts.ws.flush-keeps-the-context-open", "speaks on", spoken_after_flush(chunk("a", flush_id=2), done("a")))
E.violated("tts.ws.flush-keeps-the-context-open", "done without speech", spoken_after_flush(done("a")))
E.violated("tts.ws.flush-keeps-the-context-open", "an error", spoken_after_flush(error("a")))
E.violated("tts.ws.flush-keeps-the-context-open", "silence", spoken_after_flush().end("deadline"))
E.violated(
    "tts.ws.flush-keeps-the-context-open", "done with the flush",
    flushed(*FIRST, done("a")).served("b").send("a", **LAST, **BUFFER).say(chunk("a"), done("a")),
)  # fmt: skip
E.nothing(
    "tts.ws.flush-keeps-the-context-open", "an expiry",
    flushed(*FIRST).served("b").wait(2).send("a", **LAST, **BUFFER).say(error("a")),
)  # fmt: skip


def spoken_at_once(*messages: Json) -> Socket:
    """A context that speaks on right after its flush: what was on its way may still come."""
    return flushed(*FIRST).send("a", "Good morning.", **LAST, **BUFFER).say(*messages)


E.met("tts.ws.flush-keeps-the-context-open", "speaks on at once", spoken_at_once(chunk("a", flush_id=2), done("a")))
E.met("tts.ws.flush-keeps-the-context-open", "speaks on without an id", spoken_at_once(chunk("a"), done("a")))
E.violated("tts.ws.flush-keeps-the-context-open", "done at once", spoken_at_once(done("a")))
E.nothing("tts.ws.flush-keeps-the-context-open", "a late chunk", spoken_at_once(chunk("a", flush_id=1), done("a")))
E.met("tts.ws.chunks-after-flush-carry-the-next-id", "2 at once", spoken_at_once(chunk("a", flush_id=2), done("a")))
E.violated(
    "tts.ws.chunks-after-flush-carry-the-next-id", "3 at once", spoken_at_once(chunk("a", flush_id=3), done("a"))
)
LATE = spoken_at_once(chunk("a", flush_id=1), chunk("a", flush_id=2), done("a"))
E.met("tts.ws.chunks-after-flush-carry-the-next-id", "a late chunk of the section before", LATE)


def cancelled(*late: Json) -> Socket:
    """A context that is cancelled in the middle; then two others, with these messages in the second."""
    socket = Socket().send("a", **CONT).send("a", **CONT).say(chunk("a")).cancel("a").say(chunk("a")).served("b")
    return socket.send("c").say(*late, chunk("c"), done("c"))


E.met("tts.ws.cancel-silences-its-context", "silence", cancelled())
E.met("tts.ws.cancel-silences-its-context", "a late done", cancelled(done("a")))
E.violated("tts.ws.cancel-silences-its-context", "a late chunk", cancelled(chunk("a")))
E.violated("tts.ws.cancel-silences-its-context", "late words", cancelled(words("a", ("x", 0, 1))))
LONG = Socket().send("a", "Good morning to you all. ", **CONT).say(chunk("a")).cancel("a")
LONG.send("b").say(chunk("a"), chunk("b"), done("b")).send("c").say(chunk("a"), chunk("c"), done("c"))
E.nothing("tts.ws.cancel-silences-its-context", "the input that was being spoken is long", LONG)
E.nothing(
    "tts.ws.cancel-silences-its-context",
    "over before the cancel",
    Socket().served("a").cancel("a").served("b").served("c"),
)


def one_of_two(*messages: Json) -> Socket:
    return Socket().send("a").send("b").cancel("a").say(*messages)


E.met("tts.ws.cancel-leaves-others-alone", "the other ends", one_of_two(chunk("b"), chunk("a"), done("b")))
E.violated("tts.ws.cancel-leaves-others-alone", "the other is silent", one_of_two(chunk("b")).end("deadline"))
E.violated("tts.ws.cancel-leaves-others-alone", "the other fails", one_of_two(error("b")))
E.nothing("tts.ws.cancel-leaves-others-alone", "the other meets a limit", one_of_two(error("b", status_code=429)))
E.met("tts.ws.cancel-of-unknown-keeps-the-socket", "ignored", Socket().cancel("x").served("b"))
E.met("tts.ws.cancel-of-unknown-keeps-the-socket", "an error event", Socket().cancel("x").say(error("x")).served("b"))
E.violated("tts.ws.cancel-of-unknown-keeps-the-socket", "closed", Socket().cancel("x").send("b").end("closed", 1008))
E.nothing("tts.ws.cancel-of-unknown-keeps-the-socket", "a cancel of a known one", one_of_two(done("b")))

# -- errors ----------------------------------------------------------------------------------------------------------


def wrong(*messages: Json, **members: Any) -> Socket:
    """A context that cannot be served beside one that can; then a third."""
    return Socket().send("a", **{**GONE, **members}).send("b").say(*messages)


GOOD_B = (chunk("b"), done("b"))
E.met("tts.ws.unknown-model-is-an-error-event", "an error", wrong(error("a"), *GOOD_B))
E.met("tts.ws.unknown-model-is-an-error-event", "an error without a name", wrong(error(), *GOOD_B, **NO_MODEL))
E.violated("tts.ws.unknown-model-is-an-error-event", "audio", wrong(chunk("a"), done("a"), *GOOD_B))
E.violated("tts.ws.unknown-model-is-an-error-event", "nothing", wrong(*GOOD_B))
E.violated("tts.ws.unknown-model-is-an-error-event", "closed", Socket().send("a", **NO_MODEL).end("closed", 1008))
E.met("tts.ws.error-names-its-context", "named", wrong(error("a"), *GOOD_B))
E.violated("tts.ws.error-names-its-context", "unnamed", wrong(error(), *GOOD_B))
E.violated("tts.ws.error-names-its-context", "the other one named", wrong(error("b"), chunk("b"), done("b")))
E.nothing("tts.ws.error-names-its-context", "a limit", wrong(error(status_code=429), *GOOD_B))
E.nothing("tts.ws.error-names-its-context", "an unreadable message", Socket().send_json([]).say(error()))
E.met("tts.ws.error-ends-only-its-context", "the others end", wrong(error("a"), *GOOD_B))
E.violated("tts.ws.error-ends-only-its-context", "the socket closes", wrong(error("a"), chunk("b")).end("closed", 1011))
E.violated("tts.ws.error-ends-only-its-context", "the other fails too", wrong(error("a"), error("b")))
E.nothing("tts.ws.error-ends-only-its-context", "no error", wrong(*GOOD_B))
E.met("tts.ws.no-message-after-error", "nothing follows", wrong(error("a"), *GOOD_B).served("c"))
E.violated("tts.ws.no-message-after-error", "done follows", wrong(error("a"), *GOOD_B, done("a")).served("c"))
E.nothing("tts.ws.no-message-after-error", "nothing asked afterwards", wrong(error("a"), *GOOD_B))
TWICE = Socket().send("a").say(chunk("a")).cancel("a").cancel("a").say(error("a"), chunk("a")).served("b")
E.nothing("tts.ws.no-message-after-error", "the error answers a cancel, audio was on its way", TWICE)
LIMIT = Socket().send("a").cancel("a").say(error("a", status_code=429), chunk("a")).served("b")
E.violated("tts.ws.no-message-after-error", "a limit after a cancel, then audio", LIMIT)
E.met("tts.ws.error-members-structured", "all", wrong(error("a", error_code="brand_new")))
E.met("tts.ws.error-members-structured", "a request id of three parts", wrong(error("a", request_id="x:a:y")))
for member, value in (
    ("title", ABSENT),
    ("message", ""),
    ("status_code", "400"),
    ("done", False),
    ("status_code", ABSENT),
):
    changed: Json = {member: value}
    E.violated("tts.ws.error-members-structured", f"{member} {value!r:.10}", wrong(error("a", **changed)))
E.nothing(
    "tts.ws.error-members-structured",
    "a socket of another version",
    on_socket(Socket(version=OLD).send("a").say(error("a"))),
)


def legacy(**members: Any) -> Socket:
    return Socket(version=OLD).send("a", **GONE).say(error("a", legacy=True, **members))


E.met("tts.ws.error-members-legacy", "all", legacy(), version=OLD)
for member, value in (("error", ABSENT), ("error", ""), ("title", "No"), ("status_code", None), ("done", ABSENT)):
    E.violated("tts.ws.error-members-legacy", f"{member} {value!r:.10}", legacy(**{member: value}), version=OLD)
E.nothing("tts.ws.error-members-legacy", "nested", legacy(error={"message": "no"}), version=OLD)


def nameless(*messages: Json) -> Socket:
    return Socket().send(None).say(*messages)


E.met("tts.ws.missing-context-id-refused", "a 400", nameless(error()).served("b"))
E.violated("tts.ws.missing-context-id-refused", "audio", nameless(chunk(), done()))
E.violated("tts.ws.missing-context-id-refused", "a 500", nameless(error(status_code=500)))
E.violated("tts.ws.missing-context-id-refused", "nothing", nameless().served("b"))
E.violated("tts.ws.missing-context-id-refused", "closed", nameless().end("closed", 1008))
E.nothing("tts.ws.missing-context-id-refused", "a limit", nameless(error(status_code=429)))
BOXED: Json = {"output_format": {"container": "wav", "encoding": "pcm_s16le", "sample_rate": 8000}}
for name, members in (("none", {"output_format": None}), ("wav", BOXED)):
    E.met("tts.ws.output-format-required", f"{name}: a 400", Socket().send("a", **members).say(error("a")))
    E.violated(
        "tts.ws.output-format-required", f"{name}: audio", Socket().send("a", **members).say(chunk("a"), done("a"))
    )
    E.violated(
        "tts.ws.output-format-required",
        f"{name}: a 404",
        Socket().send("a", **members).say(error("a", status_code=404)),
    )
    E.violated("tts.ws.output-format-required", f"{name}: nothing", Socket().send("a", **members).served("b"))


def unreadable(payload: bytes) -> Socket:
    return Socket().frame("sent", "text", payload)


for requirement, payload in (
    ("tts.ws.invalid-json-keeps-the-socket", b"{"),
    ("tts.ws.non-object-keeps-the-socket", b"[]"),
):
    E.met(requirement, "an error event", unreadable(payload).say(error()).served("b"))
    E.violated(requirement, "ignored", unreadable(payload).served("b"))
    E.violated(requirement, "closed", unreadable(payload).say(error()).send("b").end("closed", 1007))
    E.nothing(requirement, "no sign of life asked for", unreadable(payload).say(error()))
    E.nothing(requirement, "a good request", PLAIN)
BINARY = "tts.ws.binary-frame-keeps-the-socket"
E.met(BINARY, "ignored", Socket().frame("sent", "binary", b"1234").served("b"))
E.met(BINARY, "an error event", Socket().frame("sent", "binary", b"1234").say(error()).served("b"))
E.violated(BINARY, "closed", Socket().frame("sent", "binary", b"1234").end("closed", 1003))
E.met("tts.ws.unknown-member-ignored", "served", Socket().send("a", x_unknown=1).say(chunk("a"), done("a")))
E.violated("tts.ws.unknown-member-ignored", "refused", Socket().send("a", x_unknown=1).say(error("a")))
E.violated("tts.ws.unknown-member-ignored", "silence", Socket().send("a", x_unknown=1).end("deadline"))
E.nothing("tts.ws.unknown-member-ignored", "none sent", PLAIN)
PIECES = ("fragments",)
E.met("tts.ws.fragments-understood", "served", on_socket(Socket().served("a"), tags=PIECES))
E.violated("tts.ws.fragments-understood", "an error", on_socket(Socket().send("a").say(error()), tags=PIECES))
E.violated("tts.ws.fragments-understood", "closed", on_socket(Socket().send("a").end("closed", 1002), tags=PIECES))
E.nothing("tts.ws.fragments-understood", "whole messages", PLAIN)
E.met("tts.ws.answers-pings", "a pong", Socket().frame("sent", "ping", b"x").frame("received", "pong", b"x"))
E.met(
    "tts.ws.answers-pings", "one pong for two pings",
    Socket().frame("sent", "ping", b"x").frame("sent", "ping", b"y").frame("received", "pong", b"y"),
)  # fmt: skip
E.violated("tts.ws.answers-pings", "no pong", Socket().frame("sent", "ping", b"x").end("deadline"))
E.violated(
    "tts.ws.answers-pings",
    "another payload",
    Socket().frame("sent", "ping", b"x").frame("received", "pong", b"").served("a"),
)
E.nothing("tts.ws.answers-pings", "the client leaves", Socket().frame("sent", "ping", b"x"))

ELSE: Json = {"language": "xx"}
E.nothing("tts.ws.chunks-then-one-done", "a language that is refused", Socket().send("a", **ELSE).say(error("a")))
E.nothing("tts.ws.unknown-member-ignored", "two oddities", Socket().send("a", x_unknown=1, **ELSE).say(error("a")))

# -- timestamps ------------------------------------------------------------------------------------------------------

TIMED: Json = {"add_timestamps": True, "add_phoneme_timestamps": True, "use_normalized_timestamps": False}
HELLO = words("a", ("Hello", 0.0, 0.2), ("there.", 0.2, 0.4))
SOUND = phonemes("a", ("h", 0.0, 0.1))


def timed(*messages: Json, **members: Any) -> Socket:
    return Socket().send("a", **{**TIMED, **members}).say(chunk("a"), *messages, done("a"))


for requirement, message in (("tts.ws.timestamps-when-asked", HELLO), ("tts.ws.phonemes-when-asked", SOUND)):
    E.met(requirement, "asked for", timed(message))
    E.met(requirement, "not asked for", PLAIN)
    E.violated(requirement, "asked for and absent", timed())
    E.violated(requirement, "not asked for and there", odd(chunk("a"), message, done("a")))
    E.nothing(requirement, "asked for and refused", Socket().send("a", **TIMED).say(error("a")))
E.met("tts.ws.timestamps-are-aligned", "equal lengths", timed(HELLO, SOUND))
E.met("tts.ws.timestamps-are-aligned", "null", timed(words("a", word_timestamps=None)))
E.met("tts.ws.timestamps-are-aligned", "arrays left out", timed(words("a", word_timestamps={"words": ["a"]})))
for name, arrays in (
    ("an array short", {"words": ["a", "b"], "start": [0], "end": [1, 2]}),
    ("an end before its start", {"words": ["a"], "start": [2], "end": [1]}),
    ("no arrays", {"words": "a", "start": 0, "end": 1}),
):
    E.violated("tts.ws.timestamps-are-aligned", name, timed(words("a", word_timestamps=arrays)))
E.met("tts.ws.timestamps-inside-audio", "inside", timed(HELLO, SOUND))
E.violated("tts.ws.timestamps-inside-audio", "beyond", timed(words("a", ("Hello", 0.3, 0.7))))
E.nothing("tts.ws.timestamps-inside-audio", "no done", Socket().send("a", **TIMED).say(HELLO))


def two_inputs(second: Json) -> Socket:
    socket = Socket().send("a", "Hello there. ", **CONT, **TIMED).send("a", "Good morning.", **LAST, **TIMED)
    return socket.say(chunk("a"), HELLO, chunk("a"), second, done("a"))


MORNING = words("a", ("Good", 0.5, 0.7), ("morning.", 0.7, 0.9))
E.met("tts.ws.timestamps-run-on", "run on", two_inputs(MORNING))
E.violated(
    "tts.ws.timestamps-run-on", "begin again", two_inputs(words("a", ("Good", 0.0, 0.2), ("morning.", 0.2, 0.4)))
)
E.nothing("tts.ws.timestamps-run-on", "one input", timed(HELLO))
E.met("tts.ws.words-as-sent", "as sent", two_inputs(MORNING))
E.met(
    "tts.ws.words-as-sent",
    "punctuation apart",
    timed(words("a", ("Hello", 0, 0.1), ("there", 0.1, 0.2), (".", 0.2, 0.2))),
)
E.violated("tts.ws.words-as-sent", "another order", timed(words("a", ("there.", 0, 0.1), ("Hello", 0.1, 0.2))))
E.violated("tts.ws.words-as-sent", "another spelling", timed(words("a", ("hello", 0, 0.1), ("there.", 0.1, 0.2))))
E.violated("tts.ws.words-as-sent", "a word lost", timed(words("a", ("Hello", 0, 0.1))))
E.nothing("tts.ws.words-as-sent", "normalised", timed(words("a", ("one", 0, 0.1)), use_normalized_timestamps=True))
