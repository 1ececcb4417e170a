"""`POST /tts/bytes`: a transcript as an audio file, sent in pieces while it is made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from contralto_conformance.mock.audio_files import file_reply, spoken_file
from contralto_conformance.mock.exchange import Call, Reply
from contralto_conformance.mock.operations import Operation
from contralto_conformance.mock.service import Service
from contralto_conformance.mock.speaking import Manner, check_speakable, manner_of, read_speech_request

from .files import Files, Made
from .ledger import Ledger


async def speak_bytes(service: Service, call: Call) -> Reply:
    """Answers the file in the container asked for."""
    asked = read_speech_request(service, call)
    manner = manner_of(service, call, asked)
    check_speakable(service, call, asked["transcript"])
    service.state(Ledger).check_speech(manner, asked["transcript"])
    container = asked["output_format"].get("container", "raw")
    file_id = service.state(Files).new_id() if asked.get("save") else None
    pieces = service.hooks.audio(call, asked, _booked(service, call, asked, manner, file_id))
    reply = file_reply(service, container, pieces)
    if file_id is not None:
        reply.headers.append(("cartesia-file-id", file_id))
    return reply


def _booked(
    service: Service, call: Call, asked: Mapping[str, Any], manner: Manner, file_id: str | None
) -> Iterator[bytes]:
    """The audio file; once it is complete it is charged, and kept if it has an id.

    The header of a WAV file leaves the length open, as the live service was seen to do.
    """
    size = 0
    for piece in spoken_file(service, asked, manner, names_length=False):
        size += len(piece)
        yield piece
    service.state(Ledger).charge_speech(call, manner, asked["transcript"])
    if file_id is None:
        return
    wanted = asked["output_format"]
    container = wanted.get("container", "raw")
    playable = {**asked, "output_format": {**wanted, "container": "wav"}} if container == "raw" else asked
    content = Made(
        lambda: spoken_file(service, asked, manner, names_length=False),
        lambda: spoken_file(service, playable, manner, names_length=container == "raw"),
        weight=len(call.body),
    )
    service.state(Files).keep_speech(file_id, f"speech.{container}", size, content)


OPERATIONS = (Operation("POST", "/tts/bytes", speak_bytes),)
