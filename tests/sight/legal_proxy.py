"""What a gateway may do: variations of the reference gateway of which no check may complain."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

from contralto_conformance.gateway import Key
from contralto_conformance.gateway.exchange import Call, Headers, Refusal
from contralto_conformance.gateway.hooks import Direction, Hooks

from .proxy import KEYS


class MoreHeaders(Hooks):
    """Says in both directions what it is."""

    def sent_headers(self, call: Call, headers: Headers) -> Headers:
        added = [
            ("via", "1.1 gateway"),
            ("x-forwarded-for", "192.0.2.1"),
            ("forwarded", "for=192.0.2.1"),
            ("x-team", "7"),
        ]
        return [*super().sent_headers(call, headers), *added]

    def answer(self, call: Call, status: int, headers: Headers) -> tuple[int, Headers]:
        status, headers = super().answer(call, status, headers)
        return status, [("server", "gateway"), *headers, ("via", "1.1 gateway"), ("x-gateway-node", "3")]


class OtherOrder(Hooks):
    """Sends headers in the order of their names."""

    def sent_headers(self, call: Call, headers: Headers) -> Headers:
        return sorted(super().sent_headers(call, headers))

    def answer(self, call: Call, status: int, headers: Headers) -> tuple[int, Headers]:
        status, headers = super().answer(call, status, headers)
        return status, sorted(headers)


class OtherPieces(Hooks):
    """Cuts bodies where it likes; long ones only at their beginning."""

    async def body(self, call: Call, pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        left = 2000
        async for piece in super().body(call, pieces):
            while len(piece) > 7 and left > 0:
                yield piece[:7]
                piece, left = piece[7:], left - 7
            yield piece

    async def sent_body(self, call: Call, pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        async for piece in super().sent_body(call, pieces):
            for at in range(0, len(piece), 50_000):
                yield piece[at : at + 50_000]


class OwnWords(Hooks):
    """Says errors in words and codes of its own; only the code tells them from those of the service."""

    def refusal(self, call: Call, refusal: Refusal) -> Refusal:
        refusal = super().refusal(call, refusal)
        return Refusal(refusal.status, "gateway_says_no", "No", f"the gateway says {refusal.status}", refusal.headers)

    def refusal_answer(self, call: Call, headers: Headers, body: bytes) -> tuple[Headers, bytes]:
        headers, body = super().refusal_answer(call, headers, body)
        kept = [pair for pair in headers if pair[0] != "x-gateway-error" or not body.startswith(b"{")]
        if body.startswith(b"{"):
            body = json.dumps({**json.loads(body), "doc_url": "https://gateway.example/errors"}, indent=1).encode()
        return kept, body


class WholeAddresses(Hooks):
    """Names itself in redirects."""

    def location(self, call: Call, location: str) -> str:
        location = super().location(call, location)
        return f"http://{call.header('host')}{location}" if location.startswith("/") else location


class NoRelayedPings(Hooks):
    """Answers pings itself."""

    def relays_ping(self, call: Call, direction: Direction) -> bool:
        return False


class Slower(Hooks):
    """Takes its time for each piece."""

    async def body(self, call: Call, pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        async for piece in super().body(call, pieces):
            if len(piece) < 1000:
                await asyncio.sleep(0.03)
            yield piece


class OtherKeyOnLimits(Hooks):
    """Tries another key once when the service limits the first one."""

    def tries_again(self, call: Call, status: int) -> bool:
        if status != 429 or call.key is None:
            return False
        call.key = next(Key(key) for key in KEYS[:2] if key != call.key.value)
        return True


class LimitsUploads(Hooks):
    """Takes uploads up to four megabytes."""

    def key(self, call: Call, key: Key | None) -> Key | None:
        if int(call.header("content-length") or 0) in range(2**22, 2**25):
            raise Refusal(413, "too_large", "Request too large", "the gateway takes uploads up to 4 MiB")
        return super().key(call, key)


class MakesNoTokens(Hooks):
    """Refuses to have access tokens made."""

    def admit(self, call: Call, refusal: Refusal | None) -> Refusal | None:
        if refusal is None and call.path == "/access-token":
            return Refusal(403, "not_here", "Forbidden", "the gateway makes no access tokens")
        return super().admit(call, refusal)


class Outspoken(MoreHeaders, OtherOrder, OtherPieces, OwnWords, WholeAddresses):
    """All of what is told."""


class Careful(Slower, OtherKeyOnLimits, LimitsUploads, MakesNoTokens, NoRelayedPings):
    """All of what is done."""


GROUPS: tuple[type[Hooks], ...] = (Outspoken, Careful)
