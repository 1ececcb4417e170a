"""Clients that behave badly; the same ones for a seed."""

from __future__ import annotations

import contextlib
import json
import random
import socket
import struct

KEY = "sk_car_test"
HEAD = f"Host: mock\r\nX-API-Key: {KEY}\r\nCartesia-Version: 2026-08-14\r\n"
FAULTS = (
    "reset", "reset=50", "truncate", "truncate=3", "stall=0.05", "stall", "drip=1", "delay=0.01", "garbage",
    "duplicate", "content-type", "close", "html", "429", "5xx", "522",
)  # fmt: skip
REQUEST = {
    "model_id": "sonic-3",
    "transcript": "Hello there you",
    "voice": {"mode": "id", "id": "f786b574-daa5-4673-aa0c-cbe3e8534c02"},
    "output_format": {"container": "raw", "encoding": "pcm_s16le", "sample_rate": 24000},
}
UPGRADE = (
    "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
)

_PATIENCE_S = 0.1
_TEXT, _BINARY, _CLOSE, _PING = 1, 2, 8, 9


def frame(payload: bytes, opcode: int = _TEXT) -> bytes:
    """One frame of a client; its mask changes nothing."""
    size = len(payload)
    length = bytes((0x80 | size,)) if size < 126 else b"\xfe" + struct.pack(">H", size)
    return bytes((0x80 | opcode,)) + length + b"\0\0\0\0" + payload


def sent_by(dice: random.Random) -> bytes:
    """What one client sends."""
    faults = ", ".join(dice.sample(FAULTS, dice.randint(0, 3)))
    head = HEAD + (f"X-Contralto-Fault: {faults}\r\n" if faults else "")
    kind = dice.randrange(6)
    if kind == 0:
        sent = f"GET /voices HTTP/1.1\r\n{head}\r\n".encode()
    elif kind in (1, 2):
        body = json.dumps(REQUEST)
        head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        sent = f"POST /tts/{dice.choice(('sse', 'bytes'))} HTTP/1.1\r\n{head}\r\n{body}".encode()
    elif kind in (3, 4):
        sent = f"GET /tts/websocket HTTP/1.1\r\n{head}{UPGRADE}\r\n".encode() + _frames(dice)
    else:
        sent = dice.randbytes(dice.randint(1, 400))
    if dice.random() < 0.3:
        sent = sent[: dice.randint(0, len(sent))]
    if sent and dice.random() < 0.2:
        at = dice.randrange(len(sent))
        sent = sent[:at] + dice.randbytes(2) + sent[at + 1 :]
    return sent


def visit(address: tuple[str, int], dice: random.Random) -> None:
    """One client from its coming to its going."""
    sent = sent_by(dice)
    with contextlib.suppress(OSError), socket.create_connection(address, timeout=_PATIENCE_S) as connection:
        cut = dice.randint(0, len(sent))
        connection.sendall(sent[:cut])
        connection.sendall(sent[cut:])
        while dice.random() < 0.8 and connection.recv(65536):
            pass
        if dice.random() < 0.3:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def _frames(dice: random.Random) -> bytes:
    frames = b""
    for number in range(dice.randint(0, 4)):
        message = {**REQUEST, "context_id": str(number), "continue": dice.random() < 0.3}
        frames += frame(json.dumps(message).encode())
    if dice.random() < 0.3:
        frames += frame(b"noise", dice.choice((_TEXT, _BINARY, _CLOSE, _PING)))
    return frames
