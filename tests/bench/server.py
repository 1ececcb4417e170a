"""Fixed answers on loopback: voices, audio, bursts of events and of socket messages.

Prints the HTTP and the socket address, one per line. What a stream holds is said by the transcript: `big` and `small`
chunks in a burst, one `short` chunk, or ten minutes of speech as fast as the client takes them (`long`).
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
from collections.abc import Iterator

from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from .work import N_EVENTS, N_LONG

BIG = base64.b64encode(bytes(4800)).decode()
SMALL = base64.b64encode(bytes(96)).decode()
SLOW_S = 0.02
PIECE_BYTES = 64 * 1024


def voice(number: int) -> dict[str, object]:
    return {
        "id": f"00000000-0000-4000-8000-{number:012d}",
        "is_owner": False,
        "access": "public",
        "visibility": "all",
        "name": f"Voice {number}",
        "tagline": "Calm and clear",
        "description": "A clear voice for long conversations about everyday matters. " * 4,
        "gender": "feminine",
        "created_at": "2025-09-30T18:04:11Z",
        "language": "en",
        "locales": [{"locale": "en-US", "is_native": True}, {"locale": "en-GB", "is_native": False}],
        "accent": "general-american",
        "country": "US",
    }


def events(transcript: str, **more: object) -> Iterator[bytes]:
    """The messages that speak a transcript, the terminal one last."""
    data, count = {"small": (SMALL, N_EVENTS), "short": (BIG, 1), "long": (BIG, N_LONG)}.get(
        transcript.split(" ")[0], (BIG, N_EVENTS)
    )
    if transcript.startswith("part"):
        count = N_EVENTS // 50
    chunk = {"type": "chunk", "done": False, "status_code": 206, "step_time": 12.5, "data": data, **more}
    encoded = json.dumps(chunk).encode()
    for _ in range(count):
        yield encoded
    yield json.dumps({"type": "done", "done": True, "status_code": 200, **more}).encode()


PAGE = json.dumps({"data": [voice(number) for number in range(100)], "has_more": False, "next_page": None}).encode()
VOICE = json.dumps(voice(1)).encode()
AUDIO = bytes(256 * 1024)
STREAMS = {
    name: b"".join(b"data: " + event + b"\n\n" for event in events(name)) for name in ("big", "small", "short", "long")
}

n_connections = 0


def answer(target: str, body: bytes) -> tuple[bytes, bytes]:
    """Media type and body."""
    if target.startswith("/tts/sse"):
        return b"text/event-stream", STREAMS[json.loads(body)["transcript"]]
    if target.startswith("/tts/bytes"):
        return b"audio/pcm", AUDIO
    if target == "/connections":
        return b"application/json", str(n_connections).encode()
    return b"application/json", PAGE if target.split("?")[0] == "/voices" else VOICE


async def on_connection(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    global n_connections
    n_connections += 1
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            lines = head.decode("latin-1").split("\r\n")
            lengths = [line.split(":")[1] for line in lines if line.lower().startswith("content-length")]
            target = lines[0].split(" ")[1]
            media, body = answer(target, await reader.readexactly(int(lengths[0]) if lengths else 0))
            if target.startswith("/voices/slow"):
                await asyncio.sleep(SLOW_S)
            size = str(len(body)).encode()
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: " + media + b"\r\nContent-Length: " + size + b"\r\n\r\n")
            for start in range(0, len(body), PIECE_BYTES):
                writer.write(body[start : start + PIECE_BYTES])
                await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()


def frame(message: bytes) -> bytes:
    """A text frame. The library's own `send` would be slower than the clients that are to be measured."""
    size = len(message)
    return (bytes((0x81, size)) if size < 126 else b"\x81\x7e" + size.to_bytes(2, "big")) + message


async def speak(connection: ServerConnection, transcript: str, context_id: str) -> None:
    frames: list[bytes] = []
    for event in events(transcript, context_id=context_id):
        frames.append(frame(event))
        # Contexts that speak side by side take turns; a single one is a burst.
        if len(frames) == 1 if transcript.startswith("part") else len(frames) == 100:
            connection.transport.write(b"".join(frames))
            frames.clear()
            await asyncio.sleep(0)
            while connection.transport.get_write_buffer_size() > 256 * 1024:  # noqa: ASYNC110
                await asyncio.sleep(0.001)
    connection.transport.write(b"".join(frames))


async def on_socket(connection: ServerConnection) -> None:
    speaking = []
    with contextlib.suppress(ConnectionClosed):  # the process that was measured ends without good-bye
        async for text in connection:
            message = json.loads(text)
            speaking.append(asyncio.create_task(speak(connection, message["transcript"], message["context_id"])))


async def main() -> None:
    http = await asyncio.start_server(on_connection, "127.0.0.1", 0, backlog=1024)
    sockets = await serve(on_socket, "127.0.0.1", 0, compression=None)
    print(f"http://127.0.0.1:{http.sockets[0].getsockname()[1]}", flush=True)
    print(f"ws://127.0.0.1:{next(iter(sockets.sockets)).getsockname()[1]}", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
