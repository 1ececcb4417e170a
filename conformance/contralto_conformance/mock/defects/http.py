"""Defects that only requests of every kind bring to light."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from contralto_conformance.mock.errors import Fault
from contralto_conformance.mock.exchange import Call, Reply
from contralto_conformance.mock.hooks import CutConnection, Hooks

from .registry import defect
from .rewriting import instead, with_json


@defect("http.responses-match-schema", "sends the date of a single voice as a number")
class DateAsNumber(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        single = call.path.startswith("/voices/") and reply.status == 200
        return with_json(reply, lambda body: body.update(created_at=20250930)) if single else reply


@defect("http.responses-match-schema:status", "says in words that it is well")
class WellInWords(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        return with_json(reply, lambda body: body.update(ok="yes")) if call.path == "/" else reply


@defect("http.every-request-is-answered", "answers 502 to every request for an audio file")
class SpeechIsAway(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        away = call.path == "/tts/bytes" and reply.status == 200
        return instead(call, reply, 502, "no answer from upstream") if away else reply


@defect("http.every-request-is-answered:cut", "breaks the connection in the middle of raw audio")
class CutAudio(Hooks):
    def audio(self, call: Call, body: Mapping[str, Any], pieces: Iterator[bytes]) -> Iterator[bytes]:
        if body["output_format"].get("container") != "raw":
            yield from pieces
            return
        yield next(pieces)[:2]
        raise CutConnection


@defect("http.status-documented", "answers 203 when members of a single voice are expanded")
class SecondHand(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        if call.path.startswith("/voices/") and reply.status == 200 and "expand[]" in dict(call.query):
            reply.status = 203
        return reply


@defect("http.content-type-documented", "sends a single voice as `text/json`")
class OtherMediaType(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        if call.path.startswith("/voices/") and reply.status == 200:
            reply.media_type = "text/json"
        return reply


@defect("http.content-type-documented:none", "does not say what a single voice is sent as")
class NoMediaType(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        if call.path.startswith("/voices/") and reply.status == 200:
            reply.media_type = None
        return reply


@defect("http.no-server-error", "fails with 500 on a request for a token that is not valid")
class FailsOnBadInput(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        broken = call.path == "/access-token" and reply.status == 400
        return instead(call, reply, 500, "something went wrong") if broken else reply


@defect("http.no-server-error:malformed", "fails with 500 on a body that is not JSON")
class FailsOnMalformedJson(Hooks):
    def fault(self, call: Call, fault: Fault) -> Fault:
        malformed = fault.status == 400 and "JSON" in fault.message and call.path.startswith("/tts")
        return Fault(500, None, "something went wrong") if malformed and call.transport == "http" else fault


@defect("http.invalid-input-refused", "overlooks a `limit` that is no number")
class WordAsLimit(Hooks):
    def problem(self, call: Call, fault: Fault) -> Fault | None:
        return None if fault.message.startswith("`limit` must be a whole number") else fault


@defect("http.malformed-json-refused", "answers 404 to a body that is not JSON")
class MalformedJsonLost(Hooks):
    def fault(self, call: Call, fault: Fault) -> Fault:
        malformed = fault.status == 400 and "JSON" in fault.message and call.path.startswith("/tts")
        return Fault(404, None, fault.message) if malformed else fault
