"""The voice changer: a recording in another voice, as long as it was and with its rhythm."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from contralto_conformance.mock.audio_files import file_reply, output_format_of, piece_ms_of_file, recording_in
from contralto_conformance.mock.event_json import base64_of
from contralto_conformance.mock.event_stream import stream_reply
from contralto_conformance.mock.exchange import Call, Event, Reply
from contralto_conformance.mock.operations import Operation, read_request
from contralto_conformance.mock.service import Pacer, Service
from contralto_conformance.mock.sound.audio import RawFormat, as_file, in_pieces, render
from contralto_conformance.mock.sound.recordings import Recording
from contralto_conformance.mock.sound.rhythm import notes_of
from contralto_conformance.mock.speaking import PIECE_MS, find_voice, raw_format_of, step_time_ms, timbre_of

from .ledger import CREDITS_PER_CHANGED_SECOND, Ledger
from .voice_seed import StoredVoice

# Before, events had a `type`, as those of speech have.
UNTYPED_SINCE = "2026-03-01"


@dataclass(frozen=True, slots=True)
class Change:
    """A request: the recording, the voice to speak it, and the format to answer in."""

    clip: Recording
    voice: StoredVoice | None
    output_format: Mapping[str, Any]
    form: RawFormat


async def change_bytes(service: Service, call: Call) -> Reply:
    """`POST /voice-changer/bytes`: the file in the container asked for."""
    change = _read(service, call)
    pieces = _changed(service, call, change, piece_ms_of_file(service))
    return file_reply(service, change.output_format["container"], pieces)


async def change_sse(service: Service, call: Call) -> Reply:
    """`POST /voice-changer/sse`: pieces of that file as events."""
    change = _read(service, call)
    asked = {"output_format": change.output_format}
    return stream_reply(service, call, asked, _events(service, call, change), service.hooks.changer_event)


def _read(service: Service, call: Call) -> Change:
    fields = read_request(service, call)
    wanted = output_format_of(fields)
    voice = find_voice(service, call, fields["voice[id]"])
    return Change(recording_in(call, "clip"), voice, wanted, raw_format_of({"output_format": wanted}))


def _changed(service: Service, call: Call, change: Change, piece_ms: int) -> Iterator[bytes]:
    """Pieces of the answered file; when the last one is out they are charged."""
    form = change.form
    timbre = timbre_of(change.voice)
    notes = (render(note, form, timbre) for note in notes_of(change.clip, service.settings.seed))
    yield from as_file(
        change.output_format["container"],
        in_pieces(notes, form.samples(piece_ms) * form.sample_bytes),
        form,
        lambda: form.samples(change.clip.length_ms),
        int(change.output_format.get("bit_rate", 0)),
    )
    price = CREDITS_PER_CHANGED_SECOND * change.clip.length_ms / 1000
    voice = change.voice.id if change.voice is not None else ""
    service.state(Ledger).charge(call, "voice_changer", price, voice=voice)


async def _events(service: Service, call: Call, change: Change) -> AsyncGenerator[Event, None]:
    is_typed = not call.version.since(UNTYPED_SINCE)
    pacer = Pacer(service.settings)
    for piece in _changed(service, call, change, PIECE_MS):
        if piece:
            yield {
                **({"type": "chunk"} if is_typed else {}),
                "data": base64_of(piece),
                "done": False,
                "sample_rate": change.form.sample_rate,
                "status_code": 206,
                "step_time": step_time_ms(PIECE_MS / 1000),
            }
        # Every piece stands for the same time, whatever container its audio has become.
        await pacer.played(PIECE_MS / 1000)
    yield {**({"type": "done"} if is_typed else {}), "done": True, "status_code": 200}


OPERATIONS = (
    Operation("POST", "/voice-changer/bytes", change_bytes),
    Operation("POST", "/voice-changer/sse", change_sse),
)
