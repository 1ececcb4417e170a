"""Defects of errors: their shape, their headers, and what is not refused."""

from __future__ import annotations

from collections.abc import Iterable

from contralto_conformance.mock.errors import Fault
from contralto_conformance.mock.exchange import Call, Event, Reply
from contralto_conformance.mock.hooks import Hooks, Session

from .registry import defect
from .rewriting import is_error, with_json

_EMPTY_TRANSCRIPT = ("`transcript` must be text that is not empty", "`transcript` must hold something")
"""How the messages of errors about it begin."""


def _of_http(call: Call, reply: Reply) -> bool:
    return call.transport == "http" and is_error(reply)


@defect("errors.structured-members", "leaves `title` out of errors")
class NoTitle(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        return with_json(reply, lambda body: body.pop("title", None)) if _of_http(call, reply) else reply


@defect("errors.structured-members:empty-message", "sends errors with an empty `message`")
class EmptyMessage(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        return with_json(reply, lambda body: body.update(message="")) if _of_http(call, reply) else reply


@defect("errors.error-code-always-present", "leaves `error_code` out when it is null")
class NoNullCode(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        def drop(body: dict[str, object]) -> None:
            if body.get("error_code", "") is None:
                del body["error_code"]

        return with_json(reply, drop) if _of_http(call, reply) else reply


@defect("errors.error-code-always-present:number", "sends the status as `error_code` when there is none")
class StatusAsCode(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        def number(body: dict[str, object]) -> None:
            if body.get("error_code", "") is None:
                body["error_code"] = reply.status

        return with_json(reply, number) if _of_http(call, reply) else reply


@defect("errors.doc-url-absent-not-null", "sends `doc_url` as null")
class NullDocUrl(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        return with_json(reply, lambda body: body.setdefault("doc_url")) if _of_http(call, reply) else reply


@defect("errors.doc-url-absent-not-null:path", "sends a path as `doc_url`")
class DocPath(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        return with_json(reply, lambda body: body.setdefault("doc_url", "/errors")) if _of_http(call, reply) else reply


@defect("errors.request-id-is-uuid", "sends a number as text for `request_id`")
class NumberedRequests(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        return with_json(reply, lambda body: body.update(request_id="4711")) if _of_http(call, reply) else reply


@defect("errors.legacy-title-and-message", "answers legacy errors with the message alone")
class NoLegacyTitle(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        if _of_http(call, reply) and reply.media_type != "application/json":
            reply.body = b"something went wrong"
        return reply


@defect("errors.legacy-title-and-message:page", "answers legacy errors with the web page of a proxy")
class LegacyPage(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        if _of_http(call, reply) and reply.media_type != "application/json":
            reply.media_type, reply.body = "text/html", b"<html><body><h1>Bad Request</h1></body></html>"
        return reply


@defect("errors.never-nested", "wraps errors in an object `error`")
class Nested(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        def wrap(body: dict[str, object]) -> None:
            body["error"] = {"message": body.get("message"), "type": "api_error", "code": reply.status}

        return with_json(reply, wrap) if _of_http(call, reply) else reply


@defect("errors.never-nested:socket", "wraps errors of the TTS socket in an object `error`")
class NestedOnSocket(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        nested = event.get("type") == "error" and "message" in event and session.call.path == "/tts/websocket"
        return ({**event, "error": {"message": event["message"]}} if nested else event,)


@defect("errors.request-id-header", "leaves `X-Request-Id` out of answers")
class NoRequestId(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        if call.transport == "http":
            reply.headers = [(name, value) for name, value in reply.headers if name != "x-request-id"]
        return reply


@defect("errors.request-id-header-on-upgrade", "leaves `X-Request-Id` out of the 101")
class NoRequestIdOnUpgrade(Hooks):
    def upgrade_headers(self, call: Call, headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
        return [(name, value) for name, value in headers if name != "x-request-id"]


@defect("errors.refused-upgrade-has-envelope", "refuses upgrades with a web page")
class RefusalAsPage(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        if call.transport == "websocket" and is_error(reply):
            reply.media_type, reply.body = "text/html", b"<html><body>401</body></html>"
        return reply


@defect("errors.unknown-path-is-404", "answers 400 to a path that it does not know")
class UnknownPathIs400(Hooks):
    def fault(self, call: Call, fault: Fault) -> Fault:
        unknown = fault.status == 404 and fault.message.startswith("there is nothing at")
        return Fault(400, None, fault.message) if unknown and call.transport == "http" else fault


@defect("errors.empty-transcript-refused", "answers silence to an empty transcript")
class EmptyTranscriptSpoken(Hooks):
    def problem(self, call: Call, fault: Fault) -> Fault | None:
        overlooked = call.transport == "http" and fault.message.startswith(_EMPTY_TRANSCRIPT)
        return None if overlooked else fault


@defect("errors.empty-transcript-refused:status", "finds an empty transcript unprocessable")
class EmptyUnprocessable(Hooks):
    def fault(self, call: Call, fault: Fault) -> Fault:
        renamed = call.transport == "http" and fault.message.startswith(_EMPTY_TRANSCRIPT)
        return Fault(422, None, fault.message) if renamed else fault


@defect("errors.unknown-model-refused", "gives an unknown model another `error_code`")
class UnknownModelRenamed(Hooks):
    def fault(self, call: Call, fault: Fault) -> Fault:
        if fault.code == "model_not_found" and call.transport == "http":
            return Fault(400, fault.title, fault.message, code="invalid_request")
        return fault


@defect("errors.unknown-model-refused:accepted", "speaks with any model")
class AnyModel(Hooks):
    def problem(self, call: Call, fault: Fault) -> Fault | None:
        return None if fault.code == "model_not_found" and call.path == "/tts/bytes" else fault


@defect("errors.unknown-voice-refused", "speaks with any voice")
class AnyVoice(Hooks):
    def problem(self, call: Call, fault: Fault) -> Fault | None:
        return None if fault.code == "voice_not_found" and call.path == "/tts/bytes" else fault


@defect("errors.language-and-locale-refused", "takes `language` together with `locale`")
class BothTaken(Hooks):
    def problem(self, call: Call, fault: Fault) -> Fault | None:
        return None if fault.message.startswith("`language` and `locale`") else fault


@defect("errors.language-and-locale-refused:status", "sees a conflict between `language` and `locale`")
class BothConflict(Hooks):
    def fault(self, call: Call, fault: Fault) -> Fault:
        return Fault(409, None, fault.message) if fault.message.startswith("`language` and `locale`") else fault


@defect("errors.sunset-model-named", "speaks with models that were retired")
class RetiredModelsSpeak(Hooks):
    def problem(self, call: Call, fault: Fault) -> Fault | None:
        return None if fault.code == "model_sunsetted" else fault


@defect("errors.sunset-model-named:code", "knows no difference between a retired model and one that never was")
class RetiredIsUnknown(Hooks):
    def fault(self, call: Call, fault: Fault) -> Fault:
        if fault.code == "model_sunsetted":
            return Fault(fault.status, fault.title, fault.message, code="model_not_found")
        return fault


@defect("errors.validation-names-the-field", "does not say what is wrong with a body")
class NamesNothing(Hooks):
    def fault(self, call: Call, fault: Fault) -> Fault:
        unclear = call.path == "/tts/bytes" and fault.message.startswith("`transcript` is missing")
        return Fault(fault.status, fault.title, "the body is not valid", code=fault.code) if unclear else fault


@defect("errors.call-logs-404-has-a-message", "answers bare text where a call has no logs")
class BareLogs404(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        if call.path.startswith("/agents/calls/") and call.path.endswith("/logs") and reply.status == 404:
            return with_json(reply, lambda body: body.pop("message", None))
        return reply


@defect("errors.voice-model-mismatch-named", "gives no code where a voice and a model do not match")
class MismatchWithoutCode(Hooks):
    def fault(self, call: Call, fault: Fault) -> Fault:
        mismatch = fault.code == "voice_model_mismatch"
        return Fault(fault.status, fault.title, fault.message) if mismatch else fault
