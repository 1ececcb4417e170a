"""Defects of the status, and of how a version is named and what it changes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from contralto_conformance.mock.errors import ErrorFormat, Fault
from contralto_conformance.mock.exchange import Call, Reply
from contralto_conformance.mock.hooks import Hooks
from contralto_conformance.mock.versions import is_served

from .registry import defect
from .rewriting import instead, is_error, with_json


def _swapped(form: ErrorFormat) -> ErrorFormat:
    return "legacy" if form == "structured" else "structured"


def _named_in_header(call: Call) -> str | None:
    return call.headers.get("cartesia-version")


@defect("status.answers-without-credential", "asks for a key on `GET /`")
class StatusNeedsKey(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        bare = not {"authorization", "x-api-key"} & call.headers.keys()
        return instead(call, reply, 401, "send an API key") if call.path == "/" and bare else reply


@defect("status.version-is-a-date", "names its version `latest`")
class StatusWithoutDate(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        return with_json(reply, lambda body: body.update(version="latest")) if call.path == "/" else reply


@defect("version.header-accepted", "refuses `GET /voices` when the header names the version")
class VersionHeaderRefused(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        simple = all(name == "limit" for name, _ in call.query)
        if call.path == "/voices" and reply.status == 200 and simple and _named_in_header(call):
            return instead(call, reply, 400, "the header `Cartesia-Version` is not known")
        return reply


@defect("version.header-accepted:nothing", "answers nothing on `GET /voices` when the header names the version")
class NothingForVersionHeader(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        simple = all(name == "limit" for name, _ in call.query)
        if call.path == "/voices" and reply.status == 200 and simple and _named_in_header(call):
            reply.status, reply.media_type, reply.body = 204, None, b""
        return reply


@defect("version.header-accepted-on-socket", "wants the version of a socket in the query")
class SocketVersionHeaderRefused(Hooks):
    def accept(self, call: Call, subprotocols: Sequence[str]) -> str | None:
        if call.path == "/tts/websocket" and "cartesia_version" not in dict(call.query):
            raise Fault(400, None, "send the version as `cartesia_version`")
        return None


@defect("version.old-gives-legacy-errors", "answers structured errors under every version")
class AlwaysStructured(Hooks):
    def error_format(self, call: Call, form: ErrorFormat) -> ErrorFormat:
        is_old = (_named_in_header(call) or "") < "2026-03-01" and call.version.errors == "legacy"
        return "structured" if call.transport == "http" and is_old and _is_known(call) else form


@defect("version.old-gives-legacy-errors:quoted", "sends the text of an error under an old version as a string of JSON")
class QuotedText(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        text = call.transport == "http" and is_error(reply) and call.version.errors == "legacy" and _is_known(call)
        if text and isinstance(reply.body, bytes):
            reply.media_type, reply.body = "application/json", json.dumps({"error": reply.body.decode()}).encode()
        return reply


@defect("version.new-gives-structured-errors", "answers text errors under every version")
class AlwaysLegacy(Hooks):
    def error_format(self, call: Call, form: ErrorFormat) -> ErrorFormat:
        return "legacy" if call.transport == "http" else form


@defect("version.new-gives-structured-errors:media-type", "sends structured errors as `text/plain`")
class StructuredAsText(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        if call.transport == "http" and is_error(reply) and call.version.errors == "structured":
            reply.media_type = "text/plain"
        return reply


@defect("version.invalid-gives-legacy-errors", "answers structured errors under a version that is no date")
class InvalidGivesStructured(Hooks):
    def error_format(self, call: Call, form: ErrorFormat) -> ErrorFormat:
        return "structured" if _named_in_header(call) is not None and not _is_known(call) else form


@defect("version.missing-gives-legacy-errors", "answers structured errors without any version")
class MissingGivesStructured(Hooks):
    def error_format(self, call: Call, form: ErrorFormat) -> ErrorFormat:
        return "structured" if call.transport == "http" and _named_in_header(call) is None else form


def _is_known(call: Call) -> bool:
    return is_served(_named_in_header(call) or "")


@defect("version.query-selects-on-socket", "overlooks `cartesia_version`, unless there is a header too")
class QueryVersionOverlooked(Hooks):
    def error_format(self, call: Call, form: ErrorFormat) -> ErrorFormat:
        alone = "cartesia_version" in dict(call.query) and _named_in_header(call) is None
        return _swapped(form) if call.transport == "websocket" and alone else form


@defect("version.query-selects-on-socket:required", "refuses an upgrade without the header `Cartesia-Version`")
class WantsVersionHeader(Hooks):
    def accept(self, call: Call, subprotocols: Sequence[str]) -> str | None:
        if call.path == "/tts/websocket" and _named_in_header(call) is None and "cartesia_version" in dict(call.query):
            raise Fault(400, None, "send the version in the header `Cartesia-Version`")
        return None


@defect("version.query-wins-over-header", "lets the header win over `cartesia_version`")
class HeaderWins(Hooks):
    def named_version(self, call: Call, named: str | None) -> str | None:
        return _named_in_header(call) or named


@defect("version.query-wins-over-header:refused", "refuses an upgrade that names two versions")
class TwoVersionsRefused(Hooks):
    def accept(self, call: Call, subprotocols: Sequence[str]) -> str | None:
        named = dict(call.query).get("cartesia_version"), _named_in_header(call)
        if all(named) and len(set(named)) > 1:
            raise Fault(400, None, "the query and the header name different versions")
        return None


@defect("version.embedding-voice-refused", "speaks with a voice given as an embedding")
class EmbeddingAccepted(Hooks):
    def problem(self, call: Call, fault: Fault) -> Fault | None:
        if "`voice.mode`" in fault.message or "`voice.id`" in fault.message:
            call.memo["embedding"] = True
        return None if "embedding" in call.memo else fault


@defect("version.embedding-voice-refused:status", "finds a voice given as an embedding unprocessable")
class EmbeddingUnprocessable(Hooks):
    def fault(self, call: Call, fault: Fault) -> Fault:
        renamed = call.path.startswith("/tts") and "`voice.mode`" in fault.message and call.transport == "http"
        return Fault(422, None, fault.message) if renamed else fault


@defect("version.string-voice-accepted", "refuses a voice given as its bare id")
class StringVoiceRefused(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        refused = call.memo.get("string_voice") and reply.status == 200
        return instead(call, reply, 400, "`voice` must be an object") if refused else reply

    def audio(self, call: Call, body: Mapping[str, Any], pieces: Iterator[bytes]) -> Iterator[bytes]:
        call.memo["string_voice"] = isinstance(body["voice"], str)
        return pieces


@defect("version.string-voice-refused-before", "speaks with a bare id under every version")
class StringVoiceAlwaysAccepted(Hooks):
    def problem(self, call: Call, fault: Fault) -> Fault | None:
        return None if fault.message.startswith("`voice` must be an object") else fault


@defect("version.unknown-member-ignored", "refuses members that it does not know")
class UnknownMemberRefused(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        unknown = call.memo.get("unknown")
        return instead(call, reply, 400, f"`{unknown}` is not a known member") if unknown else reply

    def audio(self, call: Call, body: Mapping[str, Any], pieces: Iterator[bytes]) -> Iterator[bytes]:
        call.memo["unknown"] = next((name for name in body if name.startswith("x_")), None)
        return pieces


@defect("version.embedding-voice-accepted", "refuses a voice given as an embedding under the oldest versions, too")
class EmbeddingRefused(Hooks):
    def request(self, call: Call, asked: dict[str, Any]) -> dict[str, Any]:
        voice = asked.get("voice")
        if isinstance(voice, dict) and voice.get("mode") == "embedding":
            raise Fault(400, None, "`voice.mode` must be `id`")
        return asked


@defect("version.status-names-the-newest", "names a version that was never published")
class UnpublishedVersion(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        return with_json(reply, lambda body: body.update(version="2025-01-01")) if call.path == "/" else reply
