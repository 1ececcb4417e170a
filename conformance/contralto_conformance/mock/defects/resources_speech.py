"""Defects of files that are filled or asked for in an odd way."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import Any

from contralto_conformance.mock.errors import Fault
from contralto_conformance.mock.exchange import Call, Reply
from contralto_conformance.mock.hooks import Hooks

from .registry import defect

_INFILL = "/infill/bytes"


@defect("resources.infill-needs-a-side", "answers nothing, and 200, to a gap without sides")
class FillsNothing(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        if call.path == _INFILL and reply.status == 400:
            reply.status, reply.media_type, reply.body = 200, "audio/wav", b""
        return reply


@defect("resources.infill-answers-audio", "answers samples without a header in place of a WAV file")
class BareSamples(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        if call.path == _INFILL and reply.status == 200 and isinstance(reply.body, bytes):
            reply.body = reply.body[44:]
        elif call.path == _INFILL and reply.status == 200 and not isinstance(reply.body, bytes):
            reply.body = _headless(reply.body)
        return reply


@defect("resources.infill-answers-audio:address", "answers an object with an address in place of audio")
class AudioElsewhere(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        if call.path == _INFILL and reply.status == 200:
            return Reply(200, reply.media_type, b'{"url":"https://audio.example/1"}', reply.headers)
        return reply


async def _headless(pieces: AsyncGenerator[bytes, None]) -> AsyncGenerator[bytes, None]:
    """The pieces of a WAV file without its header, of which the first piece holds all."""
    is_first = True
    async for piece in pieces:
        yield piece[44:] if is_first else piece
        is_first = False


@defect("resources.accept-not-negotiated", "answers the container that `Accept` names")
class AcceptObeyed(Hooks):
    def request(self, call: Call, asked: dict[str, Any]) -> dict[str, Any]:
        if call.path != "/tts/bytes" or call.headers.get("accept") != "audio/wav":
            return asked
        return {**asked, "output_format": {"container": "wav", "encoding": "pcm_s16le", "sample_rate": 24000}}


@defect("resources.accept-not-negotiated:406", "refuses what `Accept` does not name")
class AcceptDemanded(Hooks):
    def request(self, call: Call, asked: dict[str, Any]) -> dict[str, Any]:
        container = asked.get("output_format", {}).get("container") if call.path == "/tts/bytes" else None
        if call.headers.get("accept") == "audio/wav" and container != "wav":
            raise Fault(406, None, "`Accept` does not name what the body asks for")
        return asked
