"""`POST /infill/bytes`: a transcript spoken between two recordings, which are not part of the answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from contralto_conformance.mock.audio_files import file_reply, output_format_of, recording_in, spoken_file
from contralto_conformance.mock.exchange import Call, Reply
from contralto_conformance.mock.operations import Operation, read_request
from contralto_conformance.mock.service import Service
from contralto_conformance.mock.speaking import Manner, check_speakable, manner_of

from .ledger import CREDITS_PER_CHARACTER, CREDITS_PER_INFILL, Ledger


async def infill(service: Service, call: Call) -> Reply:
    """Answers the file in the container asked for."""
    fields = read_request(service, call)
    wanted = output_format_of(fields)
    assert call.form is not None
    for name in ("left_audio", "right_audio"):
        if name in call.form.files or name in fields:
            recording_in(call, name)
    asked = {
        "model_id": fields["model_id"],
        "language": fields["language"],
        "transcript": fields["transcript"],
        "voice": {"mode": "id", "id": fields["voice_id"]},
        "output_format": wanted,
    }
    manner = manner_of(service, call, asked)
    check_speakable(service, call, asked["transcript"])
    return file_reply(service, wanted["container"], _booked(service, call, asked, manner))


def _booked(service: Service, call: Call, asked: Mapping[str, Any], manner: Manner) -> Iterator[bytes]:
    yield from spoken_file(service, asked, manner)
    price = CREDITS_PER_INFILL + CREDITS_PER_CHARACTER * len(asked["transcript"])
    voice = asked["voice"]["id"]
    service.state(Ledger).charge(call, "infill", price, model=manner.model, voice=voice)


OPERATIONS = (Operation("POST", "/infill/bytes", infill),)
