"""`POST /tts/bytes`: a transcript as an audio file, sent in pieces while it is made."""

from __future__ import annotations

from contralto_conformance.mock.audio_files import file_reply, spoken_file
from contralto_conformance.mock.exchange import Call, Reply
from contralto_conformance.mock.operations import Operation
from contralto_conformance.mock.service import Service
from contralto_conformance.mock.speaking import check_speakable, manner_of, read_speech_request


async def speak_bytes(service: Service, call: Call) -> Reply:
    """Answers the file in the container asked for."""
    asked = read_speech_request(service, call)
    manner = manner_of(service, call, asked)
    check_speakable(service, call, asked["transcript"])
    container = asked["output_format"].get("container", "raw")
    pieces = service.hooks.audio(call, asked, spoken_file(service, asked, manner))
    reply = file_reply(service, container, pieces)
    if asked.get("save"):
        reply.headers.append(("cartesia-file-id", f"file_{service.new_id()}"))
    return reply


OPERATIONS = (Operation("POST", "/tts/bytes", speak_bytes),)
