"""Defects of headers, in both directions."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

from contralto_conformance.gateway.exchange import Call, Headers
from contralto_conformance.gateway.hooks import Hooks

from .registry import defect

_KNOWN = {
    *("accept", "accept-encoding", "authorization", "cartesia-version", "content-length", "content-type", "host"),
    *("transfer-encoding", "user-agent"),
}


@defect("proxy.request-ids-pass-unchanged", "gives every answer a request id of its own")
class OwnRequestIds(Hooks):
    def answer(self, call: Call, status: int, headers: Headers) -> tuple[int, Headers]:
        return status, [(name, "gateway-1" if name == "x-request-id" else value) for name, value in headers]


@defect("proxy.request-ids-pass-unchanged:body", "writes another id into answers")
class OtherIdInBody(Hooks):
    def answer(self, call: Call, status: int, headers: Headers) -> tuple[int, Headers]:
        call.memo["is_id"] = status == 200 and "json" in dict(headers).get("content-type", "")
        return status, [pair for pair in headers if not (call.memo["is_id"] and pair[0] == "content-length")]

    async def body(self, call: Call, pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        if not call.memo["is_id"]:
            async for piece in pieces:
                yield piece
            return
        said = json.loads(b"".join([piece async for piece in pieces]))
        if isinstance(said, dict) and "request_id" in said:
            said["request_id"] = "gateway-1"
        yield json.dumps(said).encode()


@defect("proxy.meaningful-headers-pass", "drops what is said about trying again")
class DropsRetryHeaders(Hooks):
    def answer(self, call: Call, status: int, headers: Headers) -> tuple[int, Headers]:
        return status, [pair for pair in headers if pair[0] not in ("retry-after-ms", "x-should-retry")]


@defect("proxy.meaningful-headers-pass:accept", "asks for anything whatever the client accepts")
class AcceptsAnything(Hooks):
    def sent_headers(self, call: Call, headers: Headers) -> Headers:
        return [(name, "*/*" if name == "accept" else value) for name, value in headers]


@defect("proxy.meaningful-headers-pass:content-type", "leaves parameters of media types out")
class BareMediaTypes(Hooks):
    def answer(self, call: Call, status: int, headers: Headers) -> tuple[int, Headers]:
        return status, [(n, value.partition(";")[0] if n == "content-type" else value) for n, value in headers]


@defect("proxy.hop-by-hop-headers-stay", "passes headers of the client's connection on")
class PassesConnectionHeaders(Hooks):
    def sent_headers(self, call: Call, headers: Headers) -> Headers:
        bound = ("keep-alive", "te", "proxy-connection")
        return [*headers, *(pair for pair in call.headers if pair[0] in bound)]


@defect("proxy.hop-by-hop-headers-stay:named", "passes on what `Connection` names")
class PassesNamedHeaders(Hooks):
    def sent_headers(self, call: Call, headers: Headers) -> Headers:
        return [*headers, *(pair for pair in call.headers if pair[0] == "x-hop")]


@defect("proxy.unknown-headers-pass", "passes on the headers alone that it knows")
class KnownHeadersOnly(Hooks):
    def sent_headers(self, call: Call, headers: Headers) -> Headers:
        return [pair for pair in headers if call.is_socket or pair[0] in _KNOWN]


@defect("proxy.unknown-headers-pass:down", "drops headers of the service that it does not know")
class DropsUnknownHeaders(Hooks):
    def answer(self, call: Call, status: int, headers: Headers) -> tuple[int, Headers]:
        return status, [pair for pair in headers if not pair[0].startswith(("cartesia-", "x-nobody"))]
