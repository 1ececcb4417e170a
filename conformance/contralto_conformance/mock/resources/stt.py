"""`POST /stt`, and the same at the path of OpenAI's clients: a recording as text.

A recording is a WAV file or, as the query says, headerless audio; both are listened to. A file in another container
that the mock itself has made is known as a whole; the others are answered with placeholder text for the time that they
play. What is no audio at all is refused.
"""

from __future__ import annotations

import asyncio
from typing import Any

from contralto_conformance.mock.answers import answer
from contralto_conformance.mock.audio_files import recording_of
from contralto_conformance.mock.errors import Fault
from contralto_conformance.mock.exchange import Call, Reply
from contralto_conformance.mock.forms import Upload
from contralto_conformance.mock.operations import Operation, read_query, read_request
from contralto_conformance.mock.service import Service
from contralto_conformance.mock.sound.hearing import Listener, unknown_speech
from contralto_conformance.mock.sound.memory import Heard
from contralto_conformance.mock.sound.recordings import Pcm, Recording, container_of, headerless

from .ledger import CREDITS_PER_TRANSCRIBED_SECOND, Ledger

DEFAULT_LANGUAGE = "en"

_PIECE_BYTES = 64 * 1024


async def transcribe(service: Service, call: Call) -> Reply:
    """`POST /stt` and `POST /audio/transcriptions`."""
    query = read_query(service, call)
    asked = read_request(service, call)
    _check_model(service, call, asked)
    upload = call.form.files.get("file") if call.form is not None else None
    if upload is None:
        raise Fault(400, None, "`file` must be a file: a part of the form with a file name")
    words, seconds = await _heard(service, upload, query)
    price = CREDITS_PER_TRANSCRIBED_SECOND * seconds
    service.state(Ledger).charge(call, "stt", price, model=str(asked["model"]))
    said: dict[str, Any] = {
        "type": "transcript",
        "request_id": call.request_id,
        "text": " ".join(word.text for word in words),
        "language": asked.get("language", DEFAULT_LANGUAGE),
        "duration": seconds,
    }
    if "word" in asked.get("timestamp_granularities[]", ()):
        said["words"] = [timed_word(word) for word in words]
    return answer(call, said)


def timed_word(word: Heard) -> dict[str, Any]:
    """A word with its times in seconds."""
    return {"word": word.text, "start": round(word.start_ms / 1000, 3), "end": round(word.end_ms / 1000, 3)}


def _check_model(service: Service, call: Call, asked: dict[str, Any]) -> None:
    known = call.documented.form_fields()["model"].get("x-known-values", ())
    model = str(asked["model"])
    if model not in known:
        choice = " and ".join(f"`{name}`" for name in known)
        message = f"`model` must be one that transcribes recordings, which are {choice}; got `{model[:80]}`"
        service.object_to(call, Fault(400, "Invalid model", message, code="model_not_found"))


async def _heard(service: Service, upload: Upload, query: dict[str, Any]) -> tuple[list[Heard], float]:
    """The words of a file, and the seconds that it plays."""
    names_encoding = query.get("encoding") is not None or query.get("sample_rate") is not None
    if names_encoding and container_of(upload.start()) != "wav":
        recording = _headerless(upload, query)
    else:
        recording = recording_of(upload, "file", advice="; or name `encoding` and `sample_rate` of headerless audio")
    seconds = recording.length_ms / 1000
    if recording.pcm is not None:
        return await _listen(service, recording.pcm), seconds
    known = service.memory.words_of_file(upload.file)
    return unknown_speech(recording.length_ms) if known is None else known, seconds


def _headerless(upload: Upload, query: dict[str, Any]) -> Recording:
    for name, other in (("encoding", "sample_rate"), ("sample_rate", "encoding")):
        if query.get(name) is None:
            raise Fault(400, None, f"`{name}` is missing in the query; headerless audio needs it beside `{other}`")
    return headerless(upload.file, upload.size, str(query["encoding"]), int(query["sample_rate"]))


async def _listen(service: Service, pcm: Pcm) -> list[Heard]:
    listener = Listener(service.memory, pcm.encoding, pcm.sample_rate, channels=pcm.channels)
    for piece in pcm.pieces(_PIECE_BYTES):
        for _ in listener.hear(piece):
            pass
        await asyncio.sleep(0)
    listener.settle_under_way(is_over=True)
    return listener.words()


OPERATIONS = (
    Operation("POST", "/stt", transcribe),
    Operation("POST", "/audio/transcriptions", transcribe),
)
