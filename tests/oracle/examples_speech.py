"""Examples of speech over HTTP: files and streams of events."""

from __future__ import annotations

import struct
from typing import Any

from contralto_conformance.trace import Exchange

from .builders import (
    ABSENT,
    Json,
    audio,
    chunk,
    done,
    error,
    http,
    mp3,
    phonemes,
    refused,
    speech,
    sse_body,
    stream,
    wav,
    words,
)
from .examples import Examples

E = Examples()


def file(body: bytes, media: str = "audio/pcm", ending: Any = "complete", **members: Any) -> Exchange:
    return http("POST", "/tts/bytes", send=speech(**members), body=body, media=media, ending=ending)


def form(container: str, **members: Any) -> Json:
    return {"container": container, **members}


E.met("tts.bytes.media-type", "audio/wav", file(b"1234", "audio/wav"))
E.met("tts.bytes.media-type", "a parameter", file(b"1234", "audio/L16; rate=8000"))
E.violated("tts.bytes.media-type", "application/json", file(b"1234", "application/json"))
E.nothing("tts.bytes.media-type", "an error", refused("POST", "/tts/bytes", send=speech()))
E.met("tts.bytes.audio-not-empty", "half a second", file(audio()))
E.violated("tts.bytes.audio-not-empty", "nothing", file(b""))
E.violated("tts.bytes.audio-not-empty", "a twentieth of a second", file(audio(0.05)))
E.violated("tts.bytes.audio-not-empty", "an answer cut short", file(audio(), ending="truncated"))
E.violated("tts.bytes.audio-not-empty", "a good request refused", refused("POST", "/tts/bytes", send=speech()))
E.nothing("tts.bytes.audio-not-empty", "no credit", refused("POST", "/tts/bytes", send=speech(), status=402))
E.nothing(
    "tts.bytes.audio-not-empty", "another model refused", refused("POST", "/tts/bytes", send=speech(model_id="x"))
)
E.nothing(
    "tts.bytes.audio-not-empty",
    "a token refused",
    refused("POST", "/tts/bytes", send=speech(), status=404, auth="token"),
)
E.nothing("tts.bytes.audio-not-empty", "punctuation", file(b"", transcript="..."))
E.met("tts.bytes.raw-has-no-header", "whole samples", file(audio()))
FLOATS = form("raw", encoding="pcm_f32le", sample_rate=8000)
E.met("tts.bytes.raw-has-no-header", "floats", file(struct.pack("<4f", 0.1, -0.5, 1.2, 0), output_format=FLOATS))
E.violated("tts.bytes.raw-has-no-header", "half a sample", file(audio() + b"1"))
E.violated("tts.bytes.raw-has-no-header", "a WAV file", file(wav(audio())))
E.violated("tts.bytes.raw-has-no-header", "integers as floats", file(b"\x12\x7f\x99\xff" * 500, output_format=FLOATS))
E.nothing("tts.bytes.raw-has-no-header", "an answer cut short", file(audio() + b"1", ending="truncated"))

WAV = form("wav", encoding="pcm_s16le", sample_rate=8000)
E.met("tts.bytes.wav-header-agrees", "16 bits", file(wav(audio()), output_format=WAV))
E.met(
    "tts.bytes.wav-header-agrees",
    "float",
    file(wav(audio(), tag=3, bits=32), output_format={**WAV, "encoding": "pcm_f32le"}),
)
E.met("tts.bytes.wav-header-agrees", "the defaults", file(wav(b"", rate=44100), output_format=form("wav")))
for name, header in (
    ("the rate", {"rate": 16000}),
    ("channels", {"channels": 2}),
    ("the format", {"tag": 3}),
    ("bits", {"bits": 8}),
):
    E.violated("tts.bytes.wav-header-agrees", f"{name} differ", file(wav(audio(), **header), output_format=WAV))
E.violated("tts.bytes.wav-header-agrees", "no header", file(audio(), output_format=WAV))
E.violated(
    "tts.bytes.wav-header-agrees",
    "a good request refused",
    refused("POST", "/tts/bytes", send=speech(output_format=WAV)),
)
E.nothing("tts.bytes.wav-header-agrees", "cut within the header", file(b"RIFF", ending="truncated", output_format=WAV))
E.met("tts.bytes.wav-length-honest", "the truth", file(wav(audio()), output_format=WAV))
for mark in (0, 0xFFFFFFFF, 0xFFFFFFFF - 36, 0x7FFFFFFF):
    E.met(
        "tts.bytes.wav-length-honest",
        f"a mark of a stream, {mark:#x}",
        file(wav(audio(), length=mark), output_format=WAV),
    )
LISTED = wav(audio()) + b"LIST" + struct.pack("<I", 4) + b"INFO"
E.met("tts.bytes.wav-length-honest", "a chunk after the audio", file(LISTED, output_format=WAV))
E.violated("tts.bytes.wav-length-honest", "too little", file(wav(audio(), length=100), output_format=WAV))
E.violated("tts.bytes.wav-length-honest", "too much", file(wav(audio(), length=100000), output_format=WAV))
E.nothing("tts.bytes.wav-length-honest", "no header", file(audio(), output_format=WAV))
MP3 = form("mp3", sample_rate=44100, bit_rate=128000)
E.met("tts.bytes.mp3-frames", "frames", file(mp3(), output_format=MP3))
E.met(
    "tts.bytes.mp3-frames",
    "frames with tags",
    file(b"ID3\x04\0\0\0\0\0\x02xx" + mp3() + b"TAG" + bytes(125), output_format=MP3),
)
E.met("tts.bytes.mp3-frames", "a last frame unfinished", file(mp3()[:-20], output_format=MP3))
E.violated("tts.bytes.mp3-frames", "another rate", file(mp3(), output_format={**MP3, "sample_rate": 48000}))
E.violated("tts.bytes.mp3-frames", "other bytes in between", file(mp3() + b"noise" + mp3(), output_format=MP3))
E.violated("tts.bytes.mp3-frames", "raw audio", file(audio(0.01) + b"\1" * 100, output_format=MP3))
E.violated("tts.bytes.mp3-frames", "nothing", file(b"", output_format=MP3))
ODD = speech(output_format=form("raw", encoding="pcm_s16le", sample_rate=11025))
E.met("tts.bytes.unsupported-rate-refused", "a 400", refused("POST", "/tts/bytes", send=ODD))
E.violated("tts.bytes.unsupported-rate-refused", "audio", http("POST", "/tts/bytes", send=ODD, body=b"1234"))
for config in ({"volume": 5}, {"speed": 0.2}):
    asked = speech(generation_config=config)
    E.met("tts.bytes.generation-config-range", f"{config} refused", refused("POST", "/tts/bytes", send=asked))
    E.violated(
        "tts.bytes.generation-config-range", f"{config} spoken", http("POST", "/tts/bytes", send=asked, body=b"1234")
    )
E.nothing(
    "tts.bytes.generation-config-range", "the bounds",
    http("POST", "/tts/bytes", send=speech(generation_config={"volume": 2.0, "speed": 0.6}), body=b"1"),
)  # fmt: skip
SAVE = speech(save=True)
E.met(
    "tts.bytes.save-names-the-file", "a header",
    http("POST", "/tts/bytes", send=SAVE, body=b"1", headers=(("cartesia-file-id", "file_1"),)),
)  # fmt: skip
E.violated("tts.bytes.save-names-the-file", "none", http("POST", "/tts/bytes", send=SAVE, body=b"1"))
E.nothing("tts.bytes.save-names-the-file", "not asked", file(audio()))

# -- streams ---------------------------------------------------------------------------------------------------------

GOOD = (chunk(), done())
E.met("tts.sse.media-type", "an event stream", stream(*GOOD))
E.met("tts.sse.media-type", "a charset", stream(*GOOD, media="text/event-stream; charset=utf-8"))
E.violated("tts.sse.media-type", "another type", stream(*GOOD, media="application/json"))
E.violated("tts.sse.media-type", "a good request refused", refused("POST", "/tts/sse", send=speech()))
E.nothing("tts.sse.media-type", "a refused key", refused("POST", "/tts/sse", send=speech(), status=401))
for name, ends in (("LF", "\n\n"), ("CRLF", "\r\n\r\n"), ("CR", "\r\r"), ("several blank lines", "\n\n\n\n")):
    body = sse_body(*GOOD, ends=ends)
    for requirement in ("blocks-end-with-blank-line", "data-is-one-json-object", "one-terminal-event-last"):
        E.met(f"tts.sse.{requirement}", f"line ends {name}", stream(body=body))
NAMED = b": hello\n\nevent: chunk\n" + sse_body(chunk()) + b":\n\nretry: 100\n\ndata:" + sse_body(done())[6:]
for requirement in (
    "blocks-end-with-blank-line",
    "data-is-one-json-object",
    "one-terminal-event-last",
    "chunk-members",
):
    E.met(f"tts.sse.{requirement}", "comments, names and no blank after the colon", stream(body=NAMED))
E.violated("tts.sse.blocks-end-with-blank-line", "the last one open", stream(body=sse_body(*GOOD)[:-1]))
E.violated("tts.sse.blocks-end-with-blank-line", "two in one block", stream(body=sse_body(*GOOD, ends="\n") + b"\n"))
E.nothing(
    "tts.sse.blocks-end-with-blank-line",
    "nothing but a cut event",
    stream(body=sse_body(chunk())[:-9], ending="truncated"),
)
E.nothing("tts.sse.data-is-one-json-object", "two in one block", http("POST", "/tts/sse", status=400))
E.violated("tts.sse.data-is-one-json-object", "a sentinel", stream(body=sse_body(*GOOD) + b"data: [DONE]\n\n"))
E.violated("tts.sse.data-is-one-json-object", "no data", stream(body=b"event: start\n\n" + sse_body(*GOOD)))
E.violated("tts.sse.data-is-one-json-object", "an array", stream(body=sse_body(*GOOD) + b"data: []\n\n"))
E.met(
    "tts.sse.data-is-one-json-object",
    "over two lines",
    stream(body=b'data: {"type":\ndata: "future"}\n\n' + sse_body(*GOOD)),
)
E.met("tts.sse.chunk-members", "all", stream(*GOOD))
E.met("tts.sse.chunk-members", "more than all", stream(chunk(flush_id=None, new=1), {"type": "future"}, done()))
for member, wrong in (("data", None), ("done", True), ("status_code", "206"), ("step_time", ABSENT), ("data", 5)):
    members: Json = {member: wrong}
    E.violated("tts.sse.chunk-members", f"{member} {wrong!r:.20}", stream(chunk(**members), done()))
E.nothing("tts.sse.chunk-members", "no chunk", stream(done()))
E.met("tts.sse.chunk-data-is-base64", "padded", stream(*GOOD))
E.met("tts.sse.chunk-data-is-base64", "empty", stream(chunk(data=""), done()))
for text in ("AAA", "AAAA=", "A-_A", "AA\nAA", "data:AAAA", "AAAÄ"):
    E.violated("tts.sse.chunk-data-is-base64", f"{text!r}", stream(chunk(data=text), done()))
E.met("tts.sse.audio-is-headerless-pcm", "half a second", stream(*GOOD))
E.met("tts.sse.audio-is-headerless-pcm", "odd pieces", stream(chunk(data="AAAA"), chunk(data="AA=="), chunk(), done()))
E.violated("tts.sse.audio-is-headerless-pcm", "half a sample", stream(chunk(), chunk(data="AA=="), done()))
E.violated("tts.sse.audio-is-headerless-pcm", "no chunk", stream(done()))
E.nothing("tts.sse.audio-is-headerless-pcm", "a stream that was cut", stream(chunk(), ending="truncated"))
E.nothing("tts.sse.audio-is-headerless-pcm", "an error", stream(chunk(seconds=0.01), error()))
BOXED = speech(output_format=WAV)
E.met("tts.sse.container-raw-only", "a 400", refused("POST", "/tts/sse", send=BOXED))
E.violated("tts.sse.container-raw-only", "a stream", stream(*GOOD, send=BOXED))
E.met("tts.sse.one-terminal-event-last", "an error", stream(chunk(), error()))
E.met("tts.sse.one-terminal-event-last", "done with 206", stream(chunk(), done(status_code=206)))
E.violated("tts.sse.one-terminal-event-last", "none", stream(chunk()))
E.violated("tts.sse.one-terminal-event-last", "a stream that was cut", stream(chunk(), ending="truncated"))
E.violated("tts.sse.one-terminal-event-last", "two", stream(chunk(), done(), done()))
E.violated("tts.sse.one-terminal-event-last", "a chunk after it", stream(done(), chunk()))
E.violated("tts.sse.one-terminal-event-last", "words that are the end", stream(chunk(), words(done=True)))
E.met("tts.sse.body-ends-after-terminal", "ends", stream(*GOOD))
E.violated("tts.sse.body-ends-after-terminal", "goes on for ever", stream(*GOOD, ending="deadline"))
E.violated("tts.sse.body-ends-after-terminal", "is cut", stream(*GOOD, ending="truncated"))
E.nothing("tts.sse.body-ends-after-terminal", "no terminal event", stream(chunk(), ending="truncated"))
CTX = speech(context_id="a")
E.met("tts.sse.context-id-echoed", "on every event", stream(chunk("a"), done("a"), send=CTX))
E.met("tts.sse.context-id-echoed", "not on an error", stream(chunk("a"), error(), send=CTX))
E.violated("tts.sse.context-id-echoed", "not on done", stream(chunk("a"), done(), send=CTX))
E.violated("tts.sse.context-id-echoed", "another one", stream(chunk("b"), done("a"), send=CTX))
E.nothing("tts.sse.context-id-echoed", "none given", stream(*GOOD))
HELLO = words(None, ("Hello", 0.0, 0.2), ("there.", 0.2, 0.4))
SOUNDS = phonemes(None, ("h", 0.0, 0.1), ("ə", 0.1, 0.2))
ASKED = speech(add_timestamps=True, add_phoneme_timestamps=True)
for requirement, event in (("tts.sse.timestamps-when-asked", HELLO), ("tts.sse.phonemes-when-asked", SOUNDS)):
    E.met(requirement, "asked for", stream(event, *GOOD, send=ASKED))
    E.met(requirement, "not asked for", stream(*GOOD))
    E.violated(requirement, "asked for and absent", stream(*GOOD, send=ASKED))
    E.violated(requirement, "not asked for and there", stream(event, *GOOD))
    E.nothing(requirement, "asked for and cut short", stream(chunk(), send=ASKED, ending="truncated"))
E.met("tts.sse.timestamps-are-aligned", "equal lengths", stream(HELLO, SOUNDS, *GOOD, send=ASKED))
E.met("tts.sse.timestamps-are-aligned", "null", stream(words(word_timestamps=None), *GOOD, send=ASKED))
for name, arrays in (
    ("an array short", {"words": ["a", "b"], "start": [0], "end": [1, 2]}),
    ("an array missing", {"words": ["a"], "start": [0]}),
    ("an end before its start", {"words": ["a"], "start": [2], "end": [1]}),
    ("texts as times", {"words": ["a"], "start": ["0"], "end": ["1"]}),
):
    E.violated("tts.sse.timestamps-are-aligned", name, stream(words(word_timestamps=arrays), *GOOD, send=ASKED))
E.met("tts.sse.timestamps-inside-audio", "inside", stream(HELLO, SOUNDS, *GOOD, send=ASKED))
E.met("tts.sse.timestamps-inside-audio", "a tenth beyond", stream(words(None, ("a", 0.0, 0.59)), *GOOD, send=ASKED))
E.violated("tts.sse.timestamps-inside-audio", "far beyond", stream(words(None, ("a", 0.0, 400)), *GOOD, send=ASKED))
E.violated("tts.sse.timestamps-inside-audio", "backwards", stream(HELLO, HELLO, *GOOD, send=ASKED))
E.nothing("tts.sse.timestamps-inside-audio", "a stream that was cut", stream(HELLO, chunk(seconds=0.01), send=ASKED))
REFUSED = "tts.sse.errors-before-the-stream-use-http"
E.met(REFUSED, "a 401", refused("POST", "/tts/sse", send=speech(), status=401, auth="wrong"))
E.met(REFUSED, "a 403", refused("POST", "/tts/sse", send=speech(), status=403, auth="wrong"))
E.violated(REFUSED, "an error event", stream(error(), auth="wrong"))
E.violated(REFUSED, "a 401 with events", stream(error(), auth="wrong", status=401))
E.nothing(REFUSED, "a key that is known after all", stream(*GOOD, auth="wrong"))
E.nothing(REFUSED, "an unknown model, said by an event", stream(error(), send=speech(model_id="no-such-model")))
CUT = speech(add_timestamps=True, duration=0.001)
E.nothing(
    "tts.sse.timestamps-when-asked", "a duration too short for a word", stream(chunk(seconds=0), done(), send=CUT)
)
E.nothing("tts.sse.audio-is-headerless-pcm", "a duration too short for a word", stream(done(), send=CUT))
CONTINUED = speech(**{"continue": True})
E.met("tts.sse.continue-has-no-meaning", "done", stream(*GOOD, send=CONTINUED))
E.violated("tts.sse.continue-has-no-meaning", "no done", stream(chunk(), send=CONTINUED, ending="deadline"))
E.nothing("tts.sse.continue-has-no-meaning", "refused", refused("POST", "/tts/sse", send=CONTINUED))
