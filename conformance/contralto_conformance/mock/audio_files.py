"""Answers that are audio: files in the container asked for, sent in pieces while they are made."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterator, Mapping
from typing import Any

from .errors import Fault
from .exchange import Call, Reply
from .forms import Upload
from .service import Pacer, Service
from .sound.audio import as_file
from .sound.recordings import NotAudio, Recording, read_recording
from .speaking import PIECE_MS, Manner, raw_format_of, speech_of, spoken, spoken_ms

MAX_CLIP_BYTES = 16 * 1024 * 1024
"""Of a clip to make a voice from (openapi-2026-08-14: 16 MB)."""

_DEFAULT_BIT_RATE = 128_000  # where a dialect names none
_MEDIA_TYPES = {"raw": "audio/pcm", "wav": "audio/wav", "mp3": "audio/mpeg"}
_FAST_PIECE_MS = 1000  # of a file that is sent as fast as it goes


def piece_ms_of_file(service: Service) -> int:
    """How much audio a piece of a file holds."""
    return PIECE_MS if service.settings.pace == "realtime" else _FAST_PIECE_MS


def spoken_file(
    service: Service, asked: Mapping[str, Any], manner: Manner, *, names_length: bool = True
) -> Iterator[bytes]:
    """Pieces of the file with the transcript of a request, in the format that it asks for.

    Without `names_length` its header leaves the length open.
    """
    transcript: str = asked["transcript"]
    wanted = asked["output_format"]
    form = raw_format_of(asked)
    audio = (piece.audio for piece in spoken(transcript, manner, form, piece_ms=piece_ms_of_file(service)))
    container = wanted.get("container", "raw")
    file = as_file(
        container,
        audio,
        form,
        (lambda: form.samples(spoken_ms(transcript, manner, form))) if names_length else None,
        int(wanted.get("bit_rate", _DEFAULT_BIT_RATE)),
    )
    # Samples are heard as they are; what was compressed is known by its bytes.
    is_known = container == "mp3" and manner.engine == "tones"
    return service.memory.noting(file, speech_of(transcript, manner, form)) if is_known else file


def file_reply(service: Service, container: str, pieces: Iterator[bytes]) -> Reply:
    """The answer with a file, no faster than the settings say."""
    return Reply(200, _MEDIA_TYPES[container], _paced(service, pieces))


async def _paced(service: Service, pieces: Iterator[bytes]) -> AsyncGenerator[bytes, None]:
    # Every piece stands for the same time, whatever container its audio has become.
    pacer = Pacer(service.settings)
    for piece in pieces:
        if piece:
            yield piece
        await pacer.played(PIECE_MS / 1000)


def output_format_of(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The output format in the fields of a form (`output_format[container]` and so on) as the object that other
    requests have; raises Fault (400) for a container without what it needs."""
    wanted = {
        name.removeprefix("output_format[")[:-1]: value
        for name, value in fields.items()
        if name.startswith("output_format[") and name.endswith("]")
    }
    needed = "bit_rate" if wanted["container"] == "mp3" else "encoding"
    if wanted.get(needed) is None:
        raise Fault(400, None, f"`output_format[{needed}]` is missing; `{wanted['container']}` needs it")
    return wanted


def recording_in(call: Call, name: str, *, limit: int | None = None) -> Recording:
    """The recording in a field of the form; it can be read until the request is answered.

    Raises Fault: 400 for what is no file or no audio of a known kind, 413 above `limit` bytes.
    """
    assert call.form is not None
    upload = call.form.files.get(name)
    if upload is None:
        raise Fault(400, None, f"`{name}` must be a file with a name of its own, got a text")
    if limit is not None and upload.size > limit:
        message = f"`{name}` must not exceed {limit} bytes, got {upload.size}"
        raise Fault(413, "File too large", message, code="file_too_large")
    return recording_of(upload, name)


def recording_of(upload: Upload, name: str, *, advice: str = "") -> Recording:
    """The recording in an uploaded file; it can be read until the request is answered.

    Raises Fault (400) that calls the field `name` and ends with `advice`, for what is no audio of a known kind.
    """
    try:
        return read_recording(upload.file, upload.size)
    except NotAudio as error:
        message = f"`{name}` cannot be used: {error}{advice}"
        raise Fault(400, "Unsupported audio format", message, code="unsupported_audio_format") from None
