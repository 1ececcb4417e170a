"""Examples of the voice changer, and of forms."""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import Any

from contralto_conformance.trace import Exchange

from .builders import ABSENT, MISSING, OLD, VOICE, Json, audio, http, mp3, refused, sse_body, wav
from .builders import error as tts_error
from .examples import Examples

E = Examples()

BOUNDARY = "b-1"
RAW = {"container": "raw", "encoding": "pcm_s16le", "sample_rate": "8000"}
WAV = {**RAW, "container": "wav"}
MP3 = {"container": "mp3", "sample_rate": "44100", "bit_rate": "128000"}
CLIP = wav(audio())


def form(fields: dict[str, str], clip: bytes | None = CLIP) -> bytes:
    """A form as a client writes it, with a recording unless that is None."""
    parts = [f'name="{name}"\r\n\r\n{value}'.encode() for name, value in fields.items()]
    if clip is not None:
        parts.append(b'name="clip"; filename="a.wav"\r\nContent-Type: audio/wav\r\n\r\n' + clip)
    head = f"--{BOUNDARY}\r\nContent-Disposition: form-data; ".encode()
    return b"".join(head + part + b"\r\n" for part in parts) + f"--{BOUNDARY}--\r\n".encode()


def asking(exchange: Exchange, wanted: dict[str, str], clip: bytes | None = CLIP, voice: str = VOICE) -> Exchange:
    """The exchange with a form as its request."""
    fields = {"voice[id]": voice, **{f"output_format[{name}]": value for name, value in wanted.items()}}
    headers = tuple(pair for pair in exchange.request_headers if pair[0] != "content-type")
    media = ("content-type", f"multipart/form-data; boundary={BOUNDARY}")
    return replace(exchange, request_headers=(*headers, media), request_body=form(fields, clip))


def stream(*events: Json, wanted: dict[str, str] = RAW, clip: bytes | None = CLIP, **more: Any) -> Exchange:
    """A `POST /voice-changer/sse` that was answered by these events."""
    made = http("POST", "/voice-changer/sse", body=sse_body(*events), media="text/event-stream", **more)
    return asking(made, wanted, clip)


def file(body: bytes, wanted: dict[str, str], *, media: str = "audio/wav", **more: Any) -> Exchange:
    """A `POST /voice-changer/bytes` that was answered by this body."""
    return asking(http("POST", "/voice-changer/bytes", body=body, media=media, **more), wanted)


def piece(content: bytes | None = None, **members: Any) -> Json:
    """An audio event."""
    data = base64.b64encode(audio() if content is None else content).decode()
    event = {"data": data, "done": False, "status_code": 206, "sample_rate": 8000, "step_time": 12.5, **members}
    return {name: value for name, value in event.items() if value is not ABSENT}


END = {"done": True, "status_code": 200}
TYPED_END = {"type": "done", **END}
UNKNOWN = {"type": "heartbeat", "data": 1, "done": False}


def refusal(path: str = "/voice-changer/sse", *, status: int = 400, **more: Any) -> Exchange:
    """A form that was refused."""
    return asking(refused("POST", path, status=status), **more)


# -- audio events ----------------------------------------------------------------------------------------------------

ID = "voice.changer.audio-events-complete"
E.met(ID, "all members", stream(piece(), piece(), END))
E.met(ID, "a type and an unknown member", stream(piece(type="chunk", x_more=1), END))
E.met(ID, "an event of an unknown type between", stream(piece(), UNKNOWN, END))
E.violated(ID, "no sample rate", stream(piece(sample_rate=ABSENT), END))
E.violated(ID, "no status", stream(piece(status_code=ABSENT), END))
E.violated(ID, "the status of an end", stream(piece(status_code=200), END))
E.violated(ID, "data that is no string", stream(piece(data=None), END))
E.violated(ID, "`done` true", stream(piece(done=True), END))
E.nothing(ID, "a stream that is one error", stream(tts_error()))
E.nothing(ID, "a refusal", refusal(wanted=RAW))
E.nothing(ID, "another version", stream(piece(sample_rate=ABSENT), END, version=OLD))

ID = "voice.changer.audio-events-typed"
E.met(ID, "a type and no sample rate", stream(piece(type="chunk", sample_rate=ABSENT), END, version=OLD), version=OLD)
E.violated(ID, "no type", stream(piece(), TYPED_END, version=OLD), version=OLD)
E.violated(ID, "no step time", stream(piece(type="chunk", step_time=ABSENT), END, version=OLD), version=OLD)
E.nothing(ID, "an end alone", stream(TYPED_END, version=OLD), version=OLD)

# -- the end ---------------------------------------------------------------------------------------------------------

ID = "voice.changer.end-event"
E.met(ID, "an end of two members", stream(piece(), END))
E.met(ID, "an end with a type", stream(piece(), TYPED_END))
E.violated(ID, "the status of audio", stream(piece(), {"done": True, "status_code": 206}))
E.violated(ID, "no status", stream(piece(), {"done": True}))
E.nothing(ID, "an error", stream(piece(), tts_error()))
E.nothing(ID, "no end", stream(piece()))

ID = "voice.changer.one-end-last"
E.met(ID, "audio and an end", stream(piece(), END))
E.met(ID, "an error", stream(piece(), tts_error()))
E.met(ID, "an end of old versions", stream(piece(type="chunk"), TYPED_END, version=OLD), version=OLD)
E.violated(ID, "two ends", stream(piece(), END, END))
E.violated(ID, "audio after the end", stream(piece(), END, piece()))
E.violated(ID, "no end", stream(piece()))
E.nothing(ID, "a refusal", refusal(wanted=RAW))
E.nothing(ID, "a web page", asking(http("POST", "/voice-changer/sse", body=b"<p>", media="text/html"), RAW))

ID = "voice.changer.errors-structured"
E.met(ID, "an error with title and message", stream(piece(), tts_error()))
E.violated(ID, "one text", stream(piece(), tts_error(legacy=True)))
E.violated(ID, "no status", stream(piece(), tts_error(status_code=ABSENT)))
E.violated(ID, "`done` false", stream(piece(), tts_error(done=False), END))
E.nothing(ID, "no error", stream(piece(), END))

# -- what a request needs --------------------------------------------------------------------------------------------

ID = "voice.changer.encoding-required"
BARE = {"container": "raw", "sample_rate": "8000"}
E.met(ID, "a 400", refusal(wanted=BARE))
E.met(ID, "a 422 of the other path", refusal("/voice-changer/bytes", status=422, wanted=BARE))
E.met(ID, "a stream that is one error", stream(tts_error(), wanted=BARE))
E.violated(ID, "a stream", stream(piece(), END, wanted=BARE))
E.violated(ID, "a file", file(CLIP, {**BARE, "container": "wav"}))
E.nothing(ID, "a service without a voice changer", refusal(wanted=BARE, status=404))
E.nothing(ID, "no credit", refusal(wanted=BARE, status=402))
E.nothing(ID, "an encoding", stream(piece(), END))
E.nothing(ID, "MP3, which has none", stream(piece(mp3()), END, wanted=MP3))

ID = "voice.changer.bit-rate-required"
SLOW = {"container": "mp3", "sample_rate": "44100"}
E.met(ID, "a 400", refusal(wanted=SLOW))
E.violated(ID, "a stream", stream(piece(mp3()), END, wanted=SLOW))
E.nothing(ID, "a bit rate", stream(piece(mp3()), END, wanted=MP3))
E.nothing(ID, "headerless audio, which has none", stream(piece(), END))

ID = "voice.changer.clip-required"
E.met(ID, "a 400", refusal(wanted=RAW, clip=None))
E.met(ID, "a 422", refusal(wanted=RAW, clip=None, status=422))
E.violated(ID, "an end alone", stream(END, clip=None))
E.nothing(ID, "a clip", stream(piece(), END))
E.nothing(ID, "a key that nobody has", asking(refused("POST", "/voice-changer/sse", auth="wrong"), RAW, None))
E.nothing(ID, "a body that is no form", http("POST", "/voice-changer/sse", send={"clip": ""}))

# -- files -----------------------------------------------------------------------------------------------------------

ID = "voice.changer.chunks-form-a-file"
HALVES = (piece(CLIP[:1000]), piece(CLIP[1000:]))
E.met(ID, "two halves of a WAV file", stream(*HALVES, END, wanted=WAV))
E.met(ID, "a WAV file of unknown length", stream(piece(wav(audio(), length=0xFFFFFFFF)), END, wanted=WAV))
E.met(ID, "frames of MP3", stream(piece(mp3()), piece(mp3()), END, wanted=MP3))
E.violated(ID, "two WAV files", stream(piece(CLIP), piece(CLIP), END, wanted=WAV))
ENDLESS = piece(wav(audio(), length=0xFFFFFFFF))
E.violated(ID, "two WAV files of unknown length", stream(ENDLESS, ENDLESS, END, wanted=WAV))
E.violated(ID, "headerless audio", stream(piece(), END, wanted=WAV))
E.violated(ID, "a header of another rate", stream(piece(wav(audio(), rate=16000)), END, wanted=WAV))
E.violated(ID, "bytes between frames of MP3", stream(piece(mp3() + b"\x01\x02\x03\x04"), piece(mp3()), END, wanted=MP3))
E.nothing(ID, "headerless audio, as asked", stream(piece(), END))
E.nothing(ID, "a stream without an end", stream(piece(CLIP[:1000]), wanted=WAV))
E.nothing(ID, "a stream that fails", stream(piece(CLIP[:1000]), tts_error(), wanted=WAV))

ID = "voice.changer.bytes-agree"
E.met(ID, "a WAV file", file(CLIP, WAV))
E.met(ID, "headerless audio", file(audio(), RAW, media="application/octet-stream"))
E.met(ID, "frames of MP3", file(mp3(), MP3))
E.violated(ID, "headerless audio for a WAV file", file(audio(), WAV))
E.violated(ID, "a WAV file for headerless audio", file(CLIP, RAW))
E.violated(ID, "a WAV file for MP3", file(CLIP, MP3))
E.violated(ID, "no audio", file(b"", RAW))
E.violated(ID, "a refusal of a sound recording", refusal("/voice-changer/bytes", wanted=WAV))
E.nothing(ID, "a refusal of something else", refusal("/voice-changer/bytes", wanted=WAV, clip=b"no audio"))
E.nothing(ID, "a refusal of another voice", refusal("/voice-changer/bytes", wanted=WAV, voice=MISSING))
E.nothing(ID, "a service without a voice changer", refusal("/voice-changer/bytes", wanted=WAV, status=404))
E.nothing(ID, "an answer that was cut off", file(CLIP[:100], WAV, ending="truncated"))
E.nothing(ID, "an undocumented format", file(CLIP, {**WAV, "sample_rate": "11025"}))
