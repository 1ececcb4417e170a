"""`POST /infill/bytes`: a transcript spoken between two recordings, which are not part of the answer."""

from __future__ import annotations

from contralto_conformance.mock.audio_files import file_reply, output_format_of, recording_in, spoken_file
from contralto_conformance.mock.exchange import Call, Reply
from contralto_conformance.mock.operations import Operation, read_request
from contralto_conformance.mock.service import Service
from contralto_conformance.mock.speaking import check_speakable, manner_of


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
    return file_reply(service, wanted["container"], spoken_file(service, asked, manner))


OPERATIONS = (Operation("POST", "/infill/bytes", infill),)
