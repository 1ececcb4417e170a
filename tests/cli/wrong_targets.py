"""Servers that are wrong in every way that we could think of, by name: in HTTP and below, in bodies, streams, sockets.

`WRONG` has how they speak; `handler` makes servers of it that are wrong from the first call on, or only behind the
first calls of a run, so that everything else of it meets them.
"""

from __future__ import annotations

import asyncio
import base64
import gzip
import hashlib
import json
import zlib
from collections.abc import Awaitable, Callable

from ..runner.targets import Handler, answer, read_request  # noqa: TID252

Speaker = Callable[[asyncio.StreamWriter, dict[str, str]], Awaitable[None]]

OK = b"HTTP/1.1 200 OK\r\n"
JSON = b"content-type: application/json\r\n"
SSE = OK + b"content-type: text/event-stream\r\nconnection: close\r\n\r\n"
VOICES = answer(200, {"data": [{"id": "0c3f9b1e-5b1a-4f0e-8d8e-7d2d5d4f9a11"}], "has_more": False})
STATUS = answer(200, {"ok": True, "version": "2026-08-14"})
MIB = 1 << 20


def handler(speak: Speaker, *, behind: bool) -> Handler:
    """A handler that answers each request by `speak`; the first calls of a run as they should be, if it is `behind`."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        _, target, headers, _ = await read_request(reader)
        path = target.partition("?")[0]
        if behind and path in {"/", "/voices"}:
            writer.write(STATUS if path == "/" else VOICES)
            await writer.drain()
        else:
            await speak(writer, headers)

    return handle


def saying(*pieces: bytes) -> Speaker:
    """Says these bytes and ends the connection."""

    async def speak(writer: asyncio.StreamWriter, headers: dict[str, str]) -> None:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()

    return speak


def holding(*pieces: bytes) -> Speaker:
    """Says these bytes and then nothing; the connection stays."""

    async def speak(writer: asyncio.StreamWriter, headers: dict[str, str]) -> None:
        await saying(*pieces)(writer, headers)
        await asyncio.sleep(600)

    return speak


def forever(first: bytes, again: bytes, every_s: float = 0.0) -> Speaker:
    """Says `first`, and then `again` for as long as somebody listens."""

    async def speak(writer: asyncio.StreamWriter, headers: dict[str, str]) -> None:
        writer.write(first)
        while not writer.is_closing():
            writer.write(again)
            await writer.drain()
            await asyncio.sleep(every_s)

    return speak


def body(content: bytes, kind: str = "application/json", head: bytes = b"", status: int = 200) -> Speaker:
    """A whole answer with this body and these header lines."""
    lines = f"HTTP/1.1 {status} X\r\ncontent-type: {kind}\r\ncontent-length: {len(content)}\r\nconnection: close\r\n"
    return saying(lines.encode() + head + b"\r\n" + content)


def upgraded(speak: Speaker, *, head: bytes = b"", accept: bytes | None = None) -> Speaker:
    """Opens a socket and then lets `speak` speak; what is no upgrade gets an answer in order."""

    async def both(writer: asyncio.StreamWriter, headers: dict[str, str]) -> None:
        if "upgrade" not in headers:
            await body(b'{"title": "Not found", "message": "nothing here"}', status=404)(writer, headers)
            return
        key = headers["sec-websocket-key"].encode()
        digest = base64.b64encode(hashlib.sha1(key + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest())
        writer.write(b"HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\n")
        writer.write(b"sec-websocket-accept: " + (digest if accept is None else accept) + b"\r\n" + head + b"\r\n")
        await writer.drain()
        await speak(writer, headers)

    return both


def frame(opcode: int, payload: bytes, *, first: int = 0x80, length: int | None = None, mask: bool = False) -> bytes:
    """One frame of RFC 6455. first: the bits beside the opcode. length: what it claims, if not the truth."""
    size = len(payload) if length is None else length
    flag = 0x80 if mask else 0
    if size < 126:
        head = bytes([first | opcode, flag | size])
    elif size < 1 << 16:
        head = bytes([first | opcode, flag | 126]) + size.to_bytes(2, "big")
    else:
        head = bytes([first | opcode, flag | 127]) + size.to_bytes(8, "big")
    return head + (b"\0\0\0\0" if mask else b"") + payload


def bomb(megabytes: int, wbits: int = -15) -> bytes:
    """So many megabytes of nothing, deflated; without the check-sums that would stand at the end."""
    packer = zlib.compressobj(9, wbits=wbits)
    head = packer.compress(b"") + packer.flush(zlib.Z_FULL_FLUSH)
    return head + (packer.compress(bytes(MIB)) + packer.flush(zlib.Z_FULL_FLUSH)) * megabytes


def deep(depth: int) -> bytes:
    """JSON that is nested so deeply."""
    return b"[" * depth + b"]" * depth


async def silent(writer: asyncio.StreamWriter, headers: dict[str, str]) -> None:
    """Says nothing."""
    await asyncio.sleep(600)


async def reset(writer: asyncio.StreamWriter, headers: dict[str, str]) -> None:
    """Cuts the connection."""
    writer.transport.abort()


def echoing(writer: asyncio.StreamWriter, headers: dict[str, str]) -> Awaitable[None]:
    """Says the credential of the caller wherever there is room."""
    key = headers.get("authorization", headers.get("x-api-key", "none")).encode()
    text = b'{"title": "%s", "message": "you sent %s", "%s": "%s"}' % (key, key, key, key)
    return body(text, head=b"x-you-sent: " + key + b"\r\n", status=400)(writer, headers)


EVENT = b'event: chunk\ndata: {"type": "chunk", "data": "AAAA", "done": false}\n\n'
TEXT = frame(1, b'{"type": "chunk", "data": "AAAA", "context_id": "c", "done": false}')
ZIPPED = b"content-encoding: gzip\r\n"
CHUNKED = OK + JSON + b"transfer-encoding: chunked\r\nconnection: close\r\n\r\n"

WRONG: dict[str, Speaker] = {
    # Below HTTP, and in its heads.
    "closes-at-once": saying(),
    "resets": reset,
    "never-answers": silent,
    "garbage": saying(bytes(range(256)) * 64),
    "half-a-status-line": saying(b"HTTP/1."),
    "half-a-status-line-held": holding(b"HTTP/1.1 20"),
    "status-of-letters": saying(b"HTTP/1.1 two hundred\r\n\r\n"),
    "status-999": body(b"{}", status=999),
    "status-0": saying(b"HTTP/1.1 000 X\r\ncontent-length: 0\r\n\r\n"),
    "not-http": saying(b"220 mail.example ESMTP ready\r\n"),
    "http-2-preface": saying(b"\0\0\x12\x04\0\0\0\0\0" * 8),
    "endless-status-line": forever(b"HTTP/1.1 200 ", b"O" * 65536),
    "endless-headers": forever(OK, b"x-more: and more\r\n" * 1000),
    "huge-header": saying(OK + b"x-huge: ", *([b"x" * MIB] * 100), b"\r\n\r\n{}"),
    "header-at-a-drip": forever(OK, b"x", 0.05),
    "header-with-controls": body(b"{}", head=b"x-odd: \x01\x7f\x1b[31m\r\n"),
    "header-of-no-known-text": body(b"{}", head=b"server: \xff\xfe\xe4\r\nx-\xe4: \xf0\x9f\x92\xa9\r\n"),
    "header-without-a-colon": saying(OK + b"this is no header\r\n\r\n{}"),
    "many-headers": body(b"{}", head=b"".join(b"x-%d: y\r\n" % n for n in range(50_000))),
    "endless-100s": forever(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "endless-103s": forever(b"", b"HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n"),
    "switches-unasked": saying(b"HTTP/1.1 101 Switching Protocols\r\nupgrade: mail\r\nconnection: upgrade\r\n\r\n???"),
    "clock-of-1970": body(b"{}", head=b"date: Thu, 01 Jan 1970 00:00:00 GMT\r\nage: -5\r\n"),
    "clock-of-9999": body(
        b"{}", head=b"date: Fri, 31 Dec 9999 23:59:59 GMT\r\nretry-after: 999999999999\r\n", status=503
    ),
    # Lengths and framing of bodies.
    "too-little-body": saying(OK + JSON + b"content-length: 1000\r\n\r\n{}"),
    "too-little-body-held": holding(OK + JSON + b"content-length: 1000\r\n\r\n{}"),
    "too-much-body": saying(OK + JSON + b"content-length: 2\r\n\r\n{}" + b"surplus" * 1000),
    "two-lengths": saying(OK + JSON + b"content-length: 2\r\ncontent-length: 7\r\n\r\n{}"),
    "negative-length": saying(OK + JSON + b"content-length: -1\r\n\r\n{}"),
    "length-and-chunks": saying(
        OK + JSON + b"content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"
    ),
    "length-of-an-exabyte": forever(OK + JSON + b"content-length: 1152921504606846976\r\n\r\n", bytes(65536)),
    "body-of-204": saying(b"HTTP/1.1 204 No Content\r\ncontent-length: 2\r\n\r\n{}"),
    "chunks-of-garbage": saying(CHUNKED + b"zz\r\nwhat\r\n"),
    "chunk-of-an-exabyte": saying(CHUNKED + b"FFFFFFFFFFFFFFF\r\n{}"),
    "chunk-size-without-end": forever(CHUNKED, b"0" * 65536),
    "chunks-without-an-end": saying(CHUNKED + b"2\r\n{}\r\n"),
    "tiny-chunks": forever(CHUNKED, b"1\r\n \r\n" * 1000),
    "unknown-coding": saying(OK + JSON + b"transfer-encoding: gargle\r\n\r\n{}"),
    "body-without-end": forever(OK + JSON + b"\r\n", b" " * 65536),
    "body-at-a-drip": forever(OK + JSON + b"content-length: 100000\r\n\r\n", b" ", 0.05),
    # What bodies say.
    "gzip-bomb": body(bomb(1024, 31), head=ZIPPED),
    "gzip-of-a-megabyte": body(gzip.compress(b'{"data": "' + b"x" * MIB + b'"}'), head=ZIPPED),
    "gzip-that-is-none": body(b"{}", head=ZIPPED),
    "deflate": body(bomb(1024, 15), head=b"content-encoding: deflate\r\n"),
    "brotli-that-is-none": body(b"\xff" * 1000, head=b"content-encoding: br\r\n"),
    "web-page": body(b"<!doctype html><title>Welcome</title>", "text/html"),
    "nothing": body(b""),
    "deep-json": body(deep(100_000)),
    "deep-json-unclosed": body(b'{"a":' * 100_000),
    "json-at-the-limit-of-depth": body(b'{"data": ' + deep(940) + b"}"),
    "nan": body(b'{"data": [NaN, Infinity, -Infinity, 1e999], "has_more": NaN, "id": NaN}'),
    "number-of-a-million-digits": body(b'{"data": ' + b"9" * 1_000_000 + b"}"),
    "text-that-is-no-utf-8": body(b'{"data": "\xff\xfe\xc0\x80", "title": "\xed\xa0\x80"}'),
    "lone-surrogates": body(b'{"data": [{"id": "\\ud800"}], "title": "\\udfff", "message": "\\ud83d"}'),
    "nul-bytes": body(b"\0" * 10_000),
    "byte-order-mark": body(b'\xef\xbb\xbf{"data": []}'),
    "utf-16": body('{"data": []}'.encode("utf-16")),
    "many-members": body(json.dumps({f"k{n}": n for n in range(100_000)}).encode()),
    "json-of-8-megabytes": body(b'"' + b"x" * (8 * MIB) + b'"'),
    "charset-unknown": body(b"{}", "application/json; charset=klingon"),
    "content-type-of-a-megabyte": body(b"{}", head=b"content-type: " + b"x" * 60_000 + b"\r\n"),
    "redirect-to-itself": body(b"", head=b"location: /voices\r\n", status=302),
    "echo-of-the-key": echoing,
    # Streams.
    "events-without-end": forever(SSE, EVENT * 100),
    "comments-without-end": forever(SSE, b":\n" * 10_000),
    "fields-without-end": forever(SSE, b"a: b\n" * 10_000),
    "events-at-a-drip": forever(SSE, b": still here\n\n", 0.05),
    "event-of-100-megabytes": saying(SSE + b"data: ", *([b"x" * MIB] * 100), b"\n\n"),
    "event-without-a-line-end": saying(SSE + b'data: {"type": "done"'),
    "stream-of-line-ends": forever(SSE, b"\n" * 65536),
    "events-of-deep-json": saying(SSE + b"data: " + deep(100_000) + b"\n\n"),
    "held-stream": holding(SSE + b": hello\n\n"),
    # Sockets.
    "socket-accept-key-wrong": upgraded(holding(), accept=b"AAAAAAAAAAAAAAAAAAAAAAAAAAA="),
    "socket-accept-key-missing": saying(b"HTTP/1.1 101 X\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n"),
    "socket-masked-frames": upgraded(holding(frame(1, b"{}", mask=True))),
    "socket-reserved-bits": upgraded(holding(frame(1, b"{}", first=0xF0))),
    "socket-reserved-opcode": upgraded(holding(frame(0xB, b"{}"))),
    "socket-frame-of-a-gigabyte": upgraded(forever(frame(1, b"", length=1 << 30), b"x" * 65536)),
    "socket-frame-of-2-to-63": upgraded(holding(frame(1, b"", length=1 << 63))),
    "socket-continuation-without-end": upgraded(forever(frame(1, b"[", first=0), frame(0, b"x" * 60_000, first=0))),
    "socket-continuation-of-nothing": upgraded(forever(frame(1, b"[", first=0), frame(0, b"", first=0) * 1000)),
    "socket-continuation-unbegun": upgraded(holding(frame(0, b"x"))),
    "socket-fragmented-ping": upgraded(holding(frame(9, b"x", first=0))),
    "socket-long-ping": upgraded(holding(frame(9, b"x" * 200))),
    "socket-pings-without-end": upgraded(forever(b"", frame(9, b"x") * 1000)),
    "socket-messages-without-end": upgraded(forever(b"", TEXT * 1000)),
    "socket-empty-messages-without-end": upgraded(forever(b"", frame(1, b"") * 1000)),
    "socket-silent": upgraded(silent),
    "socket-ends-at-once": upgraded(saying()),
    "socket-resets": upgraded(reset),
    "socket-close-code-999": upgraded(holding(frame(8, (999).to_bytes(2, "big")))),
    "socket-close-of-one-byte": upgraded(holding(frame(8, b"\x03"))),
    "socket-close-reason-no-utf-8": upgraded(holding(frame(8, (1000).to_bytes(2, "big") + b"\xff\xfe"))),
    "socket-messages-after-close": upgraded(forever(frame(8, (1000).to_bytes(2, "big")), TEXT * 100)),
    "socket-compressed-unasked": upgraded(holding(frame(1, zlib.compress(b"{}"), first=0xC0))),
    "socket-compression-bomb": upgraded(
        holding(frame(1, bomb(1024), first=0xC0)), head=b"sec-websocket-extensions: permessage-deflate\r\n"
    ),
    "socket-text-no-utf-8": upgraded(holding(frame(1, b"\xff\xfe{}"))),
    "socket-deep-json": upgraded(forever(b"", frame(1, deep(100_000)), 0.1)),
    "socket-garbage": upgraded(holding(bytes(range(256)) * 100)),
    "socket-subprotocol-unasked": upgraded(holding(), head=b"sec-websocket-protocol: mail\r\n"),
}
