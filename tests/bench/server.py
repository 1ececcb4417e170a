"""Fixed answers on loopback: a page of voices, a voice, a burst of events, a burst of socket messages.

Prints the HTTP and the socket address, one per line.
"""

from __future__ import annotations

import asyncio
import base64
import json

from websockets.asyncio.server import ServerConnection, serve

AUDIO = base64.b64encode(bytes(4800)).decode()
N_EVENTS = 2000


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


CHUNK = {"type": "chunk", "done": False, "status_code": 206, "step_time": 12.5, "data": AUDIO}
DONE = {"type": "done", "done": True, "status_code": 200}
PAGE = json.dumps({"data": [voice(number) for number in range(100)], "has_more": False, "next_page": None}).encode()
VOICE = json.dumps(voice(1)).encode()
STREAM = b"".join(b"data: " + json.dumps(event).encode() + b"\n\n" for event in [*[CHUNK] * N_EVENTS, DONE])


def answer(target: str) -> tuple[bytes, bytes]:
    """Media type and body."""
    if target.startswith("/tts/sse"):
        return b"text/event-stream", STREAM
    return b"application/json", PAGE if target.split("?")[0] == "/voices" else VOICE


async def on_connection(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            lines = head.decode("latin-1").split("\r\n")
            lengths = [line.split(":")[1] for line in lines if line.lower().startswith("content-length")]
            await reader.readexactly(int(lengths[0]) if lengths else 0)
            media, body = answer(lines[0].split(" ")[1])
            size = str(len(body)).encode()
            writer.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: " + media + b"\r\nContent-Length: " + size + b"\r\n\r\n" + body
            )
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()


async def on_socket(connection: ServerConnection) -> None:
    async for text in connection:
        context = json.loads(text)["context_id"]
        chunk = json.dumps({**CHUNK, "context_id": context, "flush_id": 1})
        for _ in range(N_EVENTS):
            await connection.send(chunk)
        await connection.send(json.dumps({**DONE, "context_id": context}))


async def main() -> None:
    http = await asyncio.start_server(on_connection, "127.0.0.1", 0)
    sockets = await serve(on_socket, "127.0.0.1", 0, compression=None)
    print(f"http://127.0.0.1:{http.sockets[0].getsockname()[1]}", flush=True)
    print(f"ws://127.0.0.1:{next(iter(sockets.sockets)).getsockname()[1]}", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
