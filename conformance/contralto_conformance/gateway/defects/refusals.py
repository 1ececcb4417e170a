"""Defects of errors: those of the gateway itself, and those of the service."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

from contralto_conformance.gateway.exchange import Call, Headers, Refusal
from contralto_conformance.gateway.hooks import Hooks

from .registry import defect


@defect("proxy.failed-upstream-says-502", "answers 504 when the service is away")
class TimesOut(Hooks):
    def refusal(self, call: Call, refusal: Refusal) -> Refusal:
        if refusal.status == 502:
            return Refusal(504, refusal.code, "Gateway timeout", refusal.message)
        return refusal


@defect("proxy.failed-upstream-says-502:silent", "answers 500 when the service ends the connection")
class FailsOnSilence(Hooks):
    def refusal(self, call: Call, refusal: Refusal) -> Refusal:
        if refusal.status == 502 and "Refused" not in refusal.message:
            return Refusal(500, refusal.code, "Unexpected error", refusal.message)
        return refusal


@defect("proxy.own-errors-in-the-versions-format", "says its errors as objects in every version")
class AlwaysObjects(Hooks):
    def refusal_answer(self, call: Call, headers: Headers, body: bytes) -> tuple[Headers, bytes]:
        if body.startswith(b"{"):
            return headers, body
        title, _, message = body.decode().partition(": ")
        said = {"error_code": None, "title": title, "message": message, "request_id": "r"}
        return [(n, "application/json" if n == "content-type" else v) for n, v in headers], json.dumps(said).encode()


@defect("proxy.own-errors-in-the-versions-format:nested", "puts its errors into an object of their own")
class NestedErrors(Hooks):
    def refusal_answer(self, call: Call, headers: Headers, body: bytes) -> tuple[Headers, bytes]:
        return (headers, b'{"error": ' + body + b"}") if body.startswith(b"{") else (headers, body)


@defect("proxy.own-errors-in-the-versions-format:no-id", "gives its errors no request id")
class NoRequestId(Hooks):
    def refusal_answer(self, call: Call, headers: Headers, body: bytes) -> tuple[Headers, bytes]:
        if body.startswith(b"{"):
            body = json.dumps({n: v for n, v in json.loads(body).items() if n != "request_id"}).encode()
        return [pair for pair in headers if pair[0] != "x-request-id"], body


@defect("proxy.own-errors-told-apart", "says its errors as the service does")
class AsTheService(Hooks):
    def refusal_answer(self, call: Call, headers: Headers, body: bytes) -> tuple[Headers, bytes]:
        if body.startswith(b"{"):
            body = json.dumps({**json.loads(body), "error_code": None}).encode()
        return [pair for pair in headers if pair[0] != "x-gateway-error"], body


@defect("proxy.upstream-errors-pass-unchanged", "answers 502 for every failure of the service")
class HidesFailures(Hooks):
    def answer(self, call: Call, status: int, headers: Headers) -> tuple[int, Headers]:
        return 502 if status == 500 and not call.is_socket else status, headers


@defect("proxy.upstream-errors-pass-unchanged:body", "writes the bodies of errors anew")
class WritesErrorsAnew(Hooks):
    def answer(self, call: Call, status: int, headers: Headers) -> tuple[int, Headers]:
        call.memo["is_error"] = status >= 400
        return status, [pair for pair in headers if not (status >= 400 and pair[0] == "content-length")]

    async def body(self, call: Call, pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        whole = b""
        async for piece in pieces:
            if not call.memo["is_error"]:
                yield piece
            whole += piece
        if call.memo["is_error"]:
            yield json.dumps(json.loads(whole)).encode() if whole.startswith(b"{") else whole


@defect("proxy.upstream-401-is-not-the-clients", "passes the 401 of the service on")
class Passes401(Hooks):
    def is_refused_key(self, call: Call, status: int) -> bool:
        return False


@defect("proxy.upstream-401-is-not-the-clients:kept", "goes on using a key that the service refused")
class KeepsRefusedKey(Hooks):
    def sets_aside(self, call: Call) -> bool:
        return False


@defect("proxy.other-key-before-the-stream", "tries once more with the key that is over its limit")
class SameKeyAgain(Hooks):
    def tries_again(self, call: Call, status: int) -> bool:
        return status == 429


@defect("proxy.no-retry-after-first-byte", "asks the service once more when a stream breaks off")
class RepeatsStream(Hooks):
    def repeats_cut(self, call: Call) -> bool:
        return True
