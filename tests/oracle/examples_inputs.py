"""Examples of inputs on the TTS socket: buffering, order, and requests of an unusual kind."""

from __future__ import annotations

from .builders import MISSING, NEW, OLD, Json, Socket, chunk, done, error, words
from .examples import Examples

E = Examples()

HALF = "Hello there"


def half(delay_ms: int | None = 0, version: str = NEW) -> Socket:
    """Half a sentence that is continued."""
    delay: Json = {} if delay_ms is None else {"max_buffer_delay_ms": delay_ms}
    return Socket(version=version).send_json({**_request(HALF, "a"), "continue": True, **delay})


def _request(transcript: str, context_id: str | None, **members: object) -> Json:
    """A generation request as `Socket.send` makes it, as an object."""
    made = Socket().send(context_id, transcript).frames[0].json()
    return {**made, **members}


for name, delay, date in (
    ("tts.ws.no-buffering-starts-at-once", 0, NEW),
    ("tts.ws.buffering-delay-bounded", 300, NEW),
    ("tts.ws.buffering-default", None, NEW),
    ("tts.ws.buffering-default-none", None, OLD),
):
    E.met(name, "a chunk before anything else is sent", half(delay, date).say(chunk("a")), version=date)
    E.met(name, "a chunk, then the end", half(delay, date).say(chunk("a")).send("a", "").say(done("a")), version=date)
    E.violated(name, "nothing, for as long as anybody waited", half(delay, date).end("deadline"), version=date)
    E.nothing(name, "another input before any chunk", half(delay, date).send("a", "").say(chunk("a")), version=date)
    E.nothing(name, "nobody waited", half(delay, date), version=date)
    E.nothing(name, "an error", half(delay, date).say(error("a")).end("deadline"), version=date)
    E.nothing(name, "a cancel", half(delay, date).cancel("a").end("deadline"), version=date)
    E.nothing(name, "a whole context", Socket(version=date).served("b"), version=date)

E.nothing("tts.ws.no-buffering-starts-at-once", "a delay", half(300).end("deadline"))
E.nothing("tts.ws.buffering-delay-bounded", "no delay", half(0).end("deadline"))
E.nothing("tts.ws.buffering-default", "a delay of 0", half(0).end("deadline"))

ID = "tts.ws.buffering-range-checked"


def delayed(delay_ms: object) -> Socket:
    return Socket().send_json(_request("Hello.", "a", max_buffer_delay_ms=delay_ms))


E.met(ID, "an error of the context", delayed(-1).say(error("a")))
E.met(ID, "an error without a context", delayed(60000).say(error()))
E.violated(ID, "speech with a negative delay", delayed(-1).say(chunk("a"), done("a")))
E.violated(ID, "speech with a delay of a minute", delayed(60000).say(chunk("a"), done("a")))
E.nothing(ID, "no credit", delayed(-1).say(error("a", status_code=402)))
E.nothing(ID, "the largest delay", delayed(5000).say(chunk("a"), done("a")))
E.nothing(ID, "a delay that is no number", delayed("long").say(chunk("a"), done("a")))
E.nothing(ID, "no answer", delayed(-1))

ID = "tts.ws.outputs-in-input-order"


def two_inputs(second: str = "How are you?") -> Socket:
    socket = Socket().send_json({**_request("Good morning. ", "a"), "continue": True, "add_timestamps": True})
    return socket.send_json(_request(second, "a", add_timestamps=True))


GOOD, MORNING, HOW, YOU = ("Good", 0.0, 0.1), ("morning.", 0.1, 0.2), ("How", 0.2, 0.3), ("you?", 0.3, 0.4)
E.met(ID, "one after the other", two_inputs().say(chunk("a"), words("a", GOOD, MORNING, HOW, YOU), done("a")))
E.met(ID, "in several events", two_inputs().say(words("a", GOOD), words("a", MORNING, HOW), words("a", YOU), done("a")))
E.violated(ID, "the second first", two_inputs().say(words("a", HOW, YOU, GOOD, MORNING), done("a")))
E.violated(ID, "a word of the second between", two_inputs().say(words("a", GOOD, HOW, MORNING, YOU), done("a")))
E.nothing(ID, "words of both inputs", two_inputs("Good morning.").say(words("a", GOOD, MORNING, GOOD), done("a")))
E.nothing(ID, "words of one input alone", two_inputs().say(words("a", HOW, YOU), done("a")))
E.nothing(ID, "no words", two_inputs().say(chunk("a"), done("a")))
E.nothing(ID, "no end", two_inputs().say(words("a", HOW, YOU, GOOD, MORNING)))

ID = "tts.ws.changed-voice-keeps-the-socket"


def other_voice() -> Socket:
    socket = Socket().send_json({**_request("Hello there. ", "a"), "continue": True}).say(chunk("a"))
    return socket.send_json(_request("Good bye.", "a", voice={"mode": "id", "id": MISSING}))


E.met(ID, "both are spoken, and another one", other_voice().say(chunk("a"), done("a")).served("b"))
E.met(ID, "an error, and another one is spoken", other_voice().say(error("a")).served("b"))
E.violated(ID, "the socket is closed", other_voice().end("closed", 1008))
E.violated(ID, "nothing comes any more", other_voice().send("b").end("deadline"))
E.nothing(ID, "nobody looked", other_voice().say(done("a")))
E.nothing(
    ID, "the same voice", Socket().send_json({**_request("Hi there. ", "a"), "continue": True}).send("a").end("closed")
)

ID = "tts.ws.languages-mix"


def spoken(socket: Socket, context_id: str, language: str) -> Socket:
    socket.send_json(_request("Hello there.", context_id, language=language))
    return socket.say(chunk(context_id), done(context_id))


def two_languages() -> Socket:
    """One context in English, one in German, and again one in English."""
    socket = spoken(spoken(Socket(), "a", "en"), "b", "de")
    return socket.send_json(_request("Good morning.", "c", language="en"))


E.met(ID, "all are spoken", two_languages().say(chunk("c"), done("c")))
E.violated(ID, "a language is refused that was spoken before", two_languages().say(error("c")))
E.nothing(ID, "no credit", two_languages().say(error("c", status_code=402)))
E.nothing(ID, "a fault of the service", two_languages().say(error("c", status_code=500)))
E.nothing(ID, "no answer", two_languages())
FIRST_GERMAN = spoken(Socket(), "a", "en").send_json(_request("Hallo.", "b", language="de"))
E.nothing(ID, "a language that the voice may not know", FIRST_GERMAN.say(error("b")))
E.nothing(ID, "one language", spoken(spoken(Socket(), "a", "en"), "b", "en"))

ID = "tts.ws.context-id-may-miss"


def nameless() -> Socket:
    return Socket(version=OLD).send(None)


E.met(ID, "speech", nameless().say(chunk(), done()), version=OLD)
E.met(ID, "speech under a name that the service gave", nameless().say(chunk("x"), done("x")), version=OLD)
E.violated(ID, "an error", nameless().say(error(legacy=True)), version=OLD)
E.violated(ID, "no answer, though one was waited for", nameless().end("deadline"), version=OLD)
E.nothing(ID, "no credit", nameless().say(error(legacy=True, status_code=402)), version=OLD)
E.nothing(ID, "nobody waited", nameless(), version=OLD)
E.nothing(ID, "a name", Socket(version=OLD).served("a"), version=OLD)

ID = "tts.ws.reused-id-is-a-new-context"


def again() -> Socket:
    return Socket().served("a").send("a", "Good morning.")


E.met(ID, "a new context", again().say(chunk("a"), done("a")))
E.met(ID, "an error", again().say(error("a")))
E.met(ID, "an error without a context", again().say(error()))
E.violated(ID, "no answer, though one was waited for", again().end("deadline"))
E.violated(ID, "the socket is closed", again().end("closed", 1008))
E.nothing(ID, "nobody waited", again())
E.nothing(ID, "another id", Socket().served("a").send("b").end("deadline"))
