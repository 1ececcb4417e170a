"""Defects of bodies on their way."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

from contralto_conformance.gateway.exchange import Call, Headers, Refusal
from contralto_conformance.gateway.hooks import Direction, Hooks
from contralto_conformance.gateway.settings import Key

from .registry import defect


class _OfType(Hooks):
    """Changes the body of answers of one media type."""

    media_type = "text/event-stream"

    def answer(self, call: Call, status: int, headers: Headers) -> tuple[int, Headers]:
        call.memo["is_meant"] = dict(headers).get("content-type", "").startswith(self.media_type) and status == 200
        return status, headers

    async def body(self, call: Call, pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        changed = self.changed(pieces) if call.memo.get("is_meant") else pieces
        async for piece in changed:
            yield piece

    async def changed(self, pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        """The body as it goes to the client."""
        async for piece in pieces:
            yield piece


@defect("proxy.events-pass-as-they-come", "collects a stream before it passes it on")
class CollectsEvents(_OfType):
    async def changed(self, pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        yield b"".join([piece async for piece in pieces])


@defect("proxy.events-pass-as-they-come:fours", "passes events on four at a time")
class EventsInFours(_OfType):
    async def changed(self, pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        kept: list[bytes] = []
        async for piece in pieces:
            kept.append(piece)
            if len(kept) == 4:
                yield b"".join(kept)
                kept.clear()
        yield b"".join(kept)


@defect("proxy.event-bytes-identical", "writes the ends of lines anew")
class OtherLineEnds(_OfType):
    async def changed(self, pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        async for piece in pieces:
            yield piece.replace(b"\r\n", b"\n")


@defect("proxy.event-bytes-identical:comments", "leaves comments out")
class NoComments(_OfType):
    async def changed(self, pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        async for piece in pieces:
            yield re.sub(rb"(?m)^:.*\n", b"", piece)


@defect("proxy.audio-streams-through", "collects audio before it passes it on")
class CollectsAudio(_OfType):
    media_type = "audio/wav"

    async def changed(self, pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        whole = [b""]
        async for piece in pieces:
            if len(whole[0]) > 2**20:  # a long answer is not kept
                yield piece
            else:
                whole[0] += piece
                if len(whole[0]) > 2**20:
                    yield whole[0]
        if len(whole[0]) <= 2**20:
            yield whole[0]


@defect("proxy.slow-client-slows-upstream", "takes an answer as fast as the service sends it")
class ReadsAhead(Hooks):
    def reads_ahead(self, call: Call, direction: Direction) -> bool:
        return direction == "down"


@defect("proxy.slow-upstream-slows-client", "takes an upload as fast as the client sends it")
class TakesAhead(Hooks):
    def reads_ahead(self, call: Call, direction: Direction) -> bool:
        return direction == "up"


@defect("proxy.disconnect-reaches-upstream", "reads an answer to its end after the client has left")
class ReadsOn(Hooks):
    def ends_with_client(self, call: Call) -> bool:
        return False


@defect("proxy.uploads-stream-through", "collects an upload of up to a megabyte before it passes it on")
class CollectsUploads(Hooks):
    async def sent_body(self, call: Call, pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        is_short = int(call.header("content-length") or 0) < 2**20
        if is_short:
            yield b"".join([piece async for piece in pieces])
        async for piece in pieces:
            yield piece


@defect("proxy.uploads-stream-through:names", "leaves the brackets out of names of parts")
class BareNames(Hooks):
    def sent_headers(self, call: Call, headers: Headers) -> Headers:
        is_form = (call.header("content-type") or "").startswith("multipart/")
        return [pair for pair in headers if not (is_form and pair[0] == "content-length")] + (
            [("transfer-encoding", "chunked")] if is_form else []
        )

    async def sent_body(self, call: Call, pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        async for piece in pieces:
            yield piece.replace(b'[]"', b'"')


@defect("proxy.own-upload-limit-says-413", "answers 400 to an upload above its limit")
class OwnLimit(Hooks):
    def key(self, call: Call, key: Key | None) -> Key | None:
        if int(call.header("content-length") or 0) in range(2**22, 2**25):
            raise Refusal(400, "too_large", "Invalid request", "the upload is too large")
        return key


@defect("proxy.expect-continue-handled", "never asks a client to go on")
class NeverAsks(Hooks):
    def is_asked_to_continue(self, call: Call) -> bool:
        return False
