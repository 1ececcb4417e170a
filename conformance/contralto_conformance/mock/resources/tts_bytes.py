"""`POST /tts/bytes`: a transcript as an audio file, sent in pieces while it is made."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterator, Mapping
from typing import Any

from contralto_conformance.mock.exchange import Call, Reply
from contralto_conformance.mock.limits import SPEECH_CREDITS_PER_CHARACTER
from contralto_conformance.mock.operations import Operation
from contralto_conformance.mock.service import Pacer, Service
from contralto_conformance.mock.sound.audio import RawFormat, as_mp3, wav_header
from contralto_conformance.mock.sound.speech import length_ms
from contralto_conformance.mock.speaking import (
    PIECE_MS,
    Manner,
    check_speakable,
    manner_of,
    raw_format_of,
    read_speech_request,
    spoken,
)

_DEFAULT_BIT_RATE = 128_000  # where a dialect names none
_MEDIA_TYPES = {"raw": "audio/pcm", "wav": "audio/wav", "mp3": "audio/mpeg"}
_FAST_PIECE_MS = 1000  # of a file that is sent as fast as it goes


async def speak_bytes(service: Service, call: Call) -> Reply:
    """Answers the file in the container asked for."""
    asked = read_speech_request(service, call)
    manner = manner_of(service, call, asked)
    check_speakable(service, call, asked["transcript"])
    service.limits.spend(len(asked["transcript"]) * SPEECH_CREDITS_PER_CHARACTER)
    container = asked["output_format"].get("container", "raw")
    form = raw_format_of(asked)
    pieces = _audio_file(service, asked, manner, form)
    reply = Reply(200, _MEDIA_TYPES[container], _paced(service, service.hooks.audio(call, asked, pieces)))
    if asked.get("save"):
        reply.headers.append(("cartesia-file-id", f"file_{service.new_id()}"))
    return reply


def _audio_file(service: Service, asked: Mapping[str, Any], manner: Manner, form: RawFormat) -> Iterator[bytes]:
    transcript: str = asked["transcript"]
    wanted = asked["output_format"]
    piece_ms = PIECE_MS if service.settings.pace == "realtime" else _FAST_PIECE_MS
    audio = (piece.audio for piece in spoken(transcript, manner, form, piece_ms=piece_ms))
    if wanted.get("container") == "mp3":
        yield from as_mp3(audio, form.sample_rate, int(wanted.get("bit_rate", _DEFAULT_BIT_RATE)))
        return
    if wanted.get("container") == "wav":
        size = form.samples(length_ms(transcript, manner.delivery, limit_ms=manner.limit_ms)) * form.sample_bytes
        yield wav_header(form, size)
        yield from audio
        yield b"\0" * (size % 2)
        return
    yield from audio


async def _paced(service: Service, pieces: Iterator[bytes]) -> AsyncGenerator[bytes, None]:
    # Every piece stands for the same time, whatever container its audio has become.
    pacer = Pacer(service.settings)
    for piece in pieces:
        if piece:
            yield piece
        await pacer.played(PIECE_MS / 1000)


OPERATIONS = (Operation("POST", "/tts/bytes", speak_bytes),)
