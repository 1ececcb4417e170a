"""Examples of streams of speech: requests that are refused, pieces and their order, headers and errors."""

from __future__ import annotations

import base64

from contralto_conformance.trace import Exchange

from .builders import (
    ABSENT,
    NEW,
    OLD,
    RAW,
    Json,
    chunk,
    done,
    error,
    http,
    refused,
    speech,
    sse_body,
    stream,
)
from .examples import Examples

E = Examples()

ODD_RATE = speech(output_format={**RAW, "sample_rate": 11025})
LOUD = speech(generation_config={"volume": 5})
SLOW = speech(generation_config={"speed": 0.2})

for name, odd in (("tts.sse.unsupported-rate-refused", ODD_RATE), ("tts.sse.generation-config-range", LOUD)):
    E.met(name, "a 400", refused("POST", "/tts/sse", send=odd))
    E.violated(name, "a stream", stream(chunk(), done(), send=odd))
    E.violated(name, "a 404", refused("POST", "/tts/sse", send=odd, status=404))
    E.nothing(name, "no credit", refused("POST", "/tts/sse", send=odd, status=402))
    E.nothing(name, "the other operation", http("POST", "/tts/bytes", send=odd, body=b"", media="audio/pcm"))
    E.nothing(name, "an ordinary request", stream(chunk(), done()))
E.met("tts.sse.generation-config-range", "a 400 to a slow voice", refused("POST", "/tts/sse", send=SLOW))

ID = "tts.sse.context-id-not-needed"
E.met(ID, "a stream that ends with `done`", stream(chunk(), done()))
E.violated(ID, "an error", stream(chunk(), error(message="`context_id` is missing")))
E.nothing(ID, "an error about something else", stream(chunk(), error()))
E.nothing(ID, "an error about the account", stream(chunk(), error(status_code=402)))
E.nothing(ID, "an error of the service", stream(chunk(), error(status_code=500)))
E.nothing(ID, "a context", stream(chunk("a"), error("a"), send=speech(context_id="a")))
E.nothing(ID, "a refusal", refused("POST", "/tts/sse", send=speech()))
E.nothing(ID, "a model that does not exist", stream(error(), send=speech(model_id="no-such-model")))

ID = "tts.sse.first-chunk-early"
E.met(ID, "four seconds in two chunks", stream(chunk(seconds=0.2), chunk(seconds=3.8), done()))
E.violated(ID, "four seconds in one chunk", stream(chunk(seconds=4), done()))
E.violated(ID, "four seconds in one chunk, and one that is empty", stream(chunk(seconds=0), chunk(seconds=4), done()))
E.nothing(ID, "a short word in one chunk", stream(chunk(), done()))
E.nothing(ID, "a stream that was cut off", stream(chunk(seconds=4)))

ID = "tts.sse.chunks-in-playback-order"
ONE, TWO, THREE = (bytes([n]) * 8000 for n in (1, 2, 3))


def of(*pieces: bytes) -> Exchange:
    """A stream of these pieces."""
    chunks = [chunk(data=base64.b64encode(piece).decode()) for piece in pieces]
    return stream(*chunks, done(), label="events")


def file(body: bytes, send: Json | None = None) -> Exchange:
    return http("POST", "/tts/bytes", send=send or speech(), body=body, media="audio/pcm", label="file")


E.met(ID, "the pieces of the file", of(ONE, TWO, THREE), file(ONE + TWO + THREE))
E.met(ID, "other pieces of the file", of(ONE + TWO[:400], TWO[400:] + THREE), file(ONE + TWO + THREE))
E.violated(ID, "two pieces turned around", of(TWO, ONE, THREE), file(ONE + TWO + THREE))
E.violated(ID, "the last piece first", of(THREE, ONE, TWO), file(ONE + TWO + THREE))
E.nothing(ID, "a service that speaks otherwise each time", of(ONE, TWO), file(TWO + THREE))
E.nothing(ID, "a service that speaks faster the second time", of(ONE, TWO), file(ONE))
E.nothing(ID, "a file of other words", of(TWO, ONE), file(ONE + TWO, speech(transcript="Something else.")))
E.nothing(ID, "no file", of(ONE, TWO))

ID = "tts.sse.not-compressed-or-cached"
RID = ("x-request-id", "r-1")
E.met(ID, "no header about it", stream(chunk(), done()))
E.met(ID, "no cache, identity", stream(chunk(), done(), headers=(("Cache-Control", "no-cache, max-age=0"), RID)))
E.met(ID, "identity", stream(chunk(), done(), headers=(("content-encoding", "identity"), RID)))
E.violated(ID, "a length", stream(chunk(), done(), headers=(("content-length", "100"), RID)))
E.violated(ID, "compression", stream(chunk(), done(), headers=(("Content-Encoding", "gzip"), RID)))
E.violated(ID, "a minute of life", stream(chunk(), done(), headers=(("cache-control", "private, max-age=60"), RID)))
E.violated(ID, "caches for all", stream(chunk(), done(), headers=(("cache-control", "public"), RID)))
E.nothing(ID, "a refusal", refused("POST", "/tts/sse", send=speech(), headers=(("content-length", "9"),)))


def failing(event: Json, name: str | None = "error", version: str = NEW) -> Exchange:
    """A stream that fails with this event."""
    head = f"event: {name}\n".encode() if name is not None else b""
    return stream(body=sse_body(chunk()) + head + sse_body(event), version=version)


ID = "tts.sse.late-errors-are-events"
E.met(ID, "the name `error`", failing(error()))
E.violated(ID, "no name", failing(error(), None))
E.violated(ID, "another name", failing(error(), "failure"))
E.nothing(ID, "no error", stream(chunk(), done()))
E.nothing(ID, "an HTTP error", refused("POST", "/tts/sse", send=speech()))

ID = "tts.sse.error-members-structured"
E.met(ID, "all members", failing(error()))
E.met(ID, "more members", failing(error(x_more=1, doc_url="https://docs.example/errors")))
E.violated(ID, "no title", failing(error(title=ABSENT)))
E.violated(ID, "an empty message", failing(error(message="")))
E.violated(ID, "one text", failing(error(legacy=True)))
E.violated(ID, "the status as text", failing(error(status_code="400")))
E.nothing(ID, "no error", stream(chunk(), done()))

ID = "tts.sse.error-members-legacy"
E.met(ID, "one text", failing(error(legacy=True), None, OLD), version=OLD)
E.met(ID, "one text and a name", failing(error(legacy=True), "error", OLD), version=OLD)
E.violated(ID, "a title too", failing(error(legacy=True, title="Error"), None, OLD), version=OLD)
E.violated(ID, "the members of later versions", failing(error(), None, OLD), version=OLD)
E.nothing(ID, "no error", stream(chunk(), done(), version=OLD), version=OLD)
